/* Finding people (K3): capability 6.1, art. 4. */
#include "app/find.h"

#include "app/world.h"

#define ZHANG_WEI "\xe5\xbc\xa0\xe4\xbc\x9f"  /* U+5F20 U+4F1F */
#define ZHANG_WEIGUO ZHANG_WEI "\xe5\x9b\xbd" /* ... U+56FD */
#define SHAN_REN "\xe5\x8d\x95\xe4\xbb\x81"   /* U+5355 U+4EC1: sr, dr or cr */

static struct found find(struct world *w, const char *login, const char *text)
{
    struct call call = world_call(w, login);
    struct found f;
    call.purpose = "test";
    assert_int_equal(find_persons(&call, text, &f, &w->why), ERR_OK);
    return f;
}

static void what_was_typed_says_how_to_look(void **state)
{
    struct world *w = *state;
    const char *number =
        world_enrol(w, 11, (struct newcomer){.name = ZHANG_WEI, .phone = "13906310011"});
    world_enrol(w, 12, (struct newcomer){.name = ZHANG_WEIGUO});
    const struct {
        const char *text;
        enum find_by by;
        size_t count;
    } cases[] = {
        {number, FIND_NUMBER, 1},       {number + 14, FIND_LAST4, 1},
        {"13906310011", FIND_PHONE, 1}, {"13906310012", FIND_PHONE, 0},
        {"zw", FIND_INITIALS, 2},       {"ZWG", FIND_INITIALS, 1},
        {"zx", FIND_NAME, 0},           {ZHANG_WEI, FIND_NAME, 2},
        {ZHANG_WEIGUO, FIND_NAME, 1},   {" " ZHANG_WEIGUO " ", FIND_NAME, 1},
        {SHAN_REN, FIND_NAME, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct found f = find(w, "clerk@" HUANCUI, cases[i].text);
        assert_int_equal(f.by, cases[i].by);
        assert_int_equal(f.count, cases[i].count);
        assert_int_equal(f.total, cases[i].count);
        assert_false(f.more);
    }
}

/* Every reading of a character leads to the person, once; a new name takes its readings along. */
static void any_reading_of_a_name_finds_it(void **state)
{
    struct world *w = *state;
    world_enrol(w, 11, (struct newcomer){.name = SHAN_REN});
    world_enrol(w, 12, (struct newcomer){.name = ZHANG_WEI});
    static const char *const typed[] = {"sr", "dr", "cr", "s", "d", "DR"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct found f = find(w, "clerk@" HUANCUI, typed[i]);
        assert_int_equal(f.by, FIND_INITIALS);
        assert_int_equal(f.total, 1);
        assert_string_equal(f.rows[0].name, SHAN_REN);
    }
    world_enrol(w, 11, (struct newcomer){.name = ZHANG_WEI});
    assert_int_equal(find(w, "clerk@" HUANCUI, "dr").total, 0);
    assert_int_equal(find(w, "clerk@" HUANCUI, "zw").total, 2);
}

static void the_exact_name_comes_first_and_numbers_are_masked(void **state)
{
    struct world *w = *state;
    world_enrol(w, 11, (struct newcomer){.name = ZHANG_WEIGUO});
    const char *number = world_enrol(w, 12, (struct newcomer){.name = ZHANG_WEI});
    struct found f = find(w, "clerk@" HUANCUI, ZHANG_WEI);
    assert_int_equal(f.count, 2);
    assert_string_equal(f.rows[0].name, ZHANG_WEI);
    assert_string_equal(f.rows[0].payer, HUANCUI);
    assert_null(strstr(f.rows[0].number.s, number));
    assert_string_equal(f.rows[0].number.s, idnum_mask(number).s);
}

/* Art. 4: who is paid in the jurisdiction or lives in it, nobody else; a town sees those who live
 * there. */
static void a_list_keeps_to_the_jurisdiction(void **state)
{
    struct world *w = *state;
    world_enrol(w, 11, (struct newcomer){.name = ZHANG_WEI, .payer = WENDENG});
    world_enrol(w, 12,
                (struct newcomer){.name = ZHANG_WEI, .payer = WENDENG, .residence = WENDENG});
    assert_int_equal(find(w, "clerk@" WENDENG, ZHANG_WEI).count, 2);
    assert_int_equal(find(w, "clerk@" HUANCUI, ZHANG_WEI).count, 1);
    assert_int_equal(find(w, "clerk@" TOWN, "zw").count, 1);
    assert_int_equal(find(w, "clerk@" RONGCHENG, ZHANG_WEI).count, 0);
    assert_int_equal(find(w, "clerk@" CITY, ZHANG_WEI).count, 2);
    assert_int_equal(find(w, "supervisor@" HUANCUI, ZHANG_WEI).count, 1);
}

static void elsewhere_only_by_exact_number_with_a_purpose(void **state)
{
    struct world *w = *state;
    const char *number =
        world_enrol(w, 11, (struct newcomer){.payer = WENDENG, .residence = WENDENG});
    struct call call = world_call(w, "clerk@" RONGCHENG);
    struct found f;
    call.purpose = NULL;
    assert_int_equal(find_persons(&call, number, &f, &w->why), ERR_USAGE);
    assert_int_equal(find(w, "clerk@" RONGCHENG, number).count, 1);
    call = world_call(w, "clerk@" WENDENG);
    call.purpose = NULL;
    assert_int_equal(find_persons(&call, number, &f, &w->why), ERR_OK);
    assert_int_equal(f.count, 1);
    call = world_call(w, "supervisor@" HUANCUI);
    assert_int_equal(find_persons(&call, number, &f, &w->why), ERR_DENIED);
}

static void who_may_not_browse_finds_nothing(void **state)
{
    static const char *const denied[] = {"finance@" HUANCUI, "sysadmin", "secadmin", "auditadmin",
                                         NULL};
    struct world *w = *state;
    world_enrol(w, 11, (struct newcomer){.name = ZHANG_WEI});
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        struct call call = world_call(w, denied[i]);
        struct found f;
        assert_int_equal(find_persons(&call, ZHANG_WEI, &f, &w->why), ERR_DENIED);
    }
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct found f;
    assert_int_equal(find_persons(&call, "  ", &f, &w->why), ERR_INPUT);
    assert_int_equal(find_persons(&call, NULL, &f, &w->why), ERR_INPUT);
}

