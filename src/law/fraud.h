/*
 * Art. 12 with 社会保险法 88: the agency's 30 calendar days from 查明骗取事实之日 (a recorded
 * finding, not a suspicion), rolled; the fine of two to five times, which with the refund order
 * belongs to the department alone (law/power.h); what a fine needs on file.
 */
#pragma once
#include "law/law.h"

struct date fraud_report_by(const struct law *law, struct date established_on, struct finding *why);

/* The last day on which a hearing may be asked for after the 告知书 was served (hearing.days). */
struct date fraud_hearing_until(const struct law *law, struct date served_on, struct finding *why);

struct fraud_fine_facts {
    int64_t amount;        /* 分 drawn by fraud; 0: not established */
    enum tri transferred;  /* to justice: frozen, no second fine */
    struct date filed_on;  /* 立案 */
    int officers;          /* with 执法证 */
    struct date notice_on; /* 告知书 with 陈述申辩 and 听证, served */
    enum tri hearing_open; /* its term still runs, or a hearing was asked for and not held */
    struct date legal_review_on, collective_on;
};
struct fraud_fine {
    int64_t least, most; /* 分 */
};
/* MET: a decision may be made; NOT_MET: frozen or the hearing open; NEEDS_EVIDENCE: the missing
 * papers. */
struct fraud_fine fraud_fine(const struct law *law, const struct fraud_fine_facts *facts,
                             struct finding *why);
