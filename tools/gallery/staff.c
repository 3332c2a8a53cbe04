#include <string.h>

#include "base/clock.h"
#include "gallery.h"

struct tmpl_layout_staff_model gallery_frame(const struct shown *s, enum zh_id title)
{
    return (struct tmpl_layout_staff_model){.title = V(zh_text(title)),
                                            .look = V(s->look),
                                            .path = V("/staff"),
                                            .elder = strcmp(s->look, "elder") == 0,
                                            .contrast = strcmp(s->look, "contrast") == 0,
                                            .expired = true,
                                            .training = true,
                                            .signed_in = true,
                                            .user = W("user"),
                                            .office = W("office"),
                                            .token = V("t0k3n"),
                                            .lock_seconds = 180,
                                            .may_counter = true,
                                            .may_find = true,
                                            .may_list = true,
                                            .may_users = true,
                                            .may_sources = true,
                                            .may_import = true};
}

struct view_moment gallery_at(int hour, int minute)
{
    return view_moment(moment_of(DAY(2026, 11, 23), hour, minute));
}

static struct tmpl_errors_item one_error[1];

struct tmpl_errors_model gallery_errors(const struct shown *s, const char *field, const char *word)
{
    struct tmpl_errors_model m = {0};
    one_error[0] = (struct tmpl_errors_item){V(field), W(word)};
    if (gallery_is(s, "error")) m = (struct tmpl_errors_model){one_error, 1, false};
    return m;
}

struct tmpl_clock_model gallery_clock(int days)
{
    return (struct tmpl_clock_model){.due = date_add_days(DAY(2026, 11, 23), days),
                                     .days_left = days,
                                     .overdue = days < 0,
                                     .today = days == 0};
}

struct tmpl_why_model gallery_why(void)
{
    static struct tmpl_why_fact facts[2];
    static struct view_text steps[3];
    facts[0] = (struct tmpl_why_fact){W("fact1"), W("fact1_value"), W("fact1_source")};
    facts[1] = (struct tmpl_why_fact){W("fact2"), W("fact2_value"), V("")};
    steps[0] = W("step1"), steps[1] = W("step2"), steps[2] = W("step3");
    return (struct tmpl_why_model){
        W("why_finding"), W("why_citation"), W("why_version"), facts, 2, steps, 3};
}

static void sign_in(const struct shown *s)
{
    struct tmpl_sign_in_model m = {.page = gallery_frame(s, ZH_st_sign_title),
                                   .errors = gallery_errors(s, "password", "sign_wrong"),
                                   .token = V("t0k3n"),
                                   .back = V("/staff"),
                                   .code_hint = V("482913")};
    m.page.signed_in = false;
    m.page.lock_seconds = 0;
    m.locked = gallery_is(s, "locked");
    m.minutes = 10;
    if (!gallery_is(s, "empty")) m.user = V("clerk@371002001000");
    tmpl_sign_in(s->out, &m);
}

static struct tmpl_counter_card card(const struct shown *s, struct tmpl_counter_line *lines,
                                     struct tmpl_counter_flag *flags)
{
    bool suspended = gallery_is(s, "suspended");
    lines[0] = (struct tmpl_counter_line){W("line1"),
                                          W("payer1"),
                                          view_money(321055),
                                          false,
                                          suspended ? W("suspended") : W("active"),
                                          suspended};
    lines[1] = (struct tmpl_counter_line){W("line2"), W("payer1"), view_money(21800),
                                          false,      W("active"), false};
    flags[0] = (struct tmpl_counter_flag){W("flag1"), W("flag1_text")};
    struct tmpl_counter_card c = {.ref = V("8112"),
                                  .shown = V("1763870400123"),
                                  .name = W("name1"),
                                  .masked = V("371002********4120"),
                                  .sex = W("female"),
                                  .age = 72,
                                  .address = W("address1"),
                                  .payer = W("payer1"),
                                  .due = DAY(2026, 11, 9),
                                  .late = true,
                                  .last_held = DAY(2025, 11, 9),
                                  .last_way = W("way1"),
                                  .last_office = W("office2"),
                                  .lines = lines,
                                  .lines_n = 2,
                                  .flags = flags,
                                  .flags_n = gallery_is(s, "flags"),
                                  .may_confirm =
                                      !gallery_is(s, "already") && !gallery_is(s, "flags")};
    c.photo_edit_url = V("/staff/person/8112/photo");
    if (gallery_is(s, "photo")) c.photo_url = V("/gallery/photo.png");
    if (suspended) c.forwards = W("payer2");
    if (gallery_is(s, "dead")) c.dead = gallery_false_death();
    if (gallery_is(s, "alive")) c.alive = W("alive_done");
    if (gallery_is(s, "elsewhere")) c.elsewhere = W("payer2");
    if (gallery_is(s, "already"))
        c.already_reference = V("RZ-20261123-000418"), c.already_at = gallery_at(9, 12);
    return c;
}

