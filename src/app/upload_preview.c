#include "app/upload_preview.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "app/table_source.h"
#include "domain/feed_row.h"
#include "domain/roster.h"
#include "sheet/reader.h"

#define LONGEST 60 /* bytes of a cell that are shown */

struct looking {
    const struct call *call;
    const struct upload *u;
    struct upload_preview *out;
    struct csv *csv;
};

/* ---- Cells ---------------------------------------------------------------------------------- */

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits in a row that could be a number of somebody: the middle goes. */
static void mask_digits(char *s)
{
    for (size_t i = 0; s[i];) {
        size_t n = 0;
        while (digit(s[i + n])) n++;
        n += n >= 15 && (s[i + n] == 'X' || s[i + n] == 'x');
        for (size_t k = 6; n >= 15 && k < n - 4; k++) s[i + k] = '*';
        i += n ? n : 1;
    }
}

static const char *shown(const struct looking *k, const struct csv_cell *c)
{
    size_t n = c->n < LONGEST ? c->n : LONGEST;
    while (n < c->n && n && ((unsigned char)c->s[n] & 0xc0) == 0x80) n--;
    char *text = arena_copy(k->call->arena, c->s, n);
    size_t bad;
    if (!charset_is_utf8(text, n, &bad)) text[bad] = 0;
    mask_digits(text);
    return text;
}

static const char *const *cells_of(const struct looking *k, const struct csv_row *row)
{
    const char **cells = ARENA_ARRAY(k->call->arena, const char *, PREVIEW_COLUMNS);
    for (size_t i = 0; i < PREVIEW_COLUMNS; i++)
        cells[i] = i < row->count ? shown(k, &row->cells[i]) : "";
    return cells;
}

/* ---- The header ----------------------------------------------------------------------------- */

static const char *field_name(const struct looking *k, struct synonym_text name)
{
    return arena_copy(k->call->arena, name.s, strlen(name.s));
}

static void read_feed_header(struct looking *k, const char *const *cells, size_t n)
{
    struct feed_columns c;
    struct problem why;
    struct upload_preview *out = k->out;
    if (feed_header(cells, n, &c, &why)) out->problem = upload_sentence(k->call, k->u, &why);
    out->columns = c.count;
    for (int f = 0; f < FEED_FIELD_COUNT; f++)
        if (c.at[f] >= 0 && c.at[f] < PREVIEW_COLUMNS)
            out->means[c.at[f]] = field_name(k, feed_field_name((enum feed_field)f));
}

static void read_roster_header(struct looking *k, const char *const *cells, size_t n)
{
    struct problem why;
    struct upload_preview *out = k->out;
    struct roster_columns c = roster_header(cells, n, &why);
    if (c.code) out->problem = upload_sentence(k->call, k->u, &why);
    out->columns = c.count;
    for (int f = 0; f < ROSTER_FIELD_COUNT; f++)
        if (c.at[f] >= 0 && c.at[f] < PREVIEW_COLUMNS)
            out->means[c.at[f]] = field_name(k, roster_field_name((enum roster_field)f));
}

/* As the import itself takes it. */
static enum err find_header(struct looking *k, struct problem *why)
{
    bool feed = k->u->what == UPLOAD_FEED;
    const char **cells;
    size_t n;
    enum err e = table_header(k->csv, k->call->arena, feed ? feed_is_header : roster_is_header,
                              &cells, &n, why);
    if (e == ERR_NOT_FOUND)
        return problem_set(why, ERR_INPUT, feed ? ZH_feed_no_header : ZH_import_no_header, "file",
                           k->u->name, NULL);
    if (e) return e;
    if (n > PREVIEW_COLUMNS) n = PREVIEW_COLUMNS;
    for (size_t i = 0; i < PREVIEW_COLUMNS; i++)
        k->out->column[i] =
            i < n ? shown(k, &(struct csv_cell){.s = cells[i], .n = strlen(cells[i])}) : "";
    if (feed) read_feed_header(k, cells, n);
    else read_roster_header(k, cells, n);
    return ERR_OK;
}

/* ---- The file ------------------------------------------------------------------------------- */

static enum err read_rows(struct looking *k, struct problem *why)
{
    struct csv_row row;
    while (k->out->rows < PREVIEW_ROWS) {
        enum err e = csv_next(k->csv, &row, why);
        if (e == ERR_NOT_FOUND) return ERR_OK;
        if (e == ERR_ROWS) continue; /* listed by the trial */
        if (e) return e;
        k->out->cell[k->out->rows++] = cells_of(k, &row);
    }
    return ERR_OK;
}

static bool is_workbook(const struct looking *k)
{
    char first[8];
    int fd = open(upload_path(k->call, k->u->id, ""), O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, first, sizeof first);
    if (fd >= 0) close(fd);
    return n > 0 && sheet_is_xlsx(first, (size_t)n);
}

enum err upload_preview(const struct call *call, const struct upload *u, struct upload_preview *out,
                        struct problem *why)
{
    struct looking k = {call, u, out, NULL};
    struct table_source *source;
    *out = (struct upload_preview){.workbook = is_workbook(&k)};
    if (access(upload_path(call, u->id, ""), F_OK)) {
        out->problem = zh_text(ZH_upload_elsewhere);
        return ERR_OK;
    }
    enum err e = table_source_open(upload_path(call, u->id, ""), u->charset, &source, why);
    if (!e) {
        struct csv_source in = table_source_csv(source);
        out->charset = table_source_charset(source);
        k.csv = csv_open(&in, &(struct csv_options){.max_columns = PREVIEW_COLUMNS});
        if (!k.csv) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
        if (!e) e = find_header(&k, why);
        if (!e) e = read_rows(&k, why);
        csv_close(k.csv);
        table_source_close(source);
    }
    if (!e || e == ERR_FAILED) return e;
    out->problem = upload_sentence(call, u, why);
    return ERR_OK;
}

/* ---- What was refused ----------------------------------------------------------------------- */

enum err upload_refused_rows(const struct call *call, const struct upload *u,
                             struct upload_refused *out, size_t *count, size_t most,
                             struct problem *why)
{
    int fd = open(upload_path(call, u->id, ".errors.csv"), O_RDONLY | O_CLOEXEC);
    struct csv_row row;
    enum err e = ERR_OK;
    *count = 0;
    if (fd < 0) return ERR_OK;
    struct csv *csv = csv_open_fd(fd, NULL);
    if (!csv) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = csv_next(csv, &row, why); /* the header */
    while (!e && *count < most) {
        e = csv_next(csv, &row, why);
        if (e || row.count < 2) continue;
        const struct csv_cell *line = &row.cells[row.count - 2], *reason = line + 1;
        char *text = arena_copy(call->arena, reason->s, reason->n);
        mask_digits(text);
        out[(*count)++] = (struct upload_refused){arena_copy(call->arena, line->s, line->n), text};
    }
    csv_close(csv);
    close(fd);
    return e == ERR_NOT_FOUND || e == ERR_ROWS ? ERR_OK : e;
}
