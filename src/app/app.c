#include "app/app.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/zh.h"
#include "store/benefit.h"

#define LAW_MEMORY (64u << 20)

/* ---- The snapshot that views share ---------------------------------------------------------- */

struct app_snapshot {
    struct arena *arena;
    int views;      /* under the mutex of app_shared */
    struct law law; /* without a day */
    int64_t version;
    const struct calendar_row *calendar_rows;
    size_t calendar_count;
    const struct param_known *params;
    size_t param_count;
    const struct window *windows;
    size_t window_count;
    struct local_kinds kinds;
    struct agency_code *offices; /* in the order of strcmp */
    size_t office_count;
};

struct app_shared {
    pthread_mutex_t mutex, night;
    struct app_snapshot *newest; /* holds one count */
};

static void snapshot_free(struct app_snapshot *s)
{
    arena_free(s->arena);
    free(s);
}

static void snapshot_drop(struct app_shared *shared, struct app_snapshot *s)
{
    if (!s) return;
    pthread_mutex_lock(&shared->mutex);
    bool last = --s->views == 0;
    pthread_mutex_unlock(&shared->mutex);
    if (last) snapshot_free(s);
}

const struct local_kinds *app_kinds(const struct app *a)
{
    return &a->snapshot->kinds;
}

const char *app_kind_word(const struct app *a, int kind)
{
    return local_kind_word(&a->snapshot->kinds, kind);
}

static int by_code(const void *code, const void *office)
{
    return strcmp(code, ((const struct agency_code *)office)->code);
}

bool app_office_known(const struct app *a, const char *code)
{
    const struct app_snapshot *s = a->snapshot;
    if (!s->office_count) return false;
    return bsearch(code, s->offices, s->office_count, sizeof *s->offices, by_code) != NULL;
}

/* The values recorded by the end of that day; none: all. */
static const struct params *params_known(struct arena *a, const struct app_snapshot *s,
                                         struct date known_at)
{
    struct param_row *rows = ARENA_ARRAY(a, struct param_row, s->param_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < s->param_count; i++)
        if (!date_is_set(known_at) ||
            date_cmp(moment_date(s->params[i].recorded_at), known_at) <= 0)
            rows[n++] = s->params[i].row;
    return params_build(a, rows, n);
}

static enum err snapshot_read(struct app_snapshot *s, struct store *store, struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(store, &r, why);
    if (e) return e;
    r.arena = s->arena;
    struct data d = data_of_read(&r);
    struct calendar_row *rows = NULL;
    struct param_known *params = NULL;
    struct window *windows = NULL;
    struct day_state state;
    int version;
    e = day_state(&d, &state, why); /* first: what changes meanwhile is loaded again */
    s->version = e ? 0 : state.law_version;
    if (!e) e = calendar_load(&d, &rows, &s->calendar_count, &version, why);
    if (!e) e = param_load(&d, &params, &s->param_count, why);
    if (!e) e = window_load(&d, &windows, &s->window_count, why);
    if (!e) e = benefit_load(&d, &s->kinds, why);
    if (!e) e = agency_codes(&d, LEVEL_STATION, &s->offices, &s->office_count, why);
    store_read_end(&r);
    if (e) return e;
    s->calendar_rows = rows;
    s->windows = windows;
    s->params = params;
    s->law = (struct law){
        .calendar = calendar_build(s->arena, rows, s->calendar_count, DATE_NONE),
        .params = params_known(s->arena, s, DATE_NONE),
    };
    return ERR_OK;
}

static enum err snapshot_new(struct store *store, struct app_snapshot **out, struct problem *why)
{
    struct app_snapshot *s = calloc(1, sizeof *s);
    if (s) s->arena = arena_new(LAW_MEMORY);
    if (!s || !s->arena) {
        free(s);
        return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    }
    enum err e = snapshot_read(s, store, why);
    if (e) snapshot_free(s);
    else *out = s;
    return e;
}

/* The newest snapshot becomes this view's. */
static void look_at_newest(struct app *a)
{
    struct app_snapshot *old = a->snapshot;
    pthread_mutex_lock(&a->shared->mutex);
    a->snapshot = a->shared->newest;
    a->snapshot->views++;
    pthread_mutex_unlock(&a->shared->mutex);
    snapshot_drop(a->shared, old);
    a->law = a->snapshot->law;
    a->law.today = a->clock.business_date;
    a->calendar_rows = a->snapshot->calendar_rows;
    a->calendar_count = a->snapshot->calendar_count;
    a->windows = a->snapshot->windows;
    a->window_count = a->snapshot->window_count;
}

