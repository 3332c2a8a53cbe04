#include <string.h>

#include "domain/demo_part.h"
#include "domain/way.h"

/* Where recipients live who left the city; more often named, more often lived in. */
static const char *const mainland[] = {"370602", "370602", "370202", "370203", "370102", "110105",
                                       "110108", "310115", "210202", "230103", "220104", "510104",
                                       "440305", "460202", "320106", "120104"};
static const char *const abroad[] = {"KR", "KR", "KR", "JP", "JP", "US", "US", "CA",
                                     "AU", "NZ", "SG", "FR", "IT", "DE", "GB", "ES"};

struct life {
    const struct demo *demo;
    struct dice *d;
    struct demo_person *out;
    int age;
    uint32_t district; /* index of the district the person is insured with */
};

/* ---- Home ---- */

static void place(struct residence *out, enum residence_kind kind, const char *code)
{
    out->kind = kind;
    memcpy(out->code, code, strlen(code) + 1);
}

static void home_of(struct life *l)
{
    static const char regions[][3] = {"HK", "MO", "TW"};
    const struct demo_options *o = &l->demo->options;
    uint32_t chance = dice_below(l->d, 10000);
    struct residence *home = &l->out->residence;
    if (chance < 9480) {
        uint32_t i = dice_below(l->d, (uint32_t)o->community_count);
        place(home, RESIDENCE_CITY, o->communities[i]);
        l->district = l->demo->community_district[i];
        return;
    }
    l->district = dice_below(l->d, (uint32_t)o->district_count);
    if (chance < 9930) {
        place(home, RESIDENCE_MAINLAND,
              mainland[dice_below(l->d, sizeof mainland / sizeof *mainland)]);
    } else if (chance < 9955) {
        uint32_t i = dice_below(l->d, 3);
        place(home, (enum residence_kind)(RESIDENCE_HONGKONG + (int)i), regions[i]);
    } else {
        place(home, RESIDENCE_ABROAD, abroad[dice_below(l->d, sizeof abroad / sizeof *abroad)]);
    }
}

static void phone_of(struct life *l)
{
    static const char *const heads[] = {"136", "137", "138", "139", "150",
                                        "151", "158", "159", "186", "189"};
    if (dice_hits(l->d, l->age > 80 ? 3000 : 600)) return;
    char *to = l->out->phone;
    uint32_t tail = dice_below(l->d, 100000000);
    memcpy(to, heads[dice_below(l->d, 10)], 3);
    for (int i = 10; i > 2; i--, tail /= 10) to[i] = (char)('0' + tail % 10);
}

/* ---- Lines ---- */

static struct demo_line *add_line(struct life *l, int kind, struct month first, int64_t rate_fen)
{
    const struct demo_options *o = &l->demo->options;
    struct demo_line *line = &l->out->lines[l->out->line_count++];
    struct month now = month_of(o->start);
    uint32_t by_city = kind == LINE_GOVERNMENT_PENSION ? 3000
                       : kind == LINE_WORKER_PENSION   ? 400
                                                       : 0;
    line->kind = kind;
    line->payer = dice_hits(l->d, by_city) ? o->city : o->districts[l->district];
    line->first = month_cmp(first, now) > 0 ? now : first;
    line->rate_fen = rate_fen;
    line->components = (struct roster_components){-1, -1, -1, -1};
    return line;
}

/* The month after a birthday. */
static struct month after_birthday(const struct life *l, int age)
{
    return month_add(month_of(l->out->id.birth), 12 * age + 1);
}

/* Some month of the last `most` years in which the person was at least `age`. */
static struct month since(const struct life *l, int age, int most)
{
    int months = 12 * (l->age - age < most ? l->age - age : most);
    return month_add(month_of(l->demo->options.start),
                     -(int)dice_below(l->d, (uint32_t)(months > 0 ? months : 1)));
}

static int64_t amount(struct life *l, int64_t from_yuan, uint32_t range_yuan)
{
    return from_yuan * 100 + dice_below(l->d, range_yuan * 100);
}

static int retired_at(struct life *l)
{
    if (l->out->id.sex == SEX_MALE)
        return l->age >= 60 && !dice_hits(l->d, 500) ? 60 : l->age >= 55 ? 55 : 50;
    return l->age >= 55 && dice_hits(l->d, 3500) ? 55 : 50;
}

static void medical(struct life *l, int kind, struct month first, uint32_t per)
{
    if (dice_hits(l->d, per)) add_line(l, kind, first, 0);
}

static void resident_pension(struct life *l)
{
    struct month first = after_birthday(l, 60), founded = month_from(2009, 12); /* 新农保 */
    struct demo_line *line =
        add_line(l, LINE_RESIDENT_PENSION, month_cmp(first, founded) < 0 ? founded : first, 0);
    line->components.basic = 18300;
    line->components.account = 500 + dice_below(l->d, 6000);
    line->components.subsidy = 700 * (int64_t)dice_below(l->d, 3);
    line->rate_fen = line->components.basic + line->components.account + line->components.subsidy;
}

/* A retired worker who was injured: pension, what the fund adds up to the allowance, often care. */
static void injured(struct life *l)
{
    if (l->age >= (l->out->id.sex == SEX_MALE ? 60 : 50)) {
        int64_t pension = amount(l, 2200, 2000), standard = pension + amount(l, 60, 900);
        struct month first = after_birthday(l, l->out->id.sex == SEX_MALE ? 60 : 50);
        add_line(l, LINE_WORKER_PENSION, first, pension);
        struct demo_line *top_up = add_line(l, LINE_DISABILITY_TOP_UP, first, standard - pension);
        top_up->components.standard = standard;
    } else {
        add_line(l, LINE_DISABILITY, since(l, 18, 20), amount(l, 2800, 2600));
    }
    struct month first = l->out->lines[0].first;
    if (dice_hits(l->d, 4500)) add_line(l, LINE_CARE, first, amount(l, 1900, 1500));
    medical(l, LINE_WORKER_MEDICAL, first, 9500);
}

