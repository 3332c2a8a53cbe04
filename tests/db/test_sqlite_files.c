/* What can be wrong with a SQLite file, its folder and its disk: each a clear sentence, and nothing
 * half done. */
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/zh.h"
#include "db/db.h"
#include "support/database.h"

static struct problem why;
static const struct sql insert = {
    "insert",
    "INSERT INTO job (job_id, kind, state, digest, position, total, detail, recorded_at)"
    " VALUES (?1, 'k', 1, '', 0, 0, ?2, 0)",
    false};
static const struct sql count_all = {"count", "SELECT count(*) FROM job", true};
static const struct sql set_version = {"set", "UPDATE schema_migration SET version = version + 100",
                                       true};

static int setup(void **state)
{
    struct test_db *t = calloc(1, sizeof *t);
    test_db_make(t);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    test_db_remove(*state);
    free(*state);
    return 0;
}

static enum err try_open(const char *url, enum db_mode mode, bool create, struct db **out)
{
    struct db_options o = {.mode = mode, .create = create};
    return db_open(url, &o, out, &why);
}

static struct db *migrated(const struct test_db *t)
{
    struct db *db;
    assert_int_equal(try_open(t->url, DB_WRITE, true, &db), ERR_OK);
    assert_int_equal(db_migrate(db, 1, &why), ERR_OK);
    return db;
}

static enum err put(struct db *db, int64_t id, const char *detail)
{
    return db_exec(db, &insert, DB_VALUES(DB_I(id), DB_T(detail)), NULL, &why);
}

