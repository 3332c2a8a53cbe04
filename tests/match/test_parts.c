/* The matching engine where the index has several parts: the plainest count says the same, with
 * each of the kernels, with files copied and mapped, with one thread and more. */
#include <stdio.h>

#include "base/buf.h"
#include "files.h"
#include "match/match.h"

#define CEILING ((size_t)64 << 20)

enum { PEOPLE = 80000, KINDS = 24, ROWS = 400000 }; /* four parts; kinds past the dense ones */

static int print_number(char *out, size_t cap, uint32_t person)
{
    return snprintf(out, cap, "37%014u%02u", person * 7, person % 97);
}

/* Two halves of a feed and what is to come of them, counted in the plainest way. */
static uint64_t many_rows(struct buf half[2], struct buf *want)
{
    uint16_t *latest = calloc((size_t)PEOPLE * KINDS, sizeof *latest);
    int32_t first = date_of(2019, 12, 31).day;
    uint64_t seed = 1, matched = 0;
    char number[32];
    assert_non_null(latest);
    for (int i = 0; i < ROWS; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        uint32_t person = (uint32_t)(seed >> 33) % (PEOPLE * 5 / 4),
                 kind = (uint32_t)(seed >> 20) % KINDS;
        uint16_t day = (uint16_t)(1 + (seed >> 8) % 2500);
        print_number(number, sizeof number, person);
        buf_printf(&half[i >= ROWS / 2], "%s,a,k%02u,%s,s\n", number, kind,
                   date_print((struct date){first + day}).s);
        if (person >= PEOPLE) continue;
        matched++;
        uint16_t *cell = &latest[person * KINDS + kind];
        if (day > *cell) *cell = day;
    }
    for (uint32_t i = 0; i < PEOPLE * KINDS; i++) {
        if (!latest[i]) continue;
        print_number(number, sizeof number, i / KINDS);
        buf_printf(want, "%s,k%02u,%s\n", number, i % KINDS,
                   date_print((struct date){first + latest[i]}).s);
    }
    free(latest);
    return matched;
}

static void expect_many(const struct match_index *index, struct buf half[2], const struct buf *want,
                        uint64_t matched, const struct match_options *options)
{
    struct match_run *run;
    struct problem why;
    struct match_counts counts;
    uint64_t all = 0;
    assert_int_equal(match_run_new(index, options, &run, &why), ERR_OK);
    for (int i = 0; i < 2; i++) {
        int in = memory_file(half[i].p, half[i].n);
        assert_int_equal(match_run_feed(run, in, &counts, &why), ERR_OK);
        assert_int_equal(counts.rows, ROWS / 2);
        assert_int_equal(counts.matched + counts.unmatched, ROWS / 2);
        all += counts.matched;
        close(in);
    }
    assert_int_equal(all, matched);
    int out = memory_file("", 0);
    assert_int_equal(match_run_write(run, out, NULL, &why), ERR_OK);
    size_t n;
    char *text = file_text(out, &n);
    assert_int_equal(n, want->n);
    assert_memory_equal(text, want->p, n);
    free(text);
    close(out);
    match_run_free(run);
}

/* Enough people for several parts of the index and enough rows to fill streams. */
static void people_of_many_parts_are_found(void **test)
{
    (void)test;
    struct buf roster = BUF(CEILING), want = BUF(CEILING), half[2] = {BUF(CEILING), BUF(CEILING)};
    char number[32];
    for (uint32_t i = 0; i < PEOPLE; i++) {
        print_number(number, sizeof number, i);
        buf_printf(&roster, "%s\n", number);
    }
    uint64_t matched = many_rows(half, &want);
    struct match_index *index;
    struct problem why;
    int in = memory_file(roster.p, roster.n);
    assert_int_equal(match_roster_index(in, NULL, &index, NULL, &why), ERR_OK);
    assert_int_equal(index->people, PEOPLE);
    assert_true(index->parts > 1);
    static const enum match_kernel kernels[] = {MATCH_PLAIN, MATCH_AVX2, MATCH_AVX512, MATCH_BEST};
    for (size_t i = 0; i < sizeof kernels / sizeof *kernels; i++)
        for (unsigned threads = 1; threads <= 3; threads += 2)
            expect_many(index, half, &want, matched,
                        &(struct match_options){
                            .kernel = kernels[i], .threads = threads, .map = threads > 1});
    match_index_free(index);
    close(in);
    buf_free(&roster), buf_free(&want), buf_free(&half[0]), buf_free(&half[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_of_many_parts_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
