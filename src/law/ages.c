/*
 * The one reading under which no class ever makes a due day earlier. A cycle takes the longest
 * class that any day of it offers, from the success to the end of the ordinary cycle: who turns 75
 * in it has the class of 75, who was told 24 months before turning 95, or before the city took the
 * class back, keeps them. And because somebody who certifies once more must not fare worse than
 * with the certification before, a success is also given what one on the last day of an earlier,
 * longer class would have had.
 */
#include "law/ages.h"

#include "law/rules.h"

int ages_class(int64_t packed, int age)
{
    int found = -1;
    for (; packed > 0 && (packed & 0xFF) <= age; packed >>= 16) found = (int)(packed >> 8 & 0xFF);
    return found;
}

static int born_late(const struct law *law, struct date on)
{
    int64_t reached;
    bool there = params_value(law->params, PARAM_AGE_REACHED_ON, rules_substance(on), &reached);
    return there && reached != CHOICE_AGE_REACHED_ON_BIRTHDAY;
}

struct date ages_reached(const struct law *law, struct date birth, int years)
{
    struct date birthday = date_add_months(birth, years * 12);
    return date_add_days(birthday, born_late(law, birthday));
}

int ages_years(const struct law *law, struct date birth, struct date on)
{
    return date_age(birth, date_add_days(on, -born_late(law, on)));
}

/* ---- The longer cycle ----------------------------------------------------------------------- */

struct longer {
    const struct law *law;
    const struct param_row *rows;
    size_t row_count;
    struct date birth, success;
    struct date end, since; /* the latest so far, and the success that it counts from: none while
                               it is the ordinary one */
    struct param_row by;
    int age;
    int least, most; /* the lowest age of any class, the most months that any gives */
};

/* The longest class found for one success. */
struct found {
    struct date first, last; /* the success, and the end of its ordinary cycle */
    int young, old;          /* ages on these */
    int months, age;
    struct param_row by;
};

/* The classes in force on that day, for every age that the cycle sees; of equal ones the later. */
static void take_value(const struct longer *k, struct date on, struct found *f)
{
    const struct param_row *row =
        params_row(k->law->params, PARAM_CYCLE_AGE_MONTHS, rules_substance(on));
    for (int age = f->old; row && age >= f->young; age--) {
        int months = ages_class(row->value, age);
        if (months <= f->months) continue;
        f->months = months;
        f->age = age;
        f->by = *row;
    }
}

/* A day on which another value may begin, where the cycle lies over it. */
static void take_from(const struct longer *k, struct date d, struct found *f)
{
    if (date_cmp(d, f->first) > 0 && date_cmp(d, f->last) <= 0) take_value(k, d, f);
}

/* What a success on that day has by its own classes. */
static void take_success(struct longer *k, struct date success)
{
    int64_t ordinary;
    struct found f = {.first = success};
    struct date most = month_last(month_of(date_add_months(success, k->most)));
    if (date_cmp(most, k->end) < 0 ||
        !params_value(k->law->params, PARAM_CYCLE_MONTHS, rules_substance(success), &ordinary))
        return;
    f.last = rules_cycle_end(k->law, success, ordinary, NULL);
    f.last = calendar_roll(k->law->calendar, f.last);
    f.young = ages_years(k->law, k->birth, success);
    f.old = ages_years(k->law, k->birth, f.last);
    f.months = (int)ordinary;
    take_value(k, success, &f);
    for (size_t i = 0; i < k->row_count; i++) {
        take_from(k, k->rows[i].valid_from, &f);
        if (date_is_set(k->rows[i].valid_until))
            take_from(k, date_add_days(k->rows[i].valid_until, 1), &f);
    }
    if (f.months <= ordinary) return;
    struct date end = rules_cycle_end(k->law, success, f.months, NULL);
    if (date_cmp(end, k->end) <= 0) return;
    k->end = end;
    k->since = success;
    k->by = f.by;
    k->age = f.age;
}

/* The last day before a class began to give less: a birthday, or the first day of another value. */
static void take_before(struct longer *k, struct date first)
{
    struct date last = date_add_days(first, -1);
    if (date_is_set(first) && date_cmp(last, k->success) < 0) take_success(k, last);
}

