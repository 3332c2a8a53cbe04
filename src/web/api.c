#include "web/api.h"

#include <stdlib.h>
#include <string.h>

#include "app/certify.h"
#include "app/person_show.h"
#include "law/clocks.h"
#include "web/sign_in.h"

enum { USER, PASSWORD, CODE };
enum { NUMBER, WAY, HELD_ON, NOTE };
enum { PERSON_NUMBER, PURPOSE };
enum { START, COUNT, UNIT, KNOWN_AT, CLOCK, ON };
enum { COUNT_MOST = 36600 }; /* a century of days */

static void put_session(struct turn *t, const struct principal *p, const char *token)
{
    struct buf *b = &t->r->body;
    frame_json_start(t);
    buf_puts(b, "{\"login\":");
    buf_json(b, p->login);
    buf_printf(b, ",\"role\":\"%s\",\"agency\":\"%s\",\"token\":\"%s\"}\n", role_word(p->role),
               p->agency, token);
}

enum err api_session(struct turn *t, struct problem *why)
{
    (void)why;
    put_session(t, &t->call.who, t->token);
    return ERR_OK;
}

enum err api_sign_in(struct turn *t, struct problem *why)
{
    const struct form_data *f = &t->form;
    char session[SESSION_TOKEN], mark[33];
    struct call call;
    struct session_now now;
    struct sign_in in = {f->text[USER], f->text[PASSWORD], f->text[CODE]};
    enum err e = session_sign_in(t->web->sessions, &t->app, &in, session, why);
    if (!e) e = session_call(&t->app, session, t->arena, &call, &now, why);
    if (e) return e;
    sign_in_cookie(t, arena_copy(t->arena, session, strlen(session)));
    session_mark(&t->app, "web.form", session, mark);
    put_session(t, &call.who, mark);
    return ERR_OK;
}

enum err api_sign_out(struct turn *t, struct problem *why)
{
    enum err e = session_sign_out(&t->call, why);
    if (e) return e;
    sign_in_cookie(t, NULL);
    t->r->status = 204;
    return ERR_OK;
}

enum err api_person(struct turn *t, struct problem *why)
{
    struct person_view v = {.number = t->form.text[PERSON_NUMBER], .json = true};
    t->call.purpose = t->form.text[PURPOSE];
    frame_json_start(t);
    return person_show(&t->call, &v, &t->r->body, why);
}

enum err api_certify(struct turn *t, struct problem *why)
{
    const struct form_data *f = &t->form;
    struct certified done;
    const char *key = http_header(t->q, "Idempotency-Key");
    if (key && (!*key || strlen(key) > 100))
        return problem_set(why, ERR_USAGE, ZH_web_key_length, "", NULL);
    struct certify c = {.number = f->text[NUMBER],
                        .way = f->id[WAY] ? (int)f->id[WAY] : 1,
                        .channel = "api",
                        .agency = t->call.who.agency,
                        .held_on = f->date[HELD_ON],
                        .note = f->text[NOTE],
                        .key = key,
                        .desk = true};
    enum err e = certify_person(&t->call, &c, &done, why);
    if (e) return e;
    struct date_text held = date_print(done.held_on), until = date_print(done.valid_until);
    frame_json_start(t);
    t->r->status = done.pending ? 202 : done.repeated ? 200 : 201;
    buf_printf(&t->r->body,
               "{\"reference\":\"%lld\",\"held_on\":\"%s\",\"valid_until\":\"%s\","
               "\"repeated\":%s,\"pending\":%s,\"forwarded\":%d}\n",
               (long long)done.reference, held.s, until.s, done.repeated ? "true" : "false",
               done.pending ? "true" : "false", done.forwarded);
    return ERR_OK;
}

/* ---- Deadlines ------------------------------------------------------------------------------ */

static enum period_unit unit_of(const char *word)
{
    static const char *const words[] = {[PERIOD_WORKING_DAYS] = "working_days",
                                        [PERIOD_DAYS] = "days",
                                        [PERIOD_MONTHS] = "months",
                                        [PERIOD_YEARS] = "years"};
    for (int i = PERIOD_WORKING_DAYS; i <= PERIOD_YEARS; i++)
        if (strcmp(word, words[i]) == 0) return (enum period_unit)i;
    return PERIOD_UNSET;
}

static enum err read_period(const struct form_data *f, int *n, enum period_unit *unit,
                            struct problem *why)
{
    const char *text = f->text[COUNT];
    bool digits = *text && strlen(text) <= 5 && strspn(text, "0123456789") == strlen(text);
    *n = digits ? (int)strtol(text, NULL, 10) : -1;
    *unit = unit_of(f->text[UNIT]);
    if (*n < 0 || *n > COUNT_MOST)
        return problem_set(why, ERR_INPUT, ZH_deadline_count, "count", NULL);
    if (!*unit) return problem_set(why, ERR_INPUT, ZH_deadline_unit, "unit", NULL);
    return ERR_OK;
}

/* A clock of the law instead of a length: the one table of law/clocks.h. Where it is not laid down
 * whether the last day rolls, there is no one answer: refused, the page shows both. */
static enum err clock_end(const struct form_data *f, const struct law *law, struct date *end,
                          struct problem *why)
{
    struct law_clock_answer r;
    const struct law_clock *c = clocks_find(f->text[CLOCK]);
    struct date start = f->date[START], on = date_is_set(f->date[ON]) ? f->date[ON] : start;
    if (!c) return problem_set(why, ERR_INPUT, ZH_deadline_need_clock, "clock", NULL);
    if (!clocks_answer(law->calendar, law->params, c, start, on, &r))
        return problem_set(why, ERR_LAW, ZH_deadline_no_value, "on", date_print(on).s, NULL);
    *end = r.due;
    if (c->end != CLOCK_UNSAID || r.due.day == r.rolled.day) return ERR_OK;
    struct date_text due = date_print(r.due), rolled = date_print(r.rolled);
    return problem_set(why, ERR_LAW, ZH_deadline_unsaid, "clock", due.s, rolled.s, NULL);
}

enum err api_deadline(struct turn *t, struct problem *why)
{
    const struct form_data *f = &t->form;
    int n = 0;
    enum period_unit unit = PERIOD_UNSET;
    struct date start = f->date[START], end = DATE_NONE;
    struct law law = app_law_on(&t->app, t->arena, t->app.clock.business_date, f->date[KNOWN_AT]);
    enum err e = *f->text[CLOCK] ? clock_end(f, &law, &end, why) : read_period(f, &n, &unit, why);
    if (e) return e;
    if (!*f->text[CLOCK]) end = calendar_period(law.calendar, start, n, unit);
    struct date_text from = date_print(start), until = date_print(end);
    frame_json_start(t);
    buf_printf(&t->r->body,
               "{\"start\":\"%s\",\"due_on\":\"%s\",\"days\":%d,\"working_days\":%d,"
               "\"calendar_until\":%d,\"past_calendar\":%s}\n",
               from.s, until.s, end.day - start.day, calendar_between(law.calendar, start, end),
               calendar_last_year(law.calendar),
               calendar_past(law.calendar, end) ? "true" : "false");
    return ERR_OK;
}
