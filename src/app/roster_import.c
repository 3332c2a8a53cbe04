#include "app/roster_import.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "app/enrol.h"
#include "app/table_source.h"
#include "base/buf.h"
#include "store/load.h"

/* Many rows a transaction: the index on tags is hit at random, and a page that many rows of one
 * transaction touch is written once (bench/app/README.md). */
#define CHUNK 10000
#define CHUNK_BESIDE 250  /* while others write too: a clerk waits for no more than that */
#define CHUNK_TABLE 32768 /* slots, for two numbers a row */
#define CHUNK_ARENA (256u << 20)
#define COLUMNS 64
#define ROW_PROBLEMS 8
#define HEADER_WITHIN 10 /* merged titles above the header */

/* A row that waits for its chunk: decoded, with the cells kept for the error file. */
struct pending {
    struct roster_row row;
    uint64_t line;
    const char *const *cells;
    size_t cell_count;
    bool undecodable, absent;
    const struct problem *problems; /* of a refused row, here or by the store */
    size_t problem_count;
    enum enrolled enrolled;
};

/* While the writer has one chunk, the next is read and decoded. */
struct chunk {
    const struct call *call;
    struct arena *arena;
    struct pending *rows;
    size_t count;
    enum err result;
    struct problem why;
};

struct importing {
    const struct call *call;
    const struct roster_import *in;
    struct roster_counts *out;
    struct roster_columns columns;
    struct chunk chunk[2];
    int filling; /* which of them; the other is written while writing */
    bool writing;
    size_t chunk_rows; /* how many now: fewer at once when others write, more when nobody does */
    int64_t jobs;      /* the store's count when that was last looked at */
    pthread_t thread;
    struct buf errors;
    const char *const *header;
    size_t header_count;
    FILE *error_file;
    uint64_t *seen; /* hashes of (number, kind, payer, link): a second equal row is refused */
    size_t seen_size, seen_count;
    bool bad_file;
};

/* ---- refused rows --------------------------------------------------------------------------- */

static void write_error_row(struct importing *k, const char *const *cells, size_t n,
                            const char *line, const char *reason)
{
    buf_clear(&k->errors);
    for (size_t i = 0; i < n; i++) {
        buf_csv(&k->errors, cells[i]);
        buf_putc(&k->errors, ',');
    }
    buf_csv(&k->errors, line);
    buf_putc(&k->errors, ',');
    buf_csv(&k->errors, reason);
    buf_puts(&k->errors, "\r\n");
    if (k->error_file && fwrite(k->errors.p, 1, k->errors.n, k->error_file) != k->errors.n)
        k->bad_file = true;
}

static void open_error_file(struct importing *k)
{
    if (k->error_file || k->bad_file || k->in->dry_run) return;
    const char *path = k->in->errors_path;
    if (path) snprintf(k->out->errors_path, sizeof k->out->errors_path, "%s", path);
    else snprintf(k->out->errors_path, sizeof k->out->errors_path, "%s.errors.csv", k->in->path);
    k->error_file = fopen(k->out->errors_path, "wb");
    k->bad_file = !k->error_file;
    if (!k->error_file) return;
    fputs("\xEF\xBB\xBF", k->error_file);
    write_error_row(k, k->header, k->header_count, zh_text(ZH_import_line_number),
                    zh_text(ZH_import_reason));
}

static void refuse(struct importing *k, uint64_t line, const char *const *cells, size_t n,
                   const struct problem *p)
{
    char sentence[512], number[24], text[700];
    problem_sentence(p, sentence, sizeof sentence);
    snprintf(number, sizeof number, "%llu", (unsigned long long)line);
    zh_print(text, sizeof text, p->field[0] ? ZH_import_bad_cell : ZH_import_bad_row, number,
             sentence, p->field, NULL);
    fprintf(k->in->messages, "%s\n", text);
    open_error_file(k);
    write_error_row(k, cells, n, number, sentence);
}

/* ---- a chunk -------------------------------------------------------------------------------- */

/* Remembers a number of this chunk; true when it was there already. */
static bool in_chunk(const char **table, const char *number)
{
    uint64_t h = UINT64_C(1469598103934665603);
    for (const char *s = number; *s; s++) h = (h ^ (unsigned char)*s) * UINT64_C(1099511628211);
    size_t at = (h ^ h >> 32) & (CHUNK_TABLE - 1);
    for (; table[at]; at = (at + 1) & (CHUNK_TABLE - 1))
        if (strcmp(table[at], number) == 0) return true;
    table[at] = number;
    return false;
}

