/*
 * A disk in memory that can lose its power: a SQLite VFS that records every write, truncation,
 * sync, creation and deletion of every named file, so that afterwards the power can be cut at any
 * moment.
 *
 * What a cut leaves of a file: all that a sync had finished before it, and of everything written
 * since then any part, torn at sectors of 512 bytes, later ones without earlier ones, a new file or
 * none. A sync of one file says nothing about another. Shared memory and locks go with the power.
 * Bytes outside a write never change (SQLite's "powersafe overwrite", as its Unix VFS assumes).
 *
 * Use: power_disk_new, power_vfs_mount, open databases with the VFS "power" (any connection of the
 * process, also through the project's own store: store_options.vfs), call power_disk_mark whenever
 * something was acknowledged; then power_disk_cut gives the disk as it may be found, mount that and
 * look. Thread-safe, one disk mounted at a time. Temporary files (no name) are not recorded.
 * Deletions are taken as finished at once, which is kinder than the worst disk.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POWER_VFS "power"
#define POWER_SECTOR 512

struct power_disk;

struct power_disk *power_disk_new(void);
void power_disk_free(struct power_disk *d); /* not while a database on it is open */

/* Registers the VFS (not as the default) and makes d the disk that files are opened on from now on;
 * NULL takes the disk away again. 0 or a SQLite error code. */
int power_vfs_mount(struct power_disk *d);

/* From now on syncs are answered but not carried out: the fault that every check must find. */
void power_disk_lie(struct power_disk *d);

void power_disk_mark(struct power_disk *d, int64_t id); /* id was acknowledged now */
size_t power_disk_events(struct power_disk *d);         /* so many moments to cut at */
/* Ids marked before the moment: calls take(ctx, id) in order. */
void power_disk_marks(struct power_disk *d, size_t moment, void (*take)(void *, int64_t),
                      void *ctx);

/* The disk as it may be found after the power went at the moment (0 .. power_disk_events); the same
 * seed gives the same remains. The caller frees it. */
struct power_disk *power_disk_cut(struct power_disk *d, size_t moment, uint64_t seed);
