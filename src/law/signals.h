/*
 * A package of weak signals (art. 7(3), B14): traces of strength C, which prove nothing alone, by
 * points. Weihai has refused them since 2018: as shipped no parameter of it has a value, so the
 * answer is "no law in force" and nobody is certified. A city may put values in force by a decision
 * of its own (art. 16); other cities do. Where it has laid down that from some age only stronger
 * evidence counts (B9), weak signals of that age do not.
 *
 * Of one source one signal counts: that with the most points, of equal ones the newest. The package
 * is whole on the first day by which the counted signals reach the points and the number of
 * sources; that day, not today, would start the new cycle. A death on record goes to a person,
 * always.
 */
#pragma once
#include "law/evidence.h"

enum signal_verdict {
    SIGNAL_UNKNOWN, /* kind, day or source is missing: no value of this enum is ever a default */
    SIGNAL_COUNTS,
    SIGNAL_TOO_OLD,
    SIGNAL_TO_COME, /* after today */
    SIGNAL_SAME_SOURCE,
    SIGNAL_BEFORE_DEATH, /* on or before the day of a reported death */
    SIGNAL_DOUBTED,      /* the source is under alarm or marked bad */
    SIGNAL_OTHER_NAME,
    SIGNAL_NO_POINTS, /* not a weak kind, or one that the decision gives no points */
    SIGNAL_AGE,       /* of an age at which only stronger evidence counts */
    SIGNAL_VERDICTS
};

struct signal {
    enum evidence_kind kind;
    struct date on;
    int source; /* from 1, the same number for the same source; 0: unknown. From SIGNAL_NAMED on
                   the caller knows its name and says it (explain_sources) */
    bool doubted, other_name;
};

struct signals_facts {
    const struct signal *list;
    size_t count;
    struct date dead_on; /* a reported death that nobody has rejected; none */
    struct date birth;   /* of age classes (law/ages.h); none: the ordinary cycle */
};

struct signals_answer {
    int points, sources;
    struct date whole_on; /* none: not reached */
};

#define SIGNAL_NAMED 128
#define SIGNALS_MOST 64 /* more of them are not weighed: NEEDS_EVIDENCE, a person looks */

/* MET: the package certifies today, the answer is the next due day it gives. NOT_MET: not enough.
 * NEEDS_EVIDENCE: a fact that could decide is missing, or a death is on record. verdict: NULL or
 * room for one a signal. */
struct signals_answer signals_weigh(const struct law *law, const struct signals_facts *facts,
                                    enum signal_verdict *verdict, struct finding *why);
bool signals_param(enum param_id id); /* one of its four */
/* Are all its values in force today? Where they are not, nothing need be read for anybody. */
bool signals_in_force(const struct law *law);
/* The next day after today on which a value comes into force; none. */
struct date signals_next_change(const struct law *law);
/* Could a signal of that kind and day count today, by itself? */
bool signals_give_points(const struct law *law, enum evidence_kind kind, struct date on);
/* Does the package of a finding rest on this signal? */
bool signals_rest_on(const struct finding *why, const struct signal *s);
/* The source of a FACT_SIGNAL. */
int signals_source(int64_t fact);
/* A signal in a finding is one number; its kind, day, source and verdict in words. */
const char *signals_print(int64_t fact, char *out, size_t cap);