static void counter(const struct shown *s)
{
    struct tmpl_counter_line lines[2];
    struct tmpl_counter_flag flags[1];
    struct tmpl_counter_card one = card(s, lines, flags);
    struct tmpl_counter_receipt receipt = {.reference = V("RZ-20261123-000419"),
                                           .name = W("name1"),
                                           .masked = V("371002********4120"),
                                           .held = DAY(2026, 11, 23),
                                           .valid_until = DAY(2027, 11, 23),
                                           .way = W("way1"),
                                           .office = W("office"),
                                           .print_url = V("/staff/receipt/419"),
                                           .undo_url = V("/staff/today?undo=419")};
    struct tmpl_counter_model m = {.page = gallery_frame(s, ZH_st_counter_title),
                                   .errors = gallery_errors(s, "number", "number_wrong"),
                                   .token = V("t0k3n"),
                                   .today_count = 41};
    m.page.on_counter = true;
    m.errors.quiet = true; /* the reader types into the field again at once */
    if (gallery_is(s, "error")) m.number = V("371082197102290012");
    if (gallery_is(s, "receipt")) m.receipt = &receipt, m.receipt_n = 1;
    bool entry = gallery_is(s, "empty") || gallery_is(s, "error") || gallery_is(s, "receipt");
    if (!entry) m.card = &one, m.card_n = 1;
    tmpl_counter(s->out, &m);
}

static void find(const struct shown *s)
{
    struct tmpl_find_row rows[] = {
        {V("/staff/person/8112"), W("name1"), V("371002********4120"), 1954, W("address1"),
         W("payer1"), DAY(2026, 11, 9), true, W("active"), false},
        {V("/staff/person/90"), W("name2"), V("371081********0037"), 1941, W("address2"),
         W("payer2"), DAY(2027, 3, 1), false, W("suspended"), true},
        {V("/staff/person/91"), W("name3"), V("371083********112X"), 1938, W("address3"),
         W("payer3"), DAY(2027, 8, 30), false, W("active"), false},
    };
    struct tmpl_find_model m = {.page = gallery_frame(s, ZH_st_find_title),
                                .errors = gallery_errors(s, "query", "find_short"),
                                .token = V("t0k3n")};
    m.page.on_find = true;
    m.cut = gallery_is(s, "cut");
    m.searched = gallery_is(s, "filled") || gallery_is(s, "none") || m.cut;
    if (m.searched) m.query = W("find_query");
    if (gallery_is(s, "filled")) m.rows = rows, m.rows_n = 3, m.count = 3, m.more = true;
    if (gallery_is(s, "none")) m.inbound_url = V("/staff/open?kind=inbound");
    tmpl_find(s->out, &m);
}

static void today(const struct shown *s)
{
    struct tmpl_today_row rows[] = {
        {V("419"), gallery_at(10, 22), W("event1"), W("name1"), V("371002********4120"),
         V("RZ-20261123-000419"), true, false, V("/staff/person/8112")},
        {V("418"), gallery_at(9, 12), W("event1"), W("name2"), V("371081********0037"),
         V("RZ-20261123-000418"), false, true, V("/staff/person/90")},
    };
    struct tmpl_today_undo undo = {V("419"), W("event1"), W("name1"), V("")};
    struct tmpl_today_model m = {.page = gallery_frame(s, ZH_pg_nav_today),
                                 .errors = gallery_errors(s, "reason", "reason_missing"),
                                 .token = V("t0k3n"),
                                 .on = DAY(2026, 11, 23)};
    m.page.on_today = true;
    if (!gallery_is(s, "empty")) m.rows = rows, m.rows_n = 2, m.count = 2;
    if (gallery_is(s, "error") || gallery_is(s, "undo")) m.undo = &undo, m.undo_n = 1;
    tmpl_today(s->out, &m);
}

