/*
 * A PostgreSQL store to and from one file in pg_dump's custom format, by pg_dump and pg_restore of
 * the machine (found on PATH). Both see the database as of one moment; the restore is one
 * transaction, whole or not at all, owner and grants left to the one who restores. A password in
 * the URL goes to them by environment, not on their command line.
 *
 * Not here: the keys, the verification (backup.c).
 */
#pragma once
#include "base/err.h"

/* The file is new, 0600 and on the disk on return; absent after an error. ERR_CONFIG
 * backup_tool_missing {0} tool; ERR_FAILED backup_failed {0} file {1} what the tool said. */
enum err backup_postgresql_dump(const char *url, const char *path, struct problem *why);
enum err backup_postgresql_load(const char *url, const char *path, struct problem *why);
