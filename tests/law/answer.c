/*
 * Answers the JSON questions of tests/oracle/README.md with the C law: one question a line on
 * stdin, one answer a line on stdout, keys sorted. A day before the measure is {"error": "unknown
 * form"} where the other side does arithmetic only.
 */
#include "answer.h"

#include <stdio.h>
#include <string.h>

#include "base/division.h"
#include "base/idnum.h"
#include "base/zh.h"
#include "law/foresee.h"
#include "law/kinds.h"
#include "law/law.h"
#include "law/power.h"
#include "law/register.h"
#include "law/ways.h"
#include "law/words.h"

struct arena *arena;
const struct params *params;
static struct arena *lasting;

#define KNOWN 64
static struct {
    int day;
    const struct calendar *calendar;
} known[KNOWN];
static size_t known_count;

struct date day(const json_t *q, const char *key)
{
    struct date d = DATE_NONE;
    const char *s = json_string_value(json_object_get(q, key));
    if (s) date_parse(s, &d, NULL);
    return d;
}

struct month month(const json_t *q, const char *key)
{
    struct month m = MONTH_NONE;
    const char *s = json_string_value(json_object_get(q, key));
    if (s) month_parse(s, &m, NULL);
    return m;
}

int64_t whole(const json_t *q, const char *key)
{
    return json_integer_value(json_object_get(q, key));
}

const char *text(const json_t *q, const char *key)
{
    const char *s = json_string_value(json_object_get(q, key));
    return s ? s : "";
}

json_t *date_json(struct date d)
{
    return date_is_set(d) ? json_string(date_print(d).s) : json_null();
}

json_t *month_json(struct month m)
{
    return month_is_set(m) ? json_string(month_print(m).s) : json_null();
}

static json_t *months_json(struct month first, struct month last)
{
    json_t *list = json_array();
    for (struct month m = first; month_cmp(m, last) <= 0; m = month_add(m, 1))
        json_array_append_new(list, month_json(m));
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

struct law law_on(const json_t *q, struct date today)
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

json_t *only(const char *key, json_t *value)
{
    return json_pack("{s:o}", key, value);
}

/* Before the measure nothing is decided: the law answers "no law in force" where the other side,
 * which is asked about arithmetic only, gives a day. Such a question is not compared. */
json_t *unknown_form(void)
{
    return only("error", json_string("unknown form"));
}

bool before_measure(struct date d)
{
    return date_cmp(d, register_act_at(ACT_MEASURE)->from) < 0;
}

/* ---- Days ----------------------------------------------------------------------------------- */

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
    const char *name = calendar_name(law.calendar, d),
               *suffix = strchr(zh_text(ZH_law_makeup_day), '}') + 1;
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

/* ---- Cycle and suspension ------------------------------------------------------------------- */

/* One value of unit "ages": [[from age, months], …]. */
static int64_t packed_ages(const json_t *pairs)
{
    int64_t packed = 0;
    for (size_t i = json_array_size(pairs); i-- > 0;) {
        const json_t *pair = json_array_get(pairs, i);
        int64_t months = json_integer_value(json_array_get(pair, 1));
        packed = packed << 16 | months << 8 | json_integer_value(json_array_get(pair, 0));
    }
    return packed;
}

const struct params *with_ages(const struct params *p, enum param_id id, const json_t *rows)
{
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = json_array_get(rows, i);
        struct param_row one = {.id = id, .value = packed_ages(json_array_get(row, 2))};
        date_parse(json_string_value(json_array_get(row, 0)), &one.valid_from, NULL);
        if (json_is_string(json_array_get(row, 1)))
            date_parse(json_string_value(json_array_get(row, 1)), &one.valid_until, NULL);
        p = params_later(arena, p, &one);
    }
    return p;
}

