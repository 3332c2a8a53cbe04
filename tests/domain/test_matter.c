/*
 * The kinds of matter, walked exhaustively: every state × event × role (architecture.md, "No
 * pension stops by accident"; capabilities 10.4 to 10.9, 8.10, B17; scenarios 10 to 17).
 */
#include "law/fixture.h"

#include <stdlib.h>

#include "domain/each_matter.h"

static bool terminal(enum matter_state s)
{
    return s == STATE_CLOSED || s == STATE_REJECTED || s == STATE_UNDONE;
}

static void every_kind_is_found_by_its_word_and_has_a_clock(void **state)
{
    int n = 0;
    (void)state;
    EACH_KIND(k)
    {
        n++;
        assert_ptr_equal(matter_kind_from_word(k->word), k);
        assert_true(k->title != ZH_none);
        struct date due = k->due(&law, CAUSE_MISSED, D("2024-05-31"), D("2024-06-03"), NULL);
        if (k->id == MATTER_FORESEEN_LOSS || k->id == MATTER_PARAM_CHANGE)
            assert_int_equal(due.day, D("2024-05-31").day); /* the foreseen day, the first day */
        else assert_true(date_cmp(due, D("2024-06-03")) > 0);
    }
    assert_int_equal(n, MATTER_KIND_COUNT - 1);
    assert_null(matter_kind(MATTER_UNSET));
    assert_null(matter_kind(MATTER_KIND_COUNT));
    assert_null(matter_kind_from_word(""));
    assert_null(matter_kind_from_word("Suspension"));
}

static void one_state_and_one_event_have_at_most_one_row(void **state)
{
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        assert_ptr_equal(matter_row(k, r->from, r->event), r);
        assert_true(r->to > STATE_UNSET && r->to < STATE_COUNT);
        assert_true((r->from == STATE_UNSET) == (r->event == EVENT_OPEN));
    }
}

static void events_that_stand_in_no_row_are_refused(void **state)
{
    (void)state;
    EACH_KIND(k)
    for (int s = 0; s < STATE_COUNT; s++)
        for (int e = 0; e <= EVENT_COUNT; e++) {
            bool listed = false;
            EACH_ROW(k, r) listed |= (int)r->from == s && (int)r->event == e;
            const struct matter_row *row =
                matter_row(k, (enum matter_state)s, (enum matter_event_id)e);
            assert_int_equal(row != NULL, listed);
            if (e == EVENT_UNSET || e == EVENT_COUNT) assert_null(row);
        }
}

static void no_adverse_row_lacks_guard_second_person_or_letter(void **state)
{
    int adverse = 0;
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        if (!r->adverse) continue;
        adverse++;
        assert_non_null(r->guard);
        assert_true(r->second_person);
        assert_true(r->letter != ZH_none);
        assert_non_null(r->effects);
        assert_int_equal(r->who,
                         k->id == MATTER_FRAUD ? ACTION_LEGAL_REVIEW : ACTION_MATTER_RELEASE);
        assert_true(r->from == STATE_DECIDED || r->first == EVENT_OFFSET);
    }
    assert_int_equal(adverse, 5 + 4); /* suspension, loss, overlap, a refund after a loss, the
                                         department's order, an offset in each of three states of
                                         a refund and one of a request: nothing else burdens
                                         anybody */
}

/* What somebody owes, at its own payer or at another that offsets. */
static bool about_debt(const struct matter_kind *k)
{
    return k->id == MATTER_REFUND || k->id == MATTER_OFFSET_REQUEST;
}

/* Who did the first step is named in the row, and can have done it where the row begins (C13). */
static void who_is_first_is_an_event_that_can_have_come_before(void **state)
{
    int named = 0;
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        if (!r->first) continue;
        const struct matter_row *before = matter_row(k, r->from, r->first);
        named++;
        assert_true(r->second_person && before && before->guard && !before->effects);
        assert_int_equal(r->adverse, about_debt(k));
        assert_int_equal(before->to, r->from);
        assert_int_equal(before->who, ACTION_MATTER_DECIDE);
    }
    assert_int_equal(named, 2 + 4);
}

static bool agency_role(int role)
{
    return role == ROLE_CLERK || role == ROLE_REVIEWER || role == ROLE_MANAGER;
}

/* Arts. 4 and 12: the department's own steps are of the fraud alone, and its roles have no other.
 */
