/*
 * lawgen OUTDIR LAWDIR-FILE... --calendar CSV SUPERSEDED-CSV
 *
 * Compiles law/ (acts, rules, interpretations, parameters, windows) and the published holidays into
 * C tables: params_gen.{h,c}, register_gen.{h,c}, calendar_gen.c. The build stops on: an id twice,
 * a citation that no act has, a rule outside the life of its act, values of a parameter that
 * overlap or leave a gap, a value that is not one of its choices, an unknown field.
 */
#include "lawgen.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct act acts[MAX_ACTS];
struct article articles[MAX_ARTICLES];
struct ruling rulings[MAX_RULINGS];
struct param params[MAX_PARAMS];
struct window_row windows[MAX_WINDOWS];
struct item items[MAX_ITEMS];
size_t act_count, article_count, ruling_count, param_count, window_count, item_count;

static struct date date_or_die(const struct block *b, const char *s)
{
    struct date d;
    if (date_parse(s, &d, NULL) != ERR_OK) blocks_die(b->file, b->line, "not a date", s);
    return d;
}

static struct span span_of(const struct block *b)
{
    struct span s = {date_or_die(b, blocks_need(b, "from")), DATE_NONE};
    const struct field *until = blocks_field(b, "until", 0);
    if (until && *until->value) s.until = date_or_die(b, until->value);
    if (date_is_set(s.until) && date_cmp(s.until, s.from) < 0)
        blocks_die(b->file, b->line, "until lies before from", b->id);
    return s;
}

static bool inside(struct span inner, struct span outer)
{
    if (date_cmp(inner.from, outer.from) < 0) return false;
    if (!date_is_set(outer.until)) return true;
    return date_is_set(inner.until) && date_cmp(inner.until, outer.until) <= 0;
}

static const char *optional(const struct block *b, const char *key)
{
    const struct field *f = blocks_field(b, key, 0);
    return f ? f->value : "";
}

static void take_act(const struct block *b)
{
    static const char *const keys[] = {"title",     "number", "note",  "level",
                                       "first_day", "from",   "until", NULL};
    blocks_only(b, keys);
    const char *first_day = optional(b, "first_day");
    if (*first_day && strcmp(first_day, "unchecked") != 0)
        blocks_die(b->file, b->line, "first_day is unchecked or nothing", b->id);
    if (act_count == MAX_ACTS) blocks_die(b->file, b->line, "too many acts", b->id);
    for (size_t i = 0; i < act_count; i++)
        if (strcmp(acts[i].key, b->id) == 0) blocks_die(b->file, b->line, "id twice", b->id);
    acts[act_count++] = (struct act){b->id,
                                     blocks_need(b, "title"),
                                     optional(b, "number"),
                                     optional(b, "note"),
                                     strcmp(optional(b, "level"), "local") == 0,
                                     *first_day != 0,
                                     span_of(b)};
}

static void take_article(const struct block *b)
{
    static const char *const keys[] = {"gist", "from", "until", NULL};
    blocks_only(b, keys);
    if (act_count == 0) blocks_die(b->file, b->line, "article before its act", b->id);
    if (article_count == MAX_ARTICLES) blocks_die(b->file, b->line, "too many articles", b->id);
    size_t act = act_count - 1;
    for (size_t i = 0; i < article_count; i++)
        if (articles[i].act == act && strcmp(articles[i].key, b->id) == 0)
            blocks_die(b->file, b->line, "article twice", b->id);
    struct span span = blocks_field(b, "from", 0) ? span_of(b) : acts[act].span;
    if (!inside(span, acts[act].span))
        blocks_die(b->file, b->line, "article outside the life of its act", b->id);
    articles[article_count++] = (struct article){act, b->id, blocks_need(b, "gist"), span};
}

/* "act:article" → index; dies on anything else. */
static size_t cited(const struct block *b, const char *citation)
{
    const char *colon = strchr(citation, ':');
    for (size_t i = 0; colon && i < article_count; i++) {
        const char *act = acts[articles[i].act].key;
        if (strlen(act) == (size_t)(colon - citation) && strncmp(act, citation, strlen(act)) == 0 &&
            strcmp(articles[i].key, colon + 1) == 0)
            return i;
    }
    blocks_die(b->file, b->line, "unknown citation", citation);
}

