#include "app/feed_read.h"

#include <inttypes.h>
#include <string.h>

#include "app/table_source.h"

#define CHUNK 500
#define COLUMNS 64
#define ROW_PROBLEMS 8
#define PROGRESS_EVERY 10000

/* ---- a chunk: matched, counted, kept -------------------------------------------------------- */

static enum err match_row(struct feed_reading *k, struct data *d, struct feed_pending *p,
                          struct problem *why)
{
    struct person person;
    int64_t id;
    const char *number = p->row.number.number;
    bool stranger =
        k->roster && match_index_find(k->roster, roster_key(d->store, number)) == MATCH_NOBODY;
    enum err e = stranger ? ERR_NOT_FOUND : person_find(d, number, &id, why);
    if (e == ERR_NOT_FOUND) {
        k->tally.b.unmatched++;
        return ERR_OK;
    }
    if (!e) e = person_load(d, id, &person, why);
    if (e) return e;
    bool agrees = strcmp(person.name_key, p->row.name_key) == 0;
    p->item = (struct feed_item){
        .line = (int64_t)p->line,
        .person_id = id,
        .kind = p->row.kind,
        .on = p->row.on,
        .until = p->row.until,
        .sentence = p->row.sentence,
        .name_agrees = agrees,
        .name = agrees ? "" : p->row.name,
    };
    feed_tally_add(&k->tally, &k->call->app->law, &person, &p->item);
    return k->call->dry_run ? feed_rehearsal_add(&k->rehearsal, &p->item, why) : ERR_OK;
}

/* To get the packed roster up to date takes longer than to ask the database for the numbers of a
 * small file. */
#define WORTH_ROSTER (1 << 20) /* bytes: some 20,000 rows */

static enum err open_roster(struct feed_reading *k, struct problem *why)
{
    if (k->file.size < WORTH_ROSTER) return ERR_OK;
    struct read r = {.arena = k->arena};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    r.arena = k->arena;
    struct data d = data_of_read(&r);
    e = roster_index(&d, store_roster_path(d.store), &k->roster, NULL, why);
    store_read_end(&r);
    return e;
}

static enum err match_chunk(struct feed_reading *k, struct problem *why)
{
    struct read r = {.arena = k->arena};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    r.arena = k->arena;
    struct data d = data_of_read(&r);
    for (size_t i = 0; !e && i < k->count; i++) e = match_row(k, &d, &k->rows[i], why);
    store_read_end(&r);
    return e;
}

static enum err keep_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct feed_reading *k = ctx;
    struct data d = data_of_write(w);
    struct feed f;
    enum err e = feeds_load(&d, k->f.feed_id, true, &f, why);
    if (e) return e;
    if (f.state == FEED_READING && f.staged > (int64_t)k->out->rows)
        return ERR_OK; /* kept before a kill */
    if (f.state != FEED_READING) {
        char id[24];
        snprintf(id, sizeof id, "%" PRId64, f.feed_id);
        return problem_set(why, ERR_BUSY, ZH_feed_busy, NULL, id,
                           NULL); /* somebody else reads the same file */
    }
    for (size_t i = 0; !e && i < k->count; i++) {
        struct feed_pending *p = &k->rows[i];
        if (!p->item.person_id || (int64_t)p->ordinal <= f.staged) continue;
        p->item.n = ++f.kept;
        e = feeds_add_item(&d, f.feed_id, &p->item, why);
    }
    for (size_t i = 0; !e && i < k->bad_count; i++)
        if ((int64_t)k->bad[i].ordinal > f.staged)
            e = feeds_add_refusal(&d, f.feed_id, &k->bad[i].r, why);
    if (e) return e;
    f.staged = (int64_t)k->out->rows;
    return feeds_update(&d, &f, why);
}

static enum err flush(struct feed_reading *k, struct problem *why)
{
    enum err e = match_chunk(k, why);
    if (!e && k->store && (k->count || k->bad_count)) e = app_bulk(k->call, keep_chunk, k, why);
    k->count = k->bad_count = 0;
    arena_reset(k->arena);
    k->rows = ARENA_ARRAY(k->arena, struct feed_pending, CHUNK);
    k->bad = ARENA_ARRAY(k->arena, struct feed_bad, CHUNK);
    if (k->in->progress && k->out->rows % PROGRESS_EVERY < CHUNK)
        fprintf(k->in->messages, "\r%" PRIu64, k->out->rows);
    if (k->call->watch) k->call->watch->feed_id = k->f.feed_id;
    return e ? e : app_go_on(k->call, k->out->rows, why);
}

/* ---- the record ----------------------------------------------------------------------------- */

static enum err receive(struct write *w, void *ctx, struct problem *why)
{
    struct feed_reading *k = ctx;
    struct data d = data_of_write(w);
    struct feed *f = &k->f;
    f->events = 0;
    enum err e = feeds_insert(&d, f, why);
    if (!e) e = feed_note_event(&d, k->call, f, FEED_RECEIVED, NULL, why);
    store_audit(w, &(struct audit_note){.subject = -f->feed_id,
                                        .action = "feed.receive",
                                        .object = k->source->code,
                                        .content = k->file.digest,
                                        .content_size = strlen(k->file.digest)});
    return e;
}

static enum err begin_feed(struct feed_reading *k, struct problem *why)
{
    k->f = (struct feed){
        .feed_id = store_new_id(k->call->app->store),
        .source = k->source->code,
        .digest = k->file.digest,
        .uploader = k->call->who.login,
        .received_on = k->call->clock.business_date,
        .state = FEED_READING,
        .counts = "",
        .verdict = "",
        .sequence = k->file.envelope.sequence,
        .period = k->file.envelope.period,
        .recorded_at = k->call->clock.moment,
    };
    memcpy(k->f.agency, k->call->who.agency, AGENCY_CODE);
    k->store = true;
    return app_bulk(k->call, receive, k, why);
}

