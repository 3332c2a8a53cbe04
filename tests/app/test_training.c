/*
 * Lessons of a training store (C30): every one is begun, carried out the expected way through the
 * use cases that the counter calls, and found done; a wrong way of each group is found wrong.
 * Scenarios 5, 10, 12, 14, 15, 19, 21, 22, 24, 25, 27, 31, 32, 33, 35, 37 and 38 as lessons.
 */
#include "app/alive.h"
#include "app/matter_open.h"
#include "app/today.h"
#include "app/training.h"
#include "app/world.h"
#include "law/words.h"

#define TRAINEE "clerk@371002000000"
#define OTHER "clerk@371003000000"
#define FIELDS 4

enum doing { DO_END, DO_CERTIFY, DO_UNDO, DO_OPEN, DO_LOSS, DO_ALIVE, DO_MOVE };

struct step {
    enum doing what;
    const char *kind;           /* of a matter */
    int code, ago;              /* loss event or matter event; days */
    const char *fields[FIELDS]; /* "@N" after "=": N days ago */
    bool refused;
};

struct way {
    int lesson;
    enum training_state end;
    struct step steps[4];
};

#define CERTIFY                                                                                    \
    {                                                                                              \
        .what = DO_CERTIFY                                                                         \
    }
#define UNDO                                                                                       \
    {                                                                                              \
        .what = DO_UNDO                                                                            \
    }
#define ALIVE                                                                                      \
    {                                                                                              \
        .what = DO_ALIVE                                                                           \
    }
#define LOSS(event, days)                                                                          \
    {                                                                                              \
        .what = DO_LOSS, .code = event, .ago = days                                                \
    }
#define OPEN(word, ...)                                                                            \
    {                                                                                              \
        .what = DO_OPEN, .kind = word, .fields = { __VA_ARGS__ }                                   \
    }
#define REFUSED(word, ...)                                                                         \
    {                                                                                              \
        .what = DO_OPEN, .kind = word, .fields = {__VA_ARGS__}, .refused = true                    \
    }
#define MOVE(id, event)                                                                            \
    {                                                                                              \
        .what = DO_MOVE, .kind = #id, .code = event, .ago = id                                     \
    }
#define LONG_TEXT "视频里由居委会两名干部和老人当面交谈，并核对身份证原件"

static const struct way right[] = {
    {101, TRAINING_DONE, {CERTIFY}},
    {102, TRAINING_DONE, {CERTIFY}},
    {103, TRAINING_DONE, {CERTIFY, CERTIFY}},
    {104, TRAINING_DONE, {UNDO}},
    {105, TRAINING_DONE, {CERTIFY}},
    {201, TRAINING_DONE, {OPEN("change", "field=联系电话", "value=13800000201", "changed_on=@2")}},
    {202,
     TRAINING_DONE,
     {OPEN("change", "field=银行账户", "value=6222020000000000202", "changed_on=@1")}},
    {203,
     TRAINING_DONE,
     {OPEN("abroad_paper", "place=香港", "issuer=工会联合会", "issued_on=@30", "received_on=@0")}},
    {204,
     TRAINING_DONE,
     {REFUSED("abroad_paper", "place=香港", "issuer=其他机构", "issued_on=@5", "received_on=@0"),
      OPEN("other_way", "description=" LONG_TEXT)}},
    {205, TRAINING_DONE, {OPEN("mailed_form", "place=成都", "connected=否", "held_on=@6")}},
    {206,
     TRAINING_DONE,
     {OPEN("abroad_paper", "place=境外", "issuer=使领馆", "issued_on=@10", "received_on=@0")}},
    {207, TRAINING_DONE, {OPEN("home_visit", "ground=卧床")}},
    {301, TRAINING_DONE, {LOSS(LOSS_DEATH, 6)}},
    {302, TRAINING_DONE, {LOSS(LOSS_DEATH, 10)}},
    {303, TRAINING_DONE, {LOSS(LOSS_REMARRIAGE, 15)}},
    {304, TRAINING_DONE, {LOSS(LOSS_EMPLOYMENT, 20)}},
    {305, TRAINING_DONE, {LOSS(LOSS_PROBATION, 9)}},
    {306, TRAINING_DONE, {LOSS(LOSS_ADULTHOOD, 20)}},
    {307, TRAINING_DONE, {LOSS(LOSS_PRISON, 8)}},
    {401, TRAINING_DONE, {CERTIFY}},
    {402, TRAINING_DONE, {CERTIFY}},
    {403, TRAINING_DONE, {ALIVE, CERTIFY}},
    {404, TRAINING_DONE, {ALIVE, CERTIFY}},
    {405, TRAINING_DONE, {CERTIFY, MOVE(MATTER_REINSTATEMENT, EVENT_DECIDE)}},
    {406, TRAINING_DONE, {CERTIFY}},
    {407,
     TRAINING_DONE,
     {MOVE(MATTER_SUSPENSION, EVENT_COMPARE), MOVE(MATTER_SUSPENSION, EVENT_CONTACT),
      MOVE(MATTER_SUSPENSION, EVENT_DECIDE)}},
    {501,
     TRAINING_DONE,
     {OPEN("failed", "means=窗口", "found_on=@0", "text=照片与来人明显不是同一个人")}},
    {502, TRAINING_DONE, {OPEN("tip", "received_on=@0", "named=否", "text=本人早已去世")}},
    {503, TRAINING_DONE, {OPEN("tip", "received_on=@0", "named=是", "text=本人早已去世")}},
    {504, TRAINING_DONE, {OPEN("fraud", "facts=死亡后仍有人取款八个月")}},
    {505, TRAINING_DONE, {OPEN("wrong_contact", "returned_on=@1")}},
    {506, TRAINING_DONE, {MOVE(MATTER_OVERLAP, EVENT_DECIDE)}},
};

