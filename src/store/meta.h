/* The store's own notes: small named texts (store_meta), such as the day it was started on. */
#pragma once
#include "store/data.h"

enum err meta_get(struct data *d, const char *name, char *out, size_t cap,
                  struct problem *why); /* "" when absent */
enum err meta_set(struct data *d, const char *name, const char *value, struct problem *why);