enum err app_load_law(struct app *a, struct problem *why)
{
    struct app_snapshot *fresh = NULL;
    enum err e = snapshot_new(a->store, &fresh, why);
    if (e) return e;
    fresh->views = 1;
    pthread_mutex_lock(&a->shared->mutex);
    struct app_snapshot *old = a->shared->newest;
    a->shared->newest = fresh;
    pthread_mutex_unlock(&a->shared->mutex);
    snapshot_drop(a->shared, old);
    look_at_newest(a);
    return ERR_OK;
}

struct app_counts app_counts(const struct app *a)
{
    struct store_counts c = store_counts(a->store);
    return (struct app_counts){c.jobs, c.groups, c.audit_entries};
}

bool app_training(const struct app *a)
{
    return store_training(a->store);
}

void app_night_begin(const struct app *a)
{
    pthread_mutex_lock(&a->shared->night);
}

void app_night_end(const struct app *a)
{
    pthread_mutex_unlock(&a->shared->night);
}

/* ---- Opening -------------------------------------------------------------------------------- */

struct law app_law_on(const struct app *a, struct arena *arena, struct date today,
                      struct date known_at)
{
    struct law law = a->law;
    law.today = today;
    if (!date_is_set(known_at)) return law;
    law.calendar = calendar_build(arena, a->calendar_rows, a->calendar_count, known_at);
    law.params = params_known(arena, a->snapshot, known_at);
    return law;
}

static int newest_first(const void *x, const void *y)
{
    return date_cmp(*(const struct date *)y, *(const struct date *)x);
}

size_t app_law_changes(const struct app *a, struct arena *arena, struct date **out)
{
    const struct app_snapshot *s = a->snapshot;
    struct date *days = ARENA_ARRAY(arena, struct date, 2 * s->calendar_count + s->param_count + 1);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < s->calendar_count; i++) {
        days[n++] = s->calendar_rows[i].published;
        days[n++] = s->calendar_rows[i].superseded_on;
    }
    for (size_t i = 0; i < s->param_count; i++) days[n++] = moment_date(s->params[i].recorded_at);
    qsort(days, n, sizeof *days, newest_first);
    for (size_t i = 0; i < n; i++)
        if (date_is_set(days[i]) && (!kept || days[kept - 1].day != days[i].day))
            days[kept++] = days[i];
    *out = days;
    return kept;
}

/* A production store never goes back before the last day it ran; and what another process changed
 * in the law is loaded. */
static enum err look_at_day(struct app *a, struct problem *why)
{
    struct read r = {0};
    struct day_state state;
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = day_state(&d, &state, why);
    store_read_end(&r);
    bool past = date_is_set(state.last) && date_cmp(a->clock.business_date, state.last) < 0;
    if (!e && past && !store_training(a->store))
        e = problem_set(why, ERR_CONFIG, ZH_app_date_past, "date",
                        date_print(a->clock.business_date).s, date_print(state.last).s, NULL);
    return e || state.law_version == a->snapshot->version ? e : app_load_law(a, why);
}

static struct clock clock_at(struct date date)
{
    return date_is_set(date) ? clock_fixed(date) : clock_system();
}

static struct app_shared *shared_new(void)
{
    struct app_shared *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    pthread_mutex_init(&s->mutex, NULL);
    pthread_mutex_init(&s->night, NULL);
    return s;
}

static void shared_free(struct app_shared *s)
{
    if (!s) return;
    snapshot_drop(s, s->newest);
    pthread_mutex_destroy(&s->mutex);
    pthread_mutex_destroy(&s->night);
    free(s);
}

enum err app_open(const struct app_options *o, struct app *out, struct problem *why)
{
    *out = (struct app){.clock = clock_at(o->date), .shared = shared_new()};
    if (!out->shared) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    struct store_options so = {
        .url = o->db,
        .keys = o->keys,
        .create = o->create,
        .migrate = o->migrate,
        .training = o->training,
        .clock = out->clock,
        .served = o->served,
        .writers = o->pg_writers,
        .cache_mb = o->cache_mb,
        .vfs = o->vfs,
    };
    enum err e = store_open(&so, &out->store, why);
    if (!e) e = app_load_law(out, why);
    if (!e) e = look_at_day(out, why);
    if (e) app_close(out);
    return e;
}

