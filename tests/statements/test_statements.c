/*
 * Every statement that any file of src/db and src/store registers is good SQL on both databases,
 * and names the subject whose rows it touches or is registered as fan-out. The whole rooms are
 * linked, so none is missed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "db/db.h"
#include "support/database.h"

static struct db *open_migrated(struct test_db *t)
{
    struct db *db = NULL;
    struct problem why;
    struct db_options o = {.mode = DB_WRITE, .create = true};
    test_db_make(t);
    assert_int_equal(db_open(t->url, &o, &db, &why), ERR_OK);
    assert_int_equal(db_migrate(db, 1, &why), ERR_OK);
    return db;
}

static void the_section_holds_pointers_to_statements_only(void **state)
{
    (void)state;
    size_t count;
    const struct sql *const *q = sql_registered(&count);
    assert_true(count > 50); /* a sanitizer that pads the section would show here */
    for (size_t i = 0; i < count; i++) {
        assert_non_null(q[i]);
        assert_true(strlen(q[i]->name) > 0 && strlen(q[i]->text) > 5);
    }
}

static void every_statement_is_understood(void **state)
{
    (void)state;
    struct test_db t;
    struct problem why;
    char sentence[512];
    size_t count, bad = 0;
    struct db *db = open_migrated(&t);
    const struct sql *const *q = sql_registered(&count);
    for (size_t i = 0; i < count; i++)
        if (db_check(db, q[i], &why)) {
            print_error("%s: %s\n    %s\n", q[i]->name,
                        problem_sentence(&why, sentence, sizeof sentence), q[i]->text);
            bad++;
        }
    db_close(db);
    test_db_remove(&t);
    assert_int_equal(bad, 0);
}

/* Tables with a key of their own or a copy on every node (docs/model.md, placement O and R). */
static const char *const placed_elsewhere[] = {
    "store_meta",       "agency",        "calendar_day",      "param",  "document_key",
    "payroll_run",      "payroll_event", "collective_window", "outage", "staff",
    "staff_grant",      "audit_head",    "benefit_kind",      "job",    "day_run",
    "schema_migration", "session",
};

static bool names_its_subject(const char *text)
{
    static const char *const subject[] = {"person_id", "subject_id", "chain"};
    for (size_t i = 0; i < 3; i++)
        if (strstr(text, subject[i])) return true;
    for (size_t i = 0; i < sizeof placed_elsewhere / sizeof placed_elsewhere[0]; i++) {
        const char *at = strstr(text, placed_elsewhere[i]);
        if (at && at[-1] == ' ') return true;
    }
    return false;
}

static void every_statement_names_its_subject_or_fans_out(void **state)
{
    (void)state;
    size_t count, bad = 0;
    const struct sql *const *q = sql_registered(&count);
    for (size_t i = 0; i < count; i++)
        if (!q[i]->fanout && !names_its_subject(q[i]->text)) {
            print_error("%s names no subject: %s\n", q[i]->name, q[i]->text);
            bad++;
        }
    assert_int_equal(bad, 0);
}

static size_t parameters(const char *text)
{
    size_t most = 0;
    for (const char *p = text; *p; p++)
        if (*p == '?' && (size_t)(p[1] - '0') > most) most = (size_t)(p[1] - '0');
    return most;
}

/* A connection of its own: prepared statements are kept by their address. */
static void plan_of(const struct test_db *t, const struct sql *q, char *out, size_t cap)
{
    char text[1024];
    struct db *db = NULL;
    struct db_cursor c;
    const struct db_options o = {.mode = DB_READ};
    struct problem why;
    const struct db_value none[9] = {{0}};
    snprintf(text, sizeof text, "EXPLAIN QUERY PLAN %s", q->text);
    const struct sql explain = {q->name, text, true};
    assert_int_equal(db_open(t->url, &o, &db, &why), ERR_OK);
    assert_int_equal(db_query(db, &explain, none, parameters(q->text), &c, &why), ERR_OK);
    for (size_t n = 0; db_step(&c) && n < cap;)
        n += (size_t)snprintf(out + n, cap - n, "%s; ", db_text(&c, 3));
    assert_int_equal(db_done(&c, &why), ERR_OK);
    db_close(db);
}

/* Without statistics SQLite likes to go along a whole index for its order: a station's 350 people
 * took as long as the city's million. */
static void a_place_is_read_along_its_own_index(void **state)
{
    (void)state;
    struct test_db t;
    size_t count, places = 0;
    if (test_backend != BACKEND_SQLITE) return; /* PostgreSQL has statistics */
    struct db *db = open_migrated(&t);
    const struct sql *const *q = sql_registered(&count);
    for (size_t i = 0; i < count; i++) {
        if (strncmp(q[i]->name, "sql_place_", 10) != 0) continue;
        char plan[2048] = "";
        plan_of(&t, q[i], plan, sizeof plan);
        if (!strstr(plan, "USING COVERING INDEX person_place (residence_code>?"))
            fail_msg("%s: %s", q[i]->name, plan);
        places++;
    }
    db_close(db);
    test_db_remove(&t);
    assert_true(places >= 4);
}

int main(void)
{
    static const struct CMUnitTest statements[] = {
        cmocka_unit_test(the_section_holds_pointers_to_statements_only),
        cmocka_unit_test(every_statement_is_understood),
        cmocka_unit_test(every_statement_names_its_subject_or_fans_out),
        cmocka_unit_test(a_place_is_read_along_its_own_index),
    };
    return TEST_ON_EACH(statements);
}
