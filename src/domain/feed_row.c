#include "domain/feed_row.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "domain/roster_cell.h"
#include "law/words.h"

static const enum zh_id synonyms[FEED_FIELD_COUNT] = {
    [FEED_NUMBER] = ZH_roster_col_number,   [FEED_NAME] = ZH_roster_col_name,
    [FEED_EVENT] = ZH_feed_col_event,       [FEED_ON] = ZH_feed_col_on,
    [FEED_FROM] = ZH_feed_col_from,         [FEED_UNTIL] = ZH_feed_col_until,
    [FEED_SENTENCE] = ZH_feed_col_sentence, [FEED_NOTE] = ZH_roster_col_note,
};

/* ---- header --------------------------------------------------------------------------------- */

static enum err missing(const struct feed_columns *c, struct problem *why)
{
    struct buf names = BUF(1024);
    for (int f = 0; f <= FEED_FROM; f++) {
        if (c->at[f] >= 0) continue;
        if (names.n) buf_puts(&names, zh_text(ZH_word_comma));
        buf_puts(&names, synonym_first(synonyms[f]).s);
    }
    enum err e =
        names.n ? problem_set(why, ERR_INPUT, ZH_feed_header_missing, NULL, names.p, NULL) : ERR_OK;
    buf_free(&names);
    return e;
}

enum err feed_header(const char *const *cells, size_t n, struct feed_columns *c,
                     struct problem *why)
{
    enum err e = ERR_OK;
    *c = (struct feed_columns){0};
    for (int f = 0; f < FEED_FIELD_COUNT; f++) c->at[f] = -1;
    for (size_t i = 0; i < n; i++) {
        char text[ROSTER_CELL];
        bool fits = roster_cell_text(cells[i], text);
        if (fits && !*text) continue;
        c->count = i + 1;
        int f = fits ? synonym_find(synonyms, FEED_FIELD_COUNT, text) : -1;
        if (f < 0) {
            if (c->unknown_count < FEED_UNKNOWN_MAX) c->unknown[c->unknown_count++] = i;
        } else if (c->at[f] >= 0) {
            struct synonym_text word = synonym_first(synonyms[f]);
            e = problem_set(why, ERR_INPUT, ZH_roster_header_twice, word.s, cells[c->at[f]], text,
                            word.s, NULL);
        } else {
            c->at[f] = (int)i;
        }
    }
    return e ? e : missing(c, why);
}

struct synonym_text feed_field_name(enum feed_field field)
{
    return synonym_first(synonyms[field]);
}

bool feed_is_header(const char *const *cells, size_t n)
{
    struct feed_columns c;
    feed_header(cells, n, &c, NULL);
    return c.at[FEED_NUMBER] >= 0 && c.at[FEED_EVENT] >= 0;
}

/* ---- one row -------------------------------------------------------------------------------- */

static enum err read_number(const struct feed_cells *in, const char *s, struct feed_row *out,
                            struct problem *why)
{
    return idnum_parse(s, in->today, &out->number, why);
}

static enum err read_name(const struct feed_cells *in, const char *s, struct feed_row *out,
                          struct problem *why)
{
    (void)in;
    enum err e = name_clean(s, out->name, why);
    if (!e) name_key(out->name, out->name_key, sizeof out->name_key);
    return e;
}

static enum err may_not(const struct feed_source *source, enum evidence_kind kind,
                        struct problem *why)
{
    return problem_set(why, ERR_INPUT, ZH_feed_may_not, NULL, synonym_first(source->names).s,
                       zh_text(evidence_word(kind)), NULL);
}

static enum err read_event(const struct feed_cells *in, const char *s, struct feed_row *out,
                           struct problem *why)
{
    out->kind = evidence_from_word(s);
    if (!out->kind) return problem_set(why, ERR_INPUT, ZH_feed_event, NULL, s, NULL);
    return feed_source_may(in->source, out->kind) ? ERR_OK : may_not(in->source, out->kind, why);
}

