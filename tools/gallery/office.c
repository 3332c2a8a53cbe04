/* The gallery's letters, setting up of logins, and the law. */
#include "base/arena.h"
#include "gallery.h"
#include "view/code.h"

static struct arena *codes; /* as long as the gallery runs */

static struct arena *arena(void)
{
    if (!codes) codes = arena_new(8u << 20);
    else arena_reset(codes);
    return codes;
}

void gallery_letter(const struct shown *s)
{
    struct tmpl_letter_line lines[] = {
        {W("letter_who"), W("letter_who_text")},      {W("letter_fact"), W("letter_fact1")},
        {W("letter_proof"), W("letter_fact2")},       {W("letter_law"), W("letter_law1")},
        {W("letter_line"), W("letter_line_text")},    {W("letter_note"), W("letter_law2")},
        {W("letter_how"), W("letter_how_text")},      {W("letter_say"), W("letter_say_text")},
        {W("letter_appeal"), W("letter_appeal_text")}};
    struct tmpl_letter_letter one = {.title = W("letter_title"),
                                     .number = W("letter_number"),
                                     .code = V("JZ4K7M2X0QA9"),
                                     .bars = code_bars(arena(), "JZ4K7M2X0QA9", "JZ4K7M2X0QA9"),
                                     .lines = lines,
                                     .lines_n = sizeof lines / sizeof *lines,
                                     .seal = W("letter_seal"),
                                     .receipt = W("letter_service")};
    struct tmpl_letter_model m = {.page = gallery_frame(s, ZH_st_print_letters)};
    if (!gallery_is(s, "empty")) m.letters = &one, m.letters_n = 1, m.count = 1;
    tmpl_letter(s->out, &m);
}

void gallery_set_up(const struct shown *s)
{
    struct tmpl_set_up_model m = {.page = gallery_frame(s, ZH_setup_title),
                                  .errors = gallery_errors(s, "secret", "setup_wrong"),
                                  .token = V("t0k3n"),
                                  .user = V(gallery_is(s, "error") ? "wang.min" : "")};
    m.page.signed_in = false;
    tmpl_set_up(s->out, &m);
}

void gallery_set_up_bind(const struct shown *s)
{
    static const char uri[] =
        "otpauth://totp/jianzai:wang.min?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=jianzai";
    struct tmpl_set_up_bind_model m = {.page = gallery_frame(s, ZH_setup_step2),
                                       .errors = gallery_errors(s, "password", "password_wrong"),
                                       .token = V("t0k3n"),
                                       .user = V("wang.min"),
                                       .secret = V("ABCD-EFGH-JKMN-PQRS-TVWX"),
                                       .key = V("GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"),
                                       .qr = code_qr(arena(), uri, zh_text(ZH_setup_scan_alt))};
    m.page.signed_in = false;
    tmpl_set_up_bind(s->out, &m);
}

void gallery_law(const struct shown *s)
{
    struct tmpl_law_article articles[] = {{V("/staff/law/a?on=2026-11-23"), W("law_a10"),
                                           W("law_a10_text"), 8, 12, 40, false, W("law_over")},
                                          {V("/staff/law/b?on=2026-11-23"), W("law_a11"),
                                           W("law_a11_text"), 9, 6, 35, false, W("law_over")}};
    struct tmpl_law_article national[] = {{V("/staff/law/c?on=2026-11-23"), W("law_n26"),
                                           W("law_n26_text"), 2, 1, 0, true, W("law_good")}};
    struct tmpl_law_act acts[] = {{.title = W("law_local"),
                                   .note = W("law_local_note"),
                                   .local = true,
                                   .span = W("law_span"),
                                   .state = W("law_over"),
                                   .articles = articles,
                                   .articles_n = 2},
                                  {.title = W("law_national"),
                                   .number = W("law_national_number"),
                                   .span = W("law_open"),
                                   .state = W("law_good"),
                                   .good = true,
                                   .articles = national,
                                   .articles_n = 1}};
    struct tmpl_law_model m = {.page = gallery_frame(s, ZH_lawpage_title),
                               .errors = gallery_errors(s, "on", "law_day_wrong"),
                               .on_text = V(gallery_is(s, "error") ? "2024-02-30" : ""),
                               .over = W("law_over_text"),
                               .may_change = true,
                               .benefit_url = V("/staff/open?kind=benefit_kind"),
                               .acts = acts,
                               .acts_n = 2};
    m.page.on_law = true;
    tmpl_law(s->out, &m);
}

void gallery_law_article(const struct shown *s)
{
    struct tmpl_law_article_rule rules[] = {{V("suspend.missed"), W("law_rule"), W("law_span"),
                                             V("law_suspend_by"), false, W("law_over")}};
    struct tmpl_law_article_reading readings[] = {{W("law_reading"), W("law_open")}};
    struct tmpl_law_article_value values[] = {{V("3"), W("law_open")}};
    struct tmpl_law_article_param params[] = {{V("art10.days"), W("law_param"),
                                               V(zh_text(ZH_lawpage_unit_working_days)), V("3"),
                                               values, 1}};
    struct tmpl_law_article_case cases[] = {{W("law_case1"), V("10-missed.case")},
                                            {W("law_case2"), V("10-missed.case")}};
    struct tmpl_law_article_item items[] = {{W("law_item"), cases, 2}};
    struct tmpl_law_article_model m = {.page = gallery_frame(s, ZH_lawpage_title),
                                       .title = W("law_a10"),
                                       .gist = W("law_a10_text"),
                                       .span = W("law_span"),
                                       .state = W("law_over"),
                                       .back_url = V("/staff/law")};
    m.page.on_law = true;
    if (!gallery_is(s, "empty")) {
        m.rules = rules, m.rules_n = 1;
        m.readings = readings, m.readings_n = 1;
        m.params = params, m.params_n = 1;
        m.items = items, m.items_n = 1;
    }
    tmpl_law_article(s->out, &m);
}

void gallery_batch(const struct shown *s)
{
    bool go = gallery_is(s, "go");
    struct tmpl_batch_row rows[] = {
        {V("5"), V("/staff/matter/5"), W("name1"), V("371002********4120"),
         V(zh_text(ZH_matter_suspension)), W("state2"), W("payer1"), false},
        {V("6"), V("/staff/matter/6"), W("name2"), V("371081********0037"),
         V(zh_text(ZH_matter_suspension)), W("state2"), W("payer1"), true}};
    struct tmpl_batch_model m = {.page = gallery_frame(s, ZH_bp_page),
                                 .errors = gallery_errors(s, "", "batch_not_seen"),
                                 .token = V("t0k3n"),
                                 .url = V("/staff/batch/8"),
                                 .title = W("batch_title"),
                                 .lead = V(zh_text(ZH_bp_lead)),
                                 .state = V(zh_text(go ? ZH_bp_state_released : ZH_bp_state_waits)),
                                 .good = go,
                                 .asked = W("feed_uploader"),
                                 .asked_at = gallery_at(9, 40),
                                 .people = 260,
                                 .until = DAY(2026, 11, 30),
                                 .rows = rows,
                                 .rows_n = 2,
                                 .may_release = !go,
                                 .event = V("release"),
                                 .step = W("batch_release"),
                                 .back = V("/staff/suspension")};
    if (go) m.released = W("feed_manager"), m.action = V("/staff/suspension");
    tmpl_batch(s->out, &m);
}
