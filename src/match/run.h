/* A run's parts: inside of src/match only. */
#pragma once
#include "match/feed.h"

struct match_run {
    struct match_shared shared;
    struct match_latest latest;
    struct match_lanes lanes;
    uint16_t days[MATCH_DAYS];
};

unsigned match_threads(const struct match_options *options);
struct match_cut match_cut_of(const struct match_options *options);
