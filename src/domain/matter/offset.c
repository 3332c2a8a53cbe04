#include "domain/matter/offset.h"

#include "domain/matter/rows.h"

static const struct matter_refund nothing;

const struct matter_refund *offset_refund(const struct matter_facts *f)
{
    return f->refund ? f->refund : &nothing;
}

static struct overlap_offset_facts facts_of(const struct matter_refund *r, int64_t payable)
{
    return (struct overlap_offset_facts){.resident_overlap = r->resident ? TRI_YES : TRI_NO,
                                         .demand_served_on = r->steps.demand_served_on,
                                         .consent = r->consent ? TRI_YES : TRI_NO,
                                         .payable = payable,
                                         .debt = r->debt};
}

static struct finding may_from(const struct matter_facts *f, int64_t payable)
{
    struct finding why;
    struct overlap_offset_facts facts = facts_of(offset_refund(f), payable);
    if (overlap_offset(f->law, &facts, &why) <= 0 && why.outcome == OUTCOME_MET)
        why.outcome = OUTCOME_NOT_MET;
    return why;
}

struct finding offset_may(const struct matter_facts *f)
{
    return may_from(f, offset_refund(f)->payable);
}

/* Each decision takes one month: the next is decided again. */
struct finding offset_may_take(const struct matter_facts *f)
{
    struct finding why = offset_may(f);
    bool taken = rows_newest(f, EVENT_TAKE_OFFSET) >= rows_newest(f, EVENT_OFFSET);
    if (why.outcome == OUTCOME_MET && taken) why.outcome = OUTCOME_NOT_MET;
    return why;
}

size_t offset_spread(const struct matter_refund *r, int64_t amount, struct effect like,
                     struct effect out[MATTER_EFFECTS])
{
    size_t n = 0;
    for (size_t i = 0; amount > 0 && i < r->owing_count && n < MATTER_EFFECTS; i++) {
        int64_t part = r->owing[i].debt < amount ? r->owing[i].debt : amount;
        if (part <= 0) continue;
        like.line_id = r->owing[i].line_id;
        like.amount = part;
        amount -= part;
        out[n++] = like;
    }
    return n;
}

size_t offset_take(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    const struct matter_refund *r = offset_refund(f);
    struct overlap_offset_facts facts = facts_of(r, r->payable);
    int64_t left = overlap_offset(f->law, &facts, NULL);
    size_t n = offset_spread(r, left, (struct effect){.kind = EFFECT_OFFSET}, out);
    for (size_t i = 0; left > 0 && i < r->source_count && n < MATTER_EFFECTS; i++) {
        int64_t part = r->sources[i].payable < left ? r->sources[i].payable : left;
        out[n++] = (struct effect){.kind = EFFECT_TAKE,
                                   .line_id = r->sources[i].line_id,
                                   .month = r->open,
                                   .amount = part};
        left -= part;
    }
    return n;
}

struct finding offset_may_ask(const struct matter_facts *f)
{
    const struct matter_refund *r = offset_refund(f);
    struct finding why = may_from(f, r->elsewhere_payable);
    if (why.outcome == OUTCOME_MET && (r->payable || r->request)) why.outcome = OUTCOME_NOT_MET;
    return why;
}

size_t offset_ask(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    out[0] = (struct effect){.kind = EFFECT_OPEN,
                             .open = MATTER_OFFSET_REQUEST,
                             .agency = offset_refund(f)->elsewhere,
                             .event_on = f->law->today};
    return 1;
}

size_t offset_end(const struct matter_facts *f, struct effect out[MATTER_EFFECTS])
{
    int64_t request = offset_refund(f)->request;
    if (!request) return 0;
    out[0] = (struct effect){.kind = EFFECT_CLOSE, .matter_id = request, .event = EVENT_RESTORED};
    return 1;
}
