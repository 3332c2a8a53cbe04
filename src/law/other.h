/*
 * Art. 15: benefits that the fund pays but that are not long-term (失业保险金, lump sums):
 * certified by another way, which somebody must have laid down for that benefit first. Nothing of
 * arts. 7 to 10 applies by itself.
 */
#pragma once
#include "law/facts.h"
#include "law/law.h"

struct other_facts {
    enum tri fund_paid, long_term;
    enum tri procedure; /* a procedure is laid down for this benefit */
};
/* MET: certify by its procedure; NEEDS_EVIDENCE: none is laid down yet; NOT_APPLICABLE: long-term
 * (art. 3) or not of the fund. */
struct finding other_benefit(const struct law *law, const struct other_facts *facts);
