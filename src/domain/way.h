/*
 * The six ways of certifying of art. 7, (一) to (六), as files name them. What each way needs is
 * law's.
 */
#pragma once
#include "base/zh.h"
#include "domain/synonym.h"

enum {
    WAY_UNSET,
    WAY_COMMUNITY,
    WAY_SELF,
    WAY_DATA,
    WAY_ELSEWHERE,
    WAY_ABROAD,
    WAY_OTHER,
    WAY_COUNT
};

int way_from_word(const char *word); /* "1" to "6", "(三)", "数据比对", …; 0 when unknown */
struct synonym_text way_word(int way); /* "" for none */
