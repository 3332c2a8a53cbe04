#include "base/keyring.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX 4096
#define NAME_SIZE 32

struct tag_key {
    uint16_t version;
    uint8_t key[SM_MASTER];
};

struct keyring {
    size_t data_count, tag_count;
    struct sm_seal_key data[KEYRING_VERSIONS]; /* ascending versions */
    struct tag_key tag[KEYRING_VERSIONS];
    struct sm_pair *pair;
};

static const char *const kind_name[] = {[KEYRING_DATA] = "data", [KEYRING_TAG] = "tag"};

/* ---- Key files: `jianzai data key 1`, 64 hexadecimal digits, 8 digits that detect damage; one
 * line each ---- */

static void key_name(char out[NAME_SIZE], enum keyring_kind kind, uint16_t version)
{
    snprintf(out, NAME_SIZE, "%s-%u.key", kind_name[kind], version);
}

/* The version in a file name of that kind; 0 when it is none. Only the spelling that key_name
 * writes counts. */
static uint16_t name_version(const char *name, enum keyring_kind kind)
{
    char again[NAME_SIZE];
    size_t n = strlen(kind_name[kind]);
    if (strncmp(name, kind_name[kind], n) != 0 || name[n] != '-') return 0;
    unsigned long v = strtoul(name + n + 1, NULL, 10);
    if (v == 0 || v > UINT16_MAX) return 0;
    key_name(again, kind, (uint16_t)v);
    return strcmp(again, name) == 0 ? (uint16_t)v : 0;
}

static void key_text(struct buf *b, enum keyring_kind kind, uint16_t version,
                     const uint8_t key[SM_MASTER])
{
    uint8_t check[SM_DIGEST];
    char hex[2 * SM_MASTER + 1];
    buf_printf(b, "jianzai %s key %u\n", kind_name[kind], version);
    sm_hex(key, SM_MASTER, hex);
    buf_printf(b, "%s\n", hex);
    sm_digest(b->p, b->n, check);
    sm_hex(check, 4, hex);
    buf_printf(b, "%s\n", hex);
    sm_wipe(hex, sizeof hex);
}

/* Reads the key out of a text by writing the text that this key must have: whatever differs is
 * damage. */
static bool key_parse(struct sm_bytes text, enum keyring_kind kind, uint16_t version,
                      uint8_t key[SM_MASTER])
{
    char hex[2 * SM_MASTER + 1] = "";
    const char *line = memchr(text.p, '\n', text.n);
    if (!line || (size_t)((const char *)text.p + text.n - line) < sizeof hex) return false;
    memcpy(hex, line + 1, 2 * SM_MASTER);
    bool ok = sm_unhex(hex, SM_MASTER, key);
    struct buf again = BUF(FILE_MAX);
    if (ok) key_text(&again, kind, version, key);
    ok = ok && !again.failed && again.n == text.n && sm_equal(again.p, text.p, text.n);
    buf_free(&again);
    sm_wipe(hex, sizeof hex);
    return ok;
}

/* ---- Writing ---- */

static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(fd, p, n);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return false;
        p += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

static enum err write_failed(const char *name, struct problem *why)
{
    return problem_set(why, ERR_FAILED, ZH_keyring_write, NULL, name, strerror(errno), NULL);
}

/* Durable before it has its name, so that no half-written key is ever found. Never replaces a file.
 */
