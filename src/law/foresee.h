/*
 * Losses that can be seen coming (art. 8): the 18th birthday of those whom it concerns, the end of
 * a sentence, the expiry of an appraisal or of a proof, retirement that turns an allowance. Shown
 * foresee.days ahead, a matter on the day. Nothing ends by itself.
 */
#pragma once
#include "law/law.h"

enum foreseen_cause {
    FORESEEN_UNSET,
    FORESEEN_ADULTHOOD,
    FORESEEN_SENTENCE_END,
    FORESEEN_APPRAISAL,
    FORESEEN_PROOF,
    FORESEEN_RETIREMENT,
    FORESEEN_COUNT
};

struct foresee_facts {
    int line_kind;
    enum relation relation;
    struct date birth, appraisal_until, sentence_until, proof_until;
    struct date retires_on; /* of a 伤残津贴: the day from which a pension is payable */
};

struct foreseen {
    enum foreseen_cause cause;
    struct date on;         /* the day on which the matter opens */
    struct date shown_from; /* on − foresee.days */
    struct month last_paid; /* of an ending line, none for the others */
};

#define FORESEEN_MOST 5
/* Everything that lies on law->today or after it, earliest first; returns the count. */
size_t foresee_list(const struct law *law, const struct foresee_facts *facts,
                    struct foreseen out[FORESEEN_MOST]);
bool foresee_shown(const struct law *law, const struct foreseen *f); /* shown today */
enum zh_id foreseen_word(enum foreseen_cause c);
