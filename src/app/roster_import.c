#include "app/roster_import.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/enrol.h"
#include "app/import_job.h"
#include "app/row_errors.h"
#include "app/table_source.h"
#include "store/load.h"

/* Many rows a transaction: the index on tags is hit at random, and a page that many rows of one
 * transaction touch is written once (bench/app/README.md). */
#define CHUNK 10000
/* The first one; then twice as many each time: what is wrong with a file is told at once. */
#define CHUNK_FIRST 625
#define SLICE 250        /* between two looks at whether others wait for the writer */
#define SLICE_TABLE 1024 /* slots, for two numbers a row */
#define CHUNK_ARENA (256u << 20)
#define COLUMNS 64
#define ROW_PROBLEMS 8

/* A row that waits for its chunk: decoded, with the cells kept for the error file. */
struct pending {
    struct roster_row row;
    uint64_t line;
    const char *const *cells;
    size_t cell_count;
    bool undecodable, loaded;
    const struct problem *problems; /* of a refused row, here or by the store */
    size_t problem_count;
    enum enrolled enrolled;
};

/* While the writer has one chunk, the next is read and decoded. When others wait, the writer gets
 * it in several parts, each a transaction. */
struct chunk {
    const struct call *call;
    const struct import_job *job;
    struct import_done before; /* what was stored and told when it was handed over */
    struct arena *arena;
    struct pending *rows;
    size_t count;
    size_t from, to; /* of the part, in steps: two for each row, see enrol_part */
    enum err result;
    struct problem why;
};

struct importing {
    const struct call *call;
    const struct roster_import *in;
    struct roster_counts *out;
    struct roster_columns columns;
    struct chunk chunk[2];
    struct import_job job;
    uint64_t passed; /* rows of a broken-off run, only remembered */
    int filling;     /* which of them; the other is written while writing */
    bool writing;
    size_t chunk_rows; /* now */
    pthread_t thread;
    struct row_errors errors;
    uint64_t *seen; /* hashes of (number, kind, payer, link): a second equal row is refused */
    size_t seen_size, seen_count;
};

/* ---- a chunk -------------------------------------------------------------------------------- */

/* Remembers a number of this slice; true when it was there already. */
static bool in_slice(const char **table, const char *number)
{
    uint64_t h = UINT64_C(1469598103934665603);
    for (const char *s = number; *s; s++) h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    size_t at = (h ^ h >> 32) & (SLICE_TABLE - 1);
    for (; table[at]; at = (at + 1) & (SLICE_TABLE - 1))
        if (strcmp(table[at], number) == 0) return true;
    table[at] = number;
    return false;
}

/* Whose rows are loaded: people that nobody has yet, asked for all at once, without a link to
 * another, so that nobody in this slice is looked up by them. A number that is in the slice twice
 * is looked up where it comes again: its first row may have enrolled it. */
static enum err find_loaded(struct pending *rows, size_t count, struct data *d, struct problem *why)
{
    const char *number[SLICE] = {0}, *table[SLICE_TABLE] = {0};
    int64_t ids[SLICE];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!rows[i].undecodable) number[n++] = rows[i].row.number.number;
    enum err e = person_find_many(d, number, n, ids, why);
    for (size_t i = 0, at = 0; !e && i < count; i++) {
        struct pending *p = &rows[i];
        if (p->undecodable) continue;
        const char *old = p->row.number.original15;
        bool again = in_slice(table, p->row.number.number);
        if (*old) again |= in_slice(table, old);
        p->loaded = !ids[at++] && !again && p->row.linked.kind == IDNUM_UNSET;
    }
    return e;
}

static void refused(struct chunk *c, struct pending *p, const struct problem *problems, size_t n)
{
    struct problem *kept = ARENA_ARRAY(c->arena, struct problem, n);
    p->problems = memcpy(kept, problems, n * sizeof *kept);
    p->problem_count = n;
}

/* The last word on a row, and a new one each time the transaction is run again. */
static enum err enrol_one(struct write *w, struct chunk *c, struct pending *p, struct load *load,
                          struct problem *why)
{
    struct problem problem = {0};
    struct dossier s = dossier_for_write(c->call, w);
    s.d.load = load;
    s.absent = p->loaded;
    p->problem_count = 0;
    enum err e = enrol_check(&s, &p->row, &problem);
    if (!e) e = app_authorise(c->call, ACTION_IMPORT_ROSTER, p->row.payer, &problem);
    if (!e) e = enrol_row(&s, &p->row, &p->enrolled, &problem);
    if (e != ERR_INPUT && e != ERR_NOT_FOUND && e != ERR_DENIED) return *why = problem, e;
    refused(c, p, &problem, 1);
    return ERR_OK;
}

