/* Shared by the parts of bench_store. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CALLERS 64
#define FINDING_SIZE 300

struct plan {
    const char *folder,
        *postgresql; /* where the SQLite store goes; the PostgreSQL base URL or NULL */
    int64_t people, rounds, writers;
    double seconds; /* of each part */
    int64_t first_person;
};

struct latencies { /* microseconds, of all callers */
    uint32_t *us;
    size_t count, cap;
};
void latency_add(struct latencies *l, double seconds);
double latency_at(struct latencies *l, double share); /* milliseconds; sorts */

double now_seconds(void);
uint64_t random_next(uint64_t *state);

/* One certification as rows: what every contender writes. */
struct certified {
    int64_t person, finding_seq, certification_seq, request_id, audit_seq, moment;
    uint8_t finding[FINDING_SIZE];
};
void certified_begin(void); /* ids of this part follow all earlier ones */
void certified_make(struct certified *c, const struct plan *plan, uint64_t *random);

double bench_bare(const struct plan *plan); /* certifications a second */
double bench_postgresql(const struct plan *plan);
