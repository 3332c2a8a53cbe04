/* Home visit 入户认证 (art. 7(1)): anybody applies, the agency reviews whether the conditions are
 * kept, two go there, and what they see certifies. While it is pending nobody is suspended. One
 * that went out by itself (app/outreach.h) ends when the person has certified otherwise. */
#include <string.h>

#include "base/zh.h"
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/ways.h"

enum ground {
    GROUND_UNSET,
    GROUND_AGE,
    GROUND_DISABLED,
    GROUND_BEDRIDDEN,
    GROUND_HOSPITAL,
    GROUND_OTHER
};

static int ground_code(const char *word)
{
    static const enum zh_id words[] = {[GROUND_AGE] = ZH_ground_age,
                                       [GROUND_DISABLED] = ZH_ground_disabled,
                                       [GROUND_BEDRIDDEN] = ZH_ground_bedridden,
                                       [GROUND_HOSPITAL] = ZH_ground_hospital,
                                       [GROUND_OTHER] = ZH_ground_other};
    for (int i = 1; i <= GROUND_OTHER; i++)
        if (strcmp(word, zh_text(words[i])) == 0) return i;
    return GROUND_UNSET;
}

static const struct matter_field fields[] = {
    {"ground", EVENT_OPEN, VALUE_CODE, true, ground_code, ZH_field_ground},
    {"applicant", EVENT_OPEN, VALUE_TEXT, false, NULL, ZH_field_applicant},
    {"address", EVENT_UNSET, VALUE_TEXT, false, NULL, ZH_field_address},
    {"visitor_one", EVENT_VISIT, VALUE_TEXT, true, NULL, ZH_field_visitor},
    {"visitor_two", EVENT_VISIT, VALUE_TEXT, true, NULL, ZH_field_visitor},
    {"visited_on", EVENT_VISIT, VALUE_DATE, false, NULL, ZH_field_visited_on},
};

static struct date visited_on(const struct matter_facts *f)
{
    struct date d = matter_value_date(f, "visited_on");
    return date_is_set(d) ? d : f->law->today;
}

static struct way_facts way_of(const struct matter_facts *f, int officers)
{
    int64_t ground = matter_value_number(f, "ground");
    return (struct way_facts){
        .way = WAYS_COMMUNITY,
        .held_on = visited_on(f),
        .birth = f->birth,
        .home_visit = true,
        .age = f->age,
        .disabled = ground == GROUND_DISABLED || (f->protection & MATTER_PROTECT_DISABLED),
        .bedridden = ground == GROUND_BEDRIDDEN || ground == GROUND_HOSPITAL ||
                     (f->protection & MATTER_PROTECT_IN_HOSPITAL),
        .approved = TRI_YES,
        .officers = officers,
    };
}

/* "经认证机构审查符合入户认证条件的": another ground than those of the parameters is a manager's to
 * accept. */
static struct finding may_accept(const struct matter_facts *f)
{
    struct way_facts facts = way_of(f, INT32_MAX);
    struct finding why = ways_valid(f->law, &facts);
    bool ground = false;
    if (why.outcome != OUTCOME_MET) return why;
    for (int i = 0; i < why.fact_count; i++)
        ground |= why.fact[i].id == FACT_VISIT_GROUND && why.fact[i].value;
    if (ground) return why;
    why.outcome = OUTCOME_NOT_MET;
    if (matter_value_number(f, "ground") == GROUND_OTHER) {
        why.outcome = f->mover_is_manager ? OUTCOME_MET : OUTCOME_NEEDS_EVIDENCE;
        if (!f->mover_is_manager) finding_missing(&why, FACT_SOMEONE_MANAGER, FACT_FLAG);
    }
    return why;
}

/* Two people, and not before the approval. */
static struct finding was_there(const struct matter_facts *f)
{
    const char *one = matter_value_text(f, "visitor_one"),
               *two = matter_value_text(f, "visitor_two");
    int officers = (*one != 0) + (*two != 0 && strcmp(one, two) != 0);
    struct way_facts facts = way_of(f, officers);
    struct finding why = ways_valid(f->law, &facts);
    for (size_t i = 0; i < f->event_count; i++)
        if (f->events[i].event == EVENT_ACCEPT &&
            date_cmp(visited_on(f), f->events[i].happened_on) < 0)
            why.outcome = OUTCOME_NOT_MET;
    return why;
}

static size_t certify(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] =
        (struct effect){.kind = EFFECT_CERTIFY, .way = WAYS_COMMUNITY, .event_on = visited_on(f)};
    return 1;
}

/* What the visitors were told goes to a check at each payer; nothing ends for that. */
static size_t check_death(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_EVIDENCE_CHECK,
                             .whom = WHOM_EVERY_PAYER,
                             .cause = LOSS_DEATH,
                             .event_on = f->given_on};
    return 1;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    return ways_protected_visit_by(law, opened_on, why);
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED),
    {.from = STATE_PROPOSED,
     .event = EVENT_CONTACT,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_PROPOSED,
     .event = EVENT_ACCEPT,
     .to = STATE_ACCEPTED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_accept,
     .refusal = ZH_refusal_home_visit},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .letter = ZH_letter_home_visit_refused},
    {.from = STATE_PROPOSED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
    {.from = STATE_PROPOSED, .event = EVENT_CERTIFIED, .to = STATE_CLOSED},
    {.from = STATE_ACCEPTED,
     .event = EVENT_CONTACT,
     .to = STATE_ACCEPTED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_ACCEPTED,
     .event = EVENT_NOT_FOUND,
     .to = STATE_ACCEPTED,
     .who = ACTION_MATTER_NOTE},
    {.from = STATE_ACCEPTED,
     .event = EVENT_VISIT,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_NOTE,
     .guard = was_there,
     .effects = certify,
     .refusal = ZH_refusal_visitors},
    {.from = STATE_ACCEPTED,
     .event = EVENT_FOUND_DEAD,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_CLOSE,
     .effects = check_death,
     .day = ZH_move_day_death},
    {.from = STATE_ACCEPTED, .event = EVENT_CLOSE, .to = STATE_CLOSED, .who = ACTION_MATTER_CLOSE},
    {.from = STATE_ACCEPTED, .event = EVENT_CERTIFIED, .to = STATE_CLOSED},
};

const struct matter_kind matter_home_visit = {
    .id = MATTER_HOME_VISIT,
    .word = "home_visit",
    .title = ZH_matter_home_visit,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .at = AT_OPENER,
    .holds = AGAINST_PENDING_VISIT,
    .single = true,
};
