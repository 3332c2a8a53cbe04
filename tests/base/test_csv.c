/* The CSV reader: the grammar case by case, and against a naive byte-by-byte reader on random
 * input. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/csv_scan.h"
#include "base/zh.h"

#define N(a) (sizeof(a) / sizeof *(a))

/* Everything the reader says, one line a row: `2:a|b` or `3!csv_nul@1`; bytes of cells that would
 * confuse are escaped. */
static void show_cell(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '\n') buf_puts(b, "\\n");
        else if (s[i] == '\r') buf_puts(b, "\\r");
        else buf_putc(b, s[i]);
    }
}

static enum err show_all(struct csv *c, struct buf *b)
{
    struct csv_row row;
    struct problem why;
    for (;;) {
        enum err err = csv_next(c, &row, &why);
        if (err == ERR_NOT_FOUND) return ERR_OK;
        if (err != ERR_OK && err != ERR_ROWS) return err;
        buf_printf(b, "%llu", (unsigned long long)row.line);
        if (err == ERR_ROWS) {
            buf_printf(b, "!%s@%zu\n", zh_id_name(why.message), row.column);
            continue;
        }
        for (size_t i = 0; i < row.count; i++) {
            buf_putc(b, i ? '|' : ':');
            assert_int_equal(strlen(row.cells[i].s), row.cells[i].n);
            show_cell(b, row.cells[i].s, row.cells[i].n);
        }
        buf_putc(b, '\n');
    }
}

/* A source that gives at most `step` bytes a call, so that rows and marks break anywhere. */
struct dribble {
    const char *p;
    size_t n, at, step;
};

static enum err dribble_read(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    struct dribble *d = ctx;
    (void)why;
    *n = d->n - d->at < d->step ? d->n - d->at : d->step;
    if (*n > cap) *n = cap;
    if (*n) memcpy(out, d->p + d->at, *n);
    d->at += *n;
    return ERR_OK;
}

static char *read_steps(const char *p, size_t n, size_t step, const struct csv_options *options)
{
    struct buf b = BUF(64 << 20);
    buf_puts(&b, "");
    struct dribble d = {p, n, 0, step};
    struct csv_source source = {dribble_read, NULL, &d};
    struct csv *c = csv_open(&source, options);
    assert_non_null(c);
    assert_int_equal(show_all(c, &b), ERR_OK);
    csv_close(c);
    assert_false(b.failed);
    return b.p;
}

static void expect_bytes(const char *text, size_t n, const char *want)
{
    for (size_t step = 1; step <= n + 1; step++) {
        char *got = read_steps(text, n, step, NULL);
        assert_string_equal(got, want);
        free(got);
    }
}

static void expect(const char *text, const char *want)
{
    expect_bytes(text, strlen(text), want);
}

static void rows_and_cells_come_apart(void **state)
{
    (void)state;
    expect("", "");
    expect("a", "1:a\n");
    expect("a,b\nc,d\n", "1:a|b\n2:c|d\n");
    expect("a,b\r\nc,d", "1:a|b\n2:c|d\n");
    expect(",\n,,", "1:|\n2:||\n");
    expect("\n\r\na\n\n", "3:a\n");
    expect("\"\"\n", "1:\n");
    expect("\xEF\xBB\xBF"
           "a,b\n",
           "1:a|b\n");
    expect("\xEF\xBB\xBF", "");
    expect("a\n\xEF\xBB\xBF"
           "b\n",
           "1:a\n2:\xEF\xBB\xBF"
           "b\n");
}

static void quoted_cells_hold_commas_quotes_and_line_ends(void **state)
{
    (void)state;
    expect("\"a,b\",c\n", "1:a,b|c\n");
    expect("\"a\"\"b\",\"\"\"\"\n", "1:a\"b|\"\n");
    expect("\"a\nb\r\nc\",d\nx\n", "1:a\\nb\\r\\nc|d\n4:x\n");
    expect("\"a\rb\"", "1:a\\rb\n");
    expect("\"x\"\r\ny", "1:x\n2:y\n");
    expect("\"a\"", "1:a\n");
}

