/* The gallery's pages of lessons. */
#include "gallery.h"

void gallery_training(const struct shown *s)
{
    bool empty = gallery_is(s, "empty");
    struct tmpl_training_row one[] = {
        {V("/staff/training/a"), W("lesson_title1"), W(empty ? "lesson_new" : "lesson_done"),
         !empty, false, false},
        {V("/staff/training/b"), W("lesson_title2"), W(empty ? "lesson_new" : "lesson_begun"),
         false, false, !empty}};
    struct tmpl_training_row two[] = {{V("/staff/training/c"), W("lesson_title3"),
                                       W(empty ? "lesson_new" : "lesson_wrong"), false, !empty,
                                       false}};
    struct tmpl_training_group groups[] = {{W("lesson_group1"), LIST(one)},
                                           {W("lesson_group2"), LIST(two)}};
    struct tmpl_training_model m = {.page = gallery_frame(s, ZH_pt_title),
                                    .done = W("lesson_done_of"),
                                    .groups = groups,
                                    .groups_n = 2};
    tmpl_training(s->out, &m);
}

void gallery_lesson(const struct shown *s)
{
    bool wrong = gallery_is(s, "wrong"), done = gallery_is(s, "done");
    const char *first = done ? "lesson_done" : wrong ? "lesson_wrong" : "lesson_not_yet";
    struct tmpl_lesson_result results[] = {
        {W("lesson_what1"), W("lesson_want1"), W(first), done, wrong, !done && !wrong},
        {W("lesson_what2"), W("lesson_want2"), W("lesson_done"), true, false, false},
        {W("lesson_what3"), W("lesson_want3"), W("lesson_done"), true, false, false}};
    struct tmpl_lesson_cite cites[] = {{V("/staff/law/a"), W("lesson_cite")}};
    struct tmpl_lesson_model m = {.page = gallery_frame(s, ZH_pt_title),
                                  .title = W("lesson_title3"),
                                  .group = W("lesson_group2"),
                                  .visitor = W("lesson_visitor"),
                                  .says = W("lesson_says"),
                                  .task = W("lesson_task"),
                                  .self = V("/staff/training/c"),
                                  .token = V("t0k3n"),
                                  .begun = !gallery_is(s, "empty"),
                                  .name = W("lesson_name"),
                                  .number = V("371002194805110012"),
                                  .on = DAY(2026, 11, 23),
                                  .may_counter = true,
                                  .person_url = V("/staff/person/8112"),
                                  .answer = W("lesson_answer"),
                                  .why = W("lesson_why"),
                                  .cites = cites,
                                  .cites_n = 1};
    m.errors = gallery_errors(s, "sure", "lesson_unsure");
    if (m.errors.items_n) m.wrong_sure = W("lesson_unsure");
    m.forgotten = gallery_is(s, "reset");
    m.begun = m.begun && !m.forgotten;
    m.checked = m.begun, m.results = results, m.results_n = 3;
    m.done = done, m.wrong = wrong, m.answered = done || wrong;
    tmpl_lesson(s->out, &m);
}
