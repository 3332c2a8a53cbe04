/* Questions of arts. 3, 4, 8, 9, 15, 17 and foreseen losses. */
#include "base/zh.h"
#include "law/account.h"
#include "law/casetry.h"
#include "law/foresee.h"
#include "law/kinds.h"
#include "law/other.h"
#include "law/overpaid.h"
#include "law/power.h"
#include "law/rules.h"
#include "law/scope.h"
#include "law/words.h"

#define INTERPRETATIONS 8

static int loss_code(const char *word)
{
    return (int)loss_event_from_word(word);
}

static int sentence_code(const char *word)
{
    return (int)sentence_from_word(word);
}

static int relation_code(const char *word)
{
    return (int)relation_from_word(word);
}

static int body_code(const char *word)
{
    return (int)power_body_from_word(word);
}

static int deed_code(const char *word)
{
    return (int)power_deed_from_word(word);
}

static struct loss_facts loss_of(struct try *t)
{
    return (struct loss_facts){
        .event = (enum loss_event)try_code(t, FACT_LOSS_EVENT, loss_code),
        .on = try_date(t, FACT_EVENT_ON),
        .until = try_date(t, FACT_UNTIL),
        .sentence = (enum sentence)try_code(t, FACT_SENTENCE, sentence_code),
        .line_kind = try_code(t, FACT_LINE_KIND, line_kind_from_word),
        .relation = (enum relation)try_code(t, FACT_RELATION, relation_code),
        .birth = try_date(t, FACT_BIRTH),
        .appraisal_until = try_date(t, FACT_APPRAISAL_UNTIL),
    };
}

static void ask_loss(struct try *t, const struct law *law, struct finding *f)
{
    struct loss_facts facts = loss_of(t);
    if (t->code != ERR_OK) return;
    struct loss_effect e = law_loss(law, &facts, f);
    try_answer_word(t, ZH_case_effect, stop_effect_word(e.effect));
    try_answer_month(t, ZH_case_from_month, e.from);
    try_answer_month(t, ZH_case_until_month, e.until);
    try_answer_yes(t, ZH_case_not_due, e.withheld_turn_not_due);
}

static void ask_overpaid(struct try *t, const struct law *law, struct finding *f)
{
    struct overpaid_facts facts = {.loss = loss_of(t),
                                   .reported_on = try_date(t, FACT_REPORTED_ON),
                                   .reporter_in_city = try_tri(t, FACT_REPORTER_IN_CITY),
                                   .amount = try_money(t, FACT_OVERPAID)};
    if (t->code != ERR_OK) return;
    struct overpaid o = overpaid_recover(law, &facts, f);
    try_answer_money(t, ZH_case_claim, o.claim);
    try_answer_date(t, ZH_case_report_by, o.report_by);
    try_answer_count(t, ZH_case_days_late, o.days_late);
}

static void ask_account(struct try *t, const struct law *law, struct finding *f)
{
    bool told = try_text(t, facts_word(FACT_BALANCE)) != NULL;
    int64_t balance = try_money(t, FACT_BALANCE);
    struct account_facts facts = {
        .event = (enum loss_event)try_code(t, FACT_LOSS_EVENT, loss_code),
        .on = try_date(t, FACT_EVENT_ON),
        .line_kind = try_code(t, FACT_LINE_KIND, line_kind_from_word),
        .balance = told ? balance : ACCOUNT_UNKNOWN,
        .heir = try_tri(t, FACT_HEIR),
        .paid = try_money(t, FACT_ACCOUNT_PAID),
    };
    if (t->code == ERR_OK) try_answer_money(t, ZH_case_account, account_settle(law, &facts, f));
}

static void ask_report(struct try *t, const struct law *law, struct finding *f)
{
    struct report_facts facts = {
        .event = (enum loss_event)try_code(t, FACT_LOSS_EVENT, loss_code),
        .on = try_date(t, FACT_EVENT_ON),
        .reported_on = try_date(t, FACT_REPORTED_ON),
        .reporter_in_city = try_tri(t, FACT_REPORTER_IN_CITY),
        .recipient_in_city = try_tri(t, FACT_RECIPIENT_IN_CITY),
        .known_on = try_date(t, FACT_KNOWN_ON),
    };
    if (t->code != ERR_OK) return;
    struct report_clock c = law_report_clock(law, &facts, f);
    try_answer_date(t, ZH_case_local_limit, c.local_limit);
    try_answer_date(t, ZH_case_national_limit, c.national_limit);
    try_answer_date(t, ZH_case_report_by, c.binding_limit);
    try_answer_count(t, ZH_case_days_late, c.days_late);
    try_answer_count(t, ZH_case_days_late_local, c.days_late_local);
}

