/* Losses through the use cases (arts. 8, 9; 条例 25, 26): scenarios 19, 24, 25, 26;
 * capabilities 8.1 to 8.10, 9.1 to 9.4, C9, C12, C13. */
#include "app/world.h"

static struct loss_reported report(struct world *w, const char *login, struct loss_report in)
{
    struct loss_reported done = {0};
    struct call call = world_call(w, login);
    assert_int_equal(loss_report(&call, &in, &done, &w->why), ERR_OK);
    return done;
}

static struct loss_report death(const char *number, const char *on, const char *reported)
{
    return (struct loss_report){.number = number,
                                .event = LOSS_DEATH,
                                .on = D(on),
                                .reported_on = D(reported),
                                .reporter_in_city = true};
}

/* Scenario 19: 2024-02-08 told on 2024-02-23 is the seventh working day. */
static void any_agency_takes_the_report_and_each_payer_gets_a_matter(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-12-20"});
    world_enrol(w, 1, (struct newcomer){.kind = LINE_CARE, .payer = WENDENG, .rate = 100000});
    world_go(w, "2024-02-23");
    int64_t entries = world_entries(w);
    struct loss_reported r = report(w, "clerk@" TOWN, death(number, "2024-02-08", "2024-02-23"));
    assert_int_equal(r.matter_count, 2);
    assert_int_equal(r.clock.days_late_local, 0);
    assert_int_equal(r.clock.local_limit.day, D("2024-02-23").day);
    assert_int_equal(world_entries(w), entries + 2);
    assert_int_equal(world_status(w, number, 0), 1); /* a report is never a decision */
    struct loss_reported again =
        report(w, "clerk@" RONGCHENG, death(number, "2024-02-08", "2024-02-23"));
    assert_int_equal(again.matter_count, 2);
    assert_true(again.matter[0] == r.matter[0] && again.matter[1] == r.matter[1]);
    assert_int_equal(world_entries(w), entries + 2);
    world_go(w, "2024-02-27");
    assert_int_equal(
        report(w, "clerk@" TOWN, death(number, "2024-02-08", "2024-02-27")).clock.days_late_local,
        2);
}

static void what_makes_no_sense_is_refused(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){0});
    const struct {
        const char *login;
        struct loss_report in;
        enum err err;
    } cases[] = {
        {"clerk@" HUANCUI, death(number, "2024-01-03", "2024-01-02"), ERR_INPUT},
        {"clerk@" HUANCUI,
         {.number = number,
          .event = LOSS_PRISON,
          .on = D("2024-01-01"),
          .reported_on = D("2024-01-02")},
         ERR_INPUT},
        {"clerk@" HUANCUI,
         {.number = number,
          .event = LOSS_PRISON,
          .on = D("2024-01-01"),
          .until = D("2023-12-01"),
          .sentence = SENTENCE_IMPRISONMENT,
          .reported_on = D("2024-01-02")},
         ERR_INPUT},
        {"clerk@" HUANCUI, death(world_number(w, NULL, 999), "2024-01-01", "2024-01-02"),
         ERR_NOT_FOUND},
        {"supervisor@" HUANCUI, death(number, "2024-01-01", "2024-01-02"), ERR_DENIED},
        {NULL, death(number, "2024-01-01", "2024-01-02"), ERR_DENIED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct call call = world_call(w, cases[i].login);
        struct loss_reported done = {0};
        assert_int_equal(loss_report(&call, &cases[i].in, &done, &w->why), cases[i].err);
    }
    assert_int_equal(world_dossier(w, number).matter_count, 0);
}

/* 条例 26 asks for its file before this adverse act too; the payer's two people decide. */
static void a_death_ends_only_after_file_decision_and_release(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-12-20"});
    world_go(w, "2024-02-20");
    report(w, "clerk@" HUANCUI, death(number, "2024-02-10", "2024-02-20"));
    struct matter m = world_matter(w, number, MATTER_LOSS, NULL);
    assert_int_equal(world_move(w, "clerk@" WENDENG, m.matter_id, EVENT_DECIDE), ERR_DENIED);
    assert_int_equal(world_move(w, "clerk@" HUANCUI, m.matter_id, EVENT_DECIDE), ERR_OK);
    assert_int_equal(world_move(w, "reviewer@" HUANCUI, m.matter_id, EVENT_RELEASE), ERR_LAW);
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_move(w, "clerk@" HUANCUI, m.matter_id, EVENT_COMPARE), ERR_OK);
    assert_int_equal(world_move(w, "clerk@" HUANCUI, m.matter_id, EVENT_ENTRUST), ERR_OK);
    assert_int_equal(world_move(w, "reviewer@" HUANCUI, m.matter_id, EVENT_RELEASE), ERR_OK);
    assert_int_equal(world_status(w, number, 0), 4);
    world_day(w, "2024-04-15");
    assert_int_equal(world_payable(w, number, "2024-02", -1).net,
                     RATE); /* the month of the death is paid */
    assert_int_equal(world_payable(w, number, "2024-03", -1).net, 0);
    assert_int_equal(world_breaks(w), 0);
}

