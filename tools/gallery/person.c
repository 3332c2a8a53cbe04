/* The gallery's person file. */
#include "gallery.h"

static void person_lists(struct tmpl_person_model *m)
{
    static struct tmpl_person_matter matters[2];
    static struct tmpl_person_event events[3];
    static struct tmpl_person_entry months[2];
    static struct tmpl_person_paper papers[1];
    static struct tmpl_person_relative relatives[2];
    static struct tmpl_person_document documents[2];
    static struct tmpl_person_evidence evidence[3];
    static struct tmpl_person_hold holds[1];
    static struct tmpl_person_look looks[2];
    matters[0] = (struct tmpl_person_matter){V("/staff/matter/5"), W("kind1"), W("state1"),
                                             DAY(2026, 11, 10), gallery_clock(2)};
    matters[1] = (struct tmpl_person_matter){V("/staff/matter/6"), W("kind2"), W("state2"),
                                             DAY(2026, 10, 10), gallery_clock(-3)};
    events[0] = (struct tmpl_person_event){DAY(2025, 11, 9), W("event1"), W("event1_detail"),
                                           V("RZ-20251109-000077")};
    events[1] = (struct tmpl_person_event){DAY(2026, 8, 11), W("event2"), V(""), V("")};
    events[2] =
        (struct tmpl_person_event){DAY(2026, 11, 10), W("event3"), W("event3_detail"), V("")};
    months[0] = (struct tmpl_person_entry){
        month_from(2024, 3), W("line1"),    view_money(321055), view_money(0),
        view_money(321055),  view_money(0), view_money(0),      W("month_note1")};
    months[1] = (struct tmpl_person_entry){month_from(2024, 6), W("line1"),      view_money(321055),
                                           view_money(321055),  view_money(0),   view_money(963165),
                                           view_money(0),       W("month_note2")};
    papers[0] = (struct tmpl_person_paper){V("/staff/paper/3"), W("paper1"), DAY(2024, 5, 31),
                                           W("office2")};
    relatives[0] = (struct tmpl_person_relative){V("/staff/person/90"), W("name2"), W("relation1"),
                                                 V("371002********0037")};
    relatives[1] =
        (struct tmpl_person_relative){V(""), W("name4"), W("relation2"), V("371083********112X")};
    documents[0] = (struct tmpl_person_document){W("document1"), V("371002********4120"), true};
    documents[1] = (struct tmpl_person_document){W("document1"), V("371002*****412"), false};
    evidence[0] = (struct tmpl_person_evidence){
        false, W("evidence2"), DAY(2026, 11, 1), W("source2"), W("strength2"), V(""), false};
    evidence[1] = (struct tmpl_person_evidence){
        true, W("evidence1"), DAY(2025, 11, 9), W("source1"), W("strength1"), W("used1"), false};
    evidence[2] = (struct tmpl_person_evidence){
        true, W("evidence1"), DAY(2025, 3, 2), W("source1"), W("strength1"), V(""), true};
    holds[0] = (struct tmpl_person_hold){W("hold_title"), W("hold_text"), V("/staff/matter/6"),
                                         W("kind3")};
    looks[0] = (struct tmpl_person_look){gallery_at(9, 1), W("user"), W("purpose1")};
    looks[1] = (struct tmpl_person_look){gallery_at(10, 22), W("user2"), W("purpose2")};
    m->matters = matters, m->matters_n = 2, m->events = events, m->events_n = 3, m->months = months,
    m->months_n = 2;
    m->papers = papers, m->papers_n = 1, m->relatives = relatives, m->relatives_n = 2,
    m->looks = looks, m->looks_n = 2, m->documents = documents, m->documents_n = 2,
    m->evidence = evidence, m->evidence_n = 3, m->holds = holds, m->holds_n = 1;
}

struct tmpl_false_death_model gallery_false_death(void)
{
    return (struct tmpl_false_death_model){V("t0k3n"), V("8112"), V("1763870400123")};
}