/* The city agency's acts about the standard itself: parameters, and what follows from amended ones.
 */
static bool of_the_standard(const struct matter_kind *k)
{
    return k->id == MATTER_PARAM_CHANGE || k->id == MATTER_READJUDICATION ||
           k->id == MATTER_BENEFIT_KIND;
}

static void check_department_row(const struct matter_kind *k, const struct matter_row *r, int role)
{
    enum region region = permission_region((enum role)role, r->who);
    bool own = role == (r->who == ACTION_ORDER ? ROLE_OFFICER : ROLE_DEPARTMENT_LEGAL);
    assert_int_equal(k->id, MATTER_FRAUD);
    assert_int_equal(region, own ? REGION_EXACT : REGION_NONE);
}

static void check_agency_row(const struct matter_row *r, int role)
{
    enum region region = permission_region((enum role)role, r->who);
    if (r->who == ACTION_UNSET || !agency_role(role)) assert_int_equal(region, REGION_NONE);
    else if (r->who == ACTION_MATTER_NOTE) assert_int_equal(region, REGION_OWN);
    else if (r->who == ACTION_MATTER_OPEN || r->who == ACTION_FALSE_DEATH)
        assert_int_equal(region, REGION_ANY);
    else if (r->adverse) assert_int_equal(region, role == ROLE_CLERK ? REGION_NONE : REGION_EXACT);
    else assert_true(region == REGION_EXACT || (role == ROLE_CLERK && region == REGION_NONE));
}

/* Art. 14: managers and case auditors of the agency itself. */
static void check_discipline_row(const struct matter_kind *k, const struct matter_row *r, int role)
{
    bool own = role == ROLE_MANAGER || role == ROLE_CASE_AUDIT;
    assert_int_equal(k->id, MATTER_DISCIPLINE);
    assert_int_equal(permission_region((enum role)role, r->who), own ? REGION_EXACT : REGION_NONE);
}

/* Art. 4(3): the dated parameters are the city agency's; who releases is a manager. */
static void check_param_row(const struct matter_kind *k, const struct matter_row *r, int role)
{
    bool own = role == ROLE_MANAGER || (role == ROLE_REVIEWER && r->who == ACTION_PARAM_DECIDE);
    assert_true(of_the_standard(k));
    assert_int_equal(permission_region((enum role)role, r->who), own ? REGION_EXACT : REGION_NONE);
}

/* Every row and every role: who may take an adverse row is a reviewer or manager of the payer (or
 * the department's lawyer), supervisors and administrators move nothing. */
static void every_row_belongs_to_the_system_the_agencies_or_the_department(void **state)
{
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    for (int role = 1; role < ROLE_COUNT; role++) {
        if (r->who == ACTION_ORDER || r->who == ACTION_LEGAL_REVIEW)
            check_department_row(k, r, role);
        else if (r->who == ACTION_DISCIPLINE) check_discipline_row(k, r, role);
        else if (r->who == ACTION_PARAM_DECIDE || r->who == ACTION_PARAM_RELEASE)
            check_param_row(k, r, role);
        else check_agency_row(r, role);
    }
}

/* A release is another's act on a decision: nothing else leads to `released`, and only a decision
 * leads to `decided`. */
static void nothing_is_released_that_was_not_decided_by_a_person(void **state)
{
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        if (r->from == r->to) continue;
        if (r->to == STATE_DECIDED) {
            bool department = k->id == MATTER_FRAUD, staff = k->id == MATTER_DISCIPLINE;
            bool param = of_the_standard(k);
            assert_int_equal(r->event, EVENT_DECIDE);
            assert_int_equal(r->who, department ? ACTION_ORDER
                                     : staff    ? ACTION_DISCIPLINE
                                     : param    ? ACTION_PARAM_DECIDE
                                                : ACTION_MATTER_DECIDE);
            assert_int_equal(r->from, department ? STATE_REPORTED : STATE_PROPOSED);
        }
        if (r->to == STATE_RELEASED) assert_int_equal(r->from, STATE_DECIDED);
        if (r->event == EVENT_RELEASE) {
            assert_true(r->second_person);
            assert_true(r->who == ACTION_MATTER_RELEASE || r->who == ACTION_LEGAL_REVIEW ||
                        r->who == ACTION_DISCIPLINE || r->who == ACTION_PARAM_RELEASE);
            assert_int_equal(r->not_opener, of_the_standard(k));
        }
        if (r->to == STATE_IN_EFFECT) assert_int_equal(r->from, STATE_RELEASED);
    }
}

