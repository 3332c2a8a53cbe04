/* C29 as a page: the end of a period of the law, counted day by day, beside the law itself. Asked
 * with a GET, so that the address is the question: it can be kept, sent on, and gone back to. */
#include <string.h>

#include "law/clocks.h"
#include "law/register.h"
#include "web/page.h"

#define DAYS_MOST 400

struct asking {
    const struct law_clock *clock;
    struct date start, law_day;
    struct law law;
};

static const char *unit_title(enum period_unit unit)
{
    static const enum zh_id words[] = {[PERIOD_UNSET] = ZH_none,
                                       [PERIOD_WORKING_DAYS] = ZH_lawpage_unit_working_days,
                                       [PERIOD_DAYS] = ZH_lawpage_unit_days,
                                       [PERIOD_MONTHS] = ZH_lawpage_unit_months,
                                       [PERIOD_YEARS] = ZH_lawpage_unit_years};
    return zh_text(words[unit]);
}

static const char *end_title(const struct law_clock *c)
{
    static const enum zh_id words[] = {[CLOCK_UNSET] = ZH_deadline_end_unsaid,
                                       [CLOCK_WORKING] = ZH_deadline_end_working,
                                       [CLOCK_ROLLS] = ZH_deadline_end_rolls,
                                       [CLOCK_STAYS] = ZH_deadline_end_stays,
                                       [CLOCK_UNSAID] = ZH_deadline_end_unsaid};
    return zh_text(words[c->end]);
}

static const char *number(const struct turn *t, int64_t n)
{
    return arena_print(t->arena, "%lld", (long long)n);
}

static const char *length(const struct turn *t, const struct law_clock *c, struct date on)
{
    int64_t n;
    if (!params_value(t->app.law.params, c->param, on, &n)) return zh_text(ZH_deadline_none);
    return frame_print(t, ZH_deadline_length, number(t, n), unit_title(clocks_unit(c)));
}

/* Of the articles that a clock rests on, the first that is in force on that day. */
static int article_on(const struct law_clock *c, struct date on)
{
    for (int n = 0; params_citation(c->param, n) >= 0; n++) {
        int article = params_citation(c->param, n);
        const struct register_article *a = register_article_at(article);
        if (register_holds(a->from, a->until, on)) return article;
    }
    return params_citation(c->param, 0);
}

static struct view_text article(const struct turn *t, const struct law_clock *c, struct date on)
{
    char *text = arena_alloc(t->arena, 512);
    struct date today = t->app.clock.business_date;
    return view_text(register_citation_on(article_on(c, on), today, text, 512));
}

static struct view_text article_url(const struct turn *t, const struct law_clock *c, struct date on)
{
    const char *id = id_text(t->arena, article_on(c, on) + 1);
    return view_text(arena_print(t->arena, "/staff/law/%s", id));
}

static void put_clocks(struct turn *t, const struct asking *a, struct tmpl_deadline_model *m)
{
    size_t n = 0;
    struct date on = date_is_set(a->law_day) ? a->law_day : t->app.clock.business_date;
    while (clocks_at(n)) n++;
    struct tmpl_deadline_clock *rows = ARENA_ARRAY(t->arena, struct tmpl_deadline_clock, n);
    for (size_t i = 0; i < n; i++) {
        const struct law_clock *c = clocks_at(i);
        rows[i] = (struct tmpl_deadline_clock){
            view_text(params_key(c->param)), view_text(params_text(c->param)),
            view_text(length(t, c, on)),     article(t, c, on),
            article_url(t, c, on),           view_text(end_title(c)),
            c->end == CLOCK_UNSAID,          c == a->clock};
    }
    m->clocks = rows;
    m->clocks_n = n;
}

/* ---- The arithmetic ------------------------------------------------------------------------- */

struct steps {
    const struct turn *t;
    const struct asking *a;
    struct tmpl_deadline_day *rows;
    size_t n;
};

static void step(struct steps *s, struct date on, const char *counted, const char *why)
{
    if (s->n < DAYS_MOST)
        s->rows[s->n++] = (struct tmpl_deadline_day){on, view_text(counted ? counted : ""),
                                                     view_text(why), counted == NULL, false};
}

/* Why a day is one of rest; for a working day only what makes it one. */
static const char *name_of(const struct steps *s, struct date d)
{
    const char *name = calendar_name(s->a->law.calendar, d);
    if (*name || calendar_workday(s->a->law.calendar, d)) return name;
    return zh_text(ZH_deadline_weekend);
}

static void each_working_day(struct steps *s, struct date due)
{
    int64_t n = 0;
    for (struct date d = date_add_days(s->a->start, 1); date_cmp(d, due) <= 0;
         d = date_add_days(d, 1)) {
        bool works = calendar_workday(s->a->law.calendar, d);
        const char *nth =
            works ? frame_print(s->t, ZH_deadline_nth, number(s->t, ++n), NULL) : NULL;
        step(s, d, nth, name_of(s, d));
    }
}

