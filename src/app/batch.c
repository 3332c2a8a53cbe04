/*
 * The row's detail is lines "key value", then every id of the list in its order: who releases sees
 * what was brought, whatever has become of the file. The digest is of the agency, the step and the
 * ids in ascending order: the same list in another order is the same list.
 */
#include "app/batch.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/worklist.h"
#include "base/conf.h"
#include "base/sm.h"
#include "store/job.h"
#include "store/reference.h"

#define DAY_US INT64_C(86400000000)
#define READ_MEMORY ((size_t)32 << 20) /* one subject with all its matters */
#define WAITING_MOST 50                /* newest lists that are looked at */
#define LIST_MEMORY ((size_t)256 << 20)

/* ---- The row -------------------------------------------------------------------------------- */

/* The value behind "key " at the beginning of a line, none with that key: NULL. */
static const char *value_of(struct arena *arena, const char *detail, const char *key)
{
    size_t n = strlen(key);
    for (const char *line = detail; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, key, n) == 0 && line[n] == ' ')
            return arena_copy(arena, line + n + 1, strcspn(line + n + 1, "\n"));
    }
    return NULL;
}

static bool has_line(const char *detail, const char *key, const char *value)
{
    char line[96];
    int n = snprintf(line, sizeof line, "\n%s %s\n", key, value);
    return n > 0 && (size_t)n < sizeof line && strstr(detail, line);
}

/* In front of the ids, which the empty line begins. */
static const char *with_line(struct arena *arena, const char *detail, const char *key,
                             const char *value)
{
    const char *ids = strstr(detail, "\n\n");
    int head = ids ? (int)(ids - detail) : (int)strlen(detail);
    return arena_print(arena, "%.*s\n%s %s%s", head, detail, key, value, ids ? ids : "\n\n");
}

