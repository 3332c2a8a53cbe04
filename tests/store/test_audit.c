/* The log: every tamper is found and located, the daily head is signed once and leaves the store.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"
#include "support/jobs.h"

static struct problem why;

static void entries_for(struct fixture *f, int count)
{
    for (int i = 0; i < count; i++)
        assert_int_equal(
            store_disclose(f->store,
                           &(struct disclosure){1 + i % 7, "person.read", "clerk@371002000000",
                                                "counter", f->clock},
                           &why),
            ERR_OK);
}

/* Past the store, as somebody with the file or the database would. */
static void tamper(struct fixture *f, const char *text)
{
    struct sql q = {"tamper", text, true};
    struct db *db = NULL;
    struct db_options o = {.mode = DB_WRITE};
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(db_open(f->t.url, &o, &db, &why), ERR_OK);
    assert_int_equal(db_exec(db, &q, NULL, 0, NULL, &why), ERR_OK);
    db_close(db);
    jobs_reopen(f);
}

static enum err verify(struct fixture *f)
{
    int64_t entries;
    return store_audit_verify(f->store, &entries, &why);
}

static void every_kind_of_tamper_is_found_and_located(void **state)
{
    static const struct {
        const char *text, *chain, *n, *what;
    } tampered[] = {
        {"UPDATE audit SET actor = 'nobody' WHERE chain = 3 AND n = 2", "3", "2", "digest"},
        {"UPDATE audit SET moment = moment + 1 WHERE chain = 4 AND n = 1", "4", "1", "digest"},
        {"UPDATE audit SET purpose = '' WHERE chain = 5 AND n = 3", "5", "3", "digest"},
        {"UPDATE audit SET prev = digest WHERE chain = 2 AND n = 2", "2", "2", "prev"},
        {"DELETE FROM audit WHERE chain = 6 AND n = 2", "6", "2", "n"},
        {"DELETE FROM audit WHERE chain = 6 AND n = 4", "6", "4", "tip"},
        {"DELETE FROM audit_tip WHERE chain = 7", "7", NULL, "tip"},
        {"UPDATE audit_tip SET n = n - 1 WHERE chain = 1", "1", NULL, "tip"},
    };
    for (size_t i = 0; i < sizeof tampered / sizeof tampered[0]; i++) {
        struct fixture *f = *state;
        entries_for(f, 28);
        assert_int_equal(verify(f), ERR_OK);
        tamper(f, tampered[i].text);
        assert_int_equal(verify(f), ERR_FAILED);
        assert_int_equal(why.message, ZH_audit_broken);
        assert_string_equal(why.value[0], tampered[i].chain);
        if (tampered[i].n) assert_string_equal(why.value[1], tampered[i].n);
        assert_string_equal(why.value[2], tampered[i].what);
        jobs_teardown(state);
        jobs_setup(state);
    }
}

static int lines(const struct fixture *f)
{
    char path[200];
    int count = 0, c;
    if (test_backend == BACKEND_SQLITE) snprintf(path, sizeof path, "%s.heads", f->t.url + 7);
    else snprintf(path, sizeof path, "%s.heads", f->keys);
    FILE *file = fopen(path, "r");
    if (!file) return 0;
    while ((c = getc(file)) != EOF) count += c == '\n';
    fclose(file);
    return count;
}

static void a_day_is_sealed_once_and_its_line_leaves_the_store(void **state)
{
    struct fixture *f = *state;
    entries_for(f, 28);
    assert_int_equal(store_audit_seal_day(f->store, f->clock, &why), ERR_OK);
    assert_int_equal(store_audit_seal_day(f->store, f->clock, &why), ERR_OK);
    assert_int_equal(lines(f), 1);
    assert_int_equal(verify(f), ERR_OK);
    entries_for(f, 10);
    assert_int_equal(verify(f), ERR_OK);
    assert_int_equal(store_audit_seal_day(f->store, clock_fixed(date_of(2026, 11, 24)), &why),
                     ERR_OK);
    assert_int_equal(lines(f), 2);
    entries_for(f, 3);
    assert_int_equal(verify(f), ERR_OK);
}

static void touch(struct fixture *f, int64_t first, int64_t last, int64_t step)
{
    for (int64_t chain = first; chain <= last; chain += step) {
        struct disclosure d = {
            .subject = chain, .action = "read", .actor = "clerk", .clock = f->clock};
        assert_int_equal(store_disclose(f->store, &d, &why), ERR_OK);
    }
}

static int64_t not_covered(struct fixture *f)
{
    static const struct sql q = {"not_covered", "SELECT COUNT(*) FROM audit_tip WHERE head <> n",
                                 true};
    struct read r;
    struct db_cursor c;
    assert_int_equal(store_read_begin(f->store, &r, &why), ERR_OK);
    assert_int_equal(db_query(r.db, &q, NULL, 0, &c, &why), ERR_OK);
    int64_t n = db_step(&c) ? db_int(&c, 0) : -1;
    assert_int_equal(db_done(&c, &why), ERR_OK);
    store_read_end(&r);
    return n;
}

