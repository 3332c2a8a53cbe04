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

int rows_newest(const struct matter_facts *f, enum matter_event_id event)
{
    int n = 0;
    for (size_t i = 0; i < f->event_count; i++)
        if (f->events[i].event == event) n = f->events[i].n;
    return n;
}
