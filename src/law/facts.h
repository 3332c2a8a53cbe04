/*
 * The vocabulary of findings: every fact that a rule may use and every question that may be asked, once. Their Chinese names stand in
 * ui/zh/facts.txt as fact_<name> and question_<name>. Numbers are stored: append, never reorder.
 */
#pragma once
#include "base/zh.h"

#define LAW_FACTS(X)                                                                                                        \
    X(LAST_SUCCESS, last_success) X(FIRST_MONTH, first_month) X(REGISTERED_ON, registered_on)                               \
    X(WINDOW_FIRST, window_first) X(WINDOW_LAST, window_last) X(WINDOW_ANNOUNCED, window_announced)                         \
    X(DUE_ON, due_on) X(EVENT_ON, event_on) X(CAUSE, cause) X(COMPARED_ON, compared_on)                                     \
    X(CONTACTED_ON, contacted_on) X(ENTRUSTED_ON, entrusted_on) X(VISITED_ON, visited_on)                                   \
    X(PROTECTED_PERSON, protected_person) X(SOMEONE_MANAGER, someone_manager)                                               \
    X(CERTIFIED_SINCE, certified_since) X(PENDING_VISIT, pending_visit) X(PENDING_PAPER, pending_paper)                     \
    X(PENDING_ASSIST, pending_assist) X(NOT_VISITED, not_visited) X(OUTAGE, outage)                                         \
    X(FRESH_EVIDENCE, fresh_evidence) X(PENDING_CHECK, pending_check) X(APPEARED_ON, appeared_on)                           \
    X(SUSPENDED_ON, suspended_on) X(LOSS_EVENT, loss_event) X(UNTIL, until) X(SENTENCE, sentence)                           \
    X(LINE_KIND, line_kind) X(RELATION, relation) X(BIRTH, birth) X(ADULT_ON, adult_on)                                     \
    X(APPRAISAL_UNTIL, appraisal_until) X(REPORTED_ON, reported_on) X(REPORTER_IN_CITY, reporter_in_city)                   \
    X(RECIPIENT_IN_CITY, recipient_in_city) X(KNOWN_ON, known_on) X(LOCAL_LIMIT, local_limit)                               \
    X(NATIONAL_LIMIT, national_limit) X(DAYS_LATE, days_late) X(DAYS_LATE_LOCAL, days_late_local)                           \
    X(EFFECT, effect) X(FROM_MONTH, from_month) X(UNTIL_MONTH, until_month) X(HELD_ON, held_on)

#define LAW_QUESTIONS(X)                                                                                                    \
    X(DUE, due) X(VALID_UNTIL, valid_until) X(SUSPEND_BY, suspend_by) X(MAY_SUSPEND, may_suspend)                           \
    X(MAY_RELEASE, may_release) X(RESUME_MONTH, resume_month) X(INVESTIGATION_DAY, investigation_day)                       \
    X(LOSS, loss) X(REPORT_CLOCK, report_clock) X(WINDOW_ANNOUNCED, window_announced)

#define LAW_FACT_ENUM(upper, lower) FACT_##upper,
#define LAW_QUESTION_ENUM(upper, lower) QUESTION_##upper,

enum fact_id { FACT_NONE, LAW_FACTS(LAW_FACT_ENUM) FACT_COUNT_OF };
enum question { QUESTION_NONE, LAW_QUESTIONS(LAW_QUESTION_ENUM) QUESTION_COUNT };

enum zh_id facts_word(int fact);         /* ZH_none when unknown */
enum zh_id facts_question_word(int question);
