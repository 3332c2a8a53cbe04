#include "app/feed_import.h"

#include <inttypes.h>
#include <string.h>

#include "app/feed_file.h"
#include "app/feed_judge.h"
#include "app/row_errors.h"
#include "app/table_source.h"
#include "domain/feed_row.h"
#include "domain/synonym.h"

#define CHUNK 500
#define COLUMNS 64
#define ROW_PROBLEMS 8
#define HEADER_WITHIN 10 /* merged titles above the header */
#define PROGRESS_EVERY 10000

struct pending { /* a good row that waits for its chunk */
    struct feed_row row;
    uint64_t line, ordinal;
    struct feed_item item; /* person_id 0: nobody has the number */
};

struct bad { /* a bad row's reasons, for the record */
    uint64_t ordinal;
    struct feed_refusal r;
};

struct importing {
    const struct call *call;
    const struct feed_import *in;
    struct feed_imported *out;
    const struct feed_source *source;
    struct feed_file file;
    struct feed f; /* of the record; strings live in the call's arena */
    bool begins;   /* a new feed: its record is made once its header is understood */
    bool store;    /* rows go on record: a new feed, or one whose reading broke off */
    struct feed_columns columns;
    struct arena *arena; /* of the chunk */
    struct pending *rows;
    struct bad *bad;
    size_t count, bad_count;
    struct row_errors errors;
    struct feed_tally tally;
    uint64_t last_line, last_bad; /* lines */
};

/* ---- a chunk: matched, counted, kept -------------------------------------------------------- */

static enum err match_row(struct importing *k, struct data *d, struct pending *p,
                          struct problem *why)
{
    struct person person;
    int64_t id;
    enum err e = person_find(d, p->row.number.number, &id, why);
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
    return ERR_OK;
}

static enum err match_chunk(struct importing *k, struct problem *why)
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
    struct importing *k = ctx;
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
        struct pending *p = &k->rows[i];
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

static enum err flush(struct importing *k, struct problem *why)
{
    enum err e = match_chunk(k, why);
    if (!e && k->store && (k->count || k->bad_count)) e = app_bulk(k->call, keep_chunk, k, why);
    k->count = k->bad_count = 0;
    arena_reset(k->arena);
    k->rows = ARENA_ARRAY(k->arena, struct pending, CHUNK);
    k->bad = ARENA_ARRAY(k->arena, struct bad, CHUNK);
    if (k->in->progress && k->out->rows % PROGRESS_EVERY < CHUNK)
        fprintf(k->in->messages, "\r%" PRIu64, k->out->rows);
    if (k->call->watch) k->call->watch->feed_id = k->f.feed_id;
    return e ? e : app_go_on(k->call, k->out->rows, why);
}

/* ---- the record ----------------------------------------------------------------------------- */

static enum err receive(struct write *w, void *ctx, struct problem *why)
{
    struct importing *k = ctx;
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

static enum err begin_feed(struct importing *k, struct problem *why)
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

static void refuse(struct importing *k, const struct csv_row *row, const char *const *cells,
                   size_t n, const struct problem *p, size_t problems)
{
    k->out->refused++;
    k->last_bad = row->line;
    for (size_t i = 0; i < problems; i++) row_errors_add(&k->errors, row->line, cells, n, &p[i]);
    k->bad[k->bad_count++] =
        (struct bad){k->out->rows,
                     {(int64_t)row->line, 1, arena_copy(k->arena, p->field, strlen(p->field)),
                      zh_id_name(p->message)}};
}

static enum err full(struct importing *k, struct problem *why)
{
    return k->count == CHUNK || k->bad_count == CHUNK ? flush(k, why) : ERR_OK;
}

static enum err take_row(struct importing *k, const struct csv_row *row, struct problem *why)
{
    struct problem problems[ROW_PROBLEMS];
    struct pending *p = &k->rows[k->count];
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
        if (!feed_is_header(cells, row.count) && i + 1 < HEADER_WITHIN) continue;
        e = feed_header(cells, row.count, &k->columns, why);
        if (e) return e;
        k->errors.header = cells;
        k->errors.header_count = row.count;
        for (size_t u = 0; u < k->columns.unknown_count; u++) {
            char text[300];
            const char *name = cells[k->columns.unknown[u]];
            fprintf(k->in->messages, "%s\n",
                    zh_print(text, sizeof text, ZH_import_unknown_column, name, NULL));
        }
        return ERR_OK;
    }
    return problem_set(why, ERR_INPUT, ZH_feed_no_header, "file", k->in->path, NULL);
}

static enum err read_rows(struct importing *k, struct csv *csv, struct problem *why)
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

