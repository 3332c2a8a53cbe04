/*
 * Art. 7: is a certification by one of the six ways valid, and the notices that go with it. What
 * was seen is evidence (law/evidence.h), papers from abroad are law/abroad.h; this says only
 * whether the way was kept.
 */
#pragma once
#include "law/facts.h"
#include "law/law.h"

struct way_facts {
    enum ways way;
    struct date held_on, last_success;
    struct date birth; /* of age classes (law/ages.h) */
    /* 7(1), a home visit: */
    bool home_visit;
    int age;                  /* completed years, 0 unknown */
    bool disabled, bedridden; /* 残疾证; bedridden or in hospital */
    enum tri approved;        /* "经认证机构审查符合" */
    int officers;             /* who came; visit.officers asks for two */
    /* 7(2): */
    enum tri liveness; /* the check passed; a failure of the machine counts nothing */
    /* 7(3): */
    int evidence_kind; /* enum evidence_kind */
    /* 7(4): */
    enum tri connected;  /* the agency there is in the ministry's system */
    bool mailed;         /* the paper form, being phased out */
    enum tri supervisor; /* its approval */
    /* 7(6): */
    int description_chars;
    enum tri second_person;
};

/* MET, NOT_MET, NEEDS_EVIDENCE; on MET the answer is valid_until. For WAYS_ABROAD ask abroad_paper.
 */
struct finding ways_valid(const struct law *law, const struct way_facts *facts);
bool ways_counts_as_mailed(const struct way_facts *facts); /* toward the phase-out of the form */

/* 7(1): the last day of a public notice put up on that day (calendar days, rolled); objections
 * until its end. */
struct date ways_publication_last(const struct law *law, struct date first, struct finding *why);
/* The day by which a clerk accepts or rejects an objection; in literal mode the objection itself is
 * accepted on its day. */
struct date ways_objection_by(const struct law *law, struct date raised_on, struct finding *why);
/* A protected person's visit is due (readings, "Papers and powers"). */
struct date ways_protected_visit_by(const struct law *law, struct date opened_on,
                                    struct finding *why);

enum zh_id ways_word(enum ways w);
enum ways ways_from_word(const char *word); /* also "1" to "6" */