void gallery_person(const struct shown *s)
{
    struct tmpl_person_line lines[] = {
        {W("line1"), W("payer1"), view_money(321055), false, month_from(2009, 12), W("active"),
         false},
        {W("line2"), W("payer2"), view_money(21800), false, month_from(2014, 1), W("suspended"),
         true},
    };
    struct tmpl_person_model m = {.page = gallery_frame(s, ZH_st_basics),
                                  .token = V("t0k3n"),
                                  .ref = V("8112"),
                                  .name = W("name1"),
                                  .masked = V("371002********4120"),
                                  .sex = W("female"),
                                  .age = 72,
                                  .born = DAY(1954, 2, 11),
                                  .address = W("address1"),
                                  .phone = V("138****0000"),
                                  .due = DAY(2026, 11, 9),
                                  .late = true,
                                  .certify_url = V("/staff/counter"),
                                  .lines = lines,
                                  .lines_n = 2,
                                  .why = gallery_why(),
                                  .level = view_text(zh_text(ZH_survival_to_verify)),
                                  .level_bad = true,
                                  .level_why = gallery_why(),
                                  .reads_url = V("/staff/person/8112/reads"),
                                  .open_url = V("/staff/person/8112/open")};
    m.page.on_find = true;
    m.photo_edit_url = V("/staff/person/8112/photo");
    if (gallery_is(s, "dead")) m.dead = gallery_false_death();
    if (!gallery_is(s, "empty")) person_lists(&m), m.photo_url = V("/gallery/photo.png");
    tmpl_person(s->out, &m);
}

void gallery_photo(const struct shown *s)
{
    bool error = gallery_is(s, "error"), end = gallery_is(s, "end");
    const char *wrong = zh_text(end ? ZH_photo_need_end : ZH_photo_need_consent);
    static struct tmpl_errors_item items[1];
    items[0] = (struct tmpl_errors_item){V(end ? "end" : "consent"), view_text(wrong)};
    struct tmpl_photo_model m = {.page = gallery_frame(s, ZH_photo_now),
                                 .token = V("t0k3n"),
                                 .ref = V("8112"),
                                 .mark = V("a1b2"),
                                 .name = W("name1"),
                                 .masked = V("371002********4120"),
                                 .back_url = V("/staff/counter/8112"),
                                 .on_card = true,
                                 .taken = V("2026-11-23"),
                                 .self = error,
                                 .wrong_consent = view_text(error ? wrong : ""),
                                 .wrong_end = view_text(end ? wrong : "")};
    if (error || end) m.errors.items = items, m.errors.items_n = 1;
    m.page.on_counter = true;
    if (!gallery_is(s, "empty") && !error) {
        m.photo_url = V("/gallery/photo.png");
        m.taken_on = DAY(2025, 11, 9);
        m.consent_of = W("photo_consent");
        m.office = W("office2");
        m.ends = end, m.until = DAY(2027, 5, 31);
    }
    tmpl_photo(s->out, &m);
}

void gallery_reads(const struct shown *s)
{
    struct tmpl_reads_row rows[] = {
        {gallery_at(10, 22), W("payer1"), V(zh_text(ZH_reads_matter)), W("purpose2")},
        {gallery_at(9, 1), W("office"), V(zh_text(ZH_reads_card)), V(zh_text(ZH_reads_no_purpose))},
        {gallery_at(8, 30), W("department2"), V(zh_text(ZH_reads_full)), W("purpose3")},
    };
    struct tmpl_reads_model m = {.page = gallery_frame(s, ZH_reads_title),
                                 .back_url = V("/staff/person/8112"),
                                 .name = W("name1"),
                                 .masked = V("371002********4120"),
                                 .made = W("made1")};
    m.page.on_find = true;
    if (!gallery_is(s, "empty")) m.rows = rows, m.rows_n = 3, m.more = true;
    tmpl_reads(s->out, &m);
}
