#include "store/search.h"

#include <string.h>

/* The bound is on what is read, not on what is kept: a common surname in a small town costs no more
 * than a rare one. */
SQL_FANOUT(sql_search_name,
           "SELECT p.person_id, p.residence_code, l.payer FROM person p LEFT JOIN line l ON "
           "l.person_id = p.person_id"
           " WHERE p.name_key >= ?1 AND p.name_key < ?2 ORDER BY p.name_key, p.person_id LIMIT ?3");
/* The most usual reading stands with the person, the others in a table of their own; a person whom
 * several readings lead to comes once. */
SQL_FANOUT(
    sql_search_initials,
    "SELECT p.person_id AS person, p.residence_code, l.payer, p.initials AS reading FROM person p"
    " LEFT JOIN line l ON l.person_id = p.person_id"
    " WHERE p.initials >= ?1 AND p.initials < ?2"
    " UNION ALL SELECT p.person_id, p.residence_code, l.payer, r.initials"
    " FROM person_reading r JOIN person p ON p.person_id = r.person_id"
    " LEFT JOIN line l ON l.person_id = p.person_id"
    " WHERE r.initials >= ?1 AND r.initials < ?2"
    " AND NOT (p.initials >= ?1 AND p.initials < ?2)"
    " AND NOT EXISTS (SELECT 1 FROM person_reading q WHERE q.person_id = r.person_id"
    " AND q.initials >= ?1 AND q.initials < r.initials)"
    " ORDER BY reading, person LIMIT ?3");
SQL_FANOUT(sql_search_last4, "SELECT p.person_id, p.residence_code, l.payer FROM person p LEFT "
                             "JOIN line l ON l.person_id = p.person_id"
                             " WHERE p.last4 = ?1 ORDER BY p.person_id LIMIT ?2");
SQL_FANOUT(sql_search_phone, "SELECT p.person_id, p.residence_code, l.payer FROM person p LEFT "
                             "JOIN line l ON l.person_id = p.person_id"
                             " WHERE p.phone_tag = ?1 ORDER BY p.person_id LIMIT ?2");

/* Of one place, read along person_place, whose columns hold all that is asked for: the people of a
 * town are looked through whatever the city's size. Each plus keeps SQLite from an index or an
 * order that goes over the whole city. */
#define OF_PLACE                                                                                   \
    "SELECT p.person_id, p.residence_code, l.payer FROM person p LEFT JOIN line l ON "             \
    "l.person_id = p.person_id WHERE p.residence_code >= ?1 AND p.residence_code < ?2 AND "
SQL_FANOUT(sql_place_name, OF_PLACE
           "{EITHER +p.name_key | p.name_key} >= ?3 AND {EITHER +p.name_key | p.name_key} < ?4"
           " ORDER BY {EITHER +p.name_key | p.name_key}, p.person_id LIMIT ?5");
SQL_FANOUT(sql_place_initials,
           OF_PLACE "(p.initials >= ?3 AND p.initials < ?4"
                    " OR {EITHER instr(p.initials, ?6) | strpos(p.initials, ?6)} > 0)"
                    " ORDER BY {EITHER +p.initials | p.initials}, p.person_id LIMIT ?5");
SQL_FANOUT(sql_place_last4,
           OF_PLACE "{EITHER +p.last4 | p.last4} = ?3 ORDER BY +p.person_id LIMIT ?4");

SQL_FANOUT(sql_place_all, "SELECT person_id FROM person WHERE residence_code >= ?1 AND "
                          "residence_code < ?2 ORDER BY +person_id");

/* U+10FFFF: in both databases' byte order no name goes on with anything greater. */
static const char *prefix_end(struct arena *a, const char *text)
{
    return arena_print(a, "%s\xf4\x8f\xbf\xbf", text);
}

static int most_rows(const struct search *s)
{
    return s->by == SEARCH_INITIALS ? SEARCH_ROWS_INITIALS : SEARCH_ROWS;
}

static enum err query_place(struct data *d, const struct search *s, struct db_cursor *c,
                            struct problem *why)
{
    const char *text = s->text;
    const struct db_value limit = DB_I(most_rows(s) + 1), from = DB_T(s->place),
                          to = DB_T(prefix_end(d->arena, s->place));
    const char *end = prefix_end(d->arena, text);
    if (s->by == SEARCH_LAST4)
        return db_query(d->db, &sql_place_last4, DB_VALUES(from, to, DB_T(text), limit), c, why);
    if (s->by == SEARCH_NAME)
        return db_query(d->db, &sql_place_name, DB_VALUES(from, to, DB_T(text), DB_T(end), limit),
                        c, why);
    const char *later = arena_print(d->arena, " %s", text); /* a reading that is not the first */
    return db_query(d->db, &sql_place_initials,
                    DB_VALUES(from, to, DB_T(text), DB_T(end), limit, DB_T(later)), c, why);
}

static enum err query(struct data *d, const struct search *s, struct db_cursor *c,
                      struct problem *why)
{
    const char *text = s->text;
    const struct db_value limit = DB_I(most_rows(s) + 1);
    if (s->place && s->by != SEARCH_PHONE) return query_place(d, s, c, why);
    switch (s->by) {
    case SEARCH_NAME:
        return db_query(d->db, &sql_search_name,
                        DB_VALUES(DB_T(text), DB_T(prefix_end(d->arena, text)), limit), c, why);
    case SEARCH_INITIALS:
        return db_query(d->db, &sql_search_initials,
                        DB_VALUES(DB_T(text), DB_T(prefix_end(d->arena, text)), limit), c, why);
    case SEARCH_LAST4:
        return db_query(d->db, &sql_search_last4, DB_VALUES(DB_T(text), limit), c, why);
    case SEARCH_PHONE:
        break;
    }
    uint8_t *tag = arena_alloc(d->arena, SM_DIGEST); /* read while stepping */
    keyring_tag(store_keys(d->store), "phone", text, tag);
    return db_query(d->db, &sql_search_phone, DB_VALUES(DB_B(tag, SM_DIGEST), limit), c, why);
}

enum err search_persons(struct data *d, struct search *s, struct problem *why)
{
    struct db_cursor c;
    int rows = 0;
    s->more = false;
    enum err e = query(d, s, &c, why);
    if (e) return e;
    while (!s->more && db_step(&c)) {
        struct search_row row = {db_int(&c, 0), db_text(&c, 1), db_text(&c, 2)};
        s->more = rows++ == most_rows(s);
        if (!s->more) s->fn(s->ctx, &row);
    }
    return db_done(&c, why);
}

enum err search_residents(struct data *d, const char *place, int64_t **out, size_t *count,
                          struct problem *why)
{
    struct db_cursor c;
    int64_t *ids = NULL;
    size_t n = 0, capacity = 0;
    enum err e = db_query(d->db, &sql_place_all,
                          DB_VALUES(DB_T(place), DB_T(prefix_end(d->arena, place))), &c, why);
    if (e) return e;
    while (db_step(&c)) ARRAY_PUSH(d->arena, ids, n, capacity, db_int(&c, 0));
    *out = ids;
    *count = n;
    return db_done(&c, why);
}
