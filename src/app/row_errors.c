#include "app/row_errors.h"

#include "base/zh.h"

#define LINE_MOST (1u << 20)

static void write_row(struct row_errors *r, const char *const *cells, size_t n, const char *line,
                      const char *reason)
{
    r->line.max = LINE_MOST;
    buf_clear(&r->line);
    for (size_t i = 0; i < n; i++) {
        buf_csv(&r->line, cells[i]);
        buf_putc(&r->line, ',');
    }
    for (size_t i = n; i < r->header_count; i++) buf_putc(&r->line, ',');
    buf_csv(&r->line, line);
    buf_putc(&r->line, ',');
    buf_csv(&r->line, reason);
    buf_puts(&r->line, "\r\n");
    if (r->file && fwrite(r->line.p, 1, r->line.n, r->file) != r->line.n) r->bad_file = true;
}

void row_errors_begin(struct row_errors *r)
{
    if (r->errors_path) snprintf(r->file_path, sizeof r->file_path, "%s", r->errors_path);
    else snprintf(r->file_path, sizeof r->file_path, "%s.errors.csv", r->path);
}

static void open_file(struct row_errors *r)
{
    if (r->file || r->bad_file || r->quiet) return;
    r->file = fopen(r->file_path, r->told ? "ab" : "wb");
    r->bad_file = !r->file;
    if (!r->file || r->told) return;
    fputs("\xEF\xBB\xBF", r->file);
    write_row(r, r->header, r->header_count, zh_text(ZH_import_line_number),
              zh_text(ZH_import_reason));
}

void row_errors_add(struct row_errors *r, uint64_t line, const char *const *cells, size_t n,
                    const struct problem *p)
{
    char sentence[512], number[24], text[700];
    problem_sentence(p, sentence, sizeof sentence);
    snprintf(number, sizeof number, "%llu", (unsigned long long)line);
    zh_print(text, sizeof text, p->field[0] ? ZH_import_bad_cell : ZH_import_bad_row, number,
             sentence, p->field, NULL);
    fprintf(r->messages, "%s\n", text);
    open_file(r);
    write_row(r, cells, n, number, sentence);
}

long row_errors_told(struct row_errors *r)
{
    if (!r->file) return r->told;
    if (fflush(r->file)) r->bad_file = true;
    return ftell(r->file);
}

enum err row_errors_close(struct row_errors *r, struct problem *why)
{
    if (r->file && fclose(r->file)) r->bad_file = true;
    r->file = NULL;
    buf_free(&r->line);
    return r->bad_file
               ? problem_set(why, ERR_FAILED, ZH_import_error_file, "file", r->file_path, NULL)
               : ERR_OK;
}
