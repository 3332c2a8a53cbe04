#include "store/line.h"

#include <stdio.h>
#include <string.h>

#include "store/load.h"

SQL(sql_line_load, "SELECT line_id, kind, payer, first_month, last_month, status, status_matter, "
                   "linked_person, relation,"
                   " appraisal_until, note, recorded_at, linked_tag FROM line WHERE person_id = ?1 "
                   "AND recorded_at <= ?2 ORDER BY line_id");
SQL(sql_rate_load, "SELECT line_id, first_month, amount, basic, account, subsidy, standard, "
                   "recorded_at FROM line_rate"
                   " WHERE person_id = ?1 AND recorded_at <= ?2 ORDER BY line_id, first_month, n");
SQL(sql_span_load, "SELECT line_id, effect, matter_id, by_matter, from_month, happened_on, "
                   "recorded_at FROM line_span"
                   " WHERE person_id = ?1 AND recorded_at <= ?2 ORDER BY line_id, n");
SQL(sql_entry_load, "SELECT line_id, month, kind, amount, run_month, run_sequence, matter_id, "
                    "recorded_at FROM month_entry"
                    " WHERE person_id = ?1 AND recorded_at <= ?2 ORDER BY line_id, month, n");

struct line_set {
    struct line *lines;
    size_t count, capacity;
};

static struct line *line_of(struct line_set *set, int64_t line_id)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->lines[i].line_id == line_id) return &set->lines[i];
    return NULL;
}

static enum err load_lines(struct data *d, int64_t id, struct line_set *set, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_line_load, DB_VALUES(DB_I(id), DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
        struct line l = {
            .person_id = id,
            .line_id = db_int(&c, 0),
            .kind = (int)db_int(&c, 1),
            .status = (int)db_int(&c, 5),
            .status_matter = db_int(&c, 6),
            .linked_person = db_int(&c, 7),
            .relation = (int)db_int(&c, 8),
            .appraisal_until = date_from_column(db_int(&c, 9)),
            .note = db_text_copy(&c, 10, d->arena),
            .ledger = {.first_month = month_from_column(db_int(&c, 3)),
                       .last_month = month_from_column(db_int(&c, 4)),
                       .recorded_at = db_int(&c, 11)},
        };
        size_t tag_size;
        const void *tag = db_blob(&c, 12, &tag_size);
        if (tag_size == 32) l.linked_tag = (const uint8_t *)arena_copy(d->arena, tag, tag_size);
        snprintf(l.payer, sizeof l.payer, "%s", db_text(&c, 2));
        ARRAY_PUSH(d->arena, set->lines, set->count, set->capacity, l);
    }
    return db_done(&c, why);
}

/* The rows arrive grouped by line: each group grows one array and is hung on its line. */
#define LOAD_ROWS(statement, row_type, array, array_count, ...)                                    \
    struct db_cursor c;                                                                            \
    enum err e = db_query(d->db, statement, DB_VALUES(DB_I(id), DB_I(d->known_at)), &c, why);      \
    if (e) return e;                                                                               \
    struct line *line = NULL;                                                                      \
    row_type *rows = NULL;                                                                         \
    size_t count = 0, capacity = 0;                                                                \
    while (db_step(&c)) {                                                                          \
        if (!line || line->line_id != db_int(&c, 0)) {                                             \
            line = line_of(set, db_int(&c, 0));                                                    \
            rows = NULL;                                                                           \
            count = capacity = 0;                                                                  \
        }                                                                                          \
        if (!line) continue;                                                                       \
        row_type row = __VA_ARGS__;                                                                \
        ARRAY_PUSH(d->arena, rows, count, capacity, row);                                          \
        line->ledger.array = rows;                                                                 \
        line->ledger.array_count = count;                                                          \
    }                                                                                              \
    return db_done(&c, why)

