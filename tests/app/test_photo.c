/*
 * The photo on the counter card (pages K2; C1, C19, C31): who may, what is refused and in which
 * words, consent, what the log says. art. 7(1); 个人信息保护法 29, 31, 47.
 */
#include "app/person_photo.h"

#include "app/world.h"
#include "support/picture.h"

static struct buf file;

static enum err set_as(struct world *w, const char *login, struct person_wanted who,
                       struct photo_given in)
{
    struct call call = world_call(w, login);
    struct photo p;
    call.purpose = "counter";
    if (!in.file.p) in.file = (struct sm_bytes){file.p, file.n};
    return person_photo_set(&call, &who, &in, &p, &w->why);
}

static enum err set(struct world *w, const char *login, const char *number)
{
    return set_as(w, login, (struct person_wanted){.number = number},
                  (struct photo_given){.consent = CONSENT_SELF});
}

static enum err read_as(struct world *w, const char *login, struct person_wanted who, size_t *n)
{
    struct call call = world_call(w, login);
    struct photo p;
    struct sm_bytes got = {0};
    enum err e = person_photo_read(&call, &who, &p, &got, &w->why);
    *n = got.n;
    return e;
}

static int portrait(void **state)
{
    file = BUF(1u << 20);
    picture_png(&file, 240, 300, 2000);
    return world_setup(state);
}

static int put_away(void **state)
{
    buf_free(&file);
    return world_teardown(state);
}

static void a_clerk_anywhere_keeps_it_for_who_gave_the_number(void **state)
{
    struct world *w = *state;
    size_t n = 0;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    struct person_wanted exact = {.number = number, .log = "person.photo"};
    assert_int_equal(read_as(w, "clerk@" HUANCUI, exact, &n), ERR_NOT_FOUND);
    assert_int_equal(w->why.message, ZH_photo_none);
    assert_int_equal(set(w, "clerk@" RONGCHENG, number), ERR_OK);
    int64_t before = world_entries(w);
    assert_int_equal(read_as(w, "clerk@" WENDENG, exact, &n), ERR_OK);
    assert_true(n > 2000 && n < file.n); /* the comment is not in it */
    assert_int_equal(world_entries(w), before + 1);
    exact.log = NULL; /* on a card that was logged */
    assert_int_equal(read_as(w, "clerk@" WENDENG, exact, &n), ERR_OK);
    assert_int_equal(world_entries(w), before + 1);
    assert_int_equal(world_breaks(w), 0);
}

static void elsewhere_nobody_and_no_other_role(void **state)
{
    struct world *w = *state;
    size_t n = 0;
    static const char *const denied[] = {"finance@" HUANCUI, "supervisor@" HUANCUI, "secadmin",
                                         "auditadmin", NULL};
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    struct person_wanted browsed = {.person_id = world_id(w, number)}, exact = {.number = number};
    struct photo_given given = {.consent = CONSENT_SELF};
    assert_int_equal(set_as(w, "clerk@" RONGCHENG, browsed, given), ERR_DENIED);
    assert_int_equal(w->why.message, ZH_denied_region);
    assert_int_equal(set_as(w, "clerk@" HUANCUI, browsed, given), ERR_OK);
    assert_int_equal(read_as(w, "clerk@" RONGCHENG, browsed, &n), ERR_DENIED);
    for (size_t i = 0; i < sizeof denied / sizeof *denied; i++) {
        assert_int_equal(set(w, denied[i], number), ERR_DENIED);
        assert_int_equal(read_as(w, denied[i], exact, &n), ERR_DENIED);
        assert_int_equal(w->why.message, ZH_denied_role);
    }
}

static void refused(struct world *w, const char *number, struct photo_given in, enum zh_id message,
                    const char *field)
{
    int64_t before = world_entries(w);
    enum err e = set_as(w, "clerk@" HUANCUI, (struct person_wanted){.number = number}, in);
    assert_int_equal(e, ERR_INPUT);
    assert_int_equal(w->why.message, message);
    assert_string_equal(w->why.field, field);
    assert_int_equal(world_entries(w), before);
}

