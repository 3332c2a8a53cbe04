/* workday, period, id, law: answers without a store. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/division.h"
#include "base/idnum.h"
#include "base/zh.h"
#include "law/clocks.h"
#include "law/law.h"
#include "main/command.h"

static enum err calendar_for(struct run *r, const struct calendar **out, struct problem *why)
{
    const char *known = args_value(&r->args, "--known-at");
    struct date day = DATE_NONE;
    int64_t moment;
    size_t rows;
    const struct calendar_row *shipped = calendar_shipped(&rows);
    if (known) {
        enum err e = moment_parse(known, &moment, why);
        if (e) return e;
        day = moment_date(moment);
    }
    *out = calendar_build(r->arena, shipped, rows, day);
    return ERR_OK;
}

static enum err date_word(struct run *r, size_t index, struct date *out, struct problem *why)
{
    const char *text;
    enum err e = command_word(r, index, &text, why);
    if (!e && date_parse(text, out, why)) e = why->code = ERR_USAGE;
    return e;
}

static void warn_past(struct run *r, const struct calendar *c, struct date d)
{
    char year[16], text[400];
    snprintf(year, sizeof year, "%d", calendar_last_year(c));
    if (calendar_past(c, d))
        fprintf(r->err, "%s\n", zh_print(text, sizeof text, ZH_workday_past, year, NULL));
}

static enum err workday_add(struct run *r, const struct calendar *c, struct problem *why)
{
    struct date d;
    const char *text;
    int n = 0;
    enum err e = date_word(r, 1, &d, why);
    if (!e) e = command_word(r, 2, &text, why);
    if (!e) e = command_number(text, &n, why);
    if (e) return e;
    d = calendar_add(c, d, n);
    fprintf(r->out, "%s\n", date_print(d).s);
    warn_past(r, c, d);
    return ERR_OK;
}

static enum err workday_between(struct run *r, const struct calendar *c, struct problem *why)
{
    struct date a, b;
    enum err e = date_word(r, 1, &a, why);
    if (!e) e = date_word(r, 2, &b, why);
    if (e) return e;
    fprintf(r->out, "%d\n", calendar_between(c, a, b));
    warn_past(r, c, date_max(a, b));
    return ERR_OK;
}

static enum err workday_check(struct run *r, const struct calendar *c, struct problem *why)
{
    struct date d;
    enum err e = date_word(r, 1, &d, why);
    if (e) return e;
    const char *name = calendar_name(c, d);
    fprintf(r->out, "%s%s%s\n", calendar_workday(c, d) ? "workday" : "rest", *name ? " " : "",
            name);
    warn_past(r, c, d);
    return ERR_OK;
}

enum err command_workday(struct run *r, struct problem *why)
{
    const char *what;
    const struct calendar *c;
    enum err e = command_word(r, 0, &what, why);
    if (!e) e = calendar_for(r, &c, why);
    if (e) return e;
    if (strcmp(what, "add") == 0) return workday_add(r, c, why);
    if (strcmp(what, "between") == 0) return workday_between(r, c, why);
    if (strcmp(what, "check") == 0) return workday_check(r, c, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}

/* A clock of the law by its key (law/clocks.h); where it is not laid down whether it rolls, that is
 * said, with both days. */
static enum err clock_named(struct run *r, const struct calendar *c, const struct law_clock *clock,
                            struct date d, struct problem *why)
{
    struct law_clock_answer a;
    const char *text = args_value(&r->args, "--on");
    struct date on = d;
    if (text && date_parse(text, &on, why)) return why->code = ERR_USAGE;
    struct date_text law_day = date_print(on);
    if (!clocks_answer(c, params_build(r->arena, NULL, 0), clock, d, on, &a))
        return problem_set(why, ERR_LAW, ZH_deadline_no_value, "on", law_day.s, NULL);
    struct date_text due = date_print(a.due), rolled = date_print(a.rolled);
    if (clock->end == CLOCK_UNSAID && a.due.day != a.rolled.day)
        return problem_set(why, ERR_LAW, ZH_deadline_unsaid, NULL, due.s, rolled.s, NULL);
    fprintf(r->out, "%s\n", due.s);
    warn_past(r, c, a.due);
    return ERR_OK;
}

/* "+6m", "+30d", "+2y": the end of the period by 民法典 202, rolled by 203. */
enum err command_period(struct run *r, struct problem *why)
{
    struct date d;
    const char *text;
    const struct calendar *c;
    char digits[16] = "";
    int n = 0;
    enum err e = date_word(r, 0, &d, why);
    if (!e) e = command_word(r, 1, &text, why);
    if (!e) e = calendar_for(r, &c, why);
    if (e) return e;
    if (clocks_find(text)) return clock_named(r, c, clocks_find(text), d, why);
    size_t size = strlen(text);
    char unit = size ? text[size - 1] : 0;
    if (text[0] != '+' || size < 3 || size > 8 || !strchr("dmy", unit))
        return problem_set(why, ERR_USAGE, ZH_period_form, NULL, text, NULL);
    memcpy(digits, text + 1, size - 2);
    e = command_number(digits, &n, why);
    if (e) return e;
    d = calendar_period(c, d, n,
                        unit == 'd'   ? PERIOD_DAYS
                        : unit == 'y' ? PERIOD_YEARS
                                      : PERIOD_MONTHS);
    fprintf(r->out, "%s\n", date_print(d).s);
    warn_past(r, c, d);
    return ERR_OK;
}

static void print_id(struct run *r, const struct idnum *id, const char *hint)
{
    const char *type = zh_text(idnum_kind_word(id->kind)),
               *sex = id->sex ? zh_text(idnum_sex_word(id->sex)) : "";
    if (!args_has(&r->args, "--json")) {
        fprintf(r->out, "number=%s\ntype=%s\nsex=%s\nbirth=%s\n", id->number, type, sex,
                date_print(id->birth).s);
        if (id->original15[0]) fprintf(r->out, "also=%s\n", id->original15);
        if (*hint) fprintf(r->out, "hint=%s\n", hint);
        if (id->age_unusual) fprintf(r->out, "hint=%s\n", zh_text(ZH_id_age_unusual));
        return;
    }
    struct buf b = BUF(4096);
    buf_puts(&b, "{\"number\":");
    buf_json(&b, id->number);
    buf_puts(&b, ",\"type\":");
    buf_json(&b, type);
    buf_puts(&b, ",\"sex\":");
    buf_json(&b, sex);
    buf_printf(&b, ",\"birth\":\"%s\",\"also\":\"%s\",\"hints\":[", date_print(id->birth).s,
               id->original15);
    if (*hint) buf_json(&b, hint);
    buf_puts(&b, "]}\n");
    fwrite(b.p, 1, b.n, r->out);
    buf_free(&b);
}

enum err command_id(struct run *r, struct problem *why)
{
    const char *what, *number;
    struct idnum id;
    char hint[128];
    struct date today = date_is_set(r->date) ? r->date : clock_system().business_date;
    enum err e = command_word(r, 0, &what, why);
    if (!e) e = command_word(r, 1, &number, why);
    if (!e && strcmp(what, "check") != 0)
        e = problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
    if (!e) e = idnum_parse(number, today, &id, why);
    if (e) return e;
    division_hint(id.division, hint, sizeof hint);
    print_id(r, &id, hint);
    return ERR_OK;
}
