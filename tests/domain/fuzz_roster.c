/* Any header and any row: the first line's cells are the header, the others rows; tab between
 * cells. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "domain/roster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CELLS = 24 };

/* Cuts the line that begins at s into cells; returns the next line or NULL. */
static char *cut(char *s, const char *cells[CELLS], size_t *n)
{
    char *end = strchr(s, '\n');
    if (end) *end++ = 0;
    for (*n = 0; s && *n < CELLS;) {
        cells[(*n)++] = s;
        s = strchr(s, '\t');
        if (s) *s++ = 0;
    }
    return end;
}

static void one_row(const struct roster_columns *columns, const char *const *cells, size_t n)
{
    struct roster_row row;
    struct problem problems[4];
    char sentence[400];
    size_t count = roster_row(columns, &(struct roster_cells){cells, n, date_of(2026, 11, 23)},
                              &row, problems, 4);
    for (size_t i = 0; i < count && i < 4; i++) {
        if (problems[i].code != ERR_INPUT) abort();
        problem_sentence(&problems[i], sentence, sizeof sentence);
    }
    if (count) return;
    if (!row.number.kind || !*row.name || !row.kind || strlen(row.payer) != 12 || row.rate_fen < 0)
        abort();
    if (!month_is_set(row.first) || !row.residence.kind || !row.note) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *cells[CELLS];
    char *text = malloc(size + 1);
    if (!text) return 0;
    memcpy(text, data, size);
    text[size] = 0;
    size_t n;
    struct problem why;
    char *rest = cut(text, cells, &n);
    struct roster_columns columns = roster_header(cells, n, &why);
    roster_is_header(cells, n);
    while (rest) {
        rest = cut(rest, cells, &n);
        one_row(&columns, cells, n);
    }
    free(text);
    return 0;
}
