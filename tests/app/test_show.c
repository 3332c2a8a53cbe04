/* person show and the worklist: as of a past day and as known then (C2, C32, 14.2, 5.1, 4.4); and
 * what app_authorise lets through. */
#include "app/world.h"

static char *shown(struct world *w, const char *number, const char *as_of, int64_t known_at)
{
    struct call call = world_call(w, "clerk@" RONGCHENG);
    struct buf out = BUF(1 << 20);
    struct person_view v = {
        .number = number, .as_of = D(as_of), .known_at = known_at, .json = true};
    assert_int_equal(person_show(&call, &v, &out, &w->why), ERR_OK);
    char *text = arena_copy(w->arena, out.p, out.n);
    buf_free(&out);
    return text;
}

#define assert_shows(text, part) assert_non_null(strstr(text, part))
#define assert_hides(text, part) assert_null(strstr(text, part))

/* Proposed 02-29, released 03-01, certified 05-31, reinstated 06-03. */
static const char *lived(struct world *w)
{
    struct certified c;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    world_day(w, "2024-02-29");
    world_go(w, "2024-03-01");
    world_release(w, world_matter(w, number, MATTER_SUSPENSION, NULL));
    world_day(w, "2024-05-31");
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &c), ERR_OK);
    world_go(w, "2024-06-03");
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, NULL));
    world_day(w, "2024-06-20");
    return number;
}

static void a_past_day_is_shown_as_it_stood(void **state)
{
    struct world *w = *state;
    const char *number = lived(w);
    const char *text = shown(w, number, "2024-02-28", 0);
    assert_shows(text, "\"status\":\"paid\"");
    assert_shows(text, "\"due_on\":\"2024-02-28\"");
    assert_hides(text, "\"kind\":\"suspension\"");
    text = shown(w, number, "2024-02-29", 0);
    assert_shows(text, "\"kind\":\"suspension\",\"state\":\"proposed\"");
    text = shown(w, number, "2024-03-01", 0);
    assert_shows(text, "\"status\":\"suspended\"");
    assert_shows(text, "\"state\":\"released\"");
    text = shown(w, number, "2024-06-02", 0);
    assert_shows(text, "\"status\":\"suspended\"");
    assert_shows(
        text, "\"due_on\":\"2025-06-03\""); /* 05-31 of 2025 is a Saturday and a holiday to 06-02 */
    text = shown(w, number, "2024-06-03", 0);
    assert_shows(text, "\"status\":\"paid\"");
    assert_shows(text, "\"back_paid_fen\":321055");
}

/* A certification held on 05-31 and recorded then is not known on 05-30, whatever day is asked
 * about. */
static void what_was_not_known_yet_is_not_shown(void **state)
{
    struct world *w = *state;
    const char *number = lived(w);
    int64_t before = moment_of(D("2024-05-30"), 23, 59), after = moment_of(D("2024-06-04"), 0, 0);
    const char *text = shown(w, number, "2024-06-03", before);
    assert_shows(text, "\"status\":\"suspended\"");
    assert_shows(text, "\"due_on\":\"2024-02-28\"");
    assert_hides(text, "\"kind\":\"reinstatement\"");
    text = shown(w, number, "2024-06-03", after);
    assert_shows(text, "\"status\":\"paid\"");
    assert_shows(text, "\"kind\":\"reinstatement\"");
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct buf out = BUF(1 << 20);
    struct person_view v = {.number = number, .known_at = moment_of(D("2024-01-01"), 12, 0)};
    assert_int_equal(person_show(&call, &v, &out, &w->why), ERR_NOT_FOUND); /* not on record yet */
    buf_free(&out);
}

static void a_read_needs_a_purpose_and_a_right_and_is_logged(void **state)
{
    static const char *const denied[] = {"sysadmin", "secadmin", "auditadmin", "deptlegal@" HUANCUI,
                                         NULL};
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    struct person_view v = {.number = number};
    struct buf out = BUF(1 << 20);
    int64_t entries = world_entries(w);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        struct call call = world_call(w, denied[i]);
        assert_int_equal(person_show(&call, &v, &out, &w->why), ERR_DENIED);
    }
    struct call call = world_call(w, "clerk@" HUANCUI);
    call.purpose = NULL;
    assert_int_equal(person_show(&call, &v, &out, &w->why), ERR_USAGE);
    assert_int_equal(world_entries(w), entries);
    call.purpose = "counter";
    assert_int_equal(person_show(&call, &v, &out, &w->why), ERR_OK);
    assert_int_equal(world_entries(w), entries + 1);
    buf_free(&out);
}

static void count_row(void *ctx, const struct matter_list_row *row)
{
    (void)row;
    ++*(int *)ctx;
}

