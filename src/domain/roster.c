#include "domain/roster.h"

#include <stdio.h>
#include <string.h>

#include "base/charset.h"
#include "base/money.h"
#include "base/zh.h"
#include "domain/roster_cell.h"
#include "domain/synonym.h"
#include "domain/way.h"
#include "law/words.h"

static const enum zh_id synonyms[ROSTER_FIELD_COUNT] = {
    [ROSTER_NUMBER] = ZH_roster_col_number,
    [ROSTER_NAME] = ZH_roster_col_name,
    [ROSTER_KIND] = ZH_roster_col_kind,
    [ROSTER_PAYER] = ZH_roster_col_payer,
    [ROSTER_RATE] = ZH_roster_col_rate,
    [ROSTER_FIRST] = ZH_roster_col_first,
    [ROSTER_RESIDENCE] = ZH_roster_col_residence,
    [ROSTER_PHONE] = ZH_roster_col_phone,
    [ROSTER_LAST_ON] = ZH_roster_col_last_on,
    [ROSTER_LAST_WAY] = ZH_roster_col_last_way,
    [ROSTER_LINKED] = ZH_roster_col_linked,
    [ROSTER_RELATION] = ZH_roster_col_relation,
    [ROSTER_COMPONENTS] = ZH_roster_col_components,
    [ROSTER_APPRAISAL] = ZH_roster_col_appraisal,
    [ROSTER_NOTE] = ZH_roster_col_note,
};

struct synonym_text roster_field_name(enum roster_field field)
{
    return synonym_first(synonyms[field]);
}

/* ---- Header ---- */

static void missing_of(const struct roster_columns *c, char *out, size_t cap)
{
    size_t n = 0;
    out[0] = 0;
    for (int f = 0; f <= ROSTER_RESIDENCE; f++) {
        if (c->at[f] >= 0) continue;
        struct synonym_text word = synonym_first(synonyms[f]);
        int added = snprintf(out + n, cap - n, "%s%s", n ? "\u3001" : "", word.s);
        if (added < 0 || (size_t)added >= cap - n) {
            out[n] = 0; /* whole words only */
            return;
        }
        n += (size_t)added;
    }
}

struct roster_columns roster_header(const char *const *cells, size_t n, struct problem *why)
{
    struct roster_columns c = {.code = ERR_OK, .count = 0};
    for (int f = 0; f < ROSTER_FIELD_COUNT; f++) c.at[f] = -1;
    for (size_t i = 0; i < n; i++) {
        char text[ROSTER_CELL];
        bool fits = roster_cell_text(cells[i], text);
        if (fits && !*text) continue;
        c.count = i + 1;
        int f = fits ? synonym_find(synonyms, ROSTER_FIELD_COUNT, text) : -1;
        if (f < 0) {
            if (c.unknown_count < ROSTER_UNKNOWN_MAX) c.unknown[c.unknown_count] = i;
            c.unknown_count++;
        } else if (c.at[f] >= 0) {
            struct synonym_text word = synonym_first(synonyms[f]);
            c.code = problem_set(why, ERR_INPUT, ZH_roster_header_twice, word.s, cells[c.at[f]],
                                 text, word.s, NULL);
        } else {
            c.at[f] = (int)i;
        }
    }
    char missing[96];
    missing_of(&c, missing, sizeof missing);
    if (*missing && !c.code)
        c.code = problem_set(why, ERR_INPUT, ZH_roster_header_missing, NULL, missing, NULL);
    return c;
}

bool roster_is_header(const char *const *cells, size_t n)
{
    struct roster_columns c = roster_header(cells, n, NULL);
    return c.at[ROSTER_NUMBER] >= 0 && c.at[ROSTER_NAME] >= 0;
}

/* ---- One row ---- */

struct reading {
    const struct roster_columns *columns;
    struct date today;
    struct roster_row *out;
};

static enum err read_number(const struct reading *r, const char *s, struct problem *why)
{
    return idnum_parse(s, r->today, &r->out->number, why);
}

static enum err read_name(const struct reading *r, const char *s, struct problem *why)
{
    enum err e = name_clean(s, r->out->name, why);
    if (!e) name_key(r->out->name, r->out->name_key, sizeof r->out->name_key);
    return e;
}