/* ---- rows ----------------------------------------------------------------------------------- */

static void refuse(struct feed_reading *k, const struct csv_row *row, const char *const *cells,
                   size_t n, const struct problem *p, size_t problems)
{
    k->out->refused++;
    k->last_bad = row->line;
    for (size_t i = 0; i < problems; i++) row_errors_add(&k->errors, row->line, cells, n, &p[i]);
    k->bad[k->bad_count++] =
        (struct feed_bad){k->out->rows,
                          {(int64_t)row->line, 1, arena_copy(k->arena, p->field, strlen(p->field)),
                           zh_id_name(p->message)}};
}

static enum err full(struct feed_reading *k, struct problem *why)
{
    return k->count == CHUNK || k->bad_count == CHUNK ? flush(k, why) : ERR_OK;
}

static enum err take_row(struct feed_reading *k, const struct csv_row *row, struct problem *why)
{
    struct problem problems[ROW_PROBLEMS];
    struct feed_pending *p = &k->rows[k->count];
    const char **cells = ARENA_ARRAY(k->arena, const char *, row->count + 1);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = arena_copy(k->arena, row->cells[i].s, row->cells[i].n);
    k->out->rows++;
    struct feed_cells in = {cells, row->count, k->call->clock.business_date, k->source};
    size_t n = feed_row(&k->columns, &in, &p->row, problems, ROW_PROBLEMS);
    if (n) {
        refuse(k, row, cells, row->count, problems, n < ROW_PROBLEMS ? n : ROW_PROBLEMS);
        return full(k, why);
    }
    feed_tally_first(&k->tally, p->row.number.number, p->row.kind, p->row.on);
    p->line = row->line;
    p->ordinal = k->out->rows;
    p->item = (struct feed_item){0};
    k->count++;
    return full(k, why);
}

static enum err find_header(struct feed_reading *k, struct csv *csv, struct arena *arena,
                            struct problem *why)
{
    const char **cells;
    size_t n;
    enum err e = table_header(csv, arena, feed_is_header, &cells, &n, why);
    if (e == ERR_NOT_FOUND)
        return problem_set(why, ERR_INPUT, ZH_feed_no_header, "file", k->in->path, NULL);
    if (!e) e = feed_header(cells, n, &k->columns, why);
    if (e) return e;
    k->errors.header = cells;
    k->errors.header_count = n;
    for (size_t u = 0; u < k->columns.unknown_count; u++) {
        char text[300];
        const char *name = cells[k->columns.unknown[u]];
        fprintf(k->in->messages, "%s\n",
                zh_print(text, sizeof text, ZH_import_unknown_column, name, NULL));
    }
    return ERR_OK;
}

static enum err read_rows(struct feed_reading *k, struct csv *csv, struct problem *why)
{
    struct csv_row row;
    for (;;) {
        struct problem bad;
        enum err e = csv_next(csv, &row, &bad);
        if (e == ERR_NOT_FOUND) return flush(k, why);
        if (e && e != ERR_ROWS) return *why = bad, e;
        k->last_line = row.line;
        if (e == ERR_ROWS) {
            const char *cells[] = {""};
            k->out->rows++;
            refuse(k, &row, cells, 1, &bad, 1);
            e = full(k, why);
        } else {
            e = take_row(k, &row, why);
        }
        if (e) return e;
    }
}

/* ---- the file ------------------------------------------------------------------------------- */

void feed_read_start(struct feed_reading *k)
{
    feed_tally_free(&k->tally);
    feed_rehearsal_free(&k->rehearsal);
    k->tally = (struct feed_tally){.settings = k->in->settings};
    k->count = k->bad_count = 0;
    k->last_bad = k->last_line = 0;
    *k->out = (struct feed_imported){.verdict = ""};
    k->errors = (struct row_errors){.messages = k->in->messages,
                                    .path = k->in->path,
                                    .errors_path = k->in->errors_path,
                                    .quiet = k->call->dry_run && !k->in->errors_path};
    row_errors_begin(&k->errors);
}

enum err feed_read(struct feed_reading *k, struct problem *why)
{
    struct table_source *source;
    enum err e = feed_file_table(&k->file, &source, why);
    if (e) return e;
    struct csv_source csv_in = table_source_csv(source);
    struct csv *csv = csv_open(&csv_in, &(struct csv_options){.max_columns = COLUMNS});
    struct arena *header_arena = arena_new(1u << 20);
    k->arena = arena_new(64u << 20);
    if (!csv || !k->arena || !header_arena)
        e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) k->rows = ARENA_ARRAY(k->arena, struct feed_pending, CHUNK);
    if (!e) k->bad = ARENA_ARRAY(k->arena, struct feed_bad, CHUNK);
    if (!e) e = find_header(k, csv, header_arena, why);
    if (!e) e = open_roster(k, why);
    if (!e && k->begins) e = begin_feed(k, why); /* a file that is none leaves no record */
    if (!e) e = read_rows(k, csv, why);
    struct problem closing;
    enum err closed = row_errors_close(&k->errors, &closing);
    if (!e && closed) e = closed, *why = closing;
    memcpy(k->out->errors_path, k->errors.file_path, sizeof k->out->errors_path);
    k->tally.b.rows = k->out->rows;
    k->tally.b.refused = k->out->refused;
    k->tally.truncated = !k->file.ends_with_newline && k->last_bad && k->last_bad == k->last_line;
    match_index_free(k->roster);
    k->roster = NULL;
    arena_free(k->arena);
    arena_free(header_arena);
    csv_close(csv);
    return e;
}
