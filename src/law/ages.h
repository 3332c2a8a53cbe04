/*
 * Classes by age (B9): a longer cycle from 75, an earlier reminder from 80 and the like. Other
 * cities have them, Weihai's measure does not: the parameters of unit "ages" ship without a value,
 * and the city may lay one down (art. 16). Without a value nothing here changes any answer.
 *
 * A value is pairs in ascending order: from which age, how many. "75 24 95 12": two years from 75,
 * one again from 95. How it is read stands with 5.ages of law/interpretations.txt, why in docs/adr.
 */
#pragma once
#include "law/law.h"

/* The number of the class that somebody of that age is in; -1 below the first. */
int ages_class(int64_t packed, int age);
/* The day on which so many years are completed, by age.reached_on (29 February: 28 February). */
struct date ages_reached(const struct law *law, struct date birth, int years);
/* Completed years on that day, by the same. */
int ages_years(const struct law *law, struct date birth, struct date on);

/* Art. 5: where the cycle of a success on that day ends by the classes of cycle.age_months, not
 * rolled; none where they make it no longer than cycle.months does. birth none: the ordinary cycle,
 * and what is missing is noted. */
struct date ages_cycle_end(const struct law *law, struct date birth, struct date success,
                           struct finding *why);

/* Art. 7(1): from that day on the place where the person lives goes to them by itself, by
 * outreach.age_days as in force today and the age on the due day. NOT_APPLICABLE and none: no class
 * concerns the person; NEEDS_EVIDENCE: what is missing is noted. It moves no due day. */
struct date ages_outreach(const struct law *law, struct date birth, struct date due,
                          struct finding *why);
