/* Questions of arts. 5, 6, 9, 10 and plain working days. */
#include <string.h>

#include "base/zh.h"
#include "law/ages.h"
#include "law/casetry.h"
#include "law/change.h"
#include "law/rules.h"
#include "law/ways.h"
#include "law/words.h"

static int cause_code(const char *word)
{
    return (int)suspension_cause_from_word(word);
}

static int change_code(const char *word)
{
    return (int)change_field_from_word(word);
}

/* The announced windows of the case: one given by its three days, or the shipped one where the case
 * says so. */
static void windows(struct try *t, struct cycle_facts *f, struct window *own)
{
    own->announced = try_date(t, FACT_WINDOW_ANNOUNCED);
    own->first = try_date(t, FACT_WINDOW_FIRST);
    own->last = try_date(t, FACT_WINDOW_LAST);
    if (date_is_set(own->last)) {
        f->windows = own;
        f->window_count = 1;
    } else {
        f->windows = law_shipped_windows(&f->window_count);
    }
}

static void ask_due(struct try *t, const struct law *law, struct finding *f)
{
    struct window own;
    struct cycle_facts facts = {.success = {.here = try_date(t, FACT_LAST_SUCCESS),
                                            .abroad = try_date(t, FACT_LAST_ABROAD)},
                                .first_month = try_month(t, FACT_FIRST_MONTH),
                                .registered_on = try_date(t, FACT_REGISTERED_ON),
                                .birth = try_date(t, FACT_BIRTH)};
    windows(t, &facts, &own);
    if (t->code != ERR_OK) return;
    try_answer_date(t, ZH_case_due, law_due(law, &facts, f));
}

static int way_code(const char *word)
{
    return (int)ways_from_word(word);
}

static void ask_valid_until(struct try *t, const struct law *law, struct finding *f)
{
    struct date held = try_date(t, FACT_HELD_ON);
    int way = try_code(t, FACT_WAY, way_code);
    if (t->code != ERR_OK) return;
    try_answer_date(t, ZH_case_valid_until,
                    law_valid_until(law, way, held, try_date(t, FACT_BIRTH), f));
}

static void ask_outreach(struct try *t, const struct law *law, struct finding *f)
{
    struct date due = try_date(t, FACT_DUE_ON), birth = try_date(t, FACT_BIRTH);
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_begins_on, ages_outreach(law, birth, due, f));
}

static void ask_window(struct try *t, const struct law *law, struct finding *f)
{
    struct window w = {try_date(t, FACT_WINDOW_ANNOUNCED), try_date(t, FACT_WINDOW_FIRST),
                       try_date(t, FACT_WINDOW_LAST)};
    if (t->code != ERR_OK) return;
    law_window_announced(law, &w, f);
    try_answer_date(t, ZH_case_announce_by, f->answer);
}

static void ask_suspend_by(struct try *t, const struct law *law, struct finding *f)
{
    int cause = try_code(t, FACT_CAUSE, cause_code);
    struct date from = try_date(t, cause == CAUSE_MISSED ? FACT_DUE_ON : FACT_EVENT_ON);
    if (cause == CAUSE_FAILED) from = date_max(from, try_date(t, FACT_DUE_ON));
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_decide_by,
                        law_suspend_by(law, (enum suspension_cause)cause, from, f));
}

static unsigned against(struct try *t)
{
    static const int facts[] = {FACT_CERTIFIED_SINCE, FACT_PENDING_VISIT, FACT_PENDING_PAPER,
                                FACT_PENDING_ASSIST,  FACT_NOT_VISITED,   FACT_OUTAGE,
                                FACT_FRESH_EVIDENCE,  FACT_PENDING_CHECK};
    unsigned bits = 0;
    for (unsigned i = 0; i < sizeof facts / sizeof *facts; i++)
        if (try_yes(t, facts[i])) bits |= 1u << i;
    return bits;
}

static void may(struct try *t, const struct law *law, struct finding *f, bool releasing)
{
    struct suspension_facts facts = {
        .cause = (enum suspension_cause)try_code(t, FACT_CAUSE, cause_code),
        .against = against(t),
        .compared_on = try_date(t, FACT_COMPARED_ON),
        .contacted_on = try_date(t, FACT_CONTACTED_ON),
        .entrusted_on = try_date(t, FACT_ENTRUSTED_ON),
        .someone_manager = try_yes(t, FACT_SOMEONE_MANAGER),
        .protected_person = try_yes(t, FACT_PROTECTED_PERSON),
        .visited_on = try_date(t, FACT_VISITED_ON),
        .due_on = try_date(t, FACT_DUE_ON),
    };
    facts.event_on = facts.cause == CAUSE_MISSED ? facts.due_on : try_date(t, FACT_EVENT_ON);
    if (t->code == ERR_OK) *f = law_may_suspend(law, &facts, releasing);
}