static enum err read_kind(const struct reading *r, const char *s, struct problem *why)
{
    const char *procedure = local_kind_procedure(r->columns->local, s);
    if (procedure)
        return problem_set(why, ERR_INPUT, ZH_roster_kind_procedure, NULL, s, procedure, NULL);
    r->out->kind = local_kind_find(r->columns->local, s);
    if (r->out->kind) return ERR_OK;
    /* Arts. 3 and 15: a lump sum, or for a while only, is not wrongly written but not ours. */
    bool other = synonym_match(ZH_roster_kind_others, s);
    return problem_set(why, ERR_INPUT, other ? ZH_roster_kind_other : ZH_roster_kind, NULL, s,
                       NULL);
}

static enum err read_payer(const struct reading *r, const char *s, struct problem *why)
{
    char code[16];
    if (!roster_cell_code(s, code, sizeof code) || strlen(code) != 12 ||
        strspn(code, "0123456789") != 12)
        return problem_set(why, ERR_INPUT, ZH_roster_payer, NULL, s, NULL);
    if (strcmp(code + 6, "000000") != 0)
        return problem_set(why, ERR_INPUT, ZH_roster_payer_town, NULL, code, NULL);
    memcpy(r->out->payer, code, 13);
    return ERR_OK;
}

static enum err read_rate(const struct reading *r, const char *s, struct problem *why)
{
    return money_parse(s, &r->out->rate_fen, why);
}

static enum err refuse_before_birth(const struct reading *r, const char *shown, struct problem *why)
{
    return problem_set(why, ERR_INPUT, ZH_roster_before_birth, NULL, shown,
                       date_print(r->out->number.birth).s, NULL);
}

static enum err read_first(const struct reading *r, const char *s, struct problem *why)
{
    enum err e = roster_cell_month(s, &r->out->first, why);
    if (e) return e;
    struct date birth = r->out->number.birth;
    if (date_is_set(birth) && month_cmp(r->out->first, month_of(birth)) < 0)
        return refuse_before_birth(r, month_print(r->out->first).s, why);
    return ERR_OK;
}

static enum err read_residence(const struct reading *r, const char *s, struct problem *why)
{
    return residence_parse(s, &r->out->residence, why);
}

static enum err read_phone(const struct reading *r, const char *s, struct problem *why)
{
    char *to = r->out->phone;
    size_t n = roster_cell_code(s, to, sizeof r->out->phone) ? strlen(to) : 0;
    size_t digits = strspn(to + (to[0] == '+'), "0123456789");
    if (n >= 5 && n <= 20 && digits + (to[0] == '+') == n) return ERR_OK;
    to[0] = 0;
    return problem_set(why, ERR_INPUT, ZH_roster_phone, NULL, s, NULL);
}

static enum err read_last_on(const struct reading *r, const char *s, struct problem *why)
{
    enum err e = roster_cell_date(s, &r->out->last_certified, why);
    if (e) return e;
    struct date on = r->out->last_certified, birth = r->out->number.birth;
    if (date_cmp(on, r->today) > 0)
        return problem_set(why, ERR_INPUT, ZH_roster_last_future, NULL, date_print(on).s,
                           date_print(r->today).s, NULL);
    return date_is_set(birth) && date_cmp(on, birth) < 0
               ? refuse_before_birth(r, date_print(on).s, why)
               : ERR_OK;
}

static enum err read_last_way(const struct reading *r, const char *s, struct problem *why)
{
    r->out->last_way = way_from_word(s);
    return r->out->last_way ? ERR_OK : problem_set(why, ERR_INPUT, ZH_roster_way, NULL, s, NULL);
}

static enum err read_linked(const struct reading *r, const char *s, struct problem *why)
{
    enum err e = idnum_parse(s, r->today, &r->out->linked, why);
    if (!e && strcmp(r->out->linked.number, r->out->number.number) == 0)
        e = problem_set(why, ERR_INPUT, ZH_roster_linked_self, NULL, NULL);
    return e;
}

static enum err read_relation(const struct reading *r, const char *s, struct problem *why)
{
    r->out->relation = relation_from_word(s);
    return r->out->relation ? ERR_OK
                            : problem_set(why, ERR_INPUT, ZH_roster_relation, NULL, s, NULL);
}

