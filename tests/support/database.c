#include "support/database.h"

#include <ftw.h>
#include <libpq-fe.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum backend test_backend;

static void die(const char *what, const char *detail)
{
    fprintf(stderr, "test database: %s: %s\n", what, detail);
    abort();
}

bool test_has_postgresql(void)
{
    const char *base = getenv("JIANZAI_TEST_PG");
    if (!base || !*base) fputs("PostgreSQL not tested: JIANZAI_TEST_PG is not set\n", stderr);
    return base && *base;
}

void test_postgresql_command(const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    PGconn *conn = PQconnectdb(getenv("JIANZAI_TEST_PG"));
    PGresult *result = PQexec(conn, text);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) die(text, PQerrorMessage(conn));
    PQclear(result);
    PQfinish(conn);
}

/* postgresql://HOST/OLD?QUERY with another database name, and host and port when given. */
static void url_with(const char *name, const char *host, int port, char out[512])
{
    const char *base = getenv("JIANZAI_TEST_PG");
    const char *path = strchr(base + strlen("postgresql://"), '/');
    const char *query = path ? strchr(path, '?') : NULL;
    if (!path) die("JIANZAI_TEST_PG needs a database name", base);
    int n = snprintf(out, 512, "%.*s/%s%s", (int)(path - base), base, name, query ? query : "");
    if (host)
        snprintf(out + n, 512 - (size_t)n, "%shost=%s&port=%d", query ? "&" : "?", host, port);
}

void test_url_through(const struct test_db *t, const char *host, int port, char out[512])
{
    url_with(t->name, host, port, out);
}

void test_db_make(struct test_db *t)
{
    static int count;
    *t = (struct test_db){.folder = "/tmp/jz-test-XXXXXX"};
    if (!mkdtemp(t->folder)) die("mkdtemp", t->folder);
    if (test_backend == BACKEND_SQLITE) {
        snprintf(t->url, sizeof t->url, "sqlite:%s/store.db", t->folder);
        return;
    }
    snprintf(t->name, sizeof t->name, "jz_test_%ld_%d", (long)getpid(), count++);
    test_postgresql_command("CREATE DATABASE %s TEMPLATE template0", t->name);
    url_with(t->name, NULL, 0, t->url);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

void test_db_remove(struct test_db *t)
{
    nftw(t->folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    if (t->name[0]) test_postgresql_command("DROP DATABASE %s WITH (FORCE)", t->name);
}
