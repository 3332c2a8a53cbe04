/* Art. 10 of the answering program: may a suspension be decided or released, and the way back. */
#include "answer.h"

#include <string.h>

#include "law/words.h"

static unsigned against(const json_t *q)
{
    static const int facts[] = {FACT_CERTIFIED_SINCE, FACT_PENDING_VISIT, FACT_PENDING_PAPER,
                                FACT_PENDING_ASSIST,  FACT_NOT_VISITED,   FACT_OUTAGE,
                                FACT_FRESH_EVIDENCE,  FACT_PENDING_CHECK};
    unsigned bits = 0;
    size_t at;
    json_t *word;
    json_array_foreach(json_object_get(q, "against"), at, word)
    {
        for (unsigned i = 0; i < sizeof facts / sizeof *facts; i++)
            if (strcmp(zh_text(facts_word(facts[i])), json_string_value(word)) == 0)
                bits |= 1u << i;
    }
    return bits;
}

json_t *q_may_suspend(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    struct suspension_facts f = {.cause = suspension_cause_from_word(text(q, "cause")),
                                 .event_on = day(q, "event"),
                                 .against = against(q),
                                 .compared_on = day(q, "compared"),
                                 .contacted_on = day(q, "contacted"),
                                 .entrusted_on = day(q, "entrusted"),
                                 .someone_manager = yes(q, "manager"),
                                 .protected_person = yes(q, "protected"),
                                 .visited_on = day(q, "visited"),
                                 .due_on = day(q, "due")};
    if (f.cause == CAUSE_MISSED) f.event_on = f.due_on;
    struct finding why = law_may_suspend(&law, &f, yes(q, "releasing"));
    return only("outcome", outcome_json(&why));
}

json_t *q_resume(const json_t *q)
{
    struct law law = law_on(q, day(q, "today"));
    return json_pack("{s:o,s:b}", "month",
                     month_json(law_resume_month(&law, day(q, "appeared"), NULL)), "manager",
                     law_reinstate_needs_manager(&law, day(q, "released")));
}
