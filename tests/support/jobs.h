/* A store of its own for each test, and a simple job: one row of `outage` with audit entries. */
#pragma once
#include "store/store.h"
#include "support/database.h"

struct fixture {
    struct test_db t;
    struct store *store;
    struct clock clock;
    char keys[128];
};

int jobs_setup(void **state);
int jobs_teardown(void **state);
void jobs_reopen(struct fixture *f);
struct store_options jobs_options(const struct fixture *f);

struct jobs_outage {
    int64_t id;
    enum err fail_with; /* after the row was inserted */
    const char *answer, *action;
    int notes; /* audit entries; 0: one on the first subject, more: spread over as many subjects */
    bool fresh;
    int runs; /* out */
};
enum err jobs_outage_fn(struct write *w, void *ctx, struct problem *why);
struct write_request jobs_request(const struct fixture *f, int64_t subject);
enum err jobs_outage(struct store *s, int64_t id, const char *channel); /* one row, subject 1 */
int64_t jobs_count(struct store *s);                                    /* rows of outage */
