/* The gallery's page that counts a period (C29). */
#include "gallery.h"

static struct tmpl_deadline_answer one(const struct shown *s, struct tmpl_deadline_day *days)
{
    bool unsaid = gallery_is(s, "unsaid");
    static const char *const nth[3] = {"deadline_nth1", "deadline_nth2", "deadline_nth3"};
    days[0] = (struct tmpl_deadline_day){DAY(2024, 9, 30), V(""), V(zh_text(ZH_deadline_first)),
                                         true, false};
    for (int d = 1; d <= 7; d++)
        days[d] =
            (struct tmpl_deadline_day){DAY(2024, 10, d), V(""), W("deadline_holiday"), true, false};
    for (int i = 0; i < 3; i++)
        days[8 + i] =
            (struct tmpl_deadline_day){DAY(2024, 10, 8 + i), W(nth[i]), V(""), false, i == 2};
    struct tmpl_deadline_answer a = {.due = DAY(2024, 10, 10),
                                     .title = W("deadline_title1"),
                                     .length = W("deadline_length1"),
                                     .end = V(zh_text(ZH_deadline_end_working)),
                                     .article = W("deadline_cite1"),
                                     .url = V("/staff/law/a"),
                                     .law_day = DAY(2024, 9, 30),
                                     .days = days,
                                     .days_n = 11};
    if (unsaid)
        a.unsaid = W("deadline_unsaid_text"), a.past = W("deadline_past_text"),
        a.end = V(zh_text(ZH_deadline_end_unsaid));
    return a;
}

void gallery_deadline(const struct shown *s)
{
    struct tmpl_deadline_day days[11];
    struct tmpl_deadline_clock clocks[] = {
        {V("suspend.days"), W("deadline_title1"), W("deadline_length1"), W("deadline_cite1"),
         V("/staff/law/a"), V(zh_text(ZH_deadline_end_working)), false, !gallery_is(s, "empty")},
        {V("abroad.proxy_days"), W("deadline_title2"), W("deadline_length2"), W("deadline_cite2"),
         V("/staff/law/b"), V(zh_text(ZH_deadline_end_unsaid)), true, false}};
    struct tmpl_deadline_answer answer = one(s, days);
    struct tmpl_deadline_model m = {.page = gallery_frame(s, ZH_deadline_title),
                                    .errors = gallery_errors(s, "start", "law_day_wrong"),
                                    .clocks = clocks,
                                    .clocks_n = 2};
    m.page.on_law = true;
    if (gallery_is(s, "error")) m.start_text = V("2024-02-30"), m.start_error = W("law_day_wrong");
    else if (!gallery_is(s, "empty"))
        m.start_text = V("2024-09-30"), m.answer = &answer, m.answer_n = 1;
    tmpl_deadline(s->out, &m);
}
