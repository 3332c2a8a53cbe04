/* Tip 举报 (art. 13; Order 49): its clocks and its outcome, with the reward that the rules of the
 * day of the report give. Who the reporter is, is never here: the box alone knows. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/tips.h"

static int subject_code(const char *word)
{
    return (int)tips_subject_from_word(word);
}

static const struct matter_field fields[] = {
    {"received_on", EVENT_OPEN, VALUE_DATE, true, NULL, ZH_field_received_on},
    {"named", EVENT_OPEN, VALUE_FLAG, true, NULL, ZH_field_named},
    {"text", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_tip},
    {"confirmed", EVENT_CONCLUDE, VALUE_FLAG, true, NULL, ZH_field_confirmed},
    {"subject", EVENT_CONCLUDE, VALUE_CODE, true, subject_code, ZH_field_subject},
    {"loss", EVENT_CONCLUDE, VALUE_MONEY, true, NULL, ZH_field_loss},
    {"first", EVENT_CONCLUDE, VALUE_FLAG, true, NULL, ZH_field_first},
    {"supervising_staff", EVENT_CONCLUDE, VALUE_FLAG, true, NULL, ZH_field_staff_duty},
    {"full_capacity", EVENT_CONCLUDE, VALUE_FLAG, true, NULL, ZH_field_capacity},
    {"paid_elsewhere", EVENT_CONCLUDE, VALUE_MONEY, false, NULL, ZH_field_paid_elsewhere},
};

static enum tri flag_of(const struct matter_facts *f, const char *name)
{
    const struct matter_value *v = matter_value(f, name);
    return !v ? TRI_UNKNOWN : v->number ? TRI_YES : TRI_NO;
}

static struct tips_clock clock_of(const struct matter_facts *f, struct date accepted,
                                  struct finding *why)
{
    return tips_clock(f->law, matter_value_date(f, "received_on"), accepted,
                      matter_value_number(f, "named"), why);
}

static struct finding received(const struct matter_facts *f)
{
    struct finding why;
    clock_of(f, DATE_NONE, &why);
    struct date on = matter_value_date(f, "received_on");
    if (why.outcome != OUTCOME_NEEDS_EVIDENCE) why.outcome = OUTCOME_MET;
    if (date_cmp(on, f->law->today) > 0) why.outcome = OUTCOME_NOT_MET;
    return why;
}

static struct date conclude_by(const struct matter_facts *f)
{
    struct date by = clock_of(f, f->law->today, NULL).conclude_by;
    return date_is_set(by) ? by : law_investigation_by(f->law, f->law->today);
}

/* A tip can be concluded whether a reward follows or not; the finding says which and why. */
static struct finding reward(const struct matter_facts *f)
{
    struct finding why;
    struct tips_reward_facts facts = {
        .reported_on = matter_value_date(f, "received_on"),
        .subject = (enum tips_subject)matter_value_number(f, "subject"),
        .loss = matter_value_number(f, "loss"),
        .paid_elsewhere = matter_value_number(f, "paid_elsewhere"),
        .confirmed = flag_of(f, "confirmed"),
        .first = flag_of(f, "first"),
        .supervising_staff = flag_of(f, "supervising_staff"),
        .full_capacity = flag_of(f, "full_capacity"),
    };
    tips_reward(f->law, &facts, &why);
    if (why.outcome != OUTCOME_NEEDS_EVIDENCE) why.outcome = OUTCOME_MET;
    return why;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    struct date by = tips_clock(law, event_on, DATE_NONE, false, why).review_by;
    return date_is_set(by) ? by : law_investigation_by(law, opened_on);
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = received, .refusal = ZH_refusal_tip),
    {.from = STATE_PROPOSED,
     .event = EVENT_ACCEPT,
     .to = STATE_ACCEPTED,
     .who = ACTION_MATTER_DECIDE,
     .clock = conclude_by},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
    NOTE_ROWS(STATE_ACCEPTED),
    {.from = STATE_ACCEPTED,
     .event = EVENT_CONCLUDE,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_RELEASE,
     .guard = reward,
     .letter = ZH_letter_tip,
     .told = true,
     .bare = true},
};

const struct matter_kind matter_tip = {
    .id = MATTER_TIP,
    .word = "tip",
    .title = ZH_matter_tip,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "received_on",
    .at = AT_OPENER,
};
