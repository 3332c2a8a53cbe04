/* M10, reading the law: acts and articles as of a day, and for one article its rules, readings,
 * parameters with all their values, and the worked cases that are checked at every build (C28).
 * Nothing here is about a person; changing a parameter is another page's. */
#include <string.h>

#include "law/cases.h"
#include "law/law.h"
#include "law/register.h"
#include "web/page.h"

#define ARTICLE_CASES 60

/* ---- Words ---------------------------------------------------------------------------------- */

static struct view_text span(struct turn *t, struct date from, struct date until)
{
    struct date_text first = date_print(from);
    if (!date_is_set(until)) return view_text(frame_print(t, ZH_lawpage_open, first.s, NULL));
    return view_text(frame_print(t, ZH_lawpage_span, first.s, date_print(until).s));
}

static struct view_text span_of(struct turn *t, const struct register_act *act)
{
    struct view_text days = span(t, act->from, act->until);
    return act->rough ? view_text(frame_print(t, ZH_lawpage_rough, days.p, NULL)) : days;
}

static struct view_text state(struct date from, struct date until, struct date on)
{
    if (date_cmp(on, from) < 0) return view_text(zh_text(ZH_lawpage_not_yet));
    return view_text(
        zh_text(register_holds(from, until, on) ? ZH_lawpage_in_force : ZH_lawpage_over));
}

static const char *unit_word(const char *unit)
{
    static const struct {
        const char *unit;
        enum zh_id word;
    } words[] = {{"count", ZH_lawpage_unit_count},
                 {"days", ZH_lawpage_unit_days},
                 {"working_days", ZH_lawpage_unit_working_days},
                 {"months", ZH_lawpage_unit_months},
                 {"years", ZH_lawpage_unit_years},
                 {"percent", ZH_lawpage_unit_percent},
                 {"permille", ZH_lawpage_unit_permille},
                 {"fen", ZH_lawpage_unit_fen},
                 {"month_day", ZH_lawpage_unit_month_day},
                 {"list", ZH_lawpage_unit_list},
                 {"ages", ZH_lawpage_unit_ages},
                 {"choice", ZH_lawpage_unit_choice}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].unit, unit) == 0) return zh_text(words[i].word);
    return unit;
}

static const char *citation(struct turn *t, int article)
{
    char *out = arena_alloc(t->arena, 512);
    return register_citation(article, out, 512);
}

/* ---- What belongs to an article ------------------------------------------------------------- */

static bool cited(enum param_id id, int article)
{
    for (int n = 0; params_citation(id, n) >= 0; n++)
        if (params_citation(id, n) == article) return true;
    return false;
}

static int64_t rules_of(int article)
{
    int64_t n = 0;
    for (int i = RULE_NONE + 1; register_rule_at(i); i++)
        n += register_rule_at(i)->article == article;
    return n;
}

static int64_t params_of(int article)
{
    int64_t n = 0;
    for (int id = PARAM_NONE + 1; id < PARAM_COUNT; id++) n += cited((enum param_id)id, article);
    return n;
}

static int64_t cases_of(int article)
{
    int64_t n = 0;
    for (size_t i = 0; register_item_at(i); i++) {
        if (register_item_at(i)->article != article) continue;
        for (const struct law_case *c = law_cases; c->item; c++)
            n += strcmp(c->item, register_item_at(i)->key) == 0;
    }
    return n;
}

/* ---- All articles --------------------------------------------------------------------------- */

static const char *article_url(struct turn *t, int article, struct date on)
{
    return arena_print(t->arena, "/staff/law/%s?on=%s", id_text(t->arena, article + 1),
                       date_print(on).s);
}

