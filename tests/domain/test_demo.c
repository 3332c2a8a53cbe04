/* The made-up city: deterministic, unique, and shaped like a real one. Communities are the real
 * ones of data/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/name.h"
#include "base/picture.h"
#include "domain/demo.h"
#include "domain/demo_face.h"

enum { PEOPLE = 60000, COMMUNITIES = 4000, DISTRICTS = 16 };

static char codes[COMMUNITIES + DISTRICTS][13];
static const char *communities[COMMUNITIES], *districts[DISTRICTS];
static size_t community_count, district_count;

static void read_agencies(void)
{
    char line[400];
    FILE *f = fopen(JZ_SOURCE_DIR "/data/divisions-weihai.csv", "r");
    assert_non_null(f);
    for (size_t n = 0; n < COMMUNITIES + DISTRICTS && fgets(line, sizeof line, f);) {
        snprintf(codes[n], sizeof codes[n], "%.12s", line);
        if (strstr(line, ",district,")) districts[district_count++] = codes[n++];
        if (strstr(line, ",community,")) communities[community_count++] = codes[n++];
    }
    fclose(f);
    assert_int_equal(district_count, 7);
    assert_int_equal(community_count, 2768);
}

static struct demo_options options(uint64_t seed, uint64_t people)
{
    return (struct demo_options){.seed = seed,
                                 .people = people,
                                 .start = date_of(2026, 11, 23),
                                 .city = "371000000000",
                                 .districts = districts,
                                 .district_count = district_count,
                                 .communities = communities,
                                 .community_count = community_count};
}

static struct demo *city(struct arena *arena, uint64_t seed, uint64_t people)
{
    struct demo_options o = options(seed, people);
    struct demo *demo;
    assert_int_equal(demo_open(arena, &o, &demo, NULL), ERR_OK);
    return demo;
}

/* ---- Determinism ---- */

static void digest(uint64_t *h, const void *bytes, size_t n)
{
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) *h = (*h ^ p[i]) * 0x100000001B3u;
}

static void digest_number(uint64_t *h, int64_t v)
{
    digest(h, &v, sizeof v);
}

/* Everything of a person that matters, without padding. */
static void digest_person(uint64_t *h, const struct demo_person *p)
{
    digest(h, p->id.number, strlen(p->id.number) + 1);
    digest(h, p->id.original15, strlen(p->id.original15) + 1);
    digest(h, p->name, strlen(p->name) + 1);
    digest(h, p->residence.code, strlen(p->residence.code) + 1);
    digest(h, p->phone, strlen(p->phone) + 1);
    digest(h, p->linked, strlen(p->linked) + 1);
    digest_number(h, p->relation);
    digest_number(h, p->appraisal_until.day);
    for (size_t i = 0; i < p->line_count; i++) {
        digest_number(h, p->lines[i].kind);
        digest(h, p->lines[i].payer, 12);
        digest_number(h, p->lines[i].rate_fen);
        digest_number(h, p->lines[i].first.index);
        digest_number(h, p->lines[i].components.account);
    }
    for (size_t i = 0; i < p->certified_count; i++)
        digest_number(h, p->certified[i].day * 8 + p->way[i]);
}

static uint64_t digest_city(uint64_t seed, uint64_t people)
{
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo = city(arena, seed, people);
    struct demo_person p;
    uint64_t h = 0xCBF29CE484222325u, count = 0;
    for (; demo_next(demo, &p); count++) digest_person(&h, &p);
    assert_int_equal(count, people);
    assert_false(demo_next(demo, &p));
    arena_free(arena);
    return h;
}

static void the_same_seed_gives_the_same_city_and_another_another(void **state)
{
    (void)state;
    uint64_t one = digest_city(7, 5000);
    assert_true(one == digest_city(7, 5000));
    assert_true(one != digest_city(8, 5000));
}

static void any_person_can_be_made_alone(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo = city(arena, 3, 1000);
    struct demo_person p, alone;
    while (demo_next(demo, &p)) {
        uint64_t a = 1, b = 1;
        demo_person(demo, p.index, &alone);
        digest_person(&a, &p);
        digest_person(&b, &alone);
        assert_true(a == b);
    }
    arena_free(arena);
}

/* ---- Every person is right ---- */

