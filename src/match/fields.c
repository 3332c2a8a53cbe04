#include "match/fields.h"

void match_days(uint16_t days[MATCH_DAYS])
{
    memset(days, 0, MATCH_DAYS * sizeof *days);
    for (unsigned y = MATCH_YEAR_FIRST; y <= MATCH_YEAR_LAST; y++) {
        for (unsigned m = 1; m <= 12; m++) {
            struct date first = date_of((int)y, (int)m, 1), next = date_add_months(first, 1);
            for (unsigned d = 1; d <= (unsigned)(next.day - first.day); d++)
                days[match_day_place(y, m, d)] =
                    match_short_day((struct date){first.day + (int32_t)d - 1});
        }
    }
}
