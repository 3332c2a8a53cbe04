/* PostgreSQL as it is usually written for: 64 connections, one call of a function a job, READ
 * COMMITTED, the rows of the same tables. */
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static const char function[] =
    "CREATE OR REPLACE FUNCTION bench_certify(p bigint, f bigint, c bigint, r bigint, a bigint, m "
    "bigint, b bytea) RETURNS void "
    "LANGUAGE plpgsql AS $$ DECLARE t_n bigint; t_seq bigint; t_digest bytea; d bytea; BEGIN "
    "PERFORM 1 FROM person WHERE person_id = p FOR UPDATE; "
    "INSERT INTO finding VALUES (f, p, 1, 1, b, m); "
    "INSERT INTO certification VALUES (c, p, (c & 2147483647), 0, 2, 'counter', 20261123, "
    "'371002000000', 'clerk@371002000000', 0, 1, "
    "20271130, f, 0, m); "
    "UPDATE person SET last_success = 20261123, due_on = 20271130, certification_seq = c, "
    "certification_count = "
    "certification_count + 1 WHERE person_id = p; "
    "SELECT n, seq, digest INTO t_n, t_seq, t_digest FROM audit_tip WHERE chain = p FOR UPDATE; "
    "d := sha256(t_digest || int8send(p) || int8send(t_n + 1) || int8send(m) || "
    "convert_to('clerk@371002000000certify', 'UTF8')); "
    "INSERT INTO audit VALUES (a, p, t_n + 1, t_seq, m, 'clerk@371002000000', 'certify', "
    "'certification:' || c, 'counter', r, d, t_digest, d); "
    "UPDATE audit_tip SET n = t_n + 1, seq = a, digest = d WHERE chain = p; "
    "INSERT INTO request VALUES (r, p, 'clerk@371002000000', d, 'certification', m); END $$";

struct caller {
    pthread_t thread;
    const struct plan *plan;
    int index;
    double until;
    int64_t jobs;
    struct latencies latencies;
};

static void die(PGconn *conn)
{
    fprintf(stderr, "postgresql: %s\n", PQerrorMessage(conn));
    exit(1);
}

static void *call(void *arg)
{
    struct caller *me = arg;
    uint64_t random = 1000 + (uint64_t)me->index;
    PGconn *conn = PQconnectdb(me->plan->postgresql);
    if (PQstatus(conn) != CONNECTION_OK) die(conn);
    PQclear(PQprepare(conn, "c", "SELECT bench_certify($1, $2, $3, $4, $5, $6, $7)", 0, NULL));
    for (double at; (at = now_seconds()) < me->until; me->jobs++) {
        struct certified c;
        certified_make(&c, me->plan, &random);
        int64_t number[6] = {c.person,     c.finding_seq, c.certification_seq,
                             c.request_id, c.audit_seq,   c.moment};
        char text[6][24];
        const char *value[7];
        int length[7] = {0}, format[7] = {0, 0, 0, 0, 0, 0, 1};
        for (int i = 0; i < 6; i++) {
            snprintf(text[i], sizeof text[i], "%lld", (long long)number[i]);
            value[i] = text[i];
        }
        value[6] = (const char *)c.finding;
        length[6] = FINDING_SIZE;
        PGresult *result = PQexecPrepared(conn, "c", 7, value, length, format, 0);
        if (PQresultStatus(result) != PGRES_TUPLES_OK) die(conn);
        PQclear(result);
        latency_add(&me->latencies, now_seconds() - at);
    }
    PQfinish(conn);
    return NULL;
}

double bench_postgresql(const struct plan *plan)
{
    static struct caller caller[CALLERS];
    struct latencies all = {0};
    PGconn *conn = PQconnectdb(plan->postgresql);
    PGresult *result = PQexec(conn, function);
    if (PQresultStatus(result) != PGRES_COMMAND_OK) die(conn);
    PQclear(result);
    PQclear(PQexec(conn, "CHECKPOINT"));
    PQclear(PQexec(conn, "VACUUM ANALYZE"));
    PQfinish(conn);
    certified_begin();
    double start = now_seconds();
    int64_t jobs = 0;
    for (int i = 0; i < CALLERS; i++) {
        caller[i] = (struct caller){.plan = plan, .index = i, .until = start + plan->seconds};
        if (pthread_create(&caller[i].thread, NULL, call, &caller[i]) != 0) exit(1);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(caller[i].thread, NULL);
        jobs += caller[i].jobs;
        for (size_t k = 0; k < caller[i].latencies.count; k++)
            latency_add(&all, caller[i].latencies.us[k] / 1e6);
        free(caller[i].latencies.us);
    }
    printf("postgresql p50 %.1f ms p99 %.1f ms\n", latency_at(&all, 0.5), latency_at(&all, 0.99));
    free(all.us);
    return (double)jobs / (now_seconds() - start);
}
