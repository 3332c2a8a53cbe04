/*
 * Enums in the words that staff read, and small models that many pages have: a clock, a 「为什么」.
 * Never NULL; "" for what has no word.
 */
#pragma once
#include "web/turn.h"

const char *word_role(enum role r);
const char *word_status(int line_status);
const char *word_way(const struct turn *t, int way);
const char *word_cause(const struct matter *m);
const char *word_sex(int sex);
/* The first name of a partner that sends data; the code itself when it is none we know. */
const char *word_source(const struct turn *t, const char *code);
const char *word_address(const struct turn *t, const struct person *p);
struct tmpl_clock_model word_clock(const struct turn *t, const struct matter *m);
struct tmpl_why_model word_why(const struct turn *t, const struct finding *f);