/* At least one of each group. */
static const struct way wrong[] = {
    {101, TRAINING_WRONG, {OPEN("other_way", "description=" LONG_TEXT)}},
    {202, TRAINING_WRONG, {OPEN("change", "field=其他信息", "value=新卡", "changed_on=@1")}},
    {204,
     TRAINING_WRONG,
     {OPEN("abroad_paper", "place=香港", "issuer=工会联合会", "issued_on=@5", "received_on=@0")}},
    {207, TRAINING_WRONG, {CERTIFY}},
    {301, TRAINING_WRONG, {LOSS(LOSS_DEATH, 3)}},
    {305, TRAINING_WRONG, {LOSS(LOSS_PRISON, 9)}},
    {405, TRAINING_WRONG, {CERTIFY, MOVE(MATTER_REINSTATEMENT, EVENT_REJECT)}},
    {407, TRAINING_WRONG, {CERTIFY}},
    {501, TRAINING_WRONG, {CERTIFY}},
    {502, TRAINING_WRONG, {OPEN("fraud", "facts=有人举报")}},
};

static void must(struct world *w, enum err e, int lesson, const char *what)
{
    char sentence[512];
    if (e)
        fail_msg("%d %s: %s", lesson, what, problem_sentence(&w->why, sentence, sizeof sentence));
}

static struct date days_ago(const struct world *w, int n)
{
    return date_add_days(w->app.clock.business_date, -n);
}

static enum err open_matter(struct world *w, const struct call *call, const char *number,
                            const struct step *s)
{
    const char *given[FIELDS];
    struct matter_opened done;
    size_t n = 0;
    for (; n < FIELDS && s->fields[n]; n++) {
        const char *at = strstr(s->fields[n], "=@");
        given[n] = at ? arena_print(w->arena, "%.*s=%s", (int)(at - s->fields[n]), s->fields[n],
                                    date_print(days_ago(w, (int)strtol(at + 2, NULL, 10))).s)
                      : s->fields[n];
    }
    struct matter_open in = {.kind = s->kind, .number = number, .given = {given, n}};
    return matter_open_by_hand(call, &in, &done, &w->why);
}

static enum err undo(struct world *w, const struct call *call, const char *number)
{
    struct today list;
    struct undone done;
    enum err e = today_list(call, &list, &w->why);
    for (size_t i = 0; !e && i < list.count; i++)
        if (!list.rows[i].reversed && list.rows[i].person_id == world_id(w, number))
            return today_undo(call, list.rows[i].reference, "认错了人", &done, &w->why);
    return e ? e : ERR_NOT_FOUND;
}

static enum err act(struct world *w, const char *number, const struct step *s)
{
    struct call call = world_call(w, TRAINEE);
    struct certified certified;
    struct loss_reported reported;
    struct alive_done alive;
    struct loss_report loss = {.number = number,
                               .event = (enum loss_event)s->code,
                               .on = days_ago(w, s->ago),
                               .reported_on = w->app.clock.business_date,
                               .reporter_in_city = true};
    switch (s->what) {
    case DO_END:
        return ERR_OK;
    case DO_CERTIFY:
        return world_certify(w, TRAINEE, number, &certified);
    case DO_UNDO:
        return undo(w, &call, number);
    case DO_OPEN:
        return open_matter(w, &call, number, s);
    case DO_LOSS:
        if (s->code == LOSS_PRISON) loss.sentence = sentence_from_word("有期徒刑");
        return loss_report(&call, &loss, &reported, &w->why);
    case DO_ALIVE:
        return alive_at_counter(&call, &(struct alive){.number = number}, &alive, &w->why);
    case DO_MOVE:
        break;
    }
    struct matter m = world_matter(w, number, (enum matter_kind_id)s->ago, NULL);
    return world_move(w, TRAINEE, m.matter_id, (enum matter_event_id)s->code);
}

static struct training_view look(struct world *w, const char *login, int lesson)
{
    struct training_view v;
    struct call call = world_call(w, login);
    must(w, training_one(&call, lesson, &v, &w->why), lesson, "look");
    return v;
}

static struct training_view begin(struct world *w, const char *login, int lesson)
{
    struct training_view v;
    struct call call = world_call(w, login);
    must(w, training_begin(&call, lesson, &v, &w->why), lesson, "begin");
    return v;
}

