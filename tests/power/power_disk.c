/* Contents, record and cuts of the disk. */
#include "power_disk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *must(void *p)
{
    if (!p) {
        fputs("power: out of memory\n", stderr);
        abort();
    }
    return p;
}

static void bytes_reserve(struct bytes *b, size_t n)
{
    if (n <= b->room) return;
    size_t room = b->room ? b->room : 4096;
    while (room < n) room *= 2;
    b->p = must(realloc(b->p, room));
    memset(b->p + b->room, 0, room - b->room);
    b->room = room;
}

static void bytes_write(struct bytes *b, size_t offset, const void *p, size_t n)
{
    bytes_reserve(b, offset + n);
    memcpy(b->p + offset, p, n);
    if (offset + n > b->n) b->n = offset + n;
}

static void bytes_truncate(struct bytes *b, size_t n)
{
    bytes_reserve(b, n);
    if (n < b->n) memset(b->p + n, 0, b->n - n); /* growing again shows zeros */
    b->n = n;
}

struct power_disk *power_disk_new(void)
{
    struct power_disk *d = must(calloc(1, sizeof *d));
    pthread_mutex_init(&d->mutex, NULL);
    return d;
}

void power_shm_drop(struct power_file *f)
{
    for (int i = 0; i < POWER_REGIONS; i++) {
        free(f->region[i]);
        f->region[i] = NULL;
    }
}

void power_disk_free(struct power_disk *d)
{
    if (!d) return;
    for (int i = 0; i < d->file_count; i++) {
        free(d->files[i].name);
        free(d->files[i].content.p);
        power_shm_drop(&d->files[i]);
    }
    for (size_t i = 0; i < d->event_count; i++) free(d->events[i].data);
    free(d->events);
    pthread_mutex_destroy(&d->mutex);
    free(d);
}

static struct power_event *record(struct power_disk *d, enum power_event_kind kind, int file)
{
    if (d->event_count == d->event_room) {
        d->event_room = d->event_room ? d->event_room * 2 : 1024;
        d->events = must(realloc(d->events, d->event_room * sizeof *d->events));
    }
    struct power_event *e = &d->events[d->event_count++];
    *e = (struct power_event){.kind = kind, .file = file};
    return e;
}

int power_file_find(struct power_disk *d, const char *name)
{
    for (int i = 0; i < d->file_count; i++)
        if (strcmp(d->files[i].name, name) == 0) return i;
    return -1;
}

static int file_add(struct power_disk *d, const char *name)
{
    int file = power_file_find(d, name);
    if (file >= 0) return file;
    if (d->file_count == POWER_FILES) abort();
    d->files[d->file_count].name = must(strdup(name));
    return d->file_count++;
}

int power_file_create(struct power_disk *d, const char *name)
{
    int file = file_add(d, name);
    if (!d->files[file].exists) {
        d->files[file].exists = true;
        record(d, POWER_CREATE, file);
    }
    return file;
}

void power_file_delete(struct power_disk *d, int file)
{
    d->files[file].exists = false;
    bytes_truncate(&d->files[file].content, 0);
    record(d, POWER_DELETE, file);
}

void power_file_write(struct power_disk *d, int file, size_t offset, const void *p, size_t n)
{
    bytes_write(&d->files[file].content, offset, p, n);
    struct power_event *e = record(d, POWER_WRITE, file);
    e->offset = offset;
    e->n = n;
    e->data = must(malloc(n ? n : 1));
    memcpy(e->data, p, n);
}

void power_file_truncate(struct power_disk *d, int file, size_t size)
{
    bytes_truncate(&d->files[file].content, size);
    record(d, POWER_TRUNCATE, file)->offset = size;
}

void power_file_sync(struct power_disk *d, int file)
{
    if (!d->lies) record(d, POWER_SYNC, file);
}

void power_disk_lie(struct power_disk *d)
{
    pthread_mutex_lock(&d->mutex);
    d->lies = true;
    pthread_mutex_unlock(&d->mutex);
}

void power_disk_mark(struct power_disk *d, int64_t id)
{
    pthread_mutex_lock(&d->mutex);
    record(d, POWER_MARK, 0)->id = id;
    pthread_mutex_unlock(&d->mutex);
}

size_t power_disk_events(struct power_disk *d)
{
    pthread_mutex_lock(&d->mutex);
    size_t n = d->event_count;
    pthread_mutex_unlock(&d->mutex);
    return n;
}

