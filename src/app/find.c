#include "app/find.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/name.h"
#include "store/line.h"
#include "store/search.h"

#define PHONE_DIGITS 11
#define LAST 4

struct candidate {
    int64_t person_id;
    char payer[AGENCY_CODE];
};

struct finding_persons {
    const struct call *call;
    const char *root; /* the jurisdiction */
    bool anywhere;    /* scope.browse = city */
    struct candidate kept[FIND_ROWS];
    size_t count, total;
    int64_t last; /* the person counted last: rows of one person stand together */
};

/* ---- What was typed ------------------------------------------------------------------------- */

static size_t leading(const char *s, int (*is)(int))
{
    size_t n = 0;
    while (s[n] && is((unsigned char)s[n])) n++;
    return n;
}

/* key: half-width, upper case, without blanks. A phone is never a number: it has eleven digits. */
static enum find_by kind_of(const char *key)
{
    size_t size = strlen(key), digits = leading(key, isdigit);
    if (size == PHONE_DIGITS && digits == size && key[0] == '1') return FIND_PHONE;
    if (size == LAST && (digits == LAST || (digits == LAST - 1 && key[LAST - 1] == 'X')))
        return FIND_LAST4;
    if (strpbrk(key, "0123456789")) return FIND_NUMBER;
    return leading(key, isalpha) == size ? FIND_INITIALS : FIND_NAME;
}

/* ---- Lists ---------------------------------------------------------------------------------- */

static void keep(void *ctx, const struct search_row *row)
{
    struct finding_persons *k = ctx;
    bool paid = *row->payer && agency_within(k->root, row->payer);
    bool here = paid || k->anywhere || agency_within(k->root, row->residence_code);
    if (row->person_id == k->last || !here) return;
    k->last = row->person_id;
    k->total++;
    if (k->count == FIND_ROWS) return;
    struct candidate *c = &k->kept[k->count++];
    c->person_id = row->person_id;
    snprintf(c->payer, sizeof c->payer, "%s", row->payer);
}

static enum err show(struct data *d, const struct candidate *c, struct find_row *out,
                     struct problem *why)
{
    struct person p;
    enum err e = person_load(d, c->person_id, &p, why);
    if (e) return e;
    *out = (struct find_row){
        .person_id = p.person_id,
        .name = p.name,
        .residence_code = p.residence_code,
        .payer = arena_print(d->arena, "%s", c->payer),
        .number = idnum_mask(p.number),
        .birth = p.birth,
        .due_on = p.due_on,
        .attention = p.attention,
    };
    return ERR_OK;
}

const char *find_place(const char *agency, struct arena *arena)
{
    if (!agency_code_valid(agency) || agency_may_pay(agency)) return NULL;
    return arena_copy(arena, agency, agency_shared_digits(agency));
}

static enum err search(struct data *d, struct finding_persons *k, const char *key,
                       struct found *out, struct problem *why)
{
    static const enum search_by ways[] = {[FIND_LAST4] = SEARCH_LAST4,
                                          [FIND_PHONE] = SEARCH_PHONE,
                                          [FIND_INITIALS] = SEARCH_INITIALS,
                                          [FIND_NAME] = SEARCH_NAME};
    struct search s = {.by = ways[out->by],
                       .text = key,
                       .place = k->anywhere ? NULL : find_place(k->root, d->arena),
                       .fn = keep,
                       .ctx = k};
    if (out->by == FIND_INITIALS) {
        char *lower = arena_print(d->arena, "%s", key);
        for (char *p = lower; *p; p++) *p = (char)tolower((unsigned char)*p);
        s.text = lower;
    }
    enum err e = search_persons(d, &s, why);
    if (!e && out->by == FIND_INITIALS && !k->total && !s.more) { /* a name in Latin letters */
        out->by = FIND_NAME;
        s.by = SEARCH_NAME;
        s.text = key;
        e = search_persons(d, &s, why);
    }
    out->more = s.more;
    return e;
}

static enum err list(struct data *d, struct finding_persons *k, const char *key, struct found *out,
                     struct problem *why)
{
    enum err e = app_authorise(k->call, ACTION_PERSON_FIND, k->root, why);
    k->anywhere = app_browses_city(k->call);
    return e ? e : search(d, k, key, out, why);
}

/* ---- An exact number ------------------------------------------------------------------------ */

static enum err exact(struct data *d, struct finding_persons *k, const char *key,
                      struct problem *why)
{
    struct idnum number;
    int64_t id;
    struct person p;
    struct line *lines;
    size_t count;
    enum err e = app_authorise(k->call, ACTION_PERSON_READ_EXACT, k->root, why);
    if (!e) e = idnum_parse(key, k->call->clock.business_date, &number, why);
    if (!e) e = person_find(d, number.number, &id, why);
    if (e == ERR_NOT_FOUND) return ERR_OK;
    if (!e) e = person_load(d, id, &p, why);
    if (!e) e = line_load_all(d, id, &lines, &count, why);
    if (e) return e;
    struct search_row row = {id, p.residence_code, ""};
    for (size_t i = 0; i < count; i++) {
        row.payer = lines[i].payer;
        keep(k, &row);
    }
    if (!count) keep(k, &row);
    if (k->total) return ERR_OK;
    e = app_authorise(k->call, ACTION_PERSON_READ_EXACT, row.payer, why);
    if (!e && !k->call->purpose)
        e = problem_set(why, ERR_USAGE, ZH_purpose_missing, "purpose", NULL);
    if (e) return e;
    k->kept[k->count++] = (struct candidate){.person_id = id};
    snprintf(k->kept[0].payer, sizeof k->kept[0].payer, "%s", row.payer);
    k->total = 1;
    return ERR_OK;
}

/* ---- The use case --------------------------------------------------------------------------- */

enum err find_persons(const struct call *call, const char *text, struct found *out,
                      struct problem *why)
{
    struct finding_persons k = {.call = call, .root = call->who.agency};
    struct read r = {0};
    char key[NAME_BYTES];
    *out = (struct found){0};
    if (!name_key(text ? text : "", key, sizeof key))
        return problem_set(why, ERR_INPUT, ZH_find_empty, "text", NULL);
    out->by = kind_of(key);
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = out->by == FIND_NUMBER ? exact(&d, &k, key, why) : list(&d, &k, key, out, why);
    out->rows = ARENA_ARRAY(call->arena, struct find_row, k.count + 1);
    for (size_t i = 0; !e && i < k.count; i++) e = show(&d, &k.kept[i], &out->rows[i], why);
    store_read_end(&r);
    out->count = k.count;
    out->total = k.total;
    bool one = out->by == FIND_NUMBER && k.count;
    return e ? e : app_disclose(call, "person.find", one ? k.kept[0].person_id : 0, why);
}
