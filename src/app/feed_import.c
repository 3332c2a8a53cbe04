#include "app/feed_import.h"

#include <inttypes.h>
#include <string.h>

#include "app/feed_read.h"
#include "domain/synonym.h"

/* ---- the verdict ---------------------------------------------------------------------------- */

struct judging {
    struct feed_reading *k;
    const char *counts, *verdict;
    bool hold;
};

static enum err judged(struct write *w, void *ctx, struct problem *why)
{
    struct judging *j = ctx;
    struct feed_reading *k = j->k;
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

static void count_difference(struct feed_reading *k)
{
    bool tried = k->call->dry_run;
    k->out->certifies = tried ? k->rehearsal.certifies : k->tally.certifies;
    k->out->would_hold = tried ? k->rehearsal.holds : k->tally.b.would_hold;
    k->out->contradictions = k->rehearsal.contradictions;
    k->out->name_mismatches = k->tally.b.name_mismatches;
}

static void say_difference(struct feed_reading *k)
{
    char text[300], n[4][24];
    const struct feed_imported *o = k->out;
    const uint64_t values[] = {o->certifies, o->would_hold, o->name_mismatches, o->contradictions};
    for (size_t i = 0; i < 4; i++) snprintf(n[i], sizeof n[i], "%" PRIu64, values[i]);
    enum zh_id sentence = k->call->dry_run ? ZH_feed_difference_tried : ZH_feed_difference;
    fprintf(k->in->messages, "%s\n",
            zh_print(text, sizeof text, sentence, n[0], n[1], n[2], n[3], NULL));
}

static void say(struct feed_reading *k, enum zh_id sentence)
{
    char text[400], id[24];
    snprintf(id, sizeof id, "%" PRId64, k->f.feed_id);
    fprintf(k->in->messages, "%s\n", zh_print(text, sizeof text, sentence, id, NULL));
}

/* The difference is shown, the breaker asked, its answer put on record. */
static enum err judge(struct feed_reading *k, struct problem *why)
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
    count_difference(k);
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

static void say_applied(struct feed_reading *k)
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

static enum err apply(struct feed_reading *k, struct problem *why)
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

static enum err find_before(struct feed_reading *k, struct feed *before, struct problem *why)
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

/* By evidence on record in the name of this feed, so that a row that is there already does nothing
 * again; the agency is the caller's as it would be. */
static enum err rehearse(struct feed_reading *k, struct problem *why)
{
    struct feed f = {.feed_id = k->f.feed_id, .source = k->source->code};
    memcpy(f.agency, k->call->who.agency, AGENCY_CODE);
    return feed_rehearse(k->call, &f, &k->rehearsal, why);
}

/* The same file again: finished where it was broken off, otherwise only read, so that its bad rows
 * are listed again. */
static enum err again(struct feed_reading *k, struct problem *why)
{
    struct match_breaker_feed was;
    uint64_t certifies;
    k->store = k->f.state == FEED_READING && !k->call->dry_run;
    enum err e = feed_read(k, why);
    if (!e && k->call->dry_run) {
        e = rehearse(k, why);
        if (!e) count_difference(k), say_difference(k);
    }
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

static enum err fresh(struct feed_reading *k, struct problem *why)
{
    k->begins = !k->call->dry_run;
    enum err e = feed_read(k, why);
    if (!e && k->call->dry_run) e = rehearse(k, why);
    if (!e) e = judge(k, why);
    return e || k->f.state != FEED_APPLYING ? e : apply(k, why);
}

static enum err run(struct feed_reading *k, struct problem *why)
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
    feed_read_start(k); /* people came on the roster since: their rows are matched now */
    return fresh(k, why);
}

enum err feed_import(const struct call *call, const struct feed_import *in,
                     struct feed_imported *out, struct problem *why)
{
    struct feed_reading k = {.call = call, .in = in, .out = out};
    if (permission_region(call->who.role, ACTION_IMPORT_EVIDENCE) == REGION_NONE)
        return app_authorise(call, ACTION_IMPORT_EVIDENCE, call->who.agency, why);
    k.source = feed_source_find(in->source);
    if (!k.source) return unknown_source(in->source, why);
    feed_read_start(&k);
    enum err e = feed_file_open(in->path, &k.file, why);
    k.file.charset = in->charset;
    if (!e) e = run(&k, why);
    out->feed_id = k.f.feed_id;
    out->matched = k.tally.b.matched;
    out->unmatched = k.tally.b.unmatched;
    feed_file_close(&k.file);
    feed_tally_free(&k.tally);
    feed_rehearsal_free(&k.rehearsal);
    if (e || !out->refused) return e;
    char n[24];
    snprintf(n, sizeof n, "%" PRIu64, out->refused);
    return problem_set(why, ERR_ROWS, ZH_import_refused, NULL, n, out->errors_path, NULL);
}
