/* Overlap 重复领取 (art. 11): two lines due for the same months; the payer of the side to be
 * refunded decides, another releases. */
#include "domain/matter.h"
#include "domain/matter/rows.h"
#include "domain/matter_field.h"
#include "law/facts.h"
#include "law/kinds.h"

static struct finding may_decide(const struct matter_facts *f)
{
    struct finding why;
    if (f->overlap) {
        why = f->overlap->why;
        if (why.outcome == OUTCOME_MET && !f->overlap->refund_line) why.outcome = OUTCOME_NOT_MET;
        return why;
    }
    finding_start(&why, QUESTION_REFUND, f->law->today);
    why.outcome = OUTCOME_NOT_MET;
    return why;
}

static int kind_of(const struct matter_facts *f, int64_t line_id)
{
    for (size_t i = 0; i < f->line_count; i++)
        if (f->lines[i].line_id == line_id) return f->lines[i].kind;
    return LINE_KIND_UNSET;
}

static const struct matter_field fields[] = {
    {"refund_line", EVENT_CHOOSE, VALUE_LINE, true, NULL, ZH_field_refund_line},
    {"grounds", EVENT_HAND_OVER, VALUE_TEXT, true, NULL, ZH_field_grounds},
};

/* One of the two lines, and one that this payer pays: nobody decides about another's. */
static struct finding may_choose(const struct matter_facts *f)
{
    struct finding why;
    int64_t id = matter_value_number(f, "refund_line");
    int pair = f->matter->detail;
    bool of_pair = id == pair / MATTER_PAIR(1, 0) || id == pair % MATTER_PAIR(1, 0);
    finding_start(&why, QUESTION_REFUND, f->law->today);
    why.outcome = of_pair && kind_of(f, id) != LINE_KIND_UNSET ? OUTCOME_MET : OUTCOME_NOT_MET;
    return why;
}

/* The other payer's line is that payer's to decide about: it is asked, once, and may send the
 * matter back. Whether anything may be recovered at all is asked here already. */
static struct finding may_hand_over(const struct matter_facts *f)
{
    struct finding why;
    const struct matter_overlap *o = f->overlap;
    finding_start(&why, QUESTION_REFUND, f->law->today);
    why.outcome = OUTCOME_NOT_MET;
    if (!o || !o->other_payer || o->handed_over) return why;
    why = o->why;
    if (why.outcome == OUTCOME_NEEDS_EVIDENCE)
        why.outcome = OUTCOME_MET; /* missing for this side */
    return why;
}

static size_t on_hand_over(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_OVERLAP,
                             .whom = WHOM_OTHER_PAYER,
                             .cause = f->matter->cause,
                             .detail = f->matter->detail,
                             .event_on = f->law->today,
                             .text = matter_value_text(f, "grounds")};
    return 1;
}

/* What was handed over and is not taken up goes back to who handed it over. */
static size_t on_reject(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    if (!f->overlap || !f->overlap->handed_over) return 0;
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_OVERLAP,
                             .whom = WHOM_OTHER_PAYER,
                             .cause = f->matter->cause,
                             .detail = f->matter->detail,
                             .event_on = f->law->today};
    return 1;
}

static struct finding may_release(const struct matter_facts *f)
{
    return rows_on_file(f, may_decide(f));
}

/* A top-up goes on with what it still has to fill; every other refunded line ends (77号: a
 * residents' line with its own balance returned). */
static struct effect onward(const struct matter_facts *f)
{
    const struct matter_overlap *o = f->overlap;
    struct effect e = {
        .kind = EFFECT_SPAN, .span = SPAN_END, .line_id = o->refund_line, .month = o->open};
    if (kind_of(f, o->refund_line) != LINE_DISABILITY_TOP_UP) return e;
    if (o->keeps == 0) return e;
    return (struct effect){
        .kind = EFFECT_RATE, .line_id = o->refund_line, .month = o->open, .amount = o->keeps};
}

