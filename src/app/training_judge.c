/* Does the record say what the lesson expects? Reads only; nothing is kept. */
#include <stdio.h>
#include <string.h>

#include "app/training_part.h"

struct judging {
    struct dossier *s;
    const struct training_view *v;
    const struct certification *list;
    size_t count;
};

/* Held since the exercise began: those that count, and those that were taken back. */
static size_t held(const struct judging *j, bool reversed)
{
    size_t n = 0;
    for (size_t i = 0; i < j->count; i++) {
        const struct certification *c = &j->list[i];
        n += c->result == RESULT_PASSED && c->reversed == reversed &&
             date_cmp(c->held_on, j->v->started_on) >= 0;
    }
    return n;
}

static const struct matter_file *newest(const struct judging *j, enum matter_kind_id kind)
{
    for (size_t i = j->s->matter_count; i--;)
        if (j->s->matters[i].m.kind == kind) return &j->s->matters[i];
    return NULL;
}

static enum training_verdict judge_certified(const struct judging *j, bool want)
{
    bool is = held(j, false) > 0;
    if (want) return is ? VERDICT_DONE : VERDICT_NOT_YET;
    return is ? VERDICT_WRONG : VERDICT_DONE;
}

static enum training_verdict judge_undone(const struct judging *j)
{
    return !held(j, false) && held(j, true) ? VERDICT_DONE : VERDICT_NOT_YET;
}

static bool prepared(const struct lesson *l, bool paid)
{
    bool stopped = false;
    for (size_t i = 0; i < l->setup_count; i++)
        stopped |= l->setup[i].kind == SETUP_SUSPENDED || l->setup[i].kind == SETUP_ENDED;
    return stopped != paid;
}

/* A released decision stops the payment though its month has not come. */
static bool paid(const struct judging *j)
{
    const struct matter_file *loss = newest(j, MATTER_LOSS);
    if (loss && (loss->m.state == STATE_RELEASED || loss->m.state == STATE_IN_EFFECT)) return false;
    for (size_t i = 0; i < j->s->line_count; i++)
        if (j->s->lines[i].status != 1 || dossier_suspended_by(&j->s->lines[i])) return false;
    return true;
}

static enum training_verdict judge_paid(const struct judging *j, bool want)
{
    if (paid(j) == want) return VERDICT_DONE;
    return prepared(j->v->lesson, want) ? VERDICT_WRONG : VERDICT_NOT_YET;
}

static enum training_verdict judge_matter(const struct judging *j, const struct lesson_expect *x)
{
    const struct matter_file *f = newest(j, x->matter);
    if (!x->want) return f ? VERDICT_WRONG : VERDICT_DONE;
    if (!f) return VERDICT_NOT_YET;
    if (!x->state) return matter_open(f->m.state) ? VERDICT_DONE : VERDICT_WRONG;
    if (f->m.state == x->state) return VERDICT_DONE;
    bool on_its_way =
        matter_open(f->m.state) || f->m.state == STATE_RELEASED || f->m.state == STATE_IN_EFFECT;
    return on_its_way ? VERDICT_NOT_YET : VERDICT_WRONG;
}

static enum training_verdict judge_field(const struct judging *j, const struct lesson_expect *x)
{
    const struct matter_file *f = newest(j, x->matter);
    struct matter_value given = f ? matters_value(f, x->field) : (struct matter_value){0};
    if (!given.field) return VERDICT_NOT_YET;
    return strcmp(given.text, x->text) == 0 ? VERDICT_DONE : VERDICT_WRONG;
}

static enum training_verdict judge_loss(const struct judging *j, const struct lesson_expect *x)
{
    const struct matter_file *f = newest(j, MATTER_LOSS);
    if (!f) return VERDICT_NOT_YET;
    bool is = x->kind == EXPECT_CAUSE
                  ? f->m.cause == x->want
                  : f->m.event_on.day == date_add_days(j->v->started_on, -x->want).day;
    return is ? VERDICT_DONE : VERDICT_WRONG;
}

static enum training_verdict judge(const struct judging *j, const struct lesson_expect *x)
{
    switch (x->kind) {
    case EXPECT_CERTIFIED:
        return judge_certified(j, x->want);
    case EXPECT_UNDONE:
        return judge_undone(j);
    case EXPECT_PAID:
        return judge_paid(j, x->want);
    case EXPECT_MATTER:
        return judge_matter(j, x);
    case EXPECT_FIELD:
        return judge_field(j, x);
    case EXPECT_CAUSE:
    case EXPECT_HAPPENED:
        break;
    }
    return judge_loss(j, x);
}

enum err training_judge(const struct call *call, struct read *r, struct training_view *v,
                        struct problem *why)
{
    struct dossier s = dossier_for_read(call, r);
    struct certification *list;
    size_t count, done = 0;
    enum err e = dossier_load(&s, v->person_id, why);
    if (!e) e = certification_list(&s.d, &s.p, &list, &count, why);
    if (e) return e;
    struct judging j = {&s, v, list, count};
    snprintf(v->number, sizeof v->number, "%s", s.p.number);
    v->state = TRAINING_BEGUN;
    for (size_t i = 0; i < v->lesson->expect_count; i++) {
        v->verdict[i] = judge(&j, &v->lesson->expect[i]);
        done += v->verdict[i] == VERDICT_DONE;
        if (v->verdict[i] == VERDICT_WRONG) v->state = TRAINING_WRONG;
    }
    if (done == v->lesson->expect_count) v->state = TRAINING_DONE;
    return ERR_OK;
}
