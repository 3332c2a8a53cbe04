/*
 * A finding 认定: what law answers. Small and fixed in shape, a plain value without pointers, so
 * that it can be stored, compared and printed later. The plain words and the day-by-day arithmetic
 * are printed from it on demand (law/explain.h).
 *
 * A finding is never a decision: a named person acts on it (domain/matter.h).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/date.h"

enum outcome {
    OUTCOME_UNSET,
    OUTCOME_MET,
    OUTCOME_NOT_MET,
    OUTCOME_NEEDS_EVIDENCE, /* a fact is missing; the facts with known == false say which */
    OUTCOME_NOT_APPLICABLE,
    OUTCOME_NO_LAW, /* no rule or parameter in force on that day */
};

enum fact_kind { FACT_DATE = 1, FACT_MONTH, FACT_MONEY, FACT_COUNT, FACT_FLAG, FACT_CODE };

/* Every fact that a rule may use has an id here and its Chinese name in ui/zh as fact_<id in lower
 * case>. */
struct finding_fact {
    uint16_t id;   /* enum fact_id of law/facts.h */
    uint8_t kind;  /* enum fact_kind */
    uint8_t known; /* 0: asked for, not there */
    int64_t value; /* date.day, month.index, 分, count, 0/1, or a code of the fact's own enum */
};

#define FINDING_RULES 8
#define FINDING_FACTS 20
#define FINDING_PARAMS 6

struct finding {
    uint8_t outcome;  /* enum outcome */
    uint8_t question; /* enum question of law/facts.h: what was asked */
    uint8_t rule_count, fact_count, param_count;
    uint16_t rule[FINDING_RULES]; /* enum rule_id of law/register.h, in order of application */
    struct finding_fact fact[FINDING_FACTS];
    struct {
        uint16_t id; /* enum param_id */
        int64_t value;
        struct date valid_from;
    } param[FINDING_PARAMS];
    struct date asked_on;   /* the day for which the question was asked */
    struct date answer;     /* the day it answers with, when it answers with one */
    struct date count_from; /* working-day count shown one by one: the day not counted … */
    int32_t count_days;     /* … and how many; 0 when nothing was counted */
    bool past_calendar;     /* the answer lies past the last published holiday year */
};

#define FINDING_BYTES 512
/* Canonical bytes (big-endian, versioned) for storing and digesting; returns the length, at most
 * FINDING_BYTES. */
size_t finding_encode(const struct finding *f, uint8_t out[FINDING_BYTES]);
bool finding_decode(const uint8_t *bytes, size_t n, struct finding *out);

void finding_start(struct finding *f, int question, struct date asked_on);
void finding_rule(struct finding *f, int rule);
void finding_fact(struct finding *f, int fact, enum fact_kind kind, int64_t value);
void finding_missing(struct finding *f, int fact, enum fact_kind kind);
void finding_param(struct finding *f, int param, int64_t value, struct date valid_from);
/* A rule, a fact with the same value or a parameter that stands already is not added twice; all
 * take f == NULL: nothing is noted. */
