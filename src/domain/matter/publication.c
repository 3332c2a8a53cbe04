/* Publication 公示 of a result (art. 7(1), (2)): on the list of the place for seven days, then
 * taken down. What the list shows is app/publication.h's: a masked name, four digits, the result.
 */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/ways.h"

static const struct matter_field fields[] = {
    {"published_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_published_on},
};

/* There is a result, and the person lives in the place whose list it is. */
static struct finding may_publish(const struct matter_facts *f)
{
    struct finding why;
    struct date day = matter_value_date(f, "published_on");
    if (!date_is_set(day)) day = f->law->today;
    struct date last = ways_publication_last(f->law, day, &why);
    if (!date_is_set(last)) return why;
    bool lives = agency_within(f->matter->agency, f->residence);
    why.outcome = lives && date_cmp(day, f->law->today) <= 0 && date_cmp(last, f->law->today) >= 0
                      ? OUTCOME_MET
                      : OUTCOME_NOT_MET;
    if (date_is_set(f->certified_on)) return why;
    finding_missing(&why, FACT_LAST_SUCCESS, FACT_DATE);
    why.outcome = OUTCOME_NEEDS_EVIDENCE;
    return why;
}

static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)opened_on;
    return ways_publication_last(law, event_on, why);
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET,
     .event = EVENT_OPEN,
     .to = STATE_PUBLISHED,
     .who = ACTION_PUBLISH,
     .guard = may_publish,
     .refusal = ZH_refusal_publication},
    {.from = STATE_PUBLISHED, .event = EVENT_EXPIRED, .to = STATE_CLOSED},
    {.from = STATE_PUBLISHED, .event = EVENT_TAKE_DOWN, .to = STATE_UNDONE, .who = ACTION_PUBLISH},
};

const struct matter_kind matter_publication = {
    .id = MATTER_PUBLICATION,
    .word = "publication",
    .title = ZH_matter_publication,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "published_on",
    .at = AT_OPENER,
    .single = true,
};
