/* Fraud 骗取 (art. 12; 社会保险法 88): the agency finds the facts (查明) and reports within thirty
 * calendar days; the department's officer alone orders the refund and the fine, after every step of
 * the penalty procedure; what may be a crime goes to justice and is frozen. */
#include <string.h>

#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/fraud.h"

static const struct matter_field fields[] = {
    {"facts", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_fraud_facts},
    {"established_on", EVENT_ESTABLISH, VALUE_DATE, true, NULL, ZH_field_established_on},
    {"amount", EVENT_ESTABLISH, VALUE_MONEY, true, NULL, ZH_field_amount},
    {"served_on", EVENT_NOTIFY, VALUE_DATE, true, NULL, ZH_field_served_on},
    {"officer_one", EVENT_DECIDE, VALUE_TEXT, true, NULL, ZH_field_officer},
    {"officer_two", EVENT_DECIDE, VALUE_TEXT, true, NULL, ZH_field_officer},
    {"refund", EVENT_DECIDE, VALUE_MONEY, true, NULL, ZH_field_refund},
    {"refund_from", EVENT_DECIDE, VALUE_DATE, false, NULL, ZH_field_refund_from},
    {"refund_until", EVENT_DECIDE, VALUE_DATE, false, NULL, ZH_field_refund_until},
    {"fine", EVENT_DECIDE, VALUE_MONEY, true, NULL, ZH_field_fine},
};

/* The last one since the case was (again) with the department. */
static struct date day_of(const struct matter_facts *f, enum matter_event_id event)
{
    struct date d = DATE_NONE;
    for (size_t i = 0; i < f->event_count; i++)
        if (f->events[i].event == event) d = f->events[i].happened_on;
    return d;
}

static int number_of(const struct matter_facts *f, enum matter_event_id event)
{
    int n = 0;
    for (size_t i = 0; i < f->event_count; i++)
        if (f->events[i].event == event) n = f->events[i].n;
    return n;
}

static struct finding established(const struct matter_facts *f)
{
    struct finding why;
    struct date on = matter_value_date(f, "established_on");
    fraud_report_by(f->law, on, &why);
    bool good = date_is_set(why.answer) && date_cmp(on, f->law->today) <= 0 &&
                matter_value_number(f, "amount") > 0;
    if (why.outcome != OUTCOME_NO_LAW) why.outcome = good ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static struct date report_by(const struct matter_facts *f)
{
    return fraud_report_by(f->law, matter_value_date(f, "established_on"), NULL);
}

/* Late is told, and reported all the same. */
static struct finding to_report(const struct matter_facts *f)
{
    struct finding why;
    fraud_report_by(f->law, matter_value_date(f, "established_on"), &why);
    if (date_is_set(why.answer)) why.outcome = OUTCOME_MET;
    return why;
}

/* A hearing was asked for and not held, or may still be asked for. */
static enum tri hearing_open(const struct matter_facts *f)
{
    if (number_of(f, EVENT_HEARING) > number_of(f, EVENT_HEARD)) return TRI_YES;
    struct date until = fraud_hearing_until(f->law, matter_value_date(f, "served_on"), NULL);
    if (!date_is_set(until)) return TRI_UNKNOWN;
    bool held = number_of(f, EVENT_HEARD) > 0;
    return !held && date_cmp(f->law->today, until) <= 0 ? TRI_YES : TRI_NO;
}

static struct finding fine_of(const struct matter_facts *f, struct fraud_fine *fine)
{
    struct finding why;
    const char *one = matter_value_text(f, "officer_one"),
               *two = matter_value_text(f, "officer_two");
    struct fraud_fine_facts facts = {
        .amount = matter_value_number(f, "amount"),
        .transferred = f->matter->state == STATE_TRANSFERRED ? TRI_YES : TRI_NO,
        .filed_on = day_of(f, EVENT_FILE),
        .officers = (*one != 0) + (*two != 0 && strcmp(one, two) != 0),
        .notice_on = matter_value_date(f, "served_on"),
        .hearing_open = hearing_open(f),
        .legal_review_on = day_of(f, EVENT_LEGAL_REVIEW),
        .collective_on = day_of(f, EVENT_COLLECTIVE),
    };
    *fine = fraud_fine(f->law, &facts, &why);
    return why;
}

/* A month whose refund was made or decided already (after a loss, of an overlap) is not ordered
 * back a second time. Which months are ordered back must be known once there is such a refund;
 * false: it is not. */
static bool claimed(const struct matter_facts *f, int64_t *sum, struct finding *why)
{
    struct date from = matter_value_date(f, "refund_from"),
                until = matter_value_date(f, "refund_until");
    *sum = 0;
    if (!f->claim_count) return true;
    if (!date_is_set(from)) finding_missing(why, FACT_REFUND_FROM, FACT_DATE);
    if (!date_is_set(until)) finding_missing(why, FACT_REFUND_UNTIL, FACT_DATE);
    if (!date_is_set(from) || !date_is_set(until)) return false;
    for (size_t i = 0; i < f->claim_count; i++) {
        struct month m = f->claims[i].month;
        bool within = month_cmp(m, month_of(from)) >= 0 && month_cmp(m, month_of(until)) <= 0;
        if (within) *sum += f->claims[i].amount;
    }
    finding_fact(why, FACT_CLAIMED, FACT_MONEY, *sum);
    return true;
}

/* All steps on file, the fine between twice and five times, the refund not more than was drawn and
 * is not with a refund already; nothing only where all of it is. */
static struct finding may_order(const struct matter_facts *f)
{
    struct fraud_fine fine;
    struct finding why = fine_of(f, &fine);
    int64_t asked = matter_value_number(f, "fine"), refund = matter_value_number(f, "refund"), sum;
    bool known = claimed(f, &sum, &why);
    int64_t left = matter_value_number(f, "amount") - sum;
    bool fits = asked >= fine.least && asked <= fine.most &&
                (left > 0 ? refund > 0 && refund <= left : refund == 0);
    if (why.outcome == OUTCOME_MET && !known) why.outcome = OUTCOME_NEEDS_EVIDENCE;
    if (why.outcome == OUTCOME_MET && !fits) why.outcome = OUTCOME_NOT_MET;
    return why;
}

static struct finding after(const struct matter_facts *f, enum matter_event_id before, int fact)
{
    struct finding why;
    struct date d = day_of(f, before);
    finding_start(&why, QUESTION_FINE, f->law->today);
    if (date_is_set(d)) finding_fact(&why, fact, FACT_DATE, d.day);
    else finding_missing(&why, fact, FACT_DATE);
    why.outcome = date_is_set(d) ? OUTCOME_MET : OUTCOME_NEEDS_EVIDENCE;
    return why;
}

static struct finding may_notify(const struct matter_facts *f)
{
    struct finding why = after(f, EVENT_FILE, FACT_FILED_ON);
    struct date served = matter_value_date(f, "served_on");
    if (why.outcome == OUTCOME_MET &&
        (date_cmp(served, day_of(f, EVENT_FILE)) < 0 || date_cmp(served, f->law->today) > 0))
        why.outcome = OUTCOME_NOT_MET;
    return why;
}

static struct finding may_hear(const struct matter_facts *f)
{
    return after(f, EVENT_NOTIFY, FACT_NOTICE_ON);
}

static struct finding may_review(const struct matter_facts *f)
{
    struct finding why = after(f, EVENT_NOTIFY, FACT_NOTICE_ON);
    if (number_of(f, EVENT_HEARING) > number_of(f, EVENT_HEARD)) {
        finding_fact(&why, FACT_HEARING_OPEN, FACT_FLAG, 1);
        why.outcome = OUTCOME_NOT_MET;
    }
    return why;
}

static struct finding may_discuss(const struct matter_facts *f)
{
    return after(f, EVENT_LEGAL_REVIEW, FACT_LEGAL_REVIEW_ON);
}

static size_t on_letter(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_LETTER};
    return 1;
}

