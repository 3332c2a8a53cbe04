/*
 * What is known of somebody's being alive, in three levels (B15): work is ordered by it, who is to
 * be called and visited first. Information for staff and nothing else: a level certifies nobody and
 * suspends, stops or ends nothing; no guard, no matter and no due day asks for it.
 *
 * Weihai lays nothing down here and nothing has to be: the levels are made of what art. 7(3) has
 * already, the certification that counts, the traces on record and evidence.fresh_months. A weak
 * trace, which never certifies, is a sign here. How it is read: 7.3.grade of
 * law/interpretations.txt.
 */
#pragma once
#include "law/evidence.h"

enum survival {
    SURVIVAL_UNSET,     /* no law in force */
    SURVIVAL_CONFIRMED, /* 确认健在: a certification that is valid and no older than evidence may be
                         */
    SURVIVAL_SIGNS, /* 有健在迹象: one of the two, or a trace of any strength that is fresh */
    SURVIVAL_TO_VERIFY, /* 需要核实: nothing of that, or a report against it that nobody settled */
    SURVIVAL_COUNT
};

struct grade_facts {
    struct date last_success;      /* the last certification that counts; none: none is known */
    struct date due_on;            /* how long it is valid (law_due); none: unknown */
    struct date trace_on;          /* the newest trace of life that stands, of whatever strength */
    enum evidence_kind trace_kind; /* UNSET: not asked for, the strength is not shown */
    bool unsettled;                /* death, absence, objection, contradiction: open */
};

/* A fact of a day after law->today is none. MET with the last day on which the level holds if
 * nothing more becomes known; to be verified: NEEDS_EVIDENCE; NO_LAW without evidence.fresh_months.
 * why NULL: not explained. */
enum survival grade_survival(const struct law *law, const struct grade_facts *facts,
                             struct finding *why);
enum zh_id grade_word(enum survival s); /* ZH_none when unset */
