#include "domain/demo.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "domain/demo_part.h"

/* count_births asserts that no day then has more people than numbers */
enum { PEOPLE_MAX = 50000000 };
enum { OLDEST_AGE = 110, CHANCE_PERSON = 1, CHANCE_DAY = 2, CHANCE_CITY = 3, CHANCE_FAMILY = 4 };

/* Recipients by age: how many of 100,000 are in each year of age up to `below`, and how many of 100
 * are women. The men under 60 are early retirements and injured workers. */
static const struct band {
    int below, per_year, women;
} bands[] = {
    {6, 10, 48},    {18, 50, 48},   {45, 60, 40},   {50, 100, 40},
    {55, 1700, 95}, {60, 2700, 80}, {65, 4300, 50}, {70, 4000, 51},
    {75, 3000, 52}, {80, 1900, 54}, {85, 1100, 57}, {90, 550, 61},
    {95, 180, 66},  {100, 40, 70},  {105, 6, 75},   {OLDEST_AGE, 1, 80},
};

/* ---- Numbers ---- */

/* Division codes that stand in the numbers, with the pairs of sequence numbers a day that each may
 * use (at most 449: 900 to 995 belong to the dead workers). Codes are those of the days when
 * numbers were given: data/divisions-weihai-historic.csv. */
static const struct demo_issue issued_before_1987[] = {
    {"370632", 449}, {"371022", 449}, {"372132", 250}, {"379011", 250}, {"371081", 200},
    {"371003", 60},  {"370633", 449}, {"371023", 449}, {"372133", 250}, {"379012", 250},
    {"371082", 200}, {"370630", 449}, {"371021", 449}, {"372130", 200}, {"379020", 300},
    {"371083", 150}, {"371002", 449}, {"379006", 300}, {"372102", 150}, {"370602", 80},
    {"370282", 40},  {"210202", 50},  {"230103", 50},  {"220102", 30},  {"370102", 30},
    {"110105", 20},  {"320102", 20},  {"810000", 1},   {"820000", 1},   {"830000", 2},
};
static const struct demo_issue issued_since_1987[] = {
    {"371002", 449}, {"371081", 449}, {"371082", 449}, {"371083", 449},
    {"371022", 200}, {"371023", 200}, {"371021", 200}, {"371003", 100},
    {"370602", 50},  {"110105", 20},  {"210202", 20},
};

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The first number from `from` on that shares no divisor with n, so that its multiples meet every
 * place once. */
static uint64_t coprime(uint64_t from, uint64_t n)
{
    while (common_divisor(from, n) != 1) from++;
    return from;
}

static struct demo_issues issues_of(const struct demo_issue *rows, size_t count)
{
    struct demo_issues t = {.rows = rows, .count = count};
    for (size_t i = 0; i < count; i++) t.total += (uint64_t)rows[i].pairs;
    t.step = coprime(1597, t.total);
    return t;
}

static const struct demo_issues *issues_at(const struct demo *demo, struct date birth)
{
    return birth.day < demo->city_founded.day ? &demo->issued_before : &demo->issued_since;
}

static void put_digits(char *at, int n, int value)
{
    for (int i = n - 1; i >= 0; i--, value /= 10) at[i] = (char)('0' + value % 10);
}

static void put_number(char number[19], const char *code, struct date birth, int sequence)
{
    struct civil c = date_civil(birth);
    memcpy(number, code, 6);
    put_digits(number + 6, 4, c.year);
    put_digits(number + 10, 2, c.month);
    put_digits(number + 12, 2, c.day);
    put_digits(number + 14, 3, sequence);
    number[17] = idnum_check_character(number);
    number[18] = 0;
}

/* The number of the nth woman or man born on that day: no two alike. */
static void number_of(const struct demo *demo, struct date birth, uint64_t nth, struct idnum *out)
{
    const struct demo_issues *t = issues_at(demo, birth);
    struct dice d = dice_of(demo->options.seed, CHANCE_DAY, (uint64_t)birth.day);
    uint64_t slot = (nth * t->step + dice_roll(&d) % t->total) % t->total;
    const struct demo_issue *row = t->rows;
    for (; slot >= (uint64_t)row->pairs; row++) slot -= (uint64_t)row->pairs;
    /* scatter inside the row: 449 is prime, so a multiple of 7 meets every pair below it once;
     * shorter rows keep the order */
    int pair = row->pairs == 449 ? (int)(slot * 7 % 449) : (int)slot;
    put_number(out->number, row->code, birth, 2 * pair + (out->sex == SEX_MALE ? 1 : 2));
    out->kind = row->code[0] == '8' ? IDNUM_HMT_RESIDENCE : IDNUM_RESIDENT;
    out->birth = birth;
    memcpy(out->division, row->code, 7);
}

void demo_worker(const struct demo *demo, uint64_t family, char number[19], struct date *birth,
                 enum sex *sex)
{
    enum { DAYS = 10957 };         /* thirty years of births, ages 40 to 70 at the start */
    uint64_t rest = family / DAYS; /* 96 numbers a day and code, then the next code */
    struct dice d = dice_of(demo->options.seed, CHANCE_FAMILY, family % DAYS);
    *birth = date_add_days(demo->options.start, -14610 - (int)(family * 7919 % DAYS));
    const struct demo_issues *t = issues_at(demo, *birth);
    int sequence = 900 + (int)((rest + dice_below(&d, 96)) % 96);
    size_t row = (dice_below(&d, (uint32_t)t->count) + rest / 96) % t->count;
    put_number(number, t->rows[row].code, *birth, sequence);
    *sex = sequence % 2 ? SEX_MALE : SEX_FEMALE;
}

