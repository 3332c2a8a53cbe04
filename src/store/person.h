/*
 * Persons 领取待遇人员 with their documents. Numbers and phones are sealed; a person is found by
 * the tag of a normalised number. Not here: lines and money (line.h), certifications
 * (certification.h), matters (matters.h).
 */
#pragma once
#include "base/idnum.h"
#include "domain/agency.h"
#include "law/law.h"
#include "store/data.h"

enum residence_place {
    PLACE_UNSET,
    PLACE_CITY,
    PLACE_MAINLAND,
    PLACE_HONGKONG,
    PLACE_MACAU,
    PLACE_TAIWAN,
    PLACE_ABROAD
};

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
    struct date registered_on, due_on, next_on;
    struct successes success;
    struct month first_month;
    int64_t certification_seq;
    int certification_count;
    int protection;
    bool attention; /* open matters or a line not paid */
    int64_t recorded_at;
};

/* ERR_NOT_FOUND person_unknown when no document has this number. */
enum err person_find(struct data *d, const char *number, int64_t *person_id, struct problem *why);
/* The same for many at once: ids[i] is 0 where nobody has number[i]. */
enum err person_find_many(struct data *d, const char *const *number, size_t count, int64_t *ids,
                          struct problem *why);
struct person_tag_taker {
    void (*take)(void *ctx, const uint8_t tag[32]);
    void *ctx;
};
/* The tags of all documents of a person, or with person_id 0 of everybody; in no order. */
enum err person_tags(struct data *d, int64_t person_id, const struct person_tag_taker *taker,
                     struct problem *why);
/* The row lock of the person until the transaction ends (a second one waits); for writes that
 * store_write did not lock already. */
enum err person_lock_row(struct data *d, int64_t person_id, struct problem *why);
/* A negative id is the subject of a matter about no person: everything empty. */
enum err person_load(struct data *d, int64_t person_id, struct person *out, struct problem *why);
/* Inserts the person, the document and its aliases (alias may be "" or the 15-digit form).
 * ERR_CONFLICT when the number is taken. */
enum err person_insert(struct data *d, const struct person *p, enum idnum_kind kind,
                       const char *alias, struct problem *why);
/* Writes name, residence, phone as given now; each change also as a person_fact by the caller. */
enum err person_update(struct data *d, const struct person *p, struct problem *why);
/* The dates that certifying and the night move: successes, due_on, next_on, certification head.
 */
enum err person_update_dates(struct data *d, const struct person *p, struct problem *why);
/* What a matter's move leaves behind: next_on and attention. */
enum err person_update_next(struct data *d, const struct person *p, struct problem *why);
/* Everybody born by that day whose due day lies in [first, last] is looked at by the night of
 * `first`, where that is earlier than what was to come: a service by age begins. */
enum err person_wake(struct data *d, struct date born_by, struct date first, struct date last,
                     struct problem *why);
struct document { /* of a person; the number in clear */
    int kind;     /* enum idnum_kind */
    char number[24];
    bool current; /* it is the 社会保障号码 */
    int64_t recorded_at;
};
/* All documents that find the person, the oldest first. */
enum err document_list(struct data *d, const struct person *p, struct document **out, size_t *count,
                       struct problem *why);
struct person_fact {
    int64_t person_id;
    const char *field, *value, *recorded_by;
    struct date valid_from;
    int64_t recorded_at;
};
enum err person_add_fact(struct data *d, const struct person_fact *f, struct problem *why);
/* The value of the field that holds on the day (a later day of change wins, then the later
 * record); NULL when there is none. */
enum err person_fact_value(struct data *d, int64_t person_id, const char *field, struct date on,
                           const char **out, struct problem *why);
/* Another number becomes the 社会保障号码; the old ones go on finding the person. ERR_CONFLICT
 * person_number_taken. */
enum err person_change_number(struct data *d, struct person *p, const struct idnum *number,
                              int64_t recorded_at, struct problem *why);

/* The next page of persons with something due on or before the day, ascending by (next_on, id). */
#define DUE_PAGE 200
struct due_page {
    struct date after_on; /* the reader moves both on */
    int64_t after_id;
    int64_t ids[DUE_PAGE];
    size_t count;
};
enum err person_list_due(struct data *d, struct date until, struct due_page *page,
                         struct problem *why);
/* The next page of all persons: for streaming sweeps. */
enum err person_list(struct data *d, struct id_page *page, struct problem *why);

/* How many people are on record. */
enum err person_count(struct data *d, uint64_t *out, struct problem *why);

void person_tag(struct store *s, const char *number, uint8_t out[32]);