static void walk(struct world *w, const struct way *way)
{
    struct training_view v = begin(w, TRAINEE, way->lesson);
    if (v.state != TRAINING_BEGUN) fail_msg("%d is at %d at the start", way->lesson, v.state);
    for (size_t i = 0; i < 4 && way->steps[i].what; i++) {
        enum err e = act(w, v.number, &way->steps[i]);
        if (way->steps[i].refused) assert_int_equal(e, ERR_LAW);
        else must(w, e, way->lesson, "step");
    }
    v = look(w, TRAINEE, way->lesson);
    if (v.state == way->end) return;
    for (size_t i = 0; i < v.lesson->expect_count; i++)
        print_error("%s = %s: %d\n", v.lesson->expect[i].key, v.lesson->expect[i].text,
                    v.verdict[i]);
    fail_msg("lesson %d ends at %d, not at %d", way->lesson, v.state, way->end);
}

static void every_lesson_done_the_expected_way_is_done(void **state)
{
    struct world *w = *state;
    struct training_view *all;
    size_t count, n = sizeof right / sizeof *right;
    world_go(w, "2024-03-05");
    struct call call = world_call(w, TRAINEE);
    must(w, training_all(&call, &all, &count, &w->why), 0, "all");
    assert_int_equal(count, n);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(all[i].lesson->number, right[i].lesson);
        assert_int_equal(all[i].state, TRAINING_NEW);
        walk(w, &right[i]);
    }
    must(w, training_all(&call, &all, &count, &w->why), 0, "all");
    for (size_t i = 0; i < n; i++) assert_int_equal(all[i].state, TRAINING_DONE);
    assert_int_equal(world_breaks(w), 0);
}

/* After the measure has ended (art. 17) the lessons still hold. */
static void every_lesson_holds_today(void **state)
{
    struct world *w = *state;
    world_go(w, "2026-11-27");
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) walk(w, &right[i]);
}

static void a_wrong_way_is_wrong(void **state)
{
    struct world *w = *state;
    world_go(w, "2024-03-05");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) walk(w, &wrong[i]);
}

static void trainees_have_their_own_people_and_begin_anew(void **state)
{
    struct world *w = *state;
    world_go(w, "2024-03-05");
    struct training_view mine = begin(w, TRAINEE, 101), theirs = begin(w, OTHER, 101);
    struct certified done;
    assert_true(mine.person_id != theirs.person_id);
    assert_string_not_equal(mine.number, theirs.number);
    must(w, world_certify(w, TRAINEE, mine.number, &done), 101, "certify");
    assert_int_equal(look(w, TRAINEE, 101).state, TRAINING_DONE);
    assert_int_equal(look(w, OTHER, 101).state, TRAINING_BEGUN);

    struct training_view again = begin(w, TRAINEE, 101);
    assert_true(again.person_id != mine.person_id);
    assert_int_equal(again.state, TRAINING_BEGUN);
    struct call call = world_call(w, TRAINEE);
    must(w, training_forget(&call, 101, &w->why), 101, "forget");
    assert_int_equal(look(w, TRAINEE, 101).state, TRAINING_NEW);
    assert_int_equal(training_check(&call, 101, &again, &w->why), ERR_CONFLICT);
    assert_int_equal(training_check(&call, 999, &again, &w->why), ERR_NOT_FOUND);
    assert_int_equal(look(w, OTHER, 101).state, TRAINING_BEGUN);
    assert_int_equal(world_breaks(w), 0);
}

/* Both are past their due day; the night of the lesson is the night of its person alone. */
static void a_night_of_a_lesson_moves_nobody_else(void **state)
{
    struct world *w = *state;
    world_go(w, "2024-03-05");
    struct training_view other = begin(w, OTHER, 101);
    world_go(w, "2024-05-06");
    struct training_view mine = begin(w, TRAINEE, 406);
    struct dossier moved = world_dossier(w, mine.number);
    assert_non_null(dossier_open_matter(&moved, MATTER_SUSPENSION, "371002000000"));
    struct dossier still = world_dossier(w, other.number);
    assert_true(date_cmp(still.p.due_on, w->app.clock.business_date) < 0);
    assert_int_equal(still.matter_count, 0);
    world_day(w, "2024-05-06");
    assert_int_equal(world_dossier(w, other.number).matter_count, 1);
}

static void the_console_has_no_lessons(void **state)
{
    struct world *w = *state;
    struct training_view v;
    struct call call = world_call(w, NULL);
    assert_int_equal(training_begin(&call, 101, &v, &w->why), ERR_DENIED);
    assert_int_equal(w->why.message, ZH_training_login);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WORLD_TEST(every_lesson_done_the_expected_way_is_done),
        WORLD_TEST(every_lesson_holds_today),
        WORLD_TEST(a_wrong_way_is_wrong),
        WORLD_TEST(trainees_have_their_own_people_and_begin_anew),
        WORLD_TEST(a_night_of_a_lesson_moves_nobody_else),
        WORLD_TEST(the_console_has_no_lessons),
    };
    return TEST_ON_EACH(tests);
}
