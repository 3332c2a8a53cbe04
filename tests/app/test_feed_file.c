/* The file of a feed is taken in once: what was checked is what is read, and a workbook is unpacked
 * by one child however often its rows are wanted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "app/feed_file.h"
#include "sheet/reader.h"

static char path[] = "/tmp/jianzai-feed-XXXXXX";

static void put(const void *bytes, size_t n)
{
    memset(path + sizeof path - 7, 'X', 6);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, n), (ssize_t)n);
    close(fd);
}

static int read_cells(struct feed_file *f, char *out, size_t cap)
{
    struct table_source *t;
    struct csv_row row;
    struct problem why;
    int rows = 0;
    assert_int_equal(feed_file_table(f, &t, &why), ERR_OK);
    struct csv_source in = table_source_csv(t);
    struct csv *csv = csv_open(&in, NULL);
    *out = 0;
    while (csv_next(csv, &row, &why) == ERR_OK) {
        rows++;
        for (size_t i = 0; i < row.count; i++)
            snprintf(out + strlen(out), cap - strlen(out), "%s|", row.cells[i].s);
    }
    csv_close(csv);
    return rows;
}

static long faults_of_children(void)
{
    struct rusage r;
    assert_int_equal(getrusage(RUSAGE_CHILDREN, &r), 0);
    return r.ru_minflt;
}

static void same_rows_again_when_the_file_is_gone(void)
{
    struct feed_file f;
    struct problem why;
    char first[4000], second[4000];
    int64_t rows;
    assert_int_equal(feed_file_open(path, &f, &why), ERR_OK);
    assert_int_equal(feed_file_rows(&f, &rows, &why), ERR_OK);
    long faults = faults_of_children();
    assert_int_equal(unlink(path), 0);
    int n = read_cells(&f, first, sizeof first);
    assert_true(n >= 2);
    assert_int_equal(read_cells(&f, second, sizeof second), n);
    assert_string_equal(first, second);
    assert_int_equal(faults_of_children(), faults);
    feed_file_close(&f);
}

static void lines_are_read_from_the_file_that_was_opened(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBFnumber,name\r\n1,a\r\n2,b\r\n";
    put(text, sizeof text - 1);
    same_rows_again_when_the_file_is_gone();
}

static void a_workbook_is_unpacked_once(void **state)
{
    (void)state;
    static char book[1u << 16];
    FILE *f = fopen(JZ_SOURCE_DIR "/tests/corpus/fuzz_xlsx/good.xlsx", "rb");
    assert_non_null(f);
    size_t n = fread(book, 1, sizeof book, f);
    fclose(f);
    put(book, n);
    long before = faults_of_children();
    same_rows_again_when_the_file_is_gone();
    assert_true(faults_of_children() > before); /* there was a child, and one only */
}

int main(int argc, char **argv)
{
    if (sheet_is_child(argc, argv)) return sheet_child();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_read_from_the_file_that_was_opened),
        cmocka_unit_test(a_workbook_is_unpacked_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