/* ---- effects -------------------------------------------------------------------------------- */

static struct matter_line lines_of_facts[2];
static struct matter matter_of_facts;
static struct overlap_part part_of_facts;
static struct matter_overlap overlap_of_facts;
static struct matter_refund refund_of_facts;
static struct matter_owing owing_of_facts;

static struct matter_facts facts_of(const struct matter_kind *k, int cause)
{
    matter_of_facts = (struct matter){.matter_id = 77,
                                      .kind = k->id,
                                      .cause = cause,
                                      .agency = "371002000000",
                                      .event_on = D("2024-05-10"),
                                      .detail = SENTENCE_IMPRISONMENT * 2};
    for (int i = 0; i < 2; i++)
        lines_of_facts[i] = (struct matter_line){.line_id = i + 1,
                                                 .kind = i ? LINE_CARE : LINE_WORKER_PENSION,
                                                 .status = 2,
                                                 .suspended_by = 55,
                                                 .suspended_from = M("2024-03")};
    part_of_facts = (struct overlap_part){M("2024-04"), 19000, 2800};
    overlap_of_facts =
        (struct matter_overlap){.period = {.item = 1, .refund_side = 1, .count = 1, .total = 19000},
                                .parts = &part_of_facts,
                                .refund_line = 2,
                                .goes_on = true,
                                .open = M("2024-06")};
    owing_of_facts = (struct matter_owing){.line_id = 2, .kind = LINE_CARE, .debt = 19000};
    refund_of_facts = (struct matter_refund){.owing = &owing_of_facts,
                                             .owing_count = 1,
                                             .debt = 19000,
                                             .payable = 10000,
                                             .open = M("2024-06"),
                                             .consent = true};
    return (struct matter_facts){
        .overlap = k->id == MATTER_OVERLAP ? &overlap_of_facts : NULL,
        .refund = about_debt(k) ? &refund_of_facts : NULL,
        .law = &law,
        .matter = &matter_of_facts,
        .suspension = {.cause = (enum suspension_cause)(k->id == MATTER_SUSPENSION ? cause : 0),
                       .event_on = D("2024-05-10"),
                       .compared_on = D("2024-05-20"),
                       .contacted_on = D("2024-05-21")},
        .birth = D("1950-01-01"),
        .suspended_on = D("2024-03-05"),
        .given_on = D("2024-06-01"),
        .lines = lines_of_facts,
        .line_count = 2,
    };
}

static int causes_of(const struct matter_kind *k)
{
    return k->id == MATTER_SUSPENSION ? CAUSE_CUSTODY : LOSS_EVENT_COUNT - 1;
}

/* Runs the row's effects for every cause; counts those that begin to withhold, stop or end. */
static int spans_begun(const struct matter_kind *k, const struct matter_row *r)
{
    int begun = 0;
    for (int cause = 1; r->effects && cause <= causes_of(k); cause++) {
        struct effect out[MATTER_EFFECTS];
        struct matter_facts facts = facts_of(k, cause);
        size_t n = r->effects(&facts, out);
        assert_true(n <= MATTER_EFFECTS);
        for (size_t i = 0; i < n; i++) {
            assert_true(out[i].kind != EFFECT_UNSET);
            begun += out[i].kind == EFFECT_SPAN;
            if (out[i].kind == EFFECT_SPAN)
                assert_true(out[i].span >= SPAN_SUSPEND && out[i].span <= SPAN_END);
        }
    }
    return begun;
}

static void only_adverse_rows_begin_to_withhold_stop_or_end(void **state)
{
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        bool debt = k->id == MATTER_FRAUD || about_debt(k); /* no line of anybody */
        assert_int_equal(spans_begun(k, r) > 0, r->adverse && !debt);
    }
}

/* A certification that a matter brings about comes by its own way of art. 7, and never from a row
 * of the system: somebody saw, or approved. */
