/* Proof from abroad 境外证明 (art. 7(5)): issued by who fits the place, posted within six months of
 * its issue. A paper that does not fit is no failure of the person. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/abroad.h"
#include "law/facts.h"
#include "law/ways.h"

static int place_code(const char *word)
{
    return (int)abroad_place_from_word(word);
}

static int issuer_code(const char *word)
{
    return (int)abroad_issuer_from_word(word);
}

static const struct matter_field fields[] = {
    {"place", EVENT_OPEN, VALUE_CODE, true, place_code, ZH_field_place},
    {"issuer", EVENT_OPEN, VALUE_CODE, true, issuer_code, ZH_field_issuer},
    {"issued_on", EVENT_OPEN, VALUE_DATE, true, NULL, ZH_field_issued_on},
    {"posted_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_posted_on},
    {"proxy", EVENT_OPEN, VALUE_FLAG, false, NULL, ZH_field_proxy},
    {"authorised_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_authorised_on},
    {"proxy_years", EVENT_OPEN, VALUE_COUNT, false, NULL, ZH_field_proxy_years},
    {"received_on", EVENT_UNSET, VALUE_DATE, false, NULL, ZH_field_received_on},
};

static struct abroad_paper_answer ask(const struct matter_facts *f, struct finding *why)
{
    struct abroad_paper_facts facts = {
        .place = (enum abroad_place)matter_value_number(f, "place"),
        .issuer = (enum abroad_issuer)matter_value_number(f, "issuer"),
        .issued = matter_value_date(f, "issued_on"),
        .posted = matter_value_date(f, "posted_on"),
        .received = matter_value_date(f, "received_on"),
        .proxy = matter_value_number(f, "proxy") != 0,
        .authorised = matter_value_date(f, "authorised_on"),
        .proxy_years = (int)matter_value_number(f, "proxy_years"),
    };
    struct abroad_paper_answer a = abroad_paper(f->law, &facts, why);
    bool ahead = date_cmp(facts.issued, f->law->today) > 0 ||
                 date_cmp(facts.posted, f->law->today) > 0 ||
                 date_cmp(facts.received, f->law->today) > 0;
    if (ahead) why->outcome = OUTCOME_NOT_MET;
    return a;
}

static struct finding usable(const struct matter_facts *f)
{
    struct finding why;
    ask(f, &why);
    return why;
}

/* It is here, and nobody has to look into it. */
static struct finding accepted(const struct matter_facts *f)
{
    struct finding why;
    struct abroad_paper_answer a = ask(f, &why);
    if (why.outcome == OUTCOME_MET && a.review) why.outcome = OUTCOME_NOT_MET;
    if (!date_is_set(matter_value_date(f, "received_on"))) {
        finding_missing(&why, FACT_RECEIVED_ON, FACT_DATE);
        why.outcome = OUTCOME_NEEDS_EVIDENCE;
    }
    return why;
}

static struct finding reviewed(const struct matter_facts *f)
{
    struct finding why = usable(f);
    if (!date_is_set(matter_value_date(f, "received_on"))) {
        finding_missing(&why, FACT_RECEIVED_ON, FACT_DATE);
        why.outcome = OUTCOME_NEEDS_EVIDENCE;
    }
    return why;
}

/* The qualification runs from the day of issue. */
static size_t certify(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){
        .kind = EFFECT_CERTIFY, .way = WAYS_ABROAD, .event_on = matter_value_date(f, "issued_on")};
    return 1;
}

/* "及时邮寄" has no number: while nothing is in hand the reminder is the clock. */
static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    struct date remind = abroad_remind_on(law, event_on);
    struct date handle = matter_due_office(law, cause, event_on, opened_on, why);
    return date_is_set(remind) ? date_max(remind, handle) : handle;
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = usable, .refusal = ZH_refusal_abroad_paper),
    {.from = STATE_PROPOSED,
     .event = EVENT_RECEIVE,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONTACT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_ACCEPT,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_DECIDE,
     .guard = accepted,
     .effects = certify,
     .refusal = ZH_refusal_paper_review},
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = reviewed},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_RELEASE,
     .second_person = true,
     .guard = reviewed,
     .effects = certify},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_not_passed},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_not_passed},
};

const struct matter_kind matter_abroad_paper = {
    .id = MATTER_ABROAD_PAPER,
    .word = "abroad_paper",
    .title = ZH_matter_abroad_paper,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "issued_on",
    .at = AT_PAYER,
    .holds = AGAINST_PENDING_PAPER,
};
