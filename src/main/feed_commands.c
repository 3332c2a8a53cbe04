/* import evidence; feed list, show, release, reverse, sender, drop; feed-sign. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/feed_drop.h"
#include "app/feed_import.h"
#include "app/feed_league.h"
#include "app/feed_show.h"
#include "app/feed_sign.h"
#include "base/conf.h"
#include "main/command.h"

#define KEY_MOST 4096

struct match_breaker_limits command_breaker(const struct conf *c)
{
    return (struct match_breaker_limits){
#define BREAKER_LIMIT(upper, lower, ceiling)                                                       \
    .lower = (uint32_t)conf_number(c, CONF_BREAKER_##upper),
#include "base/breaker_list.h"
    };
}

static void breaker_settings(struct run *r, struct match_breaker_limits *out)
{
    *out = command_breaker(command_settings(r));
}

enum err command_import_evidence(struct run *r, const char *path, struct problem *why)
{
    struct feed_imported n;
    struct match_breaker_limits settings;
    struct feed_import in = {
        .path = path, .messages = r->err, .progress = r->terminal, .settings = &settings};
    breaker_settings(r, &settings);
    enum err e = command_needed(r, "--source", &in.source, why);
    if (!e) e = command_path(r, args_value(&r->args, "--errors"), &in.errors_path, why);
    if (!e) e = feed_import(&r->call, &in, &n, why);
    if (e && e != ERR_ROWS) return e;
    fprintf(r->out,
            "rows=%" PRIu64 " matched=%" PRIu64 " unmatched=%" PRIu64 " refused=%" PRIu64
            " held=%" PRIu64 "\n",
            n.rows, n.matched, n.unmatched, n.refused, n.held);
    return e;
}

static enum err feed_id(struct run *r, int64_t *out, struct problem *why)
{
    const char *text;
    char *end;
    enum err e = command_word(r, 1, &text, why);
    if (e) return e;
    *out = strtoll(text, &end, 10);
    if (!*text || *end) return problem_set(why, ERR_NOT_FOUND, ZH_feed_unknown, NULL, text, NULL);
    return ERR_OK;
}

static enum err print(struct run *r, struct buf *b, enum err e)
{
    if (!e && b->n) fwrite(b->p, 1, b->n, r->out);
    buf_free(b);
    return e;
}

static enum err list(struct run *r, struct problem *why)
{
    struct buf b = BUF(16u << 20);
    struct feed_list in = {args_value(&r->args, "--source"), args_has(&r->args, "--json")};
    return print(r, &b, feed_list(&r->call, &in, &b, why));
}

static enum err show(struct run *r, struct problem *why)
{
    struct buf b = BUF(16u << 20);
    int64_t id;
    enum err e = feed_id(r, &id, why);
    return print(r, &b, e ? e : feed_show(&r->call, id, args_has(&r->args, "--json"), &b, why));
}

static enum err named(struct run *r, struct problem *why)
{
    const char *flag;
    enum err e = command_needed(r, "--as", &flag, why);
    return e ? e : command_needed(r, "--purpose", &flag, why);
}

static enum err release(struct run *r, struct problem *why)
{
    struct feed_released n;
    int64_t id;
    enum err e = named(r, why);
    if (!e) e = feed_id(r, &id, why);
    if (!e) e = feed_release(&r->call, id, &n, why);
    if (!e)
        fprintf(r->out, "state=%s approvals=%d stage=%d certified=%" PRIu64 " checks=%" PRIu64 "\n",
                feed_state_code(n.state), n.approvals, n.stage, n.applied.certified,
                n.applied.checks);
    return e;
}

static enum err reverse(struct run *r, struct problem *why)
{
    struct feed_reversed n;
    int64_t id;
    enum err e = named(r, why);
    if (!e) e = feed_id(r, &id, why);
    if (!e) e = feed_reverse(&r->call, id, args_value(&r->args, "--reason"), &n, why);
    if (!e) fprintf(r->out, "reversed=%" PRIu64 "\n", n.rows);
    return e;
}

static enum err sender(struct run *r, struct problem *why)
{
    const char *source, *path;
    char pem[KEY_MOST + 1];
    enum err e = command_word(r, 1, &source, why);
    if (!e) e = command_word(r, 2, &path, why);
    if (!e) e = command_path(r, path, &path, why);
    if (e) return e;
    FILE *f = fopen(path, "rb");
    if (!f) return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, strerror(errno), NULL);
    size_t n = fread(pem, 1, KEY_MOST, f);
    fclose(f);
    pem[n] = 0;
    e = feed_sender(&r->call, source, pem, why);
    if (!e) fprintf(r->out, "source=%s\n", source);
    return e;
}

static enum err league(struct run *r, struct problem *why)
{
    struct buf b = BUF(1u << 20);
    return print(r, &b, feed_league(&r->call, args_has(&r->args, "--json"), &b, why));
}

static enum err drop(struct run *r, struct problem *why)
{
    struct match_breaker_limits settings;
    struct feed_dropped n;
    struct feed_drop in = {.messages = r->err, .settings = &settings};
    breaker_settings(r, &settings);
    enum err e = named(r, why);
    if (!e) e = command_word(r, 1, &in.dir, why);
    if (!e) e = command_path(r, in.dir, &in.dir, why);
    if (!e) e = feed_drop(&r->call, &in, &n, why);
    if (e && e != ERR_ROWS) return e;
    fprintf(r->out,
            "files=%" PRIu64 " refused_files=%" PRIu64 " waiting=%" PRIu64 " rows=%" PRIu64
            " matched=%" PRIu64 " refused=%" PRIu64 " held=%" PRIu64 "\n",
            n.files, n.refused, n.waiting, n.rows, n.matched, n.bad_rows, n.held);
    return e;
}

enum err command_feed_sign(struct run *r, struct problem *why)
{
    struct feed_sign in = {.recipient = args_value(&r->args, "--agency"),
                           .previous_path = args_value(&r->args, "--previous")};
    struct envelope e = {0};
    const char *period = NULL;
    enum err bad = command_word(r, 0, &in.path, why);
    if (!bad) bad = command_needed(r, "--source", &in.source, why);
    if (!bad) bad = command_needed(r, "--key", &in.key_path, why);
    if (!bad) bad = command_needed(r, "--period", &period, why);
    if (!bad) bad = command_needed(r, "--agency", &in.recipient, why);
    if (!bad && month_parse(period, &in.period, why)) bad = why->code = ERR_USAGE;
    if (!bad) bad = feed_sign(&in, &e, why);
    if (!bad)
        fprintf(r->out, "sequence=%" PRId64 " rows=%" PRId64 " digest=%s\n", e.sequence, e.rows,
                e.digest);
    return bad;
}

enum err command_feed(struct run *r, struct problem *why)
{
    static const struct {
        const char *word;
        enum err (*run)(struct run *, struct problem *);
    } verbs[] = {{"list", list},     {"show", show}, {"release", release}, {"reverse", reverse},
                 {"sender", sender}, {"drop", drop}, {"league", league}};
    const char *what;
    enum err e = command_word(r, 0, &what, why);
    if (e) return e;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(verbs[i].word, what) == 0) return verbs[i].run(r, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}