static void take_ruling(const struct block *b, bool rule)
{
    static const char *const keys[] = {"cite", "from",    "until", "function",
                                       "gist", "reading", NULL};
    blocks_only(b, keys);
    if (ruling_count == MAX_RULINGS) blocks_die(b->file, b->line, "too many rules", b->id);
    for (size_t i = 0; i < ruling_count; i++)
        if (strcmp(rulings[i].key, b->id) == 0) blocks_die(b->file, b->line, "id twice", b->id);
    size_t article = cited(b, blocks_need(b, "cite"));
    struct span span = span_of(b);
    if (rule && !inside(span, articles[article].span))
        blocks_die(b->file, b->line, "rule outside the life of its article", b->id);
    rulings[ruling_count++] = (struct ruling){rule,
                                              b->id,
                                              article,
                                              span,
                                              rule ? blocks_need(b, "function") : "",
                                              blocks_need(b, "gist"),
                                              optional(b, "reading"),
                                              b};
}

/* A rule may name the interpretation by which it is read. */
static void check_readings(void)
{
    for (size_t i = 0; i < ruling_count; i++) {
        size_t k = 0;
        if (!*rulings[i].reading) continue;
        while (k < ruling_count &&
               (rulings[k].rule || strcmp(rulings[k].key, rulings[i].reading) != 0))
            k++;
        if (k == ruling_count)
            blocks_die(rulings[i].at->file, rulings[i].at->line, "unknown reading",
                       rulings[i].reading);
    }
}

/* ---- Parameters ----------------------------------------------------------------------------- */

static int64_t number_of(const struct block *b, const char *s, const char **rest)
{
    char *end;
    if (!isdigit((unsigned char)*s)) blocks_die(b->file, b->line, "not a number", s);
    long long v = strtoll(s, &end, 10);
    *rest = end;
    return v;
}

/* A list is packed one byte each, the first in the lowest byte. */
static int64_t list_of(const struct block *b, const char *s)
{
    int64_t packed = 0;
    for (int i = 0; *s; i++) {
        int64_t v = number_of(b, s, &s);
        if (v < 1 || v > 127 || i == 8)
            blocks_die(b->file, b->line, "a list holds up to 8 numbers of 1 to 127", s);
        packed |= v << (8 * i);
        while (*s == ' ') s++;
    }
    return packed;
}

static int64_t value_of(const struct block *b, const struct param *p, const char *s)
{
    if (p->choice_count) {
        for (size_t i = 0; i < p->choice_count; i++)
            if (strcmp(p->choice[i], s) == 0) return (int64_t)i;
        blocks_die(b->file, b->line, "not one of its choices", s);
    }
    if (strcmp(p->unit, "list") == 0 || strcmp(p->unit, "ages") == 0) return list_of(b, s);
    const char *rest;
    int64_t v = number_of(b, s, &rest);
    if (*rest) blocks_die(b->file, b->line, "not a number", s);
    return v;
}

/* "2018-01-01..2018-12-31 collective" or "2019-01-01.. rolling" */
static void take_value(const struct block *b, struct param *p, const char *text)
{
    if (p->value_count == MAX_VALUES) blocks_die(b->file, b->line, "too many values", b->id);
    struct value *v = &p->value[p->value_count];
    char part[16] = "";
    const char *dots = strstr(text, ".."), *space = strchr(text, ' ');
    if (!dots || !space || dots - text != 10 || (space - dots != 2 && space - dots != 12))
        blocks_die(b->file, b->line, "a value is FROM..[UNTIL] VALUE", text);
    memcpy(part, text, 10);
    v->span.from = date_or_die(b, part);
    if (space - dots == 12) {
        memcpy(part, dots + 2, 10);
        v->span.until = date_or_die(b, part);
    }
    while (*space == ' ') space++;
    v->value = value_of(b, p, space);
    if (p->value_count++ == 0) return;
    struct span before = v[-1].span;
    if (!date_is_set(before.until) || before.until.day >= v->span.from.day)
        blocks_die(b->file, b->line, "values overlap", b->id);
    if (before.until.day + 1 != v->span.from.day)
        blocks_die(b->file, b->line, "a gap between values", b->id);
}

static void take_choices(const struct block *b, struct param *p)
{
    const char *text = optional(b, "choices");
    char *s = *text ? blocks_copy(text) : NULL;
    while (s && *s) {
        if (p->choice_count == MAX_CHOICES) blocks_die(b->file, b->line, "too many choices", b->id);
        p->choice[p->choice_count++] = s;
        s += strcspn(s, " ");
        while (*s == ' ') *s++ = 0;
    }
}

