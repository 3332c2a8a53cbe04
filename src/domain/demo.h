/*
 * A made-up city of any size: same seed, same city, one person at a time, in memory that does not
 * grow with the people.
 *
 * Every person is a pure function of (options, index), so any part can be made alone or again. What
 * it looks like: ages as among real recipients (a few children, most between 60 and 80, a few over
 * 100); numbers unique, with valid check characters, old division codes, 15-digit originals for the
 * older ones; names with rare characters and ·-names; one to four lines; dependants linked to a
 * dead worker, several to one; residences in the communities given, elsewhere in the mainland, in
 * Hong Kong, Macau and Taiwan, and abroad; years of certifications, the last one such that on any
 * day of the coming year 1/365 of the people fall due. Nobody is real. Workers whom dependants are
 * linked to are dead and are not people of the city.
 *
 * Not here: writing it into a store (app), agencies (read from data/ by the caller).
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/idnum.h"
#include "domain/residence.h"
#include "domain/roster.h"
#include "law/law.h"

#define DEMO_LINES 4
#define DEMO_HISTORY 9
#define DEMO_NAME 96

struct demo_options {
    uint64_t seed, people;
    struct date start; /* the day the city is looked at; nothing in it is later, but for ends of
                          appraisals */
    const char *city;  /* 12-digit code of the city agency */
    const char *const
        *districts; /* 12-digit codes of the district agencies: the payers beside the city */
    size_t district_count;
    const char *const *communities; /* 12-digit codes of the communities */
    size_t community_count;         /* those of no district given are insured with the first */
};                                  /* the strings must outlive the generator */

struct demo_line {
    int kind; /* enum line_kind */
    const char *payer;
    int64_t rate_fen;
    struct month first;
    struct roster_components components;
};

struct demo_person {
    uint64_t index;
    struct idnum id;
    char name[DEMO_NAME];
    struct residence residence;
    char phone[12]; /* "" for those who have none */
    struct demo_line lines[DEMO_LINES];
    size_t line_count;
    struct date certified[DEMO_HISTORY]; /* oldest first */
    int way[DEMO_HISTORY];               /* 1 to 6 */
    size_t certified_count;              /* 0 for those whose first cycle still runs */
    char linked[19];                     /* the dead worker's number, "" but for dependants */
    enum relation relation;
    struct date appraisal_until; /* of the dependants who cannot work; none otherwise */
};

struct demo;

/* Allocated from the arena (about 300 KB) and gone with it. Problems: demo_people (none, or more
 * than there are numbers), demo_places. */
enum err demo_open(struct arena *arena, const struct demo_options *options, struct demo **out,
                   struct problem *why);
/* The next person, or false after the last. */
bool demo_next(struct demo *demo, struct demo_person *out);
/* Person `index` (0 to people - 1), leaving demo_next where it is. */
void demo_person(const struct demo *demo, uint64_t index, struct demo_person *out);
