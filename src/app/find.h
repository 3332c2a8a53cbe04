/*
 * Finding people (K3): by exact number, last four, name or its beginning, pinyin initials, phone;
 * what was typed says which. A list shows only the own jurisdiction (art. 4): who is paid there or
 * lives there; with scope.browse = city the agencies list the whole city. By exact number anybody
 * of the city is found, elsewhere only with a purpose. One entry in the log a list, durable before
 * anything is answered; numbers are masked, phones not shown.
 */
#pragma once
#include "app/app.h"
#include "base/idnum.h"

#define FIND_ROWS 50

enum find_by { FIND_UNSET, FIND_NUMBER, FIND_LAST4, FIND_PHONE, FIND_INITIALS, FIND_NAME };

struct find_row {
    int64_t person_id;
    const char *name, *residence_code;
    const char
        *payer; /* of a line, one within the jurisdiction when there is one; "" without lines */
    struct idnum_text number; /* masked */
    struct date birth, due_on;
    bool attention; /* open matters or a line not paid */
};

struct found { /* rows and strings in the call's arena; nobody found is ERR_OK with count 0 */
    enum find_by by;
    struct find_row *rows;
    size_t count; /* at most FIND_ROWS */
    size_t total; /* how many matched; at least so many when more is set */
    bool more;    /* not everything was read: ask for more characters */
};

/* ERR_INPUT find_empty; ERR_DENIED; ERR_USAGE purpose_missing: an exact number outside the
 * jurisdiction without a purpose. */
enum err find_persons(const struct call *call, const char *text, struct found *out,
                      struct problem *why);
/* Towns and stations pay nobody (agency_may_pay): theirs are those who live there. What the codes
 * of residence of such an agency's people begin with, in the arena; NULL for one that pays. */
const char *find_place(const char *agency, struct arena *arena);
