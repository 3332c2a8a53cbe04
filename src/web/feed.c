/* One feed: why it is held, who has agreed, how far it is let through, its reversal. */
#include <inttypes.h>
#include <string.h>

#include "app/feed_show.h"
#include "app/upload_run.h"
#include "web/page.h"

enum { EVENT, REASON };
enum { STAGES = 5 };

struct seen { /* a feed as the page looks at it */
    struct turn *t;
    struct feed_record r;
    struct upload_progress p;
    int approvals;
};

static const char *count(const struct turn *t, uint64_t n)
{
    return arena_print(t->arena, "%" PRIu64, n);
}

/* ---- Facts ---------------------------------------------------------------------------------- */

static void put_facts(const struct seen *k, struct tmpl_feed_model *m)
{
    const struct turn *t = k->t;
    const struct match_breaker_feed *n = &k->r.counts;
    const struct feed *f = &k->r.f;
    const char *sequence = f->sequence ? count(t, (uint64_t)f->sequence) : zh_text(ZH_pf_unsigned);
    const struct {
        enum zh_id label;
        const char *value;
    } facts[] = {
        {ZH_pf_uploader, f->uploader},
        {ZH_st_agency, frame_office(t, f->agency)},
        {ZH_pf_sequence, sequence},
        {ZH_pi_rows, count(t, n->rows)},
        {ZH_pi_matched, count(t, n->matched)},
        {ZH_pi_unmatched, count(t, n->unmatched)},
        {ZH_pi_names, count(t, n->name_mismatches)},
        {ZH_pi_refused, count(t, n->refused)},
        {ZH_pf_would_certify, count(t, k->r.certifies)},
        {ZH_pf_would_hold, count(t, n->would_hold)},
    };
    size_t total = sizeof facts / sizeof *facts;
    struct tmpl_feed_fact *rows = ARENA_ARRAY(t->arena, struct tmpl_feed_fact, total);
    for (size_t i = 0; i < total; i++)
        rows[i] =
            (struct tmpl_feed_fact){view_text(zh_text(facts[i].label)), view_text(facts[i].value)};
    m->facts = rows;
    m->facts_n = total;
}

static const char *event_word(const struct turn *t, const struct feed_note *n)
{
    static const enum zh_id words[] = {
        [FEED_EVENT_UNSET] = ZH_none,
        [FEED_RECEIVED] = ZH_pf_event_received,
        [FEED_PASSED] = ZH_pf_event_passed,
        [FEED_STOPPED] = ZH_pf_event_stopped,
        [FEED_APPROVED] = ZH_pf_event_approved,
        [FEED_STAGED] = ZH_pf_event_staged,
        [FEED_FINISHED] = ZH_pf_event_finished,
        [FEED_REVERSE] = ZH_pf_event_reverse,
        [FEED_TAKEN_BACK] = ZH_pf_event_taken_back,
    };
    if (n->event == FEED_STAGED) return frame_print(t, words[n->event], n->reason, NULL);
    return zh_text(words[n->event]);
}

static void put_trail(const struct seen *k, struct tmpl_feed_model *m)
{
    size_t n = k->r.notes.count;
    struct tmpl_feed_step *rows = ARENA_ARRAY(k->t->arena, struct tmpl_feed_step, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct feed_note *note = &k->r.notes.list[i];
        rows[i] = (struct tmpl_feed_step){
            view_moment(note->recorded_at), view_text(event_word(k->t, note)),
            view_text(note->actor), view_text(note->event == FEED_STAGED ? "" : note->reason)};
    }
    m->steps = rows;
    m->steps_n = n;
}

/* ---- Letting through ------------------------------------------------------------------------ */

static bool stage_done(const struct seen *k, int i)
{
    if (i < 2) return k->approvals > i;
    return k->r.f.stage > i - 2 && k->r.f.applied >= feed_stage_rows(&k->r.f, i - 1);
}

/* Two consents and three stages; the first that is not done is the one that is due. */
static void put_stages(const struct seen *k, struct tmpl_feed_model *m)
{
    static const enum zh_id words[STAGES] = {ZH_pf_stage_approve1, ZH_pf_stage_approve2,
                                             ZH_pf_stage_1, ZH_pf_stage_2, ZH_pf_stage_3};
    const struct turn *t = k->t;
    struct tmpl_feed_stage *rows = ARENA_ARRAY(t->arena, struct tmpl_feed_stage, STAGES);
    for (int i = 0; i < STAGES; i++) {
        bool done = stage_done(k, i), now = !done && i >= 2 && k->r.f.stage > i - 2;
        const char *n = i < 2 ? "" : count(t, (uint64_t)feed_stage_rows(&k->r.f, i - 1));
        rows[i] = (struct tmpl_feed_stage){view_text(frame_print(t, words[i], n, NULL)),
                                           view_text(zh_text(done  ? ZH_pf_stage_done
                                                             : now ? ZH_pf_stage_now
                                                                   : ZH_pf_stage_wait)),
                                           done, now};
    }
    m->stages = rows;
    m->stages_n = STAGES;
    m->stages_text = view_text(
        frame_print(t, ZH_pf_stages_text, k->r.f.uploader, frame_office(t, k->r.f.agency)));
}