static const char *detail_of(const struct call *call, const struct batch_asked *in)
{
    struct buf b = BUF(LIST_MEMORY);
    buf_printf(&b, "agency %s\nevent %s\nasked %s\n", call->who.agency,
               matter_event_word(in->event), call->who.login);
    for (size_t i = 0; i < in->count; i++) buf_printf(&b, "\n%" PRId64, in->ids[i]);
    buf_puts(&b, "\n");
    const char *text = b.p ? arena_copy(call->arena, b.p, b.n) : "";
    buf_free(&b);
    return text;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static const char *digest_of(const struct call *call, const struct batch_asked *in)
{
    int64_t *ids = ARENA_ARRAY(call->arena, int64_t, in->count + 1);
    uint8_t digest[SM_DIGEST];
    char *hex = arena_alloc(call->arena, 2 * SM_DIGEST + 1);
    struct sm_hash *h = sm_hash_new();
    memcpy(ids, in->ids, in->count * sizeof *ids);
    qsort(ids, in->count, sizeof *ids, ascending);
    sm_hash_start(h);
    sm_hash_add(h, call->who.agency, strlen(call->who.agency) + 1);
    sm_hash_add(h, matter_event_word(in->event), strlen(matter_event_word(in->event)) + 1);
    sm_hash_add(h, ids, in->count * sizeof *ids);
    sm_hash_end(h, digest);
    sm_hash_free(h);
    sm_hex(digest, sizeof digest, hex);
    return hex;
}

/* Held before this, a list has lapsed. */
static int64_t oldest(const struct call *call)
{
    return call->clock.moment - BATCH_DAYS * DAY_US;
}

/* ---- How many ------------------------------------------------------------------------------- */

/* A step that burdens somebody or has effects; what only goes on file has none. */
static bool has_weight(const struct matter *m, enum matter_event_id event)
{
    const struct matter_row *row = matter_row(matter_kind(m->kind), m->state, event);
    return row && (row->adverse || row->effects);
}

/* One matter of the list, and whose it is; none of that id: subject 0. */
static enum err look(const struct call *call, int64_t id, struct matter *out, struct problem *why)
{
    struct call each = *call;
    *out = (struct matter){0};
    each.arena = arena_new(READ_MEMORY);
    if (!each.arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = worklist_matter(&each, id, out, why);
    if (e == ERR_NOT_FOUND || e == ERR_DENIED) { /* the step will say so */
        *out = (struct matter){0};
        if (why) *why = (struct problem){0};
        e = ERR_OK;
    }
    arena_free(each.arena);
    return e;
}

static enum err count_people(const struct call *call, const struct batch_asked *in, size_t *out,
                             struct problem *why)
{
    int64_t *subject = ARENA_ARRAY(call->arena, int64_t, in->count + 1);
    size_t n = 0;
    enum err e = ERR_OK;
    *out = 0;
    for (size_t i = 0; !e && i < in->count; i++) {
        struct matter m;
        e = look(call, in->ids[i], &m, why);
        if (!e && m.subject_id && has_weight(&m, in->event)) subject[n++] = m.subject_id;
    }
    if (n) qsort(subject, n, sizeof *subject, ascending);
    for (size_t i = 0; i < n; i++) *out += !i || subject[i] != subject[i - 1];
    return e;
}

/* ---- Asking --------------------------------------------------------------------------------- */

struct batch_write {
    const struct call *call;
    int64_t id;
    struct job row; /* asking: what is to be looked at */
    const char *key;
    bool release, done;
};

static enum err hold(struct write *w, void *ctx, struct problem *why)
{
    struct batch_write *k = ctx;
    struct data d = data_of_write(w);
    store_audit(w, &(struct audit_note){.subject = -k->id,
                                        .action = "batch.hold",
                                        .object = k->row.digest,
                                        .content = k->row.detail,
                                        .content_size = strlen(k->row.detail)});
    return job_insert(&d, &k->row, why);
}

/* What lists moved on this day, by agency and step, so that a long list in pieces is a long list.
 */
struct counting {
    const struct call *call;
    const char *key;
    size_t people, most;
    bool over; /* too many with these: nothing was counted */
};

static enum err count_moved(struct write *w, void *ctx, struct problem *why)
{
    struct counting *k = ctx;
    struct data d = data_of_write(w);
    struct job row;
    enum err e = agency_lock(&d, k->call->who.agency, why);
    if (!e) e = job_find(&d, JOB_MOVED, k->key, 0, &row, why);
    if (e) return e;
    bool fresh = !row.job_id;
    k->over = (size_t)row.position + k->people > k->most;
    if (k->over) return ERR_OK;
    if (fresh)
        row = (struct job){.job_id = store_new_id(w->store),
                           .kind = JOB_MOVED,
                           .state = JOB_OPEN,
                           .digest = k->key,
                           .detail = ""};
    row.position += (int64_t)k->people;
    row.recorded_at = k->call->clock.moment;
    return fresh ? job_insert(&d, &row, why) : job_update(&d, &row, why);
}

static enum err short_enough(const struct call *call, const struct batch_asked *in, size_t people,
                             bool *out, struct problem *why)
{
    struct counting k = {.call = call,
                         .people = people,
                         .most = in->most && in->most < CONF_BATCH_CEILING ? in->most
                                                                           : CONF_BATCH_CEILING};
    *out = !people;
    if (!people || people > k.most) return ERR_OK;
    k.key = arena_print(call->arena, "%s:%s:%s", call->who.agency, matter_event_word(in->event),
                        date_print(call->clock.business_date).s);
    enum err e = app_write(call, 0, count_moved, &k, why);
    *out = !e && !k.over;
    return e;
}

static enum err find(const struct call *call, const char *digest, struct job *out,
                     struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = job_find(&d, JOB_BATCH, digest, oldest(call), out, why);
    store_read_end(&r);
    return e;
}

enum err batch_ask(const struct call *call, const struct batch_asked *in, struct batch_answer *out,
                   struct problem *why)
{
    struct job found;
    bool pass;
    *out = (struct batch_answer){0};
    enum err e = count_people(call, in, &out->people, why);
    if (!e) e = short_enough(call, in, out->people, &pass, why);
    if (e || pass) return e;
    const char *digest = digest_of(call, in);
    e = find(call, digest, &found, why);
    if (e) return e;
    const char *by = found.job_id ? value_of(call->arena, found.detail, "released") : NULL;
    out->held = !by || strcmp(by, call->who.login) == 0;
    out->batch_id = found.job_id ? found.job_id : store_new_id(call->app->store);
    if (found.job_id) return ERR_OK;
    struct batch_write k = {.id = out->batch_id,
                            .row = {.job_id = out->batch_id,
                                    .kind = JOB_BATCH,
                                    .state = JOB_OPEN,
                                    .digest = digest,
                                    .total = (int64_t)out->people,
                                    .detail = detail_of(call, in),
                                    .recorded_at = call->clock.moment}};
    return app_write(call, -k.id, hold, &k, why);
}

/* ---- Looking and releasing ------------------------------------------------------------------ */

static enum err batch_load(struct data *d, int64_t id, struct job *out, struct problem *why)
{
    enum err e = job_load(d, JOB_BATCH, id, out, why);
    return e == ERR_NOT_FOUND ? problem_set(why, e, ZH_batch_unknown, NULL, NULL) : e;
}

static bool asked_by(const struct job *row, const char *login)
{
    return has_line(row->detail, "asked", login);
}

/* Who may release: a manager of the agency whose list it is, or above. */
static enum err may(const struct call *call, const struct job *row, struct problem *why)
{
    const char *agency = value_of(call->arena, row->detail, "agency");
    return app_authorise(call, ACTION_BATCH_RELEASE, agency ? agency : "", why);
}

static enum err may_release(const struct call *call, const struct job *row, struct problem *why)
{
    const char *login = call->who.login, *by = value_of(call->arena, row->detail, "released");
    enum err e = may(call, row, why);
    if (e) return e;
    if (asked_by(row, login))
        return problem_set(why, ERR_LAW, ZH_batch_same_person, "as", login, NULL);
    if (by || row->state == JOB_DONE)
        return problem_set(why, ERR_LAW, ZH_batch_released, NULL, by ? by : "", NULL);
    if (has_line(row->detail, "seen", login)) return ERR_OK;
    return problem_set(why, ERR_LAW, ZH_batch_not_seen, NULL, login, NULL);
}

static enum err change(struct write *w, void *ctx, struct problem *why)
{
    struct batch_write *k = ctx;
    struct data d = data_of_write(w);
    struct job row;
    enum err e = batch_load(&d, k->id, &row, why);
    if (!e && k->release) e = may_release(k->call, &row, why);
    if (e) return e;
    if (k->done) row.state = JOB_DONE;
    else if (!has_line(row.detail, k->key, k->call->who.login))
        row.detail = with_line(w->arena, row.detail, k->key, k->call->who.login);
    store_audit(w, &(struct audit_note){.subject = -k->id,
                                        .action = k->done      ? "batch.done"
                                                  : k->release ? "batch.release"
                                                               : "batch.look",
                                        .object = row.digest});
    return job_update(&d, &row, why);
}

enum err batch_done(const struct call *call, int64_t batch_id, struct problem *why)
{
    struct batch_write k = {.call = call, .id = batch_id, .done = true};
    return app_write(call, -batch_id, change, &k, why);
}

enum err batch_release(const struct call *call, int64_t batch_id, struct problem *why)
{
    struct batch_write k = {.call = call, .id = batch_id, .key = "released", .release = true};
    return app_write(call, -batch_id, change, &k, why);
}

/* ---- One of them, and those that wait ------------------------------------------------------- */

/* The row of a list that the caller may release or has brought. */
static enum err row_of(const struct call *call, int64_t id, struct job *out, struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = batch_load(&d, id, out, why);
    store_read_end(&r);
    return e || asked_by(out, call->who.login) ? e : may(call, out, why);
}

static struct batch_view view_of(const struct call *call, const struct job *row)
{
    struct arena *arena = call->arena;
    struct problem no = {0};
    const char *event = value_of(arena, row->detail, "event"),
               *asked = value_of(arena, row->detail, "asked");
    struct batch_view v = {
        .batch_id = row->job_id,
        .asked = asked ? asked : "",
        .released = value_of(arena, row->detail, "released"),
        .event = matter_event_from_word(event ? event : ""),
        .people = row->total,
        .recorded_at = row->recorded_at,
        .own = asked_by(row, call->who.login),
        .done = row->state == JOB_DONE,
        .lapsed = row->recorded_at < oldest(call),
    };
    bool waits = !v.done && !v.lapsed;
    v.to_release = waits && !v.own && !v.released && !may(call, row, &no);
    v.to_go_on = waits && v.own && v.released;
    return v;
}

enum err batch_about(const struct call *call, int64_t batch_id, struct batch_view *out,
                     struct problem *why)
{
    struct job row;
    enum err e = row_of(call, batch_id, &row, why);
    if (!e) *out = view_of(call, &row);
    return e;
}

enum err batch_waiting(const struct call *call, struct batch_view **out, size_t *count,
                       struct problem *why)
{
    struct read r = {.arena = call->arena};
    struct job *rows = NULL;
    size_t n = 0;
    *out = NULL, *count = 0;
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = job_list(&d, JOB_BATCH, WAITING_MOST, &rows, &n, why);
    store_read_end(&r);
    *out = ARENA_ARRAY(call->arena, struct batch_view, n + 1);
    for (size_t i = 0; !e && i < n; i++) {
        struct batch_view v = view_of(call, &rows[i]);
        if (v.to_release || (v.own && !v.done && !v.lapsed)) (*out)[(*count)++] = v;
    }
    return e;
}

static enum err show_one(const struct call *call, struct data *d, int64_t id, matter_list_fn fn,
                         void *ctx, struct problem *why)
{
    struct matter m;
    struct person p;
    enum err e = look(call, id, &m, why);
    if (e || !m.subject_id) return e;
    struct matter_list_row row = {.m = &m,
                                  .overdue = matter_open(m.state) &&
                                             date_cmp(call->clock.business_date, m.due_on) > 0};
    e = person_load(d, m.subject_id, &p, why);
    row.number = p.number;
    if (!e) e = worklist_name(d, &m, &p, &row.name, why);
    if (!e) fn(ctx, &row);
    return e;
}

static enum err show_all(const struct call *call, const struct job *row, matter_list_fn fn,
                         void *ctx, struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    struct arena *arena = arena_new(READ_MEMORY);
    if (!arena) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    d.arena = arena;
    const char *line = strstr(row->detail, "\n\n");
    for (line = line ? line + 2 : ""; !e && *line; line += strcspn(line, "\n") + 1) {
        arena_reset(arena);
        e = show_one(call, &d, strtoll(line, NULL, 10), fn, ctx, why);
        if (!line[strcspn(line, "\n")]) break;
    }
    store_read_end(&r);
    arena_free(arena);
    return e;
}

enum err batch_show(const struct call *call, int64_t batch_id, matter_list_fn fn, void *ctx,
                    struct problem *why)
{
    struct job row;
    enum err e = row_of(call, batch_id, &row, why);
    if (!e) e = app_disclose(call, "matter.list", 0, why);
    if (!e) e = show_all(call, &row, fn, ctx, why);
    struct batch_write k = {.call = call, .id = batch_id, .key = "seen"};
    return e ? e : app_write(call, -batch_id, change, &k, why);
}
