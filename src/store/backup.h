/*
 * backup DIR: an online copy of a SQLite store with its keys (jianzai.db, keys/) into a new folder, while others work. restore DIR: the same files
 * back to a place where no store is. PostgreSQL stores are copied with pg_dump and their keys with cp; the sentence says so.
 *
 * The copy of the keys opens everything: keep the folder as safe as the store.
 */
#pragma once
#include "store/store.h"

enum err store_backup(struct store *s, const char *dir, struct problem *why);  /* ERR_CONFLICT when dir is there and not empty */
enum err store_restore(const char *dir, const char *url, struct problem *why); /* ERR_CONFLICT when a store is there */