/* Of a calendar period only its last day, and how that moved. */
static void the_last_day(struct steps *s, const struct law_clock_answer *r)
{
    const char *text = length(s->t, s->a->clock, s->a->law_day);
    struct date last = r->due;
    if (s->a->clock->end == CLOCK_ROLLS) { /* where the period itself ends */
        int n = (int)r->count;
        enum period_unit unit = clocks_unit(s->a->clock);
        last = unit == PERIOD_DAYS
                   ? date_add_days(s->a->start, n)
                   : date_add_months(s->a->start, unit == PERIOD_YEARS ? n * 12 : n);
    }
    const char *name = name_of(s, last);
    const char *what = zh_text(ZH_deadline_last);
    if (*name) what = frame_print(s->t, ZH_web_flag_title, what, name);
    step(s, last, text, what);
    for (struct date d = date_add_days(last, 1); date_cmp(d, r->due) <= 0;
         d = date_add_days(d, 1)) {
        bool works = calendar_workday(s->a->law.calendar, d);
        step(s, d, works ? "" : NULL, works ? zh_text(ZH_deadline_moved) : name_of(s, d));
    }
}

static void put_answer(struct turn *t, const struct asking *a, const struct law_clock_answer *r,
                       struct tmpl_deadline_model *m)
{
    struct steps s = {t, a, ARENA_ARRAY(t->arena, struct tmpl_deadline_day, DAYS_MOST), 0};
    struct tmpl_deadline_answer *out = ARENA_NEW(t->arena, struct tmpl_deadline_answer);
    struct date_text due = date_print(r->due);
    step(&s, a->start, NULL, zh_text(ZH_deadline_first));
    if (a->clock->end == CLOCK_WORKING) each_working_day(&s, r->due);
    else the_last_day(&s, r);
    s.rows[s.n - 1].end = true;
    *out = (struct tmpl_deadline_answer){
        .due = r->due,
        .title = view_text(params_text(a->clock->param)),
        .length = view_text(length(t, a->clock, a->law_day)),
        .end = view_text(end_title(a->clock)),
        .article = article(t, a->clock, a->law_day),
        .url = article_url(t, a->clock, a->law_day),
        .law_day = a->law_day,
        .days = s.rows,
        .days_n = s.n,
    };
    if (a->clock->end == CLOCK_UNSAID && date_cmp(r->due, r->rolled) != 0)
        out->unsaid = view_text(frame_print(t, ZH_deadline_unsaid, due.s, date_print(r->rolled).s));
    if (r->past_calendar)
        out->past = view_text(
            frame_print(t, ZH_deadline_past, number(t, calendar_last_year(a->law.calendar)), NULL));
    m->answer = out;
    m->answer_n = 1;
}

/* ---- The question --------------------------------------------------------------------------- */

static const char *typed(const struct turn *t, const char *name)
{
    const char *text = http_get(t->q->query, name);
    return text && strlen(text) < 40 ? text : "";
}

static struct date day_of(struct turn *t, const char *field, enum zh_id missing)
{
    struct date d = DATE_NONE;
    const char *text = typed(t, field);
    if (!*text && missing) form_error(&t->form, field, zh_text(missing));
    if (*text && date_parse_office(text, &d, NULL))
        form_error(&t->form, field, zh_text(ZH_lawpage_bad_day));
    return d;
}

static void answer(struct turn *t, struct asking *a, struct tmpl_deadline_model *m)
{
    struct law_clock_answer r;
    a->clock = clocks_find(typed(t, "clock"));
    a->start = day_of(t, "start", ZH_deadline_need_day);
    a->law_day = day_of(t, "on", ZH_none);
    if (!a->clock) form_error(&t->form, "clock", zh_text(ZH_deadline_need_clock));
    if (t->form.error_n) return;
    if (!date_is_set(a->law_day)) a->law_day = a->start;
    a->law = app_law_on(&t->app, t->arena, t->app.clock.business_date, DATE_NONE);
    if (clocks_answer(a->law.calendar, a->law.params, a->clock, a->start, a->law_day, &r))
        put_answer(t, a, &r, m);
    else
        form_error(&t->form, "on",
                   frame_print(t, ZH_deadline_no_value, date_print(a->law_day).s, NULL));
}

enum err page_deadline(struct turn *t, struct problem *why)
{
    struct asking a = {0};
    struct tmpl_deadline_model m = {.start_text = view_text(typed(t, "start")),
                                    .on_text = view_text(typed(t, "on"))};
    (void)why;
    if (http_get(t->q->query, "clock") || http_get(t->q->query, "start")) answer(t, &a, &m);
    if (t->form.error_n) t->r->status = 422;
    m.page = frame_staff(t, zh_text(ZH_deadline_title));
    m.page.on_law = true;
    m.errors = frame_errors(t);
    m.clock_error = view_text(frame_error_at(t, "clock"));
    m.start_error = view_text(frame_error_at(t, "start"));
    m.on_error = view_text(frame_error_at(t, "on"));
    put_clocks(t, &a, &m);
    tmpl_deadline(&t->r->body, &m);
    return ERR_OK;
}
