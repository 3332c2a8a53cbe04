/* Questions of arts. 11 to 13. */
#include "base/zh.h"
#include "law/casetry.h"
#include "law/fraud.h"
#include "law/kinds.h"
#include "law/overlap.h"
#include "law/tips.h"

static int subject_code(const char *word)
{
    return (int)tips_subject_from_word(word);
}

static void ask_overlap(struct try *t, const struct law *law, struct finding *f)
{
    int a = try_code(t, FACT_LINE_KIND, line_kind_from_word),
        b = try_code(t, FACT_OTHER_KIND, line_kind_from_word);
    if (t->code == ERR_OK) try_answer_count(t, ZH_case_item_of_11, overlap_case(law, a, b, f));
}

/* One month of two lines: 待遇类别 with 应发, 另一项待遇 with its amount and parts. */
static void ask_refund(struct try *t, const struct law *law, struct finding *f)
{
    struct overlap_line a = {.kind = try_code(t, FACT_LINE_KIND, line_kind_from_word),
                             .month = try_month(t, FACT_ENTITLED_MONTH),
                             .amount = try_money(t, FACT_PENSION),
                             .first_month = try_month(t, FACT_FIRST_MONTH)};
    struct overlap_line b = {
        .kind = try_code(t, FACT_OTHER_KIND, line_kind_from_word),
        .amount = try_money(t, FACT_OTHER_AMOUNT),
        .basic = try_money(t, FACT_BASIC),
        .own = try_money(t, FACT_OWN),
        .government = try_money(t, FACT_GOVERNMENT),
        .standard = try_money(t, FACT_STANDARD),
        .first_month = try_month(t, FACT_OTHER_FIRST_MONTH),
    };
    int months = try_count(t, FACT_MONTHS), keep = try_code(t, FACT_KEEP_KIND, line_kind_from_word);
    if (t->code != ERR_OK) return;
    int choose = !keep || a.kind == b.kind ? -1 : keep == a.kind ? 1 : 0;
    struct overlap_refund r = overlap_month(law, &a, &b, choose, f);
    try_answer_count(t, ZH_case_item_of_11, r.item);
    if (r.refund_side < 0) {
        try_answer_text(t, ZH_case_refund_kind, zh_text(ZH_case_none));
        return;
    }
    try_answer_word(t, ZH_case_refund_kind, line_kind_word(r.refund_side ? b.kind : a.kind));
    try_answer_text(t, ZH_case_refund_side,
                    zh_text(r.refund_side ? ZH_case_second : ZH_case_first));
    try_answer_money(t, ZH_case_refund, r.amount * (months ? months : 1));
    try_answer_money(t, ZH_case_own, r.own * (months ? months : 1));
}

static void ask_recovery(struct try *t, const struct law *law, struct finding *f)
{
    static const enum zh_id steps[] = {ZH_step_decide, ZH_step_demand, ZH_step_wait, ZH_step_apply,
                                       ZH_step_too_late};
    struct overlap_recovery_facts facts = {
        .decision_served_on = try_date(t, FACT_DECISION_SERVED_ON),
        .demand_served_on = try_date(t, FACT_DEMAND_SERVED_ON),
        .review_over_on = try_date(t, FACT_REVIEW_OVER_ON),
        .review_pending = try_tri(t, FACT_REVIEW_PENDING),
    };
    if (t->code != ERR_OK) return;
    struct overlap_recovery r = overlap_recovery(law, &facts, f);
    try_answer_word(t, ZH_case_step, steps[r.step]);
    try_answer_date(t, ZH_case_review_until, r.review_until);
    try_answer_date(t, ZH_case_suit_until, r.suit_until);
    try_answer_date(t, ZH_case_demand_until, r.demand_until);
    try_answer_date(t, ZH_case_apply_from, r.apply_from);
    try_answer_date(t, ZH_case_apply_until, r.apply_until);
}

static void ask_offset(struct try *t, const struct law *law, struct finding *f)
{
    struct overlap_offset_facts facts = {
        .resident_overlap = try_tri(t, FACT_OVERLAP_OF_RESIDENT),
        .demand_served_on = try_date(t, FACT_DEMAND_SERVED_ON),
        .consent = try_tri(t, FACT_CONSENT),
        .payable = try_money(t, FACT_PAYABLE),
        .debt = try_money(t, FACT_DEBT),
    };
    if (t->code == ERR_OK) try_answer_money(t, ZH_case_offset, overlap_offset(law, &facts, f));
}

