#include "law/casetry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/zh.h"

void try_fault(struct try *t, int line, enum zh_id message, const char *value)
{
    char number[16];
    if (t->code != ERR_OK) return;
    snprintf(number, sizeof number, "%d", line);
    t->code = problem_set(t->why, ERR_INPUT, message, NULL, number, value, NULL);
}

static const struct case_line *given(struct try *t, enum zh_id key, size_t n)
{
    const struct case_one *one = t->run->one;
    for (size_t i = 0; i < one->given_count; i++) {
        if (strcmp(one->given[i].key, zh_text(key)) != 0 || n-- > 0) continue;
        t->used[i] = true;
        return &one->given[i];
    }
    return NULL;
}

const char *try_text(struct try *t, enum zh_id key)
{
    const struct case_line *l = given(t, key, 0);
    return l ? l->value : NULL;
}

const char *try_text_next(struct try *t, enum zh_id key, size_t n, int *line)
{
    const struct case_line *l = given(t, key, n);
    if (l) *line = l->line;
    return l ? l->value : NULL;
}

static const struct case_line *fact_line(struct try *t, int fact)
{
    return given(t, facts_word(fact), 0);
}

#define FIRST_YEAR 1900
#define LAST_YEAR 2200

struct date try_date(struct try *t, int fact)
{
    struct date d = DATE_NONE;
    const struct case_line *l = fact_line(t, fact);
    if (!l) return d;
    bool ok = date_parse_office(l->value, &d, NULL) == ERR_OK;
    int year = ok ? date_civil(d).year : 0;
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        try_fault(t, l->line, ZH_case_bad_date, l->value);
        return DATE_NONE;
    }
    return d;
}

struct month try_month(struct try *t, int fact)
{
    struct month m = MONTH_NONE;
    const struct case_line *l = fact_line(t, fact);
    if (!l) return m;
    bool ok = month_parse_office(l->value, &m, NULL) == ERR_OK;
    int year = ok ? m.index / 12 : 0;
    if (year < FIRST_YEAR || year > LAST_YEAR) {
        try_fault(t, l->line, ZH_case_bad_month, l->value);
        return MONTH_NONE;
    }
    return m;
}

int64_t try_money(struct try *t, int fact)
{
    int64_t fen = 0;
    const struct case_line *l = fact_line(t, fact);
    if (l && money_parse(l->value, &fen, NULL) != ERR_OK)
        try_fault(t, l->line, ZH_case_bad_money, l->value);
    return t->code == ERR_OK ? fen : 0;
}

int try_count(struct try *t, int fact)
{
    const struct case_line *l = fact_line(t, fact);
    if (!l) return 0;
    size_t n = strspn(l->value, "0123456789");
    if (n == 0 || n > 6 || l->value[n]) {
        try_fault(t, l->line, ZH_case_bad_count, l->value);
        return 0;
    }
    return (int)strtol(l->value, NULL, 10);
}

enum tri try_tri(struct try *t, int fact)
{
    const struct case_line *l = fact_line(t, fact);
    if (!l) return TRI_UNKNOWN;
    if (strcmp(l->value, zh_text(ZH_law_yes)) == 0) return TRI_YES;
    if (strcmp(l->value, zh_text(ZH_law_no)) == 0) return TRI_NO;
    try_fault(t, l->line, ZH_case_bad_flag, l->value);
    return TRI_UNKNOWN;
}

bool try_yes(struct try *t, int fact)
{
    return try_tri(t, fact) == TRI_YES;
}

int try_code(struct try *t, int fact, try_from_word from_word)
{
    const struct case_line *l = fact_line(t, fact);
    if (!l) return 0;
    int code = from_word(l->value);
    if (!code) try_fault(t, l->line, ZH_case_bad_word, l->value);
    return code;
}

/* ---- Answers -------------------------------------------------------------------------------- */

void try_answer_text(struct try *t, enum zh_id key, const char *text)
{
    struct case_run *r = t->run;
    if (r->answer_count == CASE_ANSWERS) return;
    struct case_answer *a = &r->answer[r->answer_count++];
    a->key = key;
    snprintf(a->text, sizeof a->text, "%s", text);
}

void try_answer_date(struct try *t, enum zh_id key, struct date d)
{
    try_answer_text(t, key, date_is_set(d) ? date_print(d).s : zh_text(ZH_case_none));
}

void try_answer_month(struct try *t, enum zh_id key, struct month m)
{
    try_answer_text(t, key, month_is_set(m) ? month_print(m).s : zh_text(ZH_case_none));
}

void try_answer_money(struct try *t, enum zh_id key, int64_t fen)
{
    try_answer_text(t, key, money_print(fen).s);
}

void try_answer_count(struct try *t, enum zh_id key, int64_t n)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)n);
    try_answer_text(t, key, text);
}

void try_answer_yes(struct try *t, enum zh_id key, bool yes)
{
    try_answer_text(t, key, zh_text(yes ? ZH_law_yes : ZH_law_no));
}

void try_answer_word(struct try *t, enum zh_id key, enum zh_id word)
{
    try_answer_text(t, key, zh_text(word == ZH_none ? ZH_case_none : word));
}
