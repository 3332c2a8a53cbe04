/*
 * Words that an office writes in more than one way. A sentence of ui/zh lists them with `|`
 * between, the first one being ours. Compared without blanks, width, case, `*`, `:` and, where that
 * alone differs, what stands in brackets ("月标准（元）").
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/zh.h"

struct synonym_text {
    char s[64];
};

bool synonym_match(enum zh_id synonyms, const char *word);
/* Index of the first list that has the word, or -1. An empty word is in none. */
int synonym_find(const enum zh_id *lists, size_t count, const char *word);
struct synonym_text synonym_first(enum zh_id synonyms); /* the way we write it */
