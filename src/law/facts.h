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
    X(EFFECT, effect) X(FROM_MONTH, from_month) X(UNTIL_MONTH, until_month) X(HELD_ON, held_on)                              \
    X(BODY, body) X(DEED, deed) X(PERIODIC, periodic) X(FUND_PAID, fund_paid) X(LONG_TERM, long_term) X(GRADE, grade)         \
    X(CHANGED_FIELD, changed_field) X(CHANGED_ON, changed_on) X(EVIDENCE_KIND, evidence_kind) X(STRENGTH, strength)           \
    X(HAPPENED_ON, happened_on) X(WAY, way) X(AGE, age) X(VISIT_GROUND, visit_ground) X(APPROVED, approved)                   \
    X(OFFICERS, officers) X(DESCRIPTION_CHARS, description_chars) X(SECOND_PERSON, second_person)                             \
    X(LIVENESS, liveness) X(SUPERVISOR, supervisor) X(CONNECTED, connected) X(MAILED, mailed) X(PLACE, place)                 \
    X(ISSUER, issuer) X(ISSUED_ON, issued_on) X(POSTED_ON, posted_on) X(RECEIVED_ON, received_on)                             \
    X(USABLE_UNTIL, usable_until) X(REVIEW_NEEDED, review_needed) X(OTHER_KIND, other_kind) X(OVERLAP_CASE, overlap_case)     \
    X(STANDARD, standard) X(TOP_UP, top_up) X(PENSION, pension) X(OVERLAP_AMOUNT, overlap_amount) X(BASIC, basic)             \
    X(GOVERNMENT, government) X(OWN, own) X(MONTHS, months) X(REFUND, refund) X(KEEP_KIND, keep_kind)                         \
    X(DECISION_SERVED_ON, decision_served_on) X(DEMAND_SERVED_ON, demand_served_on) X(REVIEW_UNTIL, review_until)             \
    X(SUIT_UNTIL, suit_until) X(APPLY_FROM, apply_from) X(APPLY_UNTIL, apply_until) X(CONSENT, consent)                       \
    X(OVERLAP_OF_RESIDENT, overlap_of_resident) X(PAYABLE, payable) X(OFFSET, offset) X(ESTABLISHED_ON, established_on)       \
    X(AMOUNT, amount) X(FINE_MIN, fine_min) X(FINE_MAX, fine_max) X(TRANSFERRED, transferred) X(FILED_ON, filed_on)           \
    X(NOTICE_ON, notice_on) X(HEARING_OPEN, hearing_open) X(LEGAL_REVIEW_ON, legal_review_on) X(COLLECTIVE_ON, collective_on) \
    X(SUBJECT, subject) X(LOSS_AMOUNT, loss_amount) X(PAID_ELSEWHERE, paid_elsewhere) X(REWARD, reward)                       \
    X(CONFIRMED, confirmed) X(FIRST_REPORTER, first_reporter) X(SUPERVISING_STAFF, supervising_staff)                         \
    X(FULL_CAPACITY, full_capacity) X(NAMED, named) X(ACCEPTED_ON, accepted_on) X(PROCEDURE, procedure)                       \
    X(MEASURE_IN_FORCE, measure_in_force) X(FILE_NEEDED, file_needed) X(RAISED_ON, raised_on)                                 \
    X(REPORTED_DEAD_ON, reported_dead_on) X(DAY_COUNT, day_count) X(HOME_VISIT, home_visit)                                  \
    X(LOCKED_THROUGH, locked_through) X(ID_CHECKED, id_checked) X(OTHER_AMOUNT, other_amount)                                 \
    X(OTHER_FIRST_MONTH, other_first_month) X(RETIRES_ON, retires_on) X(REVIEW_OVER_ON, review_over_on)                       \
    X(REVIEW_PENDING, review_pending) X(SENTENCE_UNTIL, sentence_until) X(PROOF_UNTIL, proof_until)                           \
    X(PUBLISHED_ON, published_on) X(OPENED_ON, opened_on) X(DEBT, debt) X(LAW_OFFICERS, law_officers)

#define LAW_QUESTIONS(X)                                                                                                    \
    X(DUE, due) X(VALID_UNTIL, valid_until) X(SUSPEND_BY, suspend_by) X(MAY_SUSPEND, may_suspend)                           \
    X(MAY_RELEASE, may_release) X(RESUME_MONTH, resume_month) X(INVESTIGATION_DAY, investigation_day)                       \
    X(LOSS, loss) X(REPORT_CLOCK, report_clock) X(WINDOW_ANNOUNCED, window_announced)                               \
    X(SCOPE, scope) X(MAY_ACT, may_act) X(SUBSTANCE, substance) X(POWER, power) X(CHANGE_REPORT, change_report)              \
    X(CHANGE_HANDLING, change_handling) X(EVIDENCE, evidence) X(CONTRADICTION, contradiction) X(DEATH_HOLD, death_hold)       \
    X(WAY_VALID, way_valid) X(PUBLICATION, publication) X(OBJECTION, objection) X(PAPER, paper) X(OVERLAP, overlap)           \
    X(REFUND, refund) X(RECOVERY, recovery) X(OFFSET, offset) X(FRAUD_REPORT, fraud_report) X(FINE, fine) X(TIP, tip)         \
    X(REWARD, reward) X(OTHER_BENEFIT, other_benefit) X(FORESEEN, foreseen) X(EFFECT_MONTH, effect_month)                     \
    X(WORKING_DAYS, working_days)

#define LAW_FACT_ENUM(upper, lower) FACT_##upper,
#define LAW_QUESTION_ENUM(upper, lower) QUESTION_##upper,

enum fact_id { FACT_NONE, LAW_FACTS(LAW_FACT_ENUM) FACT_COUNT_OF };
enum question { QUESTION_NONE, LAW_QUESTIONS(LAW_QUESTION_ENUM) QUESTION_COUNT };

/* A yes or no that may be unknown: unknown is never a default. */
enum tri { TRI_UNKNOWN, TRI_YES, TRI_NO };

enum zh_id facts_word(int fact);         /* ZH_none when unknown */
enum zh_id facts_question_word(int question);
