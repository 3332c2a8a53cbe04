/*
 * Answers the JSON questions of tests/oracle/README.md with the C law: one question a line on stdin, one answer a line on stdout, keys
 * sorted. A form that is not the law room's (number checks, the month ledger) is {"error": "unknown form"}.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "base/zh.h"
#include "law/abroad.h"
#include "law/foresee.h"
#include "law/fraud.h"
#include "law/kinds.h"
#include "law/law.h"
#include "law/overlap.h"
#include "law/power.h"
#include "law/register.h"
#include "law/tips.h"
#include "law/ways.h"
#include "law/words.h"

static struct arena *arena, *lasting;
static const struct params *params;

#define KNOWN 64
static struct {
    int day;
    const struct calendar *calendar;
} known[KNOWN];
static size_t known_count;

static struct date day(const json_t *q, const char *key)
{
    struct date d = DATE_NONE;
    const char *s = json_string_value(json_object_get(q, key));
    if (s) date_parse(s, &d, NULL);
    return d;
}

static struct month month(const json_t *q, const char *key)
{
    struct month m = MONTH_NONE;
    const char *s = json_string_value(json_object_get(q, key));
    if (s) month_parse(s, &m, NULL);
    return m;
}

static int64_t whole(const json_t *q, const char *key)
{
    return json_integer_value(json_object_get(q, key));
}

static const char *text(const json_t *q, const char *key)
{
    const char *s = json_string_value(json_object_get(q, key));
    return s ? s : "";
}

static json_t *date_json(struct date d)
{
    return date_is_set(d) ? json_string(date_print(d).s) : json_null();
}

static json_t *month_json(struct month m)
{
    return month_is_set(m) ? json_string(month_print(m).s) : json_null();
}

static json_t *months_json(struct month first, struct month last)
{
    json_t *list = json_array();
    for (struct month m = first; month_cmp(m, last) <= 0; m = month_add(m, 1)) json_array_append_new(list, month_json(m));
    return list;
}

static const struct calendar *calendar_of(struct date known_at)
{
    for (size_t i = 0; i < known_count; i++)
        if (known[i].day == known_at.day) return known[i].calendar;
    size_t n;
    const struct calendar_row *rows = calendar_shipped(&n);
    bool keep = known_count < KNOWN;
    const struct calendar *c = calendar_build(keep ? lasting : arena, rows, n, known_at);
    if (keep) {
        known[known_count].day = known_at.day;
        known[known_count++].calendar = c;
    }
    return c;
}

static struct law law_on(const json_t *q, struct date today)
{
    return (struct law){calendar_of(day(q, "known_at")), params, today};
}

#define FIRST_YEAR 2017

static bool published(const struct law *law, struct date d)
{
    return date_civil(d).year >= FIRST_YEAR && !calendar_past(law->calendar, d);
}

static json_t *dated(const struct law *law, struct date d)
{
    return json_pack("{s:o,s:b}", "date", date_json(d), "published", published(law, d));
}

static json_t *only(const char *key, json_t *value)
{
    return json_pack("{s:o}", key, value);
}

/* Before the measure nothing is decided: the law answers "no law in force" where the other side, which is asked about arithmetic only,
 * gives a day. Such a question is not compared. */
static json_t *unknown_form(void)
{
    return only("error", json_string("unknown form"));
}

static bool before_measure(struct date d)
{
    return date_cmp(d, register_act_at(ACT_MEASURE)->from) < 0;
}

/* ---- Days ------------------------------------------------------------------------------------------------------------------------- */

static json_t *q_workday_add(const json_t *q)
{
    struct law law = law_on(q, DATE_NONE);
    return dated(&law, calendar_add(law.calendar, day(q, "from"), (int)whole(q, "n")));
}

static json_t *q_workday_between(const json_t *q)
{
    struct law law = law_on(q, DATE_NONE);
    return only("count", json_integer(calendar_between(law.calendar, day(q, "a"), day(q, "b"))));
}

static json_t *q_workday_check(const json_t *q)
{
    struct law law = law_on(q, DATE_NONE);
    struct date d = day(q, "date");
    /* the other side gives the bare name of the holiday for a make-up day too */
    const char *name = calendar_name(law.calendar, d), *suffix = strchr(zh_text(ZH_law_makeup_day), '}') + 1;
    const char *cut = strstr(name, suffix);
    return json_pack("{s:b,s:o}", "workday", calendar_workday(law.calendar, d), "name",
                     json_stringn(name, cut ? (size_t)(cut - name) : strlen(name)));
}

static json_t *q_period(const json_t *q)
{
    struct law law = law_on(q, DATE_NONE);
    struct date from = day(q, "from");
    int n = (int)whole(q, "n");
    struct date end = *text(q, "unit") == 'd' ? date_add_days(from, n) : date_add_months(from, n);
    return dated(&law, calendar_roll(law.calendar, end));
}

