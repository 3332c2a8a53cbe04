/* What both drivers promise, on both databases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"
#include "db/db.h"
#include "support/database.h"

struct fixture {
    struct test_db t;
    struct db *db;
};

static struct problem why;

static struct db *opened(const struct test_db *t, enum db_mode mode)
{
    struct db *db = NULL;
    struct db_options o = {.mode = mode, .create = true};
    assert_int_equal(db_open(t->url, &o, &db, &why), ERR_OK);
    return db;
}

SQL_FANOUT(
    make_things,
    "CREATE TABLE thing (id BIGINT PRIMARY KEY, word TEXT, bytes BYTEA, CHECK (id < 1000000))");
SQL_FANOUT(make_things_sqlite, "CREATE TABLE thing (id INTEGER PRIMARY KEY, word TEXT, bytes BLOB, "
                               "CHECK (id < 1000000)) STRICT");
static const struct sql insert = {"insert",
                                  "INSERT INTO thing (id, word, bytes) VALUES (?1, ?2, ?3)", false};
static const struct sql one = {"one", "SELECT id, word, bytes FROM thing WHERE id = ?1", false};
static const struct sql all = {"all", "SELECT id, word, bytes FROM thing ORDER BY id", true};
static const struct sql count_all = {"count", "SELECT count(*) FROM thing", true};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    test_db_make(&f->t);
    f->db = opened(&f->t, DB_WRITE);
    const struct sql *q = test_backend == BACKEND_SQLITE ? &make_things_sqlite : &make_things;
    assert_int_equal(db_exec(f->db, q, NULL, 0, NULL, &why), ERR_OK);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    db_close(f->db);
    test_db_remove(&f->t);
    free(f);
    return 0;
}

static enum err put(struct db *db, int64_t id, const char *word)
{
    return db_exec(db, &insert, DB_VALUES(DB_I(id), DB_T(word), DB_N), NULL, &why);
}

static int64_t count(struct db *db)
{
    struct db_cursor c;
    assert_int_equal(db_query(db, &count_all, NULL, 0, &c, &why), ERR_OK);
    assert_true(db_step(&c));
    int64_t n = db_int(&c, 0);
    assert_int_equal(db_done(&c, &why), ERR_OK);
    return n;
}

static void every_type_comes_back_as_it_went(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    static const uint8_t bytes[] = {0, 1, 0xff, '\\', 'x', 0};
    static const int64_t numbers[] = {0, 1, -1, 999999, INT64_MIN, -999999999999};
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        assert_int_equal(
            db_exec(db, &insert,
                    DB_VALUES(DB_I(numbers[i]), DB_T("于雅·𠮷'\"\\"), DB_B(bytes, sizeof bytes)),
                    NULL, &why),
            ERR_OK);
        struct db_cursor c;
        assert_int_equal(db_query(db, &one, DB_VALUES(DB_I(numbers[i])), &c, &why), ERR_OK);
        assert_true(db_step(&c));
        assert_true(db_int(&c, 0) == numbers[i]);
        assert_string_equal(db_text(&c, 1), "于雅·𠮷'\"\\");
        char *copy = db_text_copy(&c, 1, a);
        size_t n;
        for (int again = 0; again < 9; again++)
            assert_memory_equal(db_blob(&c, 2, &n), bytes, sizeof bytes);
        assert_int_equal(n, sizeof bytes);
        assert_false(db_step(&c));
        assert_int_equal(db_done(&c, &why), ERR_OK);
        assert_string_equal(copy, "于雅·𠮷'\"\\");
    }
    arena_free(a);
}

static void null_is_null_zero_and_empty(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    assert_int_equal(put(db, 1, NULL), ERR_OK);
    assert_int_equal(db_exec(db, &insert, DB_VALUES(DB_I(2), DB_T(""), DB_B("", 0)), NULL, &why),
                     ERR_OK);
    struct db_cursor c;
    assert_int_equal(db_query(db, &all, NULL, 0, &c, &why), ERR_OK);
    assert_true(db_step(&c));
    size_t n = 7;
    assert_true(db_is_null(&c, 1) && db_is_null(&c, 2));
    assert_string_equal(db_text(&c, 1), "");
    assert_true(db_int(&c, 1) == 0);
    assert_non_null(db_blob(&c, 2, &n));
    assert_int_equal(n, 0);
    assert_true(db_step(&c));
    assert_false(db_is_null(&c, 1) || db_is_null(&c, 2));
    assert_int_equal(db_done(&c, &why), ERR_OK);
}

static void a_second_row_of_one_key_is_a_conflict(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    assert_int_equal(put(db, 1, "a"), ERR_OK);
    assert_int_equal(put(db, 1, "b"), ERR_CONFLICT);
    assert_int_equal(why.message, ZH_err_db_conflict);
    assert_int_equal(put(db, 1000001, "too large"), ERR_FAILED);
    assert_int_equal(why.message, ZH_err_db_constraint);
    assert_int_equal(count(db), 1);
}

static void rollback_leaves_nothing_and_commit_everything(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    assert_false(db_in_transaction(db));
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_true(db_in_transaction(db));
    assert_int_equal(put(db, 1, "a"), ERR_OK);
    db_rollback(db);
    assert_int_equal(count(db), 0);
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(put(db, 1, "a"), ERR_OK);
    assert_int_equal(db_commit(db, &why), ERR_OK);
    assert_int_equal(count(db), 1);
}

static void a_savepoint_undoes_its_part_alone_even_after_an_error(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(put(db, 1, "a"), ERR_OK);
    assert_int_equal(db_savepoint(db, &why), ERR_OK);
    assert_int_equal(put(db, 2, "b"), ERR_OK);
    assert_int_equal(put(db, 2, "b"), ERR_CONFLICT);
    db_savepoint_rollback(db);
    assert_true(db_in_transaction(db));
    assert_int_equal(db_savepoint(db, &why), ERR_OK);
    assert_int_equal(put(db, 3, "c"), ERR_OK);
    assert_int_equal(db_savepoint_release(db, &why), ERR_OK);
    assert_int_equal(db_commit(db, &why), ERR_OK);
    assert_int_equal(count(db), 2);
}

static void an_error_on_postgresql_spoils_the_commit_and_says_so(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    if (test_backend == BACKEND_SQLITE) return;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(put(db, 1, "a"), ERR_OK);
    assert_int_equal(put(db, 1, "a"), ERR_CONFLICT);
    assert_false(db_in_transaction(db));
    assert_int_equal(db_commit(db, &why), ERR_FAILED);
    assert_int_equal(count(db), 0);
}

static void one_statement_may_run_inside_itself(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    for (int i = 1; i <= 3; i++) assert_int_equal(put(db, i, "x"), ERR_OK);
    struct db_cursor outer, inner;
    int seen = 0;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(db_query(db, &all, NULL, 0, &outer, &why), ERR_OK);
    while (db_step(&outer)) {
        assert_int_equal(db_query(db, &all, NULL, 0, &inner, &why), ERR_OK);
        while (db_step(&inner)) seen++;
        assert_int_equal(db_done(&inner, &why), ERR_OK);
        assert_true(db_int(&outer, 0) == outer.row + 1);
    }
    assert_int_equal(db_done(&outer, &why), ERR_OK);
    assert_int_equal(db_commit(db, &why), ERR_OK);
    assert_int_equal(seen, 9);
}

static void fill(struct db *db, int64_t from, int64_t rows)
{
    struct db_bulk *b;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(db_bulk_begin(db, "thing", "id, word, bytes", &b, &why), ERR_OK);
    for (int64_t i = 0; i < rows; i++)
        assert_int_equal(db_bulk_row(b,
                                     (struct db_value[]){DB_I(from + i), DB_T("row"),
                                                         i % 2 ? DB_N : DB_B("\0\1", 2)},
                                     3, &why),
                         ERR_OK);
    assert_int_equal(db_bulk_end(b, &why), ERR_OK);
    assert_int_equal(db_commit(db, &why), ERR_OK);
}

static void bulk_rows_arrive_and_long_results_stream_in_order(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    fill(db, 0, 200000);
    struct db_cursor c;
    int64_t next = 0;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(db_query(db, &all, NULL, 0, &c, &why), ERR_OK);
    while (db_step(&c)) {
        assert_true(db_int(&c, 0) == next && c.row == next);
        assert_int_equal(db_is_null(&c, 2), next % 2);
        next++;
    }
    assert_int_equal(db_done(&c, &why), ERR_OK);
    db_rollback(db);
    assert_int_equal(next, 200000);
}

static void a_bulk_row_that_conflicts_fails_the_bulk(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    struct db_bulk *b;
    assert_int_equal(put(db, 5, "there"), ERR_OK);
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(db_bulk_begin(db, "thing", "id, word, bytes", &b, &why), ERR_OK);
    enum err e = db_bulk_row(b, (struct db_value[]){DB_I(5), DB_N, DB_N}, 3, &why);
    enum err end = db_bulk_end(b, e ? NULL : &why);
    assert_int_equal(e ? e : end, ERR_CONFLICT);
    db_rollback(db);
    assert_int_equal(count(db), 1);
}

static void add_up(void *ctx, size_t index, struct db_cursor *c)
{
    assert_true(db_int(c, 0) == (int64_t)index);
    *(int64_t *)ctx += db_int(c, 0);
}

static void many_runs_a_statement_for_each_row_of_values(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    enum { N = 1000 };
    static struct db_value v[N * 3], ids[N];
    static char long_word[2000];
    memset(long_word, 'x', sizeof long_word - 1);
    for (int i = 0; i < N; i++) {
        v[3 * i] = ids[i] = DB_I(i);
        v[3 * i + 1] = db_text_value(long_word);
        v[3 * i + 2] = DB_N;
    }
    int64_t sum = 0;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    assert_int_equal(
        db_many(db, &(struct db_many){.q = &insert, .v = v, .columns = 3, .rows = N}, &why),
        ERR_OK);
    assert_int_equal(db_many(db, &(struct db_many){&one, ids, 1, N, add_up, &sum}, &why), ERR_OK);
    assert_true(sum == N * (N - 1) / 2);
    assert_int_equal(db_commit(db, &why), ERR_OK);
    assert_int_equal(
        db_many(db, &(struct db_many){.q = &insert, .v = v, .columns = 3, .rows = N}, &why),
        ERR_CONFLICT);
    assert_int_equal(count(db), N); /* and the connection is usable */
}

