/*
 * A small world for the tests of the use cases: a training store of its own (SQLite, or PostgreSQL
 * when test_backend says so) with the agency tree and the demonstration staff, a few persons, and
 * short words for what people do in it. Everything goes through src/app.
 *
 * Functions named world_* that return nothing fail the test when the use case fails. Those that
 * return enum err leave the problem in w->why.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/certify.h"
#include "app/check.h"
#include "app/day.h"
#include "app/enrol.h"
#include "app/init.h"
#include "app/loss_report.h"
#include "app/matter_list.h"
#include "app/move.h"
#include "app/payroll_show.h"
#include "app/person_show.h"
#include "app/roster_import.h"
#include "law/kinds.h"
#include "support/database.h"

#define CITY "371000000000"
#define HUANCUI "371002000000"
#define WENDENG "371003000000"
#define RONGCHENG "371082000000"
#define TOWN "371002001000" /* of Huancui */
#define RATE 321055

struct world {
    struct test_db t;
    char keys[160];
    struct app app;
    struct arena *arena; /* of the test */
    struct problem why;
};

int world_setup(void **state);
int world_teardown(void **state);
#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

struct date D(const char *s);
struct month M(const char *s);

/* Goes to the morning of the day: the store is opened anew with it, nothing is run. */
void world_go(struct world *w, const char *day);
/* The night of that day, catching up. */
struct day_counts world_day(struct world *w, const char *day);
enum err world_try_day(struct world *w, const char *day, struct day_counts *out);
/* A call in the name of a login ("clerk@371002000000"); NULL: the console. */
struct call world_call(struct world *w, const char *login);

struct newcomer {
    const char *birth; /* NULL: 1955-03-01 */
    const char *payer; /* NULL: HUANCUI */
    int kind;          /* 0: LINE_WORKER_PENSION */
    int64_t rate;      /* 0: RATE */
    const char *first; /* NULL: 2015-01 */
    const char *last;  /* last certification, NULL: 2023-02-28 */
    enum relation relation;
    const char *note;
    const char *name;      /* NULL: Ren and the last four */
    const char *phone;     /* NULL: none */
    const char *residence; /* in the city, NULL: TOWN */
    const char *linked;    /* the worker's number, NULL: none */
};
/* The n-th made-up number of that birth. */
const char *world_number(struct world *w, const char *birth, int n);
/* Enrols number n (1…999) as one roster row, by the console; returns the number. Called again with
 * another payer or kind it adds a line. */
const char *world_enrol(struct world *w, int n, struct newcomer who);
/* Enrols numbers first … first + count - 1 in one write. */
void world_crowd(struct world *w, int first, int count, struct newcomer who);
enum err world_try_enrol(struct world *w, const char *number, struct newcomer who,
                         enum enrolled *out);

enum err world_certify(struct world *w, const char *login, const char *number,
                       struct certified *out);

/* The person's newest matter of the kind at the payer (NULL: any); kind MATTER_UNSET: none. */
struct matter world_matter(struct world *w, const char *number, enum matter_kind_id kind,
                           const char *payer);
enum err world_move(struct world *w, const char *login, int64_t matter, enum matter_event_id event);
/* compare, contact, decide (clerk) and release (reviewer) at the matter's payer. */
void world_release(struct world *w, struct matter m);
/* decide and release without the file of 条例 26: what is in the person's favour. */
void world_grant(struct world *w, struct matter m);

/* What the record holds about a person, loaded into the test's arena for looking at. */
struct dossier world_dossier(struct world *w, const char *number);
int world_status(struct world *w, const char *number, int line); /* of the line-th line, from 0 */

struct world_pay {
    int rows;
    int64_t due, back, net;
};
/* Sums of what is payable to the number in the month; sequence -1: all runs. */
struct world_pay world_payable(struct world *w, const char *number, const char *month,
                               int sequence);

int64_t world_entries(struct world *w); /* all audit entries; fails when a chain is broken */
int64_t world_count(struct world *w, const struct sql *q); /* SELECT COUNT(*) */
void world_edit(struct world *w, const struct sql *q,
                int64_t id);           /* one statement with ?1, straight into the database */
int64_t world_breaks(struct world *w); /* what check_store finds */
int64_t world_id(struct world *w, const char *number);
