/*
 * Loading: many new people at once (a roster, a made-up city).
 *
 * Rows of new people gather and are copied table by table, parents first, where the database gains
 * by it (PostgreSQL: COPY instead of seven statements a person). Between load_begin and load_end
 * the rows are not to be found: read nothing about the people that are loaded.
 *
 * The first load of an empty store makes its look-up indexes at the end: an index on tags grows at
 * random, and a page of it would be written again for almost every row. Whether they are missing
 * stands in store_meta; a killed load leaves them to the next opening (SQLite), the next load or
 * `migrate` (PostgreSQL). Who is found by number alone never needs them.
 */
#pragma once
#include "store/data.h"

/* People at most between begin and end, so that nothing is copied before its parents. */
#define LOAD_PEOPLE 5000

enum load_table {
    LOAD_PERSON,
    LOAD_READING,
    LOAD_DOCUMENT_KEY,
    LOAD_DOCUMENT,
    LOAD_LINE,
    LOAD_RATE,
    LOAD_CERTIFICATION,
    LOAD_TABLES
};

/* The columns in the order of their values, the same for a statement and for a copy. */
#define LOAD_PERSON_COLUMNS                                                                        \
    "person_id, name, name_key, initials, sex, birth, number, last4, phone, phone_tag, "           \
    "residence_kind, residence_code, registered_on, first_month, last_success, due_on, next_on, "  \
    "certification_seq, certification_count, protection, recorded_at, last_abroad"
#define LOAD_READING_COLUMNS "person_id, initials"
#define LOAD_DOCUMENT_KEY_COLUMNS "tag, person_id"
#define LOAD_DOCUMENT_COLUMNS "person_id, kind, tag, number, last4, recorded_at"
#define LOAD_LINE_COLUMNS                                                                          \
    "person_id, line_id, kind, payer, first_month, last_month, linked_person, relation, "          \
    "appraisal_until, note, recorded_at, linked_tag, status, status_matter"
#define LOAD_RATE_COLUMNS                                                                          \
    "person_id, line_id, first_month, n, amount, basic, account, subsidy, standard, recorded_at"
#define LOAD_CERTIFICATION_COLUMNS                                                                 \
    "seq, person_id, n, prev_seq, way, channel, held_on, agency, operator, result, valid_until, "  \
    "finding_seq, reverses, recorded_at, evidence"

/* Sets d->load where rows shall gather; leaves it NULL where single statements are as good, and
 * where the transaction runs again to find out which statement failed. */
enum err load_begin(const struct write *w, struct data *d, struct problem *why);
/* Copies what has gathered (unless before is an error, which it returns) and ends the gathering. */
enum err load_end(struct data *d, enum err before, struct problem *why);
/* One row into its table: now by q, or gathered. */
enum err load_row(struct data *d, enum load_table table, const struct sql *q,
                  const struct db_value *v, size_t n, struct problem *why);

/* In a transaction of its own, before the first part of a load. Does nothing in a store that has
 * people and its indexes. */
enum err load_first_begin(struct data *d, struct problem *why);
/* After the last part, also when the load failed: one index, which takes about a second for a
 * million people. Called in a transaction of its own until nothing is left: others go between. */
enum err load_first_end(struct data *d, bool *more, struct problem *why);