static json_t *q_due(const json_t *q)
{
    struct law law = law_on(q, day(q, "success"));
    struct window w = {date_of(2018, 1, 1), date_of(2018, 2, 1), day(q, "last")};
    struct cycle_facts f = {.success = {.here = day(q, "success"), .abroad = day(q, "paper")},
                            .first_month = month(q, "start"),
                            .registered_on = day(q, "imported")};
    if (strcmp(text(q, "mode"), "window") ==
        0) { /* the collective mode on every day, a window that anybody missed */
        law.params = params_with(arena, params, PARAM_CYCLE_MODE, CHOICE_CYCLE_MODE_COLLECTIVE);
        w.first = date_add_days(w.last, -30);
        w.announced = date_add_days(w.first, -15);
        f.success.here = date_add_days(w.last, -400);
        f.windows = &w;
        f.window_count = 1;
    }
    if (json_object_get(q, "months"))
        law.params = params_with(arena, law.params, PARAM_CYCLE_MONTHS, whole(q, "months"));
    if (json_object_get(q, "paper_months"))
        law.params = params_with(arena, law.params, PARAM_ABROAD_CYCLE, whole(q, "paper_months"));
    f.birth = day(q, "birth");
    law.params = with_ages(law.params, PARAM_CYCLE_AGE_MONTHS, json_object_get(q, "ages"));
    if (strcmp(text(q, "end"), "month_end") == 0)
        law.params = params_with(arena, law.params, PARAM_CYCLE_END, CHOICE_CYCLE_END_MONTH_END);
    return only("date", date_json(law_due(&law, &f, NULL)));
}

static json_t *q_reminders(const json_t *q)
{
    int before[LAW_REMINDERS];
    struct law law = law_on(q, date_max(day(q, "due"), date_of(2018, 1, 1)));
    json_t *dates = json_array();
    law.params = with_ages(law.params, PARAM_OUTREACH_AGE_DAYS, json_object_get(q, "ages"));
    size_t n = law_reminders(&law, day(q, "birth"), day(q, "due"), before);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(dates, date_json(date_add_days(day(q, "due"), -before[i])));
    return only("dates", dates);
}

static json_t *objection(const json_t *q, struct law *law)
{
    struct date raised = day(q, "raised"), accepted = day(q, "accepted");
    if (before_measure(raised)) return unknown_form();
    bool literal = strcmp(text(q, "mode"), "literal") == 0;
    if (literal) {
        law->params =
            params_with(arena, law->params, PARAM_OBJECTION_MODE, CHOICE_OBJECTION_MODE_LITERAL);
        accepted = ways_objection_by(law, raised, NULL);
    }
    return json_pack("{s:o,s:o}", "verdict_by",
                     literal ? json_null() : date_json(ways_objection_by(law, raised, NULL)),
                     "decide_by", date_json(law_suspend_by(law, CAUSE_OBJECTION, accepted, NULL)));
}

static json_t *q_suspend_by(const json_t *q)
{
    struct law law = law_on(q, day(q, "due"));
    const char *trigger = text(q, "trigger");
    if (strcmp(trigger, "objection") == 0) return objection(q, &law);
    bool failed = strcmp(trigger, "failed") == 0;
    if (before_measure(failed ? date_max(day(q, "finding"), law.today) : law.today))
        return unknown_form();
    struct date from = failed ? date_max(day(q, "finding"), day(q, "due")) : day(q, "due");
    return only("date",
                date_json(law_suspend_by(&law, failed ? CAUSE_FAILED : CAUSE_MISSED, from, NULL)));
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
    if (before_measure(law.today)) return unknown_form();
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
    } acts[] = {{ACT_MEASURE, "measure"},
                {ACT_INSURANCE_LAW, "insurance_law"},
                {ACT_AGENCY_REGULATION, "regulation"}};
    json_t *cites = json_array();
    for (size_t i = 0; i < 3; i++)
        for (int r = 0; r < why.rule_count; r++)
            if (register_article_at(register_rule_at(why.rule[r])->article)->act == acts[i].act) {
                json_array_append_new(cites, json_string(acts[i].name));
                break;
            }
    return json_pack("{s:b,s:o,s:b,s:b}", "allowed", d.allowed, "cites", cites, "old_measure",
                     d.name_expired, "file", d.file_needed);
}

/* ---- Loss and report ------------------------------------------------------------------------ */

static json_t *q_prison(const json_t *q)
{
    struct law law = law_on(q, day(q, "start"));
    if (before_measure(law.today)) return unknown_form();
    struct loss_facts f = {.event = LOSS_PRISON,
                           .on = day(q, "start"),
                           .until = day(q, "release"),
                           .sentence = SENTENCE_IMPRISONMENT,
                           .line_kind = LINE_WORKER_PENSION};
    struct loss_effect e = law_loss(&law, &f, NULL);
    return only("months",
                e.effect == STOP_STOP ? months_json(e.from, month_add(e.until, -1)) : json_array());
}