static json_t *q_add_months(const json_t *q)
{
    return only("date", date_json(date_add_months(day(q, "from"), (int)whole(q, "n"))));
}

/* ---- Cycle and suspension ----------------------------------------------------------------------------------------------------------- */

static json_t *q_due(const json_t *q)
{
    struct law law = law_on(q, day(q, "success"));
    struct window w = {date_of(2018, 1, 1), date_of(2018, 2, 1), day(q, "last")};
    struct cycle_facts f = {.last_success = day(q, "success"), .first_month = month(q, "start"), .registered_on = day(q, "imported")};
    if (strcmp(text(q, "mode"), "window") == 0) { /* the collective mode on every day, a window that anybody missed */
        law.params = params_with(arena, params, PARAM_CYCLE_MODE, CHOICE_CYCLE_MODE_COLLECTIVE);
        w.first = date_add_days(w.last, -30);
        w.announced = date_add_days(w.first, -15);
        f.last_success = date_add_days(w.last, -400);
        f.windows = &w;
        f.window_count = 1;
    }
    if (json_object_get(q, "months")) law.params = params_with(arena, law.params, PARAM_CYCLE_MONTHS, whole(q, "months"));
    if (strcmp(text(q, "end"), "month_end") == 0)
        law.params = params_with(arena, law.params, PARAM_CYCLE_END, CHOICE_CYCLE_END_MONTH_END);
    return only("date", date_json(law_due(&law, &f, NULL)));
}

static json_t *q_reminders(const json_t *q)
{
    int before[8];
    struct law law = law_on(q, date_max(day(q, "due"), date_of(2018, 1, 1)));
    json_t *dates = json_array();
    size_t n = law_reminders(&law, before);
    for (size_t i = 0; i < n; i++) json_array_append_new(dates, date_json(date_add_days(day(q, "due"), -before[i])));
    return only("dates", dates);
}

static json_t *objection(const json_t *q, struct law *law)
{
    struct date raised = day(q, "raised"), accepted = day(q, "accepted");
    if (before_measure(raised)) return unknown_form();
    bool literal = strcmp(text(q, "mode"), "literal") == 0;
    if (literal) {
        law->params = params_with(arena, law->params, PARAM_OBJECTION_MODE, CHOICE_OBJECTION_MODE_LITERAL);
        accepted = ways_objection_by(law, raised, NULL);
    }
    return json_pack("{s:o,s:o}", "verdict_by", literal ? json_null() : date_json(ways_objection_by(law, raised, NULL)), "decide_by",
                     date_json(law_suspend_by(law, CAUSE_OBJECTION, accepted, NULL)));
}

static json_t *q_suspend_by(const json_t *q)
{
    struct law law = law_on(q, day(q, "due"));
    const char *trigger = text(q, "trigger");
    if (strcmp(trigger, "objection") == 0) return objection(q, &law);
    bool failed = strcmp(trigger, "failed") == 0;
    if (before_measure(failed ? date_max(day(q, "finding"), law.today) : law.today)) return unknown_form();
    struct date from = failed ? date_max(day(q, "finding"), day(q, "due")) : day(q, "due");
    return only("date", date_json(law_suspend_by(&law, failed ? CAUSE_FAILED : CAUSE_MISSED, from, NULL)));
}

static json_t *q_lock(const json_t *q)
{
    struct law law = law_on(q, DATE_NONE);
    return only("date", date_json(law_lock_day(&law, month(q, "month"))));
}

static json_t *q_first_month_hit(const json_t *q)
{
    struct law law = law_on(q, day(q, "released"));
    return only("month", month_json(law_effect_month(&law, MONTH_NONE)));
}

static json_t *q_investigation(const json_t *q)
{
    struct law law = law_on(q, day(q, "released"));
    return only("date", date_json(law_investigation_day(&law, law.today, NULL)));
}

static json_t *q_powers(const json_t *q)
{
    struct law law = law_on(q, day(q, "decided"));
    struct finding why;
    struct power_decision d = power_decision(&law, law.today, &why);
    static const struct {
        enum act_id act;
        const char *name;
    } acts[] = {{ACT_MEASURE, "measure"}, {ACT_INSURANCE_LAW, "insurance_law"}, {ACT_AGENCY_REGULATION, "regulation"}};
    json_t *cites = json_array();
    for (size_t i = 0; i < 3; i++)
        for (int r = 0; r < why.rule_count; r++)
            if (register_article_at(register_rule_at(why.rule[r])->article)->act == acts[i].act) {
                json_array_append_new(cites, json_string(acts[i].name));
                break;
            }
    return json_pack("{s:b,s:o,s:b,s:b}", "allowed", d.allowed, "cites", cites, "old_measure", d.name_expired, "file", d.file_needed);
}

