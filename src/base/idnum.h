/*
 * Numbers of identity documents: recognised, normalised, checked. Pure.
 *
 *   居民身份证: 18 characters, GB 11643-1999 (check: ISO 7064 MOD 11-2); 15 are brought to 18
 *   港澳台居民居住证: the same, beginning with 81, 82 or 83
 *   外国人永久居留身份证: 18 beginning with 9, the same check;
 *       before 2023-12-01 3 letters + 12 digits, whose last one is not checked
 *   护照: E, G, D, S, P + 8 digits, or that letter + a letter + 7 digits
 *   港澳来往内地通行证: H or M + 8 digits (the two of an older card's renewals are dropped)
 *   台湾居民来往大陆通行证: 8 digits
 *   foreign passport: 6 to 9 letters and digits, at least four of them digits, where nothing
 *       above fits
 *
 * Accepted in any writing an office meets: full-width, lower-case x, × or Ⅹ for X, blanks, hyphens,
 * a leading apostrophe, and the longer strings that card readers type (then exactly one valid
 * number must stand in them). A division code is never a reason to refuse: see base/division.h.
 * Keys and tags are made from `number` alone.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/date.h"
#include "base/err.h"

enum idnum_kind {
    IDNUM_UNSET,
    IDNUM_RESIDENT,
    IDNUM_HMT_RESIDENCE,
    IDNUM_FOREIGN_RESIDENCE,
    IDNUM_FOREIGN_RESIDENCE_OLD,
    IDNUM_PASSPORT,
    IDNUM_HM_PERMIT,
    IDNUM_TW_PERMIT,
    IDNUM_FOREIGN_PASSPORT,
    IDNUM_KIND_COUNT
};

enum sex { SEX_UNSET, SEX_MALE, SEX_FEMALE };

struct idnum {
    enum idnum_kind kind;
    char number[24];     /* normalised: upper case, 15 digits brought to 18 */
    char original15[16]; /* the 15 digits when it came as such, to be searchable; else "" */
    enum sex sex;        /* unset where the number does not tell */
    struct date birth;   /* none where the number does not tell */
    char division[7];    /* first six digits of an 18-digit number that has them; "" otherwise */
    bool age_unusual;    /* over 110: accepted, to be looked at */
};

#define IDNUM_AGE_UNUSUAL 110
#define IDNUM_AGE_IMPOSSIBLE 130

/* On ERR_INPUT *out is all zero and *why says what is wrong: idnum_empty, _length, _character,
 * _birth_impossible, _birth_impossible_check_fits, _birth_future, _too_old, _check, _scientific,
 * _rounded, _numeric, _format, _reader_none, _reader_many. No value of the problem holds a whole
 * number. */
enum err idnum_parse(const char *s, struct date today, struct idnum *out, struct problem *why);

/* Check character (0-9, X) of the first 17 digits; they must be digits. */
char idnum_check_character(const char *digits17);
/* 15 digits (must be digits) to 18 characters and a terminator; sequence 996-999 stands for a birth
 * in the 1800s. */
void idnum_from15(const char *digits15, char out[19]);

enum zh_id idnum_kind_word(enum idnum_kind kind);
enum zh_id idnum_sex_word(enum sex sex);

struct idnum_text {
    char s[24];
};
/* For staff: 371002********1234; other documents keep one character (an old foreign card three)
 * before and three behind. */
struct idnum_text idnum_mask(const char *number);