/* Long-gone birthdays are passed over without asking the calendar. */
static void take_birthdays(struct longer *k, int64_t packed)
{
    for (; packed > 0; packed >>= 16) {
        int age = (int)(packed & 0xFF);
        if (k->birth.day + age * 366 + (k->most + 1) * 31 >= k->end.day)
            take_before(k, ages_reached(k->law, k->birth, age));
    }
}

static void count_limits(struct longer *k, int64_t packed)
{
    if (packed && (!k->least || (packed & 0xFF) < k->least)) k->least = (int)(packed & 0xFF);
    for (; packed > 0; packed >>= 16)
        if ((int)(packed >> 8 & 0xFF) > k->most) k->most = (int)(packed >> 8 & 0xFF);
}

/* Too young for every class until well after the ordinary end, rolled or not: most people are. */
static bool too_young(const struct longer *k)
{
    return k->end.day + 62 - k->birth.day < k->least * 365;
}

static void explain(const struct longer *k, struct finding *why)
{
    rules_cite(why, RULE_CYCLE_AGES, rules_substance(k->since));
    finding_fact(why, FACT_BIRTH, FACT_DATE, k->birth.day);
    finding_fact(why, FACT_CLASS_AGE, FACT_COUNT, k->age);
    finding_param(why, PARAM_CYCLE_AGE_MONTHS, k->by.value, k->by.valid_from);
    if (k->since.day != k->success.day)
        finding_fact(why, FACT_CLASS_UNTIL, FACT_DATE, k->since.day);
}

struct date ages_cycle_end(const struct law *law, struct date birth, struct date success,
                           struct finding *why)
{
    struct longer k = {.law = law, .birth = birth, .success = success};
    int64_t now = 0, ordinary;
    struct date on = rules_substance(success);
    k.rows = params_rows(law->params, PARAM_CYCLE_AGE_MONTHS, &k.row_count);
    bool there = params_value(law->params, PARAM_CYCLE_AGE_MONTHS, on, &now);
    if (!there && !k.row_count) return DATE_NONE;
    if (!params_value(law->params, PARAM_CYCLE_MONTHS, on, &ordinary)) return DATE_NONE;
    if (!date_is_set(birth)) {
        finding_missing(why, FACT_BIRTH, FACT_DATE);
        return DATE_NONE;
    }
    k.end = rules_cycle_end(law, success, ordinary, NULL);
    count_limits(&k, now);
    for (size_t i = 0; i < k.row_count; i++) count_limits(&k, k.rows[i].value);
    if (too_young(&k)) return DATE_NONE;
    take_success(&k, success);
    take_birthdays(&k, now);
    for (size_t i = 0; i < k.row_count; i++) {
        take_birthdays(&k, k.rows[i].value);
        take_before(&k, k.rows[i].valid_from);
        if (date_is_set(k.rows[i].valid_until))
            take_before(&k, date_add_days(k.rows[i].valid_until, 1));
    }
    if (!date_is_set(k.since)) return DATE_NONE;
    explain(&k, why);
    return k.end;
}

/* ---- Going out early ------------------------------------------------------------------------ */

struct date ages_outreach(const struct law *law, struct date birth, struct date due,
                          struct finding *why)
{
    int64_t value;
    finding_start(why, QUESTION_OUTREACH, law->today);
    if (!rules_param(law, PARAM_OUTREACH_AGE_DAYS, law->today, &value, why)) return DATE_NONE;
    rules_cite(why, RULE_OUTREACH_AGES, law->today);
    rules_date(why, FACT_BIRTH, birth);
    rules_date(why, FACT_DUE_ON, due);
    if (!date_is_set(birth) || !date_is_set(due)) {
        rules_outcome(why, OUTCOME_NEEDS_EVIDENCE);
        return DATE_NONE;
    }
    int age = ages_years(law, birth, due), days = ages_class(value, age);
    finding_fact(why, FACT_CLASS_AGE, FACT_COUNT, age);
    if (days > 0) return rules_answer(law, date_add_days(due, -days), why);
    rules_outcome(why, OUTCOME_NOT_APPLICABLE);
    return DATE_NONE;
}