static void worklist(const struct shown *s, struct tmpl_worklist_model *m)
{
    struct tmpl_worklist_row rows[] = {
        {V("5"), V("/staff/matter/5"), W("name1"), V("371002********4120"), W("line1"), W("cause1"),
         W("state1"), W("payer1"), DAY(2026, 11, 10), gallery_clock(2), view_money(321055), false,
         true, false},
        {V("6"), V("/staff/matter/6"), W("name2"), V("371081********0037"), W("line2"), W("cause1"),
         W("state2"), W("payer2"), DAY(2026, 11, 2), gallery_clock(-3), view_money(21800), true,
         false, false},
        {V("7"), V("/staff/matter/7"), W("name3"), V("371083********112X"), W("line1"), W("cause2"),
         W("state1"), W("payer3"), DAY(2026, 11, 18), gallery_clock(0), view_money(412300), false,
         true, false},
    };
    struct tmpl_worklist_state states[] = {{V(""), W("all"), false},
                                           {V("proposed"), W("state1"), true},
                                           {V("decided"), W("state2"), false}};
    struct tmpl_worklist_agency agencies[] = {{V("371000000000"), W("payer0"), false},
                                              {V("371002000000"), W("payer1"), true}};
    struct tmpl_worklist_batch batch[] = {{V("release"), W("batch_release"), false, false},
                                          {V("reject"), W("batch_reject"), true, false}};
    struct tmpl_worklist_wait waits[] = {{W("batch_wait1"), V("/staff/batch/8")},
                                         {W("batch_wait2"), V("/staff/batch/9")}};
    if (gallery_is(s, "waits")) m->waits = waits, m->waits_n = 2;
    m->errors = gallery_errors(s, "reason", "reason_missing");
    m->token = V("t0k3n");
    m->states = states, m->states_n = 3, m->agencies = agencies, m->agencies_n = 2;
    if (!gallery_is(s, "empty")) {
        m->rows = rows, m->rows_n = 3, m->count = 3, m->overdue = 1, m->batch = batch,
        m->batch_n = 2;
        m->next = V("?page=2"), m->print_url = V("/staff/letters?state=decided");
    }
    tmpl_worklist(s->out, m);
}

static void suspension(const struct shown *s)
{
    struct tmpl_worklist_model m = {.page = gallery_frame(s, ZH_pg_nav_suspension),
                                    .title = V(zh_text(ZH_pg_nav_suspension)),
                                    .lead = W("suspension_lead"),
                                    .action = V("/staff/suspension")};
    m.page.on_suspension = true;
    worklist(s, &m);
}

static void reinstatement(const struct shown *s)
{
    struct tmpl_worklist_model m = {.page = gallery_frame(s, ZH_pg_nav_reinstatement),
                                    .title = V(zh_text(ZH_pg_nav_reinstatement)),
                                    .lead = W("reinstatement_lead"),
                                    .action = V("/staff/reinstatement")};
    m.page.on_reinstatement = true;
    worklist(s, &m);
}

static void matter(const struct shown *s)
{
    struct tmpl_matter_check checks[] = {{W("check1"), true, W("check1_text"), V(""), V("")},
                                         {W("check2"), true, W("check2_text"), V(""), V("")},
                                         {W("check3"), false, V(""), V(""), V("")}};
    struct tmpl_matter_hold holds[] = {{W("hold1"), W("hold1_text")}};
    struct tmpl_matter_evidence evidence[] = {
        {true, W("evidence1"), DAY(2026, 10, 2), W("source1"), W("strength1")},
        {false, W("evidence2"), DAY(2026, 11, 1), W("source2"), W("strength2")}};
    struct tmpl_matter_event events[] = {
        {.value = V("decide"), .label = W("decide"), .hint = W("decide_hint"), .danger = true},
        {.value = V("reject"), .label = W("reject")},
        {.value = V("visit"),
         .label = W("visit"),
         .title = W("visit_fields"),
         .chosen = gallery_is(s, "fields"),
         .fields = gallery_fields(s)}};
    struct tmpl_matter_given given[] = {{W("given1"), W("given1_value")}};
    struct tmpl_matter_step steps[] = {
        {gallery_at(8, 0), W("night"), W("step_open"), V("")},
        {gallery_at(9, 30), W("user"), W("step_contact"), W("step_contact_text")}};
    bool release = gallery_is(s, "release");
    struct tmpl_matter_model m = {.page = gallery_frame(s, ZH_pg_nav_suspension),
                                  .errors = gallery_errors(s, "reason", "reason_missing"),
                                  .token = V("t0k3n"),
                                  .ref = V("5"),
                                  .title = W("matter_title"),
                                  .name = W("name1"),
                                  .masked = V("371002********4120"),
                                  .person_url = V("/staff/person/8112"),
                                  .state = release ? W("state2") : W("state1"),
                                  .clock = gallery_clock(2),
                                  .effect = W("effect1"),
                                  .amount = view_money(321055),
                                  .checks = checks,
                                  .checks_n = 3,
                                  .evidence = evidence,
                                  .evidence_n = 2,
                                  .why = gallery_why(),
                                  .may_decide = !release,
                                  .may_release = release,
                                  .decided_by = W("user2"),
                                  .decided_at = gallery_at(11, 5),
                                  .own_decision = gallery_is(s, "own"),
                                  .events = events,
                                  .events_n = gallery_is(s, "own") ? 0 : 3,
                                  .letter_url = V("/staff/letters?id=5"),
                                  .steps = steps,
                                  .steps_n = 2,
                                  .holds = holds,
                                  .holds_n = gallery_is(s, "held"),
                                  .given = given,
                                  .given_n = gallery_is(s, "fields")};
    m.page.on_suspension = true;
    if (gallery_is(s, "nobody")) gallery_nobody(&m);
    if (gallery_is(s, "sides")) gallery_check(&m);
    tmpl_matter(s->out, &m);
}