static enum err load_new(struct write *w, struct chunk *c, size_t at, size_t count,
                         struct problem *why)
{
    struct data d = data_of_write(w);
    struct pending *p = c->rows + at;
    enum err e = find_loaded(p, count, &d, why);
    if (!e) e = load_begin(w, &d, why);
    if (e) return e;
    for (size_t i = 0; !e && i < count; i++)
        if (!p[i].undecodable && p[i].loaded) e = enrol_one(w, c, &p[i], d.load, why);
    return load_end(&d, e, why);
}

static enum err enrol_others(struct write *w, struct chunk *c, size_t at, size_t count,
                             struct problem *why)
{
    struct pending *p = c->rows + at;
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < count; i++)
        if (!p[i].undecodable && !p[i].loaded) e = enrol_one(w, c, &p[i], NULL, why);
    return e;
}

/* First all new people of the chunk, then one by one who was there before or refers to another, who
 * may stand further down. */
static enum err enrol_slice(struct write *w, struct chunk *c, struct problem *why)
{
    bool first = c->to < c->count;
    size_t at = first ? c->to : c->to - c->count, left = c->count - at;
    if (left > SLICE) left = SLICE;
    enum err e = first ? load_new(w, c, at, left, why) : enrol_others(w, c, at, left, why);
    c->to += left;
    return e;
}

static enum err enrol_part(struct write *w, void *ctx, struct problem *why)
{
    struct chunk *c = ctx;
    enum err e = import_job_move(w, c->job, &c->before, why);
    c->to = c->from;
    while (!e && c->to < 2 * c->count) {
        e = enrol_slice(w, c, why);
        if (store_make_way(w)) break;
    }
    return e;
}

static void *write_chunk(void *arg)
{
    struct chunk *c = arg;
    do {
        c->result = app_bulk(c->call, enrol_part, c, &c->why);
        if (!c->result) c->from = c->to;
    } while (!c->result && c->from < 2 * c->count);
    return NULL;
}

static void count_row(struct importing *k, const struct pending *p)
{
    if (p->problem_count) {
        k->out->refused++;
        for (size_t i = 0; i < p->problem_count; i++)
            row_errors_add(&k->errors, p->line, p->cells, p->cell_count, &p->problems[i]);
    } else if (p->enrolled == ENROLLED_NEW) {
        k->out->fresh++;
    } else if (p->enrolled == ENROLLED_CHANGED) {
        k->out->changed++;
    } else {
        k->out->unchanged++;
    }
}

/* What is stored and told, the error file with it. */
static struct import_done done(struct importing *k)
{
    struct import_done n = {.rows = k->out->rows,
                            .fresh = k->out->fresh,
                            .changed = k->out->changed,
                            .unchanged = k->out->unchanged,
                            .refused = k->out->refused,
                            .errors = row_errors_told(&k->errors)};
    return n;
}

/* Waits for the chunk that is being written, tells what became of its rows and empties it. */
static enum err collect(struct importing *k, struct problem *why)
{
    if (!k->writing) return ERR_OK;
    struct chunk *c = &k->chunk[!k->filling];
    pthread_join(k->thread, NULL);
    k->writing = false;
    if (c->result) return *why = c->why, c->result;
    for (size_t i = 0; i < c->count; i++) count_row(k, &c->rows[i]);
    k->out->rows += c->count;
    if (k->in->progress) fprintf(k->in->messages, "\r%llu", (unsigned long long)k->out->rows);
    return app_go_on(k->call, k->out->rows, why);
}

static void begin_chunk(struct importing *k)
{
    struct chunk *c = &k->chunk[k->filling];
    arena_reset(c->arena);
    c->rows = ARENA_ARRAY(c->arena, struct pending, CHUNK);
    c->count = c->from = 0;
}

/* Hands the filled chunk to the writer and turns to the other one. */
static enum err flush(struct importing *k, struct problem *why)
{
    enum err e = collect(k, why);
    if (e) return e;
    struct chunk *c = &k->chunk[k->filling];
    c->before = done(k);
    if (pthread_create(&k->thread, NULL, write_chunk, c) != 0)
        return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    k->writing = true;
    if (k->chunk_rows < CHUNK) k->chunk_rows *= 2;
    k->filling = !k->filling;
    begin_chunk(k);
    return ERR_OK;
}

/* ---- rows ----------------------------------------------------------------------------------- */

