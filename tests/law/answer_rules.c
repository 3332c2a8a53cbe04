/* Arts. 3, 4, 6 to 8, 14 and 17 of the answering program. */
#include "answer.h"

#include <string.h>

#include "law/abroad.h"
#include "law/account.h"
#include "law/change.h"
#include "law/evidence.h"
#include "law/foresee.h"
#include "law/grade.h"
#include "law/kinds.h"
#include "law/overpaid.h"
#include "law/power.h"
#include "law/scope.h"
#include "law/signals.h"
#include "law/tips.h"
#include "law/ways.h"
#include "law/words.h"

json_t *outcome_json(const struct finding *f)
{
    static const char *const names[] = {"unset",          "met",   "not_met", "needs_evidence",
                                        "not_applicable", "no_law"};
    return json_string(names[f->outcome]);
}

enum tri tri_of(const json_t *q, const char *key)
{
    const json_t *v = json_object_get(q, key);
    return json_is_true(v) ? TRI_YES : json_is_false(v) ? TRI_NO : TRI_UNKNOWN;
}

bool yes(const json_t *q, const char *key)
{
    return json_is_true(json_object_get(q, key));
}

static json_t *outcome_and_due(const struct finding *f)
{
    return json_pack("{s:o,s:o}", "outcome", outcome_json(f), "due", date_json(f->answer));
}

/* ---- Arts. 3, 4, 6, 14, 17 ------------------------------------------------------------------ */

json_t *q_may_act(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct finding f = power_may(&law, power_body_from_word(text(q, "body")),
                                 power_deed_from_word(text(q, "deed")));
    return only("outcome", outcome_json(&f));
}

json_t *q_scope(const json_t *q)
{
    static const char *const names[] = {NULL, "covered", "other_benefit", "outside"};
    struct law law = law_on(q, date_of(2024, 6, 3));
    struct scope_facts f = {.line_kind = line_kind_from_word(text(q, "kind")),
                            .periodic = tri_of(q, "periodic"),
                            .fund_paid = tri_of(q, "fund"),
                            .long_term = tri_of(q, "long_term"),
                            .disability_grade = (int)whole(q, "grade")};
    const char *name = names[scope_line(&law, &f, NULL)];
    return only("scope", name ? json_string(name) : json_null());
}

json_t *q_substance(const json_t *q)
{
    struct law law = law_on(q, day(q, "event"));
    struct finding f = power_substance(&law, law.today);
    return only("outcome", outcome_json(&f));
}

json_t *q_secrecy(const json_t *q)
{
    struct law law = law_on(q, day(q, "event"));
    enum act_id act = tips_secrecy(&law, law.today, NULL);
    return only("order",
                act == ACT_NONE ? json_null() : json_integer(act == ACT_ORDER_49 ? 49 : 11));
}

json_t *q_change(const json_t *q)
{
    struct law law = law_on(q, day(q, "reported"));
    enum change_field field = change_field_from_word(text(q, "field"));
    struct change_clock c = change_report(&law, day(q, "changed"), law.today, NULL);
    return json_pack("{s:o,s:i,s:b,s:b}", "by", date_json(c.by), "late", c.days_late, "review",
                     change_handling(&law, field, NULL) == CHANGE_NEEDS_REVIEW, "loss_check",
                     change_opens_loss_check(field));
}

json_t *q_clock(const json_t *q)
{
    struct date from = day(q, "from"), answer = DATE_NONE;
    struct law law = law_on(q, from);
    const char *clock = text(q, "clock");
    if (strcmp(clock, "publication") == 0) answer = ways_publication_last(&law, from, NULL);
    if (strcmp(clock, "death_hold") == 0) answer = evidence_death_hold(&law, from, NULL);
    if (strcmp(clock, "protected") == 0) answer = ways_protected_visit_by(&law, from, NULL);
    if (strcmp(clock, "investigation") == 0) answer = law_investigation_by(&law, from);
    return only("date", date_json(answer));
}

json_t *q_window(const json_t *q)
{
    struct date first = day(q, "first");
    struct law law = law_on(q, first);
    struct window w = {day(q, "announced"), first, date_add_days(first, 30)};
    return json_pack("{s:b}", "ok", law_window_announced(&law, &w, NULL));
}

/* ---- Art. 7 --------------------------------------------------------------------------------- */