enum err app_view(const struct app *home, struct date date, struct app *out, struct problem *why)
{
    *out = (struct app){
        .store = home->store, .clock = clock_at(date), .shared = home->shared, .view = true};
    look_at_newest(out);
    enum err e = look_at_day(out, why);
    if (e) app_close(out);
    return e;
}

void app_close(struct app *a)
{
    snapshot_drop(a->shared, a->snapshot);
    if (!a->view) {
        if (a->store) store_close(a->store);
        shared_free(a->shared);
    }
    *a = (struct app){0};
}

enum err app_call(struct app *a, const char *login, const char *purpose, struct arena *arena,
                  struct call *out, struct problem *why)
{
    *out = (struct call){.app = a,
                         .purpose = purpose && *purpose ? purpose : NULL,
                         .arena = arena,
                         .clock = a->clock};
    if (!login || !*login) {
        out->who =
            (struct principal){.login = "console", .role = ROLE_CONSOLE, .agency = "371000000000"};
        return ERR_OK;
    }
    struct read r = {.arena = arena};
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    r.arena = arena;
    struct data d = data_of_read(&r);
    e = staff_principal(&d, login, a->clock.business_date, &out->who, why);
    store_read_end(&r);
    return e;
}

enum err app_go_on(const struct call *call, uint64_t rows, struct problem *why)
{
    if (!call->watch) return ERR_OK;
    if (rows) call->watch->rows = (int64_t)rows;
    return call->watch->stop ? problem_set(why, ERR_BUSY, ZH_import_stopped, NULL, NULL) : ERR_OK;
}

static enum zh_id action_word(enum action action)
{
    static const enum zh_id words[ACTION_COUNT] = {
        [ACTION_CERTIFY] = ZH_action_certify,
        [ACTION_PERSON_READ_EXACT] = ZH_action_person_read,
        [ACTION_PERSON_READ_FULL] = ZH_action_person_read,
        [ACTION_PERSON_FIND] = ZH_action_person_find,
        [ACTION_MATTER_LIST] = ZH_action_matter_list,
        [ACTION_MATTER_NOTE] = ZH_action_matter_note,
        [ACTION_MATTER_DECIDE] = ZH_action_matter_decide,
        [ACTION_MATTER_RELEASE] = ZH_action_matter_release,
        [ACTION_MATTER_OPEN] = ZH_action_matter_open,
        [ACTION_PUBLISH] = ZH_action_publish,
        [ACTION_DISCIPLINE] = ZH_action_discipline,
        [ACTION_ORDER] = ZH_action_order,
        [ACTION_LEGAL_REVIEW] = ZH_action_legal_review,
        [ACTION_MATTER_REJECT] = ZH_action_matter_reject,
        [ACTION_MATTER_HOLD] = ZH_action_matter_hold,
        [ACTION_MATTER_CLOSE] = ZH_action_matter_close,
        [ACTION_MATTER_UNDO] = ZH_action_matter_undo,
        [ACTION_FALSE_DEATH] = ZH_action_false_death,
        [ACTION_PHOTO] = ZH_action_photo,
        [ACTION_REPORT_LOSS] = ZH_action_report_loss,
        [ACTION_IMPORT_ROSTER] = ZH_action_import,
        [ACTION_IMPORT_EVIDENCE] = ZH_action_import,
        [ACTION_IMPORT_REFERENCE] = ZH_action_import,
        [ACTION_PAYROLL_SHOW] = ZH_action_payroll,
        [ACTION_PAYROLL_RUN] = ZH_action_payroll,
        [ACTION_EVALUATE] = ZH_action_evaluate,
        [ACTION_NIGHT] = ZH_action_night,
        [ACTION_AUDIT_VERIFY] = ZH_action_audit,
        [ACTION_CHECK] = ZH_action_check,
        [ACTION_BACKUP] = ZH_action_backup,
        [ACTION_USERS] = ZH_action_users,
        [ACTION_FEED_READ] = ZH_action_feed_read,
        [ACTION_JOB_READ] = ZH_action_job_read,
        [ACTION_FEED_RELEASE] = ZH_action_feed_release,
        [ACTION_BATCH_RELEASE] = ZH_action_batch_release,
        [ACTION_FEED_SENDER] = ZH_action_feed_sender,
        [ACTION_TRAINING] = ZH_action_training,
        [ACTION_PARAM_PROPOSE] = ZH_action_param,
        [ACTION_PARAM_DECIDE] = ZH_action_param,
        [ACTION_PARAM_RELEASE] = ZH_action_param,
    };
    return words[action];
}