void power_disk_marks(struct power_disk *d, size_t moment, void (*take)(void *, int64_t), void *ctx)
{
    for (size_t i = 0; i < moment && i < d->event_count; i++)
        if (d->events[i].kind == POWER_MARK) take(ctx, d->events[i].id);
}

/* ---- Cuts -------------------------------------------------------------------------------------
 */

struct luck {
    uint64_t x;
    uint32_t keep_event, keep_sector; /* of 1000 */
};

static uint32_t luck_below(struct luck *l, uint32_t n)
{
    l->x = l->x * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((l->x >> 33) % n);
}

static struct luck luck_of(uint64_t seed)
{
    static const uint32_t odds[] = {0, 50, 300, 500, 700, 950, 1000};
    struct luck l = {.x = seed * UINT64_C(0x9E3779B97F4A7C15) + 1};
    for (int i = 0; i < 8; i++) luck_below(&l, 2);
    l.keep_event = odds[luck_below(&l, 7)];
    l.keep_sector = odds[1 + luck_below(&l, 6)];
    return l;
}

static void apply(struct bytes *b, const struct power_event *e)
{
    if (e->kind == POWER_WRITE) bytes_write(b, e->offset, e->data, e->n);
    if (e->kind == POWER_TRUNCATE) bytes_truncate(b, e->offset);
}

/* A write that was under way: some of its sectors arrived. */
static void apply_torn(struct bytes *b, const struct power_event *e, struct luck *l)
{
    for (size_t at = 0; at < e->n;) {
        size_t sector = POWER_SECTOR - (e->offset + at) % POWER_SECTOR;
        size_t n = sector < e->n - at ? sector : e->n - at;
        if (luck_below(l, 1000) < l->keep_sector) bytes_write(b, e->offset + at, e->data + at, n);
        at += n;
    }
}

static void apply_by_luck(struct bytes *b, const struct power_event *e, struct luck *l)
{
    if (luck_below(l, 1000) >= l->keep_event) return;
    if (e->kind == POWER_WRITE) apply_torn(b, e, l);
    else apply(b, e);
}

/* What is left of one file. `done` is the event after the last sync that finished. */
static void cut_file(struct power_disk *from, struct power_disk *to, int file, size_t moment,
                     struct luck *l)
{
    struct power_file *out = &to->files[file];
    size_t done = 0;
    bool synced = false;
    for (size_t i = 0; i < moment; i++) {
        const struct power_event *e = &from->events[i];
        if (e->kind == POWER_MARK || e->file != file) continue;
        if (e->kind == POWER_SYNC || e->kind == POWER_DELETE) done = i + 1;
        if (e->kind == POWER_CREATE) out->exists = true;
        if (e->kind == POWER_DELETE) out->exists = synced = false;
        if (e->kind == POWER_SYNC) synced = true;
    }
    if (!out->exists || (!synced && luck_below(l, 2))) {
        out->exists = false;
        return;
    }
    for (size_t i = 0; i < moment; i++) {
        const struct power_event *e = &from->events[i];
        if (e->kind == POWER_MARK || e->file != file) continue;
        if (e->kind == POWER_DELETE) bytes_truncate(&out->content, 0);
        else if (i < done) apply(&out->content, e);
        else apply_by_luck(&out->content, e, l);
    }
}

struct power_disk *power_disk_cut(struct power_disk *d, size_t moment, uint64_t seed)
{
    struct power_disk *to = power_disk_new();
    struct luck l = luck_of(seed);
    pthread_mutex_lock(&d->mutex);
    if (moment > d->event_count) moment = d->event_count;
    for (int i = 0; i < d->file_count; i++) {
        file_add(to, d->files[i].name);
        cut_file(d, to, i, moment, &l);
    }
    pthread_mutex_unlock(&d->mutex);
    /* What is found is where the next life begins: its record starts with these contents, synced.
     */
    for (int i = 0; i < to->file_count; i++) {
        struct bytes found = to->files[i].content;
        if (!to->files[i].exists) continue;
        to->files[i].content = (struct bytes){0};
        record(to, POWER_CREATE, i);
        power_file_write(to, i, 0, found.p, found.n);
        record(to, POWER_SYNC, i);
        free(found.p);
    }
    return to;
}
