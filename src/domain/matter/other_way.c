/* Another way 其他认证 (art. 7(6)): where the others do not serve; described in at least twenty
 * characters by one person and released by another. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/ways.h"

static const struct matter_field fields[] = {
    {"description", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_description},
    {"held_on", EVENT_OPEN, VALUE_DATE, false, NULL, ZH_field_held_on},
};

static struct date held_on(const struct matter_facts *f)
{
    struct date d = matter_value_date(f, "held_on");
    return date_is_set(d) ? d : f->law->today;
}

/* Characters that say something: spaces and line ends do not count. */
static int characters(const char *text)
{
    int n = 0;
    for (const unsigned char *s = (const unsigned char *)text; *s; s++)
        n += (*s & 0xc0) != 0x80 && *s > ' ';
    return n;
}

static struct finding ask(const struct matter_facts *f, enum tri second_person)
{
    struct way_facts facts = {.way = WAYS_OTHER,
                              .held_on = held_on(f),
                              .birth = f->birth,
                              .description_chars = characters(matter_value_text(f, "description")),
                              .second_person = second_person};
    return ways_valid(f->law, &facts);
}

/* The second person is still to come, which the finding says. */
static struct finding described(const struct matter_facts *f)
{
    struct finding why = ask(f, TRI_UNKNOWN);
    if (why.outcome == OUTCOME_NEEDS_EVIDENCE) why.outcome = OUTCOME_MET;
    return why;
}

/* The row has made sure of another person. */
static struct finding approved(const struct matter_facts *f)
{
    return ask(f, TRI_YES);
}

static size_t certify(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_CERTIFY,
                             .way = WAYS_OTHER,
                             .event_on = f->matter->event_on,
                             .text = matter_value_text(f, "description")};
    return 1;
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = described, .refusal = ZH_refusal_other_way),
    NOTE_ROWS(STATE_PROPOSED),
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

const struct matter_kind matter_other_way = {
    .id = MATTER_OTHER_WAY,
    .word = "other_way",
    .title = ZH_matter_other_way,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "held_on",
    .at = AT_OPENER,
    .holds = AGAINST_PENDING_ASSIST,
    .single = true,
};
