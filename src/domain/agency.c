#include "domain/agency.h"

#include <string.h>

bool agency_code_valid(const char *code)
{
    return strlen(code) == 12 && strspn(code, "0123456789") == 12;
}

static bool zeros_from(const char *code, size_t at)
{
    return strspn(code + at, "0") == 12 - at;
}

enum agency_level agency_code_level(const char *code)
{
    if (!agency_code_valid(code)) return LEVEL_UNSET;
    if (zeros_from(code, 4)) return LEVEL_CITY;
    if (zeros_from(code, 6)) return LEVEL_DISTRICT;
    if (zeros_from(code, 9)) return LEVEL_TOWN;
    return LEVEL_STATION;
}

bool agency_within(const char *root, const char *code)
{
    static const size_t significant[] = {
        [LEVEL_CITY] = 4, [LEVEL_DISTRICT] = 6, [LEVEL_TOWN] = 9, [LEVEL_STATION] = 12};
    enum agency_level level = agency_code_level(root);
    if (level == LEVEL_UNSET || !agency_code_valid(code)) return false;
    return strncmp(root, code, significant[level]) == 0;
}

bool agency_may_pay(const char *code)
{
    enum agency_level level = agency_code_level(code);
    return level == LEVEL_CITY || level == LEVEL_DISTRICT;
}