/* Verifying reads every leaf, sealing only the blocks that moved: the root must be the same. */
static void a_day_sealed_by_blocks_has_the_root_of_all_tips(void **state)
{
    static const struct {
        int64_t first, last, step;
    } day[] = {
        {1000, 1300, 1},  /* four full blocks and a tail */
        {1005, 1006, 1},  /* one block */
        {1100, 1300, 64}, /* several, the tail too */
        {1301, 1500, 1},  /* new chains: the tail grows into blocks */
        {-9, -3, 3},      /* a chain before all others: everything after it moves */
        {1000, 1500, 1},  /* all of them */
        {999, 999, 1},    /* in the middle */
        {5000, 5000, 1},  /* the last */
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof day / sizeof day[0]; i++) {
        touch(f, day[i].first, day[i].last, day[i].step);
        f->clock = clock_fixed(date_of(2026, 12, 1 + (int)i));
        assert_int_equal(store_audit_seal_day(f->store, f->clock, &why), ERR_OK);
        assert_int_equal(verify(f), ERR_OK);
        assert_int_equal(not_covered(f), 0);
    }
}

static void a_lost_or_foreign_file_of_blocks_costs_only_time(void **state)
{
    struct fixture *f = *state;
    char path[200];
    snprintf(path, sizeof path, "%s.tips", test_backend == BACKEND_SQLITE ? f->t.url + 7 : f->keys);
    touch(f, 1, 200, 1);
    for (int i = 0; i < 3; i++) {
        f->clock = clock_fixed(date_of(2026, 12, 1 + i));
        assert_int_equal(store_audit_seal_day(f->store, f->clock, &why), ERR_OK);
        assert_int_equal(verify(f), ERR_OK);
        assert_int_equal(not_covered(f), 0);
        touch(f, 1 + i, 200, 70);
        FILE *file = fopen(path, "r+b");
        assert_non_null(file);
        if (i == 0) assert_int_equal(fseek(file, 100, SEEK_SET), 0); /* in the first block */
        assert_true(fputc(0x5A, file) != EOF && fclose(file) == 0);
        if (i == 1) assert_int_equal(remove(path), 0);
    }
}

static void a_head_that_was_changed_or_taken_away_is_missed(void **state)
{
    static const char *const text[] = {
        "UPDATE audit_head SET count = count + 1", "UPDATE audit_head SET signature = root",
        "DELETE FROM audit_head", /* the line outside still tells */
    };
    for (size_t i = 0; i < sizeof text / sizeof text[0]; i++) {
        struct fixture *f = *state;
        entries_for(f, 20);
        assert_int_equal(store_audit_seal_day(f->store, f->clock, &why), ERR_OK);
        tamper(f, text[i]);
        assert_int_equal(verify(f), ERR_FAILED);
        assert_true(why.message == ZH_audit_broken_head || why.message == ZH_audit_broken);
        jobs_teardown(state);
        jobs_setup(state);
    }
}

static void the_chain_goes_on_behind_the_cache(void **state)
{
    struct fixture *f = *state;
    /* More chains than the cache holds ways for: tips are evicted and read again. */
    for (int round = 0; round < 2; round++) {
        struct jobs_outage o = {.id = round, .notes = 100000, .fresh = round == 0};
        struct write_request r = jobs_request(f, 1);
        assert_int_equal(store_bulk(f->store, &r, jobs_outage_fn, &o, &why), ERR_OK);
    }
    assert_int_equal(verify(f), ERR_OK);
}

/* More chains than one part of the walk holds. */
static void many_chains_are_walked_in_parts(void **state)
{
    struct fixture *f = *state;
    struct jobs_outage o = {.id = 1, .notes = 210000, .fresh = true};
    struct write_request r = jobs_request(f, 1);
    assert_int_equal(store_bulk(f->store, &r, jobs_outage_fn, &o, &why), ERR_OK);
    assert_int_equal(store_audit_seal_day(f->store, f->clock, &why), ERR_OK);
    assert_int_equal(verify(f), ERR_OK);
    tamper(f, "UPDATE audit SET purpose = 'other' WHERE chain = 205000");
    assert_int_equal(verify(f), ERR_FAILED);
    assert_string_equal(why.value[0], "205000");
    tamper(f, "DELETE FROM audit WHERE chain = 1017");
    assert_int_equal(verify(f), ERR_FAILED);
    assert_string_equal(why.value[0], "1017");
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, jobs_setup, jobs_teardown)
    static const struct CMUnitTest audit[] = {
        EACH(every_kind_of_tamper_is_found_and_located),
        EACH(a_day_is_sealed_once_and_its_line_leaves_the_store),
        EACH(a_day_sealed_by_blocks_has_the_root_of_all_tips),
        EACH(a_lost_or_foreign_file_of_blocks_costs_only_time),
        EACH(a_head_that_was_changed_or_taken_away_is_missed),
        EACH(the_chain_goes_on_behind_the_cache),
        EACH(many_chains_are_walked_in_parts),
    };
    return TEST_ON_EACH(audit);
}
