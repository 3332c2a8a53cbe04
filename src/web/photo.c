/*
 * The photo of a person (K2): the picture itself, and the page where it is set and withdrawn.
 *
 * The picture is no read of its own: its address carries a mark that this session got with a card
 * or a file, which is in the log, and works as long as a card does. The page is reached from a card
 * or a file and leads back there.
 */
#include <string.h>
#include <unistd.h>

#include "app/person_photo.h"
#include "app/photo_term.h"
#include "web/page.h"
#include "web/person.h"

enum { TAKEN, BY, CONSENT, MARK };
enum { END, END_MARK };

static const char *kind_of(bool exact)
{
    return exact ? "photo.exact" : "photo.home";
}

struct view_text photo_address(const struct turn *t, const struct person_file *f, bool exact)
{
    int64_t id = f->s.p.person_id;
    if (!f->photo.n) return view_text("");
    const char *now = id_text(t->arena, clock_system().moment);
    return view_text(arena_print(t->arena, "/staff/photo/%s?at=%s&k=%s", id_text(t->arena, id), now,
                                 frame_mark(t, kind_of(exact), id, now)));
}

struct view_text photo_page(const struct turn *t, int64_t person_id, const char *mark)
{
    const char *id = id_text(t->arena, person_id);
    if (permission_region(t->call.who.role, ACTION_PHOTO) == REGION_NONE) return view_text("");
    if (!mark || !*mark) return view_text(arena_print(t->arena, "/staff/person/%s/photo", id));
    return view_text(arena_print(t->arena, "/staff/person/%s/photo?k=%s", id, mark));
}

/* ---- The picture ---------------------------------------------------------------------------- */

enum err page_photo_picture(struct turn *t, struct problem *why)
{
    struct photo p;
    struct sm_bytes picture;
    const char *at = http_get(t->q->query, "at"), *k = http_get(t->q->query, "k"), *end;
    struct person_wanted wanted = {.person_id = t->id};
    wanted.exact = at && frame_mark_is(t, kind_of(true), t->id, at, k);
    if (!wanted.exact && !(at && frame_mark_is(t, kind_of(false), t->id, at, k)))
        return problem_set(why, ERR_DENIED, ZH_web_card_foreign, NULL, NULL);
    if (clock_system().moment - id_parse(at, &end) > CARD_HOLDS)
        return problem_set(why, ERR_DENIED, ZH_photo_old, NULL, NULL);
    enum err e = person_photo_read(&t->call, &wanted, &p, &picture, why);
    if (e) return e;
    t->r->type = picture_type(p.picture.kind);
    buf_add(&t->r->body, picture.p, picture.n);
    return ERR_OK;
}

/* ---- The page ------------------------------------------------------------------------------- */

struct origin { /* the page that led here */
    const char *mark;
    bool card, file;
};

static struct origin origin_of(const struct turn *t, const char *mark)
{
    struct origin o = {.mark = mark ? mark : ""};
    o.card = frame_mark_is(t, "card", t->id, NULL, o.mark);
    o.file = !o.card && frame_mark_is(t, "file", t->id, NULL, o.mark);
    if (!o.card && !o.file) o.mark = "";
    return o;
}

static struct person_wanted wanted_of(const struct turn *t, const struct origin *o)
{
    return (struct person_wanted){.person_id = t->id, .exact = o->card || o->file, .photo = true};
}

static const char *back(const struct turn *t, const struct origin *o)
{
    const char *id = id_text(t->arena, t->id);
    if (o->card) return arena_print(t->arena, "/staff/counter/%s?k=%s", id, o->mark);
    return o->file ? arena_print(t->arena, "/staff/person/%s?k=%s", id, o->mark)
                   : arena_print(t->arena, "/staff/person/%s", id);
}

static void put_photo(const struct turn *t, const struct person_file *f, const struct origin *o,
                      struct tmpl_photo_model *m)
{
    const struct photo *p = &f->photo;
    m->photo_url = photo_address(t, f, o->card || o->file);
    if (!p->n) return;
    m->taken_on = p->taken_on;
    m->consent_of = view_text(
        frame_print(t, ZH_photo_consented, date_print(p->recorded_on).s,
                    zh_text(p->consent == CONSENT_SELF ? ZH_photo_by_self : ZH_photo_by_guardian)));
    m->office = view_text(frame_office(t, p->agency));
    m->until = photo_term_until(&f->s);
    m->ends = date_is_set(m->until);
}