static void bad_rows_cost_one_line_and_say_where(void **state)
{
    (void)state;
    expect("a,b\"c\nd\n", "1!csv_quote_inside@2\n2:d\n");
    expect("\"a\"b,c\nd\n", "1!csv_quote_after@1\n2:d\n");
    expect("\"a\" ,c\n", "1!csv_quote_after@1\n");
    expect("a,\"b\nc,d\n", "1!csv_quote_open@2\n2:c|d\n");
    expect("a,\"b", "1!csv_quote_open@2\n");
    expect("a,\"b\nc\nd\"e\nf", "1!csv_quote_after@2\n2:c\n3!csv_quote_inside@1\n4:f\n");
    expect("a\rb\nc", "1!csv_bare_cr@1\n2:c\n");
    expect("a\r", "1!csv_bare_cr@1\n");
    expect("a\r\r\nb", "1!csv_bare_cr@1\n2:b\n");
    expect_bytes("a,b\0c\nd", 7, "1!csv_nul@2\n2:d\n");
    expect_bytes("\"b\0\"\nd", 6, "1!csv_nul@1\n2:d\n");
    expect_bytes("\"b\"\0\nd", 6, "1!csv_nul@1\n2:d\n");
    expect("\"\"\"\n", "1!csv_quote_open@1\n");
}

static void limits_are_kept_to_the_byte(void **state)
{
    (void)state;
    struct csv_options options = {.max_row = 8, .max_columns = 3};
    static const struct {
        const char *text, *want;
    } cases[] = {
        {"1234567\nx\n", "1:1234567\n2:x\n"},
        {"12345678\nx\n", "1!csv_row_long@1\n2:x\n"},
        {"123456\r\nx\n", "1:123456\n2:x\n"},
        {"1234567\r\nx\n", "1!csv_row_long@1\n2:x\n"},
        {"12345678", "1:12345678\n"},
        {"123456789", "1!csv_row_long@1\n"},
        {"\"123456\"", "1:123456\n"},
        {"\"12345\"\n\"123456\"\nx", "1:12345\n2!csv_row_long@1\n3:x\n"},
        {"\"1234567890\nb\nc", "1!csv_quote_open@1\n2:b\n3:c\n"},
        {"a,b,c\na,b,c,\nx\n", "1:a|b|c\n2!csv_columns@4\n3:x\n"},
        {",,,,,,,,,,,,,\nx\n", "1!csv_columns@4\n2:x\n"},
    };
    for (size_t i = 0; i < N(cases); i++) {
        for (size_t step = 1; step < 20; step++) {
            char *got = read_steps(cases[i].text, strlen(cases[i].text), step, &options);
            assert_string_equal(got, cases[i].want);
            free(got);
        }
    }
}

static void a_bad_row_hands_over_its_line_and_its_sentence(void **state)
{
    (void)state;
    struct csv *c = csv_open_memory("x\na,b\"c\r\nd\n", 11, NULL);
    struct csv_row row;
    struct problem why;
    char sentence[256];
    assert_int_equal(csv_next(c, &row, &why), ERR_OK);
    assert_int_equal(csv_next(c, &row, &why), ERR_ROWS);
    assert_int_equal(row.raw_n, 5);
    assert_memory_equal(row.raw, "a,b\"c", 5);
    assert_int_equal(row.offset, 2);
    assert_int_equal(row.next_offset, 9);
    assert_string_equal(why.value[0], "2");
    assert_string_equal(why.value[1], "2");
    assert_non_null(strchr(problem_sentence(&why, sentence, sizeof sentence), '2'));
    csv_close(c);
}

static void reading_goes_on_from_any_row(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBFh\n\"a\nb\",1\nbad\"\n\nc,2\nd,3";
    char path[] = "/tmp/test-csv-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, sizeof text - 1), sizeof text - 1);
    for (int from_file = 0; from_file < 2; from_file++) {
        struct csv *c =
            from_file ? csv_open_fd(fd, NULL) : csv_open_memory(text, sizeof text - 1, NULL);
        assert_int_equal(csv_seek(c, 0, 1, NULL), ERR_OK);
        struct csv_row row = {0};
        enum err err = ERR_OK;
        for (int rows = 0; err != ERR_NOT_FOUND; rows++) {
            uint64_t offset = row.next_offset, line = row.next_line ? row.next_line : 1;
            struct buf all = BUF(1 << 20), rest = BUF(1 << 20);
            buf_puts(&all, "");
            buf_puts(&rest, "");
            assert_int_equal(csv_seek(c, 0, 1, NULL), ERR_OK);
            for (int i = 0; i < rows; i++) csv_next(c, &row, NULL);
            assert_int_equal(show_all(c, &all), ERR_OK);
            assert_int_equal(csv_seek(c, offset, line, NULL), ERR_OK);
            assert_int_equal(show_all(c, &rest), ERR_OK);
            assert_string_equal(all.p, rest.p);
            buf_free(&all);
            buf_free(&rest);
            csv_seek(c, offset, line, NULL);
            err = csv_next(c, &row, NULL);
        }
        csv_close(c);
    }
    close(fd);
    unlink(path);
}