static void who_certifies_by_a_matter_is_a_person(void **state)
{
    int ways = 0;
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        struct effect out[MATTER_EFFECTS];
        struct matter_facts f = facts_of(k, CAUSE_MISSED);
        size_t n = r->effects ? r->effects(&f, out) : 0;
        for (size_t i = 0; i < n; i++) {
            if (out[i].kind != EFFECT_CERTIFY) continue;
            assert_true(out[i].way >= 1 && out[i].way <= 6);
            assert_true(r->who != ACTION_UNSET && r->guard);
            assert_int_equal(r->to, STATE_CLOSED);
            ways |= 1 << out[i].way;
        }
    }
    assert_int_equal(ways, 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6);
}

static void system_rows_are_never_adverse_and_decide_nothing(void **state)
{
    int system_rows = 0;
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        if (r->who != ACTION_UNSET) continue;
        system_rows++;
        assert_false(r->adverse);
        assert_false(r->second_person);
        assert_int_equal(spans_begun(k, r), 0);
        assert_true(r->to != STATE_DECIDED || r->from == STATE_DECIDED);
        assert_true(r->to != STATE_RELEASED);
    }
    assert_true(system_rows > 10);
}

/* Readings: medical lines are notified, never stopped here; what is stopped or ended anyway is not
 * suspended on top. */
static void a_suspension_leaves_medical_and_ended_lines_alone(void **state)
{
    struct effect out[MATTER_EFFECTS];
    const struct matter_row *r = matter_row(&matter_suspension, STATE_DECIDED, EVENT_RELEASE);
    struct matter_facts f = facts_of(&matter_suspension, CAUSE_MISSED);
    struct matter_line lines[] = {{.line_id = 1, .kind = LINE_WORKER_MEDICAL, .status = 1},
                                  {.line_id = 2, .kind = LINE_WORKER_PENSION, .status = 1},
                                  {.line_id = 3, .kind = LINE_CARE, .status = 4},
                                  {.line_id = 4, .kind = LINE_DISABILITY, .status = 3}};
    (void)state;
    f.lines = lines;
    f.line_count = 4;
    assert_int_equal(r->effects(&f, out), 2);
    assert_int_equal(out[0].line_id, 2);
    assert_int_equal(out[0].span, SPAN_SUSPEND);
    assert_int_equal(out[1].kind, EFFECT_LETTER);
}

/* A person with more lines than a list of effects holds never writes past its end. */
static void many_lines_stay_within_the_list_of_effects(void **state)
{
    struct matter_line lines[200];
    (void)state;
    for (int i = 0; i < 200; i++)
        lines[i] = (struct matter_line){
            .line_id = i + 1, .kind = LINE_CARE, .status = 1, .suspended_by = 100 + i};
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        if (!r->effects) continue;
        struct effect *out =
            calloc(MATTER_EFFECTS, sizeof *out); /* its end is watched by the sanitizers */
        struct matter_facts f = facts_of(k, k->id == MATTER_LOSS ? LOSS_PRISON : CAUSE_MISSED);
        matter_of_facts.until_on = D("2024-12-01");
        f.lines = lines;
        f.line_count = 200;
        assert_true(r->effects(&f, out) <= MATTER_EFFECTS);
        free(out);
    }
}

/* 77号: a residents' line ends, a top-up goes on with what it still has to fill; the debt is a
 * matter of its own. */
static void an_overlap_ends_the_refunded_line_or_lowers_a_top_up(void **state)
{
    struct effect out[MATTER_EFFECTS];
    const struct matter_row *r = matter_row(&matter_overlap, STATE_DECIDED, EVENT_RELEASE);
    struct matter_facts f = facts_of(&matter_overlap, 1);
    (void)state;
    assert_int_equal(r->effects(&f, out), 5);
    assert_int_equal(out[0].kind, EFFECT_OVERLAP);
    assert_int_equal(out[1].span, SPAN_END);
    assert_int_equal(out[1].line_id, 2);
    assert_month(out[1].month, "2024-06");
    assert_int_equal(out[3].open, MATTER_REFUND);
    lines_of_facts[1].kind = LINE_DISABILITY_TOP_UP;
    overlap_of_facts.keeps = 38000;
    assert_int_equal(r->effects(&f, out), 5);
    assert_int_equal(out[1].kind, EFFECT_RATE);
    assert_int_equal(out[1].amount, 38000);
    overlap_of_facts.goes_on = false; /* past months only: nothing changes from now on */
    assert_int_equal(r->effects(&f, out), 4);
    assert_int_equal(out[1].kind, EFFECT_BACK_PAY);
    overlap_of_facts.refund_line = 0; /* nobody chose */
    assert_int_equal(r->effects(&f, out), 0);
}

