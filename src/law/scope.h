/*
 * Art. 3: who is a 领取待遇人员. A kind of line is in scope when it is periodic, long-term and paid
 * by the fund; grade 5 and 6 allowances are paid by the employer and stay outside; lump sums and
 * 失业保险金 go to art. 15 (law/other.h). The two halves of 3(1) and of 3(3) are alternatives.
 * Being in scope stops nothing: a medical line is only notified (line_kind_medical).
 */
#pragma once
#include "law/facts.h"
#include "law/law.h"

enum scope { SCOPE_UNSET, SCOPE_COVERED, SCOPE_OTHER_BENEFIT, SCOPE_OUTSIDE, SCOPE_COUNT };

struct scope_facts {
    int line_kind; /* enum line_kind, or a local kind from LINE_KIND_LOCAL on */
    enum tri periodic, fund_paid, long_term; /* needed for a local kind or an unknown one only */
    int disability_grade;                    /* 1..10 for 伤残津贴, 0 unknown */
};

/* SCOPE_UNSET with NEEDS_EVIDENCE when a local kind's properties are unknown. */
enum scope scope_line(const struct law *law, const struct scope_facts *facts, struct finding *why);
enum zh_id scope_word(enum scope s);
