/*
 * The titles of the worked cases of tests/law with the item of the measure that each is about, made
 * by tools/casegen. For showing beside the articles (C28); the cases run in `law try` and the tests.
 */
#pragma once

struct law_case {
    const char *item, *title, *file; /* item: a key of law/items.txt */
};
extern const struct law_case law_cases[]; /* ends with item NULL */