/* Decision, demand, court: each guard lets exactly its own step happen (行政强制法 53, 54). */
static void no_step_of_a_recovery_is_skipped(void **state)
{
    const struct matter_row *demand = matter_row(&matter_refund, STATE_PROPOSED, EVENT_DEMAND);
    const struct matter_row *apply = matter_row(&matter_refund, STATE_DEMANDED, EVENT_APPLY);
    struct matter_facts f = facts_of(&matter_refund, 0);
    (void)state;
    assert_null(matter_row(&matter_refund, STATE_PROPOSED, EVENT_APPLY));
    today("2024-12-18");
    assert_int_equal(demand->guard(&f).outcome, OUTCOME_NEEDS_EVIDENCE);
    assert_int_equal(apply->guard(&f).outcome, OUTCOME_NEEDS_EVIDENCE);
    refund_of_facts.steps.decision_served_on = D("2024-05-10");
    assert_int_equal(demand->guard(&f).outcome, OUTCOME_MET);
    assert_int_equal(apply->guard(&f).outcome, OUTCOME_NEEDS_EVIDENCE);
    refund_of_facts.steps.demand_served_on = D("2024-12-03");
    assert_int_equal(apply->guard(&f).outcome, OUTCOME_MET);
    today("2024-12-17");
    assert_int_equal(apply->guard(&f).outcome, OUTCOME_NOT_MET);
    f.refund = NULL;
    assert_int_equal(apply->guard(&f).outcome, OUTCOME_NEEDS_EVIDENCE);
}

/* ---- reaching ------------------------------------------------------------------------------- */

static void reach(const struct matter_kind *k, enum matter_state s, bool reached[STATE_COUNT])
{
    if (reached[s]) return;
    reached[s] = true;
    EACH_ROW(k, r)
    if (r->from == s) reach(k, r->to, reached);
}

static void every_state_of_a_kind_is_reached_and_every_open_one_has_a_way_out(void **state)
{
    (void)state;
    EACH_KIND(k)
    {
        bool reached[STATE_COUNT] = {false};
        reach(k, STATE_UNSET, reached);
        EACH_ROW(k, r)
        {
            assert_true(reached[r->from]);
            assert_true(reached[r->to]);
        }
        for (int s = 1; s < STATE_COUNT; s++) {
            int out = 0, by_person = 0;
            EACH_ROW(k, r)
            {
                out += (int)r->from == s && r->to != r->from;
                by_person += (int)r->from == s && r->to != r->from && r->who != ACTION_UNSET;
            }
            if (!reached[s]) continue;
            bool rests = terminal((enum matter_state)s) ||
                         (k->id == MATTER_REINSTATEMENT && s == STATE_IN_EFFECT) ||
                         (k->id == MATTER_PARAM_CHANGE && s == STATE_RELEASED);
            assert_int_equal(out > 0, !rests);
            if (matter_open((enum matter_state)s)) assert_true(by_person > 0);
        }
        assert_true(reached[STATE_CLOSED] || reached[STATE_REJECTED]);
    }
}

/* What ended stays ended; what was released adversely can be undone, and only there (C9). */
static void no_row_leads_out_of_an_end_and_undo_undoes_what_burdened(void **state)
{
    (void)state;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        bool stays = r->event == EVENT_ACCOUNT_BACK && r->to == r->from; /* money that came back */
        assert_true(stays || !terminal(r->from));
        if (r->event == EVENT_UNDO) {
            assert_true(r->from == STATE_RELEASED || r->from == STATE_IN_EFFECT ||
                        k->id == MATTER_REFUND);
            assert_int_equal(r->to, STATE_UNDONE);
            assert_int_equal(r->who, k->id == MATTER_FRAUD ? ACTION_ORDER : ACTION_MATTER_UNDO);
            assert_true(r->letter != ZH_none);
        }
        if (r->adverse) {
            /* an overlap's own undo restores its refund, and that one what another was asked */
            bool by_overlap = about_debt(k) && r->to == STATE_PROPOSED;
            assert_non_null(matter_row(k, r->to, by_overlap ? EVENT_RESTORED : EVENT_UNDO));
            bool reached[STATE_COUNT] = {false};
            reach(k, STATE_UNSET, reached);
            assert_int_equal(matter_row(k, STATE_IN_EFFECT, EVENT_UNDO) != NULL,
                             reached[STATE_IN_EFFECT]);
        }
    }
}

