/*
 * The migrations as tools/sqlgen compiles them from sql/, and the translation of SQL written once
 * into each dialect. Used inside src/db only.
 */
#pragma once
#include <stdbool.h>

#include "base/buf.h"

struct migration {
    int version;
    const char *name;
    const char *const *statements; /* ends with NULL */
};
extern const struct migration db_migrations[];
extern const int db_migration_count;

enum dialect { DIALECT_SQLITE, DIALECT_POSTGRESQL };

/*
 * Writes text into out with the tokens of this dialect; on PostgreSQL ?N becomes $N. Quoted text is
 * left alone. {ID} {INT} {TEXT} {BLOB} {SEQ} {STRICT} {CLUSTERED}   column types and table options,
 * see sql/0001-init.sql {KEY a, b}      ", PRIMARY KEY (a, b)" on PostgreSQL, nothing on SQLite
 *   {FOR UPDATE}    the row lock on PostgreSQL, nothing on SQLite, whose one writer needs none
 *   {EITHER a | b}  a on SQLite, b on PostgreSQL: only for tables whose rows lie in another order
 * there False when a token is unknown; it stands in unknown[24] then.
 */
bool dialect_translate(enum dialect d, const char *text, struct buf *out, char unknown[24]);
