#include "store/relative.h"

#include <string.h>

/* Rows of other people than the one asked about: the tag is all that joins them. */
SQL_FANOUT(sql_relative_workers,
           "SELECT k.person_id, l.relation FROM line l JOIN document_key k ON k.tag = l.linked_tag"
           " WHERE l.person_id = ?1 ORDER BY l.line_id");
SQL_FANOUT(sql_relative_dependants,
           "SELECT l.person_id, l.relation FROM document o JOIN line l ON l.linked_tag = o.tag"
           " WHERE o.person_id = ?1 AND l.linked_tag IS NOT NULL ORDER BY l.person_id, l.line_id");
SQL(sql_relative_payers, "SELECT DISTINCT payer FROM line WHERE person_id = ?1 ORDER BY payer");

struct gathered {
    struct relative *list;
    size_t n;
};

static void add(struct gathered *g, int64_t person_id, int relation, bool worker)
{
    for (size_t i = 0; i < g->n; i++)
        if (g->list[i].p.person_id == person_id) return;
    if (g->n == RELATIVES_MOST) return;
    g->list[g->n++] =
        (struct relative){.p.person_id = person_id, .relation = relation, .worker = worker};
}

static enum err gather(struct data *d, const struct sql *q, int64_t person_id, bool worker,
                       struct gathered *g, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, q, DB_VALUES(DB_I(person_id)), &c, why);
    if (e) return e;
    while (db_step(&c)) add(g, db_int(&c, 0), (int)db_int(&c, 1), worker);
    return db_done(&c, why);
}

static enum err load_payers(struct data *d, struct relative *r, struct problem *why)
{
    struct db_cursor c;
    const char **payers = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_relative_payers, DB_VALUES(DB_I(r->p.person_id)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        const char *payer = db_text_copy(&c, 0, d->arena);
        ARRAY_PUSH(d->arena, payers, n, capacity, payer);
    }
    r->payers = payers;
    r->payer_count = n;
    return db_done(&c, why);
}

enum err relative_list(struct data *d, int64_t person_id, struct relative **out, size_t *count,
                       struct problem *why)
{
    struct gathered g = {.list = ARENA_ARRAY(d->arena, struct relative, RELATIVES_MOST)};
    enum err e = gather(d, &sql_relative_workers, person_id, true, &g, why);
    if (!e) e = gather(d, &sql_relative_dependants, person_id, false, &g, why);
    for (size_t i = 0; !e && i < g.n; i++) {
        e = person_load(d, g.list[i].p.person_id, &g.list[i].p, why);
        if (!e) e = load_payers(d, &g.list[i], why);
    }
    *out = g.list;
    *count = e ? 0 : g.n;
    return e;
}