/* C9: whoever comes himself is not dead; what rests on a report of it ends by one person, and
 * nothing else does. A court's declaration is the court's. */
static void who_stands_at_the_counter_undoes_a_reported_death_and_nothing_else(void **state)
{
    (void)state;
    size_t rows = 0;
    EACH_KIND(k)
    EACH_ROW(k, r)
    {
        if (r->event != EVENT_ALIVE) continue;
        rows++;
        assert_int_equal(r->who, ACTION_FALSE_DEATH);
        assert_false(r->adverse || r->second_person);
        bool in_force = r->from == STATE_RELEASED || r->from == STATE_IN_EFFECT;
        assert_int_equal(r->to, in_force ? STATE_UNDONE : STATE_REJECTED);
        if (in_force) assert_ptr_equal(r->effects, matter_row(k, r->from, EVENT_UNDO)->effects);
        for (int cause = 0; cause <= LOSS_ENLISTMENT; cause++) {
            struct matter_facts f = facts_of(k, 1);
            struct matter m = *f.matter;
            m.cause = cause;
            f.matter = &m;
            bool reported =
                cause == LOSS_DEATH || cause == LOSS_CREMATION || cause == LOSS_HOUSEHOLD_CANCELLED;
            assert_int_equal(r->guard(&f).outcome == OUTCOME_MET, reported);
        }
    }
    assert_int_equal(rows, 6);
    assert_null(matter_row(&matter_suspension, STATE_IN_EFFECT, EVENT_ALIVE));
}

/* An undo voids every line and pays at once, not with the next regular run. */
static void an_undo_voids_and_pays_at_once(void **state)
{
    static const struct matter_kind *const kinds[] = {&matter_suspension, &matter_loss};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct effect out[MATTER_EFFECTS];
        struct matter_facts f = facts_of(kinds[i], 1);
        size_t n = matter_row(kinds[i], STATE_IN_EFFECT, EVENT_UNDO)->effects(&f, out);
        assert_int_equal(n, kinds[i] == &matter_loss ? 5 : 4);
        for (int l = 0; l < 2; l++) {
            assert_int_equal(out[l].kind, EFFECT_VOID);
            assert_int_equal(out[l].matter_id, 77);
        }
        assert_int_equal(out[2].kind, EFFECT_BACK_PAY);
        assert_true(out[2].at_once);
        assert_int_equal(out[n - 1].kind, EFFECT_LETTER);
    }
}

/* Readings, trap 9 and "never ended for that": an investigation and a check of evidence act only
 * through matters of their own. */
static void investigations_and_checks_end_nothing_themselves(void **state)
{
    static const struct matter_kind *const kinds[] = {&matter_investigation,
                                                      &matter_evidence_check};
    (void)state;
    for (int i = 0; i < 2; i++) EACH_ROW(kinds[i], r)
        {
            struct effect out[MATTER_EFFECTS];
            struct matter_facts f = facts_of(kinds[i], LOSS_DEATH);
            size_t n = r->effects ? r->effects(&f, out) : 0;
            for (size_t e = 0; e < n; e++)
                assert_true(out[e].kind == EFFECT_OPEN || out[e].kind == EFFECT_LETTER ||
                            (out[e].kind == EFFECT_SPAN && out[e].span == SPAN_HOLD));
        }
}

static void taken_off(struct matter_facts *f, enum matter_event_id event)
{
    struct effect out[MATTER_EFFECTS];
    const struct matter_row *row = matter_row(matter_kind(f->matter->kind), STATE_PROPOSED, event);
    assert_int_equal(row->effects(f, out), 2);
    assert_int_equal(out[0].kind, EFFECT_VOID);
    assert_int_equal(out[0].matter_id, 77);
    assert_int_equal(out[1].kind, EFFECT_BACK_PAY);
    assert_true(out[1].at_once);
}

/* Art. 7(3): a reported death holds the next payroll of the lines that are paid, for a term; the
 * hold ends with it, with the check, or with the loss that the check has opened. */