static void put_articles(struct turn *t, enum act_id id, struct date on, struct tmpl_law_act *act)
{
    int count = (int)register_article_count();
    struct tmpl_law_article *rows =
        ARENA_ARRAY(t->arena, struct tmpl_law_article, (size_t)count + 1);
    for (int i = 0; i < count; i++) {
        const struct register_article *a = register_article_at(i);
        if (a->act != id) continue;
        const char *name = citation(t, i), *end = strstr(name, zh_text(ZH_lawpage_mark));
        rows[act->articles_n++] = (struct tmpl_law_article){
            .url = view_text(article_url(t, i, on)),
            .name = view_text(end ? end + strlen(zh_text(ZH_lawpage_mark)) : name),
            .gist = view_text(a->gist),
            .rules = rules_of(i),
            .params = params_of(i),
            .cases = cases_of(i),
            .good = register_holds(a->from, a->until, on),
            .state = state(a->from, a->until, on),
        };
    }
    act->articles = rows;
}

static void put_acts(struct turn *t, struct date on, struct tmpl_law_model *m)
{
    struct tmpl_law_act *rows = ARENA_ARRAY(t->arena, struct tmpl_law_act, ACT_COUNT);
    for (int id = ACT_NONE + 1; id < ACT_COUNT; id++) {
        const struct register_act *act = register_act_at((enum act_id)id);
        struct tmpl_law_act *row = &rows[m->acts_n++];
        *row = (struct tmpl_law_act){
            .title = view_text(act->title),
            .number = view_text(act->number),
            .note = view_text(act->note),
            .local = act->local,
            .span = span_of(t, act),
            .state = state(act->from, act->until, on),
            .good = register_holds(act->from, act->until, on),
        };
        put_articles(t, (enum act_id)id, on, row);
        if (act->local && date_is_set(act->until) && date_cmp(on, act->until) > 0)
            m->over = view_text(
                frame_print(t, ZH_lawpage_measure_over, act->title, date_print(act->until).s));
    }
    m->acts = rows;
}

/* The day asked for, else the business date; a wrong one is said and today's shown. */
static struct date asked_day(struct turn *t, const char **typed)
{
    struct date on = t->app.clock.business_date;
    const char *text = http_get(t->q->query, "on");
    *typed = text && strlen(text) < 40 ? text : "";
    if (!**typed) return on;
    if (date_parse_office(*typed, &on, NULL) == ERR_OK) return on;
    form_error(&t->form, "on", zh_text(ZH_lawpage_bad_day));
    t->r->status = 422;
    return t->app.clock.business_date;
}

enum err page_law(struct turn *t, struct problem *why)
{
    const char *typed;
    struct date on = asked_day(t, &typed);
    (void)why;
    struct tmpl_law_model m = {
        .page = frame_staff(t, zh_text(ZH_lawpage_title)),
        .errors = frame_errors(t),
        .on_text = view_text(typed),
        .may_change = permission_region(t->call.who.role, ACTION_PARAM_PROPOSE) != REGION_NONE,
        .benefit_url = matter_new_url(t, MATTER_BENEFIT_KIND)}; /* arts. 3(6), 15 */
    put_acts(t, on, &m);
    tmpl_law(&t->r->body, &m);
    return ERR_OK;
}

/* ---- One article ---------------------------------------------------------------------------- */

static void put_rules(struct turn *t, int article, struct date on, struct tmpl_law_article_model *m)
{
    size_t most = (size_t)rules_of(article) + 1;
    struct tmpl_law_article_rule *rows = ARENA_ARRAY(t->arena, struct tmpl_law_article_rule, most);
    for (int i = RULE_NONE + 1; register_rule_at(i); i++) {
        const struct register_rule *r = register_rule_at(i);
        if (r->article != article) continue;
        rows[m->rules_n++] = (struct tmpl_law_article_rule){view_text(r->key),
                                                            view_text(r->gist),
                                                            span(t, r->from, r->until),
                                                            view_text(r->function),
                                                            register_holds(r->from, r->until, on),
                                                            state(r->from, r->until, on)};
    }
    m->rules = rows;
}

static void put_readings(struct turn *t, int article, struct tmpl_law_article_model *m)
{
    size_t most = 1;
    while (register_interpretation_at((int)most)) most++;
    struct tmpl_law_article_reading *rows =
        ARENA_ARRAY(t->arena, struct tmpl_law_article_reading, most);
    for (int i = INTERPRETATION_NONE + 1; register_interpretation_at(i); i++) {
        const struct register_interpretation *r = register_interpretation_at(i);
        if (r->article == article)
            rows[m->readings_n++] =
                (struct tmpl_law_article_reading){view_text(r->gist), span(t, r->from, r->until)};
    }
    m->readings = rows;
}

