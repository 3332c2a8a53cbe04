/*
 * Persons 领取待遇人员 with their documents. Numbers and phones are sealed; a person is found by the tag of a normalised number.
 * Not here: lines and money (line.h), certifications (certification.h), matters (matters.h).
 */
#pragma once
#include "base/idnum.h"
#include "domain/agency.h"
#include "store/data.h"

enum residence_place { PLACE_UNSET, PLACE_CITY, PLACE_MAINLAND, PLACE_HONGKONG, PLACE_MACAU, PLACE_TAIWAN, PLACE_ABROAD };

enum protection { /* why a suspension needs a visit and a manager (readings, "Papers and powers") */
    PROTECT_DISABLED = 1,
    PROTECT_IN_HOSPITAL = 2,
    PROTECT_LIVING_ALONE = 4
};

struct person {
    int64_t person_id;
    const char *name, *name_key, *initials;
    char number[24]; /* in clear: wiped with the arena */
    char last4[8];
    const char *phone;
    int sex;
    struct date birth;
    int residence_kind;
    const char *residence_code;
    struct date registered_on, last_success, due_on, next_on;
    struct month first_month;
    int64_t certification_seq;
    int certification_count;
    int protection;
    bool attention; /* open matters or a line not paid */
    int64_t recorded_at;
};

/* ERR_NOT_FOUND person_unknown when no document has this number. */
enum err person_find(struct data *d, const char *number, int64_t *person_id, struct problem *why);
/* The row lock of the person until the transaction ends (a second one waits); for writes that store_write did not lock already. */
enum err person_lock_row(struct data *d, int64_t person_id, struct problem *why);
enum err person_load(struct data *d, int64_t person_id, struct person *out, struct problem *why);
/* Inserts the person, the document and its aliases (alias may be "" or the 15-digit form). ERR_CONFLICT when the number is taken. */
enum err person_insert(struct data *d, const struct person *p, enum idnum_kind kind, const char *alias, struct problem *why);
/* Writes name, residence, phone as given now; each change also as a person_fact by the caller. */
enum err person_update(struct data *d, const struct person *p, struct problem *why);
/* The dates that certifying and the night move: last_success, due_on, next_on, certification head. */
enum err person_update_dates(struct data *d, const struct person *p, struct problem *why);
/* What a matter's move leaves behind: next_on and attention. */
enum err person_update_next(struct data *d, const struct person *p, struct problem *why);
enum err person_add_fact(struct data *d, int64_t person_id, const char *field, const char *value, struct date valid_from,
                         int64_t recorded_at, const char *by, struct problem *why);

/* Ids of persons with something due on or before the day, ascending by (next_on, id), at most cap, after (after_next, after_id). */
struct person_due {
    int64_t person_id;
    struct date next_on;
};
enum err person_list_due(struct data *d, struct date until, struct person_due after, struct person_due *out, size_t cap,
                         size_t *count, struct problem *why);
/* All ids after `after`, ascending, at most cap: for streaming sweeps. */
enum err person_list(struct data *d, int64_t after, int64_t *out, size_t cap, size_t *count, struct problem *why);

void person_tag(struct store *s, const char *number, uint8_t out[32]);