static int64_t count(struct db *db)
{
    struct db_cursor c;
    assert_int_equal(db_query(db, &count_all, NULL, 0, &c, &why), ERR_OK);
    int64_t n = db_step(&c) ? db_int(&c, 0) : -1;
    assert_int_equal(db_done(&c, &why), ERR_OK);
    return n;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void an_unknown_address_is_refused(void **state)
{
    struct db *db;
    (void)state;
    assert_int_equal(try_open("mysql://x", DB_WRITE, true, &db), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_url);
}

static void a_missing_file_is_not_made_unless_asked(void **state)
{
    struct test_db *t = *state;
    struct db *db;
    assert_int_equal(try_open(t->url, DB_WRITE, false, &db), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_missing);
    assert_null(db);
    assert_int_equal(access(t->url + 7, F_OK), -1);
    assert_int_equal(try_open(t->url, DB_READ, false, &db), ERR_CONFIG);
    assert_int_equal(try_open("sqlite:/nowhere/at/all/x.db", DB_WRITE, true, &db), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_open);
}

static void a_folder_and_a_text_file_are_no_databases(void **state)
{
    struct test_db *t = *state;
    struct db *db;
    char url[600];
    snprintf(url, sizeof url, "sqlite:%s", t->folder);
    assert_int_equal(try_open(url, DB_WRITE, false, &db), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_not_database);
    char text[4096];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = 0;
    write_file(t->url + 7, text);
    assert_int_equal(try_open(t->url, DB_WRITE, false, &db), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_not_database);
}

static void anothers_database_is_left_alone(void **state)
{
    struct test_db *t = *state;
    static const struct sql other = {"other", "CREATE TABLE theirs (a INTEGER)", true};
    struct db *db;
    int version;
    assert_int_equal(try_open(t->url, DB_WRITE, true, &db), ERR_OK);
    assert_int_equal(db_exec(db, &other, NULL, 0, NULL, &why), ERR_OK);
    assert_int_equal(db_schema_version(db, &version, &why), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_foreign);
    assert_int_equal(db_migrate(db, 1, &why), ERR_CONFIG);
    db_close(db);
}

/* Runs fn in a child, as nobody when asked; the child's exit status is 0 when all its checks held.
 */
static int in_child(int (*fn)(const struct test_db *), const struct test_db *t, bool nobody)
{
    fflush(NULL);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (nobody && (setgid(65534) != 0 || setuid(65534) != 0)) _exit(99);
        _exit(fn(t));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static int refused_as_read_only(const struct test_db *t)
{
    struct db *db;
    if (try_open(t->url, DB_WRITE, false, &db) != ERR_CONFIG) return 1;
    return why.message == ZH_err_db_read_only ? 0 : 2;
}

static void a_file_without_write_permission_is_read_only(void **state)
{
    struct test_db *t = *state;
    char lock[600];
    db_close(migrated(t));
    snprintf(lock, sizeof lock, "%s.lock", t->url + 7);
    chmod(t->folder, 0755);
    chmod(t->url + 7, 0444);
    bool root = geteuid() == 0;
    assert_int_equal(in_child(refused_as_read_only, t, root),
                     0); /* the lock's folder is not writable either */
    chmod(t->folder, 0777);
    chmod(lock, 0666);
    assert_int_equal(in_child(refused_as_read_only, t, root), 0);
}

static int refused_as_locked(const struct test_db *t)
{
    struct db *db;
    char owner[24];
    snprintf(owner, sizeof owner, "%ld", (long)getppid());
    if (try_open(t->url, DB_WRITE, false, &db) != ERR_BUSY) return 1;
    if (why.message != ZH_err_db_locked) return 2;
    if (strcmp(why.value[1], owner) != 0) return 3;
    if (try_open(t->url, DB_READ, false, &db) != ERR_OK) return 4; /* readers are welcome */
    return count(db) == 1 ? 0 : 5;
}

static void a_second_writer_is_told_who_holds_the_file(void **state)
{
    struct test_db *t = *state;
    struct db *db = migrated(t), *second;
    assert_true(db_is_store_file_locked(db));
    assert_int_equal(put(db, 1, ""), ERR_OK);
    assert_int_equal(try_open(t->url, DB_WRITE, false, &second),
                     ERR_BUSY); /* nor the same process twice */
    assert_int_equal(in_child(refused_as_locked, t, false), 0);
    db_close(db);
    assert_int_equal(try_open(t->url, DB_WRITE, false, &db), ERR_OK);
    db_close(db);
}

static int dies_holding(const struct test_db *t)
{
    struct db *db;
    if (try_open(t->url, DB_WRITE, false, &db) || db_begin(db, &why) || put(db, 2, "unfinished"))
        return 1;
    kill(getpid(), SIGKILL);
    return 2;
}

static void the_lock_of_a_killed_process_is_free_and_its_work_undone(void **state)
{
    struct test_db *t = *state;
    db_close(migrated(t));
    assert_int_equal(in_child(dies_holding, t, false), 100 + SIGKILL);
    struct db *db;
    assert_int_equal(try_open(t->url, DB_WRITE, false, &db), ERR_OK);
    assert_int_equal(count(db), 0);
    db_close(db);
}

/* Writes until it fails: 0 when that is clear, ends the transaction and keeps what was committed.
 */
static int fill_until_it_fails(const struct test_db *t, enum zh_id expected)
{
    struct db *db;
    static char detail[100000];
    memset(detail, 'x', sizeof detail - 1);
    if (try_open(t->url, DB_WRITE, true, &db) || db_migrate(db, 1, &why)) return 1;
    int64_t kept = 0;
    for (int i = 0; i < 200; i++) {
        if (db_begin(db, &why)) return 2;
        enum err e = put(db, i, detail);
        if (!e) e = db_commit(db, &why);
        if (!e) {
            kept++;
            continue;
        }
        if (e != ERR_FAILED || why.message != expected) return 3;
        db_rollback(db);
        if (db_in_transaction(db) || count(db) != kept || kept == 0) return 4;
        db_close(db);
        if (try_open(t->url, DB_WRITE, false, &db) || count(db) != kept) return 5;
        db_close(db);
        return 0;
    }
    return 6;
}

static int fills_a_small_disk(const struct test_db *t)
{
    if (unshare(CLONE_NEWNS) != 0 && unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return 77;
    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
    if (mount("tmpfs", t->folder, "tmpfs", 0, "size=4m") != 0) return 77;
    int code = fill_until_it_fails(t, ZH_err_db_full);
    struct db *db;
    if (code) return code;
    if (mount("tmpfs", t->folder, "tmpfs", MS_REMOUNT, "size=16m") != 0) return 7;
    if (try_open(t->url, DB_WRITE, false, &db)) return 8;
    return put(db, 100000, "room again") ? 9 : 0;
}

static void a_full_disk_says_so_and_loses_nothing(void **state)
{
    int code = in_child(fills_a_small_disk, *state, false);
    if (code == 77) print_message("no mount possible here: only the file size limit was tried\n");
    assert_true(code == 0 || code == 77);
}

static int meets_its_limit(const struct test_db *t)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit = {4 << 20, 4 << 20};
    return setrlimit(RLIMIT_FSIZE, &limit) != 0 ? 10 : fill_until_it_fails(t, ZH_err_db_io);
}

static void a_write_that_the_system_refuses_loses_nothing(void **state)
{
    assert_int_equal(in_child(meets_its_limit, *state, false), 0);
}

static void a_newer_schema_is_not_touched(void **state)
{
    struct test_db *t = *state;
    struct db *db = migrated(t);
    int version;
    assert_int_equal(db_schema_version(db, &version, &why), ERR_OK);
    assert_int_equal(version, db_schema_latest());
    assert_int_equal(db_migrate(db, 2, &why), ERR_OK); /* again: nothing to do */
    assert_int_equal(db_exec(db, &set_version, NULL, 0, NULL, &why), ERR_OK);
    assert_int_equal(db_migrate(db, 3, &why), ERR_CONFIG);
    assert_int_equal(why.message, ZH_err_db_newer);
    assert_false(db_in_transaction(db));
    db_close(db);
}

static void a_backup_is_the_snapshot_of_its_reader(void **state)
{
    struct test_db *t = *state;
    struct db *db = migrated(t), *reader, *copy;
    char path[600], url[640];
    snprintf(path, sizeof path, "%s/copy.db", t->folder);
    snprintf(url, sizeof url, "sqlite:%s", path);
    for (int i = 0; i < 2000; i++)
        assert_int_equal(put(db, i, "some detail that makes pages"), ERR_OK);
    assert_int_equal(try_open(t->url, DB_READ, false, &reader), ERR_OK);
    assert_int_equal(db_begin(reader, &why), ERR_OK);
    assert_int_equal(count(reader), 2000);
    for (int i = 2000; i < 3000; i++) assert_int_equal(put(db, i, "later"), ERR_OK);
    assert_int_equal(db_backup(reader, path, &why), ERR_OK);
    assert_int_equal(db_backup(reader, path, &why), ERR_CONFLICT);
    assert_int_equal(why.message, ZH_err_db_exists);
    db_close(reader);
    assert_int_equal(try_open(url, DB_WRITE, false, &copy), ERR_OK);
    assert_int_equal(count(copy), 2000);
    db_close(copy);
    assert_int_equal(count(db), 3000);
    assert_int_equal(db_backup(db, "/nowhere/x.db", &why), ERR_FAILED);
    db_close(db);
}

static void checkpoints_wait_for_readers_and_frames_are_counted(void **state)
{
    struct test_db *t = *state;
    struct db *db = migrated(t), *reader;
    int64_t before = db_frames(db);
    assert_int_equal(put(db, 1, ""), ERR_OK);
    assert_true(db_frames(db) > before);
    assert_int_equal(try_open(t->url, DB_READ, false, &reader), ERR_OK);
    assert_int_equal(db_begin(reader, &why), ERR_OK);
    assert_int_equal(count(reader), 1);
    assert_int_equal(put(db, 2, ""), ERR_OK);
    assert_true(db_checkpoint_step(db));
    assert_true(db_frames_waiting(db) > 0);
    db_rollback(reader);
    assert_false(db_checkpoint_step(db));
    assert_true(db_frames_waiting(db) == 0);
    db_close(reader);
    db_close(db);
}

int main(void)
{
#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
    static const struct CMUnitTest files[] = {
        EACH(an_unknown_address_is_refused),
        EACH(a_missing_file_is_not_made_unless_asked),
        EACH(a_folder_and_a_text_file_are_no_databases),
        EACH(anothers_database_is_left_alone),
        EACH(a_file_without_write_permission_is_read_only),
        EACH(a_second_writer_is_told_who_holds_the_file),
        EACH(the_lock_of_a_killed_process_is_free_and_its_work_undone),
        EACH(a_full_disk_says_so_and_loses_nothing),
        EACH(a_write_that_the_system_refuses_loses_nothing),
        EACH(a_newer_schema_is_not_touched),
        EACH(a_backup_is_the_snapshot_of_its_reader),
        EACH(checkpoints_wait_for_readers_and_frames_are_counted),
    };
    return TEST_ON(BACKEND_SQLITE, files);
}