enum err app_authorise(const struct call *call, enum action action, const char *agency,
                       struct problem *why)
{
    if (permission_allows(&call->who, action, agency ? agency : "")) return ERR_OK;
    enum zh_id why_id = permission_region(call->who.role, action) == REGION_NONE ? ZH_denied_role
                                                                                 : ZH_denied_region;
    return problem_set(why, ERR_DENIED, why_id, "as", call->who.login, zh_text(action_word(action)),
                       agency ? agency : "", NULL);
}

enum err app_authorise_city(const struct call *call, enum action action, struct problem *why)
{
    enum err e = app_authorise(call, action, call->who.agency, why);
    if (e || agency_code_level(call->who.agency) == LEVEL_CITY) return e;
    return problem_set(why, ERR_DENIED, ZH_param_city, "as", call->who.login, NULL);
}

bool app_browses_city(const struct call *call)
{
    int64_t scope;
    return permission_region(call->who.role, ACTION_PERSON_READ_EXACT) == REGION_ANY &&
           params_value(call->app->law.params, PARAM_SCOPE_BROWSE, call->app->law.today, &scope) &&
           scope == CHOICE_SCOPE_BROWSE_CITY;
}

enum err app_disclose(const struct call *call, const char *action, int64_t subject,
                      struct problem *why)
{
    struct disclosure d = {subject, action, call->who.login, call->purpose ? call->purpose : "",
                           call->clock};
    return store_disclose(call->app->store, &d, why);
}

static struct write_request request_of(const struct call *call)
{
    return (struct write_request){
        .request_id = call->request_id,
        .actor = call->who.login,
        .purpose = call->purpose ? call->purpose : "",
        .clock = call->clock,
    };
}

/* A dry run: the use case runs to its end inside the transaction, and an error that is none rolls
 * it back. */
struct rehearsal {
    store_fn fn;
    void *ctx;
    bool done;
};

static enum err rehearse(struct write *w, void *ctx, struct problem *why)
{
    struct rehearsal *h = ctx;
    enum err e = h->fn(w, h->ctx, why);
    h->done = !e;
    return e ? e : ERR_CONFLICT;
}

typedef enum err (*store_run)(struct store *s, struct write_request *r, store_fn fn, void *ctx,
                              struct problem *why);

static enum err run_write(const struct call *call, struct write_request *r, store_run run,
                          struct rehearsal h, struct problem *why)
{
    if (!call->dry_run) return run(call->app->store, r, h.fn, h.ctx, why);
    enum err e = run(call->app->store, r, rehearse, &h, why);
    return h.done ? ERR_OK : e;
}

enum err app_write(const struct call *call, int64_t subject, store_fn fn, void *ctx,
                   struct problem *why)
{
    struct write_request r = request_of(call);
    r.subject[0] = subject;
    r.subject_count = 1;
    return run_write(call, &r, store_write, (struct rehearsal){.fn = fn, .ctx = ctx}, why);
}

enum err app_write_once(const struct call *call, int64_t subject, struct app_once *once,
                        store_fn fn, void *ctx, struct problem *why)
{
    struct write_request r = request_of(call);
    r.subject[0] = subject;
    r.subject_count = 1;
    r.foreign_key = once->key;
    r.digest = once->key ? once->digest : NULL;
    r.answer = once->answer;
    r.answer_size = sizeof once->answer;
    enum err e = run_write(call, &r, store_write, (struct rehearsal){.fn = fn, .ctx = ctx}, why);
    once->replayed = r.replayed;
    return e;
}

enum err app_bulk(const struct call *call, store_fn fn, void *ctx, struct problem *why)
{
    struct write_request r = request_of(call);
    return run_write(call, &r, store_bulk, (struct rehearsal){.fn = fn, .ctx = ctx}, why);
}
