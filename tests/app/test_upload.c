/* Uploads on record (K12; capabilities C8, C27): what is written is what is read, by a changed
 * program too; who works on one holds it; what is left over goes after its days. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "app/upload_record.h"
#include "app/world.h"

static struct upload bring(struct world *w, struct call *call, const char *name)
{
    struct upload u;
    FILE *f = tmpfile();
    assert_non_null(f);
    assert_true(fputs("a,b\n1,2\n", f) >= 0 && fflush(f) == 0);
    rewind(f);
    struct upload_in in = {.what = UPLOAD_FEED,
                           .source = "hospital",
                           .name = name,
                           .file = fileno(f),
                           .size = 8,
                           .signature = -1};
    assert_int_equal(upload_receive(call, &in, &u, &w->why), ERR_OK);
    fclose(f);
    return u;
}

static void what_is_on_record_is_what_was_known(void **state)
{
    struct world *w = *state;
    struct call call = world_call(w, "clerk@" HUANCUI), later = call;
    struct upload u = bring(w, &call, "../x/July 3.csv"), back;
    u.phase = UPLOAD_TRIED;
    u.charset = CHARSET_GB18030;
    u.tried = u.holds = true;
    u.rows = UINT64_C(1) << 40;
    u.unchanged = 7;
    snprintf(u.verdict, sizeof u.verdict, "one\\n\ntwo\n");
    snprintf(u.problem, sizeof u.problem, "rows 9");
    later.dry_run = true; /* that it was tried is a fact */
    later.clock.moment += 5;
    assert_int_equal(upload_store(&later, &u, &w->why), ERR_OK);
    assert_int_equal(upload_load(&call, u.id, &back, &w->why), ERR_OK);
    assert_int_equal(back.moved, call.clock.moment + 5);
    assert_memory_equal(&back, &u, sizeof u);
    assert_string_equal(back.name, "July 3.csv");
    assert_int_equal(strlen(back.digest), 64);
    struct call other = world_call(w, "clerk@" WENDENG);
    assert_int_equal(upload_load(&other, u.id, &back, &w->why), ERR_NOT_FOUND);
}

static void a_changed_program_reads_what_it_knows(void **state)
{
    (void)state;
    struct upload u;
    struct job job = {.job_id = 5,
                      .digest = "ab",
                      .detail =
                          "shade 12\nrows 3\nname \\\nproblem a\\\\b\\nc\nrowsy 9\ntried 1\nrows"};
    upload_record_read(&job, &u);
    assert_int_equal(u.id, 5);
    assert_int_equal(u.rows, 3);
    assert_true(u.tried);
    assert_string_equal(u.name, "\\");
    assert_string_equal(u.problem, "a\\b\nc");
    assert_int_equal(u.phase, UPLOAD_RECEIVED);
}

static void who_works_on_one_holds_it(void **state)
{
    struct world *w = *state;
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct upload u = bring(w, &call, "a.csv");
    int first, second;
    assert_int_equal(upload_hold(&call, &u, &first, &w->why), ERR_OK);
    assert_int_equal(upload_hold(&call, &u, &second, &w->why), ERR_BUSY);
    assert_int_equal(upload_remove(&call, u.id, &w->why), ERR_BUSY);
    assert_int_equal(close(first), 0);
    assert_int_equal(upload_hold(&call, &u, &second, &w->why), ERR_OK);
    assert_int_equal(close(second), 0);
    upload_discard(&call, &u);
    assert_int_equal(upload_hold(&call, &u, &first, &w->why), ERR_NOT_FOUND);
    assert_int_equal(w->why.message, ZH_upload_elsewhere);
    assert_int_equal(upload_remove(&call, u.id, &w->why), ERR_OK);
    assert_int_equal(upload_load(&call, u.id, &u, &w->why), ERR_NOT_FOUND);
}

static size_t listed(struct world *w, const struct call *call)
{
    struct upload list[UPLOAD_LIST];
    size_t n;
    assert_int_equal(upload_list(call, list, &n, &w->why), ERR_OK);
    for (size_t i = 1; i < n; i++) assert_true(list[i - 1].id > list[i].id);
    return n;
}

static void what_is_left_over_goes_after_its_days(void **state)
{
    struct world *w = *state;
    struct call call = world_call(w, "clerk@" HUANCUI), later = call;
    struct upload a = bring(w, &call, "a.csv"), b = bring(w, &call, "b.csv");
    int held;
    assert_int_equal(listed(w, &call), 2);
    later.clock.moment += UPLOAD_DAYS * INT64_C(86400000000);
    assert_int_equal(listed(w, &later), 2);
    later.clock.moment += INT64_C(86400000000);
    assert_int_equal(upload_hold(&call, &a, &held, &w->why), ERR_OK);
    listed(w, &later);
    assert_int_equal(access(upload_path(&call, a.id, ""), F_OK), 0); /* at work */
    assert_int_equal(access(upload_path(&call, b.id, ""), F_OK), -1);
    assert_int_equal(close(held), 0);
    assert_int_equal(listed(w, &call), 1);
    listed(w, &later);
    assert_int_equal(listed(w, &call), 0);
}

int main(void)
{
    static const struct CMUnitTest upload[] = {
        WORLD_TEST(what_is_on_record_is_what_was_known),
        cmocka_unit_test(a_changed_program_reads_what_it_knows),
        WORLD_TEST(who_works_on_one_holds_it),
        WORLD_TEST(what_is_left_over_goes_after_its_days),
    };
    return TEST_ON_EACH(upload);
}