static void ask_scope(struct try *t, const struct law *law, struct finding *f)
{
    struct scope_facts facts = {
        .line_kind = try_code(t, FACT_LINE_KIND, line_kind_from_word),
        .periodic = try_tri(t, FACT_PERIODIC),
        .fund_paid = try_tri(t, FACT_FUND_PAID),
        .long_term = try_tri(t, FACT_LONG_TERM),
        .disability_grade = try_count(t, FACT_GRADE),
    };
    if (t->code == ERR_OK)
        try_answer_word(t, ZH_case_scope, scope_word(scope_line(law, &facts, f)));
}

static void ask_power(struct try *t, const struct law *law, struct finding *f)
{
    int body = try_code(t, FACT_BODY, body_code), deed = try_code(t, FACT_DEED, deed_code);
    if (t->code == ERR_OK) *f = power_may(law, (enum power_body)body, (enum power_deed)deed);
}

static void ask_substance(struct try *t, const struct law *law, struct finding *f)
{
    struct date on = try_date(t, FACT_EVENT_ON);
    if (t->code == ERR_OK) *f = power_substance(law, on);
}

static void ask_decision(struct try *t, const struct law *law, struct finding *f)
{
    struct power_decision d = power_decision(law, law->today, f);
    try_answer_yes(t, ZH_case_adverse, d.allowed);
    try_answer_yes(t, ZH_case_measure, d.measure);
    try_answer_yes(t, ZH_case_national, d.national);
    try_answer_yes(t, ZH_case_file, d.file_needed);
}

static void ask_other(struct try *t, const struct law *law, struct finding *f)
{
    struct other_facts facts = {try_tri(t, FACT_FUND_PAID), try_tri(t, FACT_LONG_TERM),
                                try_tri(t, FACT_PROCEDURE)};
    if (t->code == ERR_OK) *f = other_benefit(law, &facts);
}

/* Art. 16: what interprets an article of the measure on the day asked, beside that article. */
static void ask_interpretation(struct try *t, const struct law *law, struct finding *f)
{
    const struct register_interpretation *list[INTERPRETATIONS];
    const char *article = try_text(t, facts_word(FACT_ARTICLE));
    finding_start(f, QUESTION_INTERPRETATION, law->today);
    if (!article) finding_missing(f, FACT_ARTICLE, FACT_CODE);
    if (!article) rules_outcome(f, OUTCOME_NEEDS_EVIDENCE);
    if (article && register_article_find(ACT_MEASURE, article) < 0)
        try_fault(t, t->run->one->line, ZH_case_bad_word, article);
    if (!article || t->code != ERR_OK || rules_history_only(law->today, f)) return;
    finding_rule(f, RULE_INTERPRET);
    size_t n = register_interpret(ACT_MEASURE, article, law->today, list, INTERPRETATIONS);
    rules_outcome(f, n ? OUTCOME_MET : OUTCOME_NOT_MET);
    try_answer_count(t, ZH_case_interpretations, (int64_t)n);
    for (size_t i = 0; i < n; i++) try_answer_text(t, ZH_case_interpretation, list[i]->gist);
}

/* The first thing to come, and whether it is shown today. */
static void ask_foreseen(struct try *t, const struct law *law, struct finding *f)
{
    struct foresee_facts facts = {
        .line_kind = try_code(t, FACT_LINE_KIND, line_kind_from_word),
        .relation = (enum relation)try_code(t, FACT_RELATION, relation_code),
        .birth = try_date(t, FACT_BIRTH),
        .appraisal_until = try_date(t, FACT_APPRAISAL_UNTIL),
        .sentence_until = try_date(t, FACT_SENTENCE_UNTIL),
        .proof_until = try_date(t, FACT_PROOF_UNTIL),
        .retires_on = try_date(t, FACT_RETIRES_ON),
    };
    struct foreseen list[FORESEEN_MOST];
    if (t->code != ERR_OK) return;
    size_t n = foresee_list(law, &facts, list);
    finding_start(f, QUESTION_FORESEEN, law->today);
    f->outcome = n ? OUTCOME_MET : OUTCOME_NOT_MET;
    try_answer_count(t, ZH_case_foreseen_count, (int64_t)n);
    if (!n) return;
    try_answer_word(t, ZH_case_foreseen, foreseen_word(list[0].cause));
    try_answer_date(t, ZH_case_day, list[0].on);
    try_answer_date(t, ZH_case_shown_from, list[0].shown_from);
    try_answer_month(t, ZH_case_last_paid, list[0].last_paid);
    try_answer_yes(t, ZH_case_shown, foresee_shown(law, &list[0]));
}

const struct try_question try_loss_questions[] = {
    {ZH_case_q_loss, ask_loss},
    {ZH_case_q_overpaid, ask_overpaid},
    {ZH_case_q_account, ask_account},
    {ZH_case_q_report, ask_report},
    {ZH_case_q_scope, ask_scope},
    {ZH_case_q_power, ask_power},
    {ZH_case_q_substance, ask_substance},
    {ZH_case_q_decision, ask_decision},
    {ZH_case_q_other, ask_other},
    {ZH_case_q_foreseen, ask_foreseen},
    {ZH_case_q_interpretation, ask_interpretation},
    {ZH_none, NULL},
};