static void ask_fraud_report(struct try *t, const struct law *law, struct finding *f)
{
    struct date established = try_date(t, FACT_ESTABLISHED_ON);
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_report_by, fraud_report_by(law, established, f));
}

static void ask_fine(struct try *t, const struct law *law, struct finding *f)
{
    struct fraud_fine_facts facts = {
        .amount = try_money(t, FACT_AMOUNT),
        .transferred = try_tri(t, FACT_TRANSFERRED),
        .filed_on = try_date(t, FACT_FILED_ON),
        .officers = try_count(t, FACT_LAW_OFFICERS),
        .notice_on = try_date(t, FACT_NOTICE_ON),
        .hearing_open = try_tri(t, FACT_HEARING_OPEN),
        .legal_review_on = try_date(t, FACT_LEGAL_REVIEW_ON),
        .collective_on = try_date(t, FACT_COLLECTIVE_ON),
    };
    if (t->code != ERR_OK) return;
    struct fraud_fine fine = fraud_fine(law, &facts, f);
    try_answer_money(t, ZH_case_fine_least, fine.least);
    try_answer_money(t, ZH_case_fine_most, fine.most);
}

static void ask_tip(struct try *t, const struct law *law, struct finding *f)
{
    struct date received = try_date(t, FACT_RECEIVED_ON), accepted = try_date(t, FACT_ACCEPTED_ON);
    bool named = try_yes(t, FACT_NAMED);
    if (t->code != ERR_OK) return;
    struct tips_clock c = tips_clock(law, received, accepted, named, f);
    try_answer_date(t, ZH_case_review_by, c.review_by);
    try_answer_date(t, ZH_case_notify_by, c.notify_by);
    try_answer_date(t, ZH_case_conclude_by, c.conclude_by);
}

static void ask_secrecy(struct try *t, const struct law *law, struct finding *f)
{
    struct date on = try_date(t, FACT_EVENT_ON);
    if (t->code != ERR_OK) return;
    const struct register_act *act = register_act_at(tips_secrecy(law, on, f));
    try_answer_text(t, ZH_case_tip_act, act ? act->number : zh_text(ZH_case_none));
}

static void ask_reward(struct try *t, const struct law *law, struct finding *f)
{
    struct tips_reward_facts facts = {
        .reported_on = try_date(t, FACT_REPORTED_ON),
        .subject = (enum tips_subject)try_code(t, FACT_SUBJECT, subject_code),
        .loss = try_money(t, FACT_LOSS_AMOUNT),
        .paid_elsewhere = try_money(t, FACT_PAID_ELSEWHERE),
        .confirmed = try_tri(t, FACT_CONFIRMED),
        .first = try_tri(t, FACT_FIRST_REPORTER),
        .supervising_staff = try_tri(t, FACT_SUPERVISING_STAFF),
        .full_capacity = try_tri(t, FACT_FULL_CAPACITY),
    };
    if (t->code == ERR_OK) try_answer_money(t, ZH_case_reward, tips_reward(law, &facts, f));
}

static void ask_hearing(struct try *t, const struct law *law, struct finding *f)
{
    struct date served = try_date(t, FACT_NOTICE_ON);
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_last_day, fraud_hearing_until(law, served, f));
}

static void ask_service(struct try *t, const struct law *law, struct finding *f)
{
    struct date published = try_date(t, FACT_PUBLISHED_ON);
    if (t->code == ERR_OK)
        try_answer_date(t, ZH_case_served, overlap_notice_served(law, published, f));
}

const struct try_question try_money_questions[] = {
    {ZH_case_q_hearing, ask_hearing},
    {ZH_case_q_service, ask_service},
    {ZH_case_q_overlap, ask_overlap},
    {ZH_case_q_refund, ask_refund},
    {ZH_case_q_recovery, ask_recovery},
    {ZH_case_q_offset, ask_offset},
    {ZH_case_q_fraud_report, ask_fraud_report},
    {ZH_case_q_fine, ask_fine},
    {ZH_case_q_tip, ask_tip},
    {ZH_case_q_reward, ask_reward},
    {ZH_case_q_secrecy, ask_secrecy},
    {ZH_none, NULL},
};