static void take_param(const struct block *b)
{
    static const char *const keys[] = {"text", "unit", "choices", "cite", "value", NULL};
    static const char *const units[] = {
        "count", "days",      "working_days", "months", "years",  "percent", "permille",
        "fen",   "month_day", "list",         "ages",   "choice", NULL};
    blocks_only(b, keys);
    if (param_count == MAX_PARAMS) blocks_die(b->file, b->line, "too many parameters", b->id);
    for (size_t i = 0; i < param_count; i++)
        if (strcmp(params[i].key, b->id) == 0) blocks_die(b->file, b->line, "id twice", b->id);
    struct param *p = &params[param_count++];
    *p = (struct param){
        .key = b->id, .text = blocks_need(b, "text"), .unit = blocks_need(b, "unit")};
    size_t u = 0;
    while (units[u] && strcmp(units[u], p->unit) != 0) u++;
    if (!units[u]) blocks_die(b->file, b->line, "unknown unit", p->unit);
    take_choices(b, p);
    if ((p->choice_count > 0) != (strcmp(p->unit, "choice") == 0))
        blocks_die(b->file, b->line, "choices and unit do not fit", b->id);
    blocks_need(b, "cite");
    for (size_t i = 0; blocks_field(b, "cite", i); i++) {
        if (i == MAX_CITES) blocks_die(b->file, b->line, "too many citations", b->id);
        p->cite[p->cite_count++] = cited(b, blocks_field(b, "cite", i)->value);
    }
    /* "value = none" alone: nobody has decided it yet, so no value is in force on any day */
    if (strcmp(blocks_need(b, "value"), "none") == 0 && !blocks_field(b, "value", 1)) return;
    for (size_t i = 0; blocks_field(b, "value", i); i++)
        take_value(b, p, blocks_field(b, "value", i)->value);
}

static void take_window(const struct block *b)
{
    static const char *const keys[] = {"announced", "first", "last", "cite", NULL};
    blocks_only(b, keys);
    if (window_count == MAX_WINDOWS) blocks_die(b->file, b->line, "too many windows", b->id);
    cited(b, blocks_need(b, "cite"));
    windows[window_count++] = (struct window_row){date_or_die(b, blocks_need(b, "announced")),
                                                  date_or_die(b, blocks_need(b, "first")),
                                                  date_or_die(b, blocks_need(b, "last"))};
}

static void take_item(const struct block *b)
{
    static const char *const keys[] = {"title", "cite", NULL};
    blocks_only(b, keys);
    if (item_count == MAX_ITEMS) blocks_die(b->file, b->line, "too many items", b->id);
    for (size_t i = 0; i < item_count; i++)
        if (strcmp(items[i].key, b->id) == 0) blocks_die(b->file, b->line, "id twice", b->id);
    items[item_count++] =
        (struct item){b->id, blocks_need(b, "title"), cited(b, blocks_need(b, "cite"))};
}

static void take_other(const struct block *b)
{
    static const struct {
        const char *type;
        void (*take)(const struct block *b);
    } types[] = {{"param", take_param}, {"window", take_window}, {"item", take_item}};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(b->type, types[i].type) == 0) {
            types[i].take(b);
            return;
        }
    if (strcmp(b->type, "act") != 0 && strcmp(b->type, "article") != 0)
        blocks_die(b->file, b->line, "unknown block", b->type);
}

static void take(const struct blocks *all)
{
    for (size_t i = 0; i < all->count; i++) { /* acts first: everything else cites them */
        const struct block *b = &all->at[i];
        if (strcmp(b->type, "act") == 0) take_act(b);
        if (strcmp(b->type, "article") == 0) take_article(b);
    }
    for (size_t i = 0; i < all->count; i++) {
        const struct block *b = &all->at[i];
        if (strcmp(b->type, "rule") == 0) take_ruling(b, true);
        else if (strcmp(b->type, "interpretation") == 0) take_ruling(b, false);
        else take_other(b);
    }
    check_readings();
}

int main(int argc, char **argv)
{
    struct blocks all = {0};
    int i = 2;
    for (; i < argc && strcmp(argv[i], "--calendar") != 0; i++) blocks_read(&all, argv[i]);
    if (argc < 3 || i + 3 != argc)
        blocks_die("usage", 0, "lawgen OUTDIR FILE... --calendar CSV CSV", "");
    take(&all);
    emit_params(argv[1]);
    emit_register(argv[1]);
    emit_calendar(argv[1], argv[i + 1], argv[i + 2]);
    return 0;
}