static json_t *q_overpaid(const json_t *q)
{
    struct law law = law_on(q, day(q, "stopped"));
    return only("months", months_json(month_add(month(q, "last_payable"), 1),
                                      month_add(law_effect_month(&law, MONTH_NONE), -1)));
}

static json_t *q_eighteen(const json_t *q)
{
    struct foresee_facts f = {.line_kind = LINE_DEPENDANT,
                              .relation = relation_from_word(text(q, "relation")),
                              .birth = day(q, "birth"),
                              .appraisal_until = day(q, "incapable_until")};
    struct law law = law_on(q, date_of(2018, 1, 1));
    struct foreseen list[FORESEEN_MOST];
    struct date adult = law_adulthood(&law, f.birth);
    struct loss_facts grown = {.event = LOSS_ADULTHOOD,
                               .line_kind = f.line_kind,
                               .relation = f.relation,
                               .birth = f.birth};
    struct finding why;
    law_loss(&law, &grown, &why);
    if (why.outcome == OUTCOME_NOT_APPLICABLE) return json_null();
    bool carried = date_is_set(f.appraisal_until) && date_cmp(f.appraisal_until, adult) >= 0;
    if (before_measure(carried ? f.appraisal_until : adult)) return unknown_form();
    size_t n = 0;
    for (size_t i = 0, all = foresee_list(&law, &f, list); i < all; i++)
        if (list[i].cause == FORESEEN_ADULTHOOD || (list[i].cause == FORESEEN_APPRAISAL && carried))
            list[n++] = list[i];
    if (!n) return json_null();
    bool end = list[0].cause == FORESEEN_ADULTHOOD;
    return json_pack("{s:o,s:o,s:o,s:o}", "recheck", end ? json_null() : date_json(list[0].on),
                     "foreseen", date_json(list[0].shown_from), "last",
                     month_json(list[0].last_paid), "stop",
                     month_json(end ? month_add(list[0].last_paid, 1) : MONTH_NONE));
}

static json_t *q_report(const json_t *q)
{
    struct report_facts f = {.event = LOSS_DEATH,
                             .on = day(q, "event"),
                             .reported_on = day(q, "reported"),
                             .reporter_in_city =
                                 strcmp(text(q, "lives"), "in") == 0 ? TRI_YES : TRI_NO};
    struct law law = law_on(q, f.on);
    struct report_clock c = law_report_clock(&law, &f, NULL);
    json_t *binds = date_is_set(c.national_limit) ? json_string("national")
                    : date_is_set(c.local_limit)  ? json_string("local")
                                                  : json_null();
    json_t *a =
        json_pack("{s:o,s:o,s:o,s:o}", "local", date_json(c.local_limit), "national",
                  date_json(c.national_limit), "binds", binds, "limit", date_json(c.binding_limit));
    if (date_is_set(f.reported_on)) json_object_set_new(a, "late", json_integer(c.days_late));
    return a;
}

/* ---- Numbers -------------------------------------------------------------------------------  */

static const char *refusal(enum zh_id message)
{
    switch (message) {
    case ZH_idnum_birth_impossible:
    case ZH_idnum_birth_impossible_check_fits:
        return "date";
    case ZH_idnum_check:
    case ZH_idnum_rounded:
        return "check";
    case ZH_idnum_birth_future:
        return "future";
    case ZH_idnum_too_old:
        return "age";
    default:
        return "shape";
    }
}

static json_t *hints_json(const struct idnum *id)
{
    json_t *hints = json_array();
    enum division_kind kind = DIVISION_NONE;
    const char *name = division_find(id->division, &kind);
    char historic[128];
    snprintf(historic, sizeof historic, "historic:%s", name ? name : "");
    bool citizen = id->kind == IDNUM_RESIDENT;
    if (citizen && kind == DIVISION_HISTORIC) json_array_append_new(hints, json_string(historic));
    if (citizen && kind == DIVISION_UNKNOWN) json_array_append_new(hints, json_string("unknown"));
    if (id->age_unusual) json_array_append_new(hints, json_string("old"));
    return hints;
}

