/*
 * What the rules of this room share: reading a dated parameter into a finding, citing rules of a
 * day, counting working days. Not for other rooms. Every function takes why == NULL: nothing is
 * noted.
 */
#pragma once
#include "law/facts.h"
#include "law/law.h"
#include "law/register.h"

/* The value in force on that day, noted in why; false: outcome NO_LAW. */
bool rules_param(const struct law *law, enum param_id id, struct date on, int64_t *value,
                 struct finding *why);
/* Adds the rule when it is in force on that day. */
void rules_cite(struct finding *why, int rule, struct date on);
/* 民法典 201, 202, 203 or, before 2021, the same articles of 民法总则. */
void rules_cite_month(struct finding *why, struct date on);
void rules_cite_roll(struct finding *why, struct date on);
/* 民法典 203: d or the next working day; notes whether it lies past the calendar. */
struct date rules_roll(const struct law *law, struct date d, struct finding *why);
/* n working days from `from` as count.start_day says; notes the count and whether the answer lies
 * past the calendar. */
struct date rules_working_days(const struct law *law, struct date from, int64_t n,
                               struct finding *why);
/* So many months after a success, by cycle.end of that day; not rolled. None: NO_LAW. */
struct date rules_cycle_end(const struct law *law, struct date success, int64_t months,
                            struct finding *why);
/* Answers with that day: outcome MET. */
struct date rules_answer(const struct law *law, struct date d, struct finding *why);
/* The later of d and the first day of the measure: which version of the substance an event has. */
struct date rules_substance(struct date d);
struct date rules_measure_first(void);
/* Before the measure there is history only, no decision: true, and the outcome is NO_LAW. */
bool rules_history_only(struct date d, struct finding *why);
/* An agency's power for an adverse act of that day from national law alone (社会保险法 8, 条例 26).
 */
void rules_cite_power(struct finding *why, struct date on);
/* Two dates that cannot both be true (b before a): both are noted, NEEDS_EVIDENCE, true. An unset
 * one contradicts nothing. */
bool rules_contradict(struct finding *why, int fact_a, struct date a, int fact_b, struct date b);
/* The same, of any two facts, once the caller knows that they contradict each other. */
void rules_contradictory(struct finding *why);
/* NO_LAW once said stays said. */
void rules_outcome(struct finding *why, enum outcome outcome);
void rules_flag(struct finding *why, int fact,
                enum tri t); /* a known yes or no, or one that is missing */
void rules_date(struct finding *why, int fact,
                struct date d); /* a known date, or one that is missing */
struct month rules_month_after(const struct law *law, struct date event,
                               struct finding *why); /* pay.stop */
