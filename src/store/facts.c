#include "store/facts.h"

#include <stdlib.h>
#include <string.h>

#include "store/person.h"

SQL_FANOUT(
    sql_facts_person,
    "SELECT person_id, birth, registered_on, last_success, due_on, first_month, "
    "residence_kind, last_abroad FROM person WHERE person_id >= ?1 AND person_id <= ?2 ORDER BY "
    "person_id LIMIT ?3");
SQL_FANOUT(sql_facts_line,
           "SELECT person_id, line_id, kind, payer, relation, appraisal_until, first_month, "
           "last_month, recorded_at FROM line WHERE person_id >= ?1 AND person_id <= ?2 "
           "ORDER BY person_id, line_id");
/* Amounts matter only where two lines may overlap. */
SQL_FANOUT(sql_facts_rate,
           "SELECT r.person_id, r.line_id, r.first_month, r.amount, r.basic, r.account, "
           "r.subsidy, r.standard, r.recorded_at FROM line l JOIN line_rate r "
           "ON r.person_id = l.person_id WHERE l.person_id >= ?1 AND l.person_id <= ?2 "
           "AND l.line_id = 2 ORDER BY r.person_id, r.line_id, r.first_month, r.n");
SQL_FANOUT(sql_facts_span,
           "SELECT person_id, line_id, effect, matter_id, by_matter, from_month, happened_on, "
           "recorded_at FROM line_span WHERE person_id >= ?1 AND person_id <= ?2 "
           "ORDER BY person_id, line_id, n");
SQL_FANOUT(sql_facts_entry,
           "SELECT person_id, line_id, month, kind, amount, run_month, run_sequence, matter_id, "
           "recorded_at FROM month_entry WHERE person_id >= ?1 AND person_id <= ?2 AND kind = ?3 "
           "ORDER BY person_id, line_id, month, n");
SQL_FANOUT(sql_facts_matter,
           "SELECT subject_id, matter_id, parent_matter, kind, state, cause, detail, agency, "
           "event_on, until_on FROM matter WHERE subject_id >= ?1 AND subject_id <= ?2 "
           "ORDER BY subject_id, matter_id");
SQL_FANOUT(sql_facts_event, "SELECT subject_id, matter_id, event, happened_on FROM matter_event "
                            "WHERE subject_id >= ?1 AND subject_id <= ?2 AND event IN (?3, ?4, ?5) "
                            "ORDER BY subject_id, matter_id, n");

/* What nobody took back, under the person's own name. */
SQL_FANOUT(sql_facts_trace,
           "SELECT e.person_id, MAX(e.happened_on) FROM evidence e WHERE e.person_id >= ?1 AND "
           "e.person_id <= ?2 AND e.side = 1 AND e.name_agrees = 1 AND e.withdraws = 0 AND NOT "
           "EXISTS (SELECT 1 FROM evidence w WHERE w.person_id = e.person_id AND "
           "w.withdraws = e.n) GROUP BY e.person_id ORDER BY e.person_id");

#define PAYERS 256

struct loading {
    struct data *d;
    int64_t from, to;
    struct evaluation_facts *person;
    size_t count, capacity;
    size_t at; /* rows come in the order of persons */
    const char *payer[PAYERS];
    size_t payers;
};

typedef void (*take_row)(struct loading *k, struct db_cursor *c);

static enum err each_row(struct loading *k, const struct sql *q, const struct db_value *more,
                         size_t count, take_row take, struct problem *why)
{
    struct db_value v[5] = {DB_I(k->from), DB_I(k->to)};
    struct db_cursor c;
    for (size_t i = 0; i < count; i++) v[2 + i] = more[i];
    enum err e = db_query(k->d->db, q, v, 2 + count, &c, why);
    if (e) return e;
    k->at = 0;
    while (db_step(&c)) take(k, &c);
    return db_done(&c, why);
}

/* The person of the row's first column, NULL when it lies outside the page. */
static struct evaluation_facts *person_of(struct loading *k, struct db_cursor *c)
{
    int64_t id = db_int(c, 0);
    while (k->at < k->count && k->person[k->at].person_id < id) k->at++;
    return k->at < k->count && k->person[k->at].person_id == id ? &k->person[k->at] : NULL;
}

static struct ledger_line *ledger_of(struct loading *k, struct db_cursor *c)
{
    struct evaluation_facts *f = person_of(k, c);
    for (size_t i = 0; f && i < f->line_count; i++)
        if (f->lines[i].line_id == db_int(c, 1)) return (struct ledger_line *)&f->lines[i].ledger;
    return NULL;
}

static const char *payer_of(struct loading *k, const char *code)
{
    for (size_t i = 0; i < k->payers; i++)
        if (strcmp(k->payer[i], code) == 0) return k->payer[i];
    const char *copy = arena_copy(k->d->arena, code, strlen(code));
    if (k->payers < PAYERS) k->payer[k->payers++] = copy;
    return copy;
}

