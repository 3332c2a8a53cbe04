/* Failed certification 认证未通过 (art. 10, trigger b). Only what an officer found after a counter
 * or a visit is a failure, and another confirms it; a machine or a photo that failed is recorded
 * and counts nothing (art. 7(2)). Confirmed, a suspension is proposed, never before the due day. */
#include <string.h>

#include "base/zh.h"
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"

enum means { MEANS_UNSET, MEANS_COUNTER, MEANS_VISIT, MEANS_FACE, MEANS_PHOTO, MEANS_ONLINE };

static int means_code(const char *word)
{
    static const enum zh_id words[] = {[MEANS_COUNTER] = ZH_means_counter,
                                       [MEANS_VISIT] = ZH_means_visit,
                                       [MEANS_FACE] = ZH_means_face,
                                       [MEANS_PHOTO] = ZH_means_photo,
                                       [MEANS_ONLINE] = ZH_means_online};
    for (int i = 1; i <= MEANS_ONLINE; i++)
        if (strcmp(word, zh_text(words[i])) == 0) return i;
    return MEANS_UNSET;
}

static const struct matter_field fields[] = {
    {"means", EVENT_OPEN, VALUE_CODE, true, means_code, ZH_field_means},
    {"found_on", EVENT_OPEN, VALUE_DATE, true, NULL, ZH_field_found_on},
    {"text", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_field_failure},
};

static struct finding ask(const struct matter_facts *f, bool good)
{
    struct finding why;
    finding_start(&why, QUESTION_WAY_VALID, f->law->today);
    finding_fact(&why, FACT_HELD_ON, FACT_DATE, matter_value_date(f, "found_on").day);
    why.outcome = good ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

static struct finding happened(const struct matter_facts *f)
{
    return ask(f, date_cmp(matter_value_date(f, "found_on"), f->law->today) <= 0);
}

static struct finding by_machine(const struct matter_facts *f)
{
    return ask(f, matter_value_number(f, "means") >= MEANS_FACE);
}

static struct finding by_officer(const struct matter_facts *f)
{
    return ask(f, matter_value_number(f, "means") < MEANS_FACE);
}

/* The three working days run from the later of the finding and the due day. */
static size_t propose(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_SUSPENSION,
                             .whom = WHOM_EVERY_PAYER,
                             .once = true,
                             .cause = CAUSE_FAILED,
                             .event_on = date_max(f->law->today, f->suspension.due_on)};
    return 1;
}

static const struct matter_row rows[] = {
    OPEN_ROW(.to = STATE_PROPOSED, .guard = happened, .refusal = ZH_refusal_failed),
    NOTE_ROWS(STATE_PROPOSED),
    {.from = STATE_PROPOSED, .event = EVENT_AT_ONCE, .to = STATE_CLOSED, .guard = by_machine},
    {.from = STATE_PROPOSED,
     .event = EVENT_CONFIRM,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_RELEASE,
     .second_person = true,
     .guard = by_officer,
     .effects = propose},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT},
};

const struct matter_kind matter_failed = {
    .id = MATTER_FAILED,
    .word = "failed",
    .title = ZH_matter_failed,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .event_field = "found_on",
    .at = AT_OPENER,
};