static enum err put_file(int dir, const char *name, const struct buf *text, struct problem *why)
{
    char temporary[NAME_SIZE + 8];
    snprintf(temporary, sizeof temporary, ".new-%s", name);
    unlinkat(dir, temporary, 0);
    int fd = text->failed ? -1
                          : openat(dir, temporary,
                                   O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return write_failed(name, why);
    bool ok = write_all(fd, text->p, text->n) && fsync(fd) == 0;
    ok = close(fd) == 0 && ok;
    ok = ok && linkat(dir, temporary, dir, name, 0) == 0;
    enum err e = ok ? ERR_OK : write_failed(name, why);
    unlinkat(dir, temporary, 0);
    if (e == ERR_OK && fsync(dir) != 0) e = write_failed(name, why);
    return e;
}

static enum err put_key(int dir, enum keyring_kind kind, uint16_t version, struct problem *why)
{
    uint8_t key[SM_MASTER];
    char name[NAME_SIZE];
    struct buf text = BUF(FILE_MAX);
    sm_random(key, sizeof key);
    key_text(&text, kind, version, key);
    key_name(name, kind, version);
    enum err e = put_file(dir, name, &text, why);
    buf_free(&text);
    sm_wipe(key, sizeof key);
    return e;
}

static enum err put_pair(int dir, struct problem *why)
{
    struct buf private = BUF(FILE_MAX), public = BUF(FILE_MAX);
    struct sm_pair *pair = sm_pair_new();
    enum err e = pair ? sm_pair_private_pem(pair, &private) : ERR_FAILED;
    if (e == ERR_OK) e = sm_pair_public_pem(pair, &public);
    if (e != ERR_OK) problem_set(why, e, ZH_sm_sign_failed, NULL, NULL);
    if (e == ERR_OK) e = put_file(dir, "sign.key", &private, why);
    if (e == ERR_OK) e = put_file(dir, "sign.pub", &public, why);
    sm_pair_free(pair);
    buf_free(&private);
    buf_free(&public);
    return e;
}

static enum err fill(const char *path, struct problem *why)
{
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0) return write_failed(path, why);
    enum err e = put_key(dir, KEYRING_DATA, 1, why);
    if (e == ERR_OK) e = put_key(dir, KEYRING_TAG, 1, why);
    if (e == ERR_OK) e = put_pair(dir, why);
    close(dir);
    return e;
}

static void discard(const char *path)
{
    static const char *const names[] = {"data-1.key", "tag-1.key", "sign.key", "sign.pub"};
    int dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 0; dir >= 0 && i < 4; i++) unlinkat(dir, names[i], 0);
    if (dir >= 0) close(dir);
    rmdir(path);
}

/* The new name itself must survive a power cut: values sealed a moment later would be lost with it.
 */
static bool sync_parent(const char *dir)
{
    char path[4096];
    const char *slash = strrchr(dir, '/');
    size_t n = slash ? (size_t)(slash - dir) : 0;
    snprintf(path, sizeof path, "%.*s", slash ? (int)(n ? n : 1) : 1, slash ? dir : ".");
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    return ok;
}

enum err keyring_create(const char *dir, struct problem *why)
{
    enum err e = sm_ready(why);
    if (e != ERR_OK) return e;
    char final[4000], path[4096];
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/') n--;
    if (n >= sizeof final) return errno = ENAMETOOLONG, write_failed(dir, why);
    snprintf(final, sizeof final, "%.*s", (int)n, dir);
    snprintf(path, sizeof path, "%s.new-XXXXXX", final);
    if (!mkdtemp(path)) return write_failed(dir, why); /* with 0700 */
    e = fill(path, why);
    if (e == ERR_OK && rename(path, final) != 0) {
        bool exists = errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR;
        e = exists ? problem_set(why, ERR_CONFLICT, ZH_keyring_exists, NULL, dir, NULL)
                   : write_failed(dir, why);
    }
    if (e != ERR_OK) discard(path);
    if (e == ERR_OK && !sync_parent(final)) e = write_failed(dir, why);
    return e;
}

/* ---- Reading ---- */

static enum err foreign(const struct stat *st, mode_t allowed, const char *name,
                        struct problem *why)
{
    char mode[8];
    snprintf(mode, sizeof mode, "%03o", (unsigned)(st->st_mode & 07777));
    if (st->st_uid != geteuid() && geteuid() != 0)
        return problem_set(why, ERR_CONFIG, ZH_keyring_owner, NULL, name, NULL);
    if ((st->st_mode & 07777 & ~allowed) == 0) return ERR_OK;
    enum zh_id id = S_ISDIR(st->st_mode) ? ZH_keyring_directory_open : ZH_keyring_file_open;
    return problem_set(why, ERR_CONFIG, id, NULL, name, mode, NULL);
}

static enum err unreadable(const char *name, struct problem *why)
{
    return problem_set(why, ERR_CONFIG, ZH_keyring_read, NULL, name, strerror(errno), NULL);
}

static enum err open_directory(const char *path, int *out, struct problem *why)
{
    struct stat st;
    *out = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*out < 0 && errno == ENOENT)
        return problem_set(why, ERR_CONFIG, ZH_keyring_missing, NULL, path, NULL);
    if (*out < 0) return unreadable(path, why);
    enum err e = fstat(*out, &st) == 0 ? foreign(&st, 0700, path, why) : unreadable(path, why);
    if (e != ERR_OK) close(*out);
    return e;
}

