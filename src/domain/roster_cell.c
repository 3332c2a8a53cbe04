#include "domain/roster_cell.h"

#include <string.h>

#include "base/charset.h"
#include "base/money.h"
#include "domain/synonym.h"

bool roster_cell_text(const char *cell, char out[ROSTER_CELL])
{
    const char *begin = NULL, *end = cell, *p = cell, *at = cell;
    for (uint32_t cp; (cp = charset_next(&p)) != 0; at = p) {
        if (charset_blank(cp) || (!begin && cp == '\'')) continue;
        if (!begin) begin = at;
        end = p;
    }
    size_t n = begin ? (size_t)(end - begin) : 0;
    if (n >= ROSTER_CELL) return false;
    if (n) memcpy(out, begin, n);
    out[n] = 0;
    return true;
}

bool roster_cell_code(const char *s, char *out, size_t cap)
{
    size_t n = 0;
    out[0] = 0;
    for (uint32_t cp; (cp = charset_narrow(charset_next(&s))) != 0;) {
        if (charset_blank(cp) || cp == '-') continue;
        if (cp >= 0x80 || n + 1 >= cap) {
            out[0] = 0;
            return false;
        }
        out[n++] = (char)cp;
        out[n] = 0;
    }
    return true;
}

/* Copies s up to a time of day ("2026/11/23 0:00:00", "2026-11-23T00:00"). */
static void without_time(const char *s, char out[ROSTER_CELL])
{
    size_t n = strcspn(s, ":");
    bool timed = s[n] != 0;
    if (n >= ROSTER_CELL) n = ROSTER_CELL - 1;
    if (timed) {
        while (n > 0 && s[n - 1] >= '0' && s[n - 1] <= '9') n--;
        while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == 'T')) n--;
    }
    memcpy(out, s, n);
    out[n] = 0;
}

/* Day number of spreadsheets: 1900 system, right from 1900-03-01 (61) on. */
static bool serial_day(const char *s, struct date *out)
{
    int32_t v = 0;
    if (strlen(s) != 5 || strspn(s, "0123456789") != 5) return false;
    for (int i = 0; i < 5; i++) v = v * 10 + (s[i] - '0');
    *out = date_add_days(date_of(1899, 12, 30), v);
    return true;
}

enum err roster_cell_date(const char *s, struct date *out, struct problem *why)
{
    char text[ROSTER_CELL];
    without_time(s, text);
    return serial_day(text, out) ? ERR_OK : date_parse_office(text, out, why);
}

enum err roster_cell_month(const char *s, struct month *out, struct problem *why)
{
    char text[ROSTER_CELL];
    struct date day;
    struct problem as_day = {.code = ERR_OK};
    without_time(s, text);
    if (serial_day(text, &day) || !date_parse_office(text, &day, &as_day)) {
        *out = month_of(day);
        return ERR_OK;
    }
    if (as_day.message != ZH_err_date_impossible) return month_parse_office(text, out, why);
    if (why) *why = as_day; /* 2024-02-30 is not February */
    return ERR_INPUT;
}

/* ---- Components ---- */

/* Rewrites the separators of the parts to ';' and of name and amount to '=', full width to half
 * width. */
static void plain_parts(const char *s, char out[ROSTER_CELL])
{
    size_t n = 0;
    for (uint32_t cp; (cp = charset_next(&s)) != 0 && n + 5 < ROSTER_CELL;) {
        if (cp == CHARSET_INVALID) cp = '?';
        cp = charset_narrow(cp);
        if (cp == 0x3001 || cp == '|') cp = ';'; /* the ideographic comma */
        if (cp == ':') cp = '=';
        n += charset_put(cp, out + n);
    }
    out[n] = 0;
}

static enum err read_part(char *part, struct roster_components *out, struct problem *why)
{
    static const enum zh_id names[] = {ZH_roster_part_basic, ZH_roster_part_account,
                                       ZH_roster_part_subsidy, ZH_roster_part_standard};
    int64_t *const amounts[] = {&out->basic, &out->account, &out->subsidy, &out->standard};
    char *equals = strchr(part, '=');
    if (!equals) return problem_set(why, ERR_INPUT, ZH_roster_components, NULL, part, NULL);
    *equals = 0;
    int i = synonym_find(names, 4, part);
    if (i < 0) return problem_set(why, ERR_INPUT, ZH_roster_components_name, NULL, part, NULL);
    if (*amounts[i] >= 0)
        return problem_set(why, ERR_INPUT, ZH_roster_components_twice, NULL, part, NULL);
    return money_parse(equals + 1, amounts[i], why);
}

enum err roster_cell_components(const char *s, struct roster_components *out, struct problem *why)
{
    char text[ROSTER_CELL];
    plain_parts(s, text);
    for (char *part = text; part;) {
        char *end = strchr(part, ';');
        if (end) *end++ = 0;
        bool blank = part[strspn(part, " ")] == 0;
        enum err e = blank ? ERR_OK : read_part(part, out, why);
        if (e) return e;
        part = end;
    }
    return ERR_OK;
}