static void step_up(const struct shown *s)
{
    struct view_text ids[] = {V("1a"), V("1b")};
    struct tmpl_step_up_model m = {.page = gallery_frame(s, ZH_web_step_up),
                                   .errors = gallery_errors(s, "code", "sign_wrong"),
                                   .token = V("t0k3n"),
                                   .action = V("/staff/suspension"),
                                   .event = V("decide"),
                                   .ids = ids,
                                   .ids_n = 2,
                                   .code_hint = V("482913")};
    tmpl_step_up(s->out, &m);
}

static void users(const struct shown *s)
{
    struct tmpl_users_row rows[] = {
        {V("/staff/users?login=clerk%40371002001000"), W("user"), V("clerk@371002001000"),
         W("role1"), W("office"), true, gallery_at(8, 1), true},
        {V("/staff/users?login=reviewer%40371002000000"), W("user2"), V("reviewer@371002000000"),
         W("role2"), W("payer1"), false, view_moment(0), false},
    };
    struct tmpl_users_role roles[] = {{V("clerk"), W("role1"), true},
                                      {V("reviewer"), W("role2"), false}};
    struct tmpl_users_model m = {.page = gallery_frame(s, ZH_st_users_title),
                                 .errors = gallery_errors(s, "agency_code", "agency_wrong"),
                                 .token = V("t0k3n"),
                                 .roles = roles,
                                 .roles_n = 2};
    m.page.on_users = true;
    if (!gallery_is(s, "empty")) m.rows = rows, m.rows_n = 2, m.count = 2;
    if (gallery_is(s, "error")) m.login = V("clerk@3710"), m.agency_code = V("3710");
    if (gallery_is(s, "done")) m.done = W("user_done");
    tmpl_users(s->out, &m);
}

static void design(const struct shown *s)
{
    struct tmpl_design_clock clocks[] = {{W("check1"), gallery_clock(2)},
                                         {W("check2"), gallery_clock(0)},
                                         {W("check3"), gallery_clock(-3)}};
    struct tmpl_design_model m = {.page = gallery_frame(s, ZH_st_design_title),
                                  .errors = gallery_errors(s, "c", "number_wrong"),
                                  .clocks = clocks,
                                  .clocks_n = 3,
                                  .why = gallery_why(),
                                  .reference = V("RZ-20261123-000419"),
                                  .name = W("name1"),
                                  .masked = V("371002********4120"),
                                  .on = DAY(2027, 11, 23),
                                  .amount = view_money(321055)};
    tmpl_design(s->out, &m);
}

const struct gallery_page gallery_staff[] = {
    {"design", design, "filled error"},
    {"sign_in", sign_in, "empty error locked"},
    {"counter", counter,
     "empty filled error receipt suspended elsewhere already flags dead alive photo"},
    {"find", find, "filled empty error none cut"},
    {"person", gallery_person, "filled empty dead"},
    {"photo", gallery_photo, "filled empty error end"},
    {"reads", gallery_reads, "filled empty"},
    {"today", today, "filled empty error undo"},
    {"suspension", suspension, "filled empty error waits"},
    {"reinstatement", reinstatement, "filled empty"},
    {"batch", gallery_batch, "filled error go"},
    {"matter", matter, "filled error release own held fields sides nobody"},
    {"matter_new", gallery_matter_new, "filled empty error done nobody"},
    {"letter", gallery_letter, "filled empty"},
    {"set_up", gallery_set_up, "empty error"},
    {"set_up_bind", gallery_set_up_bind, "filled error"},
    {"law", gallery_law, "filled error"},
    {"deadline", gallery_deadline, "filled empty error unsaid"},
    {"law_article", gallery_law_article, "filled empty"},
    {"training", gallery_training, "filled empty"},
    {"lesson", gallery_lesson, "filled empty error reset wrong done"},
    {"sources", gallery_sources, "filled empty silent"},
    {"import", gallery_import, "filled empty error"},
    {"upload", gallery_upload, "look problem working tried held failed broken done"},
    {"feed", gallery_feed, "held error working through"},
    {"param", gallery_param, "filled empty error elsewhere"},
    {"param_change", gallery_param_change, "filled empty error own"},
    {"step_up", step_up, "filled error"},
    {"agencies", gallery_agencies, "filled empty station found"},
    {"users", users, "filled empty error done"},
    {NULL, NULL, NULL},
};
