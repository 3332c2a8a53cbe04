/* The gallery's forms that are made from the tables of matters. */
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
                                      .ref = V("8112"),
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
    tmpl_matter_new(s->out, &m);
}