static void a_list_is_bounded_and_counts_honestly(void **state)
{
    struct world *w = *state;
    world_crowd(w, 1, 60, (struct newcomer){.name = ZHANG_WEI});
    world_crowd(w, 1, 60,
                (struct newcomer){.name = ZHANG_WEI,
                                  .kind = LINE_CARE}); /* a second line is no second person */
    struct found f = find(w, "clerk@" HUANCUI, ZHANG_WEI);
    assert_int_equal(f.count, FIND_ROWS);
    assert_int_equal(f.total, 60);
    assert_false(f.more);
}

/* Issue 3, K3: the namesakes of the city do not hide the one of the own town, however many. */
static void namesakes_elsewhere_do_not_hide_the_one_here(void **state)
{
    struct world *w = *state;
    struct newcomer other = {.name = SHAN_REN, .payer = WENDENG, .residence = WENDENG};
    world_crowd(w, 1, 600, other);
    other.birth = "1956-03-01";
    world_crowd(w, 1, 500, other);
    const char *number = world_enrol(w, 700, (struct newcomer){.name = SHAN_REN});
    const char *typed[] = {SHAN_REN, "sr", "dr", "s", number + 14};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct found f = find(w, "clerk@" TOWN, typed[i]);
        assert_int_equal(f.total, 1);
        assert_int_equal(f.count, 1);
        assert_false(f.more);
        assert_int_equal(find(w, "clerk@" RONGCHENG, typed[i]).total, 0);
    }
    assert_int_equal(find(w, "clerk@" TOWN, "rs").total, 0);
    assert_true(find(w, "clerk@" HUANCUI, SHAN_REN).more); /* never a silent end */
}

static void one_entry_a_list(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 11, (struct newcomer){.name = ZHANG_WEI});
    int64_t n = world_entries(w);
    find(w, "clerk@" HUANCUI, ZHANG_WEI);
    assert_int_equal(world_entries(w), n + 1);
    find(w, "clerk@" HUANCUI, number);
    assert_int_equal(world_entries(w), n + 2);
    find(w, "clerk@" HUANCUI, SHAN_REN);
    assert_int_equal(world_entries(w), n + 3);
}

int main(void)
{
    static const struct CMUnitTest find_tests[] = {
        WORLD_TEST(what_was_typed_says_how_to_look),
        WORLD_TEST(namesakes_elsewhere_do_not_hide_the_one_here),
        WORLD_TEST(any_reading_of_a_name_finds_it),
        WORLD_TEST(the_exact_name_comes_first_and_numbers_are_masked),
        WORLD_TEST(a_list_keeps_to_the_jurisdiction),
        WORLD_TEST(elsewhere_only_by_exact_number_with_a_purpose),
        WORLD_TEST(who_may_not_browse_finds_nothing),
        WORLD_TEST(a_list_is_bounded_and_counts_honestly),
        WORLD_TEST(one_entry_a_list),
    };
    return TEST_ON_EACH(find_tests);
}