/* The city's decision of the question, in force on every day of it. */
static void decided(struct law *law, const json_t *given)
{
    int64_t points = 0;
    size_t i;
    json_t *one;
    if (!json_is_object(given)) return;
    json_array_foreach(json_object_get(given, "points"), i, one) points |= json_integer_value(one)
                                                                           << (8 * i);
    const struct params *p = params_with(arena, law->params, PARAM_SIGNALS_POINTS, points);
    p = params_with(arena, p, PARAM_SIGNALS_THRESHOLD, whole(given, "threshold"));
    p = params_with(arena, p, PARAM_SIGNALS_DAYS, whole(given, "days"));
    law->params = params_with(arena, p, PARAM_SIGNALS_SOURCES, whole(given, "sources"));
}

json_t *q_signals(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct signal list[SIGNALS_MOST];
    struct signals_facts facts = {
        .list = list, .dead_on = day(q, "dead"), .birth = day(q, "birth")};
    struct finding f;
    size_t i;
    json_t *one;
    decided(&law, json_object_get(q, "law"));
    law.params = with_ages(law.params, PARAM_EVIDENCE_AGE_STRENGTH, json_object_get(q, "ages"));
    json_array_foreach(json_object_get(q, "signals"), i, one)
    {
        const char *mark = text(one, "mark");
        list[facts.count++] = (struct signal){
            .kind = evidence_from_word(text(one, "kind")),
            .on = day(one, "on"),
            .source = (int)whole(one, "source"),
            .doubted = strcmp(mark, "doubted") == 0,
            .other_name = strcmp(mark, "other_name") == 0,
        };
    }
    struct signals_answer a = signals_weigh(&law, &facts, NULL, &f);
    return json_pack("{s:i,s:i,s:o,s:o,s:o}", "points", a.points, "sources", a.sources, "whole",
                     date_json(a.whole_on), "due", date_json(f.answer), "outcome",
                     outcome_json(&f));
}

json_t *q_evidence(const json_t *q)
{
    static const char *const names[] = {NULL, "A", "B", "C"};
    struct law law = law_on(q, day(q, "today"));
    struct evidence_facts e = {.kind = evidence_from_word(text(q, "kind")),
                               .happened_on = day(q, "happened"),
                               .id_checked = tri_of(q, "id_checked"),
                               .birth = day(q, "birth")};
    law.params = with_ages(law.params, PARAM_EVIDENCE_AGE_STRENGTH, json_object_get(q, "ages"));
    struct finding f = evidence_weigh(&law, &e);
    json_t *a = outcome_and_due(&f), *strength = json_null();
    for (int i = 0; i < f.fact_count; i++)
        if (f.fact[i].id == FACT_STRENGTH) strength = json_string(names[f.fact[i].value]);
    json_object_set_new(a, "strength", strength);
    return a;
}

json_t *q_contradiction(const json_t *q)
{
    struct law law = law_on(q, date_of(2026, 12, 31));
    struct evidence_facts e = {.kind = evidence_from_word(text(q, "kind")),
                               .happened_on = day(q, "happened")};
    struct finding f = evidence_contradiction(&law, day(q, "dead"), &e);
    return only("outcome", outcome_json(&f));
}

json_t *q_grade(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct grade_facts g = {.last_success = day(q, "success"),
                            .due_on = day(q, "due"),
                            .trace_on = day(q, "trace"),
                            .unsettled = yes(q, "unsettled")};
    struct finding f;
    enum survival level = grade_survival(&law, &g, &f);
    return json_pack("{s:o,s:o}", "level", level ? json_integer(level) : json_null(), "until",
                     date_json(f.answer));
}

json_t *q_way(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct way_facts w = {.way = ways_from_word(text(q, "way")),
                          .held_on = day(q, "held"),
                          .home_visit = yes(q, "home_visit"),
                          .approved = tri_of(q, "approved"),
                          .officers = (int)whole(q, "officers"),
                          .liveness = tri_of(q, "liveness"),
                          .evidence_kind = (int)evidence_from_word(text(q, "evidence")),
                          .connected = tri_of(q, "connected"),
                          .mailed = yes(q, "mailed"),
                          .supervisor = tri_of(q, "supervisor"),
                          .description_chars = (int)whole(q, "chars"),
                          .second_person = tri_of(q, "second_person")};
    struct finding f = ways_valid(&law, &w);
    return outcome_and_due(&f);
}