static uint64_t hash_of(const struct roster_row *r)
{
    uint64_t h = UINT64_C(1469598103934665603);
    const char *parts[] = {r->number.number, r->payer, r->linked.number};
    for (size_t i = 0; i < 3; i++)
        for (const char *s = parts[i]; *s; s++)
            h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    h = (h ^ (uint64_t)r->kind) * UINT64_C(1099511628211);
    return h ? h : 1;
}

static bool grow_seen(struct importing *k)
{
    size_t size = k->seen_size ? k->seen_size * 2 : 1 << 16;
    uint64_t *fresh = calloc(size, sizeof *fresh);
    if (!fresh) return false;
    for (size_t i = 0; i < k->seen_size; i++) {
        if (!k->seen[i]) continue;
        size_t at = k->seen[i] & (size - 1);
        while (fresh[at]) at = (at + 1) & (size - 1);
        fresh[at] = k->seen[i];
    }
    free(k->seen);
    k->seen = fresh;
    k->seen_size = size;
    return true;
}

static bool seen_before(struct importing *k, const struct roster_row *r)
{
    if (k->seen_count * 2 >= k->seen_size && !grow_seen(k)) return false;
    uint64_t h = hash_of(r);
    size_t at = h & (k->seen_size - 1);
    for (; k->seen[at]; at = (at + 1) & (k->seen_size - 1))
        if (k->seen[at] == h) return true;
    k->seen[at] = h;
    k->seen_count++;
    return false;
}

static const char *const *copy_cells(struct arena *arena, const struct csv_row *row)
{
    const char **cells = ARENA_ARRAY(arena, const char *, row->count + 1);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = arena_copy(arena, row->cells[i].s, row->cells[i].n);
    return cells;
}

/* The next place in the chunk that is being filled, which stays there with the cells of the row. */
static struct pending *place(struct importing *k, uint64_t line, const char *const *cells, size_t n)
{
    struct chunk *c = &k->chunk[k->filling];
    struct pending *p = &c->rows[c->count++];
    *p = (struct pending){.line = line, .cells = cells, .cell_count = n};
    return p;
}

static void undecodable(struct importing *k, struct pending *p, const struct problem *problems,
                        size_t n)
{
    p->undecodable = true;
    refused(&k->chunk[k->filling], p, problems, n);
}

/* A full chunk goes to the writer; what a broken-off run had done is only remembered. */
static enum err placed(struct importing *k, struct problem *why)
{
    struct chunk *c = &k->chunk[k->filling];
    if (!k->passed) return c->count >= k->chunk_rows ? flush(k, why) : ERR_OK;
    k->passed--;
    if (!k->passed || c->count == CHUNK) begin_chunk(k);
    return ERR_OK;
}

static enum err take_row(struct importing *k, const struct csv_row *row, struct problem *why)
{
    struct problem problems[ROW_PROBLEMS];
    struct chunk *c = &k->chunk[k->filling];
    const char *const *cells = copy_cells(c->arena, row);
    struct pending *p = place(k, row->line, cells, row->count);
    struct roster_cells in = {cells, row->count, k->call->clock.business_date};
    size_t n = roster_row(&k->columns, &in, &p->row, problems, ROW_PROBLEMS);
    if (!n && seen_before(k, &p->row))
        n = (size_t)problem_set(&problems[0], ERR_INPUT, ZH_import_twice, NULL, NULL) > 0;
    if (n) undecodable(k, p, problems, n < ROW_PROBLEMS ? n : ROW_PROBLEMS);
    return placed(k, why);
}

static enum err take_broken_row(struct importing *k, uint64_t line, const struct problem *bad,
                                struct problem *why)
{
    const char **cells = ARENA_ARRAY(k->chunk[k->filling].arena, const char *, 1);
    cells[0] = "";
    undecodable(k, place(k, line, cells, 1), bad, 1);
    return placed(k, why);
}

static enum err find_header(struct importing *k, struct csv *csv, struct arena *arena,
                            struct problem *why)
{
    const char **cells;
    size_t n;
    enum err e = table_header(csv, arena, roster_is_header, &cells, &n, why);
    if (e == ERR_NOT_FOUND)
        return problem_set(why, ERR_INPUT, ZH_import_no_header, "file", k->in->path, NULL);
    if (e) return e;
    k->errors.header = cells;
    k->errors.header_count = n;
    k->columns = roster_header(cells, n, why);
    k->columns.local = app_kinds(k->call->app);
    for (size_t u = 0; u < k->columns.unknown_count && u < ROSTER_UNKNOWN_MAX; u++) {
        char text[300];
        const char *name = cells[k->columns.unknown[u]];
        if (*name)
            fprintf(k->in->messages, "%s\n",
                    zh_print(text, sizeof text, ZH_import_unknown_column, name, NULL));
    }
    return k->columns.code;
}

