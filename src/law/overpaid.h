/*
 * What was paid after entitlement had ended and learnt late (arts. 8 to 10; readings "Death: pay
 * through the death month; anything later is overpaid", "Papers and powers"): may the payer decide
 * today that it goes back? Pure; the months and amounts are the ledger's (law/ledger.h), the steps
 * after the decision are those of every refund (law/overlap.h: overlap_recovery, overlap_offset).
 *
 * The ground on which the line stopped is the substance, by the day of the event; the power is
 * national law in force on law->today (社会保险法 8; 条例 25 and 26 from 2023-12-01), never the
 * measure, whose art. 11 speaks of overlaps alone. A doubt (missing, custody) makes nothing
 * overpaid. A late report is noted, never an accusation (art. 9).
 */
#pragma once
#include "law/law.h"

struct overpaid_facts {
    struct loss_facts loss;  /* on the line that was overpaid */
    struct date reported_on; /* none: nobody reported it */
    enum tri reporter_in_city;
    int64_t amount; /* 分 paid for months after the last one due, as the ledger has it */
};

struct overpaid {
    int64_t claim;         /* 分 that may be decided to go back; 0 unless MET */
    struct date report_by; /* art. 9's binding limit, none where nothing binds */
    int days_late;         /* working days past it, 0 in time or nobody reported */
};

/* MET; NOT_MET: nothing overpaid, or the event ends no month of this line; NEEDS_EVIDENCE: what
 * law_loss needs; NO_LAW: an event before the measure is history only, or no power today. */
struct overpaid overpaid_recover(const struct law *law, const struct overpaid_facts *facts,
                                 struct finding *why);
