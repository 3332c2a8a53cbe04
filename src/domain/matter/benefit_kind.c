/* A further benefit 增列待遇 (arts. 3(6), 15): the city agency says, with its source, that a
 * benefit is paid by the fund, periodically and for long, and so is a line like any other; or that
 * it is not, and by which procedure it is certified. Decided by one, released by another. */
#include <string.h>

#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/kinds.h"
#include "law/other.h"
#include "law/scope.h"

static const struct matter_field fields[] = {
    {"word", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_benefit_word},
    {"fund_paid", EVENT_OPEN, VALUE_FLAG, true, NULL, ZH_benefit_fund_paid},
    {"periodic", EVENT_OPEN, VALUE_FLAG, true, NULL, ZH_benefit_periodic},
    {"long_term", EVENT_OPEN, VALUE_FLAG, true, NULL, ZH_benefit_long_term},
    {"procedure", EVENT_OPEN, VALUE_TEXT, false, NULL, ZH_benefit_procedure},
    {"citation", EVENT_OPEN, VALUE_TEXT, true, NULL, ZH_benefit_citation},
};

static enum tri said(const struct matter_facts *f, const char *name)
{
    return matter_value_number(f, name) ? TRI_YES : TRI_NO;
}

/* In scope of art. 3, or of art. 15 with a procedure laid down; the city agency alone says so. */
static struct finding may_be(const struct matter_facts *f)
{
    struct finding why;
    struct scope_facts line = {.line_kind = LINE_KIND_LOCAL,
                               .periodic = said(f, "periodic"),
                               .fund_paid = said(f, "fund_paid"),
                               .long_term = said(f, "long_term")};
    if (scope_line(f->law, &line, &why) == SCOPE_OTHER_BENEFIT) {
        struct other_facts other = {.fund_paid = TRI_YES,
                                    .long_term = TRI_NO,
                                    .procedure =
                                        *matter_value_text(f, "procedure") ? TRI_YES : TRI_NO};
        why = other_benefit(f->law, &other);
        if (why.outcome == OUTCOME_NEEDS_EVIDENCE) why.outcome = OUTCOME_NOT_MET;
    }
    if (agency_code_level(f->matter->agency) != LEVEL_CITY) why.outcome = OUTCOME_NOT_MET;
    return why;
}

static size_t bring_in(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    (void)f;
    out[0] = (struct effect){.kind = EFFECT_BENEFIT};
    return 1;
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET,
     .event = EVENT_OPEN,
     .to = STATE_PROPOSED,
     .who = ACTION_PARAM_PROPOSE,
     .guard = may_be,
     .refusal = ZH_benefit_refused},
    STANDARD_DECIDE_ROW(.guard = may_be),
    STANDARD_RELEASE_ROW(.to = STATE_CLOSED, .guard = may_be, .effects = bring_in),
    STANDARD_REJECT_ROWS,
};

const struct matter_kind matter_benefit_kind = {
    .id = MATTER_BENEFIT_KIND,
    .word = "benefit_kind",
    .title = ZH_matter_benefit_kind,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = matter_due_office,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
    .at = AT_CITY,
    .about_nobody = true,
    .named_by = "word",
};
