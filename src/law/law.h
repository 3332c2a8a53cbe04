/*
 * The law as one immutable value that every rule takes: calendar, dated parameters, today. No
 * database, clock or socket.
 *
 * "Power" is about the day of the decision, "substance" about the day of the event (readings, trap
 * 1).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "law/calendar.h"
#include "law/facts.h"
#include "law/finding.h"
#include "law/params.h"

struct law {
    const struct calendar *calendar;
    const struct params *params;
    struct date today; /* the business date */
};

/* ---- Art. 5 and 7(2): cycle and window (src/law/cycle.c) ------------------------------------ */

struct window { /* an announced collective window (art. 5) */
    struct date announced, first, last;
};

enum ways { /* art. 7, (1) to (6); their words: law/ways.h */
            WAYS_UNSET,
            WAYS_COMMUNITY,
            WAYS_SELF,
            WAYS_DATA,
            WAYS_ELSEWHERE,
            WAYS_ABROAD,
            WAYS_OTHER,
            WAYS_COUNT
};

/* The event days of the last certifications that count, none allowed. A paper from abroad (7(5))
 * gives a period of its own (abroad.cycle): both are kept, the one whose period ends later rules,
 * so that one certification more never makes anybody due earlier. */
struct successes {
    struct date here;   /* by any other way; on a visit home, at a counter, too */
    struct date abroad; /* by a paper from abroad: the day of its issue */
};

void law_count_success(struct successes *s, int way, struct date held_on);
struct date law_last_success(const struct successes *s); /* the later one: a sign of life */

struct cycle_facts {
    struct successes success;
    struct month first_month;  /* earliest 起始年月 of the person's lines */
    struct date registered_on; /* day of the import that first brought the person in */
    struct date birth;         /* of age classes (law/ages.h); none: the ordinary cycle */
    const struct window *windows;
    size_t window_count;
};

/* The last day on which the person may certify in time. Rolls per 民法典 203, an announced window
 * does not. */
struct date law_due(const struct law *law, const struct cycle_facts *facts, struct finding *why);
/* valid_until of a certification held on d by that way = the next due date that it gives. */
struct date law_valid_until(const struct law *law, int way, struct date held_on, struct date birth,
                            struct finding *why);
#define LAW_REMINDERS 9
/* Reminder days before the due date, largest first (90 60 30 15 3); returns the count. The day of
 * going out early (law/ages.h) is one of them; birth none: no such day. */
size_t law_reminders(const struct law *law, struct date birth, struct date due,
                     int days[LAW_REMINDERS]);
/* The windows of law/windows.txt (2018). The caller passes them in cycle_facts with those of its
 * store. */
const struct window *law_shipped_windows(size_t *count);
/* A window counts only when its announcement came window.min_notice_days before its first day. */
bool law_window_announced(const struct law *law, const struct window *w, struct finding *why);

/* ---- Art. 10: suspension, make-up, reinstatement, investigation (src/law/suspension.c) ------ */

enum suspension_cause {
    CAUSE_UNSET,
    CAUSE_MISSED,
    CAUSE_FAILED,
    CAUSE_OBJECTION,
    CAUSE_MISSING_PERSON,
    CAUSE_CUSTODY
};

/* The last day for the decision: 3 working days from `from` (missed: the due date; failed: the
 * later of the officer's finding and the due date, for a failure counts nothing before it;
 * objection: the day on which it was accepted). */
struct date law_suspend_by(const struct law *law, enum suspension_cause cause, struct date from,
                           struct finding *why);

enum guard_fact_bits { /* what stands against a suspension right now; see readings "Art. 10" */
                       AGAINST_CERTIFIED = 1 << 0, /* certified since the due date */
                       AGAINST_PENDING_VISIT = 1 << 1,
                       AGAINST_PENDING_PAPER = 1 << 2,
                       AGAINST_PENDING_ASSIST = 1 << 3,
                       AGAINST_PROTECTED = 1 << 4, /* ≥ 80, disabled, in hospital, living alone, and
                                                      not yet visited */
                       AGAINST_OUTAGE = 1 << 5,
                       AGAINST_EVIDENCE = 1 << 6, /* fresh strong evidence of life */
                       AGAINST_PENDING_CHECK =
                           1 << 7 /* an objection or contradiction still being checked */
};

struct suspension_facts {
    enum suspension_cause cause;
    struct date
        event_on; /* due date missed, day of failure, of the accepted objection, of the report */
    unsigned against;                                    /* guard_fact_bits */
    struct date compared_on, contacted_on, entrusted_on; /* 条例 26, none when not on file */
    bool someone_manager;  /* decider or releaser is a manager of the payer */
    bool protected_person; /* then a visit on file and a manager are needed */
    struct date visited_on;
    struct date due_on; /* CAUSE_FAILED: a failure suspends nobody before the due date; none:
                           NEEDS_EVIDENCE */
};

/* May a suspension be decided (releasing == false) or released (true) on law->today? MET, NOT_MET,
 * NEEDS_EVIDENCE, NO_LAW. The rules in the finding are those in force today only (the measure is
 * cited to 2024-12-31, afterwards 条例 25/26 and 社会保险法 alone). */
struct finding law_may_suspend(const struct law *law, const struct suspension_facts *facts,
                               bool releasing);
/* Is what 条例 26 asks for on file for an adverse release today (from 2023-12-01: the comparison,
 * and the attempt to reach the person or the entrusted check)? Notes what is there and what is
 * missing in why. */
