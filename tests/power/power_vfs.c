/* SQLite's side of the disk: files, locks and shared memory of one process. */
#include "power_vfs.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "power_disk.h"

struct handle {
    sqlite3_file base;
    struct power_disk *disk;
    int file; /* -1: a temporary file, kept in own */
    int lock; /* SQLite's lock level */
    uint16_t shm_shared, shm_exclusive;
    struct power_disk *own; /* holds a temporary file */
};

static struct power_disk *mounted;
static sqlite3_vfs *below; /* for random numbers, time and sleep */

static struct power_file *open_file(struct handle *h)
{
    return &h->disk->files[h->file];
}

static int vfs_close(sqlite3_file *file)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    struct power_file *f = open_file(h);
    if (--f->handles == 0) power_shm_drop(f);
    pthread_mutex_unlock(&h->disk->mutex);
    power_disk_free(h->own);
    return SQLITE_OK;
}

static int vfs_read(sqlite3_file *file, void *out, int n, sqlite3_int64 offset)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    const struct bytes *b = &open_file(h)->content;
    size_t at = (size_t)offset, want = (size_t)n, there = at < b->n ? b->n - at : 0;
    size_t got = there < want ? there : want;
    if (got) memcpy(out, b->p + at, got);
    memset((char *)out + got, 0, want - got);
    pthread_mutex_unlock(&h->disk->mutex);
    return got == want ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int vfs_write(sqlite3_file *file, const void *p, int n, sqlite3_int64 offset)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    power_file_write(h->disk, h->file, (size_t)offset, p, (size_t)n);
    pthread_mutex_unlock(&h->disk->mutex);
    return SQLITE_OK;
}

static int vfs_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    power_file_truncate(h->disk, h->file, (size_t)size);
    pthread_mutex_unlock(&h->disk->mutex);
    return SQLITE_OK;
}

static int vfs_sync(sqlite3_file *file, int flags)
{
    struct handle *h = (struct handle *)file;
    (void)flags;
    pthread_mutex_lock(&h->disk->mutex);
    power_file_sync(h->disk, h->file);
    pthread_mutex_unlock(&h->disk->mutex);
    return SQLITE_OK;
}

static int vfs_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    *size = (sqlite3_int64)open_file(h)->content.n;
    pthread_mutex_unlock(&h->disk->mutex);
    return SQLITE_OK;
}

/* One process, so a lock is a count: any number share, one reserves, one excludes. */
static int lock_locked(struct handle *h, struct power_file *f, int level)
{
    int others = f->shared - (h->lock >= SQLITE_LOCK_SHARED);
    if (level == SQLITE_LOCK_SHARED) {
        if (f->pending || f->exclusive) return SQLITE_BUSY;
        f->shared++;
    } else if (level == SQLITE_LOCK_RESERVED) {
        if (f->reserved) return SQLITE_BUSY;
        f->reserved = 1;
    } else if (level == SQLITE_LOCK_EXCLUSIVE) {
        bool mine = h->lock >= SQLITE_LOCK_RESERVED;
        if (f->exclusive || (f->reserved && !mine)) return SQLITE_BUSY;
        f->pending = others > 0;
        if (others > 0) {
            h->lock = SQLITE_LOCK_PENDING;
            return SQLITE_BUSY;
        }
        f->exclusive = 1;
    }
    h->lock = level;
    return SQLITE_OK;
}

static int vfs_lock(sqlite3_file *file, int level)
{
    struct handle *h = (struct handle *)file;
    if (level <= h->lock) return SQLITE_OK;
    pthread_mutex_lock(&h->disk->mutex);
    int rc = lock_locked(h, open_file(h), level);
    pthread_mutex_unlock(&h->disk->mutex);
    return rc;
}

static int vfs_unlock(sqlite3_file *file, int level)
{
    struct handle *h = (struct handle *)file;
    if (level >= h->lock) return SQLITE_OK;
    pthread_mutex_lock(&h->disk->mutex);
    struct power_file *f = open_file(h);
    if (h->lock >= SQLITE_LOCK_EXCLUSIVE) f->exclusive = 0;
    if (h->lock >= SQLITE_LOCK_PENDING) f->pending = 0;
    if (h->lock >= SQLITE_LOCK_RESERVED) f->reserved = 0;
    if (level == SQLITE_LOCK_NONE) f->shared--;
    h->lock = level;
    pthread_mutex_unlock(&h->disk->mutex);
    return SQLITE_OK;
}

static int vfs_reserved(sqlite3_file *file, int *out)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    *out = open_file(h)->reserved;
    pthread_mutex_unlock(&h->disk->mutex);
    return SQLITE_OK;
}

static int vfs_control(sqlite3_file *file, int op, void *arg)
{
    (void)file, (void)op, (void)arg;
    return SQLITE_NOTFOUND;
}

static int vfs_sector(sqlite3_file *file)
{
    (void)file;
    return 4096; /* what SQLite's Unix VFS says */
}

