#include "law/foresee.h"

#include "law/kinds.h"
#include "law/rules.h"

struct list {
    const struct law *law;
    struct foreseen *out;
    size_t n;
    int64_t ahead;
};

static void add(struct list *l, enum foreseen_cause cause, struct date on, struct month last_paid)
{
    if (!date_is_set(on) || date_cmp(on, l->law->today) < 0) return;
    struct foreseen f = {cause, on, date_add_days(on, (int)-l->ahead), last_paid};
    size_t i = l->n++;
    for (; i > 0 && date_cmp(l->out[i - 1].on, on) > 0; i--) l->out[i] = l->out[i - 1];
    l->out[i] = f;
}

static bool ends_at_eighteen(const struct foresee_facts *f)
{
    return line_kind_dependant(f->line_kind) && date_is_set(f->birth) &&
           (f->relation == RELATION_CHILD || f->relation == RELATION_GRANDCHILD ||
            f->relation == RELATION_SIBLING);
}

static void adulthood(struct list *l, const struct foresee_facts *f)
{
    struct date adult = law_adulthood(l->law, f->birth);
    struct loss_facts loss = {.event = LOSS_ADULTHOOD,
                              .line_kind = f->line_kind,
                              .relation = f->relation,
                              .birth = f->birth,
                              .appraisal_until = f->appraisal_until};
    struct loss_effect e = law_loss(l->law, &loss, NULL);
    if (e.effect == STOP_END) add(l, FORESEEN_ADULTHOOD, adult, month_add(e.from, -1));
    if (date_is_set(f->appraisal_until) && date_cmp(f->appraisal_until, adult) >= 0)
        add(l, FORESEEN_APPRAISAL, f->appraisal_until, MONTH_NONE);
}

size_t foresee_list(const struct law *law, const struct foresee_facts *f,
                    struct foreseen out[FORESEEN_MOST])
{
    struct list l = {law, out, 0, 0};
    if (!params_value(law->params, PARAM_FORESEE_DAYS, law->today, &l.ahead)) return 0;
    if (ends_at_eighteen(f)) adulthood(&l, f);
    else add(&l, FORESEEN_APPRAISAL, f->appraisal_until, MONTH_NONE);
    add(&l, FORESEEN_SENTENCE_END, f->sentence_until, MONTH_NONE);
    add(&l, FORESEEN_PROOF, f->proof_until, MONTH_NONE);
    if (f->line_kind == LINE_DISABILITY) add(&l, FORESEEN_RETIREMENT, f->retires_on, MONTH_NONE);
    return l.n;
}

bool foresee_shown(const struct law *law, const struct foreseen *f)
{
    return date_cmp(law->today, f->shown_from) >= 0;
}

enum zh_id foreseen_word(enum foreseen_cause c)
{
    static const enum zh_id words[FORESEEN_COUNT] = {
        ZH_none,           ZH_foreseen_adulthood, ZH_foreseen_sentence_end, ZH_foreseen_appraisal,
        ZH_foreseen_proof, ZH_foreseen_retirement};
    return c > FORESEEN_UNSET && c < FORESEEN_COUNT ? words[c] : ZH_none;
}
