#include "app/reference_file.h"

#include <string.h>

#include "app/table_source.h"
#include "base/zh.h"

struct reading {
    struct reference_file *out;
    struct arena *arena;
    size_t capacity, columns;
};

static size_t width(const char *const *header)
{
    size_t n = 0;
    while (header[n]) n++;
    return n;
}

static bool is_header(const struct csv_row *row, const char *const *header)
{
    if (row->count != width(header)) return false;
    for (size_t i = 0; i < row->count; i++)
        if (strcmp(row->cells[i].s, header[i]) != 0) return false;
    return true;
}

static enum err read_header(struct csv *csv, const char *const *const *headers, struct reading *k,
                            const char *path, struct problem *why)
{
    struct csv_row row;
    enum err e = csv_next(csv, &row, why);
    for (int i = 0; !e && headers[i]; i++) {
        if (!is_header(&row, headers[i])) continue;
        k->out->format = i;
        k->columns = row.count;
        return ERR_OK;
    }
    if (e && e != ERR_NOT_FOUND && e != ERR_ROWS) return e;
    return problem_set(why, ERR_INPUT, ZH_reference_header, "file", path, NULL);
}

static void keep(struct reading *k, const struct csv_row *row, enum zh_id fault)
{
    struct reference_row one = {.line = row->line, .value = ""};
    for (size_t i = 0; i < REFERENCE_CELLS; i++)
        one.cell[i] =
            i < row->count && !fault ? arena_copy(k->arena, row->cells[i].s, row->cells[i].n) : "";
    if (fault) reference_refuse(&one, fault, "");
    ARRAY_PUSH(k->arena, k->out->rows, k->out->count, k->capacity, one);
}

static enum err read_rows(struct csv *csv, struct reading *k, struct problem *why)
{
    struct csv_row row;
    for (;;) {
        enum err e = csv_next(csv, &row, why);
        if (e == ERR_NOT_FOUND) return ERR_OK;
        if (e && e != ERR_ROWS) return e;
        if (k->out->count == REFERENCE_ROWS)
            return problem_set(why, ERR_INPUT, ZH_reference_rows, "file", NULL);
        keep(k, &row,
             e                         ? ZH_reference_broken
             : row.count != k->columns ? ZH_reference_columns
                                       : ZH_none);
    }
}

enum err reference_read(const char *path, const char *const *const *headers, struct arena *a,
                        struct reference_file *out, struct problem *why)
{
    struct table_source *source;
    struct reading k = {.out = out, .arena = a};
    *out = (struct reference_file){0};
    enum err e = table_source_open(path, CHARSET_UNSET, &source, why);
    if (e) return e;
    struct csv_source in = table_source_csv(source);
    struct csv *csv = csv_open(&in, &(struct csv_options){.max_row = 4096, .max_columns = 16});
    if (!csv) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (!e) e = read_header(csv, headers, &k, path, why);
    if (!e) e = read_rows(csv, &k, why);
    csv_close(csv);
    table_source_close(source);
    return e;
}

void reference_refuse(struct reference_row *row, enum zh_id fault, const char *value)
{
    if (row->fault != ZH_none) return;
    row->fault = fault;
    row->value = value;
}

bool reference_name(const char *s)
{
    size_t characters = 0;
    for (const char *p = s; *p; p++) {
        if ((unsigned char)*p < 0x20 || *p == 0x7F) return false;
        characters += ((unsigned char)*p & 0xC0) != 0x80;
    }
    return characters > 0 && characters <= REFERENCE_NAME && !strstr(s, "\xEF\xBF\xBD");
}

void reference_list_refused(const struct reference_file *f, FILE *messages,
                            struct reference_counts *out)
{
    for (size_t i = 0; i < f->count; i++) {
        const struct reference_row *row = &f->rows[i];
        char sentence[400], number[24], text[600];
        if (row->fault == ZH_none) continue;
        snprintf(number, sizeof number, "%llu", (unsigned long long)row->line);
        zh_print(sentence, sizeof sentence, row->fault, row->value, NULL);
        fprintf(messages, "%s\n",
                zh_print(text, sizeof text, ZH_import_bad_row, number, sentence, NULL));
        out->refused++;
    }
}