/* Who of the chunk nobody has yet, asked for all at once. A number that is in the chunk twice is
 * looked up where it comes again: its first row may have enrolled it. */
static enum err find_absent(struct chunk *c, struct data *d, struct problem *why)
{
    const char **number = ARENA_ARRAY(d->arena, const char *, c->count + 1);
    const char **table = ARENA_ARRAY(d->arena, const char *, CHUNK_TABLE);
    int64_t *ids = ARENA_ARRAY(d->arena, int64_t, c->count + 1);
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        if (!c->rows[i].undecodable) number[n++] = c->rows[i].row.number.number;
    enum err e = person_find_many(d, number, n, ids, why);
    for (size_t i = 0, at = 0; !e && i < c->count; i++) {
        struct pending *p = &c->rows[i];
        if (p->undecodable) continue;
        const char *old = p->row.number.original15;
        bool again = in_chunk(table, p->row.number.number);
        if (*old) again |= in_chunk(table, old);
        p->absent = !ids[at++] && !again;
    }
    return e;
}

static void refused(struct chunk *c, struct pending *p, const struct problem *problems, size_t n)
{
    struct problem *kept = ARENA_ARRAY(c->arena, struct problem, n);
    p->problems = memcpy(kept, problems, n * sizeof *kept);
    p->problem_count = n;
}

/* A new person without a link to another is looked up by nobody in this chunk: such people are
 * loaded first, the rest after them one by one. */
static bool loads(const struct pending *p)
{
    return p->absent && p->row.linked.kind == IDNUM_UNSET;
}

/* The last word on a row, and a new one each time the transaction is run again. */
static enum err enrol_one(struct write *w, struct chunk *c, struct pending *p, struct load *load,
                          struct problem *why)
{
    struct problem problem = {0};
    struct dossier s = dossier_for_write(c->call, w);
    s.d.load = load;
    s.absent = p->absent;
    p->problem_count = 0;
    enum err e = enrol_check(&s, &p->row, &problem);
    if (!e) e = app_authorise(c->call, ACTION_IMPORT_ROSTER, p->row.payer, &problem);
    if (!e) e = enrol_row(&s, &p->row, &p->enrolled, &problem);
    if (e != ERR_INPUT && e != ERR_NOT_FOUND && e != ERR_DENIED) return *why = problem, e;
    refused(c, p, &problem, 1);
    return ERR_OK;
}

static enum err load_new(struct write *w, struct chunk *c, struct data *d, struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < c->count;) {
        size_t people = 0;
        e = load_begin(w, d, why);
        for (; !e && i < c->count && people < LOAD_PEOPLE; i++) {
            struct pending *p = &c->rows[i];
            if (p->undecodable || !loads(p)) continue;
            e = enrol_one(w, c, p, d->load, why);
            people++;
        }
        e = load_end(d, e, why);
    }
    return e;
}

static enum err enrol_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct chunk *c = ctx;
    struct data d = data_of_write(w);
    enum err e = find_absent(c, &d, why);
    if (!e) e = load_new(w, c, &d, why);
    for (size_t i = 0; !e && i < c->count; i++) {
        struct pending *p = &c->rows[i];
        if (!p->undecodable && !loads(p)) e = enrol_one(w, c, p, NULL, why);
    }
    return e;
}

static void *write_chunk(void *arg)
{
    struct chunk *c = arg;
    c->result = app_bulk(c->call, enrol_chunk, c, &c->why);
    return NULL;
}

static void count_row(struct importing *k, const struct pending *p)
{
    if (p->problem_count) {
        k->out->refused++;
        for (size_t i = 0; i < p->problem_count; i++)
            refuse(k, p->line, p->cells, p->cell_count, &p->problems[i]);
    } else if (p->enrolled == ENROLLED_NEW) {
        k->out->fresh++;
    } else if (p->enrolled == ENROLLED_CHANGED) {
        k->out->changed++;
    } else {
        k->out->unchanged++;
    }
}

/* The writer does one job after the other: what is long for it is long for every counter. */
static void fit_chunk(struct importing *k)
{
    int64_t jobs = app_counts(k->call->app).jobs, others = jobs - k->jobs - 1;
    k->jobs = jobs;
    k->chunk_rows = others > 0 ? CHUNK_BESIDE : k->chunk_rows * 2;
    if (k->chunk_rows > CHUNK) k->chunk_rows = CHUNK;
}