static enum err read_on(const struct feed_cells *in, const char *s, struct feed_row *out,
                        struct problem *why)
{
    enum err e = roster_cell_date(s, &out->on, why);
    if (e) return e;
    struct date birth = out->number.birth;
    if (date_cmp(out->on, in->today) > 0)
        return problem_set(why, ERR_INPUT, ZH_feed_future, NULL, date_print(out->on).s,
                           date_print(in->today).s, NULL);
    if (date_is_set(birth) && date_cmp(out->on, birth) < 0)
        return problem_set(why, ERR_INPUT, ZH_roster_before_birth, NULL, date_print(out->on).s,
                           date_print(birth).s, NULL);
    return ERR_OK;
}

/* A row that another partner is said to have made must also be within what that one may assert. */
static enum err read_from(const struct feed_cells *in, const char *s, struct feed_row *out,
                          struct problem *why)
{
    const struct feed_source *from = feed_source_find(s);
    (void)in;
    return from && out->kind && !feed_source_may(from, out->kind) ? may_not(from, out->kind, why)
                                                                  : ERR_OK;
}

static enum err read_until(const struct feed_cells *in, const char *s, struct feed_row *out,
                           struct problem *why)
{
    (void)in;
    enum err e = roster_cell_date(s, &out->until, why);
    if (!e && date_is_set(out->on) && date_cmp(out->until, out->on) < 0)
        e = problem_set(why, ERR_INPUT, ZH_loss_until, NULL, date_print(out->until).s,
                        date_print(out->on).s, NULL);
    return e;
}

static enum err read_sentence(const struct feed_cells *in, const char *s, struct feed_row *out,
                              struct problem *why)
{
    (void)in;
    out->sentence = sentence_from_word(s);
    return out->sentence ? ERR_OK : problem_set(why, ERR_INPUT, ZH_feed_sentence, NULL, s, NULL);
}

typedef enum err (*reader)(const struct feed_cells *, const char *, struct feed_row *,
                           struct problem *);
static const reader readers[] = {
    [FEED_NUMBER] = read_number,     [FEED_NAME] = read_name,
    [FEED_EVENT] = read_event,       [FEED_ON] = read_on,
    [FEED_FROM] = read_from,         [FEED_UNTIL] = read_until,
    [FEED_SENTENCE] = read_sentence,
};

static enum err read_cell(const struct feed_cells *in, int field, const char *cell,
                          struct feed_row *out, struct problem *why)
{
    char text[ROSTER_CELL], bytes[24];
    const char *name = synonym_first(synonyms[field]).s;
    if (!roster_cell_text(cell, text)) {
        snprintf(bytes, sizeof bytes, "%zu", strlen(cell));
        return problem_set(why, ERR_INPUT, ZH_roster_long, NULL, name, bytes, NULL);
    }
    if (*text) return readers[field](in, text, out, why);
    return field >= FEED_FROM ? ERR_OK
                              : problem_set(why, ERR_INPUT, ZH_roster_empty, NULL, name, NULL);
}

static bool shifted(const struct feed_columns *columns, const struct feed_cells *in,
                    struct problem *why)
{
    char has[24], should[24];
    size_t filled = in->n;
    while (filled > columns->count && !in->cells[filled - 1][strspn(in->cells[filled - 1], " \t")])
        filled--;
    if (filled == columns->count) return false;
    snprintf(has, sizeof has, "%zu", filled);
    snprintf(should, sizeof should, "%zu", columns->count);
    problem_set(why, ERR_INPUT, ZH_roster_cells, NULL, has, should, NULL);
    return true;
}

size_t feed_row(const struct feed_columns *columns, const struct feed_cells *in,
                struct feed_row *out, struct problem *problems, size_t max)
{
    struct problem spare;
    size_t count = 0;
    *out = (struct feed_row){0};
    if (shifted(columns, in, max ? problems : &spare)) return 1; /* nothing in it can be trusted */
    for (int f = 0; f < FEED_NOTE; f++) {
        struct problem *why = count < max ? problems + count : &spare;
        if (!read_cell(in, f, columns->at[f] < 0 ? "" : in->cells[columns->at[f]], out, why))
            continue;
        zh_print(why->field, sizeof why->field, ZH_roster_field, synonym_first(synonyms[f]).s,
                 NULL);
        count++;
    }
    return count;
}
