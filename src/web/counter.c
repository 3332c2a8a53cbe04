/*
 * K2, certification at the counter: number → card → confirm → receipt, two Enters. The number is
 * never in an address: it comes in a form and becomes a person's id with a mark that this session
 * was given, so that no card opens for whoever did not have the number.
 *
 * A confirmation within 600 ms of its card is not one: card readers type Enter twice. A false death
 * is undone from the card and from the person's file (K4) by the same form; what follows is the
 * card, for the certification is the next step.
 */
#include <string.h>

#include "app/alive.h"
#include "app/certify.h"
#include "law/kinds.h"
#include "web/page.h"
#include "web/person.h"
#include "web/scan.h"

#define TOO_SOON 600000 /* microseconds */

enum { NUMBER };
enum { PERSON, SHOWN };

static void entry(struct turn *t, struct tmpl_counter_model *m)
{
    int64_t done = 0;
    m->page = frame_staff(t, zh_text(ZH_st_counter_title));
    m->page.on_counter = true;
    m->errors = frame_errors(t);
    m->errors.quiet = true; /* the reader types into the field again at once */
    m->token = view_text(t->token);
    if (!m->card_n && !desk_done_today(&t->call, &done, NULL)) m->today_count = done;
    tmpl_counter(&t->r->body, m);
}

/* ---- The receipt ---------------------------------------------------------------------------- */

static const char *reference(const struct turn *t, int64_t seq)
{
    return arena_print(t->arena, "RZ-%lld", (long long)seq);
}

/* Payers whose decision about coming back is awaited. */
static const char *awaited(const struct turn *t, const struct person_file *f)
{
    const char *names = "";
    for (size_t i = 0; i < f->s.matter_count; i++) {
        const struct matter *m = &f->s.matters[i].m;
        if (m->kind != MATTER_REINSTATEMENT || !matter_open(m->state)) continue;
        const char *name = frame_office(t, m->agency);
        names =
            *names ? arena_print(t->arena, "%s%s%s", names, zh_text(ZH_word_comma), name) : name;
    }
    return names;
}

static const struct certification *certification(const struct person_file *f, int64_t seq)
{
    for (size_t i = 0; i < f->certification_count; i++)
        if (f->certifications[i].seq == seq) return &f->certifications[i];
    return NULL;
}

static int64_t number_of(const char *s)
{
    return s ? id_parse(s, &s) : 0;
}

static bool receipt(struct turn *t, struct tmpl_counter_receipt *out)
{
    const char *person = http_get(t->q->query, "p"), *done = http_get(t->q->query, "done");
    int64_t person_id = number_of(person), seq = number_of(done);
    struct person_file f;
    if (!person || !done ||
        !frame_mark_is(t, "receipt", person_id, done, http_get(t->q->query, "k")))
        return false;
    struct person_wanted wanted = {.person_id = person_id, .exact = true};
    if (person_file_load(&t->call, &wanted, &f, NULL)) return false;
    const struct certification *c = certification(&f, seq);
    if (!c) return false;
    *out = (struct tmpl_counter_receipt){
        .reference = view_text(reference(t, seq)),
        .name = view_text(f.s.p.name),
        .masked = mask_number(t->arena, f.s.p.number),
        .held = c->held_on,
        .valid_until = c->valid_until,
        .way = view_text(word_way(t, c->way)),
        .office = view_text(frame_office(t, c->agency)),
        .forwarded = view_text(awaited(t, &f)),
        .print_url = view_text(t->q->target),
        .undo_url = view_text(arena_print(t->arena, "/staff/today?undo=%s", done)),
    };
    return true;
}

enum err page_counter(struct turn *t, struct problem *why)
{
    (void)why;
    struct tmpl_counter_receipt one;
    struct tmpl_counter_model m = {0};
    if (receipt(t, &one)) m.receipt = &one, m.receipt_n = 1;
    entry(t, &m);
    return ERR_OK;
}

/* ---- The number ----------------------------------------------------------------------------- */

static void to_card(struct turn *t, int64_t person_id)
{
    http_reply_redirect(t->r, arena_print(t->arena, "/staff/counter/%s?k=%s",
                                          id_text(t->arena, person_id),
                                          frame_mark(t, "card", person_id, NULL)));
}