/* ---- Births ---- */

static const struct band *band_of(int age)
{
    const struct band *b = bands;
    while (age >= b->below && b->below < OLDEST_AGE) b++;
    return b;
}

static void count_births(struct arena *arena, struct demo *demo)
{
    uint64_t *before = ARENA_ARRAY(arena, uint64_t, demo->days + 1), sum = 0;
    struct date start = demo->options.start;
    for (int i = 0; i < demo->days; i++) {
        before[i] = sum;
        sum += (uint64_t)band_of(date_age((struct date){demo->oldest + i}, start))->per_year;
    }
    before[demo->days] = sum;
    for (int i = 0; i <= demo->days; i++) before[i] = before[i] * demo->options.people / sum;
    for (int i = 0; i < demo->days; i++)
        assert(before[i + 1] - before[i] <=
               issues_at(demo, (struct date){demo->oldest + i})->total);
    demo->before = before;
}

/* The day on which the nth person in the order of births was born: the last one with before[day] ≤
 * nth. */
static int day_of(const struct demo *demo, uint64_t nth)
{
    int low = 0, high = demo->days;
    while (high - low > 1) {
        int middle = (low + high) / 2;
        if (demo->before[middle] <= nth) low = middle;
        else high = middle;
    }
    return low;
}

static void identity_of(const struct demo *demo, uint64_t index, struct dice *d, struct idnum *out)
{
    __extension__ typedef unsigned __int128 wide;
    uint64_t seed = demo->options.seed, people = demo->options.people;
    uint64_t nth = (uint64_t)(((wide)index * demo->step + demo->shift) % people);
    int day = day_of(demo, nth);
    struct date birth = {demo->oldest + day};
    uint64_t born = demo->before[day + 1] - demo->before[day], k = nth - demo->before[day];
    int age = date_age(birth, demo->options.start);
    struct dice day_dice = dice_of(seed, CHANCE_DAY, (uint64_t)birth.day + 1000000);
    uint64_t women = (born * (uint64_t)band_of(age)->women + dice_below(&day_dice, 100)) / 100;
    *out = (struct idnum){.sex = k < women ? SEX_FEMALE : SEX_MALE};
    number_of(demo, birth, k < women ? k : k - women, out);
    out->age_unusual = age > IDNUM_AGE_UNUSUAL;
    /* 15 digits were given until 1999 to those then grown up; many rosters still have them */
    bool had15 = date_cmp(birth, demo->had_15_digits) < 0 && out->kind == IDNUM_RESIDENT &&
                 dice_hits(d, 5500);
    if (!had15) return;
    memcpy(out->original15, out->number, 6);
    memcpy(out->original15 + 6, out->number + 8, 9);
}

/* ---- The city ---- */

static const uint16_t *districts_of(struct arena *arena, const struct demo_options *o)
{
    uint16_t *of = ARENA_ARRAY(arena, uint16_t, o->community_count);
    for (size_t i = 0; i < o->community_count; i++)
        for (size_t k = 0; k < o->district_count; k++)
            if (memcmp(o->communities[i], o->districts[k], 6) == 0) of[i] = (uint16_t)k;
    return of;
}

enum err demo_open(struct arena *arena, const struct demo_options *options, struct demo **out,
                   struct problem *why)
{
    char people[24], most[24];
    if (!options->people || options->people > (uint64_t)PEOPLE_MAX) {
        snprintf(people, sizeof people, "%" PRIu64, options->people);
        snprintf(most, sizeof most, "%" PRIu64, (uint64_t)PEOPLE_MAX);
        return problem_set(why, ERR_INPUT, ZH_demo_people, NULL, people, most, NULL);
    }
    if (!options->city || !options->district_count || options->district_count > UINT16_MAX ||
        !options->community_count)
        return problem_set(why, ERR_INPUT, ZH_demo_places, NULL, NULL);
    struct demo *demo = ARENA_NEW(arena, struct demo);
    struct dice d = dice_of(options->seed, CHANCE_CITY, 0);
    demo->options = *options;
    demo->city_founded = date_of(1987, 6, 15);
    demo->issued_before =
        issues_of(issued_before_1987, sizeof issued_before_1987 / sizeof *issued_before_1987);
    demo->issued_since =
        issues_of(issued_since_1987, sizeof issued_since_1987 / sizeof *issued_since_1987);
    demo->had_15_digits = date_of(1982, 1, 1);
    demo->oldest = date_add_days(date_add_months(options->start, -12 * OLDEST_AGE), 1).day;
    demo->days = options->start.day - demo->oldest + 1;
    /* steps of about the golden section: any stretch of people has the ages of the whole city */
    demo->step = coprime(options->people / 1000 * 618 + options->people % 1000 * 618 / 1000 + 1,
                         options->people);
    demo->shift = dice_roll(&d) % options->people;
    demo->community_district = districts_of(arena, options);
    demo->families = options->people / 80 + 1;
    count_births(arena, demo);
    *out = demo;
    return ERR_OK;
}

void demo_person(const struct demo *demo, uint64_t index, struct demo_person *out)
{
    struct dice d = dice_of(demo->options.seed, CHANCE_PERSON, index);
    *out = (struct demo_person){.index = index};
    identity_of(demo, index, &d, &out->id);
    demo_name(&d, &out->id, out->name);
    demo_life(demo, &d, out);
}

bool demo_next(struct demo *demo, struct demo_person *out)
{
    if (demo->next == demo->options.people) return false;
    demo_person(demo, demo->next++, out);
    return true;
}