/* C9: a death of months ago was believed, and undone: every month is paid by one run at once,
 * nothing is owed. */
static void a_false_death_is_undone_completely(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-12-20"});
    world_day(w, "2024-04-20");
    report(w, "clerk@" HUANCUI, death(number, "2024-02-10", "2024-04-20"));
    struct matter m = world_matter(w, number, MATTER_LOSS, NULL);
    world_release(w, m);
    world_day(w, "2024-06-20"); /* March and April were paid, May and June not */
    struct dossier s = world_dossier(w, number);
    int64_t overpaid = 0;
    for (size_t i = 0; i < s.lines[0].ledger.entry_count; i++)
        if (s.lines[0].ledger.entries[i].kind == ENTRY_OVERPAID)
            overpaid += s.lines[0].ledger.entries[i].amount;
    assert_int_equal(overpaid, 2 * RATE);
    assert_int_equal(world_breaks(w), 0);
    assert_int_equal(world_move(w, "reviewer@" HUANCUI, m.matter_id, EVENT_UNDO), ERR_OK);
    assert_int_equal(world_payable(w, number, "2024-06", 1).back, 2 * RATE);
    assert_int_equal(world_status(w, number, 0), 1);
    assert_int_equal(world_breaks(w), 0);
    world_day(w, "2024-07-10");
    assert_int_equal(world_payable(w, number, "2024-07", -1).net, RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* Missing, then found: every withheld month is paid; readings, "Money, worked". */
static void who_was_missing_and_is_found_is_paid_every_month(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-12-20"});
    world_go(w, "2024-03-05");
    report(w, "clerk@" HUANCUI,
           (struct loss_report){.number = number,
                                .event = LOSS_MISSING,
                                .on = D("2024-02-20"),
                                .reported_on = D("2024-03-05")});
    world_release(w, world_matter(w, number, MATTER_LOSS, NULL));
    assert_int_equal(world_status(w, number, 0), 2);
    world_day(w, "2025-01-10");
    struct certified c;
    assert_int_equal(world_certify(w, "clerk@" HUANCUI, number, &c), ERR_OK);
    world_grant(w, world_matter(w, number, MATTER_REINSTATEMENT, HUANCUI));
    world_day(w, "2025-02-10");
    assert_int_equal(world_payable(w, number, "2025-02", -1).back, 3531605); /* eleven months */
    assert_int_equal(world_payable(w, number, "2025-02", -1).due, RATE);
    assert_int_equal(world_breaks(w), 0);
}

/* Scenario 24: the survivor's allowance ends, the widow's own pension goes on; 8.8. */
static void remarriage_ends_the_allowance_and_not_the_own_pension(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1,
                                     (struct newcomer){.kind = LINE_SURVIVOR_HARDSHIP,
                                                       .relation = RELATION_SPOUSE,
                                                       .last = "2023-12-20"});
    world_enrol(w, 1, (struct newcomer){.kind = LINE_RESIDENT_PENSION, .last = "2023-12-20"});
    world_go(w, "2024-01-15");
    report(w, "clerk@" HUANCUI,
           (struct loss_report){.number = number,
                                .event = LOSS_REMARRIAGE,
                                .on = D("2024-01-10"),
                                .reported_on = D("2024-01-15")});
    world_release(w, world_matter(w, number, MATTER_LOSS, NULL));
    struct dossier s = world_dossier(w, number);
    for (size_t i = 0; i < s.line_count; i++)
        assert_int_equal(s.lines[i].status, s.lines[i].kind == LINE_SURVIVOR_HARDSHIP ? 4 : 1);
}

/* Scenario 25: 缓刑 stops nothing. */
static void probation_stops_nothing(void **state)
{
    struct world *w = *state;
    const char *number = world_enrol(w, 1, (struct newcomer){.last = "2023-12-20"});
    world_go(w, "2024-01-15");
    report(w, "clerk@" HUANCUI,
           (struct loss_report){.number = number,
                                .event = LOSS_PRISON,
                                .on = D("2024-01-10"),
                                .until = D("2026-01-09"),
                                .sentence = SENTENCE_PROBATION,
                                .reported_on = D("2024-01-15")});
    world_release(w, world_matter(w, number, MATTER_LOSS, NULL));
    assert_int_equal(world_status(w, number, 0), 1);
    world_day(w, "2024-02-20");
    assert_int_equal(world_payable(w, number, "2024-02", -1).net, RATE);
}

int main(void)
{
    static const struct CMUnitTest loss[] = {
        WORLD_TEST(any_agency_takes_the_report_and_each_payer_gets_a_matter),
        WORLD_TEST(what_makes_no_sense_is_refused),
        WORLD_TEST(a_death_ends_only_after_file_decision_and_release),
        WORLD_TEST(a_false_death_is_undone_completely),
        WORLD_TEST(who_was_missing_and_is_found_is_paid_every_month),
        WORLD_TEST(remarriage_ends_the_allowance_and_not_the_own_pension),
        WORLD_TEST(probation_stops_nothing),
    };
    return TEST_ON_EACH(loss);
}