static void ask_may_suspend(struct try *t, const struct law *law, struct finding *f)
{
    may(t, law, f, false);
}

static void ask_may_release(struct try *t, const struct law *law, struct finding *f)
{
    may(t, law, f, true);
}

static void ask_effect(struct try *t, const struct law *law, struct finding *f)
{
    struct month locked = try_month(t, FACT_LOCKED_THROUGH);
    if (t->code != ERR_OK) return;
    finding_start(f, QUESTION_EFFECT_MONTH, law->today);
    if (rules_history_only(law->today, f)) return;
    finding_rule(f, RULE_PAYROLL_EFFECT);
    rules_outcome(f, OUTCOME_MET);
    try_answer_month(t, ZH_case_effect_month, law_effect_month(law, locked));
    try_answer_date(t, ZH_case_lock_day, law_lock_day(law, month_of(law->today)));
}

static void ask_resume(struct try *t, const struct law *law, struct finding *f)
{
    struct date appeared = try_date(t, FACT_APPEARED_ON),
                suspended = try_date(t, FACT_SUSPENDED_ON);
    if (t->code != ERR_OK) return;
    try_answer_month(t, ZH_case_resume_month, law_resume_month(law, appeared, f));
    if (date_is_set(suspended))
        try_answer_yes(t, ZH_case_manager, law_reinstate_needs_manager(law, suspended));
}

static void ask_investigation(struct try *t, const struct law *law, struct finding *f)
{
    struct date suspended = try_date(t, FACT_SUSPENDED_ON);
    if (t->code != ERR_OK) return;
    struct date opens = law_investigation_day(law, suspended, f);
    try_answer_date(t, ZH_case_opens_on, opens);
    if (date_is_set(opens))
        try_answer_date(t, ZH_case_investigate_by, law_investigation_by(law, opens));
}

static void ask_objection(struct try *t, const struct law *law, struct finding *f)
{
    struct date raised = try_date(t, FACT_RAISED_ON);
    if (t->code == ERR_OK) try_answer_date(t, ZH_case_check_by, ways_objection_by(law, raised, f));
}

static void ask_change(struct try *t, const struct law *law, struct finding *f)
{
    struct date changed = try_date(t, FACT_CHANGED_ON), reported = try_date(t, FACT_REPORTED_ON);
    enum change_field field = (enum change_field)try_code(t, FACT_CHANGED_FIELD, change_code);
    if (t->code != ERR_OK) return;
    struct change_clock c = change_report(law, changed, reported, f);
    try_answer_date(t, ZH_case_report_by, c.by);
    try_answer_count(t, ZH_case_days_late, c.days_late);
    if (!field) return;
    struct finding handling;
    bool review = change_handling(law, field, &handling) == CHANGE_NEEDS_REVIEW;
    finding_rule(f, handling.rule[0]);
    finding_fact(f, FACT_CHANGED_FIELD, FACT_CODE, field);
    finding_fact(f, FACT_REVIEW_NEEDED, FACT_FLAG, review);
    try_answer_yes(t, ZH_case_review, review);
    try_answer_yes(t, ZH_case_loss_check, change_opens_loss_check(field));
}

static void ask_working_days(struct try *t, const struct law *law, struct finding *f)
{
    struct date from = try_date(t, FACT_EVENT_ON);
    int n = try_count(t, FACT_DAY_COUNT);
    if (t->code != ERR_OK) return;
    finding_start(f, QUESTION_WORKING_DAYS, law->today);
    rules_date(f, FACT_EVENT_ON, from);
    try_answer_date(t, ZH_case_day, rules_answer(law, rules_working_days(law, from, n, f), f));
}

const struct try_question try_clock_questions[] = {
    {ZH_case_q_due, ask_due},
    {ZH_case_q_valid_until, ask_valid_until},
    {ZH_case_q_window, ask_window},
    {ZH_case_q_outreach, ask_outreach},
    {ZH_case_q_suspend_by, ask_suspend_by},
    {ZH_case_q_may_suspend, ask_may_suspend},
    {ZH_case_q_may_release, ask_may_release},
    {ZH_case_q_effect, ask_effect},
    {ZH_case_q_resume, ask_resume},
    {ZH_case_q_investigation, ask_investigation},
    {ZH_case_q_objection, ask_objection},
    {ZH_case_q_change, ask_change},
    {ZH_case_q_working_days, ask_working_days},
    {ZH_none, NULL},
};
