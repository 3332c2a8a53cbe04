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

size_t agency_shared_digits(const char *root)
{
    static const size_t shared[] = {
        [LEVEL_CITY] = 4, [LEVEL_DISTRICT] = 6, [LEVEL_TOWN] = 9, [LEVEL_STATION] = 12};
    return shared[agency_code_level(root)];
}

bool agency_within(const char *root, const char *code)
{
    size_t digits = agency_shared_digits(root);
    return digits && agency_code_valid(code) && strncmp(root, code, digits) == 0;
}

bool agency_may_pay(const char *code)
{
    enum agency_level level = agency_code_level(code);
    return level == LEVEL_CITY || level == LEVEL_DISTRICT;
}