/* Reads a whole small file that only its owner may read. */
static enum err get_file(int dir, const char *name, char text[FILE_MAX], size_t *n,
                         struct problem *why)
{
    struct stat st;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return unreadable(name, why);
    enum err e = fstat(fd, &st) == 0 ? ERR_OK : unreadable(name, why);
    if (e == ERR_OK && !S_ISREG(st.st_mode))
        e = problem_set(why, ERR_CONFIG, ZH_keyring_damaged, NULL, name, NULL);
    if (e == ERR_OK) e = foreign(&st, 0600, name, why);
    *n = 0;
    for (ssize_t got = 1; e == ERR_OK && got != 0 && *n < FILE_MAX;) {
        got = read(fd, text + *n, FILE_MAX - *n);
        if (got > 0) *n += (size_t)got;
        if (got < 0 && errno != EINTR) e = unreadable(name, why);
    }
    close(fd);
    if (e == ERR_OK && *n == FILE_MAX)
        e = problem_set(why, ERR_CONFIG, ZH_keyring_damaged, NULL, name, NULL);
    return e;
}

static enum err get_key(int dir, enum keyring_kind kind, uint16_t version, uint8_t key[SM_MASTER],
                        struct problem *why)
{
    char text[FILE_MAX], name[NAME_SIZE];
    size_t n = 0;
    key_name(name, kind, version);
    enum err e = get_file(dir, name, text, &n, why);
    if (e == ERR_OK && !key_parse((struct sm_bytes){text, n}, kind, version, key))
        e = problem_set(why, ERR_CONFIG, ZH_keyring_damaged, NULL, name, NULL);
    sm_wipe(text, sizeof text);
    return e;
}

