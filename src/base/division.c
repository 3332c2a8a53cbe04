#include "base/division.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/zh.h"
#include "division_gen.h"

static bool six_digits(const char *six)
{
    return strlen(six) == 6 && strspn(six, "0123456789") == 6;
}

static int by_code(const void *key, const void *row)
{
    return memcmp(key, ((const struct division_row *)row)->code, 6);
}

const char *division_find(const char *six, enum division_kind *kind)
{
    const struct division_row *row = NULL;
    if (six_digits(six))
        row = bsearch(six, division_rows, division_row_count, sizeof *row, by_code);
    if (kind) *kind = row ? row->historic ? DIVISION_HISTORIC : DIVISION_CURRENT : DIVISION_UNKNOWN;
    return row ? row->name : NULL;
}

enum division_kind division_hint(const char *six, char *out, size_t cap)
{
    enum division_kind kind;
    out[0] = 0;
    /* 8 and 9 begin the residence cards of people from Hong Kong, Macau, Taiwan and abroad */
    if (!six_digits(six) || six[0] >= '8') return DIVISION_NONE;
    const char *name = division_find(six, &kind);
    if (!name) zh_print(out, cap, ZH_division_unknown, six, NULL);
    else
        zh_print(out, cap, kind == DIVISION_HISTORIC ? ZH_division_historic : ZH_division_current,
                 name, NULL);
    return kind;
}
