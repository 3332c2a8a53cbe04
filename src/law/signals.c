/* Art. 7(3) with art. 16. Every value is read on law->today: the day of the decision gives the
 * power to count, as for evidence.min_strength. */
#include "law/signals.h"

#include <stdio.h>

#include "law/rules.h"

struct bounds {
    int64_t points, threshold, days, sources;
};

/* The kinds of strength C in the order of signals.points, one byte each. */
static int points_of(const struct bounds *b, enum evidence_kind kind)
{
    if (evidence_strength(kind) != STRENGTH_C) return 0;
    return (int)(b->points >> (8 * (kind - EVIDENCE_OUTPATIENT)) & 0xFF);
}

static bool read_bounds(const struct law *law, struct bounds *b, struct finding *why)
{
    return rules_param(law, PARAM_SIGNALS_POINTS, law->today, &b->points, why) &&
           rules_param(law, PARAM_SIGNALS_THRESHOLD, law->today, &b->threshold, why) &&
           rules_param(law, PARAM_SIGNALS_DAYS, law->today, &b->days, why) &&
           rules_param(law, PARAM_SIGNALS_SOURCES, law->today, &b->sources, why);
}

/* What is wrong with it by itself, whatever else there is. */
static enum signal_verdict alone(const struct law *law, const struct bounds *b,
                                 const struct signals_facts *facts, const struct signal *s,
                                 struct finding *why)
{
    if (s->other_name) return SIGNAL_OTHER_NAME;
    if (s->doubted) return SIGNAL_DOUBTED;
    if (s->kind == EVIDENCE_UNSET || s->source <= 0 || !date_is_set(s->on)) return SIGNAL_UNKNOWN;
    if (points_of(b, s->kind) == 0) return SIGNAL_NO_POINTS;
    if (date_cmp(s->on, law->today) > 0) return SIGNAL_TO_COME;
    if (law->today.day - s->on.day > b->days) return SIGNAL_TOO_OLD;
    if (evidence_age_stricter(law, s->on, facts->birth, why)) return SIGNAL_AGE;
    if (date_is_set(facts->dead_on) && date_cmp(s->on, facts->dead_on) <= 0)
        return SIGNAL_BEFORE_DEATH;
    return SIGNAL_COUNTS;
}

static bool better(const struct bounds *b, const struct signal *x, const struct signal *y)
{
    int p = points_of(b, x->kind), q = points_of(b, y->kind);
    return p != q ? p > q : date_cmp(x->on, y->on) > 0;
}

static void one_of_each_source(const struct bounds *b, const struct signals_facts *facts,
                               enum signal_verdict *verdict)
{
    for (size_t i = 0; i < facts->count; i++)
        for (size_t k = 0; k < i && verdict[i] == SIGNAL_COUNTS; k++) {
            if (verdict[k] != SIGNAL_COUNTS || facts->list[k].source != facts->list[i].source)
                continue;
            bool newer = better(b, &facts->list[i], &facts->list[k]);
            verdict[newer ? k : i] = SIGNAL_SAME_SOURCE;
        }
}

static struct signals_answer sum(const struct bounds *b, const struct signals_facts *facts,
                                 const enum signal_verdict *verdict, struct date until)
{
    struct signals_answer a = {0, 0, DATE_NONE};
    for (size_t i = 0; i < facts->count; i++) {
        if (verdict[i] != SIGNAL_COUNTS || date_cmp(facts->list[i].on, until) > 0) continue;
        a.points += points_of(b, facts->list[i].kind);
        a.sources++;
    }
    return a;
}

/* The first day by which the counted ones reach both bounds; none. */
static struct date whole_on(const struct bounds *b, const struct signals_facts *facts,
                            const enum signal_verdict *verdict)
{
    struct date first = DATE_NONE;
    for (size_t i = 0; i < facts->count; i++) {
        struct date on = facts->list[i].on;
        if (verdict[i] != SIGNAL_COUNTS || (date_is_set(first) && date_cmp(on, first) >= 0))
            continue;
        struct signals_answer a = sum(b, facts, verdict, on);
        if (a.points >= b->threshold && a.sources >= b->sources) first = on;
    }
    return first;
}

bool signals_in_force(const struct law *law)
{
    struct bounds b;
    return read_bounds(law, &b, NULL);
}

static const enum param_id ids[] = {PARAM_SIGNALS_POINTS, PARAM_SIGNALS_THRESHOLD,
                                    PARAM_SIGNALS_DAYS, PARAM_SIGNALS_SOURCES};

bool signals_param(enum param_id id)
{
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (ids[i] == id) return true;
    return false;
}

struct date signals_next_change(const struct law *law)
{
    struct date next = DATE_NONE;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        size_t n;
        const struct param_row *rows = params_rows(law->params, ids[i], &n);
        for (size_t k = 0; k < n; k++)
            if (date_cmp(rows[k].valid_from, law->today) > 0 &&
                (!date_is_set(next) || date_cmp(rows[k].valid_from, next) < 0))
                next = rows[k].valid_from;
    }
    return next;
}

bool signals_give_points(const struct law *law, enum evidence_kind kind, struct date on)
{
    struct bounds b;
    const struct signals_facts nobody = {.dead_on = DATE_NONE, .birth = DATE_NONE};
    const struct signal s = {.kind = kind, .on = on, .source = 1};
    return read_bounds(law, &b, NULL) && alone(law, &b, &nobody, &s, NULL) == SIGNAL_COUNTS;
}

