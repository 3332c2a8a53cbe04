/*
 * Art. 4: who may do what, and art. 17: which law an event has and which power a decision. Persons
 * and roles are not here (the permission table, domain/): these are the bodies' powers, which no
 * permission can widen.
 */
#pragma once
#include "law/facts.h"
#include "law/law.h"

enum power_body {
    BODY_UNSET,
    BODY_CITY_DEPARTMENT,
    BODY_DISTRICT_DEPARTMENT,
    BODY_CITY_AGENCY,
    BODY_DISTRICT_AGENCY,
    BODY_TOWN_OFFICE,
    BODY_STATION,
    BODY_VILLAGE,
    BODY_COUNT
};
enum power_deed {
    DEED_UNSET,
    DEED_CERTIFY,
    DEED_VISIT,
    DEED_PUBLISH,
    DEED_RECEIVE_MAKE_UP,
    DEED_INQUIRE,
    DEED_ASSIGN,
    DEED_SUSPEND,
    DEED_REINSTATE,
    DEED_RECOVER,
    DEED_REPORT_FRAUD,
    DEED_SET_STANDARD,
    DEED_SUPERVISE,
    DEED_ORDER_REFUND,
    DEED_FINE,
    DEED_HANDLE_TIP,
    DEED_INTERPRET,
    DEED_COUNT
};

/* MET or NOT_MET; the national development zones' bodies count as the districts' (art. 4). */
struct finding power_may(const struct law *law, enum power_body body, enum power_deed deed);
/* Burdens somebody: never cites the measure after its end. */
bool power_adverse(enum power_deed deed);
/* The same account must not act for a department and for an agency. */
bool power_compatible(enum power_body a, enum power_body b);
enum zh_id power_body_word(enum power_body b);
enum power_body power_body_from_word(const char *word);
enum zh_id power_deed_word(enum power_deed d);
enum power_deed power_deed_from_word(const char *word);

/* Art. 17. The version of the substance that an event of that day has: MET: the measure;
 * NOT_APPLICABLE: after its end, national law and practice; NO_LAW: before it, history only. */
struct finding power_substance(const struct law *law, struct date event_on);

/* A day before the measure: kept as history, nothing is decided about it. An unset day is none. */
bool power_history_only(struct date d);

struct power_decision {
    bool allowed;     /* an adverse decision may be taken on that day */
    bool measure;     /* and may cite the measure */
    bool national;    /* 条例 25, 26 are in force */
    bool file_needed; /* comparison and attempt to reach the person on file before a release (条例
                         26) */
    bool name_expired; /* the paper names the measure only as 原办法 (已于…期满) */
};
struct power_decision power_decision(const struct law *law, struct date decided_on,
                                     struct finding *why);
