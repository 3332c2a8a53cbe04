/*
 * The inside of the disk that power_vfs.h shows: files with their contents, and the record of what
 * was done to them. Shared by power_disk.c (contents, record, cuts) and power_vfs.c (SQLite's
 * side).
 */
#pragma once
#include <pthread.h>

#include "power_vfs.h"

#define POWER_FILES 64
#define POWER_LOCKS 8
#define POWER_REGIONS 256

struct bytes {
    unsigned char *p;
    size_t n, room;
};

enum power_event_kind {
    POWER_CREATE,
    POWER_WRITE,
    POWER_TRUNCATE,
    POWER_SYNC,
    POWER_DELETE,
    POWER_MARK
};

struct power_event {
    enum power_event_kind kind;
    int file;
    size_t offset; /* truncate: the new size */
    size_t n;
    unsigned char *data;
    int64_t id; /* mark */
};

struct power_file {
    char *name;
    bool exists;
    struct bytes content;
    int handles;
    int shared, reserved, pending, exclusive; /* SQLite's file locks: holders, or handle number */
    void *region[POWER_REGIONS];
    int shm_shared[POWER_LOCKS];
    bool shm_exclusive[POWER_LOCKS];
};

struct power_disk {
    pthread_mutex_t mutex;
    struct power_file files[POWER_FILES];
    int file_count;
    struct power_event *events;
    size_t event_count, event_room;
    bool lies;
};

/* All with the mutex held. */
int power_file_find(struct power_disk *d, const char *name);   /* -1: never heard of */
int power_file_create(struct power_disk *d, const char *name); /* finds or makes; recorded */
void power_file_delete(struct power_disk *d, int file);
void power_file_write(struct power_disk *d, int file, size_t offset, const void *p, size_t n);
void power_file_truncate(struct power_disk *d, int file, size_t size);
void power_file_sync(struct power_disk *d, int file);
void power_shm_drop(struct power_file *f);
