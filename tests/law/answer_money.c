/* Arts. 7(5) and 11 to 13 of the answering program. */
#include "answer.h"

#include <string.h>

#include "base/money.h"
#include "law/abroad.h"
#include "law/fraud.h"
#include "law/kinds.h"
#include "law/overlap.h"
#include "law/tips.h"

json_t *q_overlap(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    int item = overlap_case(&law, line_kind_from_word(text(q, "a")),
                            line_kind_from_word(text(q, "b")), NULL);
    return only("case", item ? json_integer(item) : json_null());
}

json_t *q_top_up(const json_t *q)
{
    return only("fen", json_integer(overlap_top_up(whole(q, "standard"), whole(q, "top_up"),
                                                   whole(q, "pension"))));
}

json_t *q_resident(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    const json_t *c = json_object_get(q, "components");
    const char *key;
    json_t *value;
    int64_t part[3] = {0}, months = whole(q, "months");
    json_object_foreach((json_t *)c, key, value)
    {
        static const char *const names[] = {"基础", "个人账户", "政府补贴"};
        for (int i = 0; i < 3; i++)
            if (strcmp(key, names[i]) == 0) part[i] = json_integer_value(value);
    }
    struct overlap_line a = {.kind = LINE_WORKER_PENSION}, b = {.kind = LINE_RESIDENT_PENSION,
                                                                .basic = part[0],
                                                                .own = part[1],
                                                                .government = part[2]};
    struct overlap_refund r = overlap_month(&law, &a, &b, -1, NULL);
    return json_pack("{s:I,s:I}", "refund", (json_int_t)(r.amount * months), "own",
                     (json_int_t)(r.own * months));
}

json_t *q_instalments(const json_t *q)
{
    int n = (int)whole(q, "n");
    int64_t *parts = ARENA_ARRAY(arena, int64_t, n);
    json_t *list = json_array();
    overlap_instalments(whole(q, "total"), n, parts);
    for (int i = 0; i < n; i++) json_array_append_new(list, json_integer(parts[i]));
    return only("parts", list);
}

json_t *q_offset(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    law.params = params_with(arena, params, PARAM_OFFSET_MAX_SHARE, whole(q, "share") / 10);
    struct overlap_offset_facts f = {.consent = TRI_YES, .debt = whole(q, "debt")};
    json_t *taken = json_array(), *payable = json_object_get(q, "payable"), *value;
    size_t i;
    json_array_foreach(payable, i, value)
    {
        f.payable = json_integer_value(value);
        int64_t part = overlap_offset(&law, &f, NULL);
        f.debt -= part;
        json_array_append_new(taken, json_integer(part));
    }
    return json_pack("{s:o,s:I}", "taken", taken, "left", (json_int_t)f.debt);
}

json_t *q_fraud(const json_t *q)
{
    struct law law = law_on(q, day(q, "established"));
    if (before_measure(law.today)) return unknown_form();
    return only("date", date_json(fraud_report_by(&law, law.today, NULL)));
}

json_t *q_reward(const json_t *q)
{
    static const char *const subjects[] = {"", "person", "company", "agency"};
    struct law law = law_on(q, day(q, "reported"));
    struct finding why;
    struct tips_reward_facts f = {.reported_on = law.today,
                                  .loss = whole(q, "loss"),
                                  .paid_elsewhere = whole(q, "elsewhere"),
                                  .confirmed = TRI_YES,
                                  .first = TRI_YES,
                                  .supervising_staff = TRI_NO,
                                  .full_capacity = TRI_YES};
    for (int i = SUBJECT_PERSON; i < SUBJECT_COUNT; i++)
        if (strcmp(text(q, "subject"), subjects[i]) == 0) f.subject = (enum tips_subject)i;
    int64_t fen = tips_reward(&law, &f, &why);
    return only("fen", why.outcome == OUTCOME_NO_LAW ? json_null() : json_integer(fen));
}

json_t *q_paper(const json_t *q)
{
    struct law law = law_on(q, day(q, "received"));
    struct abroad_paper_facts f = {.place = PLACE_ABROAD,
                                   .issuer = ISSUER_EMBASSY,
                                   .issued = day(q, "issued"),
                                   .posted = day(q, "posted"),
                                   .received = day(q, "received")};
    struct abroad_paper_answer a = abroad_paper(&law, &f, NULL);
    f.posted = f.issued; /* the other side gives the due day of an unusable paper too */
    return json_pack("{s:o,s:b,s:o}", "through", date_json(a.through), "usable", a.usable, "due",
                     date_json(abroad_paper(&law, &f, NULL).due));
}

