#include "law/consent.h"

bool consent_by_guardian(struct date birth, struct date on)
{
    return date_is_set(birth) && date_age(birth, on) < CONSENT_AGE;
}