static size_t on_release(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    size_t n = 0;
    const struct matter_overlap *o = f->overlap;
    if (!o || !o->refund_line) return 0;
    out[n++] = (struct effect){.kind = EFFECT_OVERLAP, .line_id = o->refund_line};
    if (o->goes_on) out[n++] = onward(f);
    out[n++] = (struct effect){.kind = EFFECT_BACK_PAY, .month = o->open};
    out[n++] =
        (struct effect){.kind = EFFECT_OPEN, .open = MATTER_REFUND, .event_on = f->law->today};
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
}

static size_t on_undo(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    size_t n = 0;
    const struct matter_overlap *o = f->overlap;
    for (size_t i = 0; i < f->line_count && n < MATTER_EFFECTS - 6; i++)
        out[n++] = (struct effect){
            .kind = EFFECT_VOID, .line_id = f->lines[i].line_id, .matter_id = f->matter->matter_id};
    if (o && month_is_set(o->lowered_from))
        out[n++] = (struct effect){.kind = EFFECT_RATE,
                                   .line_id = o->refund_line,
                                   .month = o->lowered_from,
                                   .amount = o->rate_before};
    if (f->refund_matter)
        out[n++] = (struct effect){
            .kind = EFFECT_CLOSE, .matter_id = f->refund_matter, .event = EVENT_RESTORED};
    out[n++] =
        (struct effect){.kind = EFFECT_BACK_PAY, .month = month_of(f->law->today), .at_once = true};
    out[n++] = (struct effect){.kind = EFFECT_LETTER};
    return n;
}

/* The law sets no clock for this decision; the one for inquiries is kept. */
static struct date due(const struct law *law, int cause, struct date event_on,
                       struct date opened_on, struct finding *why)
{
    (void)cause;
    (void)event_on;
    (void)why;
    return law_investigation_by(law, opened_on);
}

static const struct matter_row rows[] = {
    {.from = STATE_UNSET, .event = EVENT_OPEN, .to = STATE_PROPOSED},
    NOTE_ROWS(STATE_PROPOSED),
    NOTE_ROWS(STATE_DECIDED),
    NOTE_ROWS(STATE_HELD),
    HOLD_ROWS,
    {.from = STATE_PROPOSED,
     .event = EVENT_CHOOSE,
     .to = STATE_PROPOSED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_choose,
     .refusal = ZH_refusal_choose},
    {.from = STATE_PROPOSED,
     .event = EVENT_HAND_OVER,
     .to = STATE_CLOSED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_hand_over,
     .effects = on_hand_over,
     .refusal = ZH_refusal_hand_over},
    {.from = STATE_PROPOSED,
     .event = EVENT_DECIDE,
     .to = STATE_DECIDED,
     .who = ACTION_MATTER_DECIDE,
     .guard = may_decide},
    {.from = STATE_DECIDED,
     .event = EVENT_RELEASE,
     .to = STATE_RELEASED,
     .who = ACTION_MATTER_RELEASE,
     .adverse = true,
     .second_person = true,
     .guard = may_release,
     .effects = on_release,
     .letter = ZH_letter_overlap},
    {.from = STATE_PROPOSED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = on_reject},
    {.from = STATE_DECIDED,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = on_reject},
    {.from = STATE_HELD,
     .event = EVENT_REJECT,
     .to = STATE_REJECTED,
     .who = ACTION_MATTER_REJECT,
     .effects = on_reject},
    {.from = STATE_RELEASED, .event = EVENT_TAKE_EFFECT, .to = STATE_IN_EFFECT},
    SERVE_ROWS(STATE_RELEASED),
    SERVE_ROWS(STATE_IN_EFFECT),
    {.from = STATE_RELEASED,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_MATTER_UNDO,
     .effects = on_undo,
     .letter = ZH_letter_undone},
    {.from = STATE_IN_EFFECT,
     .event = EVENT_UNDO,
     .to = STATE_UNDONE,
     .who = ACTION_MATTER_UNDO,
     .effects = on_undo,
     .letter = ZH_letter_undone},
};

const struct matter_kind matter_overlap = {
    .id = MATTER_OVERLAP,
    .word = "overlap",
    .title = ZH_matter_overlap,
    .rows = rows,
    .row_count = sizeof rows / sizeof *rows,
    .due = due,
    .fields = fields,
    .field_count = sizeof fields / sizeof *fields,
};