static void check_number(const struct demo_person *p, struct date today)
{
    struct idnum parsed;
    struct problem why;
    char sentence[300];
    const char *typed = *p->id.original15 ? p->id.original15 : p->id.number;
    if (idnum_parse(typed, today, &parsed, &why))
        fail_msg("%s", problem_sentence(&why, sentence, sizeof sentence));
    assert_string_equal(parsed.number, p->id.number);
    assert_string_equal(parsed.original15, p->id.original15);
    assert_string_equal(parsed.division, p->id.division);
    assert_int_equal(parsed.kind, p->id.kind);
    assert_int_equal(parsed.sex, p->id.sex);
    assert_int_equal(parsed.birth.day, p->id.birth.day);
}

static void check_lines(const struct demo_person *p, struct date today)
{
    assert_in_range(p->line_count, 1, DEMO_LINES);
    bool dependant = false;
    for (size_t i = 0; i < p->line_count; i++) {
        const struct demo_line *line = &p->lines[i];
        assert_in_range(line->kind, LINE_WORKER_PENSION, LINE_KIND_COUNT - 1);
        assert_true(line_kind_medical(line->kind) ? line->rate_fen == 0 : line->rate_fen > 0);
        assert_true(month_cmp(line->first, month_of(today)) <= 0);
        assert_true(month_cmp(line->first, month_of(p->id.birth)) >= 0);
        assert_string_equal(line->payer + 6, "000000");
        dependant = dependant || line_kind_dependant(line->kind);
        for (size_t k = 0; k < i; k++) assert_true(p->lines[k].kind != line->kind);
    }
    assert_true(dependant == (p->linked[0] != 0));
    assert_true(dependant == (p->relation != RELATION_UNSET));
    if (!dependant) return;
    struct idnum worker;
    assert_int_equal(idnum_parse(p->linked, today, &worker, NULL), ERR_OK);
    assert_true(strcmp(worker.number, p->id.number) != 0);
    int age = date_age(p->id.birth, today);
    if (age < 18) assert_int_equal(p->relation, RELATION_CHILD);
    if (p->relation == RELATION_CHILD) assert_true(date_cmp(worker.birth, p->id.birth) < 0);
    if (p->relation == RELATION_PARENT) assert_true(date_cmp(worker.birth, p->id.birth) > 0);
    if (p->relation == RELATION_SPOUSE) assert_true(worker.sex != p->id.sex);
    if (p->relation == RELATION_CHILD && age >= 18)
        assert_true(date_cmp(p->appraisal_until, today) > 0);
}

static void check_history(const struct demo_person *p, struct date today)
{
    for (size_t i = 0; i < p->certified_count; i++) {
        assert_true(date_cmp(p->certified[i], today) <= 0);
        assert_true(date_cmp(p->certified[i], date_of(2018, 1, 1)) >= 0);
        assert_in_range(p->way[i], 1, 6);
        if (i) assert_in_range(p->certified[i].day - p->certified[i - 1].day, 330, 366);
    }
    if (!p->certified_count) { /* then the first cycle still runs */
        struct month first = p->lines[0].first;
        for (size_t i = 1; i < p->line_count; i++)
            if (month_cmp(p->lines[i].first, first) < 0) first = p->lines[i].first;
        assert_true(month_cmp(month_add(first, 13), month_of(today)) > 0);
    }
}

static void every_person_is_whole_and_lawful(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo = city(arena, 11, PEOPLE);
    struct date today = date_of(2026, 11, 23);
    struct demo_person p;
    char name[NAME_BYTES];
    struct residence home;
    while (demo_next(demo, &p)) {
        check_number(&p, today);
        check_lines(&p, today);
        check_history(&p, today);
        assert_int_equal(name_clean(p.name, name, NULL), ERR_OK);
        assert_int_equal(residence_parse(p.residence.code, &home, NULL), ERR_OK);
        assert_int_equal(home.kind, p.residence.kind);
        assert_string_equal(home.code, p.residence.code);
        assert_true(p.phone[0] == 0 ||
                    (strlen(p.phone) == 11 && strspn(p.phone, "0123456789") == 11));
    }
    arena_free(arena);
}

static void an_earlier_city_has_no_certification_before_the_measure(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo_options o = options(4, 3000);
    struct demo *demo;
    o.start = date_of(2020, 2, 29);
    assert_int_equal(demo_open(arena, &o, &demo, NULL), ERR_OK);
    for (struct demo_person p; demo_next(demo, &p);) {
        check_number(&p, o.start);
        check_lines(&p, o.start);
        check_history(&p, o.start);
    }
    arena_free(arena);
}