static int ascending(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

struct versions {
    uint16_t of[KEYRING_VERSIONS];
    size_t n;
};

static enum err list(int dir, enum keyring_kind kind, struct versions *out, struct problem *why)
{
    int again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* closedir closes it */
    DIR *d = again < 0 ? NULL : fdopendir(again);
    if (!d) {
        if (again >= 0) close(again);
        return unreadable(kind_name[kind], why);
    }
    enum err e = ERR_OK;
    out->n = 0;
    for (struct dirent *f; e == ERR_OK && (f = readdir(d));) {
        uint16_t version = name_version(f->d_name, kind);
        if (version == 0) continue;
        if (out->n == KEYRING_VERSIONS)
            e = problem_set(why, ERR_CONFIG, ZH_keyring_too_many, NULL, kind_name[kind], NULL);
        else out->of[out->n++] = version;
    }
    closedir(d);
    qsort(out->of, out->n, sizeof *out->of, ascending);
    char first[NAME_SIZE];
    key_name(first, kind, 1);
    if (e == ERR_OK && out->n == 0)
        e = problem_set(why, ERR_CONFIG, ZH_keyring_no_key, NULL, first, NULL);
    return e;
}

static enum err load_keys(int dir, struct keyring *r, struct problem *why)
{
    struct versions v;
    uint8_t master[SM_MASTER];
    enum err e = list(dir, KEYRING_DATA, &v, why);
    for (size_t i = 0; e == ERR_OK && i < v.n; i++) {
        e = get_key(dir, KEYRING_DATA, v.of[i], master, why);
        if (e == ERR_OK) sm_seal_key(master, v.of[i], &r->data[r->data_count++]);
    }
    sm_wipe(master, sizeof master);
    if (e == ERR_OK) e = list(dir, KEYRING_TAG, &v, why);
    for (size_t i = 0; e == ERR_OK && i < v.n; i++) {
        struct tag_key *t = &r->tag[r->tag_count++];
        t->version = v.of[i];
        e = get_key(dir, KEYRING_TAG, t->version, t->key, why);
    }
    return e;
}

/* sign.pub beside it is for handing out; here the public half of the private key counts. */
static enum err load_pair(int dir, struct keyring *r, struct problem *why)
{
    char text[FILE_MAX];
    size_t n = 0;
    enum err e = get_file(dir, "sign.key", text, &n, why);
    if (e == ERR_OK && !(r->pair = sm_pair_from_pem((struct sm_bytes){text, n}, true)))
        e = problem_set(why, ERR_CONFIG, ZH_keyring_damaged, NULL, "sign.key", NULL);
    sm_wipe(text, sizeof text);
    return e;
}

static struct keyring *ring_new(void)
{
    void *p = mmap(NULL, sizeof(struct keyring), PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED) return NULL;
    madvise(p, sizeof(struct keyring), MADV_DONTDUMP);
    mlock(
        p,
        sizeof(struct keyring)); /* best effort: a small RLIMIT_MEMLOCK must not stop the service */
    return p;
}

enum err keyring_open(const char *path, struct keyring **out, struct problem *why)
{
    *out = NULL;
    int dir = -1;
    enum err e = sm_ready(why);
    if (e == ERR_OK) e = open_directory(path, &dir, why);
    if (e != ERR_OK) return e;
    struct keyring *r = ring_new();
    if (!r) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (e == ERR_OK) e = load_keys(dir, r, why);
    if (e == ERR_OK) e = load_pair(dir, r, why);
    close(dir);
    if (e == ERR_OK) *out = r;
    if (e != ERR_OK) keyring_close(r);
    return e;
}

void keyring_close(struct keyring *r)
{
    if (!r) return;
    sm_pair_free(r->pair);
    sm_wipe(r, sizeof *r);
    munmap(r, sizeof *r);
}

enum err keyring_add(const char *path, enum keyring_kind kind, uint16_t *version,
                     struct problem *why)
{
    int dir = -1;
    struct versions v;
    enum err e = open_directory(path, &dir, why);
    if (e != ERR_OK) return e;
    e = list(dir, kind, &v, why);
    if (e == ERR_OK && (v.n == KEYRING_VERSIONS || v.of[v.n - 1] == UINT16_MAX))
        e = problem_set(why, ERR_CONFIG, ZH_keyring_too_many, NULL, kind_name[kind], NULL);
    if (e == ERR_OK) *version = (uint16_t)(v.of[v.n - 1] + 1);
    if (e == ERR_OK) e = put_key(dir, kind, *version, why);
    close(dir);
    return e;
}

uint16_t keyring_newest(const struct keyring *r, enum keyring_kind kind)
{
    return kind == KEYRING_DATA ? r->data[r->data_count - 1].version
                                : r->tag[r->tag_count - 1].version;
}

void keyring_seal(const struct keyring *r, const char *purpose, struct sm_bytes plain, uint8_t *out)
{
    sm_seal(&r->data[r->data_count - 1], (struct sm_bytes){purpose, strlen(purpose)}, plain, out);
}

enum err keyring_open_value(const struct keyring *r, const char *purpose, struct sm_bytes sealed,
                            uint8_t *out, struct problem *why)
{
    uint16_t version = sm_sealed_version(sealed);
    if (version == 0) return problem_set(why, ERR_FAILED, ZH_sm_not_authentic, NULL, NULL);
    for (size_t i = r->data_count; i-- > 0;)
        if (r->data[i].version == version)
            return sm_open(&r->data[i], (struct sm_bytes){purpose, strlen(purpose)}, sealed, out,
                           why);
    char number[8];
    snprintf(number, sizeof number, "%u", version);
    return problem_set(why, ERR_FAILED, ZH_keyring_no_version, NULL, number, NULL);
}

bool keyring_tag_with(const struct keyring *r, uint16_t version, const char *kind, const char *text,
                      uint8_t out[SM_DIGEST])
{
    for (size_t i = r->tag_count; i-- > 0;) {
        if (r->tag[i].version != version) continue;
        sm_tag(r->tag[i].key, kind, (struct sm_bytes){text, strlen(text)}, out);
        return true;
    }
    return false;
}

void keyring_tag(const struct keyring *r, const char *kind, const char *text,
                 uint8_t out[SM_DIGEST])
{
    bool found = keyring_tag_with(r, keyring_newest(r, KEYRING_TAG), kind, text, out);
    assert(found);
    (void)found;
}

enum err keyring_sign(const struct keyring *r, struct sm_bytes message, uint8_t out[SM_SIGNATURE],
                      size_t *size, struct problem *why)
{
    return sm_sign(r->pair, message, out, size, why);
}

bool keyring_verify(const struct keyring *r, struct sm_bytes message, struct sm_bytes signature)
{
    return sm_verify(r->pair, message, signature);
}

enum err keyring_public_pem(const struct keyring *r, struct buf *out)
{
    return sm_pair_public_pem(r->pair, out);
}