static enum err load_rates(struct data *d, int64_t id, struct line_set *set, struct problem *why)
{
    LOAD_ROWS(&sql_rate_load, struct rate_row, rates, rate_count,
              {.from = month_from_column(db_int(&c, 1)),
               .amount = db_int(&c, 2),
               .basic = db_int(&c, 3),
               .account = db_int(&c, 4),
               .subsidy = db_int(&c, 5),
               .standard = db_int(&c, 6),
               .recorded_at = db_int(&c, 7)});
}

static enum err load_spans(struct data *d, int64_t id, struct line_set *set, struct problem *why)
{
    LOAD_ROWS(&sql_span_load, struct span_row, spans, span_count,
              {.effect = (enum span_effect)db_int(&c, 1),
               .matter = db_int(&c, 2),
               .by_matter = db_int(&c, 3),
               .from = month_from_column(db_int(&c, 4)),
               .happened_on = date_from_column(db_int(&c, 5)),
               .recorded_at = db_int(&c, 6)});
}

static enum err load_entries(struct data *d, int64_t id, struct line_set *set, struct problem *why)
{
    LOAD_ROWS(&sql_entry_load, struct entry_row, entries, entry_count,
              {.month = month_from_column(db_int(&c, 1)),
               .kind = (enum entry_kind)db_int(&c, 2),
               .amount = db_int(&c, 3),
               .run_month = month_from_column(db_int(&c, 4)),
               .run_sequence = (int)db_int(&c, 5),
               .matter = db_int(&c, 6),
               .recorded_at = db_int(&c, 7)});
}

enum err line_load_all(struct data *d, int64_t person_id, struct line **out, size_t *count,
                       struct problem *why)
{
    struct line_set set = {0};
    enum err e = load_lines(d, person_id, &set, why);
    if (!e) e = load_rates(d, person_id, &set, why);
    if (!e) e = load_spans(d, person_id, &set, why);
    if (!e) e = load_entries(d, person_id, &set, why);
    *out = set.lines;
    *count = set.count;
    return e;
}

SQL(sql_line_insert, "INSERT INTO line (" LOAD_LINE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                     " ?8, ?9, ?10, ?11, ?12, ?13, ?14)");

enum err line_insert(struct data *d, const struct line *l, struct problem *why)
{
    return load_row(d, LOAD_LINE, &sql_line_insert,
                    DB_VALUES(DB_I(l->person_id), DB_I(l->line_id), DB_I(l->kind), DB_T(l->payer),
                              DB_I(month_column(l->ledger.first_month)),
                              DB_I(month_column(l->ledger.last_month)), DB_I(l->linked_person),
                              DB_I(l->relation), DB_I(date_column(l->appraisal_until)),
                              DB_T(l->note ? l->note : ""), DB_I(l->ledger.recorded_at),
                              l->linked_tag ? DB_B(l->linked_tag, 32) : DB_N, DB_I(l->status),
                              DB_I(l->status_matter)),
                    why);
}