/* ---- The city as a whole ---- */

static int by_text(const void *a, const void *b)
{
    return memcmp(a, b, 18);
}

static void no_number_is_given_twice_and_dead_workers_have_their_own(void **state)
{
    (void)state;
    enum { MANY = 300000 };
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo = city(arena, 5, MANY);
    char(*numbers)[18] = malloc((size_t)MANY * 18), (*workers)[18] = malloc((size_t)MANY * 18);
    assert_true(numbers && workers);
    size_t n = 0, w = 0, shared = 0;
    for (struct demo_person p; demo_next(demo, &p);) {
        memcpy(numbers[n++], p.id.number, 18);
        if (*p.linked) memcpy(workers[w++], p.linked, 18);
    }
    qsort(numbers, n, 18, by_text);
    qsort(workers, w, 18, by_text);
    for (size_t i = 1; i < n; i++) assert_memory_not_equal(numbers[i - 1], numbers[i], 18);
    for (size_t i = 1; i < w; i++) shared += memcmp(workers[i - 1], workers[i], 18) == 0;
    assert_in_range(shared, w / 10, w); /* several dependants of one worker */
    for (size_t i = 0; i < w; i++) assert_null(bsearch(workers[i], numbers, n, 18, by_text));
    free(numbers);
    free(workers);
    arena_free(arena);
}

struct counts {
    size_t age[12], women, with15, historic, rare, dot, home[RESIDENCE_KIND_COUNT], lines[5],
        kinds[LINE_KIND_COUNT];
    size_t due[366], never, by_city;
};

static bool has_rare(const char *name)
{
    for (const unsigned char *s = (const unsigned char *)name; *s; s++)
        if (*s >= 0xF0 || (*s == 0xE3 && s[1] >= 0x90) || (*s == 0xE4 && s[1] < 0xB8) ||
            (*s == 0xE9 && s[1] == 0xBE && s[2] >= 0xB4))
            return true;
    return false;
}

static void count_person(struct counts *c, const struct demo_person *p, struct date today)
{
    int age = date_age(p->id.birth, today);
    c->age[age / 10]++;
    c->women += p->id.sex == SEX_FEMALE;
    c->with15 += *p->id.original15 != 0;
    c->historic += memcmp(p->id.number, "3710", 4) != 0;
    c->rare += has_rare(p->name);
    c->dot += strstr(p->name, "\u00b7") != NULL;
    c->home[p->residence.kind]++;
    c->lines[p->line_count]++;
    for (size_t i = 0; i < p->line_count; i++) {
        c->kinds[p->lines[i].kind]++;
        c->by_city += memcmp(p->lines[i].payer, "371000", 6) == 0;
    }
    if (!p->certified_count) {
        c->never++;
        return;
    }
    int days = date_add_months(p->certified[p->certified_count - 1], 12).day - today.day;
    assert_in_range(days, 0, 365);
    c->due[days]++;
}

#define SHARE(count, low, high)                                                                    \
    assert_in_range((count)*100000 / PEOPLE, (low), (high)) /* of 100,000 */

static void the_city_looks_like_a_real_one(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo = city(arena, 11, PEOPLE);
    static struct counts c;
    for (struct demo_person p; demo_next(demo, &p);) count_person(&c, &p, date_of(2026, 11, 23));
    SHARE(c.age[0] + c.age[1], 500, 1000);
    SHARE(c.age[5], 20000, 24000);
    SHARE(c.age[6], 39000, 44000);
    SHARE(c.age[7], 22000, 27000);
    SHARE(c.age[8], 7000, 10000);
    SHARE(c.age[9], 800, 1600);
    assert_in_range(c.age[10], 5, 60);
    SHARE(c.women, 52000, 64000);
    SHARE(c.with15, 45000, 60000);
    SHARE(c.historic, 40000, 80000);
    SHARE(c.rare, 400, 900);
    SHARE(c.dot, 200, 400);
    SHARE(c.home[RESIDENCE_CITY], 94000, 95500);
    SHARE(c.home[RESIDENCE_MAINLAND], 4000, 5000);
    SHARE(c.home[RESIDENCE_ABROAD], 300, 600);
    assert_true(c.home[RESIDENCE_HONGKONG] && c.home[RESIDENCE_MACAU] && c.home[RESIDENCE_TAIWAN]);
    for (int n = 1; n <= DEMO_LINES; n++) assert_true(c.lines[n] > 0);
    SHARE(c.lines[1], 15000, 40000);
    for (int k = LINE_WORKER_PENSION; k < LINE_KIND_COUNT; k++) assert_true(c.kinds[k] > 0);
    SHARE(c.kinds[LINE_WORKER_PENSION], 40000, 70000);
    SHARE(c.kinds[LINE_RESIDENT_PENSION], 25000, 45000);
    SHARE(c.kinds[LINE_DEPENDANT], 1000, 3000);
    SHARE(c.never, 500, 8000);
    SHARE(c.by_city, 2000, 8000);
    arena_free(arena);
}

