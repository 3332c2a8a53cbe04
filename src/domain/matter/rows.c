#include "domain/matter/rows.h"

#include "law/overlap.h"

struct finding rows_notice_served(const struct matter_facts *f)
{
    struct finding why;
    overlap_notice_served(f->law, f->law->today, &why);
    return why;
}
