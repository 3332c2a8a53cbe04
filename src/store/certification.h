/*
 * Certifications 认证 (art. 7) and findings: appended in order of time. Each certification names
 * the one before it of the same person (prev_seq), the person's row names the newest: no index is
 * needed on the hot path (docs/adr/0003).
 */
#pragma once
#include "domain/agency.h"
#include "law/finding.h"
#include "store/person.h"

/* REVERSED: an entry that takes back the one it names (reverses), held on the same day; neither
 * counts. */
enum certification_result {
    RESULT_UNSET,
    RESULT_PASSED,
    RESULT_FAILED,
    RESULT_HISTORY,
    RESULT_REVERSED
};

struct certification {
    int64_t seq, prev_seq, person_id;
    int n, way; /* way: art. 7 (1)..(6) */
    const char *channel, *agency, *operator;
    struct date held_on, valid_until;
    enum certification_result result;
    int64_t finding_seq, reverses, recorded_at;
    int evidence;  /* n of the evidence that it rests on, 0 for none */
    bool reversed; /* a later one takes it back */
};

/* Does it give a cycle? Passed or history, and not taken back. */
bool certification_counts(const struct certification *c);

/* Newest first, those recorded by known_at. */
enum err certification_list(struct data *d, const struct person *p, struct certification **out,
                            size_t *count, struct problem *why);
/* The newest that count and were held by the day. */
struct successes certification_last(const struct certification *list, size_t count,
                                    struct date until);
/* Whose it is. ERR_NOT_FOUND certification_unknown. */
enum err certification_find(struct data *d, int64_t seq, int64_t *person_id, struct problem *why);
/* Those recorded at or after the moment, newest first, walked back from the newest; floor: an id
 * below all of them, 0 when not known. An import of the same day is walked through as well, so at
 * most CERTIFICATION_WALK rows are read. The row lives until the call ends; false stops. */
#define CERTIFICATION_WALK 50000
typedef bool (*certification_fn)(void *ctx, const struct certification *c);
struct certification_walk {
    int64_t floor, since;
    certification_fn fn;
    void *ctx;
    bool cut; /* out: older ones of the time asked for were not read */
};
enum err certification_walk(struct data *d, struct certification_walk *walk, struct problem *why);
/* Appends; fills seq, n, prev_seq and moves the head in *p (person_update_dates stores it). */
enum err certification_add(struct data *d, struct person *p, struct certification *c,
                           struct problem *why);

enum err finding_add(struct data *d, int64_t subject, const struct finding *f, int64_t recorded_at,
                     int64_t *seq, struct problem *why);
enum err finding_load(struct data *d, int64_t subject, int64_t seq, struct finding *out,
                      struct problem *why);
