/* Mailed form 邮寄协助认证表 (art. 7(4)): the way that is being phased out. Who sends one is
 * offered self-service, a supervisor has to approve it, and it is counted. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/ways.h"

static const struct matter_field fields[] = {
    {"place", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_form_place},
    {"connected", EVENT_OPEN, VALUE_FLAG, true, NULL, ZH_field_connected},
    {"held_on", EVENT_OPEN, VALUE_DATE, true, NULL, ZH_field_held_on},
    {"received_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_received_on},
};

static struct finding checked(const struct matter_facts *f, enum tri supervisor)
{
    struct way_facts facts = {.way = WAYS_ELSEWHERE,
                              .held_on = matter_value_date(f, "held_on"),
                              .birth = f->birth,
                              .mailed = true,
                              .supervisor = supervisor};
    return ways_valid(f->law, &facts);
}

/* Where the agency there is connected its result comes through the ministry's system, not by post.
 */
static struct finding may_register(const struct matter_facts *f)
{
    struct finding why = checked(f, TRI_UNKNOWN);
    if (why.outcome == OUTCOME_NEEDS_EVIDENCE) why.outcome = OUTCOME_MET; /* the supervisor comes */
    if (matter_value_number(f, "connected")) {
        finding_fact(&why, FACT_CONNECTED, FACT_FLAG, 1);
        why.outcome = OUTCOME_NOT_MET;
    }
    return why;
}

static struct finding approved(const struct matter_facts *f)
{
    return checked(f, TRI_YES);
}

static size_t certify(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){
        .kind = EFFECT_CERTIFY, .way = WAYS_ELSEWHERE, .event_on = matter_value_date(f, "held_on")};
    return 1;
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = may_register, .letter = ZH_letter_self_service,
             .refusal = ZH_refusal_mailed_form),
    {.from = STATE_PROPOSED,
     .event = EVENT_CONTACT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_RELEASE,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_RELEASE,
     .second_person = true,
     .guard = approved,
     .effects = certify},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_not_passed},
};

const struct matter_kind matter_mailed_form = {
    .id = MATTER_MAILED_FORM,
    .word = "mailed_form",
    .title = ZH_matter_mailed_form,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "held_on",
    .at = AT_OPENER,
    .holds = AGAINST_PENDING_ASSIST,
    .on_open = ZH_mailed_form_counted,
};