/* A day in the future or an impossible age, and a wrong check character: the other side names the
 * check first. */
static bool both_faults(const char *number, enum zh_id message)
{
    char plain[19];
    size_t n = 0;
    if (message != ZH_idnum_birth_future && message != ZH_idnum_too_old) return false;
    for (; *number && n < 18; number++) { /* half or full width (U+FF10..), blanks left out */
        unsigned char c = (unsigned char)*number;
        if (c == 0xEF && number[1] && number[2]) {
            c = (unsigned char)(((unsigned char)number[1] & 3) << 6 |
                                ((unsigned char)number[2] & 63));
            c = (unsigned char)(c + 0x20);
            number += 2;
        }
        if (c >= '0' && c <= '9') plain[n++] = (char)c;
        if (c == 'x' || c == 'X') plain[n++] = 'X';
    }
    plain[n] = 0;
    return n == 18 && idnum_check_character(plain) != plain[17];
}

static json_t *q_id(const json_t *q)
{
    static const char *const types[IDNUM_KIND_COUNT] = {"",
                                                        "citizen",
                                                        "hmt_residence",
                                                        "foreign_permanent",
                                                        "foreign_permanent_old",
                                                        "passport_cn",
                                                        "hm_permit",
                                                        "tw_permit",
                                                        "foreign_passport"};
    struct idnum id;
    struct problem why = {0};
    if (idnum_parse(text(q, "number"), day(q, "today"), &id, &why) != ERR_OK)
        return json_pack("{s:b,s:s}", "ok", 0, "reason",
                         both_faults(text(q, "number"), why.message) ? "check"
                                                                     : refusal(why.message));
    if (id.kind == IDNUM_FOREIGN_RESIDENCE && id.sex == SEX_UNSET)
        return unknown_form(); /* the readings do not say whether its 17th digit tells the sex */
    json_t *sex = id.sex == SEX_MALE     ? json_string("male")
                  : id.sex == SEX_FEMALE ? json_string("female")
                                         : json_null();
    return json_pack("{s:b,s:s,s:s,s:o,s:o,s:o}", "ok", 1, "number", id.number, "type",
                     types[id.kind], "birth", date_json(id.birth), "sex", sex, "hints",
                     hints_json(&id));
}

static const struct {
    const char *name;
    json_t *(*answer)(const json_t *q);
} forms[] = {
    {"id", q_id},
    {"workday_add", q_workday_add},
    {"workday_between", q_workday_between},
    {"workday_check", q_workday_check},
    {"period", q_period},
    {"add_months", q_add_months},
    {"due", q_due},
    {"reminders", q_reminders},
    {"suspend_by", q_suspend_by},
    {"lock", q_lock},
    {"first_month_hit", q_first_month_hit},
    {"investigation", q_investigation},
    {"powers", q_powers},
    {"prison", q_prison},
    {"overpaid", q_overpaid},
    {"eighteen", q_eighteen},
    {"report", q_report},
    {"overlap", q_overlap},
    {"top_up", q_top_up},
    {"resident", q_resident},
    {"instalments", q_instalments},
    {"offset", q_offset},
    {"fraud", q_fraud},
    {"reward", q_reward},
    {"paper", q_paper},
    {"half_up", q_half_up},
    {"recovery", q_recovery},
    {"may_offset", q_may_offset},
    {"fine", q_fine},
    {"eligible", q_eligible},
    {"tip", q_tip},
    {"refund", q_refund},
    {"may_act", q_may_act},
    {"scope", q_scope},
    {"substance", q_substance},
    {"secrecy", q_secrecy},
    {"change", q_change},
    {"clock", q_clock},
    {"window", q_window},
    {"evidence", q_evidence},
    {"signals", q_signals},
    {"grade", q_grade},
    {"contradiction", q_contradiction},
    {"way", q_way},
    {"proxy", q_proxy},
    {"issuer", q_issuer},
    {"loss", q_loss},
    {"recover", q_recover},
    {"account", q_account},
    {"foreseen", q_foreseen},
    {"may_suspend", q_may_suspend},
    {"resume", q_resume},
    {"story", q_story},
    {"reinstate", q_reinstate},
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
