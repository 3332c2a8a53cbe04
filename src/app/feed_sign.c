#include "app/feed_sign.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/feed_file.h"

#define KEY_MOST 4096
#define PATH_MOST 4096

static enum err read_text(const char *path, char *out, size_t room, size_t *n, struct problem *why)
{
    FILE *f = fopen(path, "rb");
    *n = f ? fread(out, 1, room, f) : 0;
    if (f) fclose(f);
    if (f) return ERR_OK;
    return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, strerror(errno), NULL);
}

static enum err follow(const struct feed_sign *in, struct envelope *e, struct problem *why)
{
    struct envelope before;
    char text[ENVELOPE_MOST + 1];
    size_t n;
    e->sequence = 1;
    memset(e->previous, '0', sizeof e->previous - 1);
    if (!in->previous_path) return ERR_OK;
    enum err bad = read_text(in->previous_path, text, sizeof text, &n, why);
    if (!bad) bad = envelope_parse(text, n, &before, why);
    if (bad) return bad;
    e->sequence = before.sequence + 1;
    memcpy(e->previous, before.digest, sizeof e->previous);
    return ERR_OK;
}

static enum err write_signed(const struct feed_sign *in, struct envelope *e, struct buf *text,
                             struct problem *why)
{
    char pem[KEY_MOST + 1], path[PATH_MOST], parsed_text[ENVELOPE_MOST];
    struct envelope parsed;
    size_t n;
    enum err bad = read_text(in->key_path, pem, KEY_MOST, &n, why);
    if (bad) return bad;
    struct sm_pair *key = sm_pair_from_pem((struct sm_bytes){pem, n}, true);
    sm_wipe(pem, sizeof pem);
    if (!key) return problem_set(why, ERR_INPUT, ZH_envelope_key, "key", NULL);
    bad = envelope_sign(e, key, text, why);
    sm_pair_free(key);
    if (!bad && (text->failed || text->n > sizeof parsed_text))
        bad = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!bad) bad = envelope_parse(text->p, text->n, &parsed, why); /* the receiver's reading */
    if (bad) return bad;
    snprintf(path, sizeof path, "%s.sig", in->path);
    FILE *f = fopen(path, "wb");
    bool ok = f && fwrite(text->p, 1, text->n, f) == text->n;
    if (f && fclose(f)) ok = false;
    if (ok) return ERR_OK;
    return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, strerror(errno), NULL);
}

enum err feed_sign(const struct feed_sign *in, struct envelope *out, struct problem *why)
{
    const struct feed_source *source = feed_source_find(in->source);
    struct feed_file file;
    struct buf text = BUF(2 * ENVELOPE_MOST);
    *out = (struct envelope){.period = in->period};
    if (!source)
        return problem_set(why, ERR_INPUT, ZH_feed_source_unknown, "source", in->source, "", NULL);
    enum err e = feed_file_digest(in->path, &file, why);
    if (e) return e;
    memcpy(out->digest, file.digest, sizeof out->digest);
    e = feed_file_rows(&file, &out->rows, why);
    feed_file_close(&file);
    if (!e) e = follow(in, out, why);
    if (e) return e;
    snprintf(out->sender, sizeof out->sender, "%s", source->code);
    snprintf(out->recipient, sizeof out->recipient, "%s", in->recipient);
    e = write_signed(in, out, &text, why);
    buf_free(&text);
    return e;
}
