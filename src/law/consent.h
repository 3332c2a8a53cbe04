/*
 * Whose consent allows sensitive personal data to be handled (个人信息保护法 29, 31; in force since
 * 2021-11-01): the person's, for a child under 14 a parent's or guardian's; and how long what was
 * consented to is kept (19, 47), where the city has laid that down. Pure.
 */
#pragma once
#include <stdbool.h>

#include "base/date.h"
#include "law/law.h"

#define CONSENT_AGE 14 /* completed years from which somebody consents alone (art. 31) */

/* Does a guardian consent for somebody born then, on that day? An unknown day of birth is nobody's
 * proof of being a child: false. */
bool consent_by_guardian(struct date birth, struct date on);
/* The last day on which a photo is kept of somebody whose every benefit ended in that month, by
 * photo.keep_months as in force today; none: no value is. */
struct date consent_photo_until(const struct law *law, struct month ended);
