/*
 * A small workload for the power cuts and the check of what is left of it: certifications in
 * groups, some of them rolled back to their savepoint, a reader beside the writer, checkpoints in
 * between. Everything that is written follows from the seed, so the check knows what must be there.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "power_vfs.h"

struct load {
    const char *synchronous; /* "FULL", or "NORMAL" for the control */
    bool lies;               /* the disk only pretends to sync: the other control */
    int groups;              /* transactions; each has up to 16 jobs */
    uint64_t seed;
};

/* Runs it; *first is the moment from which on cuts make sense (the tables are there). The power
 * stays on: the databases are closed by leaving them (a clean close would tidy up). The caller
 * frees. */
struct power_disk *load_run(const struct load *load, size_t *first);

struct verdict {
    int acknowledged; /* jobs acknowledged before the cut */
    int lost;         /* of them not there, or not as they were */
    bool damaged;     /* a broken file, half a group, a job that had been rolled back */
    char what[160];   /* the first thing found, "" when all is well */
};

/* Cuts the power at the moment, opens what is left and looks; then writes once more into it. */
struct verdict load_check(struct power_disk *disk, const struct load *load, size_t moment,
                          uint64_t luck);

struct tally {
    int cuts, cuts_with_loss, damaged;
    int64_t acknowledged, lost;
    char what[160]; /* of the first cut that was not well */
};

/* `cuts` cuts over fresh runs of the load, 100 a run, seeds counted on from load->seed. */
struct tally load_cuts(const struct load *load, int cuts);
