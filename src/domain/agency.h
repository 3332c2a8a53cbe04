/*
 * Agencies 机构 (art. 4): the tree city → district → town office → community station, and the
 * administrative departments beside it. A code has 12 digits and names its place in the tree (GB/T
 * 2260 and the statistical codes below it): the subtree of an agency is computed here, never by a
 * recursive query. The three national development zones are district-level agencies.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define AGENCY_CODE 13 /* 12 digits and the end */

enum agency_kind { AGENCY_UNSET, AGENCY_OFFICE, AGENCY_DEPARTMENT };
enum agency_level { LEVEL_UNSET, LEVEL_CITY, LEVEL_DISTRICT, LEVEL_TOWN, LEVEL_STATION };

bool agency_code_valid(const char *code); /* twelve digits */
enum agency_level agency_code_level(const char *code);
/* How many leading digits all agencies within root have in common; 0 when root is no code. */
size_t agency_shared_digits(const char *root);
/* Is `code` the agency `root` itself or below it? */
bool agency_within(const char *root, const char *code);
/* 经办机构: only the city and the districts decide about benefits (readings, trap 11). */
bool agency_may_pay(const char *code);
