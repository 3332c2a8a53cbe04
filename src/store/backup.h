/*
 * backup DIR: an online copy of a store with its keys into a new folder, while others work:
 * jianzai.db (SQLite) or jianzai.pgdump (PostgreSQL, by pg_dump), and keys/. restore DIR: the same
 * back to a place where no store is (no file; a database without our tables), then every chain of
 * the log is verified there.
 *
 * A key ring that is at the place already is used when it holds every key of the copy and is never
 * changed; otherwise that is ERR_CONFLICT before anything is restored. After a failed verification
 * the SQLite file is gone; a PostgreSQL database is as the copy was: drop it.
 *
 * The copy of the keys opens everything: keep the folder as safe as the store.
 */
#pragma once
#include "store/store.h"

/* ERR_CONFLICT when dir is there and not empty; ERR_CONFIG backup_tool_missing. */
enum err store_backup(struct store *s, const char *dir, struct problem *why);
/* ERR_CONFLICT when a store or another ring is there; ERR_CONFIG backup_tool_missing. */
enum err store_restore(const char *dir, const char *url, struct problem *why);
