/*
 * The list of the breaker's limits, included wherever something is made of every one: the includer
 * defines BREAKER_LIMIT(UPPER, lower, ceiling) first. The ceiling is compiled in; the setting
 * breaker_<lower> may lower it and never raise it (base/conf.h), match/breaker.h judges by it.
 *
 * What the people of Weihai make likely: about 3 in 1,000 on the roster die in a month, and no
 * honest source of this city has ever more than one name in fifty that is not the roster's.
 *
 * shares   basis points (1/100 of a percent)
 * points   basis points between the share now and that of the source's past
 */
BREAKER_LIMIT(HOLD_SHARE, hold_share, 50)          /* would_hold of the people on the roster */
BREAKER_LIMIT(HOLD_PERCENT, hold_percent, 300)     /* percent of the largest such number before */
BREAKER_LIMIT(MISMATCH_SHARE, mismatch_share, 200) /* name_mismatches of matched */
BREAKER_LIMIT(REFUSED_SHARE, refused_share, 500)   /* refused of rows */
BREAKER_LIMIT(FUTURE_SHARE, future_share, 50)      /* future_dated of matched + unmatched */
BREAKER_LIMIT(LATER_SHARE, later_share, 500)       /* later_signs of against */
BREAKER_LIMIT(UNMATCHED_POINTS, unmatched_points, 1500)
BREAKER_LIMIT(OLD_POINTS, old_points, 1500)
BREAKER_LIMIT(SEX_POINTS, sex_points, 1500)
BREAKER_LIMIT(REGION_POINTS, region_points, 2500)
BREAKER_LIMIT(AGE_TENTHS, age_tenths, 50) /* tenths of a year between the mean ages */
BREAKER_LIMIT(ROWS_DROP, rows_drop, 80)   /* percent the rows may lie under the past's middle one */
BREAKER_LIMIT(ROWS_RISE, rows_rise, 400)  /* percent over it */
#undef BREAKER_LIMIT