enum err page_counter_find(struct turn *t, struct problem *why)
{
    struct form_data *f = &t->form;
    int64_t person_id = 0, matter_id = scan_parse(f->text[NUMBER]);
    if (matter_id && t->r->status < 400) { /* the bars of a letter that came back (C16) */
        http_reply_redirect(
            t->r, arena_print(t->arena, "/staff/matter/%s", id_text(t->arena, matter_id)));
        return ERR_OK;
    }
    enum err e = f->error_n ? ERR_INPUT : person_id_of(&t->call, f->text[NUMBER], &person_id, why);
    if (!e) {
        to_card(t, person_id);
        return ERR_OK;
    }
    if (!f->error_n && !form_error_of(f, why, "number", t->arena)) return e;
    if (t->r->status < 400) t->r->status = e == ERR_NOT_FOUND ? 404 : 422;
    struct tmpl_counter_model m = {.number = view_text(f->text[NUMBER])};
    entry(t, &m);
    return ERR_OK;
}

/* ---- The card ------------------------------------------------------------------------------- */

static void put_lines(struct turn *t, const struct person_file *f, struct tmpl_counter_card *card)
{
    size_t n = f->s.line_count;
    struct tmpl_counter_line *lines = ARENA_ARRAY(t->arena, struct tmpl_counter_line, n + 1);
    struct month now = month_of(t->app.clock.business_date);
    for (size_t i = 0; i < n; i++) {
        const struct line *l = &f->s.lines[i];
        lines[i] = (struct tmpl_counter_line){
            .kind = view_text(app_kind_word(&t->app, l->kind)),
            .payer = view_text(frame_office(t, l->payer)),
            .amount = view_money(ledger_rate(&l->ledger, now, INT64_MAX, NULL)),
            .no_money = line_kind_medical(l->kind),
            .status = view_text(word_status(l->status)),
            .bad = l->status != 1,
        };
        if (l->status == 2 && !card->forwards.p)
            card->forwards = view_text(frame_office(t, l->payer));
    }
    card->lines = lines;
    card->lines_n = n;
    if (n) card->payer = lines[0].payer;
}

/* What stands against the person, or is under way: every open matter but a mere reminder to pay
 * again. */
static void put_flags(struct turn *t, const struct person_file *f, struct tmpl_counter_card *card)
{
    struct tmpl_counter_flag *flags =
        ARENA_ARRAY(t->arena, struct tmpl_counter_flag, f->s.matter_count + 1);
    for (size_t i = 0; i < f->s.matter_count; i++) {
        const struct matter *m = &f->s.matters[i].m;
        if (!matter_open(m->state) || m->kind == MATTER_REINSTATEMENT) continue;
        const char *text = frame_print(t, ZH_web_flag_text, frame_office(t, m->agency),
                                       matter_state_title(m->state));
        const char *title =
            frame_print(t, ZH_web_flag_title, zh_text(matter_kind(m->kind)->title), word_cause(m));
        flags[card->flags_n++] = (struct tmpl_counter_flag){view_text(title), view_text(text)};
    }
    card->flags = flags;
}

static void put_history(struct turn *t, const struct person_file *f, struct tmpl_counter_card *card)
{
    struct date today = t->app.clock.business_date;
    for (size_t i = 0; i < f->certification_count; i++) {
        const struct certification *c = &f->certifications[i];
        if (c->result == RESULT_FAILED) continue;
        card->last_held = c->held_on;
        card->last_way = view_text(word_way(t, c->way));
        card->last_office = view_text(frame_office(t, c->agency));
        if (c->held_on.day == today.day && c->result == RESULT_PASSED) {
            card->already_reference = view_text(reference(t, c->seq));
            card->already_at = view_moment(c->recorded_at);
        }
        break;
    }
}

static struct tmpl_counter_card card_of(struct turn *t, const struct person_file *f,
                                        const char *shown)
{
    const struct person *p = &f->s.p;
    struct date today = t->app.clock.business_date;
    struct tmpl_counter_card card = {
        .ref = view_text(id_text(t->arena, p->person_id)),
        .shown = view_text(shown),
        .name = view_text(p->name),
        .masked = mask_number(t->arena, p->number),
        .sex = view_text(word_sex(p->sex)),
        .age = date_is_set(p->birth) ? date_age(p->birth, today) : 0,
        .address = view_text(word_address(t, p)),
        .due = p->due_on,
        .late = date_cmp(today, p->due_on) > 0,
    };
    card.photo_url = photo_address(t, f, true);
    card.photo_edit_url = photo_page(t, p->person_id, frame_mark(t, "card", p->person_id, NULL));
    put_lines(t, f, &card);
    put_flags(t, f, &card);
    put_history(t, f, &card);
    if (!f->home) card.elsewhere = card.payer;
    card.may_confirm = !view_has_text(card.already_reference);
    card.dead = person_false_death(t, f, shown);
    return card;
}

