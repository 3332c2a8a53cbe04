#include "app/person_file.h"

#include <stdlib.h>
#include <string.h>

#include "app/person_reads.h"
#include "app/signals.h"

#define LOOKS_MOST 20

static bool in_region(const struct call *call, enum action action, const struct dossier *s)
{
    if (permission_allows(&call->who, action, s->p.residence_code)) return true;
    for (size_t i = 0; i < s->line_count; i++)
        if (permission_allows(&call->who, action, s->lines[i].payer)) return true;
    return false;
}

/* A matter about nobody stands alone under a subject of its own: its agency says who may look. */
static enum err check_nobody(const struct call *call, const struct dossier *s, struct problem *why)
{
    if (!s->matter_count) return problem_set(why, ERR_NOT_FOUND, ZH_matter_unknown, NULL, "", NULL);
    return app_authorise(call, ACTION_MATTER_LIST, s->matters[0].m.agency, why);
}

static enum err check_may(const struct call *call, struct person_file *f, bool exact,
                          struct problem *why)
{
    if (f->s.p.person_id < 0) return check_nobody(call, &f->s, why);
    f->home = in_region(call, ACTION_PERSON_FIND, &f->s);
    if (f->home) return ERR_OK;
    if ((exact || app_browses_city(call)) && in_region(call, ACTION_PERSON_READ_EXACT, &f->s))
        return ERR_OK;
    return app_authorise(call, ACTION_PERSON_FIND, f->s.p.residence_code, why);
}

static enum err load_whys(struct person_file *f, struct problem *why)
{
    struct dossier *s = &f->s;
    size_t n = 0, k = 0;
    for (size_t i = 0; i < s->matter_count; i++) n += s->matters[i].event_count;
    f->event_why = ARENA_ARRAY(s->d.arena, struct finding, n + 1);
    for (size_t i = 0; i < s->matter_count; i++)
        for (size_t j = 0; j < s->matters[i].event_count; j++, k++) {
            int64_t seq = s->matters[i].events[j].finding_seq;
            enum err e =
                seq ? finding_load(&s->d, s->p.person_id, seq, &f->event_why[k], why) : ERR_OK;
            if (e) return e;
        }
    return ERR_OK;
}

bool person_file_why(const struct person_file *f, const struct matter_file *m, size_t event,
                     struct finding *out)
{
    size_t k = 0;
    for (size_t i = 0; i < f->s.matter_count; i++) {
        if (&f->s.matters[i] == m) break;
        k += f->s.matters[i].event_count;
    }
    *out = f->event_why[k + event];
    return out->question != 0;
}

/* Opened without the exact number: the same question that the file of that person will ask. */
static bool relative_home(const struct call *call, const struct relative *r)
{
    bool home = permission_allows(&call->who, ACTION_PERSON_FIND, r->p.residence_code);
    for (size_t i = 0; i < r->payer_count; i++)
        home |= permission_allows(&call->who, ACTION_PERSON_FIND, r->payers[i]);
    return home || (app_browses_city(call) &&
                    permission_allows(&call->who, ACTION_PERSON_READ_EXACT, r->p.residence_code));
}

static enum err load_relatives(const struct call *call, struct person_file *f, struct problem *why)
{
    struct relative *list = NULL;
    size_t n = 0;
    enum err e = relative_list(&f->s.d, f->s.p.person_id, &list, &n, why);
    if (e) return e;
    f->relatives = ARENA_ARRAY(f->s.d.arena, struct file_relative, n + 1);
    for (size_t i = 0; i < n; i++)
        f->relatives[i] = (struct file_relative){list[i], relative_home(call, &list[i])};
    f->relative_count = n;
    return ERR_OK;
}

/* Which weak signals a certification rests on (signals.h). */
static enum err load_packages(struct person_file *f, struct problem *why)
{
    struct data *d = &f->s.d;
    enum err e = ERR_OK;
    f->certification_why = ARENA_ARRAY(d->arena, struct finding, f->certification_count + 1);
    for (size_t i = 0; !e && i < f->certification_count; i++) {
        const struct certification *c = &f->certifications[i];
        if (strcmp(c->channel, SIGNALS_CHANNEL) == 0 && c->finding_seq)
            e = finding_load(d, f->s.p.person_id, c->finding_seq, &f->certification_why[i], why);
    }
    return e;
}

