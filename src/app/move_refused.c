#include "app/move_refused.h"

#include <stdio.h>

#include "base/buf.h"
#include "law/facts.h"
#include "law/power.h"

enum err move_refuse_history(struct date d, struct problem *why)
{
    return problem_set(why, ERR_LAW, ZH_move_history, "on", date_print(d).s, NULL);
}

static struct date history_day(const struct finding *finding)
{
    for (int i = 0; finding->outcome == OUTCOME_NO_LAW && i < finding->fact_count; i++) {
        const struct finding_fact *fact = &finding->fact[i];
        struct date d = {(int32_t)fact->value};
        bool event = fact->id == FACT_EVENT_ON || fact->id == FACT_ADULT_ON;
        if (event && fact->known && power_history_only(d)) return d;
    }
    return DATE_NONE;
}

/* The value of the n-th parameter that the finding used: a refusal names what is in force. */
static void parameter(const struct finding *f, int n, char out[24])
{
    if (n < f->param_count) snprintf(out, 24, "%lld", (long long)f->param[n].value);
    else snprintf(out, 24, "%s", zh_text(ZH_word_unknown_value));
}

enum err move_refused(const struct matter_row *row, const struct finding *finding,
                      struct problem *why)
{
    static const enum zh_id sentences[] = {
        [OUTCOME_UNSET] = ZH_move_not_met,         [OUTCOME_MET] = ZH_move_not_met,
        [OUTCOME_NOT_MET] = ZH_move_not_met,       [OUTCOME_NEEDS_EVIDENCE] = ZH_move_needs,
        [OUTCOME_NOT_APPLICABLE] = ZH_move_no_law, [OUTCOME_NO_LAW] = ZH_move_no_law,
    };
    bool missing = finding->outcome == OUTCOME_NEEDS_EVIDENCE;
    if (row->refusal != ZH_none && finding->outcome == OUTCOME_NOT_MET) {
        char value[2][24];
        for (int i = 0; i < 2; i++) parameter(finding, i, value[i]);
        return problem_set(why, ERR_LAW, row->refusal, NULL, value[0], value[1], NULL);
    }
    if (date_is_set(history_day(finding))) return move_refuse_history(history_day(finding), why);
    struct buf names = BUF(4096);
    for (int i = 0; i < finding->fact_count; i++) {
        const struct finding_fact *fact = &finding->fact[i];
        bool named = missing ? !fact->known : fact->kind == FACT_FLAG && fact->value != 0;
        if (!named) continue;
        if (names.n) buf_puts(&names, zh_text(ZH_word_comma));
        buf_puts(&names, zh_text(facts_word(fact->id)));
    }
    enum err e =
        problem_set(why, ERR_LAW, sentences[finding->outcome], NULL, names.p ? names.p : "", NULL);
    buf_free(&names);
    return e;
}