/* Waits for the chunk that is being written, tells what became of its rows and empties it. */
static enum err collect(struct importing *k, struct problem *why)
{
    if (!k->writing) return ERR_OK;
    struct chunk *c = &k->chunk[!k->filling];
    pthread_join(k->thread, NULL);
    k->writing = false;
    fit_chunk(k);
    if (c->result) return *why = c->why, c->result;
    for (size_t i = 0; i < c->count; i++) count_row(k, &c->rows[i]);
    k->out->rows += c->count;
    if (k->in->progress) fprintf(k->in->messages, "\r%llu", (unsigned long long)k->out->rows);
    return ERR_OK;
}

static void begin_chunk(struct importing *k)
{
    struct chunk *c = &k->chunk[k->filling];
    arena_reset(c->arena);
    c->rows = ARENA_ARRAY(c->arena, struct pending, CHUNK);
    c->count = 0;
}

/* Hands the filled chunk to the writer and turns to the other one. */
static enum err flush(struct importing *k, struct problem *why)
{
    enum err e = collect(k, why);
    if (e) return e;
    struct chunk *c = &k->chunk[k->filling];
    if (pthread_create(&k->thread, NULL, write_chunk, c) != 0)
        return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    k->writing = true;
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
    return c->count >= k->chunk_rows ? flush(k, why) : ERR_OK;
}

static enum err take_broken_row(struct importing *k, uint64_t line, const struct problem *bad,
                                struct problem *why)
{
    struct chunk *c = &k->chunk[k->filling];
    const char **cells = ARENA_ARRAY(c->arena, const char *, 1);
    cells[0] = "";
    undecodable(k, place(k, line, cells, 1), bad, 1);
    return c->count >= k->chunk_rows ? flush(k, why) : ERR_OK;
}

static enum err find_header(struct importing *k, struct csv *csv, struct arena *arena,
                            struct problem *why)
{
    struct csv_row row;
    for (int i = 0; i < HEADER_WITHIN; i++) {
        enum err e = csv_next(csv, &row, why);
        if (e == ERR_NOT_FOUND) break;
        if (e) return e == ERR_ROWS ? ERR_INPUT : e;
        const char **cells = ARENA_ARRAY(arena, const char *, row.count + 1);
        for (size_t c = 0; c < row.count; c++)
            cells[c] = arena_copy(arena, row.cells[c].s, row.cells[c].n);
        if (!roster_is_header(cells, row.count) && i + 1 < HEADER_WITHIN) continue;
        k->header = cells;
        k->header_count = row.count;
        k->columns = roster_header(cells, row.count, why);
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
    return problem_set(why, ERR_INPUT, ZH_import_no_header, "file", k->in->path, NULL);
}

static enum err read_rows(struct importing *k, struct csv *csv, struct problem *why)
{
    struct csv_row row;
    struct problem bad;
    k->chunk_rows = CHUNK_BESIDE;
    k->jobs = app_counts(k->call->app).jobs;
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

static enum err import_rows(struct importing *k, struct csv *csv, struct problem *why)
{
    struct arena *header_arena = arena_new(1u << 20);
    enum err e = ERR_OK;
    for (int i = 0; i < 2; i++) {
        k->chunk[i].call = k->call;
        k->chunk[i].arena = arena_new(CHUNK_ARENA);
    }
    if (!csv || !k->chunk[0].arena || !k->chunk[1].arena || !header_arena)
        e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = find_header(k, csv, header_arena, why);
    if (!e) e = read_rows(k, csv, why);
    struct problem after;
    enum err late = collect(k, &after); /* what had been handed over is done, and told */
    if (!e && late) e = late, *why = after;
    if (k->error_file && fclose(k->error_file)) k->bad_file = true;
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
    struct importing k = {.call = call, .in = in, .out = out, .errors = BUF(1 << 20)};
    *out = (struct roster_counts){0};
    if (permission_region(call->who.role, ACTION_IMPORT_ROSTER) == REGION_NONE)
        return app_authorise(call, ACTION_IMPORT_ROSTER, call->who.agency, why);
    enum err e = table_source_open(in->path, &source, why);
    if (e) return e;
    struct csv_source csv_in = table_source_csv(source);
    struct csv *csv = csv_open(&csv_in, &(struct csv_options){.max_columns = COLUMNS});
    e = load(&k, csv, why);
    if (!e && k.bad_file)
        e = problem_set(why, ERR_FAILED, ZH_import_error_file, "file", out->errors_path, NULL);
    if (!e && out->refused) {
        char n[24];
        snprintf(n, sizeof n, "%llu", (unsigned long long)out->refused);
        e = problem_set(why, ERR_ROWS, ZH_import_refused, NULL, n, out->errors_path, NULL);
    }
    csv_close(csv);
    table_source_close(source);
    buf_free(&k.errors);
    return e;
}