static int vfs_device(sqlite3_file *file)
{
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int vfs_shm_map(sqlite3_file *file, int region, int size, int extend, void volatile **out)
{
    struct handle *h = (struct handle *)file;
    int rc = SQLITE_OK;
    pthread_mutex_lock(&h->disk->mutex);
    struct power_file *f = open_file(h);
    if (region >= POWER_REGIONS) rc = SQLITE_IOERR_SHMMAP;
    else if (!f->region[region] && extend) f->region[region] = calloc(1, (size_t)size);
    *out = rc == SQLITE_OK ? f->region[region] : NULL;
    pthread_mutex_unlock(&h->disk->mutex);
    return rc;
}

static bool shm_free(const struct power_file *f, int first, int n, uint16_t mine, bool exclusive)
{
    for (int i = first; i < first + n; i++) {
        int others = f->shm_shared[i] - ((mine >> i) & 1);
        if (f->shm_exclusive[i] || (exclusive && others > 0)) return false;
    }
    return true;
}

static int vfs_shm_lock(sqlite3_file *file, int first, int n, int flags)
{
    struct handle *h = (struct handle *)file;
    bool exclusive = flags & SQLITE_SHM_EXCLUSIVE, lock = flags & SQLITE_SHM_LOCK;
    uint16_t *held = exclusive ? &h->shm_exclusive : &h->shm_shared;
    uint16_t mask = (uint16_t)(((1u << n) - 1) << first);
    int rc = SQLITE_OK;
    pthread_mutex_lock(&h->disk->mutex);
    struct power_file *f = open_file(h);
    if (lock && (*held & mask) == mask) {
        rc = SQLITE_OK;
    } else if (lock && !shm_free(f, first, n, h->shm_shared, exclusive)) {
        rc = SQLITE_BUSY;
    } else {
        for (int i = first; i < first + n; i++) {
            bool has = (*held >> i) & 1;
            if (exclusive) f->shm_exclusive[i] = lock;
            else f->shm_shared[i] += lock - has;
        }
        *held = (uint16_t)(lock ? *held | mask : *held & ~mask);
    }
    pthread_mutex_unlock(&h->disk->mutex);
    return rc;
}

static void vfs_shm_barrier(sqlite3_file *file)
{
    struct handle *h = (struct handle *)file;
    pthread_mutex_lock(&h->disk->mutex);
    pthread_mutex_unlock(&h->disk->mutex);
}

static int vfs_shm_unmap(sqlite3_file *file, int drop)
{
    (void)file, (void)drop; /* the memory goes with the last handle */
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = vfs_close,
    .xRead = vfs_read,
    .xWrite = vfs_write,
    .xTruncate = vfs_truncate,
    .xSync = vfs_sync,
    .xFileSize = vfs_file_size,
    .xLock = vfs_lock,
    .xUnlock = vfs_unlock,
    .xCheckReservedLock = vfs_reserved,
    .xFileControl = vfs_control,
    .xSectorSize = vfs_sector,
    .xDeviceCharacteristics = vfs_device,
    .xShmMap = vfs_shm_map,
    .xShmLock = vfs_shm_lock,
    .xShmBarrier = vfs_shm_barrier,
    .xShmUnmap = vfs_shm_unmap,
};

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    struct handle *h = (struct handle *)file;
    (void)vfs;
    *h = (struct handle){.disk = mounted};
    if (!mounted) return SQLITE_CANTOPEN;
    if (!name) h->disk = h->own = power_disk_new();
    pthread_mutex_lock(&h->disk->mutex);
    int at = power_file_find(h->disk, name ? name : "");
    bool there = at >= 0 && h->disk->files[at].exists;
    if (!there && name && !(flags & SQLITE_OPEN_CREATE)) {
        pthread_mutex_unlock(&h->disk->mutex);
        return SQLITE_CANTOPEN;
    }
    h->file = power_file_create(h->disk, name ? name : "");
    open_file(h)->handles++;
    pthread_mutex_unlock(&h->disk->mutex);
    h->base.pMethods = &methods;
    if (out) *out = flags;
    return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
    int rc = SQLITE_IOERR_DELETE_NOENT;
    (void)vfs, (void)sync;
    pthread_mutex_lock(&mounted->mutex);
    int file = power_file_find(mounted, name);
    if (file >= 0 && mounted->files[file].exists) {
        power_file_delete(mounted, file);
        rc = SQLITE_OK;
    }
    pthread_mutex_unlock(&mounted->mutex);
    return rc;
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
    (void)vfs;
    pthread_mutex_lock(&mounted->mutex);
    int file = power_file_find(mounted, name);
    *out = file >= 0 && mounted->files[file].exists;
    if (*out && flags == SQLITE_ACCESS_EXISTS && mounted->files[file].content.n == 0) *out = 0;
    pthread_mutex_unlock(&mounted->mutex);
    return SQLITE_OK;
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *name, int room, char *out)
{
    (void)vfs;
    if (strlen(name) >= (size_t)room) return SQLITE_CANTOPEN;
    memcpy(out, name, strlen(name) + 1);
    return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs;
    return below->xRandomness(below, n, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    return below->xSleep(below, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
    (void)vfs;
    return below->xCurrentTimeInt64(below, out);
}

static int vfs_last_error(sqlite3_vfs *vfs, int n, char *out)
{
    (void)vfs, (void)n, (void)out;
    return 0;
}

int power_vfs_mount(struct power_disk *d)
{
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .szOsFile = sizeof(struct handle),
        .mxPathname = 1024,
        .zName = POWER_VFS,
        .xOpen = vfs_open,
        .xDelete = vfs_delete,
        .xAccess = vfs_access,
        .xFullPathname = vfs_full_path,
        .xRandomness = vfs_randomness,
        .xSleep = vfs_sleep,
        .xGetLastError = vfs_last_error,
        .xCurrentTimeInt64 = vfs_time,
    };
    mounted = d;
    if (!below) below = sqlite3_vfs_find(NULL);
    return sqlite3_vfs_find(POWER_VFS) ? SQLITE_OK : sqlite3_vfs_register(&vfs, 0);
}
