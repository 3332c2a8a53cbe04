#include "law/finding.h"

#include <assert.h>
#include <string.h>

#define FORMAT 1 /* first byte of the canonical form */

void finding_start(struct finding *f, int question, struct date asked_on)
{
    if (!f) return;
    *f = (struct finding){.question = (uint8_t)question, .asked_on = asked_on};
}

void finding_rule(struct finding *f, int rule)
{
    if (!f) return;
    for (int i = 0; i < f->rule_count; i++)
        if (f->rule[i] == rule) return;
    assert(f->rule_count < FINDING_RULES);
    f->rule[f->rule_count++] = (uint16_t)rule;
}

static void fact_add(struct finding *f, int fact, enum fact_kind kind, bool known, int64_t value)
{
    if (!f) return;
    for (int i = 0; i < f->fact_count; i++)
        if (f->fact[i].id == fact && f->fact[i].value == value && f->fact[i].known == known) return;
    assert(f->fact_count < FINDING_FACTS);
    f->fact[f->fact_count++] = (struct finding_fact){(uint16_t)fact, (uint8_t)kind, known, value};
}

void finding_fact(struct finding *f, int fact, enum fact_kind kind, int64_t value)
{
    fact_add(f, fact, kind, true, value);
}

void finding_missing(struct finding *f, int fact, enum fact_kind kind)
{
    fact_add(f, fact, kind, false, 0);
}

void finding_param(struct finding *f, int param, int64_t value, struct date valid_from)
{
    if (!f) return;
    for (int i = 0; i < f->param_count; i++)
        if (f->param[i].id == param) return;
    assert(f->param_count < FINDING_PARAMS);
    f->param[f->param_count].id = (uint16_t)param;
    f->param[f->param_count].value = value;
    f->param[f->param_count++].valid_from = valid_from;
}

/* ---- Canonical bytes ------------------------------------------------------------------------ */

struct out {
    uint8_t *p;
};

static void put(struct out *o, uint64_t v, int bytes)
{
    while (bytes-- > 0) *o->p++ = (uint8_t)(v >> (8 * bytes));
}

size_t finding_encode(const struct finding *f, uint8_t out[FINDING_BYTES])
{
    struct out o = {out};
    put(&o, FORMAT, 1);
    put(&o, f->outcome, 1);
    put(&o, f->question, 1);
    put(&o, f->past_calendar, 1);
    put(&o, f->rule_count, 1);
    put(&o, f->fact_count, 1);
    put(&o, f->param_count, 1);
    put(&o, (uint32_t)f->asked_on.day, 4);
    put(&o, (uint32_t)f->answer.day, 4);
    put(&o, (uint32_t)f->count_from.day, 4);
    put(&o, (uint32_t)f->count_days, 4);
    for (int i = 0; i < f->rule_count; i++) put(&o, f->rule[i], 2);
    for (int i = 0; i < f->fact_count; i++) {
        put(&o, f->fact[i].id, 2);
        put(&o, f->fact[i].kind, 1);
        put(&o, f->fact[i].known, 1);
        put(&o, (uint64_t)f->fact[i].value, 8);
    }
    for (int i = 0; i < f->param_count; i++) {
        put(&o, f->param[i].id, 2);
        put(&o, (uint64_t)f->param[i].value, 8);
        put(&o, (uint32_t)f->param[i].valid_from.day, 4);
    }
    return (size_t)(o.p - out);
}

struct in {
    const uint8_t *p;
};

static uint64_t take(struct in *in, int bytes)
{
    uint64_t v = 0;
    while (bytes-- > 0) v = v << 8 | *in->p++;
    return v;
}

#define HEAD 23

static bool head_valid(const uint8_t *b, size_t n)
{
    if (n < HEAD || n > FINDING_BYTES || b[0] != FORMAT || b[1] > OUTCOME_NO_LAW || b[3] > 1)
        return false;
    if (b[4] > FINDING_RULES || b[5] > FINDING_FACTS || b[6] > FINDING_PARAMS) return false;
    return n == (size_t)(HEAD + 2 * b[4] + 12 * b[5] + 14 * b[6]);
}

static bool facts_valid(const struct finding *f)
{
    for (int i = 0; i < f->fact_count; i++)
        if (f->fact[i].kind < FACT_DATE || f->fact[i].kind > FACT_CODE || f->fact[i].known > 1)
            return false;
    return true;
}

bool finding_decode(const uint8_t *bytes, size_t n, struct finding *out)
{
    if (!head_valid(bytes, n)) return false;
    struct finding f;
    memset(&f, 0, sizeof f);
    struct in in = {bytes + 1};
    f.outcome = (uint8_t)take(&in, 1);
    f.question = (uint8_t)take(&in, 1);
    f.past_calendar = take(&in, 1) != 0;
    f.rule_count = (uint8_t)take(&in, 1);
    f.fact_count = (uint8_t)take(&in, 1);
    f.param_count = (uint8_t)take(&in, 1);
    f.asked_on.day = (int32_t)take(&in, 4);
    f.answer.day = (int32_t)take(&in, 4);
    f.count_from.day = (int32_t)take(&in, 4);
    f.count_days = (int32_t)take(&in, 4);
    for (int i = 0; i < f.rule_count; i++) f.rule[i] = (uint16_t)take(&in, 2);
    for (int i = 0; i < f.fact_count; i++) {
        f.fact[i].id = (uint16_t)take(&in, 2);
        f.fact[i].kind = (uint8_t)take(&in, 1);
        f.fact[i].known = (uint8_t)take(&in, 1);
        f.fact[i].value = (int64_t)take(&in, 8);
    }
    for (int i = 0; i < f.param_count; i++) {
        f.param[i].id = (uint16_t)take(&in, 2);
        f.param[i].value = (int64_t)take(&in, 8);
        f.param[i].valid_from.day = (int32_t)take(&in, 4);
    }
    if (!facts_valid(&f)) return false;
    *out = f;
    return true;
}
