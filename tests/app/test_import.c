/* The roster import (art. 6; scenario 39; capabilities C27, B33, 3.10, 6.4): idempotent, refused
 * rows listed, raises with arrears. */
#include "app/world.h"

#include "base/zh.h"

#define JOB_ENTRIES 2 /* of the log: an import was begun, and ended */

static char path[160];

/* Header and cells in the words of the synonym table; rows are given as CSV lines without the
 * header. */
static void write_roster(struct world *w, const char *rows)
{
    snprintf(path, sizeof path, "%s/roster.csv", w->t.folder);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (int field = 0; field <= ROSTER_LAST_ON; field++)
        fprintf(f, "%s%s", field ? "," : "", roster_field_name((enum roster_field)field).s);
    fprintf(f, "\r\n%s", rows);
    fclose(f);
}

static enum err import_as(struct world *w, const char *login, struct roster_counts *n, bool dry_run)
{
    struct call call = world_call(w, login);
    FILE *messages = tmpfile();
    struct roster_import in = {.path = path, .messages = messages, .dry_run = dry_run};
    call.dry_run = dry_run;
    enum err e = roster_import(&call, &in, n, &w->why);
    fclose(messages);
    return e;
}

static const char *row(struct world *w, int n, const char *payer, const char *rate,
                       const char *first)
{
    return arena_print(w->arena, "%s,Ren %d,%s,%s,%s,%s,%s,1380000%04d,2023-06-30\r\n",
                       world_number(w, NULL, n), n, zh_text(line_kind_word(LINE_WORKER_PENSION)),
                       payer, rate, first, TOWN, n);
}

static const char *rows(struct world *w, int from, int to, const char *rate, const char *first)
{
    struct buf b = BUF(1 << 22);
    for (int n = from; n <= to; n++) buf_puts(&b, row(w, n, HUANCUI, rate, first));
    char *text = arena_copy(w->arena, b.p, b.n);
    buf_free(&b);
    return text;
}

SQL_FANOUT(count_persons, "SELECT COUNT(*) FROM person");
SQL_FANOUT(count_everything, "SELECT (SELECT COUNT(*) FROM person) + (SELECT COUNT(*) FROM line) + "
                             "(SELECT COUNT(*) FROM line_rate)"
                             " + (SELECT COUNT(*) FROM certification) + (SELECT COUNT(*) FROM "
                             "person_fact) + (SELECT COUNT(*) FROM audit)");

static void an_import_again_changes_nothing(void **state)
{
    struct world *w = *state;
    struct roster_counts n;
    int64_t entries = world_entries(w);
    write_roster(w, rows(w, 1, 700, "3210.55", "2015-01"));
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    assert_int_equal(n.fresh, 700);
    assert_int_equal(world_count(w, &count_persons), 700);
    assert_int_equal(world_entries(w), entries + 700 + JOB_ENTRIES);
    int64_t all = world_count(w, &count_everything);
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    assert_int_equal(n.unchanged, 700);
    assert_int_equal(n.fresh + n.changed + n.refused, 0);
    assert_int_equal(world_count(w, &count_everything), all + JOB_ENTRIES);
    assert_int_equal(world_breaks(w), 0);
}

static void a_dry_run_counts_and_stores_nothing(void **state)
{
    struct world *w = *state;
    struct roster_counts n;
    int64_t all = world_count(w, &count_everything);
    write_roster(w, rows(w, 1, 20, "3210.55", "2015-01"));
    assert_int_equal(import_as(w, NULL, &n, true), ERR_OK);
    assert_int_equal(n.fresh, 20);
    assert_int_equal(world_count(w, &count_everything), all);
}

/* Scenario 39: the good rows go in, the bad ones are listed and stand in the error file. */
static void bad_rows_are_refused_and_the_rest_goes_in(void **state)
{
    struct world *w = *state;
    struct roster_counts n;
    struct buf b = BUF(1 << 20);
    buf_puts(&b, row(w, 1, HUANCUI, "3210.55", "2015-01"));
    buf_puts(&b, row(w, 1, HUANCUI, "3210.55", "2015-01")); /* the same line twice in one file */
    buf_puts(&b, row(w, 2, TOWN, "3210.55", "2015-01"));    /* a town pays nobody (trap 11) */
    buf_puts(&b, row(w, 3, "371099000000", "3210.55", "2015-01"));
    buf_puts(&b, row(w, 4, HUANCUI, "-1", "2015-01"));
    buf_puts(&b, row(w, 5, HUANCUI, "3210.55", "2015-13"));
    const char *check = row(w, 7, HUANCUI, "1", "2015-01");
    buf_printf(&b, "%.17s%c%s", check, check[17] == '0' ? '1' : '0',
               check + 18); /* the check digit does not fit */
    buf_puts(&b, row(w, 6, WENDENG, "3210.55", "2015-01"));
    write_roster(w, b.p);
    buf_free(&b);
    assert_int_equal(import_as(w, NULL, &n, false), ERR_ROWS);
    assert_int_equal(n.rows, 8);
    assert_int_equal(n.fresh, 2);
    assert_int_equal(n.refused, 6);
    assert_int_equal(world_count(w, &count_persons), 2);
    FILE *f = fopen(n.errors_path, "rb");
    assert_non_null(f);
    int lines = 0;
    for (int c; (c = fgetc(f)) != EOF;) lines += c == '\n';
    fclose(f);
    assert_int_equal(lines, 7); /* the header and six rows */
}