static enum err read_rows(struct importing *k, struct csv *csv, struct problem *why)
{
    struct csv_row row;
    struct problem bad;
    k->chunk_rows = CHUNK_FIRST;
    begin_chunk(k);
    for (;;) {
        enum err e = csv_next(csv, &row, &bad);
        if (e == ERR_NOT_FOUND) {
            e = flush(k, why);
            return e ? e : collect(k, why);
        }
        if (e == ERR_ROWS) e = take_broken_row(k, row.line, &bad, why);
        else if (e) *why = bad;
        else e = take_row(k, &row, why);
        if (e) return e;
    }
}

/* After the header: what is no roster is no job. */
static enum err begin_job(struct importing *k, struct problem *why)
{
    char row[24], text[200];
    const char *errors = k->errors.file_path;
    enum err e = import_job_begin(k->call, JOB_ROSTER, k->in->path, errors, &k->job, why);
    const struct import_done *n = &k->job.before;
    if (e || !n->rows) return e;
    k->errors.told = n->errors;
    k->passed = k->out->rows = n->rows;
    k->out->fresh = n->fresh;
    k->out->changed = n->changed;
    k->out->unchanged = n->unchanged;
    k->out->refused = n->refused;
    snprintf(row, sizeof row, "%llu", (unsigned long long)n->rows);
    fprintf(k->in->messages, "%s\n", zh_print(text, sizeof text, ZH_job_resumed, row, NULL));
    return ERR_OK;
}

static enum err import_rows(struct importing *k, struct csv *csv, struct problem *why)
{
    struct arena *header_arena = arena_new(1u << 20);
    enum err e = ERR_OK;
    for (int i = 0; i < 2; i++) {
        k->chunk[i].call = k->call;
        k->chunk[i].job = &k->job;
        k->chunk[i].arena = arena_new(CHUNK_ARENA);
    }
    if (!csv || !k->chunk[0].arena || !k->chunk[1].arena || !header_arena)
        e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = find_header(k, csv, header_arena, why);
    if (!e) e = begin_job(k, why);
    if (!e) e = read_rows(k, csv, why);
    struct problem after;
    enum err late = collect(k, &after); /* what had been handed over is done, and told */
    if (!e && late) e = late, *why = after;
    struct import_done n = done(k);
    e = import_job_end(&k->job, &n, e, why);
    for (int i = 0; i < 2; i++) arena_free(k->chunk[i].arena);
    arena_free(header_arena);
    free(k->seen);
    return e;
}

/* The indexes of a first load are made when the memory of the rows is free again. */
static enum err load(struct importing *k, struct csv *csv, struct problem *why)
{
    struct problem after;
    enum err e = enrol_load_begin(k->call, why);
    if (e) return e;
    e = import_rows(k, csv, why);
    enum err late = enrol_load_end(k->call, &after);
    if (!e && late) e = late, *why = after;
    return e;
}

enum err roster_import(const struct call *call, const struct roster_import *in,
                       struct roster_counts *out, struct problem *why)
{
    struct table_source *source;
    struct problem closing;
    struct importing k = {.call = call, .in = in, .out = out};
    *out = (struct roster_counts){0};
    if (permission_region(call->who.role, ACTION_IMPORT_ROSTER) == REGION_NONE)
        return app_authorise(call, ACTION_IMPORT_ROSTER, call->who.agency, why);
    k.errors = (struct row_errors){.messages = in->messages,
                                   .path = in->path,
                                   .errors_path = in->errors_path,
                                   .quiet = in->dry_run && !in->errors_path};
    row_errors_begin(&k.errors);
    enum err e = table_source_open(in->path, in->charset, &source, why);
    if (e) return e;
    struct csv_source csv_in = table_source_csv(source);
    struct csv *csv = csv_open(&csv_in, &(struct csv_options){.max_columns = COLUMNS});
    e = load(&k, csv, why);
    memcpy(out->errors_path, k.errors.file_path, sizeof out->errors_path);
    enum err closed = row_errors_close(&k.errors, &closing);
    if (!e && closed) e = closed, *why = closing;
    if (!e && out->refused) {
        char n[24];
        snprintf(n, sizeof n, "%llu", (unsigned long long)out->refused);
        e = problem_set(why, ERR_ROWS, ZH_import_refused, NULL, n, k.errors.file_path, NULL);
    }
    csv_close(csv);
    table_source_close(source);
    return e;
}
