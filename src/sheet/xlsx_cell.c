#include "sheet/xlsx_cell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

#define EXACT 1e15 /* a stored number keeps 15 digits */
#define LAST_DAY 2958465.0
#define FROM_1904 1462

int xlsx_column(const char *name, long *row)
{
    long column = 0;
    for (; *name >= 'A' && *name <= 'Z' && column < 1000000; name++)
        column = column * 26 + (*name - 'A' + 1);
    *row = *name >= '1' && *name <= '9' ? strtol(name, (char **)&name, 10) : 0;
    return column && column < 1000000 && !*name ? (int)column - 1 : -1;
}

bool xlsx_format_is_day(long id, const char *code)
{
    bool built_in =
        (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
    if (!code) return built_in;
    char quote = 0;
    for (; *code; code++) {
        if (quote) {
            quote = *code == quote ? 0 : quote;
        } else if (*code == '"') {
            quote = '"';
        } else if (*code == '[') { /* a colour, a condition, a country */
            quote = ']';
        } else if (*code == '\\' && code[1]) {
            code++;
        } else if (strchr("yYdD", *code)) {
            return true;
        }
    }
    return false;
}

void xlsx_number(const char *stored, bool day, bool epoch1904, char out[40])
{
    char *end;
    double v = strtod(stored, &end);
    if (!*stored || *end || !isfinite(v)) {
        snprintf(out, 40, "%.39s", stored);
    } else if (day && v >= 1 && v <= LAST_DAY) {
        int serial = (int)v + (epoch1904 ? FROM_1904 : 0);
        struct date on = date_add_days(date_of(1899, 12, serial < 60 ? 31 : 30), serial);
        snprintf(out, 40, "%s", date_print(on).s);
    } else if (fabs(v) >= EXACT) {
        snprintf(out, 40, "%.5E", v);
    } else if (floor(v) == v) {
        snprintf(out, 40, "%.0f", v);
    } else {
        snprintf(out, 40, "%.15g", v);
    }
}
