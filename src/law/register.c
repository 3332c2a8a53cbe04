#include "law/register.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zh.h"
#include "law/register_table.h"

const struct register_act *register_act_at(enum act_id id)
{
    return id > ACT_NONE && id < ACT_COUNT ? &register_acts[id] : NULL;
}

enum act_id register_act_find(const char *key)
{
    for (int i = 1; i < ACT_COUNT; i++)
        if (strcmp(register_acts[i].key, key) == 0) return (enum act_id)i;
    return ACT_NONE;
}

size_t register_article_count(void)
{
    return register_articles_count;
}

const struct register_article *register_article_at(int index)
{
    return index >= 0 && (size_t)index < register_articles_count ? &register_articles[index] : NULL;
}

int register_article_find(enum act_id act, const char *key)
{
    for (size_t i = 0; i < register_articles_count; i++)
        if (register_articles[i].act == act && strcmp(register_articles[i].key, key) == 0)
            return (int)i;
    return -1;
}

const struct register_rule *register_rule_at(int rule)
{
    return rule > RULE_NONE && rule < RULE_COUNT ? &register_rules[rule] : NULL;
}

int register_rule_find(const char *key)
{
    for (int i = 1; i < RULE_COUNT; i++)
        if (strcmp(register_rules[i].key, key) == 0) return i;
    return RULE_NONE;
}

bool register_holds(struct date from, struct date until, struct date on)
{
    return date_cmp(from, on) <= 0 && (!date_is_set(until) || date_cmp(on, until) <= 0);
}

bool register_in_force(int rule, struct date on)
{
    const struct register_rule *r = register_rule_at(rule);
    return r && register_holds(r->from, r->until, on);
}

bool register_act_in_force(enum act_id act, struct date on)
{
    const struct register_act *a = register_act_at(act);
    return a && register_holds(a->from, a->until, on);
}

const struct register_interpretation *register_interpretation_at(int id)
{
    return id > INTERPRETATION_NONE && id < INTERPRETATION_COUNT ? &register_interpretations[id]
                                                                 : NULL;
}

size_t register_interpret(enum act_id act, const char *article, struct date on,
                          const struct register_interpretation **out, size_t cap)
{
    int index = register_article_find(act, article);
    size_t n = 0;
    for (int i = INTERPRETATION_NONE + 1; i < INTERPRETATION_COUNT && n < cap; i++) {
        const struct register_interpretation *r = &register_interpretations[i];
        if (r->article == index && register_holds(r->from, r->until, on)) out[n++] = r;
    }
    return n;
}

const struct register_item *register_item_at(size_t index)
{
    return index < register_items_count ? &register_items[index] : NULL;
}

/* 1 to 9999 in Chinese words: 26 → U+4E8C U+5341 U+516D. */
static void chinese_number(int n, char *out, size_t cap)
{
    static const enum zh_id digit[] = {
        ZH_law_digit_0, ZH_law_digit_1, ZH_law_digit_2, ZH_law_digit_3, ZH_law_digit_4,
        ZH_law_digit_5, ZH_law_digit_6, ZH_law_digit_7, ZH_law_digit_8, ZH_law_digit_9};
    static const enum zh_id place[] = {ZH_none, ZH_law_ten, ZH_law_hundred, ZH_law_thousand};
    size_t at = 0;
    bool gap = false, started = false;
    out[0] = 0;
    for (int p = 3, unit = 1000; p >= 0; p--, unit /= 10) {
        int d = n / unit % 10;
        if (d == 0) {
            gap = started;
            continue;
        }
        bool bare_ten = !started && p == 1 && d == 1; /* 12 is "ten two" */
        at += (size_t)snprintf(out + at, cap - at, "%s%s%s", gap ? zh_text(ZH_law_digit_0) : "",
                               bare_ten ? "" : zh_text(digit[d]), zh_text(place[p]));
        gap = false;
        started = true;
    }
}

static const char *cite(const struct register_article *r, const char *title, char *out, size_t cap)
{
    char *rest, number[64], item[64];
    long n = strtol(r->key, &rest, 10);
    if (n < 1 || n > 9999) return zh_print(out, cap, ZH_law_cite_act, title, NULL);
    chinese_number((int)n, number, sizeof number);
    if (*rest != '.') return zh_print(out, cap, ZH_law_cite_article, title, number, NULL);
    chinese_number((int)(strtol(rest + 1, NULL, 10) % 10000), item, sizeof item);
    return zh_print(out, cap, ZH_law_cite_item, title, number, item, NULL);
}

const char *register_citation(int article, char *out, size_t cap)
{
    const struct register_article *r = register_article_at(article);
    char title[256];
    out[0] = 0;
    if (!r) return out;
    zh_print(title, sizeof title, ZH_law_title, register_acts[r->act].title, NULL);
    return cite(r, title, out, cap);
}

const char *register_citation_on(int article, struct date on, char *out, size_t cap)
{
    const struct register_article *r = register_article_at(article);
    const struct register_act *act = r ? &register_acts[r->act] : NULL;
    char title[256];
    if (!act || !act->local || !date_is_set(act->until) || date_cmp(on, act->until) <= 0)
        return register_citation(article, out, cap);
    zh_print(title, sizeof title, ZH_law_title_old, date_print(act->until).s, NULL);
    return cite(r, title, out, cap);
}