static void a_reader_cannot_write_and_sees_one_snapshot(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(put(f->db, 1, "a"), ERR_OK);
    struct db *reader = opened(&f->t, DB_READ);
    assert_int_equal(db_begin(reader, &why), ERR_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(put(f->db, 2, "b"), ERR_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(put(reader, 3, "c"), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_read_only);
    db_rollback(reader);
    assert_int_equal(count(reader), 2);
    assert_false(db_single_writer(reader));
    assert_int_equal(db_single_writer(f->db), test_backend == BACKEND_SQLITE);
    db_close(reader);
}

static void bad_statements_are_named(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    static const struct sql token = {"token", "SELECT 1 {WHAT}", false},
                            nonsense = {"nonsense", "SELEC 1", false};
    assert_int_equal(db_check(db, &token, &why), ERR_FAILED);
    assert_int_equal(why.message, ZH_err_db_token);
    assert_string_equal(why.value[1], "{WHAT}");
    assert_int_equal(db_check(db, &nonsense, &why), ERR_FAILED);
    assert_string_equal(why.value[0], "nonsense");
    assert_int_equal(db_check(db, &one, &why), ERR_OK);
}

static void what_is_sent_ahead_arrives_and_its_failure_is_told_later(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    assert_int_equal(db_begin(db, &why), ERR_OK);
    db_defer(db, true);
    for (int i = 0; i < 500; i++) assert_int_equal(put(db, i, "ahead"), ERR_OK);
    assert_int_equal(count(db), 500); /* a query waits for what went before */
    assert_true(db_in_transaction(db));
    assert_int_equal(put(db, 500, "ahead"), ERR_OK);
    assert_int_equal(db_settle(db, &why), ERR_OK);
    assert_int_equal(db_commit(db, &why), ERR_OK);
    assert_int_equal(db_begin(db, &why), ERR_OK);
    enum err e = put(db, 500, "twice");
    if (test_backend == BACKEND_POSTGRESQL) {
        assert_int_equal(e, ERR_OK);
        assert_int_equal(put(db, 501, "after"), ERR_OK);
        e = db_settle(db, &why);
        assert_false(db_in_transaction(db));
    }
    assert_int_equal(e, ERR_CONFLICT);
    db_rollback(db);
    assert_int_equal(db_begin(db, &why), ERR_OK);
    e = put(db, 500, "twice");
    if (!e) e = db_commit(db, &why);
    assert_int_equal(e, ERR_CONFLICT); /* not ambiguous */
    db_rollback(db);
    db_defer(db, false);
    assert_int_equal(put(db, 500, "twice"), ERR_CONFLICT);
    assert_int_equal(count(db), 501);
}

static void failures_do_not_repeat_the_values(void **state)
{
    struct db *db = ((struct fixture *)*state)->db;
    char sentence[512];
    assert_int_equal(put(db, 777777, "3710021950"), ERR_OK);
    assert_int_equal(put(db, 777777, "3710021950"), ERR_CONFLICT);
    assert_null(strstr(problem_sentence(&why, sentence, sizeof sentence), "777777"));
    assert_null(strstr(sentence, "3710021950"));
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    static const struct CMUnitTest drivers[] = {
        EACH(every_type_comes_back_as_it_went),
        EACH(null_is_null_zero_and_empty),
        EACH(a_second_row_of_one_key_is_a_conflict),
        EACH(rollback_leaves_nothing_and_commit_everything),
        EACH(a_savepoint_undoes_its_part_alone_even_after_an_error),
        EACH(an_error_on_postgresql_spoils_the_commit_and_says_so),
        EACH(one_statement_may_run_inside_itself),
        EACH(bulk_rows_arrive_and_long_results_stream_in_order),
        EACH(a_bulk_row_that_conflicts_fails_the_bulk),
        EACH(many_runs_a_statement_for_each_row_of_values),
        EACH(a_reader_cannot_write_and_sees_one_snapshot),
        EACH(bad_statements_are_named),
        EACH(what_is_sent_ahead_arrives_and_its_failure_is_told_later),
        EACH(failures_do_not_repeat_the_values),
    };
    return TEST_ON_EACH(drivers);
}
