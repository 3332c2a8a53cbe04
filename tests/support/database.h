/*
 * A database of its own for each test: always on SQLite, and on PostgreSQL when JIANZAI_TEST_PG
 * holds a base URL such as postgresql:///postgres?host=/tmp/x. The same suite runs on each:
 * TEST_ON_EACH in main.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum backend { BACKEND_SQLITE, BACKEND_POSTGRESQL };
extern enum backend test_backend; /* the one that runs now */

struct test_db {
    char folder[64]; /* keys and files of the test; removed with all in it */
    char url[512];
    char name[64]; /* of the PostgreSQL database */
};

void test_db_make(struct test_db *t); /* fails the test when it cannot */
void test_db_remove(struct test_db *t);
bool test_has_postgresql(void); /* says so on stderr when not */
/* Runs one command on the PostgreSQL server, outside the test's database. */
void test_postgresql_command(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The URL of the test's database through another socket directory or host (a proxy). */
void test_url_through(const struct test_db *t, const char *host, int port, char out[512]);

#define TEST_ON(which, tests)                                                                      \
    (test_backend = (which),                                                                       \
     _cmocka_run_group_tests(#tests " on " #which, tests, sizeof(tests) / sizeof(tests)[0], NULL,  \
                             NULL))
#define TEST_ON_EACH(tests)                                                                        \
    (test_has_postgresql() ? TEST_ON(BACKEND_POSTGRESQL, tests) || TEST_ON(BACKEND_SQLITE, tests)  \
                           : TEST_ON(BACKEND_SQLITE, tests))
