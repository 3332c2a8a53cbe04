/*
 * Changing a dated parameter (art. 4(3), C3): `law propose` opens a matter of the city agency that
 * carries the new value, its first day, its citation and the list of whom it would touch;
 * `matter move ID decide|release` do the rest (domain/matter/param_change.c). A value comes into
 * the law with the release and holds from its first day; days that have passed are never touched.
 */
#pragma once
#include "app/dossier.h"
#include "app/evaluate.h"

struct param_propose {
    const char *key, *value;
    struct date from;
    const char *citation, *reason;
};

struct param_proposed {
    int64_t matter_id;
    struct evaluated what_if;   /* if it held for everybody at once */
    struct sweep_result listed; /* whom the list names; free with sweep_free */
};

/* Errors: ERR_USAGE evaluate_unknown, evaluate_value; ERR_INPUT param_range, param_citation,
 * param_same; ERR_LAW param_retroactive; ERR_DENIED. */
enum err param_propose(const struct call *call, const struct param_propose *in,
                       struct param_proposed *out, struct problem *why);
/* The released value becomes a row of param; in the transaction of the release. */
enum err param_apply(struct dossier *s, const struct matter_file *f, struct problem *why);
/* What a proposal carries: the counts, and with list the people, as text or JSON. */
enum err param_show(const struct call *call, int64_t matter_id, bool list, bool json, FILE *out,
                    struct problem *why);
