/* demo: the made-up people of domain/demo.h, enrolled through the same path as a roster, with their
 * histories. See init.h. */
#include <stdio.h>
#include <string.h>

#include "app/enrol.h"
#include "app/init.h"
#include "app/person_photo.h"
#include "domain/demo.h"
#include "domain/demo_face.h"
#include "law/consent.h"

#define CHUNK 4000
#define FACE_EVERY 20 /* one person in so many has a photo, drawn */
#define FACES 500     /* at most in one write */

struct city {
    struct app *a;
    struct call call;
    struct demo *demo;
    struct demo_person *people; /* one chunk */
    size_t count;
    struct demo_counts chunk;
    char (*faces)[24]; /* numbers of those who have a photo */
    size_t seen, face_count, face_at;
};

static void row_of(const struct demo_person *p, size_t line, struct roster_row *row)
{
    const struct demo_line *l = &p->lines[line];
    *row = (struct roster_row){
        .number = p->id,
        .kind = l->kind,
        .rate_fen = l->rate_fen,
        .first = l->first,
        .residence = p->residence,
        .components = l->components,
        .relation = p->relation,
        .appraisal_until = p->appraisal_until,
        .note = "",
    };
    snprintf(row->name, sizeof row->name, "%s", p->name);
    name_key(p->name, row->name_key, sizeof row->name_key);
    snprintf(row->payer, sizeof row->payer, "%s", l->payer);
    snprintf(row->phone, sizeof row->phone, "%s", p->phone);
    if (p->linked[0]) {
        row->linked.kind = IDNUM_RESIDENT;
        snprintf(row->linked.number, sizeof row->linked.number, "%s", p->linked);
    }
}

static enum err enrol_person(struct city *c, struct write *w, const struct demo_person *p,
                             struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < p->line_count; i++) {
        struct dossier s = dossier_for_write(&c->call, w);
        struct roster_row row;
        enum enrolled done;
        row_of(p, i, &row);
        if (i == 0 && p->certified_count) row.last_certified = p->certified[p->certified_count - 1];
        if (i == 0) row.last_way = p->certified_count ? p->way[p->certified_count - 1] : 0;
        if (i == 0)
            e = enrol_with_history(
                &s, &row, &(struct enrol_history){p->certified, p->way, p->certified_count}, &done,
                why);
        else e = enrol_row(&s, &row, &done, why);
        c->chunk.lines++;
    }
    c->chunk.people++;
    c->chunk.certifications += (int64_t)p->certified_count;
    return e;
}

static enum err enrol_chunk(struct write *w, void *ctx, struct problem *why)
{
    struct city *c = ctx;
    c->chunk = (struct demo_counts){0};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < c->count; i++) e = enrol_person(c, w, &c->people[i], why);
    return e;
}

static enum err open_city(struct city *c, struct arena *arena, int64_t people, uint64_t seed,
                          struct problem *why)
{
    struct read r = {.arena = arena};
    enum err e = store_read_begin(c->a->store, &r, why);
    if (e) return e;
    r.arena = arena;
    struct data d = data_of_read(&r);
    struct agency *agencies;
    size_t count;
    e = agency_list(&d, &agencies, &count, why);
    store_read_end(&r);
    if (e) return e;
    const char **districts = ARENA_ARRAY(arena, const char *, count),
               **communities = ARENA_ARRAY(arena, const char *, count);
    struct demo_options o = {.seed = seed,
                             .people = (uint64_t)people,
                             .start = c->a->clock.business_date,
                             .city = "371000000000",
                             .districts = districts,
                             .communities = communities};
    for (size_t i = 0; i < count; i++) {
        if (agencies[i].kind != AGENCY_OFFICE) continue;
        if (agencies[i].level == LEVEL_DISTRICT) districts[o.district_count++] = agencies[i].code;
        if (agencies[i].level == LEVEL_STATION) communities[o.community_count++] = agencies[i].code;
    }
    return demo_open(arena, &o, &c->demo, why);
}

/* Once everybody is there: what is loaded cannot be looked up while it is. */
static enum err enrol_faces(struct write *w, void *ctx, struct problem *why)
{
    struct city *c = ctx;
    struct data d = data_of_write(w);
    struct buf picture = BUF(DEMO_FACE_BYTES);
    enum err e = ERR_OK;
    size_t end = c->face_at + FACES < c->face_count ? c->face_at + FACES : c->face_count;
    for (size_t i = c->face_at; !e && i < end; i++) {
        struct photo p = {.picture = {PICTURE_PNG, DEMO_FACE_WIDTH, DEMO_FACE_HEIGHT},
                          .taken_on = c->call.clock.business_date,
                          .recorded_on = c->call.clock.business_date,
                          .consent = CONSENT_SELF,
                          .agency = "371000000000",
                          .recorded_by = c->call.who.login,
                          .recorded_at = c->call.clock.moment};
        demo_face((uint64_t)i * 0x9e3779b97f4a7c15u >> 20, &picture);
        e = person_find(&d, c->faces[i], &p.person_id, why);
        if (!e) e = person_photo_keep(w, &p, (struct sm_bytes){picture.p, picture.n}, why);
    }
    buf_free(&picture);
    return e;
}

static enum err put_faces(struct city *c, struct problem *why)
{
    enum err e = ERR_OK;
    for (; !e && c->face_at < c->face_count; c->face_at += FACES)
        e = app_bulk(&c->call, enrol_faces, c, why);
    return e;
}

/* The next people of the city; false after the last. Some of the grown-up ones get a photo. */
static bool next_chunk(struct city *c, struct arena *arena, size_t most)
{
    bool more = true;
    if (!c->faces) c->faces = (char(*)[24])arena_alloc(arena, most * sizeof *c->faces);
    for (c->count = 0; c->count < CHUNK; c->count++) {
        const struct demo_person *p = &c->people[c->count];
        more = demo_next(c->demo, &c->people[c->count]);
        if (!more) break;
        c->seen++;
        bool grown = !consent_by_guardian(p->id.birth, c->call.clock.business_date);
        if (c->seen % FACE_EVERY || !grown || c->face_count == most) continue;
        snprintf(c->faces[c->face_count++], sizeof *c->faces, "%s", p->id.number);
    }
    return more;
}

enum err init_demo(struct app *a, int64_t people, uint64_t seed, struct demo_counts *out,
                   struct problem *why)
{
    struct city c = {.a = a};
    struct arena *arena = arena_new(64u << 20);
    if (!arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    *out = (struct demo_counts){0};
    enum err e = store_training(a->store)
                     ? ERR_OK
                     : problem_set(why, ERR_CONFIG, ZH_demo_training_only, NULL, NULL);
    if (!e) e = app_call(a, NULL, "demo", arena, &c.call, why);
    if (!e) e = open_city(&c, arena, people, seed, why);
    c.people = ARENA_ARRAY(arena, struct demo_person, CHUNK);
    if (!e) e = enrol_load_begin(&c.call, why);
    bool more = !e;
    while (more && !e) {
        more = next_chunk(&c, arena, (size_t)people / FACE_EVERY + 1);
        if (c.count) e = app_bulk(&c.call, enrol_chunk, &c, why);
        out->people += c.chunk.people;
        out->lines += c.chunk.lines;
        out->certifications += c.chunk.certifications;
        c.chunk = (struct demo_counts){0};
    }
    if (!e) e = enrol_load_end(&c.call, why);
    if (!e) e = put_faces(&c, why);
    arena_free(arena);
    return e;
}
