#include "app/person_photo.h"

#include <stdio.h>
#include <string.h>

#include "app/photo_term.h"
#include "law/consent.h"

enum photo_consent photo_consent_from_word(const char *word)
{
    if (strcmp(word, "self") == 0) return CONSENT_SELF;
    return strcmp(word, "guardian") == 0 ? CONSENT_GUARDIAN : CONSENT_UNSET;
}

enum photo_end photo_end_from_word(const char *word)
{
    if (strcmp(word, "consent") == 0) return PHOTO_END_CONSENT;
    return strcmp(word, "mistake") == 0 ? PHOTO_END_MISTAKE : PHOTO_END_UNSET;
}

/* The person, when the caller may do this to him; nothing is logged, what follows is. */
static enum err reach(const struct call *call, const struct person_wanted *who,
                      struct person_file *f, struct problem *why)
{
    struct person_wanted wanted = *who;
    enum err e = app_authorise(call, ACTION_PHOTO, call->who.agency, why);
    if (!e && !call->purpose) e = problem_set(why, ERR_USAGE, ZH_purpose_missing, "purpose", NULL);
    wanted.log = NULL;
    return e ? e : person_file_load(call, &wanted, f, why);
}

static struct photo recorded(const struct call *call, int64_t person_id)
{
    struct photo p = {.person_id = person_id,
                      .recorded_by = call->who.login,
                      .recorded_on = call->clock.business_date,
                      .recorded_at = call->clock.moment};
    memcpy(p.agency, call->who.agency, sizeof p.agency);
    return p;
}

/* ---- Setting -------------------------------------------------------------------------------- */

static enum err check_sides(const struct picture *p, struct problem *why)
{
    char least[12], most[12];
    uint32_t small = p->width < p->height ? p->width : p->height;
    uint32_t large = p->width < p->height ? p->height : p->width;
    if (small >= PHOTO_SIDE_LEAST && large <= PHOTO_SIDE_MOST) return ERR_OK;
    snprintf(least, sizeof least, "%d", PHOTO_SIDE_LEAST);
    snprintf(most, sizeof most, "%d", PHOTO_SIDE_MOST);
    return problem_set(why, ERR_INPUT, ZH_photo_sides, "file", least, most, NULL);
}

static enum err check_file(struct sm_bytes file, struct photo *p, struct buf *clean,
                           struct problem *why)
{
    char most[12];
    snprintf(most, sizeof most, "%u", PHOTO_MOST >> 10);
    if (!file.n) return problem_set(why, ERR_INPUT, ZH_photo_need_file, "file", NULL);
    if (file.n > PHOTO_MOST) return problem_set(why, ERR_INPUT, ZH_photo_large, "file", most, NULL);
    enum err e = picture_read(file, &p->picture, clean, why);
    return e ? e : check_sides(&p->picture, why);
}

static enum err check_consent(const struct call *call, const struct person *p,
                              enum photo_consent consent, struct problem *why)
{
    char years[12];
    bool child = consent_by_guardian(p->birth, call->clock.business_date);
    snprintf(years, sizeof years, "%d", CONSENT_AGE);
    if (!consent) return problem_set(why, ERR_INPUT, ZH_photo_need_consent, "consent", NULL);
    if (child && consent != CONSENT_GUARDIAN)
        return problem_set(why, ERR_INPUT, ZH_photo_child, "by", years, NULL);
    return ERR_OK;
}

static enum err check_taken(const struct call *call, const struct person *p, struct date *on,
                            struct problem *why)
{
    if (!date_is_set(*on)) *on = call->clock.business_date;
    if (date_cmp(*on, call->clock.business_date) > 0 ||
        (date_is_set(p->birth) && date_cmp(*on, p->birth) < 0))
        return problem_set(why, ERR_INPUT, ZH_photo_taken, "taken", NULL);
    return ERR_OK;
}

enum err person_photo_keep(struct write *w, struct photo *p, struct sm_bytes picture,
                           struct problem *why)
{
    struct data d = data_of_write(w);
    char object[40];
    enum err e = photo_insert(&d, p, picture, why);
    if (e) return e;
    snprintf(object, sizeof object, "photo:%d", p->n);
    store_audit(w, &(struct audit_note){.subject = p->person_id,
                                        .action = "photo.set",
                                        .object = object,
                                        .content = p->digest,
                                        .content_size = SM_DIGEST});
    return ERR_OK;
}

struct setting {
    const struct photo *given;
    struct sm_bytes picture;
    struct photo *out;
};

static enum err set_it(struct write *w, void *ctx, struct problem *why)
{
    struct setting *k = ctx;
    *k->out = *k->given;
    return person_photo_keep(w, k->out, k->picture, why);
}

enum err person_photo_set(const struct call *call, const struct person_wanted *who,
                          const struct photo_given *in, struct photo *out, struct problem *why)
{
    struct person_file f;
    struct buf clean = BUF(PHOTO_MOST);
    enum err e = reach(call, who, &f, why);
    struct photo p = recorded(call, e ? 0 : f.s.p.person_id);
    p.taken_on = in->taken_on;
    p.consent = in->consent;
    if (!e) e = check_consent(call, &f.s.p, in->consent, why);
    if (!e) e = check_taken(call, &f.s.p, &p.taken_on, why);
    if (!e) e = check_file(in->file, &p, &clean, why);
    if (!e) {
        struct setting k = {&p, {clean.p, clean.n}, out};
        e = app_write(call, p.person_id, set_it, &k, why);
    }
    buf_free(&clean);
    return e;
}

/* ---- Withdrawing ---------------------------------------------------------------------------- */

struct ending {
    const struct photo *by;
    enum photo_end end;
    int *gone;
};

static enum err end_it(struct write *w, void *ctx, struct problem *why)
{
    struct ending *k = ctx;
    struct data d = data_of_write(w);
    const char *object = k->end == PHOTO_END_CONSENT ? "photo:consent" : "photo:mistake";
    enum err e = photo_withdraw(&d, k->by, k->end, k->gone, why);
    if (!e)
        store_audit(w, &(struct audit_note){.subject = k->by->person_id,
                                            .action = "photo.withdraw",
                                            .object = object,
                                            .content = k->gone,
                                            .content_size = sizeof *k->gone});
    return e;
}

enum err person_photo_withdraw(const struct call *call, const struct person_wanted *who,
                               enum photo_end end, int *gone, struct problem *why)
{
    struct person_file f;
    *gone = 0;
    enum err e = reach(call, who, &f, why);
    if (!e && !end) e = problem_set(why, ERR_INPUT, ZH_photo_need_end, "end", NULL);
    if (e) return e;
    struct photo by = recorded(call, f.s.p.person_id);
    return app_write(call, by.person_id, end_it, &(struct ending){&by, end, gone}, why);
}

/* ---- Reading -------------------------------------------------------------------------------- */

enum err person_photo_read(const struct call *call, const struct person_wanted *who,
                           struct photo *out, struct sm_bytes *picture, struct problem *why)
{
    struct person_file f;
    struct read r = {0};
    struct person_wanted wanted = *who;
    wanted.photo = true;
    enum err e = app_authorise(call, ACTION_PHOTO, call->who.agency, why);
    if (!e) e = person_file_load(call, &wanted, &f, why);
    if (!e && !f.photo.n) e = problem_set(why, ERR_NOT_FOUND, ZH_photo_none, NULL, NULL);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    *out = f.photo;
    out->until = photo_term_until(&f.s);
    e = photo_picture(&d, &f.photo, picture, why);
    store_read_end(&r);
    return e;
}
