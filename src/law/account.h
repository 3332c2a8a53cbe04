/*
 * The own account 个人账户 of a basic pension when the person has died: what is left of it is the
 * heirs' (社会保险法 14; art. 8(1) says which grounds are a death). Pure. It burdens nobody and
 * needs no power of adverse acts; what the person was overpaid is recovered by itself
 * (law/overpaid.h) and never taken from it here.
 */
#pragma once
#include "law/law.h"

#define ACCOUNT_UNKNOWN INT64_C(-1)

struct account_facts {
    enum loss_event event;
    struct date on; /* of the event */
    int line_kind;
    int64_t balance; /* 分 by the account's record; ACCOUNT_UNKNOWN: not known */
    enum tri heir;   /* who inherits is on file */
    int64_t paid;    /* 分 already paid of it and not come back */
};

/* 分 that may be paid; 0 unless MET. NOT_MET: no death, no basic pension, or nothing left;
 * NEEDS_EVIDENCE: balance or heir, event or its day; NO_LAW: an event before the measure is history
 * only. */
int64_t account_settle(const struct law *law, const struct account_facts *facts,
                       struct finding *why);
