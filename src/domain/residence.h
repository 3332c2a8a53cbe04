/*
 * Where somebody lives, as the roster writes it: a 12-digit code in the city, a 6-digit code
 * elsewhere in the mainland, 香港 澳门 台湾, or an ISO 3166-1 country code (two or three letters).
 * It decides who may issue a proof of life (art. 7(4), (5)).
 *
 * Whether a 12-digit code exists in the agency tree is for the caller to say.
 */
#pragma once
#include "base/err.h"

enum residence_kind {
    RESIDENCE_UNSET,
    RESIDENCE_CITY,
    RESIDENCE_MAINLAND,
    RESIDENCE_HONGKONG,
    RESIDENCE_MACAU,
    RESIDENCE_TAIWAN,
    RESIDENCE_ABROAD,
    RESIDENCE_KIND_COUNT
};

struct residence {
    enum residence_kind kind;
    char code[13]; /* 12 digits, 6 digits, "HK" "MO" "TW", or two capital letters */
};

#define RESIDENCE_CITY_PREFIX "3710"

/* A 6-digit code of the city's own becomes the district's 12. Problems: residence_unknown,
 * residence_not_city, residence_china; *out is unset then. */
enum err residence_parse(const char *s, struct residence *out, struct problem *why);