/* Trap 11, at the door itself: a town or a station is no payer, an unknown code neither, and
 * nothing stays behind. */
static void only_the_city_and_the_districts_are_payers(void **state)
{
    static const char *const payers[] = {TOWN, "371002001001", "371099000000"};
    struct world *w = *state;
    enum enrolled done;
    for (int i = 0; i < 3; i++) {
        struct newcomer who = {.payer = payers[i]};
        assert_int_equal(world_try_enrol(w, world_number(w, NULL, 1), who, &done), ERR_INPUT);
    }
    assert_int_equal(world_count(w, &count_persons), 0);
    assert_int_equal(
        world_try_enrol(w, world_number(w, NULL, 1), (struct newcomer){.payer = CITY}, &done),
        ERR_OK);
}

/* A clerk brings in the own payer's rows; the others of the file are refused one by one. */
static void an_agency_imports_its_own_rows_only(void **state)
{
    struct world *w = *state;
    struct roster_counts n;
    char *two = arena_print(w->arena, "%s%s", row(w, 1, HUANCUI, "1", "2015-01"),
                            row(w, 2, WENDENG, "1", "2015-01"));
    write_roster(w, two);
    assert_int_equal(import_as(w, "clerk@" HUANCUI, &n, false), ERR_ROWS);
    assert_int_equal(n.fresh, 1);
    assert_int_equal(n.refused, 1);
    assert_int_equal(import_as(w, "supervisor@" HUANCUI, &n, false), ERR_DENIED);
    assert_int_equal(import_as(w, "sysadmin", &n, false), ERR_DENIED);
    assert_int_equal(world_count(w, &count_persons), 1);
}

/* Readings, "Money, worked": a rise from January that comes in April brings the arrears of the
 * months that were paid. */
static void a_raise_that_comes_late_brings_its_arrears(void **state)
{
    struct world *w = *state;
    struct roster_counts n;
    write_roster(w, rows(w, 1, 1, "3210.55", "2015-01"));
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    world_day(w, "2024-04-15");
    write_roster(w, rows(w, 1, 1, "3306.87", "2024-01"));
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    assert_int_equal(n.changed, 1);
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    assert_int_equal(n.unchanged, 1);
    world_day(w, "2024-05-10");
    struct world_pay p = world_payable(w, world_number(w, NULL, 1), "2024-05", -1);
    assert_int_equal(p.due, 330687);
    assert_int_equal(p.back, 4 * 9632); /* January to April */
    assert_int_equal(world_payable(w, world_number(w, NULL, 1), "2024-04", -1).net, RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* A new amount without a month of its own holds from the next open payroll, and what was paid
 * stays. */
static void a_new_amount_holds_from_the_next_open_month(void **state)
{
    struct world *w = *state;
    struct roster_counts n;
    write_roster(w, rows(w, 1, 1, "3210.55", "2015-01"));
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    world_day(w, "2024-04-15");
    write_roster(w, rows(w, 1, 1, "4000", "2015-01"));
    assert_int_equal(import_as(w, NULL, &n, false), ERR_OK);
    assert_int_equal(n.changed, 1);
    assert_int_equal(world_payable(w, world_number(w, NULL, 1), "2024-04", -1).net, RATE);
    assert_int_equal(world_payable(w, world_number(w, NULL, 1), "2024-05", -1).net, 400000);
    assert_int_equal(world_breaks(w), 0);
}

int main(void)
{
    static const struct CMUnitTest import[] = {
        WORLD_TEST(an_import_again_changes_nothing),
        WORLD_TEST(a_dry_run_counts_and_stores_nothing),
        WORLD_TEST(bad_rows_are_refused_and_the_rest_goes_in),
        WORLD_TEST(only_the_city_and_the_districts_are_payers),
        WORLD_TEST(an_agency_imports_its_own_rows_only),
        WORLD_TEST(a_raise_that_comes_late_brings_its_arrears),
        WORLD_TEST(a_new_amount_holds_from_the_next_open_month),
    };
    return TEST_ON_EACH(import);
}
