#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/chain_file.h"
#include "verify/verify.h"

/* ---- Sinks: a walk; the outside of a walk; an export ---- */

struct walk_sink {
    struct verify_sink sink;
    struct chain_walk *walk;
};

static bool walk_tip(struct verify_sink *s, const struct chain_tip *tip, int64_t head)
{
    return chain_walk_tip(((struct walk_sink *)s)->walk, tip, head);
}

static bool walk_entry(struct verify_sink *s, const struct chain_entry *e,
                       const uint8_t digest[SM_DIGEST])
{
    return chain_walk_entry(((struct walk_sink *)s)->walk, e, digest);
}

static bool walk_head(struct verify_sink *s, const struct chain_head *h)
{
    return chain_walk_head(((struct walk_sink *)s)->walk, h);
}

static bool walk_malformed(struct verify_sink *s, struct chain_break where)
{
    return chain_walk_malformed(((struct walk_sink *)s)->walk, where);
}

struct outside_sink { /* a snapshot: its leaves must give the root that its one head signs */
    struct verify_sink sink;
    struct chain_walk *walk;
    const struct sm_pair *key;
    struct chain_merkle merkle;
    int64_t heads;
    bool bad;
};

static bool outside_tip(struct verify_sink *s, const struct chain_tip *tip, int64_t head)
{
    struct outside_sink *o = (struct outside_sink *)s;
    o->bad = o->bad || head != tip->n || !chain_merkle_add(&o->merkle, tip);
    return !o->bad && chain_walk_outside_leaf(o->walk, tip);
}

static bool outside_entry(struct verify_sink *s, const struct chain_entry *e,
                          const uint8_t digest[SM_DIGEST])
{
    (void)e, (void)digest;
    return !(((struct outside_sink *)s)->bad = true);
}

static bool outside_head(struct verify_sink *s, const struct chain_head *h)
{
    struct outside_sink *o = (struct outside_sink *)s;
    uint8_t root[SM_DIGEST];
    chain_merkle_root(&o->merkle, root);
    o->bad = o->bad || ++o->heads > 1 || h->count != o->merkle.count ||
             memcmp(root, h->root, SM_DIGEST) != 0 || (o->key && !chain_head_verify(h, o->key));
    return !o->bad && chain_walk_outside_head(o->walk, h);
}

static bool outside_malformed(struct verify_sink *s, struct chain_break where)
{
    (void)where;
    return !(((struct outside_sink *)s)->bad = true);
}

struct export_sink {
    struct verify_sink sink;
    struct chain_writer writer;
    bool malformed;
};

static bool export_tip(struct verify_sink *s, const struct chain_tip *tip, int64_t head)
{
    chain_file_tip(&((struct export_sink *)s)->writer, tip, head);
    return !((struct export_sink *)s)->writer.failed;
}

static bool export_entry(struct verify_sink *s, const struct chain_entry *e,
                         const uint8_t digest[SM_DIGEST])
{
    chain_file_entry(&((struct export_sink *)s)->writer, e, digest);
    return !((struct export_sink *)s)->writer.failed;
}

static bool export_head(struct verify_sink *s, const struct chain_head *h)
{
    chain_file_head(&((struct export_sink *)s)->writer, h);
    return !((struct export_sink *)s)->writer.failed;
}

static bool export_malformed(struct verify_sink *s, struct chain_break where)
{
    (void)where;
    return !(((struct export_sink *)s)->malformed = true);
}

/* ---- What is held outside ---- */

static enum err outside_bad(const char *path, struct problem *why)
{
    return problem_set(why, ERR_CONFIG, ZH_verify_outside, NULL, path, NULL);
}

