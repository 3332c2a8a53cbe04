/*
 * People of the own jurisdiction by what is known of their being alive (B15), the least known and
 * the longest due first: whom to call and visit. For a city or district who is paid there, for a
 * town or station who lives there (art. 4). From the packed file, as evaluate; numbers are masked.
 * One entry in the log a list, durable before anything is answered. Nothing is decided by it.
 */
#pragma once
#include "app/app.h"
#include "base/idnum.h"
#include "law/grade.h"

#define LEVEL_ROWS 200

struct level_row {
    int64_t person_id;
    const char *name, *residence_code;
    struct idnum_text number; /* masked */
    struct date due_on;
    enum survival level;
};

struct level_list {
    enum survival level; /* UNSET: whoever is not confirmed */
    /* out, in the call's arena */
    struct level_row *rows;
    size_t row_count;              /* at most LEVEL_ROWS */
    size_t total;                  /* how many there are of those asked for */
    int64_t count[SURVIVAL_COUNT]; /* of everybody, by level */
};

/* ERR_DENIED. */
enum err level_list(const struct call *call, struct level_list *list, struct problem *why);
/* "to_verify"; UNSET when there is no such word. */
enum survival level_from_word(const char *word);