/* 4.4: the own jurisdiction, by agency; the city sees all, a neighbour nothing. */
static void worklists_end_at_the_own_jurisdiction(void **state)
{
    struct world *w = *state;
    const struct {
        const char *login;
        int rows;
    } of[] = {{"clerk@" CITY, 5},
              {"clerk@" HUANCUI, 3},
              {"clerk@" WENDENG, 2},
              {"clerk@" RONGCHENG, 0},
              {"clerk@" TOWN, 0},
              {"supervisor@" HUANCUI, 3},
              {NULL, 5}};
    world_crowd(w, 1, 3, (struct newcomer){0});
    world_crowd(w, 4, 2, (struct newcomer){.payer = WENDENG});
    world_day(w, "2024-02-29");
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        int rows = 0;
        struct call call = world_call(w, of[i].login);
        assert_int_equal(matter_list(&call, &(struct matter_list){0}, count_row, &rows, &w->why),
                         ERR_OK);
        assert_int_equal(rows, of[i].rows);
    }
    int rows = 0;
    struct call call = world_call(w, "clerk@" HUANCUI);
    assert_int_equal(
        matter_list(&call, &(struct matter_list){.agency = WENDENG}, count_row, &rows, &w->why),
        ERR_DENIED);
    call = world_call(w, "sysadmin");
    assert_int_equal(matter_list(&call, &(struct matter_list){0}, count_row, &rows, &w->why),
                     ERR_DENIED);
    assert_int_equal(rows, 0);
}

/* The permission matrix through app_authorise, for every demonstration login of one district and
 * the administrators. */
static void authorising_says_what_the_table_says(void **state)
{
    static const char *const logins[] = {"clerk@" HUANCUI,
                                         "reviewer@" HUANCUI,
                                         "manager@" HUANCUI,
                                         "finance@" HUANCUI,
                                         "legal@" HUANCUI,
                                         "caseaudit@" HUANCUI,
                                         "supervisor@" HUANCUI,
                                         "officer@" HUANCUI,
                                         "deptlegal@" HUANCUI,
                                         "sysadmin",
                                         "secadmin",
                                         "auditadmin",
                                         NULL};
    static const char *const agencies[] = {HUANCUI, WENDENG, CITY, TOWN, ""};
    struct world *w = *state;
    for (size_t l = 0; l < sizeof logins / sizeof *logins; l++) {
        struct call call = world_call(w, logins[l]);
        assert_int_equal(call.who.role, l + 1);
        for (int action = 1; action < ACTION_COUNT; action++)
            for (size_t a = 0; a < sizeof agencies / sizeof *agencies; a++) {
                bool may = permission_allows(&call.who, (enum action)action, agencies[a]);
                enum err e = app_authorise(&call, (enum action)action, agencies[a], &w->why);
                assert_int_equal(e, may ? ERR_OK : ERR_DENIED);
                bool nowhere = permission_region(call.who.role, (enum action)action) == REGION_NONE;
                if (!may)
                    assert_int_equal(w->why.message, nowhere ? ZH_denied_role : ZH_denied_region);
            }
    }
}

static enum err grant_later(struct write *write, void *ctx, struct problem *why)
{
    struct data d = data_of_write(write);
    struct principal p = {.login = "new@" HUANCUI,
                          .role = ROLE_CLERK,
                          .agency = HUANCUI,
                          .agency_kind = AGENCY_OFFICE};
    enum err e = staff_insert(&d, p.login, "", "*", 1, why);
    (void)ctx;
    return e ? e : staff_grant(&d, &p, D("2024-03-01"), "secadmin", 1, why);
}

static void a_grant_holds_from_its_day_on(void **state)
{
    struct world *w = *state;
    struct call call = world_call(w, NULL);
    assert_int_equal(app_bulk(&call, grant_later, NULL, &w->why), ERR_OK);
    assert_int_equal(app_call(&w->app, "new@" HUANCUI, "x", w->arena, &call, &w->why), ERR_DENIED);
    assert_int_equal(app_call(&w->app, "nobody", "x", w->arena, &call, &w->why), ERR_DENIED);
    world_go(w, "2024-03-01");
    assert_int_equal(app_call(&w->app, "new@" HUANCUI, "x", w->arena, &call, &w->why), ERR_OK);
    assert_int_equal(call.who.role, ROLE_CLERK);
}

int main(void)
{
    static const struct CMUnitTest show[] = {
        WORLD_TEST(a_past_day_is_shown_as_it_stood),
        WORLD_TEST(what_was_not_known_yet_is_not_shown),
        WORLD_TEST(a_read_needs_a_purpose_and_a_right_and_is_logged),
        WORLD_TEST(worklists_end_at_the_own_jurisdiction),
        WORLD_TEST(authorising_says_what_the_table_says),
        WORLD_TEST(a_grant_holds_from_its_day_on),
    };
    return TEST_ON_EACH(show);
}