/* ---- Loss and report ---------------------------------------------------------------------------------------------------------------- */

static json_t *q_prison(const json_t *q)
{
    struct law law = law_on(q, day(q, "start"));
    struct loss_facts f = {.event = LOSS_PRISON, .on = day(q, "start"), .until = day(q, "release"), .sentence = SENTENCE_IMPRISONMENT,
                           .line_kind = LINE_WORKER_PENSION};
    struct loss_effect e = law_loss(&law, &f, NULL);
    return only("months", e.effect == STOP_STOP ? months_json(e.from, month_add(e.until, -1)) : json_array());
}

static json_t *q_overpaid(const json_t *q)
{
    struct law law = law_on(q, day(q, "stopped"));
    return only("months", months_json(month_add(month(q, "last_payable"), 1), month_add(law_effect_month(&law, MONTH_NONE), -1)));
}

static json_t *q_eighteen(const json_t *q)
{
    struct foresee_facts f = {.line_kind = LINE_DEPENDANT, .relation = relation_from_word(text(q, "relation")),
                              .birth = day(q, "birth"), .appraisal_until = day(q, "incapable_until")};
    struct law law = law_on(q, date_of(2018, 1, 1));
    struct foreseen list[FORESEEN_MOST];
    struct date adult = law_adulthood(&law, f.birth);
    struct loss_facts grown = {.event = LOSS_ADULTHOOD, .line_kind = f.line_kind, .relation = f.relation, .birth = f.birth};
    struct finding why;
    law_loss(&law, &grown, &why);
    if (why.outcome == OUTCOME_NOT_APPLICABLE) return json_null();
    bool carried = date_is_set(f.appraisal_until) && date_cmp(f.appraisal_until, adult) >= 0;
    if (before_measure(carried ? f.appraisal_until : adult)) return unknown_form();
    size_t n = 0;
    for (size_t i = 0, all = foresee_list(&law, &f, list); i < all; i++)
        if (list[i].cause == FORESEEN_ADULTHOOD || (list[i].cause == FORESEEN_APPRAISAL && carried)) list[n++] = list[i];
    if (!n) return json_null();
    bool end = list[0].cause == FORESEEN_ADULTHOOD;
    return json_pack("{s:o,s:o,s:o,s:o}", "recheck", end ? json_null() : date_json(list[0].on), "foreseen",
                     date_json(list[0].shown_from), "last", month_json(list[0].last_paid), "stop",
                     month_json(end ? month_add(list[0].last_paid, 1) : MONTH_NONE));
}

static json_t *q_report(const json_t *q)
{
    struct report_facts f = {.event = LOSS_DEATH, .on = day(q, "event"), .reported_on = day(q, "reported"),
                             .reporter_in_city = strcmp(text(q, "lives"), "in") == 0};
    struct law law = law_on(q, f.on);
    struct report_clock c = law_report_clock(&law, &f, NULL);
    json_t *binds = date_is_set(c.national_limit) ? json_string("national")
                    : date_is_set(c.local_limit)  ? json_string("local")
                                                  : json_null();
    json_t *a = json_pack("{s:o,s:o,s:o,s:o}", "local", date_json(c.local_limit), "national", date_json(c.national_limit), "binds",
                          binds, "limit", date_json(c.binding_limit));
    if (date_is_set(f.reported_on)) json_object_set_new(a, "late", json_integer(c.days_late));
    return a;
}

/* ---- Money --------------------------------------------------------------------------------------------------------------------------- */

static json_t *q_overlap(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    int item = overlap_case(&law, line_kind_from_word(text(q, "a")), line_kind_from_word(text(q, "b")), NULL);
    return only("case", item ? json_integer(item) : json_null());
}

static json_t *q_top_up(const json_t *q)
{
    return only("fen", json_integer(overlap_top_up(whole(q, "standard"), whole(q, "top_up"), whole(q, "pension"))));
}

static json_t *q_resident(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    const json_t *c = json_object_get(q, "components");
    const char *key;
    json_t *value;
    int64_t part[3] = {0}, months = whole(q, "months");
    json_object_foreach((json_t *)c, key, value)
    {
        static const char *const names[] = {"基础", "个人账户", "政府补贴"};
        for (int i = 0; i < 3; i++)
            if (strcmp(key, names[i]) == 0) part[i] = json_integer_value(value);
    }
    struct overlap_line a = {.kind = LINE_WORKER_PENSION},
                        b = {.kind = LINE_RESIDENT_PENSION, .basic = part[0], .own = part[1], .government = part[2]};
    struct overlap_refund r = overlap_month(&law, &a, &b, -1, NULL);
    return json_pack("{s:I,s:I}", "refund", (json_int_t)(r.amount * months), "own", (json_int_t)(r.own * months));
}

