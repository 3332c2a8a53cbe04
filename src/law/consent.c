#include "law/consent.h"

bool consent_by_guardian(struct date birth, struct date on)
{
    return date_is_set(birth) && date_age(birth, on) < CONSENT_AGE;
}

struct date consent_photo_until(const struct law *law, struct month ended)
{
    int64_t months;
    if (!params_value(law->params, PARAM_PHOTO_KEEP_MONTHS, law->today, &months)) return DATE_NONE;
    return month_last(month_add(ended, (int)months));
}