static enum err broken_read(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    (void)ctx, (void)out, (void)cap, (void)n;
    return problem_set(why, ERR_FAILED, ZH_csv_read, NULL, "EIO", NULL);
}

static void a_read_error_comes_through(void **state)
{
    (void)state;
    struct csv_source source = {broken_read, NULL, NULL};
    struct csv *c = csv_open(&source, NULL);
    struct csv_row row;
    struct problem why;
    assert_int_equal(csv_next(c, &row, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_csv_read);
    assert_int_equal(csv_seek(c, 0, 1, &why), ERR_USAGE);
    csv_close(c);
    int fd = open("/", O_RDONLY | O_DIRECTORY);
    c = csv_open_fd(fd, NULL);
    assert_int_equal(csv_next(c, &row, &why), ERR_FAILED);
    csv_close(c);
    close(fd);
}

/* The naive reader: one byte at a time, one decision a byte, no buffers to fill. It shares nothing
 * with src/base/csv. */
struct naive {
    const char *p;
    size_t n, max_row, max_columns;
};

static size_t first_line_end(const struct naive *t, size_t at)
{
    while (at < t->n && t->p[at] != '\n') at++;
    return at < t->n ? at + 1 : t->n;
}

struct naive_row {
    enum { CELL_START, PLAIN, QUOTED, CLOSED } where;
    struct buf text;
    size_t columns, at; /* cells so far; bytes so far */
    unsigned lines;
    const char *error;
    bool ended;
};

/* One byte c of a row, and the one behind it (-1 at the end of the file), inside quotes; returns
 * how many bytes it took. */
static size_t naive_quoted(const struct naive *t, struct naive_row *r, char c, int behind)
{
    bool two = c == '"' && behind == '"';
    if (two && r->at + 1 == t->max_row) {
        r->error = "csv_row_long";
    } else if (c == '"' && !two) {
        r->where = CLOSED;
    } else {
        show_cell(&r->text, &c, 1);
        r->lines += c == '\n';
    }
    return two ? 2 : 1;
}

static size_t naive_outside(const struct naive *t, struct naive_row *r, char c, int behind)
{
    if (c == '\r' && r->at + 1 == t->max_row && behind >= 0) {
        r->error = "csv_row_long"; /* whatever comes behind it is past the limit */
    } else if (c == '"' && r->where == CELL_START) {
        r->where = QUOTED;
    } else if (c == ',' || c == '\n' || (c == '\r' && behind == '\n')) {
        if (r->columns > t->max_columns) {
            r->error = "csv_columns";
        } else if (c == ',') {
            r->columns++;
            r->where = CELL_START;
            buf_putc(&r->text, '|');
        } else {
            r->lines++;
            r->ended = true;
            return c == '\r' ? 2 : 1;
        }
    } else if (c == '\r') {
        r->error = "csv_bare_cr";
    } else if (c == '"' || r->where == CLOSED) {
        r->error = r->where == CLOSED ? "csv_quote_after" : "csv_quote_inside";
    } else {
        buf_putc(&r->text, c);
        r->where = PLAIN;
    }
    return 1;
}

/* One row at *at; appends what it is to b; moves *at and *line. */
static void naive_row(const struct naive *t, size_t *at, unsigned *line, struct buf *b)
{
    struct naive_row r = {.text = BUF(64 << 20), .columns = 1};
    buf_puts(&r.text, ":");
    while (!r.error && !r.ended && *at + r.at < t->n) {
        char c = t->p[*at + r.at];
        int behind = *at + r.at + 1 < t->n ? (unsigned char)t->p[*at + r.at + 1] : -1;
        if (r.at == t->max_row) r.error = r.where == QUOTED ? "csv_quote_open" : "csv_row_long";
        else if (c == 0) r.error = "csv_nul";
        else
            r.at += r.where == QUOTED ? naive_quoted(t, &r, c, behind)
                                      : naive_outside(t, &r, c, behind);
    }
    if (!r.error && !r.ended && r.where == QUOTED) r.error = "csv_quote_open";
    if (!r.error && !r.ended && r.columns > t->max_columns) r.error = "csv_columns";
    if (r.error) {
        buf_printf(b, "%u!%s@%zu\n", *line, r.error, r.columns);
        size_t next = first_line_end(t, *at);
        *line += t->p[next - 1] == '\n';
        *at = next;
    } else {
        bool empty = r.text.n == 1 && r.where == CELL_START;
        if (!empty) buf_printf(b, "%u%s\n", *line, r.text.p);
        *at += r.at;
        *line += r.lines;
    }
    buf_free(&r.text);
}

static char *naive_all(const struct naive *t)
{
    struct buf b = BUF(64 << 20);
    buf_puts(&b, "");
    size_t at = t->n >= 3 && memcmp(t->p, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    unsigned line = 1;
    while (at < t->n) naive_row(t, &at, &line, &b);
    return b.p;
}

static uint64_t seed = 88172645463325252u;

static uint32_t random_below(uint32_t n)
{
    seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
    return (uint32_t)((seed >> 11) % n);
}

static void the_naive_reader_agrees_on_random_bytes(void **state)
{
    (void)state;
    static const char alphabets[][9] = {"a,\"\n\r\0b", "ab,\n", "ab,\"\n",
                                        "aaaaa,\r\n",  "\"\n,", "abcdef,\n"};
    static const size_t lengths[] = {8, 4, 5, 8, 3, 8};
    char text[1200];
    for (int round = 0; round < 100000; round++) {
        uint32_t kind = random_below(N(alphabets)), n = random_below(round % 50 ? 60 : sizeof text);
        for (uint32_t i = 0; i < n; i++)
            text[i] = alphabets[kind][random_below((uint32_t)lengths[kind])];
        struct csv_options options = {.max_row = 1 + random_below(40),
                                      .max_columns = 1 + random_below(6)};
        if (random_below(2)) options = (struct csv_options){1 << 20, 256};
        struct naive t = {text, n, options.max_row, options.max_columns};
        char *want = naive_all(&t), *got = read_steps(text, n, 1 + random_below(70), &options);
        if (strcmp(want, got) != 0) print_error("round %d: %.*s\n", round, (int)n, text);
        assert_string_equal(got, want);
        free(want);
        free(got);
    }
}

static void every_kernel_finds_the_same_bytes(void **state)
{
    (void)state;
    static char text[CSV_SCAN_BLOCK];
    static uint32_t want[CSV_SCAN_BLOCK + CSV_SCAN_SLACK], got[CSV_SCAN_BLOCK + CSV_SCAN_SLACK];
    for (int round = 0; round < 4000; round++) {
        size_t n =
            round < 300 ? (size_t)round : random_below(round % 100 ? 700 : CSV_SCAN_BLOCK + 1);
        for (size_t i = 0; i < n; i++)
            text[i] = random_below(3) ? (char)random_below(256) : "\",\n\r\0"[random_below(5)];
        size_t count = 0;
        for (size_t i = 0; i < n; i++)
            if (memchr("\",\n\r\0", text[i], 5)) want[count++] = (uint32_t)i;
        for (enum csv_scan_set set = CSV_SCAN_PLAIN; set < CSV_SCAN_SETS; set++) {
            csv_scan_fn scan = csv_scan_of(set);
            if (!scan) continue;
            char *exact = malloc(n ? n : 1); /* exact, so that sanitizers see a read past the end */
            memcpy(exact, text, n);
            assert_int_equal(scan(exact, n, got), count);
            assert_memory_equal(got, want, count * sizeof *want);
            free(exact);
        }
    }
}

struct endless {
    uint64_t left, line;
};

static enum err endless_read(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    struct endless *e = ctx;
    (void)why;
    *n = 0;
    while (e->left && *n + 64 < cap) {
        *n += (size_t)snprintf(out + *n, 64, "%018llu,\"a \"\"b\"\"\",x\r\n",
                               (unsigned long long)e->line++);
        e->left--;
    }
    return ERR_OK;
}

static void a_large_file_streams(void **state)
{
    (void)state;
    struct endless e = {500000, 0};
    struct csv_source source = {endless_read, NULL, &e};
    struct csv *c = csv_open(&source, &(struct csv_options){.max_row = 4096});
    struct csv_row row;
    uint64_t rows = 0;
    while (csv_next(c, &row, NULL) == ERR_OK) {
        assert_int_equal(row.count, 3);
        assert_int_equal(strtoull(row.cells[0].s, NULL, 10), rows);
        assert_string_equal(row.cells[1].s, "a \"b\"");
        assert_int_equal(row.line, ++rows);
    }
    assert_int_equal(rows, 500000);
    csv_close(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_and_cells_come_apart),
        cmocka_unit_test(quoted_cells_hold_commas_quotes_and_line_ends),
        cmocka_unit_test(bad_rows_cost_one_line_and_say_where),
        cmocka_unit_test(limits_are_kept_to_the_byte),
        cmocka_unit_test(a_bad_row_hands_over_its_line_and_its_sentence),
        cmocka_unit_test(reading_goes_on_from_any_row),
        cmocka_unit_test(a_read_error_comes_through),
        cmocka_unit_test(every_kernel_finds_the_same_bytes),
        cmocka_unit_test(the_naive_reader_agrees_on_random_bytes),
        cmocka_unit_test(a_large_file_streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
