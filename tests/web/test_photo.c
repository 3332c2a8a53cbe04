/*
 * The photo on the card and on the file (pages K2, K4; C1, C31): uploaded with a consent, shown to
 * this session alone, refused in words with the form kept, gone when consent is withdrawn. The two
 * Enters of the counter stay two.
 */
#include "app/person_photo.h"
#include "support/picture.h"
#include "web/site.h"

static char card[200], page[300];
static struct buf file;

static int with_picture(void **state)
{
    file = BUF(1u << 20);
    picture_png(&file, 240, 300, 2000);
    return site_setup(state);
}

static int without(void **state)
{
    buf_free(&file);
    return site_teardown(state);
}

/* The value of an attribute that begins so. */
static const char *address(const char *attribute, const char *start)
{
    static char out[4][300];
    static int turn;
    char key[100], *to = out[turn++ % 4];
    snprintf(key, sizeof key, "%s=\"%s", attribute, start);
    const char *at = strstr(site.r.body.p, key);
    to[0] = 0;
    if (!at) return to;
    at += strlen(attribute) + 2;
    snprintf(to, sizeof out[0], "%.*s", (int)strcspn(at, "\""), at);
    for (char *amp = to; (amp = strstr(amp, "&amp;")); amp++)
        memmove(amp + 1, amp + 5, strlen(amp + 4));
    return to;
}

static void to_card(const char *number)
{
    char form[300];
    assert_int_equal(get("/staff/counter"), 200);
    snprintf(form, sizeof form, "token=%s&number=%s", hidden("token"), number);
    assert_int_equal(post("/staff/counter", form), 303);
    snprintf(card, sizeof card, "%s", header("Location"));
    assert_int_equal(get(card), 200);
    snprintf(page, sizeof page, "%s", address("href", "/staff/person/"));
}

static int send(const char *fields, const void *bytes, size_t n)
{
    char target[300], all[500];
    snprintf(target, sizeof target, "%.*s", (int)strcspn(page, "?"), page);
    snprintf(all, sizeof all, "k=%s&%s", hidden("k"), fields);
    return post_files(target, all, (struct sent_file[2]){{"file", "a.php", bytes, n}});
}

static void upload(void)
{
    assert_int_equal(get(page), 200);
    assert_int_equal(send("taken=2024-03-19&by=self&consent=yes", file.p, file.n), 303);
    assert_string_equal(header("Location"), card); /* back to the card that led here */
}

static void a_photo_from_the_card_is_on_the_card(void **state)
{
    (void)state;
    char picture[300];
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    sign_in("clerk@" TOWN);
    to_card(number);
    assert_true(says(zh_text(ZH_st_photo_none)));
    assert_true(says("<button autofocus>")); /* the next Enter still confirms */
    upload();
    assert_int_equal(get(card), 200);
    assert_true(says("<button autofocus>"));
    assert_false(says(zh_text(ZH_st_photo_none)));
    assert_true(says("alt=\"Ren"));
    snprintf(picture, sizeof picture, "%s", address("src", "/staff/photo/"));
    assert_null(strstr(picture, number));
    int64_t before = world_entries(site.w);
    assert_int_equal(get(picture), 200);
    assert_int_equal(world_entries(site.w), before); /* the card was the read */
    assert_string_equal(site.r.type, "image/png");
    assert_true(site.r.body.n > 2000 && site.r.body.n < file.n);
    assert_null(memmem(site.r.body.p, site.r.body.n, "home", 4));
    assert_false(site.r.cacheable); /* no-store, nosniff: http/reply.c, test_server */
    /* not without the mark, not for another session */
    char bare[300];
    snprintf(bare, sizeof bare, "%.*s", (int)strcspn(picture, "?"), picture);
    assert_int_equal(get(bare), 403);
    sign_in("clerk@" WENDENG);
    assert_int_equal(get(picture), 403);
    assert_int_equal(get(page), 403); /* elsewhere only by the exact number */
}