/* Until the facts are found there is no clock in law; the one for inquiries is kept. */
static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    (void)why;
    return law_investigation_by(law, opened_on);
}

#define AT_DEPARTMENT(event_, guard_)                                                              \
    {                                                                                              \
        .from = STATE_REPORTED, .event = event_, .to = STATE_REPORTED, .who = ACTION_ORDER,        \
        .guard = guard_                                                                            \
    }

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED),
    NOTE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_ESTABLISH,
     .to = STATE_ESTABLISHED,
     .who = ACTION_MATTER_DECIDE,
     .guard = established,
     .refusal = ZH_refusal_established,
     .clock = report_by},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
    {.from = STATE_ESTABLISHED,
     .event = EVENT_REPORT,
     .to = STATE_REPORTED,
     .who = ACTION_MATTER_DECIDE,
     .guard = to_report,
     .letter = ZH_letter_fraud_report,
     .told = true},
    AT_DEPARTMENT(EVENT_FILE, NULL),
    AT_DEPARTMENT(EVENT_NOTIFY, may_notify),
    AT_DEPARTMENT(EVENT_HEARING, may_hear),
    AT_DEPARTMENT(EVENT_HEARD, may_hear),
    AT_DEPARTMENT(EVENT_COLLECTIVE, may_discuss),
    {.from = STATE_REPORTED,
     .event = EVENT_LEGAL_REVIEW,
     .to = STATE_REPORTED,
     .who = ACTION_LEGAL_REVIEW,
     .guard = may_review},
    {.from = STATE_REPORTED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_ORDER,
     .guard = may_order,
     .refusal = ZH_refusal_fine},
    {.from = STATE_REPORTED,
     .event = EVENT_TRANSFER,
     .to = STATE_TRANSFERRED,
     .who = ACTION_ORDER,
     .letter = ZH_letter_transfer},
    {.from = STATE_REPORTED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_ORDER},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_RELEASED,
     .who = ACTION_LEGAL_REVIEW,
     .adverse = true,
     .second_person = true,
     .guard = may_order,
     .effects = on_letter,
     .letter = ZH_letter_fraud_order,
     .told = true},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REPORTED,
     .who = ACTION_LEGAL_REVIEW},
    {.from = STATE_RELEASED, .event = EVENT_SERVE, .to = STATE_RELEASED, .who = ACTION_ORDER},
    {.from = STATE_RELEASED, .event = EVENT_PAID, .to = STATE_CLOSED, .who = ACTION_ORDER},
    {.from = STATE_RELEASED,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_ORDER,
     .letter = ZH_letter_undone},
    {.from = STATE_TRANSFERRED, .event = EVENT_RETURNED, .to = STATE_REPORTED, .who = ACTION_ORDER},
    {.from = STATE_TRANSFERRED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_ORDER},
};

const struct matter_kind matter_fraud = {
    .id = MATTER_FRAUD,
    .word = "fraud",
    .title = ZH_matter_fraud,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .at = AT_PAYER,
};
