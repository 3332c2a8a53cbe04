#include "store/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "store/meta.h"

/* "0": none; "1" to "6": the first that is missing, with all after it. */
#define MISSING "lookup_indexes_missing"

/* Derived: what find and the night look through, never what numbers are found by. */
static const char *const lookup_index[] = {"person_next",  "person_name",  "person_initials",
                                           "person_last4", "person_phone", "person_place"};
#define LOOKUP_INDEXES (sizeof lookup_index / sizeof *lookup_index)

static const struct {
    const char *table, *columns;
} tables[LOAD_TABLES] = {
    [LOAD_PERSON] = {"person", LOAD_PERSON_COLUMNS},
    [LOAD_READING] = {"person_reading", LOAD_READING_COLUMNS},
    [LOAD_DOCUMENT_KEY] = {"document_key", LOAD_DOCUMENT_KEY_COLUMNS},
    [LOAD_DOCUMENT] = {"document", LOAD_DOCUMENT_COLUMNS},
    [LOAD_LINE] = {"line", LOAD_LINE_COLUMNS},
    [LOAD_RATE] = {"line_rate", LOAD_RATE_COLUMNS},
    [LOAD_CERTIFICATION] = {"certification", LOAD_CERTIFICATION_COLUMNS},
};

struct load {
    struct db_bulk *bulk[LOAD_TABLES];
};

enum err load_begin(const struct write *w, struct data *d, struct problem *why)
{
    enum err e = ERR_OK;
    if (!store_sends_ahead(w)) return ERR_OK;
    struct load *load = ARENA_NEW(d->arena, struct load);
    *load = (struct load){0};
    d->load = load;
    for (int i = 0; !e && i < LOAD_TABLES; i++)
        e = db_bulk_begin(d->db, tables[i].table, tables[i].columns, &load->bulk[i], why);
    return e ? load_end(d, e, NULL) : ERR_OK;
}

enum err load_end(struct data *d, enum err before, struct problem *why)
{
    enum err e = before;
    if (!d->load) return e;
    for (int i = 0; i < LOAD_TABLES; i++) {
        if (!d->load->bulk[i]) continue;
        enum err ended = db_bulk_end(d->load->bulk[i], e ? NULL : why);
        if (!e) e = ended;
    }
    d->load = NULL;
    return e;
}

enum err load_row(struct data *d, enum load_table table, const struct sql *q,
                  const struct db_value *v, size_t n, struct problem *why)
{
    if (d->load) return db_bulk_row(d->load->bulk[table], v, n, why);
    return db_exec(d->db, q, v, n, NULL, why);
}

/* ---- The first load ------------------------------------------------------------------------- */

SQL_FANOUT(load_anybody, "SELECT person_id FROM person LIMIT 1");

static enum err anybody(struct data *d, bool *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &load_anybody, NULL, 0, &c, why);
    if (e) return e;
    *out = db_step(&c);
    return db_done(&c, why);
}

static enum err first_missing(struct data *d, size_t *out, struct problem *why)
{
    char text[4];
    enum err e = meta_get(d, MISSING, text, sizeof text, why);
    *out = e ? 0 : strtoul(text, NULL, 10);
    return e;
}

enum err load_first_begin(struct data *d, struct problem *why)
{
    size_t missing = 0;
    bool people = false;
    enum err e = first_missing(d, &missing, why);
    if (!e) e = anybody(d, &people, why);
    if (e || people || missing) return e;
    for (size_t i = 0; !e && i < LOOKUP_INDEXES; i++)
        e = db_index_drop(d->db, lookup_index[i], why);
    return e ? e : meta_set(d, MISSING, "1", why);
}

enum err load_first_end(struct data *d, bool *more, struct problem *why)
{
    char next[4];
    size_t missing = 0;
    *more = false;
    enum err e = first_missing(d, &missing, why);
    if (e || !missing || missing > LOOKUP_INDEXES) return e;
    e = db_index_make(d->db, lookup_index[missing - 1], why);
    *more = !e && missing < LOOKUP_INDEXES;
    snprintf(next, sizeof next, "%zu", *more ? missing + 1 : 0);
    return e ? e : meta_set(d, MISSING, next, why);
}