SQL(sql_rate_insert, "INSERT INTO line_rate (" LOAD_RATE_COLUMNS
                     ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

enum err line_add_rate(struct data *d, const struct line *l, const struct rate_row *r,
                       struct problem *why)
{
    int64_t n = 1;
    for (size_t i = 0; i < l->ledger.rate_count; i++)
        n += l->ledger.rates[i].from.index == r->from.index;
    return load_row(d, LOAD_RATE, &sql_rate_insert,
                    DB_VALUES(DB_I(l->person_id), DB_I(l->line_id), DB_I(month_column(r->from)),
                              DB_I(n), DB_I(r->amount), DB_I(r->basic), DB_I(r->account),
                              DB_I(r->subsidy), DB_I(r->standard), DB_I(r->recorded_at)),
                    why);
}

SQL(sql_span_insert, "INSERT INTO line_span (person_id, line_id, n, effect, matter_id, by_matter, "
                     "from_month, happened_on,"
                     " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

enum err line_add_span(struct data *d, struct line *l, const struct span_row *s,
                       struct problem *why)
{
    size_t n = l->ledger.span_count;
    enum err e =
        db_exec(d->db, &sql_span_insert,
                DB_VALUES(DB_I(l->person_id), DB_I(l->line_id), DB_I(n + 1), DB_I(s->effect),
                          DB_I(s->matter), DB_I(s->by_matter), DB_I(month_column(s->from)),
                          DB_I(date_column(s->happened_on)), DB_I(s->recorded_at)),
                NULL, why);
    if (e) return e;
    struct span_row *rows = ARENA_ARRAY(d->arena, struct span_row, n + 1);
    if (n) memcpy(rows, l->ledger.spans, n * sizeof *rows);
    rows[n] = *s;
    l->ledger.spans = rows;
    l->ledger.span_count = n + 1;
    return ERR_OK;
}

SQL(sql_entry_insert, "INSERT INTO month_entry (person_id, line_id, month, n, kind, amount, "
                      "run_month, run_sequence, matter_id,"
                      " recorded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");

enum err line_add_entry(struct data *d, struct line *l, const struct entry_row *r,
                        struct problem *why)
{
    size_t n = l->ledger.entry_count;
    int64_t in_month = 1;
    for (size_t i = 0; i < n; i++) in_month += l->ledger.entries[i].month.index == r->month.index;
    enum err e = db_exec(d->db, &sql_entry_insert,
                         DB_VALUES(DB_I(l->person_id), DB_I(l->line_id),
                                   DB_I(month_column(r->month)), DB_I(in_month), DB_I(r->kind),
                                   DB_I(r->amount), DB_I(month_column(r->run_month)),
                                   DB_I(r->run_sequence), DB_I(r->matter), DB_I(r->recorded_at)),
                         NULL, why);
    if (e) return e;
    struct entry_row *rows = ARENA_ARRAY(d->arena, struct entry_row, n + 1);
    if (n) memcpy(rows, l->ledger.entries, n * sizeof *rows);
    rows[n] = *r;
    l->ledger.entries = rows;
    l->ledger.entry_count = n + 1;
    return ERR_OK;
}

SQL(sql_line_status,
    "UPDATE line SET status = ?3, status_matter = ?4 WHERE person_id = ?1 AND line_id = ?2");

enum err line_update_status(struct data *d, const struct line *l, struct problem *why)
{
    return db_exec(
        d->db, &sql_line_status,
        DB_VALUES(DB_I(l->person_id), DB_I(l->line_id), DB_I(l->status), DB_I(l->status_matter)),
        NULL, why);
}

SQL(sql_line_terms, "UPDATE line SET last_month = ?3, linked_person = ?4, relation = ?5, "
                    "appraisal_until = ?6, note = ?7"
                    " WHERE person_id = ?1 AND line_id = ?2");

enum err line_update_terms(struct data *d, const struct line *l, struct problem *why)
{
    return db_exec(d->db, &sql_line_terms,
                   DB_VALUES(DB_I(l->person_id), DB_I(l->line_id),
                             DB_I(month_column(l->ledger.last_month)), DB_I(l->linked_person),
                             DB_I(l->relation), DB_I(date_column(l->appraisal_until)),
                             DB_T(l->note ? l->note : "")),
                   NULL, why);
}

SQL_FANOUT(
    sql_line_suspended,
    "SELECT DISTINCT person_id FROM line WHERE status IN (2, 3) AND payer = ?1 AND person_id > ?2"
    " ORDER BY person_id LIMIT ?3");

enum err line_list_suspended(struct data *d, const char *payer, struct id_page *page,
                             struct problem *why)
{
    struct db_cursor c;
    page->count = 0;
    enum err e = db_query(d->db, &sql_line_suspended,
                          DB_VALUES(DB_T(payer), DB_I(page->after), DB_I(ID_PAGE)), &c, why);
    if (e) return e;
    while (page->count < ID_PAGE && db_step(&c))
        page->after = page->ids[page->count++] = db_int(&c, 0);
    return db_done(&c, why);
}