/* One more in an array that grows by doubling; n is its length so far. */
static void *grown(struct arena *a, const void *array, size_t n, size_t size)
{
    if (n && (n & (n - 1))) return (void *)array;
    char *fresh = arena_alloc(a, (n ? 2 * n : 1) * size);
    if (n) memcpy(fresh, array, n * size);
    return fresh;
}

static void take_person(struct loading *k, struct db_cursor *c)
{
    int place = (int)db_int(c, 6);
    struct evaluation_facts f = {
        .person_id = db_int(c, 0),
        .birth = date_from_column(db_int(c, 1)),
        .registered_on = date_from_column(db_int(c, 2)),
        .success = {.here = date_from_column(db_int(c, 3)),
                    .abroad = date_from_column(db_int(c, 7))},
        .due_on = date_from_column(db_int(c, 4)),
        .first_month = month_from_column(db_int(c, 5)),
        .abroad = place >= PLACE_HONGKONG,
    };
    ARRAY_PUSH(k->d->arena, k->person, k->count, k->capacity, f);
}

static void take_line(struct loading *k, struct db_cursor *c)
{
    struct evaluation_facts *f = person_of(k, c);
    if (!f) return;
    struct evaluation_line *lines =
        grown(k->d->arena, f->lines, f->line_count, sizeof(struct evaluation_line));
    lines[f->line_count++] = (struct evaluation_line){
        .line_id = db_int(c, 1),
        .kind = (int)db_int(c, 2),
        .payer = payer_of(k, db_text(c, 3)),
        .relation = (enum relation)db_int(c, 4),
        .appraisal_until = date_from_column(db_int(c, 5)),
        .ledger = {.first_month = month_from_column(db_int(c, 6)),
                   .last_month = month_from_column(db_int(c, 7)),
                   .recorded_at = db_int(c, 8)},
    };
    f->lines = lines;
}

static void take_rate(struct loading *k, struct db_cursor *c)
{
    struct ledger_line *l = ledger_of(k, c);
    if (!l) return;
    struct rate_row *rows = grown(k->d->arena, l->rates, l->rate_count, sizeof *rows);
    rows[l->rate_count++] = (struct rate_row){
        .from = month_from_column(db_int(c, 2)),
        .amount = db_int(c, 3),
        .basic = db_int(c, 4),
        .account = db_int(c, 5),
        .subsidy = db_int(c, 6),
        .standard = db_int(c, 7),
        .recorded_at = db_int(c, 8),
    };
    l->rates = rows;
}

static void take_span(struct loading *k, struct db_cursor *c)
{
    struct ledger_line *l = ledger_of(k, c);
    if (!l) return;
    struct span_row *rows = grown(k->d->arena, l->spans, l->span_count, sizeof *rows);
    rows[l->span_count++] = (struct span_row){
        .effect = (enum span_effect)db_int(c, 2),
        .matter = db_int(c, 3),
        .by_matter = db_int(c, 4),
        .from = month_from_column(db_int(c, 5)),
        .happened_on = date_from_column(db_int(c, 6)),
        .recorded_at = db_int(c, 7),
    };
    l->spans = rows;
}

static void take_entry(struct loading *k, struct db_cursor *c)
{
    struct ledger_line *l = ledger_of(k, c);
    if (!l) return;
    struct entry_row *rows = grown(k->d->arena, l->entries, l->entry_count, sizeof *rows);
    rows[l->entry_count++] = (struct entry_row){
        .month = month_from_column(db_int(c, 2)),
        .kind = (enum entry_kind)db_int(c, 3),
        .amount = db_int(c, 4),
        .run_month = month_from_column(db_int(c, 5)),
        .run_sequence = (int)db_int(c, 6),
        .matter = db_int(c, 7),
        .recorded_at = db_int(c, 8),
    };
    l->entries = rows;
}

static void take_matter(struct loading *k, struct db_cursor *c)
{
    struct evaluation_facts *f = person_of(k, c);
    if (!f) return;
    struct evaluation_matter *rows = grown(k->d->arena, f->matters, f->matter_count, sizeof *rows);
    rows[f->matter_count++] = (struct evaluation_matter){
        .matter_id = db_int(c, 1),
        .parent = db_int(c, 2),
        .kind = (enum matter_kind_id)db_int(c, 3),
        .state = (enum matter_state)db_int(c, 4),
        .cause = (int)db_int(c, 5),
        .detail = (int)db_int(c, 6),
        .payer = payer_of(k, db_text(c, 7)),
        .event_on = date_from_column(db_int(c, 8)),
        .until_on = date_from_column(db_int(c, 9)),
    };
    f->matters = rows;
}