bool law_verification_on_file(const struct law *law, const struct suspension_facts *facts,
                              struct finding *why);
/* The act whose articles an adverse decision of that day may cite; false: the measure has expired
 * by then. */
bool law_measure_in_force(const struct law *law, struct date on);

/* The day on which the payer's regular payroll of m is locked: the last working day ≤ the 10th. */
struct date law_lock_day(const struct law *law, struct month m);
/* First month whose regular run is not locked; locked_through is the last month locked in fact
 * (none: by calendar alone). A month whose lock day is today is open until its run is locked in
 * fact. */
struct month law_effect_month(const struct law *law, struct month locked_through);
/* Month from which payment resumes for a make-up appeared on `appeared_on`: M + 1. */
struct month law_resume_month(const struct law *law, struct date appeared_on, struct finding *why);
/* Does a reinstatement after this suspension need a manager (more than 12 months suspended on
 * law->today)? */
bool law_reinstate_needs_manager(const struct law *law, struct date suspended_on);
/* The day on which the investigation opens: the day after the corresponding day six months on. */
struct date law_investigation_day(const struct law *law, struct date suspended_on,
                                  struct finding *why);
struct date law_investigation_by(const struct law *law, struct date opened_on);

/* ---- Art. 8 and 9: loss of entitlement (src/law/loss.c) ------------------------------------- */

enum loss_event { /* the Chinese words are in ui/zh: loss_death … */
                  LOSS_UNSET,
                  LOSS_DEATH,
                  LOSS_CREMATION,
                  LOSS_HOUSEHOLD_CANCELLED,
                  LOSS_DECLARED_DEAD,
                  LOSS_MISSING,
                  LOSS_PRISON,
                  LOSS_PROBATION,
                  LOSS_CUSTODY,
                  LOSS_RELEASE,
                  LOSS_REMARRIAGE,
                  LOSS_ADOPTION,
                  LOSS_EMPLOYMENT,
                  LOSS_ENLISTMENT,
                  LOSS_ADULTHOOD,
                  LOSS_OTHER,
                  LOSS_EVENT_COUNT
};
enum sentence {
    SENTENCE_UNSET,
    SENTENCE_DETENTION,
    SENTENCE_IMPRISONMENT,
    SENTENCE_LIFE,
    SENTENCE_DEATH_SUSPENDED,
    SENTENCE_CONTROL,
    SENTENCE_PROBATION,
    SENTENCE_OUTSIDE_PRISON,
    SENTENCE_COUNT
};
enum relation {
    RELATION_UNSET,
    RELATION_SPOUSE,
    RELATION_CHILD,
    RELATION_PARENT,
    RELATION_GRANDPARENT,
    RELATION_GRANDCHILD,
    RELATION_SIBLING,
    RELATION_COUNT
};

enum stop_effect {
    STOP_NONE,    /* the line goes on (with the reason in the finding) */
    STOP_SUSPEND, /* 暂停: withheld, back-paid unless a true loss is found */
    STOP_STOP,    /* 停发: not due while it lasts */
    STOP_END,     /* 终止: permanent */
    STOP_NOTIFY,  /* a medical line: 医保局 is told, nothing stops here */
    STOP_FREEZE   /* goes on, adjustments frozen (缓刑 管制 监外执行) */
};

struct loss_facts {
    enum loss_event event;
    struct date on, until; /* until: end of sentence or of the absence, none when open */
    enum sentence sentence;
    int line_kind;          /* enum line_kind of law/kinds.h */
    enum relation relation; /* of a dependant to the worker */
    struct date birth;
    struct date appraisal_until; /* 完全丧失劳动能力, none when there is no appraisal */
};

struct loss_effect {
    enum stop_effect effect;
    struct month
        from; /* first month not paid (withheld, not due, ended); the month of the event is paid */
    struct month until;         /* first month payable again; none when open */
    bool withheld_turn_not_due; /* withheld months from `turn_from` on become not due (prison,
                                   declared dead) */
    struct month turn_from;     /* prison: = from; declared dead: all that were withheld, hence the
                                   first month there is */
};

struct loss_effect law_loss(const struct law *law, const struct loss_facts *facts,
                            struct finding *why);
/* Whether the ground says that the person is dead: somebody reports it, or a court declares it and
 * alone takes it back (art. 8(1); 人社厅函〔2010〕159号). DEATH_NOT for what is no ground. */
enum loss_death { DEATH_NOT, DEATH_REPORTED, DEATH_DECLARED };
enum loss_death law_death(enum loss_event event);
/* The 18th birthday as art. 8(3) and the parameter age.reached_on read it. */
struct date law_adulthood(const struct law *law, struct date birth);

struct report_facts {
    enum loss_event event;
    struct date on, reported_on; /* reported_on none: only the limits are asked */
    enum tri reporter_in_city;
    enum tri recipient_in_city; /* used only where art9.basis = recipient */
    struct date known_on;       /* used only where art9.start = known; none: the event's day */
};
struct report_clock {
    struct date local_limit;    /* the measure's 7 or 30 working days */
    struct date national_limit; /* 条例 25: 20 working days, none before 2023-12-01 */
    struct date binding_limit;  /* the one that makes lateness legal */
    int days_late;              /* working days past the binding limit, 0 in time */
    int days_late_local;
};
struct report_clock law_report_clock(const struct law *law, const struct report_facts *facts,
                                     struct finding *why);
