/*
 * The register of the law: acts, articles with a one-line gist in our own words, rules and
 * interpretations (art. 16), each with the days on which it is in force. Compiled from law/ by
 * tools/lawgen, which refuses unknown citations, overlaps and gaps.
 *
 * A rule is one row {id, citation, from, until, function}; an amended rule is a further row. The
 * functions stand in this room. Dates are inclusive; until none: open. All strings are static.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"
#include "register_gen.h" /* enums act_id, rule_id, interpretation_id, made by tools/lawgen */

struct register_act {
    const char *key, *title, *number, *note; /* number "" when there is none */
    bool local;                              /* Weihai's own: names "原办法" after its end */
    bool rough;                              /* the first day is known by its year or month only */
    struct date from, until;
};

struct register_article { /* "10", "7.5" (article 7 sub-item 5) */
    enum act_id act;
    const char *key, *gist;
    struct date from, until;
};

struct register_rule {
    const char *key;
    int article; /* index for register_article_at */
    struct date from, until;
    const char *function, *gist;
    int reading; /* enum interpretation_id: how the rule is read here, INTERPRETATION_NONE where the
                    text is plain */
};

struct register_interpretation {
    const char *key;
    int article;
    struct date from, until;
    const char *gist;
};

struct register_item { /* a sub-item of the measure that the .case files under tests/law must cover
                        */
    const char *key, *title;
    int article;
};

const struct register_act *register_act_at(enum act_id id); /* NULL when out of range */
enum act_id register_act_find(const char *key);             /* ACT_NONE */
size_t register_article_count(void);
const struct register_article *register_article_at(int index);
int register_article_find(enum act_id act, const char *key); /* -1 */
const struct register_rule *register_rule_at(int rule);      /* NULL for RULE_NONE and beyond */
int register_rule_find(const char *key);                     /* RULE_NONE */
bool register_in_force(int rule, struct date on);
bool register_act_in_force(enum act_id act, struct date on);
const struct register_interpretation *register_interpretation_at(int id);
/* Those of that article itself (not of its sub-items) in force on that day, at most cap; their
 * count. */
size_t register_interpret(enum act_id act, const char *article, struct date on,
                          const struct register_interpretation **out, size_t cap);
const struct register_item *register_item_at(size_t index); /* NULL past the last */
bool register_holds(struct date from, struct date until, struct date on);

/* "《社会保险经办条例》第二十六条"; sub-items as "第七条第（五）项". */
const char *register_citation(int article, char *out, size_t cap);
/* The same on a day after the end of a local act: it is named only as 原办法（已于…期满）. */
const char *register_citation_on(int article, struct date on, char *out, size_t cap);
