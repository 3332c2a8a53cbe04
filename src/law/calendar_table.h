/* The holidays that tools/lawgen compiles from data/public-holidays-cn*.csv; only calendar.c reads
 * them. */
#pragma once
#include "law/calendar.h"

extern const struct calendar_row calendar_rows[];
extern const size_t calendar_rows_count;
