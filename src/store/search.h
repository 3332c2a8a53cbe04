/*
 * Looking persons up by what an index of the person table leads to: the beginning of the name's key
 * or of its initials, the last four characters of the number, the phone's tag. Rows come with the
 * payers of the person's lines, so that the caller can keep to a jurisdiction. Exact numbers are
 * person.h's (person_find).
 */
#pragma once
#include "store/person.h"

enum search_by { SEARCH_NAME, SEARCH_INITIALS, SEARCH_LAST4, SEARCH_PHONE };

struct search_row { /* one for each line of a person, those of one person together; strings live
                       until the next row */
    int64_t person_id;
    const char *residence_code, *payer; /* payer "" when the person has no line */
};
typedef void (*search_row_fn)(void *ctx, const struct search_row *row);

struct search {
    enum search_by by;
    const char *text;  /* SEARCH_NAME: a name's key; SEARCH_INITIALS: lower case, in any
                          reading */
    const char *place; /* only who lives where the code of residence begins so; NULL: anywhere. A
                          phone is looked for everywhere */
    search_row_fn fn;
    void *ctx;
    bool more; /* out: rows were left unread */
};

/* Exact ones come first. At most so many rows are read, whatever the city's size, which takes about
 * 4 ms (bench/app/README.md): 500 people of one name in a city are all looked at. Initials are
 * dearer, and everybody has namesakes by them. With a place the rows are its own: give one of a
 * town or a station, whose people are few enough to be looked through. */
#define SEARCH_ROWS 1000
#define SEARCH_ROWS_INITIALS 500
enum err search_persons(struct data *d, struct search *s, struct problem *why);
/* Everybody who lives where the code of residence begins so, ascending, in the arena of d. Of a
 * town or a station, as above. */
enum err search_residents(struct data *d, const char *place, int64_t **out, size_t *count,
                          struct problem *why);
