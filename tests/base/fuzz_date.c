/* Any text as a date or month: no fault, and what is accepted prints and parses back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_date(const char *s)
{
    struct date d, back;
    struct problem why;
    char sentence[400];
    enum err strict = date_parse(s, &d, &why);
    if (!strict && strcmp(date_print(d).s, s) != 0) abort();
    if (date_parse_office(s, &d, &why)) {
        if (!strict) abort();
        problem_sentence(&why, sentence, sizeof sentence);
        return;
    }
    if (date_parse(date_print(d).s, &back, NULL) || back.day != d.day) abort();
    if (date_from_column(date_column(d)).day != d.day) abort();
}

static void as_month(const char *s)
{
    struct month m, back;
    enum err strict = month_parse(s, &m, NULL);
    if (!strict && strcmp(month_print(m).s, s) != 0) abort();
    if (month_parse_office(s, &m, NULL)) {
        if (!strict) abort();
        return;
    }
    if (month_parse(month_print(m).s, &back, NULL) || back.index != m.index) abort();
    if (month_from_column(month_column(m)).index != m.index) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *s = malloc(size + 1);
    if (!s) return 0;
    memcpy(s, data, size);
    s[size] = 0;
    as_date(s);
    as_month(s);
    free(s);
    return 0;
}