/* A refusal that stands beside its field, and everything typed still there. */
static void refused(const char *fields, size_t n, int status, enum zh_id message)
{
    assert_int_equal(get(page), 200);
    int64_t before = world_entries(site.w);
    assert_int_equal(send(fields, file.p, n), status);
    char text[400], sentence[400];
    zh_print(text, sizeof text, message, "{0}", "{1}", NULL);
    snprintf(sentence, sizeof sentence, "%.*s", (int)strcspn(text, "{"), text);
    assert_true(says(sentence));
    assert_true(says("role=\"alert\""));
    assert_true(says("value=\"2024-03-18\""));
    assert_true(says("value=\"guardian\" checked"));
    assert_false(says("<img class=\"photo\""));
    assert_int_equal(world_entries(site.w), before + 1); /* the page shown again */
}

static void what_is_refused_says_why_and_keeps_the_form(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    sign_in("clerk@" TOWN);
    to_card(number);
    refused("taken=2024-03-18&by=guardian", file.n, 422, ZH_photo_need_consent);
    assert_false(says("value=\"yes\" required checked"));
    const char *all = "taken=2024-03-18&by=guardian&consent=yes";
    refused(all, 0, 422, ZH_photo_need_file);
    assert_true(says("value=\"yes\" required checked"));
    refused(all, file.n - 30, 422, ZH_picture_broken);
    refused(all, 5, 422, ZH_picture_kind);
    picture_png(&file, 240, 300, 250u << 10);
    refused(all, file.n, 422, ZH_photo_large);
    picture_png(&file, 5000, 300, 2000);
    refused(all, file.n, 422, ZH_photo_sides);
    assert_int_equal(get(page), 200);
    site.token[0] = 0; /* an expired form keeps what was typed too */
    assert_int_equal(send(all, file.p, file.n), 403);
    assert_true(says(zh_text(ZH_web_form_expired)) && says("value=\"2024-03-18\""));
}

static int withdraw(const char *end)
{
    char target[340], form[400];
    snprintf(target, sizeof target, "%.*s/withdraw", (int)strcspn(page, "?"), page);
    snprintf(form, sizeof form, "token=%s&k=%s&%s", site.token, hidden("k"), end);
    return post(target, form);
}

static void consent_is_withdrawn_with_one_button(void **state)
{
    (void)state;
    char picture[300];
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    sign_in("clerk@" TOWN);
    to_card(number);
    upload();
    assert_int_equal(get(page), 200);
    snprintf(picture, sizeof picture, "%s", address("src", "/staff/photo/"));
    assert_int_equal(get(picture), 200);
    assert_int_equal(get(page), 200);
    assert_true(says(zh_text(ZH_photo_until_open))); /* no value of photo.keep_months is in force */
    assert_int_equal(withdraw("end="), 422);
    assert_true(says(zh_text(ZH_photo_need_end)));
    assert_true(says("<img class=\"photo\""));
    assert_int_equal(withdraw("end=consent"), 303);
    assert_int_equal(get(card), 200);
    assert_true(says(zh_text(ZH_st_photo_none)));
    assert_int_equal(get(picture), 404);
}

static void the_file_has_it_too_and_other_roles_do_not(void **state)
{
    (void)state;
    char of[100];
    const char *number = world_enrol(site.w, 1, (struct newcomer){.last = "2023-03-01"});
    sign_in("clerk@" TOWN);
    to_card(number);
    upload();
    snprintf(of, sizeof of, "/staff/person/%s", id_text(site.w->arena, world_id(site.w, number)));
    sign_in("reviewer@" HUANCUI);
    assert_int_equal(get(of), 200);
    assert_int_equal(get(address("src", "/staff/photo/")), 200);
    sign_in("supervisor@" HUANCUI);
    assert_int_equal(get(of), 200);
    assert_false(says("/staff/photo/") || says("/photo\""));
    assert_true(says(zh_text(ZH_st_photo_none)));
}

#define PHOTO_TEST(f) cmocka_unit_test_setup_teardown(f, with_picture, without)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PHOTO_TEST(a_photo_from_the_card_is_on_the_card),
        PHOTO_TEST(what_is_refused_says_why_and_keeps_the_form),
        PHOTO_TEST(consent_is_withdrawn_with_one_button),
        PHOTO_TEST(the_file_has_it_too_and_other_roles_do_not),
    };
    return TEST_ON_EACH(tests);
}
