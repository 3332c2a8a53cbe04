/*
 * Art. 7(5): a paper from abroad. "有效期为6个月" describes the material: usable when posted within
 * six months of its issue (rolled, 民法典 202 and 203). What it proves is life; the qualification
 * runs from the day of issue. Who must have issued it depends on the place. A paper that does not
 * fit is no failure of the person: the other ways stay open.
 */
#pragma once
#include "law/law.h"

enum abroad_place {
    PLACE_UNSET,
    PLACE_HONG_KONG,
    PLACE_MACAU,
    PLACE_TAIWAN,
    PLACE_ABROAD,
    PLACE_COUNT
};
enum abroad_issuer {
    ISSUER_UNSET,
    ISSUER_EMBASSY,
    ISSUER_FEDERATION /* 工会联合会 */,
    ISSUER_TAIWAN_NOTARY,
    ISSUER_APOSTILLE /* notary + apostille */,
    ISSUER_OTHER,
    ISSUER_COUNT
};

struct abroad_paper_facts {
    enum abroad_place place;
    enum abroad_issuer issuer;
    struct date issued, posted, received; /* posted none: no postmark, the day of receipt counts */
    bool proxy;                           /* somebody else had it made out: */
    struct date authorised;               /* the day of the authorisation */
    int proxy_years; /* this is the how many-th year on end by proxy; 0 unknown */
};

struct abroad_paper_answer {
    bool usable, review; /* review: a reviewer looks before it counts (apostille, Taiwan's notarial
                            exchange) */
    struct date through; /* the last day for posting */
    struct date due;     /* the next certification's due day, when usable */
};

struct abroad_paper_answer
abroad_paper(const struct law *law, const struct abroad_paper_facts *facts, struct finding *why);
/* Nothing in hand so many days after the issue: remind. */
struct date abroad_remind_on(const struct law *law, struct date issued);
enum zh_id abroad_place_word(enum abroad_place p);
enum abroad_place abroad_place_from_word(const char *word);
enum zh_id abroad_issuer_word(enum abroad_issuer i);
enum abroad_issuer abroad_issuer_from_word(const char *word);
