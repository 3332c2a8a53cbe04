#include "domain/matter.h"

#include <string.h>

#include "base/buf.h"

static const struct matter_kind *const kinds[MATTER_KIND_COUNT] = {
    [MATTER_SUSPENSION] = &matter_suspension,
    [MATTER_REINSTATEMENT] = &matter_reinstatement,
    [MATTER_INVESTIGATION] = &matter_investigation,
    [MATTER_LOSS] = &matter_loss,
    [MATTER_EVIDENCE_CHECK] = &matter_evidence_check,
    [MATTER_FORESEEN_LOSS] = &matter_foreseen_loss,
    [MATTER_OVERLAP] = &matter_overlap,
    [MATTER_REFUND] = &matter_refund,
    [MATTER_HOME_VISIT] = &matter_home_visit,
    [MATTER_OBJECTION] = &matter_objection,
    [MATTER_PUBLICATION] = &matter_publication,
    [MATTER_MAILED_FORM] = &matter_mailed_form,
    [MATTER_ABROAD_PAPER] = &matter_abroad_paper,
    [MATTER_OTHER_WAY] = &matter_other_way,
    [MATTER_CHANGE] = &matter_change,
    [MATTER_FRAUD] = &matter_fraud,
    [MATTER_TIP] = &matter_tip,
    [MATTER_DISCIPLINE] = &matter_discipline,
    [MATTER_PARAM_CHANGE] = &matter_param_change,
    [MATTER_FAILED] = &matter_failed,
    [MATTER_APPEAL] = &matter_appeal,
    [MATTER_WRONG_CONTACT] = &matter_wrong_contact,
    [MATTER_READJUDICATION] = &matter_readjudication,
    [MATTER_INBOUND] = &matter_inbound,
    [MATTER_BENEFIT_KIND] = &matter_benefit_kind,
    [MATTER_OFFSET_REQUEST] = &matter_offset_request,
};

static const char *const states[STATE_COUNT] = {
    [STATE_PROPOSED] = "proposed",
    [STATE_DECIDED] = "decided",
    [STATE_RELEASED] = "released",
    [STATE_IN_EFFECT] = "in_effect",
    [STATE_HELD] = "held",
    [STATE_CLOSED] = "closed",
    [STATE_REJECTED] = "rejected",
    [STATE_UNDONE] = "undone",
    [STATE_DEMANDED] = "demanded",
    [STATE_APPLIED] = "applied",
    [STATE_ACCEPTED] = "accepted",
    [STATE_PUBLISHED] = "published",
    [STATE_ESTABLISHED] = "established",
    [STATE_REPORTED] = "reported",
    [STATE_TRANSFERRED] = "transferred",
};

static const char *const events[EVENT_COUNT] = {
    [EVENT_OPEN] = "open",
    [EVENT_COMPARE] = "compare",
    [EVENT_CONTACT] = "contact",
    [EVENT_ENTRUST] = "entrust",
    [EVENT_VISIT] = "visit",
    [EVENT_SERVE] = "serve",
    [EVENT_DECIDE] = "decide",
    [EVENT_RELEASE] = "release",
    [EVENT_REJECT] = "reject",
    [EVENT_HOLD] = "hold",
    [EVENT_RESUME] = "resume",
    [EVENT_CLOSE] = "close",
    [EVENT_UNDO] = "undo",
    [EVENT_CERTIFIED] = "certified",
    [EVENT_TAKE_EFFECT] = "take_effect",
    [EVENT_LAST_LOOK] = "last_look",
    [EVENT_RESTORED] = "restored",
    [EVENT_FOUND_ALIVE] = "found_alive",
    [EVENT_FOUND_DEAD] = "found_dead",
    [EVENT_FOUND_MISSING] = "found_missing",
    [EVENT_NOT_FOUND] = "not_found",
    [EVENT_ARRIVED] = "arrived",
    [EVENT_REVERSED] = "reversed",
    [EVENT_CHOOSE] = "choose",
    [EVENT_DEMAND] = "demand",
    [EVENT_REVIEW] = "review",
    [EVENT_REVIEW_OVER] = "review_over",
    [EVENT_APPLY] = "apply",
    [EVENT_CONSENT] = "consent",
    [EVENT_OFFSET] = "offset",
    [EVENT_PAID] = "paid",
    [EVENT_CONFIRM] = "confirm",
    [EVENT_WITHDRAWN] = "withdrawn",
    [EVENT_AT_ONCE] = "at_once",
    [EVENT_ACCEPT] = "accept",
    [EVENT_RECEIVE] = "receive",
    [EVENT_EXPIRED] = "expired",
    [EVENT_TAKE_DOWN] = "take_down",
    [EVENT_INSTALMENT] = "instalment",
    [EVENT_ESTABLISH] = "establish",
    [EVENT_REPORT] = "report",
    [EVENT_FILE] = "file",
    [EVENT_NOTIFY] = "notify",
    [EVENT_HEARING] = "hearing",
    [EVENT_HEARD] = "heard",
    [EVENT_LEGAL_REVIEW] = "legal_review",
    [EVENT_COLLECTIVE] = "collective",
    [EVENT_TRANSFER] = "transfer",
    [EVENT_RETURNED] = "returned",
    [EVENT_SERVE_NOTICE] = "serve_notice",
    [EVENT_ALIVE] = "alive",
    [EVENT_CONCLUDE] = "conclude",
    [EVENT_READJUDGED] = "readjudged",
    [EVENT_HAND_OVER] = "hand_over",
    [EVENT_SETTLE] = "settle",
    [EVENT_PLAN] = "plan",
    [EVENT_PAY_ACCOUNT] = "pay_account",
    [EVENT_ACCOUNT_BACK] = "account_back",
    [EVENT_TAKE_OFFSET] = "take_offset",
    [EVENT_ASK_OFFSET] = "ask_offset",
};

