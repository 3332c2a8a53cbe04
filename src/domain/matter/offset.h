/* 抵扣: part of what is owed is taken from a later month (77号; with written consent). Decided by
 * one and released by another, as whatever burdens somebody; each decision takes one month. The
 * payer of a refund does so from its own lines, and asks another payer for the rest: that one
 * decides in a matter of its own. Private to src/domain/matter/. */
#pragma once
#include "domain/matter.h"

/* What is known of the refund; all zero where the matter is about none. */
const struct matter_refund *offset_refund(const struct matter_facts *f);
/* The amount over the lines that owe, one after the other. */
size_t offset_spread(const struct matter_refund *r, int64_t amount, struct effect like,
                     struct effect out[MATTER_EFFECTS]);

/* MET while law lets something be taken from the payer's open month. */
struct finding offset_may(const struct matter_facts *f);
/* … and a decision waits to be released. */
struct finding offset_may_take(const struct matter_facts *f);
size_t offset_take(const struct matter_facts *f, struct effect out[MATTER_EFFECTS]);

/* MET where this payer has nothing to take from, another has, and none is being asked. */
struct finding offset_may_ask(const struct matter_facts *f);
size_t offset_ask(const struct matter_facts *f, struct effect out[MATTER_EFFECTS]);
/* Ends what another payer is being asked, as nothing is owed any more. */
size_t offset_end(const struct matter_facts *f, struct effect out[MATTER_EFFECTS]);

#define OFFSET_ROWS(state)                                                                         \
    {.from = state, .event = EVENT_CONSENT, .to = state, .who = ACTION_MATTER_NOTE},               \
        {.from = state,                                                                            \
         .event = EVENT_OFFSET,                                                                    \
         .to = state,                                                                              \
         .who = ACTION_MATTER_DECIDE,                                                              \
         .guard = offset_may,                                                                      \
         .refusal = ZH_refusal_offset},                                                            \
    {                                                                                              \
        .from = state, .event = EVENT_TAKE_OFFSET, .to = state, .who = ACTION_MATTER_RELEASE,      \
        .second_person = true, .first = EVENT_OFFSET, .adverse = true, .guard = offset_may_take,   \
        .effects = offset_take, .letter = ZH_letter_offset, .refusal = ZH_refusal_take_offset      \
    }

#define ASK_OFFSET_ROW(state)                                                                      \
    {                                                                                              \
        .from = state, .event = EVENT_ASK_OFFSET, .to = state, .who = ACTION_MATTER_DECIDE,        \
        .guard = offset_may_ask, .effects = offset_ask, .refusal = ZH_refusal_ask_offset           \
    }