static json_t *q_instalments(const json_t *q)
{
    int n = (int)whole(q, "n");
    int64_t *parts = ARENA_ARRAY(arena, int64_t, n);
    json_t *list = json_array();
    overlap_instalments(whole(q, "total"), n, parts);
    for (int i = 0; i < n; i++) json_array_append_new(list, json_integer(parts[i]));
    return only("parts", list);
}

static json_t *q_offset(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    law.params = params_with(arena, params, PARAM_OFFSET_MAX_SHARE, whole(q, "share") / 10);
    struct overlap_offset_facts f = {.consent = true, .debt = whole(q, "debt")};
    json_t *taken = json_array(), *payable = json_object_get(q, "payable"), *value;
    size_t i;
    json_array_foreach(payable, i, value)
    {
        f.payable = json_integer_value(value);
        int64_t part = overlap_offset(&law, &f, NULL);
        f.debt -= part;
        json_array_append_new(taken, json_integer(part));
    }
    return json_pack("{s:o,s:I}", "taken", taken, "left", (json_int_t)f.debt);
}

static json_t *q_fraud(const json_t *q)
{
    struct law law = law_on(q, day(q, "established"));
    if (before_measure(law.today)) return unknown_form();
    return only("date", date_json(fraud_report_by(&law, law.today, NULL)));
}

static json_t *q_reward(const json_t *q)
{
    static const char *const subjects[] = {"", "person", "company", "agency"};
    struct law law = law_on(q, day(q, "reported"));
    struct finding why;
    struct tips_reward_facts f = {.reported_on = law.today, .loss = whole(q, "loss"), .paid_elsewhere = whole(q, "elsewhere"),
                                  .confirmed = true, .first = true, .full_capacity = true};
    for (int i = SUBJECT_PERSON; i < SUBJECT_COUNT; i++)
        if (strcmp(text(q, "subject"), subjects[i]) == 0) f.subject = (enum tips_subject)i;
    int64_t fen = tips_reward(&law, &f, &why);
    return only("fen", why.outcome == OUTCOME_NO_LAW ? json_null() : json_integer(fen));
}

static json_t *q_paper(const json_t *q)
{
    struct law law = law_on(q, day(q, "received"));
    struct abroad_paper_facts f = {PLACE_ABROAD, ISSUER_EMBASSY, day(q, "issued"), day(q, "posted"), day(q, "received")};
    struct abroad_paper_answer a = abroad_paper(&law, &f, NULL);
    f.posted = f.issued; /* the other side gives the due day of an unusable paper too */
    return json_pack("{s:o,s:b,s:o}", "through", date_json(a.through), "usable", a.usable, "due",
                     date_json(abroad_paper(&law, &f, NULL).due));
}

static json_t *q_half_up(const json_t *q)
{
    int64_t num = whole(q, "num"), fen = money_share(num < 0 ? -num : num, 1, whole(q, "den"));
    return only("fen", json_integer(num < 0 ? -fen : fen));
}

static const struct {
    const char *name;
    json_t *(*answer)(const json_t *q);
} forms[] = {
    {"workday_add", q_workday_add}, {"workday_between", q_workday_between}, {"workday_check", q_workday_check},
    {"period", q_period}, {"add_months", q_add_months}, {"due", q_due}, {"reminders", q_reminders},
    {"suspend_by", q_suspend_by}, {"lock", q_lock}, {"first_month_hit", q_first_month_hit},
    {"investigation", q_investigation}, {"powers", q_powers}, {"prison", q_prison}, {"overpaid", q_overpaid},
    {"eighteen", q_eighteen}, {"report", q_report}, {"overlap", q_overlap}, {"top_up", q_top_up},
    {"resident", q_resident}, {"instalments", q_instalments}, {"offset", q_offset}, {"fraud", q_fraud},
    {"reward", q_reward}, {"paper", q_paper}, {"half_up", q_half_up},
};

static json_t *answer(const json_t *q)
{
    const char *form = text(q, "q");
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strcmp(forms[i].name, form) == 0) return forms[i].answer(q);
    return unknown_form();
}

int main(void)
{
    static char line[1 << 16];
    arena = arena_new(64 << 20);
    lasting = arena_new(64 << 20);
    if (!arena || !lasting) return 1;
    params = params_build(lasting, NULL, 0);
    while (fgets(line, sizeof line, stdin)) {
        json_t *q = json_loads(line, 0, NULL);
        json_t *a = q ? answer(q) : only("error", json_string("not JSON"));
        json_dumpf(a, stdout, JSON_SORT_KEYS | JSON_ENCODE_ANY);
        putchar('\n');
        json_decref(a);
        json_decref(q);
        arena_reset(arena);
    }
    arena_free(arena);
    arena_free(lasting);
    return 0;
}