static void take_event(struct loading *k, struct db_cursor *c)
{
    struct evaluation_facts *f = person_of(k, c);
    for (size_t i = 0; f && i < f->matter_count; i++) {
        struct evaluation_matter *m = (struct evaluation_matter *)&f->matters[i];
        if (m->matter_id != db_int(c, 1)) continue;
        if (db_int(c, 2) == EVENT_RELEASE) m->released_on = date_from_column(db_int(c, 3));
        else m->by_certifying = m->state == STATE_CLOSED;
        return;
    }
}

static void take_trace(struct loading *k, struct db_cursor *c)
{
    struct evaluation_facts *f = person_of(k, c);
    if (f) f->trace_on = date_from_column(db_int(c, 1));
}

enum err facts_load(struct data *d, const struct facts_range *range, struct evaluation_facts **out,
                    size_t *count, struct problem *why)
{
    struct loading k = {.d = d, .from = range->from, .to = range->to};
    const struct db_value most = DB_I(range->most), overlap = DB_I(ENTRY_OVERLAP);
    const struct db_value events[] = {DB_I(EVENT_RELEASE), DB_I(EVENT_CERTIFIED),
                                      DB_I(EVENT_LAST_LOOK)};
    enum err e = each_row(&k, &sql_facts_person, &most, 1, take_person, why);
    *out = k.person;
    *count = k.count;
    if (e || !k.count) return e;
    k.from = k.person[0].person_id;
    k.to = k.person[k.count - 1].person_id;
    e = each_row(&k, &sql_facts_line, NULL, 0, take_line, why);
    if (!e) e = each_row(&k, &sql_facts_rate, NULL, 0, take_rate, why);
    if (!e) e = each_row(&k, &sql_facts_span, NULL, 0, take_span, why);
    if (!e) e = each_row(&k, &sql_facts_entry, &overlap, 1, take_entry, why);
    if (!e) e = each_row(&k, &sql_facts_matter, NULL, 0, take_matter, why);
    if (!e) e = each_row(&k, &sql_facts_event, events, 3, take_event, why);
    if (!e) e = each_row(&k, &sql_facts_trace, NULL, 0, take_trace, why);
    return e;
}

/* ---- What has changed ----------------------------------------------------------------------- */

/* On SQLite the log lies in the order of time; on PostgreSQL the tips of the chains know as much.
 */
SQL_FANOUT(sql_facts_head, "SELECT chain, n, seq, digest FROM {EITHER audit | audit_tip} "
                           "ORDER BY seq DESC LIMIT 1");
SQL(sql_facts_known, "SELECT digest FROM audit WHERE chain = ?1 AND n = ?2 AND {EITHER seq = ?3 | "
                     "?3 = ?3}");
SQL_FANOUT(sql_facts_changed,
           "SELECT DISTINCT chain FROM {EITHER audit | audit_tip} WHERE seq > ?1");

enum err facts_head(struct data *d, struct facts_head *out, struct problem *why)
{
    struct db_cursor c;
    size_t size;
    *out = (struct facts_head){0};
    enum err e = db_query(d->db, &sql_facts_head, NULL, 0, &c, why);
    if (e) return e;
    if (db_step(&c)) {
        out->chain = db_int(&c, 0);
        out->n = db_int(&c, 1);
        out->seq = db_int(&c, 2);
        const void *digest = db_blob(&c, 3, &size);
        if (size == sizeof out->digest) memcpy(out->digest, digest, size);
    }
    return db_done(&c, why);
}

enum err facts_head_known(struct data *d, const struct facts_head *head, bool *known,
                          struct problem *why)
{
    struct db_cursor c;
    size_t size;
    *known = false;
    enum err e = db_query(d->db, &sql_facts_known,
                          DB_VALUES(DB_I(head->chain), DB_I(head->n), DB_I(head->seq)), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        const void *digest = db_blob(&c, 0, &size);
        *known = size == sizeof head->digest && memcmp(digest, head->digest, size) == 0;
    }
    return db_done(&c, why);
}

/* An hour of ids (ids.c): with several writers an entry may become visible after a later one. */
#define IN_FLIGHT (INT64_C(3600000) << 21)

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum err facts_changed(struct data *d, int64_t seq, int64_t **out, size_t *count,
                       struct problem *why)
{
    struct db_cursor c;
    int64_t *ids = NULL;
    size_t n = 0, capacity = 0;
    if (!db_commits_in_order(d->db)) seq = seq > IN_FLIGHT ? seq - IN_FLIGHT : 0;
    enum err e = db_query(d->db, &sql_facts_changed, DB_VALUES(DB_I(seq)), &c, why);
    if (e) return e;
    while (db_step(&c)) ARRAY_PUSH(d->arena, ids, n, capacity, db_int(&c, 0));
    if (n) qsort(ids, n, sizeof *ids, by_id);
    *out = ids;
    *count = n;
    return db_done(&c, why);
}