static enum err read_components(const struct reading *r, const char *s, struct problem *why)
{
    struct roster_components *c = &r->out->components;
    enum err e = roster_cell_components(s, c, why);
    if (e) return e;
    int64_t sum = (c->basic > 0 ? c->basic : 0) + (c->account > 0 ? c->account : 0) +
                  (c->subsidy > 0 ? c->subsidy : 0);
    if (r->out->rate_fen >= 0 && sum > r->out->rate_fen)
        return problem_set(why, ERR_INPUT, ZH_roster_components_sum, NULL, money_print(sum).s,
                           money_print(r->out->rate_fen).s, NULL);
    return ERR_OK;
}

static enum err read_appraisal(const struct reading *r, const char *s, struct problem *why)
{
    return roster_cell_date(s, &r->out->appraisal_until, why);
}

static enum err (*const readers[])(const struct reading *, const char *, struct problem *) = {
    [ROSTER_NUMBER] = read_number,
    [ROSTER_NAME] = read_name,
    [ROSTER_KIND] = read_kind,
    [ROSTER_PAYER] = read_payer,
    [ROSTER_RATE] = read_rate,
    [ROSTER_FIRST] = read_first,
    [ROSTER_RESIDENCE] = read_residence,
    [ROSTER_PHONE] = read_phone,
    [ROSTER_LAST_ON] = read_last_on,
    [ROSTER_LAST_WAY] = read_last_way,
    [ROSTER_LINKED] = read_linked,
    [ROSTER_RELATION] = read_relation,
    [ROSTER_COMPONENTS] = read_components,
    [ROSTER_APPRAISAL] = read_appraisal,
};

/* A medical line has no monthly amount; everything else up to the residence must be filled. */
static bool may_be_empty(const struct roster_row *row, int field)
{
    return field > ROSTER_RESIDENCE || (field == ROSTER_RATE && line_kind_medical(row->kind));
}

static enum err read_cell(const struct reading *r, int field, const char *cell, struct problem *why)
{
    char text[ROSTER_CELL], bytes[24];
    if (!roster_cell_text(cell, text)) {
        snprintf(bytes, sizeof bytes, "%zu", strlen(cell));
        return problem_set(why, ERR_INPUT, ZH_roster_long, NULL, synonym_first(synonyms[field]).s,
                           bytes, NULL);
    }
    if (*text) return readers[field](r, text, why);
    if (!may_be_empty(r->out, field))
        return problem_set(why, ERR_INPUT, ZH_roster_empty, NULL, synonym_first(synonyms[field]).s,
                           NULL);
    if (field == ROSTER_RATE) r->out->rate_fen = 0;
    return ERR_OK;
}

static bool is_shifted(const struct roster_columns *columns, const struct roster_cells *in,
                       struct problem *why)
{
    char text[ROSTER_CELL], has[24], should[24];
    size_t filled = in->n;
    while (filled > columns->count && roster_cell_text(in->cells[filled - 1], text) && !*text)
        filled--;
    if (filled == columns->count) return false;
    snprintf(has, sizeof has, "%zu", filled);
    snprintf(should, sizeof should, "%zu", columns->count);
    problem_set(why, ERR_INPUT, ZH_roster_cells, NULL, has, should, NULL);
    return true;
}

size_t roster_row(const struct roster_columns *columns, const struct roster_cells *in,
                  struct roster_row *out, struct problem *problems, size_t max)
{
    struct reading r = {columns, in->today, out};
    struct problem spare;
    size_t count = 0;
    *out = (struct roster_row){.rate_fen = -1, .components = {-1, -1, -1, -1}, .note = ""};
    if (is_shifted(columns, in, max ? problems : &spare))
        return 1; /* nothing in it can be trusted */
    for (int f = 0; f < ROSTER_NOTE; f++) {
        struct problem *why = count < max ? problems + count : &spare;
        /* A column that the file lacks reads as an empty cell, so a refused header never yields a
         * good row. */
        if (!read_cell(&r, f, columns->at[f] < 0 ? "" : in->cells[columns->at[f]], why)) continue;
        zh_print(why->field, sizeof why->field, ZH_roster_field, synonym_first(synonyms[f]).s,
                 NULL);
        count++;
    }
    if (columns->at[ROSTER_NOTE] >= 0) out->note = in->cells[columns->at[ROSTER_NOTE]];
    return count;
}
