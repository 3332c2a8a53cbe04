/*
 * Art. 7(3): what a trace proves. The words of a feed (interface.md, 事件), their side and
 * strength, freshness, contradictions and the bounded hold on reported death. Matching a trace to a
 * person is src/match.
 *
 * A: biometric or in person by an official. B: hospital with ID check, border crossing,
 * vaccination. C: traces of a card or payment, never alone. The day on which it happened starts the
 * new cycle, not the day on which it came in. Negative evidence is always confirmed by a person.
 */
#pragma once
#include "law/facts.h"
#include "law/law.h"

enum evidence_side { EVIDENCE_NO_SIDE, EVIDENCE_AGAINST, EVIDENCE_FOR };
enum evidence_strength { STRENGTH_NONE, STRENGTH_A, STRENGTH_B, STRENGTH_C };
enum evidence_kind { /* the first are the loss events of a feed, in the order of enum loss_event */
                     EVIDENCE_UNSET,
                     EVIDENCE_DEATH,
                     EVIDENCE_CREMATION,
                     EVIDENCE_HOUSEHOLD_CANCELLED,
                     EVIDENCE_DECLARED_DEAD,
                     EVIDENCE_MISSING,
                     EVIDENCE_PRISON,
                     EVIDENCE_PROBATION,
                     EVIDENCE_CUSTODY,
                     EVIDENCE_RELEASE,
                     EVIDENCE_REMARRIAGE,
                     EVIDENCE_ADOPTION,
                     EVIDENCE_EMPLOYMENT,
                     EVIDENCE_ENLISTMENT,
                     EVIDENCE_BIOMETRIC,
                     EVIDENCE_IN_PERSON,
                     EVIDENCE_HOSPITAL,
                     EVIDENCE_EXIT,
                     EVIDENCE_ENTRY,
                     EVIDENCE_VACCINATION,
                     EVIDENCE_OUTPATIENT,
                     EVIDENCE_CHECKUP,
                     EVIDENCE_PHARMACY,
                     EVIDENCE_CONTRIBUTION,
                     EVIDENCE_BUS,
                     EVIDENCE_COUNT
};

enum evidence_kind evidence_from_word(const char *word);
enum zh_id evidence_word(enum evidence_kind k);
enum zh_id evidence_strength_word(enum evidence_strength s);
enum evidence_side evidence_side(enum evidence_kind k);
enum evidence_strength evidence_strength(enum evidence_kind k);
enum loss_event evidence_loss_event(enum evidence_kind k); /* LOSS_UNSET for evidence of life */

struct evidence_facts {
    enum evidence_kind kind;
    struct date happened_on;
    enum tri id_checked; /* hospital: NO makes it a weak trace; unknown: as the partner's feed
                            promises */
    struct date birth;   /* of age classes (law/ages.h) */
};

/* MET: it certifies alone today; the answer is the next due day it gives. NOT_MET: weak or stale.
 * NEEDS_EVIDENCE: negative, for a person to confirm, or a fact is missing. */
struct finding evidence_weigh(const struct law *law, const struct evidence_facts *facts);
/* Does a class of that age ask for stronger evidence than the ordinary rule does? Notes which. */
bool evidence_age_stricter(const struct law *law, struct date happened_on, struct date birth,
                           struct finding *why);
bool evidence_fresh(const struct law *law, struct date happened_on);
/* A life trace of any strength after a reported death contradicts it (the day of death itself does
 * not). MET: contradictory. */
struct finding evidence_contradiction(const struct law *law, struct date dead_on,
                                      const struct evidence_facts *life);
/* A death hold lapses after this day unless somebody decides; none (NOT_MET) where a report is only
 * verified. */
struct date evidence_death_hold(const struct law *law, struct date received_on,
                                struct finding *why);
