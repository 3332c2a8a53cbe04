/* What lawgen read and checked, for lawemit.c to write as C tables. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "lawblocks.h"

#define MAX_ACTS 64
#define MAX_ARTICLES 400
#define MAX_RULINGS 300
#define MAX_PARAMS 200
#define MAX_WINDOWS 20
#define MAX_ITEMS 100
#define MAX_VALUES 8
#define MAX_CHOICES 6
#define MAX_CITES 4

struct span {
    struct date from, until;
};

struct act {
    const char *key, *title, *number, *note;
    bool local, rough;
    struct span span;
};

struct article {
    size_t act;
    const char *key, *gist;
    struct span span;
};

struct ruling { /* a rule, or an interpretation (rule == false) */
    bool rule;
    const char *key;
    size_t article;
    struct span span;
    const char *function, *gist, *reading;
    const struct block *at;
};

struct value {
    struct span span;
    int64_t value;
};

struct param {
    const char *key, *text, *unit;
    const char *choice[MAX_CHOICES];
    size_t choice_count;
    size_t cite[MAX_CITES], cite_count;
    struct value value[MAX_VALUES];
    size_t value_count;
};

struct item { /* a sub-item of the measure that cases must cover */
    const char *key, *title;
    size_t article;
};

struct window_row {
    struct date announced, first, last;
};

extern struct act acts[];
extern struct article articles[];
extern struct ruling rulings[];
extern struct param params[];
extern struct window_row windows[];
extern struct item items[];
extern size_t act_count, article_count, ruling_count, param_count, window_count, item_count;

void emit_params(const char *dir);
void emit_register(const char *dir);
void emit_calendar(const char *dir, const char *csv, const char *superseded);