static void a_reported_death_holds_the_next_payroll_for_its_term(void **state)
{
    struct effect out[MATTER_EFFECTS];
    const struct matter_row *row = matter_row(&matter_evidence_check, STATE_PROPOSED, EVENT_HOLD);
    struct matter_line lines[2] = {{.line_id = 1, .kind = LINE_WORKER_PENSION, .status = 1},
                                   {.line_id = 2, .kind = LINE_CARE, .status = 3}};
    struct matter m = {
        .kind = MATTER_EVIDENCE_CHECK, .matter_id = 77, .opened_on = D("2024-03-05")};
    struct matter_facts f = {.law = &law, .matter = &m, .lines = lines, .line_count = 2};
    (void)state;
    today("2024-03-05");
    assert_int_equal(row->who, ACTION_UNSET);
    for (int cause = LOSS_UNSET + 1; cause < LOSS_EVENT_COUNT; cause++) {
        bool holds =
            cause == LOSS_DEATH || cause == LOSS_CREMATION || cause == LOSS_HOUSEHOLD_CANCELLED;
        m.cause = cause;
        assert_int_equal(row->guard(&f).outcome, holds ? OUTCOME_MET : OUTCOME_NOT_APPLICABLE);
    }
    m.cause = LOSS_DEATH;
    assert_date(row->clock(&f), "2024-03-08");
    assert_int_equal(row->effects(&f, out), 1);
    assert_int_equal(out[0].line_id, 1);
    assert_month(out[0].month, "2024-03");
    lines[0].held_by = 77;
    lines[0].held = f.locked_through = M("2024-03");
    taken_off(&f, EVENT_EXPIRED);
    taken_off(&f, EVENT_FOUND_ALIVE);
    taken_off(&f, EVENT_REJECT);
    m = (struct matter){.kind = MATTER_LOSS, .matter_id = 78, .parent = 77};
    taken_off(&f, EVENT_EXPIRED);
    taken_off(&f, EVENT_REJECT);
    lines[0].held_by = 79; /* another matter's hold stays */
    assert_int_equal(matter_row(&matter_loss, STATE_PROPOSED, EVENT_EXPIRED)->guard(&f).outcome,
                     OUTCOME_NOT_MET);
}

/* Nothing is held by a law that says nothing. */
static void without_a_parameter_in_force_nothing_is_held(void **state)
{
    const struct matter_row *row = matter_row(&matter_evidence_check, STATE_PROPOSED, EVENT_HOLD);
    struct matter m = {
        .kind = MATTER_EVIDENCE_CHECK, .cause = LOSS_DEATH, .opened_on = D("2017-12-29")};
    struct matter_facts f = {.law = &law, .matter = &m};
    (void)state;
    today("2017-12-29");
    assert_int_equal(row->guard(&f).outcome, OUTCOME_NO_LAW);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_kind_is_found_by_its_word_and_has_a_clock),
        TEST(one_state_and_one_event_have_at_most_one_row),
        TEST(events_that_stand_in_no_row_are_refused),
        TEST(no_adverse_row_lacks_guard_second_person_or_letter),
        TEST(who_is_first_is_an_event_that_can_have_come_before),
        TEST(every_row_belongs_to_the_system_the_agencies_or_the_department),
        TEST(nothing_is_released_that_was_not_decided_by_a_person),
        TEST(only_adverse_rows_begin_to_withhold_stop_or_end),
        TEST(who_certifies_by_a_matter_is_a_person),
        TEST(system_rows_are_never_adverse_and_decide_nothing),
        TEST(a_suspension_leaves_medical_and_ended_lines_alone),
        TEST(many_lines_stay_within_the_list_of_effects),
        TEST(every_state_of_a_kind_is_reached_and_every_open_one_has_a_way_out),
        TEST(no_row_leads_out_of_an_end_and_undo_undoes_what_burdened),
        TEST(who_stands_at_the_counter_undoes_a_reported_death_and_nothing_else),
        TEST(an_undo_voids_and_pays_at_once),
        TEST(a_reported_death_holds_the_next_payroll_for_its_term),
        TEST(without_a_parameter_in_force_nothing_is_held),
        TEST(investigations_and_checks_end_nothing_themselves),
        TEST(an_overlap_ends_the_refunded_line_or_lowers_a_top_up),
        TEST(no_step_of_a_recovery_is_skipped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
