/* Roles for the security administrator (M9): three administrators apart, nobody changes the own
 * rights. */
#include "app/user.h"

#include "app/world.h"

SQL_FANOUT(count_factors, "SELECT COUNT(*) FROM staff WHERE second_factor IS NOT NULL");
SQL(give_factor, "UPDATE staff SET second_factor = password_of.b FROM (SELECT number AS b FROM "
                 "document WHERE person_id = ?1) password_of"
                 " WHERE login = 'clerk@371003000000'");

#define LOGIN "clerk@" WENDENG

static enum err give(struct world *w, const char *by, const char *login, const char *role,
                     const char *agency)
{
    struct call call = world_call(w, by);
    return user_grant(&call, login, role, agency, &w->why);
}

static void a_grant_replaces_the_role_at_once(void **state)
{
    struct world *w = *state;
    int64_t entries = world_entries(w);
    assert_int_equal(give(w, "secadmin", LOGIN, "reviewer", HUANCUI), ERR_OK);
    assert_int_equal(world_entries(w), entries + 1);
    struct call call = world_call(w, LOGIN);
    assert_int_equal(call.who.role, ROLE_REVIEWER);
    assert_string_equal(call.who.agency, HUANCUI);
    assert_int_equal(give(w, "secadmin", LOGIN, "supervisor", WENDENG), ERR_OK);
    assert_int_equal(give(w, "secadmin", LOGIN, "reviewer", HUANCUI),
                     ERR_OK); /* the same day again */
    assert_int_equal(world_call(w, LOGIN).who.role, ROLE_REVIEWER);
}

static void without_a_role_nobody_acts(void **state)
{
    struct world *w = *state;
    struct call call = world_call(w, "secadmin"), other;
    bool changed;
    assert_int_equal(user_revoke(&call, LOGIN, &changed, &w->why), ERR_OK);
    assert_true(changed);
    assert_int_equal(app_call(&w->app, LOGIN, "x", w->arena, &other, &w->why), ERR_DENIED);
    assert_int_equal(user_revoke(&call, LOGIN, &changed, &w->why), ERR_OK);
    assert_false(changed);
    assert_int_equal(user_revoke(&call, "nobody", &changed, &w->why), ERR_NOT_FOUND);
}

static void administrators_stay_three_people_without_business(void **state)
{
    struct world *w = *state;
    bool changed;
    assert_int_equal(give(w, "secadmin", "sysadmin", "auditadmin", CITY), ERR_LAW);
    assert_int_equal(give(w, "secadmin", "auditadmin", "clerk", CITY), ERR_LAW);
    assert_int_equal(give(w, "secadmin", LOGIN, "secadmin", CITY), ERR_LAW);
    assert_int_equal(give(w, "secadmin", "secadmin", "sysadmin", CITY), ERR_LAW);
    struct call call = world_call(w, "secadmin");
    assert_int_equal(user_revoke(&call, "auditadmin", &changed, &w->why), ERR_OK);
    assert_int_equal(give(w, "secadmin", "auditadmin", "clerk", CITY),
                     ERR_LAW); /* once is for ever */
    assert_int_equal(give(w, "secadmin", "auditadmin", "auditadmin", CITY), ERR_OK);
    assert_int_equal(user_revoke(&call, LOGIN, &changed, &w->why), ERR_OK);
    assert_int_equal(user_revoke(&call, "secadmin", &changed, &w->why), ERR_LAW);
}

static void only_the_security_administrator_and_only_what_exists(void **state)
{
    static const char *const denied[] = {"sysadmin", "auditadmin", "manager@" CITY,
                                         "officer@" CITY};
    struct world *w = *state;
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        struct call call = world_call(w, denied[i]);
        bool changed;
        struct setup_offer offer;
        assert_int_equal(user_add(&call, "new.one", "x", &offer, &w->why), ERR_DENIED);
        assert_int_equal(give(w, denied[i], LOGIN, "reviewer", HUANCUI), ERR_DENIED);
        assert_int_equal(user_revoke(&call, LOGIN, &changed, &w->why), ERR_DENIED);
        assert_int_equal(user_reset_factor(&call, LOGIN, &offer, &changed, &w->why), ERR_DENIED);
    }
    assert_int_equal(give(w, "secadmin", LOGIN, "console", CITY), ERR_USAGE);
    assert_int_equal(give(w, "secadmin", LOGIN, "boss", CITY), ERR_USAGE);
    assert_int_equal(give(w, "secadmin", "nobody", "clerk", CITY), ERR_NOT_FOUND);
    assert_int_equal(give(w, "secadmin", LOGIN, "clerk", "371099000000"), ERR_NOT_FOUND);
    assert_int_equal(give(w, "secadmin", LOGIN, "supervisor", TOWN),
                     ERR_NOT_FOUND); /* a town has no department */
    assert_int_equal(world_call(w, LOGIN).who.role, ROLE_CLERK);
}

static void a_reset_forgets_the_second_factor(void **state)
{
    struct world *w = *state;
    bool changed = true;
    struct setup_offer offer;
    struct call call = world_call(w, "secadmin");
    assert_int_equal(user_reset_factor(&call, LOGIN, &offer, &changed, &w->why), ERR_OK);
    assert_false(changed);
    world_edit(w, &give_factor, world_id(w, world_enrol(w, 11, (struct newcomer){0})));
    assert_int_equal(world_count(w, &count_factors), 1);
    assert_int_equal(user_reset_factor(&call, LOGIN, &offer, &changed, &w->why), ERR_OK);
    assert_true(changed);
    assert_int_equal(world_count(w, &count_factors), 0);
}

int main(void)
{
    static const struct CMUnitTest user[] = {
        WORLD_TEST(a_grant_replaces_the_role_at_once),
        WORLD_TEST(without_a_role_nobody_acts),
        WORLD_TEST(administrators_stay_three_people_without_business),
        WORLD_TEST(only_the_security_administrator_and_only_what_exists),
        WORLD_TEST(a_reset_forgets_the_second_factor),
    };
    return TEST_ON_EACH(user);
}