static enum err read_file(struct importing *k, struct problem *why)
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
    if (!e) k->rows = ARENA_ARRAY(k->arena, struct pending, CHUNK);
    if (!e) k->bad = ARENA_ARRAY(k->arena, struct bad, CHUNK);
    if (!e) e = find_header(k, csv, header_arena, why);
    if (!e && k->begins) e = begin_feed(k, why); /* a file that is none leaves no record */
    if (!e) e = read_rows(k, csv, why);
    struct problem closing;
    enum err closed = row_errors_close(&k->errors, &closing);
    if (!e && closed) e = closed, *why = closing;
    memcpy(k->out->errors_path, k->errors.file_path, sizeof k->out->errors_path);
    k->tally.b.rows = k->out->rows;
    k->tally.b.refused = k->out->refused;
    k->tally.truncated = !k->file.ends_with_newline && k->last_bad && k->last_bad == k->last_line;
    arena_free(k->arena);
    arena_free(header_arena);
    csv_close(csv);
    return e;
}

/* ---- the verdict ---------------------------------------------------------------------------- */

struct judging {
    struct importing *k;
    const char *counts, *verdict;
    bool hold;
};

static enum err judged(struct write *w, void *ctx, struct problem *why)
{
    struct judging *j = ctx;
    struct importing *k = j->k;
    struct data d = data_of_write(w);
    struct feed f;
    enum err e = feeds_load(&d, k->f.feed_id, true, &f, why);
    if (e || f.state != FEED_READING) return e;
    f.counts = j->counts;
    f.verdict = j->verdict;
    f.state = j->hold ? FEED_HELD : FEED_APPLYING;
    k->f.state = f.state;
    return feed_note_event(&d, k->call, &f, j->hold ? FEED_STOPPED : FEED_PASSED, NULL, why);
}

static void say_difference(struct importing *k)
{
    char text[300], certify[24], hold[24], names[24];
    snprintf(certify, sizeof certify, "%" PRIu64, k->tally.certifies);
    snprintf(hold, sizeof hold, "%" PRIu64, k->tally.b.would_hold);
    snprintf(names, sizeof names, "%" PRIu64, k->tally.b.name_mismatches);
    fprintf(k->in->messages, "%s\n",
            zh_print(text, sizeof text, ZH_feed_difference, certify, hold, names, NULL));
}

static void say(struct importing *k, enum zh_id sentence)
{
    char text[400], id[24];
    snprintf(id, sizeof id, "%" PRId64, k->f.feed_id);
    fprintf(k->in->messages, "%s\n", zh_print(text, sizeof text, sentence, id, NULL));
}

/* The difference is shown, the breaker asked, its answer put on record. */
static enum err judge(struct importing *k, struct problem *why)
{
    struct buf counts = BUF(1 << 14), verdict = BUF(1 << 14);
    struct feed *past;
    size_t past_count;
    uint64_t people = 0;
    struct read r = {.arena = k->call->arena};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    r.arena = k->call->arena;
    struct data d = data_of_read(&r);
    e = feeds_list(&d, k->source->code, &past, &past_count, why);
    if (!e) e = person_count(&d, &people, why);
    store_read_end(&r);
    if (e) return e;
    say_difference(k);
    bool hold = feed_judge(&k->tally, past, past_count, people, &verdict);
    if (hold) {
        if (!k->call->dry_run) say(k, ZH_feed_held);
        fputs(verdict.p ? verdict.p : "", k->in->messages);
    }
    feed_counts_print(&k->tally, &counts);
    struct judging j = {k, counts.p ? counts.p : "", verdict.p ? verdict.p : "", hold};
    if (counts.failed || verdict.failed)
        e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    else if (!k->call->dry_run) e = app_bulk(k->call, judged, &j, why);
    k->out->held = hold ? k->tally.b.matched : 0;
    k->out->holds = hold;
    if (verdict.p) k->out->verdict = arena_copy(k->call->arena, verdict.p, verdict.n);
    buf_free(&counts);
    buf_free(&verdict);
    return e;
}

static void say_applied(struct importing *k)
{
    char text[400], id[24], n[3][24];
    const struct feed_applied *a = &k->out->applied;
    snprintf(id, sizeof id, "%" PRId64, k->f.feed_id);
    snprintf(n[0], sizeof n[0], "%" PRIu64, a->certified);
    snprintf(n[1], sizeof n[1], "%" PRIu64, a->checks);
    snprintf(n[2], sizeof n[2], "%" PRIu64, a->repeated);
    fprintf(k->in->messages, "%s\n",
            zh_print(text, sizeof text, ZH_feed_batch, id, n[0], n[1], n[2], NULL));
}