static void what_is_wrong_is_said_and_nothing_is_kept(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    struct photo_given in = {.consent = CONSENT_SELF};
    refused(w, number, (struct photo_given){0}, ZH_photo_need_consent, "consent");
    in.taken_on = D("2099-01-01");
    refused(w, number, in, ZH_photo_taken, "taken");
    in.taken_on = D("1955-02-28"); /* the day before the birth */
    refused(w, number, in, ZH_photo_taken, "taken");
    in.taken_on = DATE_NONE;
    in.file = (struct sm_bytes){"GIF89a and more", 15};
    refused(w, number, in, ZH_picture_kind, "file");
    in.file = (struct sm_bytes){"", 0};
    refused(w, number, in, ZH_photo_need_file, "file");
    in.file = (struct sm_bytes){file.p, file.n - 20};
    refused(w, number, in, ZH_picture_broken, "file");
    in.file = (struct sm_bytes){0};
    picture_png(&file, 240, 300, 200u << 10); /* the frame makes it more than 200 KB */
    refused(w, number, in, ZH_photo_large, "file");
    picture_png(&file, 2001, 300, 2000);
    refused(w, number, in, ZH_photo_sides, "file");
    picture_png(&file, 240, 59, 2000);
    refused(w, number, in, ZH_photo_sides, "file");
    picture_png(&file, 60, 2000, 2000);
    assert_int_equal(set(w, "clerk@" HUANCUI, number), ERR_OK);
    struct call call = world_call(w, "clerk@" HUANCUI);
    struct photo p;
    call.purpose = NULL;
    assert_int_equal(
        person_photo_set(&call, &(struct person_wanted){.number = number}, &in, &p, &w->why),
        ERR_USAGE);
}

/* A child draws the allowance of its killed parent (art. 3(4)): the guardian consents. */
static void for_a_child_the_guardian_consents(void **state)
{
    struct world *w = *state;
    struct newcomer child = {
        .birth = "2015-03-01", .kind = LINE_DEPENDANT, .relation = RELATION_CHILD};
    const char *number = world_enrol(w, 1, child);
    world_go(w, "2024-03-20");
    refused(w, number, (struct photo_given){.consent = CONSENT_SELF}, ZH_photo_child, "by");
    assert_int_equal(set_as(w, "clerk@" HUANCUI, (struct person_wanted){.number = number},
                            (struct photo_given){.consent = CONSENT_GUARDIAN}),
                     ERR_OK);
}

static void consent_withdrawn_anywhere_deletes_and_is_in_the_log(void **state)
{
    struct world *w = *state;
    int gone = 0;
    size_t n;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    struct person_wanted exact = {.number = number};
    struct call call = world_call(w, "clerk@" WENDENG);
    call.purpose = "asked for";
    assert_int_equal(set(w, "clerk@" HUANCUI, number), ERR_OK);
    assert_int_equal(set(w, "clerk@" HUANCUI, number), ERR_OK);
    int64_t before = world_entries(w);
    assert_int_equal(person_photo_withdraw(&call, &exact, PHOTO_END_UNSET, &gone, &w->why),
                     ERR_INPUT);
    assert_int_equal(person_photo_withdraw(&call, &exact, PHOTO_END_CONSENT, &gone, &w->why),
                     ERR_OK);
    assert_int_equal(gone, 2);
    assert_int_equal(world_entries(w), before + 1);
    assert_int_equal(read_as(w, "clerk@" HUANCUI, exact, &n), ERR_NOT_FOUND);
    assert_int_equal(person_photo_withdraw(&call, &exact, PHOTO_END_CONSENT, &gone, &w->why),
                     ERR_NOT_FOUND);
}

SQL(photo_lose, "DELETE FROM photo_picture WHERE person_id = ?1");
SQL(photo_spoil, "UPDATE photo_picture SET sealed = photo.digest FROM photo"
                 " WHERE photo_picture.person_id = ?1 AND photo.person_id = ?1");
SQL(photo_leave, "INSERT INTO photo_picture (person_id, n, sealed)"
                 " SELECT person_id, n + 7, digest FROM photo WHERE person_id = ?1");

static void a_picture_that_is_lost_spoilt_or_left_over_is_found_by_check(void **state)
{
    struct world *w = *state;
    const struct sql *const faults[] = {&photo_leave, &photo_spoil, &photo_lose};
    for (int i = 0; i < 3; i++) {
        const char *number = world_enrol(w, 1 + i, (struct newcomer){0});
        assert_int_equal(set(w, "clerk@" HUANCUI, number), ERR_OK);
        assert_int_equal(world_breaks(w), i);
        world_edit(w, faults[i], world_id(w, number));
        assert_int_equal(world_breaks(w), i + 1);
    }
}

#define PHOTO_TEST(f) cmocka_unit_test_setup_teardown(f, portrait, put_away)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        PHOTO_TEST(a_clerk_anywhere_keeps_it_for_who_gave_the_number),
        PHOTO_TEST(elsewhere_nobody_and_no_other_role),
        PHOTO_TEST(what_is_wrong_is_said_and_nothing_is_kept),
        PHOTO_TEST(for_a_child_the_guardian_consents),
        PHOTO_TEST(a_picture_that_is_lost_spoilt_or_left_over_is_found_by_check),
        PHOTO_TEST(consent_withdrawn_anywhere_deletes_and_is_in_the_log),
    };
    return TEST_ON_EACH(tests);
}