static enum zh_id release_word(const struct seen *k)
{
    const struct feed *f = &k->r.f;
    if (f->state == FEED_HELD) return k->approvals ? ZH_pf_release_2 : ZH_pf_release_1;
    if (f->applied < feed_stage_rows(f, f->stage)) return ZH_pf_release_on;
    return f->stage == 1 ? ZH_pf_release_3 : ZH_pf_release_4;
}

static void put_release(const struct seen *k, struct tmpl_feed_model *m)
{
    const struct feed *f = &k->r.f;
    struct problem why = {0};
    bool waits = f->state == FEED_HELD || (f->state == FEED_APPLYING && f->stage);
    if (waits || f->stage) put_stages(k, m);
    if (!waits || m->working.p) return;
    if (!feed_release_check(&k->t->call, f, &k->r.notes, &why)) {
        m->release = view_text(zh_text(release_word(k)));
        return;
    }
    char *text = arena_alloc(k->t->arena, 1024);
    m->may_not = view_text(problem_sentence(&why, text, 1024));
}

/* ---- The page ------------------------------------------------------------------------------- */

static void put_working(const struct seen *k, struct tmpl_feed_model *m)
{
    const struct feed *f = &k->r.f;
    bool back = f->state == FEED_REVERSING;
    if (!k->p.working && !k->p.waiting) return;
    m->total = f->kept;
    m->progress = back ? f->reversed : f->applied;
    m->working = view_text(frame_print(k->t, ZH_pi_applied_of, count(k->t, (uint64_t)m->progress),
                                       count(k->t, (uint64_t)m->total)));
    http_reply_header(k->t->r, "Refresh", "2");
}

static struct tmpl_clock_model clock_of(const struct turn *t, const struct feed *f)
{
    struct matter m = {.state = STATE_PROPOSED,
                       .due_on =
                           matter_due_office(&t->app.law, 0, f->received_on, f->received_on, NULL)};
    return word_clock(t, &m);
}

static enum err look(struct seen *k, struct turn *t, struct problem *why)
{
    *k = (struct seen){.t = t, .p = uploads_progress(t->web->uploads, t->id)};
    enum err e = feed_record_load(&t->call, t->id, &k->r, why);
    for (size_t i = 0; !e && i < k->r.notes.count; i++)
        k->approvals += k->r.notes.list[i].event == FEED_APPROVED;
    return e;
}

static enum err show(struct turn *t, struct problem *why)
{
    struct seen k;
    struct problem no = {0};
    enum err e = look(&k, t, why);
    if (e) return e;
    const struct feed *f = &k.r.f;
    struct tmpl_feed_model m = {
        .page = frame_staff(t, zh_text(ZH_pf_feed_title)),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .url = view_text(arena_print(t->arena, "/staff/feed/%s", id_text(t->arena, t->id))),
        .title = view_text(
            frame_print(t, ZH_pf_feed_of, word_source(t, f->source), date_print(f->received_on).s)),
        .state = view_text(zh_text(feed_state_word(f->state))),
        .good = f->state == FEED_APPLIED,
        .mid = f->state == FEED_HELD,
        .bad = f->state == FEED_REVERSED,
        .held = f->state == FEED_HELD,
        .clock = clock_of(t, f),
        .reason = view_text(t->form.text[REASON]),
    };
    put_working(&k, &m);
    m.verdict = frame_lines(t, k.r.f.verdict, &m.verdict_n);
    put_release(&k, &m);
    m.may_reverse = !m.working.p && !feed_reverse_check(&t->call, f, &no);
    m.reverse =
        view_text(zh_text(f->state == FEED_REVERSING ? ZH_pf_reverse_go_on : ZH_pf_reverse_do));
    put_facts(&k, &m);
    put_trail(&k, &m);
    tmpl_feed(&t->r->body, &m);
    return ERR_OK;
}

enum err page_feed(struct turn *t, struct problem *why)
{
    return show(t, why);
}

static enum err act(struct turn *t, struct problem *why)
{
    const char *event = t->form.text[EVENT], *reason = t->form.text[REASON];
    if (strcmp(event, "release") == 0)
        return uploads_release(t->web->uploads, &t->call, t->id, why);
    if (strcmp(event, "reverse") != 0)
        return problem_set(why, ERR_INPUT, ZH_pi_need_event, "", NULL);
    if (!*reason) return problem_set(why, ERR_INPUT, ZH_pf_need_reason, "reason", NULL);
    return uploads_reverse(t->web->uploads, &t->call, t->id, reason, why);
}

enum err page_feed_do(struct turn *t, struct problem *why)
{
    enum err e = t->form.error_n ? ERR_INPUT : act(t, why);
    if (!e) {
        http_reply_redirect(t->r,
                            arena_print(t->arena, "/staff/feed/%s", id_text(t->arena, t->id)));
        return ERR_OK;
    }
    const char *field = !t->form.error_n && strcmp(why->field, "reason") == 0 ? "reason" : "";
    if (!t->form.error_n && !form_error_of(&t->form, why, field, t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show(t, why);
}