static enum err load_whole(const struct call *call, struct person_file *f, struct problem *why)
{
    struct data *d = &f->s.d;
    int64_t id = f->s.p.person_id;
    enum err e = looks_list(d, id, LOOKS_MOST, &f->looks, &f->look_count, why);
    if (!e) e = document_list(d, &f->s.p, &f->documents, &f->document_count, why);
    if (!e) e = evidence_load(d, id, &f->evidence, &f->evidence_count, why);
    if (!e) e = load_packages(f, why);
    return e ? e : load_relatives(call, f, why);
}

static enum err load(const struct call *call, const struct person_wanted *in, int64_t person_id,
                     struct person_file *f, struct problem *why)
{
    struct dossier *s = &f->s;
    enum err e = dossier_load(s, person_id, why);
    if (!e) e = check_may(call, f, in->exact || in->number, why);
    if (!e) e = certification_list(&s->d, &s->p, &f->certifications, &f->certification_count, why);
    if (!e) e = notice_list(&s->d, person_id, &f->notices, &f->notice_count, why);
    if (!e && in->whole) e = load_whole(call, f, why);
    if (!e && in->photo && permission_region(call->who.role, ACTION_PHOTO) != REGION_NONE)
        e = photo_current(&s->d, person_id, &f->photo, why);
    if (!e && in->reads) e = reads_load(&s->d, person_id, in->reads, why);
    if (!e) e = load_whys(f, why);
    if (!e) dossier_due(s, &f->due_why);
    if (!e && in->whole) f->level = dossier_level(s, f->evidence, f->evidence_count, &f->level_why);
    return e;
}

static enum err find(const struct call *call, struct data *d, const struct person_wanted *in,
                     int64_t *person_id, struct problem *why)
{
    struct idnum number;
    *person_id = in->person_id;
    if (!in->number) return ERR_OK;
    enum err e = idnum_parse(in->number, call->clock.business_date, &number, why);
    return e ? e : person_find(d, number.number, person_id, why);
}

enum err person_file_load(const struct call *call, const struct person_wanted *in,
                          struct person_file *out, struct problem *why)
{
    struct read r = {0};
    int64_t person_id = 0;
    *out = (struct person_file){0};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    out->s = dossier_for_read(call, &r);
    e = find(call, &out->s.d, in, &person_id, why);
    if (!e) e = load(call, in, person_id, out, why);
    store_read_end(&r);
    if (e || !in->log) return e;
    return app_disclose(call, in->log, person_id, why);
}

enum err person_id_of(const struct call *call, const char *number, int64_t *out,
                      struct problem *why)
{
    struct read r = {0};
    enum err e = app_authorise(call, ACTION_PERSON_READ_EXACT, call->who.agency, why);
    if (!e) e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = find(call, &d, &(struct person_wanted){.number = number}, out, why);
    store_read_end(&r);
    return e;
}

/* ---- Names of agencies ---------------------------------------------------------------------- */

static int by_code(const void *a, const void *b)
{
    return strcmp(((const struct agency_name *)a)->code, ((const struct agency_name *)b)->code);
}

enum err agency_names_load(struct app *a, struct arena *arena, struct agency_names *out,
                           struct problem *why)
{
    struct read r = {0};
    struct agency *list = NULL;
    size_t count = 0, n = 0;
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    r.arena = arena;
    struct data d = data_of_read(&r);
    e = agency_list(&d, &list, &count, why);
    store_read_end(&r);
    if (e) return e;
    struct agency_name *names = ARENA_ARRAY(arena, struct agency_name, count + 1);
    for (size_t i = 0; i < count; i++) {
        if (list[i].kind != AGENCY_OFFICE || date_is_set(list[i].valid_until)) continue;
        if (n && strcmp(names[n - 1].code, list[i].code) == 0) n--; /* renamed since */
        memcpy(names[n].code, list[i].code, AGENCY_CODE);
        names[n++].name = list[i].name;
    }
    qsort(names, n, sizeof *names, by_code);
    *out = (struct agency_names){names, n};
    return ERR_OK;
}

const char *agency_name_of(const struct agency_names *names, const char *code)
{
    struct agency_name key = {{0}, NULL};
    if (strlen(code) >= AGENCY_CODE || !names->n) return code;
    strncat(key.code, code, AGENCY_CODE - 1);
    const struct agency_name *hit = bsearch(&key, names->p, names->n, sizeof key, by_code);
    return hit ? hit->name : code;
}

enum err desk_done_today(const struct call *call, int64_t *out, struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = desk_count(&d, call->who.login, call->clock.business_date, out, why);
    store_read_end(&r);
    return e;
}