static enum relation relation_to(const struct life *l, struct date worker, enum sex sex)
{
    int years = (l->out->id.birth.day - worker.day) / 365;
    if (l->age < 18 || years > 14) return RELATION_CHILD;
    if (years < -40) return RELATION_GRANDPARENT;
    if (years < -15) return RELATION_PARENT;
    return l->out->id.sex == sex ? RELATION_SIBLING : RELATION_SPOUSE;
}

/* One of those whom a dead worker kept: art. 3(4), or the survivors of a pensioner: art. 3(5). */
static void dependant(struct life *l, int kind)
{
    struct date birth;
    enum sex sex;
    uint64_t family = dice_roll(l->d) % l->demo->families;
    demo_worker(l->demo, family, l->out->linked, &birth, &sex);
    l->out->relation = relation_to(l, birth, sex);
    add_line(l, kind, since(l, 0, 15),
             kind == LINE_DEPENDANT ? amount(l, 1400, 1300) : amount(l, 600, 400));
    bool grown = l->age >= 18 &&
                 (l->out->relation == RELATION_CHILD || l->out->relation == RELATION_SIBLING);
    if (grown)
        l->out->appraisal_until =
            date_add_days(l->demo->options.start, 10 + (int)dice_below(l->d, 1400));
    if (l->age >= 60 && dice_hits(l->d, 6000)) resident_pension(l);
    medical(l, LINE_RESIDENT_MEDICAL, l->out->lines[0].first, 6000);
}

static void work_pension(struct life *l, int kind, int64_t from_yuan, uint32_t range_yuan)
{
    struct month first = after_birthday(l, retired_at(l));
    add_line(l, kind, first, amount(l, from_yuan, range_yuan));
    medical(l, LINE_WORKER_MEDICAL, first, 8500);
}

static void retired(struct life *l)
{
    uint32_t chance = dice_below(l->d, 10000);
    bool resident = l->age >= 60 && chance >= 1000 && chance < 5600;
    if (chance < 30) {
        work_pension(l, LINE_RESIGNED, 1500, 900);
    } else if (chance < 1000 && l->age >= 92 && dice_hits(l->d, 1500)) {
        work_pension(l, LINE_VETERAN_RETIREE, 7000, 3500);
    } else if (chance < 780) {
        work_pension(l, LINE_GOVERNMENT_PENSION, 4200, 5000);
    } else if (resident) {
        resident_pension(l);
        medical(l, LINE_RESIDENT_MEDICAL, l->out->lines[0].first, 7500);
    } else {
        work_pension(l, LINE_WORKER_PENSION, 1900, 3600);
        if (l->age >= 60 && dice_hits(l->d, 15)) resident_pension(l); /* an overlap to be found */
    }
}

static void lines_of(struct life *l)
{
    uint32_t chance = dice_below(l->d, 10000);
    if (l->age < 18) dependant(l, LINE_DEPENDANT);
    else if (l->age < 50) chance < 5500 ? injured(l) : dependant(l, LINE_DEPENDANT);
    else if (chance < 70) dependant(l, LINE_DEPENDANT);
    else if (chance < 150) dependant(l, LINE_SURVIVOR_HARDSHIP);
    else if (chance < 210) injured(l);
    else retired(l);
}

/* ---- Certifications ---- */

static int way_of(struct life *l)
{
    if (l->out->residence.kind == RESIDENCE_MAINLAND)
        return dice_hits(l->d, 5000) ? WAY_ELSEWHERE : WAY_SELF;
    if (l->out->residence.kind != RESIDENCE_CITY) return WAY_ABROAD;
    uint32_t chance = dice_below(l->d, 10000);
    return chance < 5800   ? WAY_DATA
           : chance < 8300 ? WAY_SELF
           : chance < 9990 ? WAY_COMMUNITY
                           : WAY_OTHER;
}

/* The last one such that the next falls due on any day of the coming year alike; those before it
 * somewhat under a year apart, from the first month on, and none before the measure's first day. */
static void history_of(struct life *l)
{
    struct date due = date_add_days(l->demo->options.start, 1 + (int)dice_below(l->d, 365));
    struct date on = date_add_months(due, -12), from = date_of(2018, 1, 1);
    struct demo_person *out = l->out;
    struct month first = out->lines[0].first;
    for (size_t i = 1; i < out->line_count; i++)
        if (month_cmp(out->lines[i].first, first) < 0) first = out->lines[i].first;
    from = date_max(from, month_first(first));
    struct date held[DEMO_HISTORY];
    size_t n = 0;
    for (; n < DEMO_HISTORY && date_cmp(on, from) >= 0; n++) {
        held[n] = on;
        on = date_add_days(on, -330 - (int)dice_below(l->d, 36));
    }
    out->certified_count = n;
    for (size_t i = 0; i < n; i++) {
        out->certified[i] = held[n - 1 - i];
        out->way[i] = way_of(l);
    }
}

void demo_life(const struct demo *demo, struct dice *d, struct demo_person *out)
{
    struct life l = {
        .demo = demo, .d = d, .out = out, .age = date_age(out->id.birth, demo->options.start)};
    home_of(&l);
    phone_of(&l);
    lines_of(&l);
    history_of(&l);
}
