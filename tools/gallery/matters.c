/* The gallery's forms made from the tables of matters, and changes of parameters. */
#include "gallery.h"

struct tmpl_fields_model gallery_fields(const struct shown *s)
{
    static struct tmpl_fields_choice choices[2];
    static struct tmpl_fields_item items[4];
    bool wrong = gallery_is(s, "error") || gallery_is(s, "fields");
    choices[0] = (struct tmpl_fields_choice){W("ground1"), W("ground1"), wrong};
    choices[1] = (struct tmpl_fields_choice){W("ground2"), W("ground2"), false};
    items[0] = (struct tmpl_fields_item){.name = V("f.visit.ground"),
                                         .label = W("ground"),
                                         .needed = true,
                                         .choices = choices,
                                         .choices_n = 2};
    items[1] = (struct tmpl_fields_item){.name = V("f.visit.visitor_one"),
                                         .label = W("visitor"),
                                         .needed = true,
                                         .value = W("user")};
    items[2] = (struct tmpl_fields_item){
        .name = V("f.visit.visited_on"), .label = W("visited_on"), .date = true};
    if (wrong) items[2].value = V("2026-13-05"), items[2].error = W("visited_wrong");
    items[3] = (struct tmpl_fields_item){
        .name = V("f.visit.text"), .label = W("visit_text"), .needed = true, .area = true};
    return (struct tmpl_fields_model){items, 4};
}

void gallery_nobody(struct tmpl_matter_model *m)
{
    static struct tmpl_matter_given given[3];
    given[0] = (struct tmpl_matter_given){W("inbound_number"), V("110101********0014")};
    given[1] = (struct tmpl_matter_given){W("inbound_name"), W("inbound_who")};
    given[2] = (struct tmpl_matter_given){W("inbound_payer"), W("inbound_payer1")};
    m->nobody = true;
    m->title = W("kind_inbound");
    m->given = given;
    m->given_n = 3;
    m->checks_n = 0;
    m->evidence_n = 0;
    m->page.on_suspension = false;
}

void gallery_check(struct tmpl_matter_model *m)
{
    static const enum matter_event_id offered[] = {EVENT_FOUND_DEAD, EVENT_FOUND_ALIVE,
                                                   EVENT_REJECT};
    static struct tmpl_matter_event events[3];
    for (size_t i = 0; i < 3; i++)
        events[i] = (struct tmpl_matter_event){.value = view_text(matter_event_word(offered[i])),
                                               .label = view_text(matter_event_title(offered[i])),
                                               .danger = offered[i] == EVENT_FOUND_DEAD};
    m->sides = gallery_sides();
    m->title = W("sides_title");
    m->effect = V(zh_text(ZH_web_effect_none));
    m->events = events;
    m->events_n = 3;
    m->checks_n = m->evidence_n = 0;
    m->page.on_check = true;
    m->page.on_suspension = false;
}

static void open_ones(struct tmpl_matter_new_model *m)
{
    static struct tmpl_matter_new_row rows[2];
    rows[0] = (struct tmpl_matter_new_row){V("/staff/matter/5"), W("inbound_who"), W("state_work"),
                                           DAY(2026, 11, 20), gallery_clock(2)};
    rows[1] = (struct tmpl_matter_new_row){V("/staff/matter/6"), W("name2"), W("state_work"),
                                           DAY(2026, 11, 12), gallery_clock(-3)};
    static struct tmpl_fields_item asked[3];
    asked[0] = (struct tmpl_fields_item){
        .name = V("f.open.number"), .label = W("inbound_number"), .needed = true};
    asked[1] = (struct tmpl_fields_item){
        .name = V("f.open.name"), .label = W("inbound_name"), .needed = true};
    asked[2] = (struct tmpl_fields_item){
        .name = V("f.open.payer"), .label = W("inbound_payer"), .needed = true};
    m->fields = (struct tmpl_fields_model){asked, 3};
    m->name = m->masked = m->person_url = V("");
    m->action = V("/staff/open");
    m->other_url = V("/staff/open");
    m->title = W("kind_inbound");
    m->payers_n = 0;
    m->listed = true;
    m->rows = rows;
    m->rows_n = 2;
}