static enum err show_card(struct turn *t, int64_t person_id, const char *shown, struct problem *why)
{
    struct person_file f;
    struct person_wanted wanted = {
        .person_id = person_id, .exact = true, .log = "person.card", .photo = true};
    enum err e = person_file_load(&t->call, &wanted, &f, why);
    if (e) return e;
    if (!shown) shown = frame_shown(t, person_id);
    struct tmpl_counter_card card = card_of(t, &f, shown);
    const char *alive = http_get(t->q->query, "alive");
    if (alive && frame_mark_is(t, "alive", person_id, alive, http_get(t->q->query, "m"))) {
        const char *dot = strchr(alive, '.');
        const char *undone = arena_copy(t->arena, alive, dot ? (size_t)(dot - alive) : 0);
        card.alive = view_text(frame_print(t, ZH_alive_done, undone, dot ? dot + 1 : "0"));
    }
    struct tmpl_counter_model m = {.card = &card, .card_n = 1};
    entry(t, &m);
    return ERR_OK;
}

enum err page_counter_card(struct turn *t, struct problem *why)
{
    if (!frame_mark_is(t, "card", t->id, NULL, http_get(t->q->query, "k")))
        return problem_set(why, ERR_DENIED, ZH_web_card_foreign, NULL, NULL);
    return show_card(t, t->id, NULL, why);
}

/* ---- Confirming ----------------------------------------------------------------------------- */

static enum err show_again(struct turn *t, int64_t person_id, bool keep, struct problem *why)
{
    if (t->r->status < 400) t->r->status = 409;
    return show_card(t, person_id, keep ? t->form.text[SHOWN] : NULL, why);
}

/* Has this session looked at the card, for long enough and not too long ago? Otherwise it is shown
 * again, or refused: *done. */
static enum err looked_at(struct turn *t, int64_t person_id, bool *done, struct problem *why)
{
    int64_t age = person_id ? frame_shown_age(t, person_id, t->form.text[SHOWN]) : -1;
    *done = true;
    if (age < 0) return problem_set(why, ERR_DENIED, ZH_web_card_foreign, NULL, NULL);
    if (t->form.error_n) return show_again(t, person_id, true, why);
    if (age < TOO_SOON) {
        form_error(&t->form, "", zh_text(ZH_web_too_soon));
        return show_again(t, person_id, true, why);
    }
    if (age > CARD_HOLDS) {
        form_error(&t->form, "", zh_text(ZH_web_card_old));
        return show_again(t, person_id, false, why);
    }
    *done = false;
    return ERR_OK;
}

enum err page_counter_confirm(struct turn *t, struct problem *why)
{
    struct certified done;
    int64_t person_id = t->form.id[PERSON];
    bool answered;
    enum err e = looked_at(t, person_id, &answered, why);
    if (e || answered) return e;
    struct certify c = {.person_id = person_id,
                        .way = 1,
                        .channel = "counter",
                        .agency = t->call.who.agency,
                        .desk = true};
    e = certify_person(&t->call, &c, &done, why);
    if (e) {
        if (!form_error_of(&t->form, why, "", t->arena)) return e;
        return show_again(t, person_id, false, why);
    }
    const char *seq = id_text(t->arena, done.reference);
    http_reply_redirect(t->r, arena_print(t->arena, "/staff/counter?done=%s&p=%s&k=%s", seq,
                                          id_text(t->arena, person_id),
                                          frame_mark(t, "receipt", person_id, seq)));
    return ERR_OK;
}

/* ---- The false death ------------------------------------------------------------------------ */

struct tmpl_false_death_model person_false_death(const struct turn *t, const struct person_file *f,
                                                 const char *shown)
{
    struct tmpl_false_death_model m = {.token = view_text(t->token)};
    if (permission_region(t->call.who.role, ACTION_FALSE_DEATH) == REGION_NONE) return m;
    if (!alive_would_help(&f->s)) return m;
    m.ref = view_text(id_text(t->arena, f->s.p.person_id));
    m.shown = view_text(shown);
    return m;
}

enum err page_counter_alive(struct turn *t, struct problem *why)
{
    struct alive in = {.person_id = t->form.id[PERSON]};
    struct alive_done n;
    bool answered;
    enum err e = looked_at(t, in.person_id, &answered, why);
    if (e || answered) return e;
    struct call call = t->call;
    call.purpose = zh_text(ZH_alive_purpose);
    e = alive_at_counter(&call, &in, &n, why);
    if (e) {
        if (!form_error_of(&t->form, why, "", t->arena)) return e;
        return show_again(t, in.person_id, false, why);
    }
    const char *id = id_text(t->arena, in.person_id);
    const char *done = arena_print(t->arena, "%d.%d", n.undone, n.ended);
    http_reply_redirect(t->r, arena_print(t->arena, "/staff/counter/%s?k=%s&alive=%s&m=%s", id,
                                          frame_mark(t, "card", in.person_id, NULL), done,
                                          frame_mark(t, "alive", in.person_id, done)));
    return ERR_OK;
}