static enum err outside_lines(struct chain_walk *w, const char *path, const struct sm_pair *key,
                              struct problem *why)
{
    char line[512];
    int64_t heads = 0;
    enum err e = ERR_OK;
    FILE *f = fopen(path, "r");
    if (!f)
        return problem_set(why, ERR_CONFIG, ZH_verify_unreadable, NULL, path, strerror(errno),
                           NULL);
    while (e == ERR_OK && fgets(line, sizeof line, f)) {
        struct chain_head h;
        if (line[0] == '#' || line[0] == '\n') continue;
        if (!chain_head_parse(line, &h) || (key && !chain_head_verify(&h, key)))
            e = outside_bad(path, why);
        if (e == ERR_OK) heads += chain_walk_outside_head(w, &h);
    }
    fclose(f);
    return e == ERR_OK && heads == 0 ? outside_bad(path, why) : e;
}

static enum err outside_snapshot(struct chain_walk *w, const char *path, const struct sm_pair *key,
                                 struct problem *why)
{
    struct outside_sink o = {
        {outside_tip, outside_entry, outside_head, outside_malformed}, w, key, {0}, 0, false};
    enum err e = verify_read_file(path, &o.sink, why);
    return e == ERR_OK && (o.bad || o.heads != 1) ? outside_bad(path, why) : e;
}

static enum err load_outside(struct chain_walk *w, const char *path, const struct sm_pair *key,
                             struct problem *why)
{
    char first[8] = "";
    FILE *f = fopen(path, "rb");
    if (!f)
        return problem_set(why, ERR_CONFIG, ZH_verify_unreadable, NULL, path, strerror(errno),
                           NULL);
    size_t n = fread(first, 1, sizeof first, f);
    fclose(f);
    bool snapshot = n == sizeof first && memcmp(first, "JZEXPORT", sizeof first) == 0;
    return snapshot ? outside_snapshot(w, path, key, why) : outside_lines(w, path, key, why);
}

static enum err load_key(const char *path, struct sm_pair **out, struct problem *why)
{
    char pem[4096];
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(pem, 1, sizeof pem, f) : 0;
    if (f) fclose(f);
    *out = sm_pair_from_pem((struct sm_bytes){pem, n}, false);
    return *out ? ERR_OK : problem_set(why, ERR_CONFIG, ZH_verify_key, NULL, path, NULL);
}

/* ---- The two uses ---- */

enum err verify_check(const struct verify_options *o, struct chain_result *out, struct problem *why)
{
    struct sm_pair *key = NULL;
    *out = (struct chain_result){0};
    enum err e = o->key ? load_key(o->key, &key, why) : ERR_OK;
    if (e != ERR_OK) return e;
    struct walk_sink s = {{walk_tip, walk_entry, walk_head, walk_malformed}, chain_walk_new(key)};
    if (!s.walk) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (e == ERR_OK && o->outside) e = load_outside(s.walk, o->outside, key, why);
    if (e == ERR_OK) e = verify_read(o->source, &s.sink, why);
    if (e == ERR_OK) {
        chain_walk_end(s.walk);
        *out = chain_walk_result(s.walk);
        if (out->memory) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    }
    chain_walk_free(s.walk);
    sm_pair_free(key);
    return e;
}

enum err verify_export(const char *source, const char *target, struct problem *why)
{
    FILE *f = fopen(target, "wbx");
    if (!f) return problem_set(why, ERR_FAILED, ZH_chain_file_write, NULL, strerror(errno), NULL);
    struct export_sink s = {
        {export_tip, export_entry, export_head, export_malformed}, chain_file_start(f), false};
    enum err e = verify_read(source, &s.sink, why);
    if (e == ERR_OK && s.malformed)
        e = problem_set(why, ERR_INPUT, ZH_verify_not_exportable, NULL, NULL);
    if (e == ERR_OK) e = chain_file_end(&s.writer, why);
    if (e == ERR_OK && fsync(fileno(f)) != 0)
        e = problem_set(why, ERR_FAILED, ZH_chain_file_write, NULL, strerror(errno), NULL);
    fclose(f);
    if (e != ERR_OK) remove(target);
    return e;
}