json_t *q_proxy(const json_t *q)
{
    struct date issued = day(q, "issued");
    struct law law = law_on(q, issued);
    struct abroad_paper_facts p = {.place = PLACE_ABROAD,
                                   .issuer = ISSUER_EMBASSY,
                                   .issued = issued,
                                   .posted = issued,
                                   .received = issued,
                                   .proxy = true,
                                   .authorised = day(q, "authorised"),
                                   .proxy_years = (int)whole(q, "years")};
    struct finding f;
    abroad_paper(&law, &p, &f);
    return only("outcome", outcome_json(&f));
}

json_t *q_issuer(const json_t *q)
{
    static const char *const names[ISSUER_COUNT] = {"",         "使领馆",   "工会联合会",
                                                    "公证机构", "公证认证", "其他"};
    struct date issued = day(q, "issued");
    struct law law = law_on(q, issued);
    struct abroad_paper_facts p = {.place = abroad_place_from_word(text(q, "place")),
                                   .issued = issued,
                                   .posted = issued,
                                   .received = issued};
    for (int i = ISSUER_EMBASSY; i < ISSUER_COUNT; i++)
        if (strcmp(names[i], text(q, "issuer")) == 0) p.issuer = (enum abroad_issuer)i;
    return json_pack("{s:b}", "fits", abroad_paper(&law, &p, NULL).usable);
}

/* ---- Art. 8 --------------------------------------------------------------------------------- */

static struct loss_facts loss_asked(const json_t *q)
{
    return (struct loss_facts){.event = loss_event_from_word(text(q, "event")),
                               .on = day(q, "on"),
                               .until = day(q, "until"),
                               .sentence = sentence_from_word(text(q, "sentence")),
                               .line_kind = line_kind_from_word(text(q, "kind")),
                               .relation = relation_from_word(text(q, "relation"))};
}

json_t *q_loss(const json_t *q)
{
    static const char *const names[] = {"none", "suspend", "stop", "end", "notify", "freeze"};
    struct law law = law_on(q, date_of(2026, 12, 31));
    struct loss_facts l = loss_asked(q);
    struct finding f;
    struct loss_effect e = law_loss(&law, &l, &f);
    return json_pack("{s:s,s:o,s:o,s:b,s:o}", "effect", names[e.effect], "from", month_json(e.from),
                     "until", month_json(e.until), "not_due", e.withheld_turn_not_due, "outcome",
                     outcome_json(&f));
}

json_t *q_recover(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct overpaid_facts o = {.loss = loss_asked(q),
                               .reported_on = day(q, "reported"),
                               .reporter_in_city =
                                   strcmp(text(q, "lives"), "in") == 0 ? TRI_YES : TRI_NO,
                               .amount = whole(q, "amount")};
    struct finding f;
    struct overpaid a = overpaid_recover(&law, &o, &f);
    return json_pack("{s:o,s:I,s:o,s:I}", "outcome", outcome_json(&f), "claim", (json_int_t)a.claim,
                     "by", date_json(a.report_by), "late", (json_int_t)a.days_late);
}

json_t *q_account(const json_t *q)
{
    struct law law = law_on(q, date_of(2026, 12, 31));
    struct loss_facts l = loss_asked(q);
    struct finding f;
    bool told = !json_is_null(json_object_get(q, "balance"));
    struct account_facts a = {.event = l.event,
                              .on = l.on,
                              .line_kind = l.line_kind,
                              .balance = told ? whole(q, "balance") : ACCOUNT_UNKNOWN,
                              .heir = tri_of(q, "heir"),
                              .paid = whole(q, "paid")};
    int64_t fen = account_settle(&law, &a, &f);
    return json_pack("{s:o,s:I}", "outcome", outcome_json(&f), "fen", (json_int_t)fen);
}

json_t *q_foreseen(const json_t *q)
{
    static const char *const names[] = {"",          "adulthood", "sentence_end",
                                        "appraisal", "proof",     "retirement"};
    struct law law = law_on(q, day(q, "today"));
    struct foresee_facts f = {.line_kind = line_kind_from_word(text(q, "kind")),
                              .relation = relation_from_word(text(q, "relation")),
                              .birth = day(q, "birth"),
                              .appraisal_until = day(q, "appraisal"),
                              .sentence_until = day(q, "sentence"),
                              .proof_until = day(q, "proof"),
                              .retires_on = day(q, "retires")};
    struct foreseen list[FORESEEN_MOST];
    json_t *all = json_array();
    size_t n = foresee_list(&law, &f, list);
    for (size_t i = 0; i < n; i++)
        json_array_append_new(all, json_pack("[s,o,o]", names[list[i].cause], date_json(list[i].on),
                                             date_json(list[i].shown_from)));
    return only("list", all);
}
