/* The table that tools/lawgen writes from law/params.txt; only params.c reads it. */
#pragma once
#include "law/params.h"

struct params_info {
    const char *key, *text, *unit;
    const char *choice[7]; /* NULL-terminated; empty when the unit is not "choice" */
    int cite[4];           /* articles of the register, -1 for none */
};

extern const struct params_info params_info[];
extern const struct param_row params_shipped[];
extern const size_t params_shipped_count;