static enum err apply(struct importing *k, struct problem *why)
{
    struct feed f;
    enum err e = feed_apply(k->call, k->f.feed_id, &f, &k->out->applied, why);
    if (!e) say_applied(k);
    return e;
}

/* ---- the use case --------------------------------------------------------------------------- */

static enum err unknown_source(const char *word, struct problem *why)
{
    struct buf names = BUF(1 << 12);
    for (size_t i = 0; feed_source_at(i); i++) {
        if (i) buf_puts(&names, zh_text(ZH_word_comma));
        buf_puts(&names, synonym_first(feed_source_at(i)->names).s);
    }
    enum err e = problem_set(why, ERR_INPUT, ZH_feed_source_unknown, "source", word,
                             names.p ? names.p : "", NULL);
    buf_free(&names);
    return e;
}

static enum err find_before(struct importing *k, struct feed *before, struct problem *why)
{
    struct read r = {.arena = k->call->arena};
    enum err e = store_read_begin(k->call->app->store, &r, why);
    if (e) return e;
    r.arena = k->call->arena;
    struct data d = data_of_read(&r);
    e = feed_file_check(&d, k->call, k->source, &k->file, why);
    if (!e) e = feeds_find(&d, k->source->code, k->file.digest, before, why);
    store_read_end(&r);
    return e;
}

/* The same file again: finished where it was broken off, otherwise only read, so that its bad rows
 * are listed again. */
static enum err again(struct importing *k, struct problem *why)
{
    struct match_breaker_feed was;
    uint64_t certifies;
    k->store = k->f.state == FEED_READING && !k->call->dry_run;
    enum err e = read_file(k, why);
    if (e || k->call->dry_run) return e;
    if (k->f.state == FEED_READING) {
        e = judge(k, why);
        return e || k->f.state != FEED_APPLYING ? e : apply(k, why);
    }
    if (k->f.state == FEED_APPLYING && !k->f.stage) return apply(k, why);
    if (k->f.state == FEED_HELD || k->f.state == FEED_APPLYING) {
        k->out->held = (uint64_t)(k->f.kept - k->f.applied);
        say(k, ZH_feed_held_again);
        return ERR_OK;
    }
    say(k, ZH_feed_done_again);
    k->out->feed_id =
        feed_counts_read(k->f.counts, &was, &certifies) && was.matched < k->tally.b.matched
            ? 0
            : k->f.feed_id;
    return ERR_OK;
}

static enum err fresh(struct importing *k, struct problem *why)
{
    k->begins = !k->call->dry_run;
    enum err e = read_file(k, why);
    if (!e) e = judge(k, why);
    return e || k->f.state != FEED_APPLYING ? e : apply(k, why);
}

static void start_reading(struct importing *k)
{
    feed_tally_free(&k->tally);
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

static enum err run(struct importing *k, struct problem *why)
{
    struct feed before;
    enum err e = find_before(k, &before, why);
    if (e) return e;
    if (before.state == FEED_REVERSED || before.state == FEED_REVERSING) {
        char id[24];
        snprintf(id, sizeof id, "%" PRId64, before.feed_id);
        return problem_set(why, ERR_INPUT, ZH_feed_reversed_again, "file", id, NULL);
    }
    if (!before.feed_id) return fresh(k, why);
    k->f = before;
    e = again(k, why);
    if (e || k->out->feed_id || before.state != FEED_APPLIED || k->call->dry_run) return e;
    start_reading(k); /* people came on the roster since: their rows are matched now */
    return fresh(k, why);
}

enum err feed_import(const struct call *call, const struct feed_import *in,
                     struct feed_imported *out, struct problem *why)
{
    struct importing k = {.call = call, .in = in, .out = out};
    if (permission_region(call->who.role, ACTION_IMPORT_EVIDENCE) == REGION_NONE)
        return app_authorise(call, ACTION_IMPORT_EVIDENCE, call->who.agency, why);
    k.source = feed_source_find(in->source);
    if (!k.source) return unknown_source(in->source, why);
    start_reading(&k);
    enum err e = feed_file_open(in->path, &k.file, why);
    k.file.charset = in->charset;
    if (!e) e = run(&k, why);
    out->feed_id = k.f.feed_id;
    out->matched = k.tally.b.matched;
    out->unmatched = k.tally.b.unmatched;
    out->certifies = k.tally.certifies;
    out->would_hold = k.tally.b.would_hold;
    out->name_mismatches = k.tally.b.name_mismatches;
    feed_file_close(&k.file);
    feed_tally_free(&k.tally);
    if (e || !out->refused) return e;
    char n[24];
    snprintf(n, sizeof n, "%" PRIu64, out->refused);
    return problem_set(why, ERR_ROWS, ZH_import_refused, NULL, n, out->errors_path, NULL);
}