/* What was typed comes back; the file cannot, a browser gives none. */
static void put_typed(const struct turn *t, bool setting, struct tmpl_photo_model *m)
{
    const struct form_data *f = &t->form;
    enum photo_consent by = setting ? photo_consent_from_word(f->text[BY]) : CONSENT_UNSET;
    m->taken = view_text(setting ? f->text[TAKEN] : date_print(t->app.clock.business_date).s);
    m->taken.p = arena_copy(t->arena, m->taken.p, strlen(m->taken.p));
    m->self = by == CONSENT_SELF;
    m->guardian = by == CONSENT_GUARDIAN;
    m->ticked = setting && *f->text[CONSENT];
    m->wrong_file = view_text(frame_error_at(t, "file"));
    m->wrong_taken = view_text(frame_error_at(t, "taken"));
    m->wrong_by = view_text(frame_error_at(t, "by"));
    m->wrong_consent = view_text(frame_error_at(t, "consent"));
    m->wrong_end = view_text(frame_error_at(t, "end"));
}

static enum err show(struct turn *t, const struct origin *o, bool setting, struct problem *why)
{
    struct person_file f;
    struct person_wanted wanted = wanted_of(t, o);
    wanted.log = "person.photo";
    enum err e = person_file_load(&t->call, &wanted, &f, why);
    if (e) return e;
    struct tmpl_photo_model m = {
        .page = frame_staff(t, frame_print(t, ZH_photo_title, f.s.p.name, NULL)),
        .errors = frame_errors(t),
        .token = view_text(t->token),
        .ref = view_text(id_text(t->arena, t->id)),
        .mark = view_text(o->mark),
        .name = view_text(f.s.p.name),
        .masked = mask_number(t->arena, f.s.p.number),
        .back_url = view_text(back(t, o)),
        .on_card = o->card,
    };
    m.page.on_counter = o->card;
    m.page.on_find = !o->card;
    put_photo(t, &f, o, &m);
    put_typed(t, setting, &m);
    tmpl_photo(&t->r->body, &m);
    return ERR_OK;
}

enum err page_photo(struct turn *t, struct problem *why)
{
    struct origin o = origin_of(t, http_get(t->q->query, "k"));
    return show(t, &o, false, why);
}

/* The sentence goes to its field, what was typed stays; anything else is an error page. */
static enum err again(struct turn *t, const struct origin *o, bool setting, enum err e,
                      struct problem *why)
{
    if (!t->form.error_n && !form_error_of(&t->form, why, why->field, t->arena)) return e;
    if (t->r->status < 400) t->r->status = err_http_status(e);
    return show(t, o, setting, why);
}

/* One byte more than may be is enough to say that it is too large. */
static enum err read_file(const struct turn *t, struct sm_bytes *out, struct problem *why)
{
    char *bytes = arena_alloc(t->arena, PHOTO_MOST + 1);
    *out = (struct sm_bytes){bytes, 0};
    for (size_t i = 0; i < t->q->files_n; i++) {
        const struct http_file *file = &t->q->files[i];
        if (strcmp(file->field, "file") != 0) continue;
        while (out->n <= PHOTO_MOST) {
            ssize_t n = pread(file->fd, bytes + out->n, PHOTO_MOST + 1 - out->n, (off_t)out->n);
            if (n < 0) return problem_set(why, ERR_FAILED, ZH_photo_unreadable, NULL, NULL);
            if (n == 0) break;
            out->n += (size_t)n;
        }
        break;
    }
    return ERR_OK;
}

enum err page_photo_do(struct turn *t, struct problem *why)
{
    struct photo done;
    struct photo_given in = {.taken_on = t->form.date[TAKEN],
                             .consent = photo_consent_from_word(t->form.text[BY])};
    struct origin o = origin_of(t, t->form.text[MARK]);
    struct person_wanted wanted = wanted_of(t, &o);
    t->call.purpose = zh_text(ZH_photo_purpose);
    enum err e = t->form.error_n ? ERR_INPUT : read_file(t, &in.file, why);
    if (!e) e = person_photo_set(&t->call, &wanted, &in, &done, why);
    if (e) return again(t, &o, true, e, why);
    http_reply_redirect(t->r, back(t, &o));
    return ERR_OK;
}

enum err page_photo_withdraw(struct turn *t, struct problem *why)
{
    int gone;
    struct origin o = origin_of(t, t->form.text[END_MARK]);
    struct person_wanted wanted = wanted_of(t, &o);
    t->call.purpose = zh_text(ZH_photo_end_purpose);
    enum err e = t->form.error_n ? ERR_INPUT : ERR_OK;
    if (!e)
        e = person_photo_withdraw(&t->call, &wanted, photo_end_from_word(t->form.text[END]), &gone,
                                  why);
    if (e) return again(t, &o, false, e, why);
    http_reply_redirect(t->r, back(t, &o));
    return ERR_OK;
}