const struct matter_kind *matter_kind(enum matter_kind_id id)
{
    return id > MATTER_UNSET && id < MATTER_KIND_COUNT ? kinds[id] : NULL;
}

const struct matter_kind *matter_kind_from_word(const char *word)
{
    for (int k = 1; k < MATTER_KIND_COUNT; k++)
        if (strcmp(kinds[k]->word, word) == 0) return kinds[k];
    return NULL;
}

const struct matter_row *matter_row(const struct matter_kind *kind, enum matter_state from,
                                    enum matter_event_id event)
{
    for (size_t i = 0; i < kind->row_count; i++)
        if (kind->rows[i].from == from && kind->rows[i].event == event) return &kind->rows[i];
    return NULL;
}

bool matter_open(enum matter_state state)
{
    return state != STATE_UNSET && state != STATE_RELEASED && state != STATE_IN_EFFECT &&
           state != STATE_CLOSED && state != STATE_REJECTED && state != STATE_UNDONE;
}

const char *matter_state_word(enum matter_state state)
{
    return states[state] ? states[state] : "";
}

enum matter_state matter_state_from_word(const char *word)
{
    for (int s = 1; s < STATE_COUNT; s++)
        if (strcmp(states[s], word) == 0) return (enum matter_state)s;
    return STATE_UNSET;
}

const char *matter_event_word(enum matter_event_id event)
{
    return events[event] ? events[event] : "";
}

enum matter_event_id matter_event_from_word(const char *word)
{
    for (int e = 1; e < EVENT_COUNT; e++)
        if (strcmp(events[e], word) == 0) return (enum matter_event_id)e;
    return EVENT_UNSET;
}

struct date matter_due_office(const struct law *law, int cause, struct date event_on,
                              struct date opened_on, struct finding *why)
{
    int64_t days;
    (void)cause;
    (void)event_on;
    (void)why;
    if (!params_value(law->params, PARAM_SUSPEND_DAYS, opened_on, &days)) return opened_on;
    return calendar_add(law->calendar, opened_on, (int)days);
}

struct date matter_due_event(const struct law *law, int cause, struct date event_on,
                             struct date opened_on, struct finding *why)
{
    (void)law;
    (void)cause;
    (void)opened_on;
    (void)why;
    return event_on;
}

void matter_diagram(const struct matter_kind *kind, struct buf *out)
{
    buf_printf(out, "```mermaid\nstateDiagram-v2\n");
    for (size_t i = 0; i < kind->row_count; i++) {
        const struct matter_row *r = &kind->rows[i];
        const char *from = r->event == EVENT_OPEN ? "[*]" : matter_state_word(r->from);
        buf_printf(out, "    %s --> %s: %s%s%s\n", from, matter_state_word(r->to),
                   matter_event_word(r->event), r->who == ACTION_UNSET ? " (system)" : "",
                   r->adverse ? " (adverse)" : "");
    }
    buf_puts(out, "```\n");
}
