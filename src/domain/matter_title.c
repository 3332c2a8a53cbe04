/* The words of states and events that people read; the English ones of scripts are in matter.c. */
#include "domain/matter.h"

const char *matter_state_title(enum matter_state s)
{
    static const enum zh_id words[STATE_COUNT] = {
        [STATE_PROPOSED] = ZH_title_state_proposed,
        [STATE_DECIDED] = ZH_title_state_decided,
        [STATE_RELEASED] = ZH_title_state_released,
        [STATE_IN_EFFECT] = ZH_title_state_in_effect,
        [STATE_HELD] = ZH_title_state_held,
        [STATE_CLOSED] = ZH_title_state_closed,
        [STATE_REJECTED] = ZH_title_state_rejected,
        [STATE_UNDONE] = ZH_title_state_undone,
        [STATE_DEMANDED] = ZH_title_state_demanded,
        [STATE_APPLIED] = ZH_title_state_applied,
        [STATE_ACCEPTED] = ZH_title_state_accepted,
        [STATE_PUBLISHED] = ZH_title_state_published,
        [STATE_ESTABLISHED] = ZH_title_state_established,
        [STATE_REPORTED] = ZH_title_state_reported,
        [STATE_TRANSFERRED] = ZH_title_state_transferred,
    };
    return s > STATE_UNSET && s < STATE_COUNT ? zh_text(words[s]) : "";
}

const char *matter_event_title(enum matter_event_id e)
{
    static const enum zh_id words[EVENT_COUNT] = {
        [EVENT_OPEN] = ZH_title_event_open,
        [EVENT_COMPARE] = ZH_title_event_compare,
        [EVENT_CONTACT] = ZH_title_event_contact,
        [EVENT_ENTRUST] = ZH_title_event_entrust,
        [EVENT_VISIT] = ZH_title_event_visit,
        [EVENT_SERVE] = ZH_title_event_serve,
        [EVENT_DECIDE] = ZH_title_event_decide,
        [EVENT_RELEASE] = ZH_title_event_release,
        [EVENT_REJECT] = ZH_title_event_reject,
        [EVENT_HOLD] = ZH_title_event_hold,
        [EVENT_RESUME] = ZH_title_event_resume,
        [EVENT_CLOSE] = ZH_title_event_close,
        [EVENT_UNDO] = ZH_title_event_undo,
        [EVENT_CERTIFIED] = ZH_title_event_certified,
        [EVENT_TAKE_EFFECT] = ZH_title_event_take_effect,
        [EVENT_LAST_LOOK] = ZH_title_event_last_look,
        [EVENT_RESTORED] = ZH_title_event_restored,
        [EVENT_FOUND_ALIVE] = ZH_title_event_found_alive,
        [EVENT_FOUND_DEAD] = ZH_title_event_found_dead,
        [EVENT_FOUND_MISSING] = ZH_title_event_found_missing,
        [EVENT_NOT_FOUND] = ZH_title_event_not_found,
        [EVENT_ARRIVED] = ZH_title_event_arrived,
        [EVENT_REVERSED] = ZH_title_event_reversed,
        [EVENT_CHOOSE] = ZH_title_event_choose,
        [EVENT_DEMAND] = ZH_title_event_demand,
        [EVENT_REVIEW] = ZH_title_event_review,
        [EVENT_REVIEW_OVER] = ZH_title_event_review_over,
        [EVENT_APPLY] = ZH_title_event_apply,
        [EVENT_CONSENT] = ZH_title_event_consent,
        [EVENT_OFFSET] = ZH_title_event_offset,
        [EVENT_PAID] = ZH_title_event_paid,
        [EVENT_CONFIRM] = ZH_title_event_confirm,
        [EVENT_WITHDRAWN] = ZH_title_event_withdrawn,
        [EVENT_AT_ONCE] = ZH_title_event_at_once,
        [EVENT_ACCEPT] = ZH_title_event_accept,
        [EVENT_RECEIVE] = ZH_title_event_receive,
        [EVENT_EXPIRED] = ZH_title_event_expired,
        [EVENT_TAKE_DOWN] = ZH_title_event_take_down,
        [EVENT_INSTALMENT] = ZH_title_event_instalment,
        [EVENT_ESTABLISH] = ZH_title_event_establish,
        [EVENT_REPORT] = ZH_title_event_report,
        [EVENT_FILE] = ZH_title_event_file,
        [EVENT_NOTIFY] = ZH_title_event_notify,
        [EVENT_HEARING] = ZH_title_event_hearing,
        [EVENT_HEARD] = ZH_title_event_heard,
        [EVENT_LEGAL_REVIEW] = ZH_title_event_legal_review,
        [EVENT_COLLECTIVE] = ZH_title_event_collective,
        [EVENT_TRANSFER] = ZH_title_event_transfer,
        [EVENT_RETURNED] = ZH_title_event_returned,
        [EVENT_SERVE_NOTICE] = ZH_title_event_serve_notice,
        [EVENT_ALIVE] = ZH_title_event_alive,
        [EVENT_CONCLUDE] = ZH_title_event_conclude,
    };
    return e > EVENT_UNSET && e < EVENT_COUNT ? zh_text(words[e]) : "";
}