static void about_three_in_a_thousand_fall_due_on_any_day(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo = city(arena, 11, PEOPLE);
    static struct counts c;
    for (struct demo_person p; demo_next(demo, &p);) count_person(&c, &p, date_of(2026, 11, 23));
    assert_int_equal(c.due[0], 0);
    for (int day = 1; day <= 365; day++) assert_in_range(c.due[day] * 100000 / PEOPLE, 150, 400);
    arena_free(arena);
}

static void a_stretch_of_a_big_city_is_right_too(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo =
        city(arena, 1, 50000000); /* the most: demo_open asserts that the numbers suffice */
    struct demo_person p;
    for (uint64_t i = 0; i < 2000; i++) {
        demo_person(demo, i * 24999, &p);
        check_number(&p, date_of(2026, 11, 23));
    }
    arena_free(arena);
}

static void cities_that_cannot_be_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    struct demo *demo;
    struct problem why;
    struct demo_options o = options(1, 0);
    assert_int_equal(demo_open(arena, &o, &demo, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_demo_people);
    o = options(1, 50000001);
    assert_int_equal(demo_open(arena, &o, &demo, &why), ERR_INPUT);
    o = options(1, 10);
    o.community_count = 0;
    assert_int_equal(demo_open(arena, &o, &demo, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_demo_places);
    arena_free(arena);
}

static void a_city_of_one_has_one(void **state)
{
    (void)state;
    digest_city(1, 1);
    digest_city(2, 3);
}

/* Nobody's face: drawn, the same again for a seed, and a picture as the store takes it. */
static void a_drawn_face_is_a_whole_picture(void **state)
{
    (void)state;
    struct buf one = BUF(DEMO_FACE_BYTES), two = BUF(DEMO_FACE_BYTES), clean = BUF(DEMO_FACE_BYTES);
    struct picture p;
    for (uint64_t seed = 0; seed < 4096; seed++) {
        demo_face(seed, &one);
        demo_face(seed, &two);
        assert_int_equal(picture_read((struct sm_bytes){one.p, one.n}, &p, &clean, NULL), ERR_OK);
        assert_int_equal(p.kind, PICTURE_PNG);
        assert_int_equal(p.width, DEMO_FACE_WIDTH);
        assert_int_equal(p.height, DEMO_FACE_HEIGHT);
        assert_int_equal(clean.n, one.n);
        assert_int_equal(one.n, two.n);
        assert_memory_equal(one.p, two.p, one.n);
    }
    demo_face(1, &two);
    assert_true(memcmp(one.p, two.p, one.n) != 0);
    buf_free(&one);
    buf_free(&two);
    buf_free(&clean);
}

int main(void)
{
    read_agencies();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_seed_gives_the_same_city_and_another_another),
        cmocka_unit_test(any_person_can_be_made_alone),
        cmocka_unit_test(every_person_is_whole_and_lawful),
        cmocka_unit_test(an_earlier_city_has_no_certification_before_the_measure),
        cmocka_unit_test(no_number_is_given_twice_and_dead_workers_have_their_own),
        cmocka_unit_test(the_city_looks_like_a_real_one),
        cmocka_unit_test(about_three_in_a_thousand_fall_due_on_any_day),
        cmocka_unit_test(a_stretch_of_a_big_city_is_right_too),
        cmocka_unit_test(cities_that_cannot_be_are_refused),
        cmocka_unit_test(a_city_of_one_has_one),
        cmocka_unit_test(a_drawn_face_is_a_whole_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
