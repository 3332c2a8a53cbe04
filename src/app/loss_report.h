/*
 * report-loss (arts. 8, 9; 条例 25): a report that entitlement has ended. It opens a matter at
 * every payer concerned; whether it ends anything is decided there by two people. Any agency takes
 * the report; the first receipt stops the clock.
 */
#pragma once
#include "app/dossier.h"

struct loss_report {
    const char *number;
    enum loss_event event;
    struct date on, until, reported_on;
    enum sentence sentence;
    bool reporter_in_city;
};

struct loss_reported {
    int64_t matter[8];
    size_t matter_count;
    struct report_clock clock;
    struct finding why;
};

enum err loss_report(const struct call *call, const struct loss_report *in,
                     struct loss_reported *out, struct problem *why);
