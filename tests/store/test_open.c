/* Opening and closing a store: what is missing, too new, held by somebody else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/zh.h"
#include "support/jobs.h"

static struct problem why;

static enum err reopen_with(struct fixture *f, struct store_options o)
{
    struct store *s = NULL;
    store_close(f->store);
    f->store = NULL;
    enum err e = store_open(&o, &s, &why);
    store_close(s);
    return e;
}

static void an_empty_database_is_no_store(void **state)
{
    struct fixture *f = *state;
    struct test_db empty;
    test_db_make(&empty);
    struct store_options o = {.url = empty.url, .keys = f->keys};
    struct store *s;
    assert_int_equal(store_open(&o, &s, &why), ERR_CONFIG);
    assert_int_equal(why.message,
                     test_backend == BACKEND_SQLITE ? ZH_err_db_missing : ZH_err_store_empty);
    assert_null(s);
    test_db_remove(&empty);
}

static void a_store_is_not_made_twice(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(jobs_outage(f->store, 1, ""), ERR_OK);
    struct store_options o = jobs_options(f);
    o.create = true;
    assert_int_equal(reopen_with(f, o), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_store_exists);
    jobs_reopen(f);
    assert_int_equal(jobs_count(f->store), 1);
}

static void without_its_keys_a_store_does_not_open(void **state)
{
    struct fixture *f = *state;
    char elsewhere[200];
    snprintf(elsewhere, sizeof elsewhere, "%s/elsewhere", f->t.folder);
    struct store_options o = jobs_options(f);
    o.keys = elsewhere;
    assert_int_equal(reopen_with(f, o), ERR_CONFIG);
    o.keys = NULL;
    unsetenv("JIANZAI_KEYS");
    unsetenv("HOME");
    assert_int_equal(reopen_with(f, o), ERR_CONFIG);
    assert_int_equal(why.message,
                     test_backend == BACKEND_POSTGRESQL ? ZH_err_store_keys : ZH_keyring_missing);
}

static void version_plus(struct fixture *f, const char *text)
{
    struct sql q = {"version", text, true};
    struct db *db = NULL;
    struct db_options o = {.mode = DB_WRITE};
    store_close(f->store);
    f->store = NULL;
    assert_int_equal(db_open(f->t.url, &o, &db, &why), ERR_OK);
    assert_int_equal(db_exec(db, &q, NULL, 0, NULL, &why), ERR_OK);
    db_close(db);
}

static void a_newer_schema_is_refused_and_left_alone(void **state)
{
    struct fixture *f = *state;
    version_plus(f, "UPDATE schema_migration SET version = version + 100");
    assert_int_equal(reopen_with(f, jobs_options(f)), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_newer);
    version_plus(f, "UPDATE schema_migration SET version = version - 100");
    assert_int_equal(reopen_with(f, jobs_options(f)), ERR_OK);
}

static void two_processes_share_postgresql_and_exclude_each_other_on_sqlite(void **state)
{
    struct fixture *f = *state;
    int64_t entries = 0;
    fflush(NULL);
    if (test_backend == BACKEND_POSTGRESQL) store_close(f->store); /* no threads across fork */
    pid_t pid[2];
    for (int p = 0; p < 2; p++) {
        pid[p] = fork();
        assert_true(pid[p] >= 0);
        if (pid[p] > 0) continue;
        struct store_options o = jobs_options(f);
        struct store *s;
        enum err e = store_open(&o, &s, &why);
        if (test_backend == BACKEND_SQLITE)
            _exit(e == ERR_BUSY && why.message == ZH_err_db_locked ? 0 : 1);
        for (int i = 0; !e && i < 200; i++)
            e = jobs_outage(s, p * 1000 + i, ""); /* all on one chain */
        _exit((int)e);
    }
    for (int p = 0; p < 2; p++) {
        int status;
        waitpid(pid[p], &status, 0);
        assert_int_equal(WEXITSTATUS(status), 0);
    }
    if (test_backend == BACKEND_SQLITE) return;
    f->store = NULL;
    jobs_reopen(f);
    assert_int_equal(jobs_count(f->store), 400);
    assert_int_equal(store_audit_verify(f->store, &entries, &why), ERR_OK);
    assert_int_equal(entries, 400);
}

static void a_reader_sees_one_moment_and_many_fit(void **state)
{
    struct fixture *f = *state;
    struct read r[20];
    assert_int_equal(jobs_outage(f->store, 1, ""), ERR_OK);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(store_read_begin(f->store, &r[i], &why), ERR_OK);
        assert_true(r[i].known_at == INT64_MAX);
        assert_non_null(arena_alloc(r[i].arena, 1000));
    }
    assert_int_equal(jobs_outage(f->store, 2, ""), ERR_OK);
    for (int i = 0; i < 20; i++) store_read_end(&r[i]);
    assert_int_equal(jobs_count(f->store), 2);
}

static enum err look_from_a_write(struct write *w, void *ctx, struct problem *problem)
{
    static const struct sql cache = {"cache", "PRAGMA cache_size", true},
                            others = {"others",
                                      "SELECT count(*) FROM pg_stat_activity WHERE datname = "
                                      "current_database()",
                                      true};
    struct db_cursor c;
    bool sqlite = test_backend == BACKEND_SQLITE;
    enum err e = db_query(w->db, sqlite ? &cache : &others, NULL, 0, &c, problem);
    if (e) return e;
    if (db_step(&c)) *(int64_t *)ctx = db_int(&c, 0);
    return db_done(&c, problem);
}

/* What the settings cache_mb and pg_writers mean, as the database itself says. */
static void writers_are_as_they_were_set(void **state)
{
    struct fixture *f = *state;
    for (int n = 3; n <= 8; n++) {
        int64_t seen = 0;
        store_close(f->store);
        f->store = NULL;
        struct store_options o = jobs_options(f);
        o.cache_mb = o.writers = n;
        o.served = n > 5;
        assert_int_equal(store_open(&o, &f->store, &why), ERR_OK);
        for (int subject = 1; subject <= 64; subject++) { /* of every writer some */
            struct write_request r = jobs_request(f, subject);
            assert_int_equal(store_write(f->store, &r, look_from_a_write, &seen, &why), ERR_OK);
            if (subject == 1 && test_backend != BACKEND_SQLITE)
                assert_in_range(seen, o.served ? n : 1, o.served ? n : 2);
        }
        assert_int_equal(seen, test_backend == BACKEND_SQLITE ? -1024 * n : n);
    }
}

static void a_closed_store_is_one_file(void **state)
{
    struct fixture *f = *state;
    char wal[600];
    assert_int_equal(jobs_outage(f->store, 1, ""), ERR_OK);
    assert_int_equal(jobs_count(f->store), 1); /* a reader was there */
    store_close(f->store);
    f->store = NULL;
    snprintf(wal, sizeof wal, "%s-wal", f->t.url + strlen("sqlite:"));
    if (test_backend == BACKEND_SQLITE) assert_int_equal(access(wal, F_OK), -1);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, jobs_setup, jobs_teardown)
    static const struct CMUnitTest open[] = {
        EACH(an_empty_database_is_no_store),
        EACH(a_store_is_not_made_twice),
        EACH(without_its_keys_a_store_does_not_open),
        EACH(a_newer_schema_is_refused_and_left_alone),
        EACH(two_processes_share_postgresql_and_exclude_each_other_on_sqlite),
        EACH(a_reader_sees_one_moment_and_many_fit),
        EACH(writers_are_as_they_were_set),
        EACH(a_closed_store_is_one_file),
    };
    return TEST_ON_EACH(open);
}
