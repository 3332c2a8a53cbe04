#include "app/roster_import.h"

#include <stdlib.h>
#include <string.h>

#include "app/enrol.h"
#include "app/table_source.h"
#include "base/buf.h"

#define CHUNK 4000
#define CHUNK_TABLE 16384 /* slots, for two numbers a row */
#define COLUMNS 64
#define ROW_PROBLEMS 8
#define HEADER_WITHIN 10 /* merged titles above the header */
#define PROGRESS_EVERY 10000

/* A row that waits for its chunk: decoded, with the cells kept for the error file. */
struct pending {
    struct roster_row row;
    uint64_t line;
    const char *const *cells;
    size_t cell_count;
    bool refused, absent;
    struct problem problem;
    enum enrolled enrolled;
};

struct importing {
    const struct call *call;
    const struct roster_import *in;
    struct roster_counts *out;
    struct roster_columns columns;
    struct arena *arena; /* of the chunk */
    struct pending *rows;
    size_t count;
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
static enum err find_absent(struct importing *k, struct data *d, struct problem *why)
{
    const char **number = ARENA_ARRAY(d->arena, const char *, k->count);
    const char **table = ARENA_ARRAY(d->arena, const char *, CHUNK_TABLE);
    int64_t *ids = ARENA_ARRAY(d->arena, int64_t, k->count);
    for (size_t i = 0; i < k->count; i++) number[i] = k->rows[i].row.number.number;
    enum err e = person_find_many(d, number, k->count, ids, why);
    for (size_t i = 0; !e && i < k->count; i++) {
        const char *old = k->rows[i].row.number.original15;
        bool again = in_chunk(table, number[i]);
        if (*old) again |= in_chunk(table, old);
        k->rows[i].absent = !ids[i] && !again;
    }
    return e;
}

static enum err enrol_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct importing *k = ctx;
    struct data d = data_of_write(w);
    enum err found = find_absent(k, &d, why);
    if (found) return found;
    for (size_t i = 0; i < k->count; i++) {
        struct pending *p = &k->rows[i];
        struct dossier s = dossier_for_write(k->call, w);
        s.absent = p->absent;
        p->refused = false;
        enum err e = enrol_check(&s, &p->row, &p->problem);
        if (!e) e = app_authorise(k->call, ACTION_IMPORT_ROSTER, p->row.payer, &p->problem);
        if (!e) e = enrol_row(&s, &p->row, &p->enrolled, &p->problem);
        if (e == ERR_INPUT || e == ERR_NOT_FOUND || e == ERR_DENIED) p->refused = true;
        else if (e) return *why = p->problem, e;
    }
    return ERR_OK;
}

static enum err flush(struct importing *k, struct problem *why)
{
    enum err e = ERR_OK;
    if (k->count) e = app_bulk(k->call, enrol_chunk, k, why);
    for (size_t i = 0; !e && i < k->count; i++) {
        struct pending *p = &k->rows[i];
        if (p->refused) {
            k->out->refused++;
            refuse(k, p->line, p->cells, p->cell_count, &p->problem);
        } else if (p->enrolled == ENROLLED_NEW) {
            k->out->fresh++;
        } else if (p->enrolled == ENROLLED_CHANGED) {
            k->out->changed++;
        } else {
            k->out->unchanged++;
        }
    }
    k->count = 0;
    arena_reset(k->arena);
    k->rows = ARENA_ARRAY(k->arena, struct pending, CHUNK);
    if (k->in->progress && k->out->rows % PROGRESS_EVERY < CHUNK)
        fprintf(k->in->messages, "\r%llu", (unsigned long long)k->out->rows);
    return e;
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

static const char *const *copy_cells(struct importing *k, const struct csv_row *row)
{
    const char **cells = ARENA_ARRAY(k->arena, const char *, row->count + 1);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = arena_copy(k->arena, row->cells[i].s, row->cells[i].n);
    return cells;
}

static enum err take_row(struct importing *k, const struct csv_row *row, struct problem *why)
{
    struct problem problems[ROW_PROBLEMS];
    struct pending *p = &k->rows[k->count];
    const char *const *cells = copy_cells(k, row);
    k->out->rows++;
    struct roster_cells in = {cells, row->count, k->call->clock.business_date};
    size_t n = roster_row(&k->columns, &in, &p->row, problems, ROW_PROBLEMS);
    if (!n && seen_before(k, &p->row))
        n = (size_t)problem_set(&problems[0], ERR_INPUT, ZH_import_twice, NULL, NULL) > 0;
    if (n) {
        k->out->refused++;
        for (size_t i = 0; i < n && i < ROW_PROBLEMS; i++)
            refuse(k, row->line, cells, row->count, &problems[i]);
        return ERR_OK;
    }
    p->line = row->line;
    p->cells = cells;
    p->cell_count = row->count;
    return ++k->count == CHUNK ? flush(k, why) : ERR_OK;
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
    for (;;) {
        struct problem bad;
        enum err e = csv_next(csv, &row, &bad);
        if (e == ERR_NOT_FOUND) return flush(k, why);
        if (e == ERR_ROWS) {
            const char *cells[] = {""};
            k->out->rows++;
            k->out->refused++;
            refuse(k, row.line, cells, 1, &bad);
            continue;
        }
        if (e) return *why = bad, e;
        e = take_row(k, &row, why);
        if (e) return e;
    }
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
    k.arena = arena_new(64u << 20);
    struct arena *header_arena = arena_new(1u << 20);
    if (!csv || !k.arena || !header_arena)
        e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) k.rows = ARENA_ARRAY(k.arena, struct pending, CHUNK);
    if (!e) e = find_header(&k, csv, header_arena, why);
    if (!e) e = read_rows(&k, csv, why);
    if (k.error_file && fclose(k.error_file)) k.bad_file = true;
    if (!e && k.bad_file)
        e = problem_set(why, ERR_FAILED, ZH_import_error_file, "file", out->errors_path, NULL);
    if (!e && out->refused) {
        char n[24];
        snprintf(n, sizeof n, "%llu", (unsigned long long)out->refused);
        e = problem_set(why, ERR_ROWS, ZH_import_refused, NULL, n, out->errors_path, NULL);
    }
    arena_free(k.arena);
    arena_free(header_arena);
    csv_close(csv);
    table_source_close(source);
    buf_free(&k.errors);
    free(k.seen);
    return e;
}