json_t *q_half_up(const json_t *q)
{
    int64_t num = whole(q, "num"), fen = money_share(num < 0 ? -num : num, 1, whole(q, "den"));
    return only("fen", json_integer(num < 0 ? -fen : fen));
}

/* ---- Recovery, fine, tips ------------------------------------------------------------------- */

json_t *q_recovery(const json_t *q)
{
    static const char *const steps[] = {"decide", "demand", "wait", "apply", "too_late"};
    struct law law = law_on(q, day(q, "today"));
    struct overlap_recovery_facts f = {.decision_served_on = day(q, "decided"),
                                       .demand_served_on = day(q, "demanded"),
                                       .review_over_on = day(q, "over"),
                                       .review_pending = tri_of(q, "pending")};
    struct finding why;
    struct overlap_recovery r = overlap_recovery(&law, &f, &why);
    if (!date_is_set(f.decision_served_on)) r = (struct overlap_recovery){.step = r.step};
    return json_pack("{s:o,s:s,s:o,s:o,s:o,s:o,s:o}", "outcome", outcome_json(&why), "step",
                     steps[r.step], "review", date_json(r.review_until), "suit",
                     date_json(r.suit_until), "demand", date_json(r.demand_until), "from",
                     date_json(r.apply_from), "until", date_json(r.apply_until));
}

json_t *q_may_offset(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct overlap_offset_facts f = {.resident_overlap = tri_of(q, "resident"),
                                     .demand_served_on = day(q, "demanded"),
                                     .consent = tri_of(q, "consent"),
                                     .payable = 100000,
                                     .debt = 100000};
    struct finding why;
    overlap_offset(&law, &f, &why);
    return only("outcome", outcome_json(&why));
}

json_t *q_fine(const json_t *q)
{
    struct law law = law_on(q, date_of(2026, 3, 2));
    struct fraud_fine_facts f = {.amount = whole(q, "amount"),
                                 .transferred = tri_of(q, "transferred"),
                                 .filed_on = day(q, "filed"),
                                 .officers = (int)whole(q, "officers"),
                                 .notice_on = day(q, "notice"),
                                 .hearing_open = tri_of(q, "hearing"),
                                 .legal_review_on = day(q, "legal"),
                                 .collective_on = day(q, "collective")};
    struct finding why;
    struct fraud_fine fine = fraud_fine(&law, &f, &why);
    return json_pack("{s:I,s:I,s:o}", "least", (json_int_t)fine.least, "most",
                     (json_int_t)fine.most, "outcome", outcome_json(&why));
}

json_t *q_eligible(const json_t *q)
{
    struct law law = law_on(q, date_of(2024, 6, 3));
    struct tips_reward_facts f = {.reported_on = law.today,
                                  .subject = SUBJECT_PERSON,
                                  .loss = 100000,
                                  .confirmed = tri_of(q, "confirmed"),
                                  .first = tri_of(q, "first"),
                                  .supervising_staff = tri_of(q, "staff"),
                                  .full_capacity = tri_of(q, "capacity")};
    struct finding why;
    tips_reward(&law, &f, &why);
    return only("outcome", outcome_json(&why));
}

json_t *q_tip(const json_t *q)
{
    struct law law = law_on(q, day(q, "received"));
    struct tips_clock c = tips_clock(&law, law.today, day(q, "accepted"), yes(q, "named"), NULL);
    return json_pack("{s:o,s:o,s:o}", "review", date_json(c.review_by), "notify",
                     date_json(c.notify_by), "conclude", date_json(c.conclude_by));
}

static struct overlap_line line_of(const json_t *l)
{
    const json_t *parts = json_object_get(l, "parts");
    return (struct overlap_line){.kind = line_kind_from_word(text(l, "kind")),
                                 .amount = whole(l, "amount"),
                                 .basic = json_integer_value(json_array_get(parts, 0)),
                                 .own = json_integer_value(json_array_get(parts, 1)),
                                 .government = json_integer_value(json_array_get(parts, 2)),
                                 .standard = whole(l, "standard"),
                                 .first_month = month(l, "first")};
}

json_t *q_refund(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct overlap_line a = line_of(json_object_get(q, "a")), b = line_of(json_object_get(q, "b"));
    struct finding why;
    struct overlap_refund r = overlap_month(&law, &a, &b, -1, &why);
    bool known =
        why.outcome == OUTCOME_MET || (why.outcome == OUTCOME_NOT_MET && r.refund_side >= 0);
    return json_pack("{s:i,s:o,s:o,s:o,s:o}", "item", r.item, "side",
                     r.refund_side < 0 ? json_null() : json_integer(r.refund_side), "amount",
                     known ? json_integer(r.amount) : json_null(), "own",
                     known ? json_integer(r.own) : json_null(), "outcome", outcome_json(&why));
}
