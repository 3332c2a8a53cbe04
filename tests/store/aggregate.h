/* What the tests of the aggregates share: a write as one function of struct data, a reader, a
 * person to hang things on. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"
#include "store/certification.h"
#include "store/line.h"
#include "store/matters.h"
#include "store/reference.h"
#include "support/jobs.h"

#define PERSON 4711
#define NUMBER "371002194603150012"
#define HUANCUI "371002000000"

/* Runs in the writer: no asserts inside, results through ctx. */
typedef enum err (*doing)(struct data *d, void *ctx, struct problem *why);

struct done {
    doing fn;
    void *ctx;
};

static inline enum err aggregate_fn(struct write *w, void *ctx, struct problem *why)
{
    struct done *k = ctx;
    struct data d = data_of_write(w);
    return k->fn(&d, k->ctx, why);
}

static struct problem why;

static inline enum err change(struct fixture *f, doing fn, void *ctx)
{
    struct write_request r = jobs_request(f, 1);
    return store_bulk(f->store, &r, aggregate_fn, &(struct done){fn, ctx}, &why);
}

static inline struct data reader(struct fixture *f, struct read *r)
{
    *r = (struct read){0};
    assert_int_equal(store_read_begin(f->store, r, &why), ERR_OK);
    return data_of_read(r);
}

static inline struct person somebody(int64_t id, const char *number)
{
    struct person p = {.person_id = id,
                       .name = "Ren",
                       .name_key = "ren",
                       .initials = "r",
                       .phone = "13800001111",
                       .sex = 1,
                       .birth = date_of(1946, 3, 15),
                       .residence_kind = 1,
                       .residence_code = "371002001000",
                       .registered_on = date_of(2024, 1, 2),
                       .success = {.here = date_of(2023, 5, 1)},
                       .due_on = date_of(2024, 5, 6),
                       .next_on = date_of(2024, 2, 6),
                       .first_month = month_from(2015, 1),
                       .recorded_at = 1000};
    snprintf(p.number, sizeof p.number, "%s", number);
    snprintf(p.last4, sizeof p.last4, "%s", number + strlen(number) - 4);
    return p;
}

struct enter_person {
    struct person p;
    const char *alias;
};

static inline enum err enter_fn(struct data *d, void *ctx, struct problem *p)
{
    struct enter_person *k = ctx;
    return person_insert(d, &k->p, IDNUM_RESIDENT, k->alias, p);
}

static inline enum err enter(struct fixture *f, int64_t id, const char *number, const char *alias)
{
    struct enter_person k = {somebody(id, number), alias};
    return change(f, enter_fn, &k);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, jobs_setup, jobs_teardown)
