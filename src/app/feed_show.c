#include "app/feed_show.h"

#include <inttypes.h>
#include <string.h>

#include "app/feed_judge.h"
#include "app/feed_run.h"
#include "domain/feed_source.h"
#include "domain/synonym.h"

static const char *const events[] = {
    [FEED_EVENT_UNSET] = "",     [FEED_RECEIVED] = "received", [FEED_PASSED] = "passed",
    [FEED_STOPPED] = "held",     [FEED_APPROVED] = "approved", [FEED_STAGED] = "staged",
    [FEED_FINISHED] = "applied", [FEED_REVERSE] = "reverse",   [FEED_TAKEN_BACK] = "reversed",
};

static void json_text(struct buf *b, const char *key, const char *value)
{
    buf_printf(b, ",\"%s\":", key);
    buf_json(b, value);
}

/* ---- one feed ------------------------------------------------------------------------------- */

static void put_json(const struct feed *f, struct buf *b)
{
    struct match_breaker_feed n = {0};
    uint64_t certifies = 0;
    feed_counts_read(f->counts, &n, &certifies);
    buf_printf(b, "{\"id\":\"%" PRId64 "\"", f->feed_id);
    json_text(b, "source", f->source);
    json_text(b, "state", feed_state_code(f->state));
    json_text(b, "received_on", date_print(f->received_on).s);
    json_text(b, "uploader", f->uploader);
    json_text(b, "digest", f->digest);
    buf_printf(b,
               ",\"sequence\":%" PRId64 ",\"stage\":%d,\"rows\":%" PRIu64 ",\"matched\":%" PRIu64
               ",\"unmatched\":%" PRIu64,
               f->sequence, f->stage, n.rows, n.matched, n.unmatched);
    buf_printf(b,
               ",\"refused\":%" PRIu64 ",\"name_mismatches\":%" PRIu64 ",\"against\":%" PRIu64
               ",\"would_certify\":%" PRIu64,
               n.refused, n.name_mismatches, n.against, certifies);
    buf_printf(b, ",\"kept\":%" PRId64 ",\"applied\":%" PRId64 ",\"reversed\":%" PRId64, f->kept,
               f->applied, f->reversed);
    json_text(b, "verdict", f->verdict);
}

static void put_text(const struct feed *f, struct buf *b)
{
    const struct feed_source *s = feed_source_find(f->source);
    buf_printf(b, "%" PRId64 "\t%s\t%s\t%s\t%s\t%" PRId64 "/%" PRId64 "\n", f->feed_id,
               s ? synonym_first(s->names).s : f->source, date_print(f->received_on).s, f->uploader,
               zh_text(feed_state_word(f->state)), f->applied, f->kept);
}

static enum err put_events(struct data *d, const struct feed *f, bool json, struct buf *b,
                           struct problem *why)
{
    struct feed_note *notes;
    size_t count;
    enum err e = feeds_events(d, f->feed_id, &notes, &count, why);
    if (json) buf_puts(b, ",\"events\":[");
    for (size_t i = 0; !e && i < count; i++) {
        if (!json) {
            buf_printf(b, "%s\t%s\t%s\t%s\n", date_print(notes[i].happened_on).s,
                       events[notes[i].event], notes[i].actor, notes[i].reason);
            continue;
        }
        buf_printf(b, "%s{\"event\":\"%s\"", i ? "," : "", events[notes[i].event]);
        json_text(b, "actor", notes[i].actor);
        json_text(b, "on", date_print(notes[i].happened_on).s);
        json_text(b, "reason", notes[i].reason);
        buf_putc(b, '}');
    }
    if (json) buf_putc(b, ']');
    return e;
}

/* The cell itself is not on record: an ellipsis stands for it. */
static void put_sentence(const char *id, struct buf *b)
{
    static const char gap[] = "\u2026";
    char text[400];
    for (int i = 0; i < (int)ZH_count; i++)
        if (strcmp(zh_id_name((enum zh_id)i), id) == 0)
            buf_puts(b, zh_print(text, sizeof text, (enum zh_id)i, gap, gap, gap, gap, NULL));
}

