/*
 * Power cuts of the project's own store: a load of many callers on the disk that can lose its
 * power, cut anywhere between the first and the last acknowledgement, opened again. Every
 * acknowledged job is there once, the log of every subject is whole, and the store takes the next
 * write. synchronous=NORMAL is the control that must lose something.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "power_vfs.h"
#include "store/store.h"

#define CALLERS 8
#define JOBS 40 /* of each caller */
#define URL "sqlite:store.db"

SQL_FANOUT(power_insert,
           "INSERT INTO outage (outage_id, channel, from_day, until_day, note, recorded_at)"
           " VALUES (?1, 'power', ?2, 0, '', 0)");
SQL_FANOUT(power_rows, "SELECT from_day FROM outage WHERE channel = 'power'");

static uint64_t cuts = 60; /* JIANZAI_POWER_CUTS says how many otherwise */
static char keys[] = "/tmp/jzpower.XXXXXX";
static struct power_disk *disk;

struct caller {
    struct store *store;
    int first;
};

static struct store *open_store(bool create, bool normal)
{
    struct problem why;
    struct store *s = NULL;
    char folder[64], sentence[512];
    snprintf(folder, sizeof folder, "%s/keys", keys);
    struct store_options o = {.url = URL,
                              .keys = folder,
                              .vfs = POWER_VFS,
                              .create = create,
                              .training = create,
                              .sync_normal = normal};
    o.clock = clock_fixed(date_of(2026, 11, 23));
    if (store_open(&o, &s, &why) != ERR_OK && !(normal && !create)) /* NORMAL may lose all of it */
        fail_msg("the store does not open: %s", problem_sentence(&why, sentence, sizeof sentence));
    return s;
}

static enum err job(struct write *w, void *ctx, struct problem *why)
{
    int number = *(int *)ctx;
    store_audit(w, &(struct audit_note){
                       .subject = 1 + number % 5, .action = "outage.add", .object = "outage"});
    return db_exec(w->db, &power_insert, DB_VALUES(DB_I(store_new_id(w->store)), DB_I(number)),
                   NULL, why);
}

static enum err write_job(struct store *s, int number, struct problem *why)
{
    struct write_request r = {.subject = {1 + number % 5},
                              .subject_count = 1,
                              .actor = "clerk@371002000000",
                              .purpose = "power",
                              .clock = clock_fixed(date_of(2026, 11, 23))};
    return store_write(s, &r, job, &number, why);
}

static void *call_often(void *ctx)
{
    const struct caller *c = ctx;
    struct problem why;
    for (int i = 0; i < JOBS; i++)
        if (write_job(c->store, c->first + i, &why) == ERR_OK) power_disk_mark(disk, c->first + i);
    return NULL;
}

/* Runs the load; the moments between the first acknowledgement and the last are left in the bounds.
 */
static void run_load(bool normal, size_t *first, size_t *last)
{
    struct caller callers[CALLERS];
    pthread_t threads[CALLERS];
    disk = power_disk_new();
    assert_int_equal(power_vfs_mount(disk), 0);
    struct store *s = open_store(true, normal);
    *first = power_disk_events(disk);
    for (int i = 0; i < CALLERS; i++) {
        callers[i] = (struct caller){s, 1 + i * JOBS};
        assert_int_equal(pthread_create(&threads[i], NULL, call_often, &callers[i]), 0);
    }
    for (int i = 0; i < CALLERS; i++) pthread_join(threads[i], NULL);
    *last = power_disk_events(disk);
    store_close(s);
}

static void take_mark(void *ctx, int64_t id)
{
    ((unsigned char *)ctx)[id] = 1;
}

/* How many acknowledged jobs are lost; anything else that is wrong fails the test. */
static int look(bool normal, size_t moment)
{
    unsigned char acknowledged[CALLERS * JOBS + 2] = {0}, there[CALLERS * JOBS + 2] = {0};
    struct problem why;
    struct read r;
    struct db_cursor c;
    int rows = 0, lost = 0;
    int64_t entries = 0;
    struct store *s = open_store(false, normal);
    if (!s) return 1;
    assert_int_equal(store_read_begin(s, &r, &why), ERR_OK);
    assert_int_equal(db_query(r.db, &power_rows, NULL, 0, &c, &why), ERR_OK);
    for (; db_step(&c); rows++) {
        int64_t number = db_int(&c, 0);
        assert_in_range(number, 1, CALLERS * JOBS);
        assert_int_equal(there[number]++, 0); /* nothing twice */
    }
    assert_int_equal(db_done(&c, &why), ERR_OK);
    store_read_end(&r);
    assert_int_equal(store_audit_verify(s, &entries, &why), ERR_OK);
    assert_int_equal(entries, rows); /* each job with its entry, or neither */
    power_disk_marks(disk, moment, take_mark, acknowledged);
    for (int i = 1; i <= CALLERS * JOBS; i++) lost += acknowledged[i] && !there[i];
    assert_int_equal(write_job(s, CALLERS * JOBS + 1, &why), ERR_OK);
    store_close(s);
    return lost;
}

/* Cuts and looks; returns in how many cuts something acknowledged was lost. */
static int cut_often(bool normal)
{
    size_t first, last;
    int with_loss = 0;
    run_load(normal, &first, &last);
    for (uint64_t i = 0; i < cuts; i++) {
        size_t moment = first + (size_t)(i * 2654435761u % (last - first + 1));
        struct power_disk *left = power_disk_cut(disk, moment, i);
        assert_int_equal(power_vfs_mount(left), 0);
        with_loss += look(normal, moment) > 0;
        power_vfs_mount(NULL);
        power_disk_free(left);
    }
    power_disk_free(disk);
    return with_loss;
}

static void the_store_loses_nothing_acknowledged(void **state)
{
    (void)state;
    assert_int_equal(cut_often(false), 0);
}

static void the_store_with_synchronous_normal_loses(void **state)
{
    (void)state;
    assert_true((uint64_t)cut_often(true) > cuts / 10);
}

static int make_keys(void **state)
{
    (void)state;
    snprintf(keys, sizeof keys, "/tmp/jzpower.XXXXXX");
    return mkdtemp(keys) ? 0 : -1;
}

static int drop(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st, (void)type, (void)where;
    return remove(path);
}

static int drop_keys(void **state)
{
    (void)state;
    return nftw(keys, drop, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const char *wanted = getenv("JIANZAI_POWER_CUTS");
    if (wanted && strtoull(wanted, NULL, 10)) cuts = strtoull(wanted, NULL, 10);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_store_loses_nothing_acknowledged, make_keys, drop_keys),
        cmocka_unit_test_setup_teardown(the_store_with_synchronous_normal_loses, make_keys,
                                        drop_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