void gallery_matter_new(const struct shown *s)
{
    struct tmpl_matter_new_kind kinds[] = {
        {V("/staff/person/8112/open?kind=home_visit"), W("kind_visit")},
        {V("/staff/person/8112/open?kind=change"), W("kind_change")},
        {V("/staff/person/8112/open?kind=appeal"), W("kind_appeal")}};
    struct tmpl_matter_new_payer payers[] = {{V("371002000000"), W("payer1"), true},
                                             {V("371082000000"), W("payer2"), false}};
    struct tmpl_matter_new_model m = {.page = gallery_frame(s, ZH_mattnew_title),
                                      .errors =
                                          gallery_errors(s, "f.visit.visited_on", "visited_wrong"),
                                      .token = V("t0k3n"),
                                      .action = V("/staff/person/8112/open"),
                                      .name = W("name1"),
                                      .masked = V("371002********4120"),
                                      .person_url = V("/staff/person/8112"),
                                      .other_url = V("/staff/person/8112/open")};
    m.page.on_find = true;
    if (gallery_is(s, "empty") || gallery_is(s, "done")) {
        m.kinds = kinds, m.kinds_n = 3;
    } else {
        m.kind = V("home_visit"), m.title = W("kind_visit"), m.fields = gallery_fields(s);
        m.payers = payers, m.payers_n = 2;
    }
    if (gallery_is(s, "done"))
        m.done = true, m.done_title = W("done_visit"), m.reference = V("13f8k2qz"),
        m.office = W("payer1"), m.due = DAY(2026, 12, 7),
        m.matter_url = V("/staff/matter/13f8k2qz");
    if (gallery_is(s, "nobody")) open_ones(&m);
    tmpl_matter_new(s->out, &m);
}

void gallery_param(const struct shown *s)
{
    struct tmpl_param_key keys[] = {{V("cycle.months"), W("param_key1"), true},
                                    {V("art10.days"), W("param_key2"), false}};
    struct tmpl_param_row rows[] = {
        {V("/staff/law/change/5"), W("param_row1"), DAY(2027, 1, 1), W("state1"),
         DAY(2026, 11, 20)},
        {V("/staff/law/change/4"), W("param_row2"), DAY(2026, 7, 1), W("state3"), DAY(2026, 6, 2)}};
    bool wrong = gallery_is(s, "error");
    struct tmpl_param_model m = {.page = gallery_frame(s, ZH_parampage_title),
                                 .errors = gallery_errors(s, "from", "param_wrong"),
                                 .token = V("t0k3n"),
                                 .may = !gallery_is(s, "elsewhere"),
                                 .keys = keys,
                                 .keys_n = 2};
    m.page.on_law = true;
    if (wrong)
        m.value = V("6"), m.from = V("2026-01-01"), m.citation = W("param_citation"),
        m.reason = W("param_reason"), m.from_error = W("param_wrong");
    if (!gallery_is(s, "empty")) m.rows = rows, m.rows_n = 2;
    tmpl_param(s->out, &m);
}

void gallery_param_change(const struct shown *s)
{
    struct tmpl_param_change_payer payers[] = {
        {.name = W("payer1"), .persons = 81204, .due = 1204, .suspend = 37},
        {.name = W("payer2"), .persons = 66310, .due = 988, .suspend = 12},
        {.persons = 147514, .due = 2192, .suspend = 49, .total = true}};
    struct tmpl_param_change_payer nothing[] = {{.persons = 147514, .total = true}};
    struct tmpl_param_change_event events[] = {{V("decide"), W("param_decide"), false},
                                               {V("reject"), W("reject"), false}};
    struct tmpl_param_change_step steps[] = {
        {gallery_at(9, 30), W("user"), W("step_open"), W("param_reason")}};
    bool own = gallery_is(s, "own"), empty = gallery_is(s, "empty");
    struct tmpl_param_change_model m = {.page = gallery_frame(s, ZH_parampage_title),
                                        .errors = gallery_errors(s, "reason", "reason_missing"),
                                        .token = V("t0k3n"),
                                        .ref = V("5"),
                                        .title = W("param_title"),
                                        .state = W("state1"),
                                        .from = DAY(2027, 1, 1),
                                        .becomes = V("6"),
                                        .citation = W("param_citation"),
                                        .reason = W("param_reason"),
                                        .by = W("user"),
                                        .moves = !empty,
                                        .first = W("param_first"),
                                        .payers = empty ? nothing : payers,
                                        .payers_n = empty ? 1 : 3,
                                        .events = events,
                                        .events_n = own ? 0 : 2,
                                        .own = own,
                                        .open = true,
                                        .said = W("param_said"),
                                        .steps = steps,
                                        .steps_n = 1};
    if (gallery_is(s, "error")) m.reason_error = W("reason_missing");
    m.page.on_law = true;
    tmpl_param_change(s->out, &m);
}
