#include "domain/matter/rows.h"

#include "law/overlap.h"

struct finding rows_notice_served(const struct matter_facts *f)
{
    struct finding why;
    overlap_notice_served(f->law, f->law->today, &why);
    return why;
}

struct finding rows_on_file(const struct matter_facts *f, struct finding why)
{
    if (!law_verification_on_file(f->law, &f->suspension, &why) && why.outcome == OUTCOME_MET)
        why.outcome = OUTCOME_NEEDS_EVIDENCE;
    return why;
}