static struct view_text value_text(struct turn *t, enum param_id id, int64_t value)
{
    char *out = arena_alloc(t->arena, 256);
    return view_text(params_print(id, value, out, 256));
}

static void put_values(struct turn *t, enum param_id id, struct tmpl_law_article_param *row)
{
    size_t count;
    const struct param_row *p = params_rows(t->app.law.params, id, &count);
    struct tmpl_law_article_value *rows =
        ARENA_ARRAY(t->arena, struct tmpl_law_article_value, count + 1);
    for (size_t i = 0; i < count; i++)
        rows[row->values_n++] = (struct tmpl_law_article_value){
            value_text(t, id, p[i].value), span(t, p[i].valid_from, p[i].valid_until)};
    row->values = rows;
}

static void put_params(struct turn *t, int article, struct date on,
                       struct tmpl_law_article_model *m)
{
    size_t most = (size_t)params_of(article) + 1;
    struct tmpl_law_article_param *rows =
        ARENA_ARRAY(t->arena, struct tmpl_law_article_param, most);
    for (int i = PARAM_NONE + 1; i < PARAM_COUNT; i++) {
        enum param_id id = (enum param_id)i;
        if (!cited(id, article)) continue;
        const struct param_row *now = params_row(t->app.law.params, id, on);
        struct tmpl_law_article_param *row = &rows[m->params_n++];
        *row = (struct tmpl_law_article_param){
            .key = view_text(params_key(id)),
            .text = view_text(params_text(id)),
            .unit = view_text(unit_word(params_unit(id))),
            .value = now ? value_text(t, id, now->value) : view_text(zh_text(ZH_lawpage_no_value)),
        };
        put_values(t, id, row);
    }
    m->params = rows;
}

static void put_cases(struct turn *t, const char *item, struct tmpl_law_article_item *out)
{
    struct tmpl_law_article_case *rows =
        ARENA_ARRAY(t->arena, struct tmpl_law_article_case, ARTICLE_CASES);
    for (const struct law_case *c = law_cases; c->item && out->cases_n < ARTICLE_CASES; c++)
        if (strcmp(c->item, item) == 0)
            rows[out->cases_n++] =
                (struct tmpl_law_article_case){view_text(c->title), view_text(c->file)};
    out->cases = rows;
}

static void put_items(struct turn *t, int article, struct tmpl_law_article_model *m)
{
    size_t most = 1;
    while (register_item_at(most)) most++;
    struct tmpl_law_article_item *rows = ARENA_ARRAY(t->arena, struct tmpl_law_article_item, most);
    for (size_t i = 0; register_item_at(i); i++) {
        const struct register_item *item = register_item_at(i);
        if (item->article != article) continue;
        struct tmpl_law_article_item *row = &rows[m->items_n++];
        row->title = view_text(item->title);
        put_cases(t, item->key, row);
    }
    m->items = rows;
}

enum err page_law_article(struct turn *t, struct problem *why)
{
    const char *typed;
    struct date on = asked_day(t, &typed);
    if (t->id > (int64_t)register_article_count())
        return problem_set(why, ERR_NOT_FOUND, ZH_web_not_here, NULL, NULL);
    int article = (int)t->id - 1;
    const struct register_article *a = register_article_at(article);
    struct tmpl_law_article_model m = {
        .page = frame_staff(t, citation(t, article)),
        .title = view_text(citation(t, article)),
        .gist = view_text(a->gist),
        .span = span(t, a->from, a->until),
        .state = state(a->from, a->until, on),
        .good = register_holds(a->from, a->until, on),
        .back_url = view_text(arena_print(t->arena, "/staff/law?on=%s", date_print(on).s)),
    };
    put_rules(t, article, on, &m);
    put_readings(t, article, &m);
    put_params(t, article, on, &m);
    put_items(t, article, &m);
    tmpl_law_article(&t->r->body, &m);
    return ERR_OK;
}
