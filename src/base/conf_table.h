/* Between conf.c and conf_table.c only. */
#pragma once
#include "base/conf.h"

bool conf_find(const char *name, size_t n, enum conf_key *out);
/* ERR_CONFIG with the sentence of the kind; *out is the number of a CONF_NUMBER. */
enum err conf_value(const struct conf_row *r, const char *value, int64_t *out, struct problem *why);