#define SHOWN 10 /* so that points, sources and the day still find room in the finding */

/* day, kind, source and verdict in one number */
static int64_t packed(const struct signal *s, enum signal_verdict v)
{
    int64_t day = date_is_set(s->on) ? s->on.day : INT32_MIN;
    return (int64_t)((uint64_t)(uint32_t)day << 24 | (uint64_t)(s->source & 0xFF) << 16 |
                     (uint64_t)s->kind << 8 | (uint64_t)v);
}

/* Those that count first, then the reasons why the others do not. */
static void note(const struct signals_facts *facts, const enum signal_verdict *verdict,
                 struct finding *why)
{
    int shown = 0;
    for (int counted = 1; counted >= 0; counted--)
        for (size_t i = 0; i < facts->count && shown < SHOWN; i++) {
            if ((verdict[i] == SIGNAL_COUNTS) != (counted == 1)) continue;
            finding_fact(why, FACT_SIGNAL, FACT_CODE, packed(&facts->list[i], verdict[i]));
            shown++;
        }
}

static bool any(const struct signals_facts *facts, const enum signal_verdict *verdict,
                enum signal_verdict v)
{
    for (size_t i = 0; i < facts->count; i++)
        if (verdict[i] == v) return true;
    return false;
}

static void decide(const struct law *law, const struct signals_facts *facts,
                   const enum signal_verdict *verdict, const struct signals_answer *a,
                   struct finding *why)
{
    if (date_is_set(facts->dead_on)) {
        rules_date(why, FACT_REPORTED_DEAD_ON, facts->dead_on);
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
    } else if (date_is_set(a->whole_on)) {
        rules_date(why, FACT_HAPPENED_ON, a->whole_on);
        rules_answer(law, law_valid_until(law, WAYS_DATA, a->whole_on, facts->birth, NULL), why);
    } else {
        bool missing = any(facts, verdict, SIGNAL_UNKNOWN);
        if (missing) finding_missing(why, FACT_HAPPENED_ON, FACT_DATE);
        rules_outcome(why, missing ? OUTCOME_NEEDS_EVIDENCE : OUTCOME_NOT_MET);
    }
}

struct signals_answer signals_weigh(const struct law *law, const struct signals_facts *facts,
                                    enum signal_verdict *verdict, struct finding *why)
{
    struct bounds b;
    enum signal_verdict own[SIGNALS_MOST];
    struct signals_answer none = {0, 0, DATE_NONE};
    if (!verdict) verdict = own;
    finding_start(why, QUESTION_SIGNALS, law->today);
    finding_rule(why, RULE_SIGNALS_PACKAGE);
    rules_cite(why, RULE_DATA_FIRST, law->today);
    if (rules_history_only(law->today, why) || !read_bounds(law, &b, why)) return none;
    if (facts->count > SIGNALS_MOST) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return none;
    }
    for (size_t i = 0; i < facts->count; i++)
        verdict[i] = alone(law, &b, facts, &facts->list[i], why);
    one_of_each_source(&b, facts, verdict);
    struct signals_answer a = sum(&b, facts, verdict, law->today);
    a.whole_on = whole_on(&b, facts, verdict);
    note(facts, verdict, why);
    finding_fact(why, FACT_POINTS, FACT_COUNT, a.points);
    finding_fact(why, FACT_SOURCES, FACT_COUNT, a.sources);
    decide(law, facts, verdict, &a, why);
    return a;
}

int signals_source(int64_t fact)
{
    return (int)((uint64_t)fact >> 16 & 0xFF);
}

bool signals_rest_on(const struct finding *why, const struct signal *s)
{
    struct date whole = DATE_NONE;
    bool counted = false;
    if (why->question != QUESTION_SIGNALS) return false;
    for (int i = 0; i < why->fact_count; i++) {
        const struct finding_fact *f = &why->fact[i];
        if (f->id == FACT_HAPPENED_ON && f->known) whole.day = (int32_t)f->value;
        counted |= f->id == FACT_SIGNAL && f->value == packed(s, SIGNAL_COUNTS);
    }
    return counted && date_is_set(whole) && date_cmp(s->on, whole) <= 0;
}

const char *signals_print(int64_t fact, char *out, size_t cap)
{
    static const enum zh_id words[SIGNAL_VERDICTS] = {
        ZH_signal_unknown,     ZH_signal_counts,       ZH_signal_too_old, ZH_signal_to_come,
        ZH_signal_same_source, ZH_signal_before_death, ZH_signal_doubted, ZH_signal_other_name,
        ZH_signal_no_points,   ZH_signal_age};
    char source[16];
    uint64_t v = (uint64_t)fact;
    struct date on = {(int32_t)(uint32_t)(v >> 24)};
    enum evidence_kind kind = (enum evidence_kind)(v >> 8 & 0xFF);
    int n = signals_source(fact);
    snprintf(source, sizeof source, "%d", n);
    const char *day = on.day == INT32_MIN ? zh_text(ZH_law_unknown) : date_print(on).s;
    zh_print(out, cap, n < SIGNAL_NAMED ? ZH_signal_line : ZH_signal_line_named,
             zh_text(evidence_word(kind)), day, source,
             zh_text(words[(v & 0xFF) < SIGNAL_VERDICTS ? v & 0xFF : 0]), NULL);
    return out;
}