static enum err put_refusals(struct data *d, const struct feed *f, bool json, struct buf *b,
                             struct problem *why)
{
    struct feed_refusal *list;
    size_t count;
    enum err e = feeds_refusals(d, f->feed_id, &list, &count, why);
    if (json) buf_puts(b, ",\"refusals\":[");
    for (size_t i = 0; !e && i < count; i++) {
        if (!json) {
            buf_printf(b, "%" PRId64 "\t%s\t", list[i].line, list[i].field);
            put_sentence(list[i].reason, b);
            buf_putc(b, '\n');
            continue;
        }
        buf_printf(b, "%s{\"line\":%" PRId64, i ? "," : "", list[i].line);
        json_text(b, "field", list[i].field);
        json_text(b, "reason", list[i].reason);
        buf_putc(b, '}');
    }
    if (json) buf_putc(b, ']');
    return e;
}

/* ---- use cases ------------------------------------------------------------------------------ */

enum err feed_list(const struct call *call, const struct feed_list *in, struct buf *out,
                   struct problem *why)
{
    const struct feed_source *source = in->source ? feed_source_find(in->source) : NULL;
    struct feed *list;
    size_t count;
    struct read r = {.arena = call->arena};
    enum err e = app_authorise(call, ACTION_FEED_READ, "", why);
    if (!e && in->source && !source)
        e = problem_set(why, ERR_INPUT, ZH_feed_source_unknown, "source", in->source, "", NULL);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = feeds_list(&d, source ? source->code : NULL, &list, &count, why);
    store_read_end(&r);
    if (in->json) buf_putc(out, '[');
    for (size_t i = 0; !e && i < count; i++) {
        if (in->json && i) buf_puts(out, ",\n");
        if (in->json) put_json(&list[i], out);
        else put_text(&list[i], out);
        if (in->json) buf_putc(out, '}');
    }
    if (in->json) buf_puts(out, "]\n");
    return e;
}

enum err feed_recent(const struct call *call, struct feed **out, size_t *count, struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = app_authorise(call, ACTION_FEED_READ, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = feeds_recent(&d, out, count, why);
    store_read_end(&r);
    return e;
}

enum err feed_record_load(const struct call *call, int64_t feed_id, struct feed_record *out,
                          struct problem *why)
{
    struct read r = {.arena = call->arena};
    *out = (struct feed_record){0};
    enum err e = app_authorise(call, ACTION_FEED_READ, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = feeds_load(&d, feed_id, false, &out->f, why);
    if (!e) e = feeds_events(&d, feed_id, &out->notes.list, &out->notes.count, why);
    store_read_end(&r);
    if (!e) feed_counts_read(out->f.counts, &out->counts, &out->certifies);
    return e;
}

enum err feed_show(const struct call *call, int64_t feed_id, bool json, struct buf *out,
                   struct problem *why)
{
    struct feed f;
    struct read r = {.arena = call->arena};
    enum err e = app_authorise(call, ACTION_FEED_READ, "", why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = feeds_load(&d, feed_id, false, &f, why);
    if (!e && json) put_json(&f, out);
    if (!e && !json) put_text(&f, out);
    if (!e && !json) buf_puts(out, f.verdict);
    if (!e) e = put_events(&d, &f, json, out, why);
    if (!e) e = put_refusals(&d, &f, json, out, why);
    if (json) buf_puts(out, "}\n");
    store_read_end(&r);
    return e;
}

struct registering {
    const struct call *call;
    const char *source, *pem;
};

static enum err register_sender(struct write *w, void *ctx, struct problem *why)
{
    struct registering *k = ctx;
    struct data d = data_of_write(w);
    struct feed_note by = {.actor = k->call->who.login,
                           .happened_on = k->call->clock.business_date,
                           .recorded_at = k->call->clock.moment};
    store_audit(w, &(struct audit_note){.subject = 0,
                                        .action = "feed.sender",
                                        .object = k->source,
                                        .content = k->pem,
                                        .content_size = strlen(k->pem)});
    return feeds_add_sender(&d, k->source, &by, k->pem, why);
}

enum err feed_sender(const struct call *call, const char *source, const char *pem,
                     struct problem *why)
{
    const struct feed_source *found = feed_source_find(source);
    enum err e = app_authorise(call, ACTION_FEED_SENDER, "", why);
    if (e) return e;
    if (!found)
        return problem_set(why, ERR_INPUT, ZH_feed_source_unknown, "source", source, "", NULL);
    struct sm_pair *key = sm_pair_from_pem((struct sm_bytes){pem, strlen(pem)}, false);
    if (!key) return problem_set(why, ERR_INPUT, ZH_envelope_key, "file", NULL);
    sm_pair_free(key);
    struct registering k = {call, found->code, pem};
    return app_bulk(call, register_sender, &k, why);
}
