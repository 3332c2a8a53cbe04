#include "app/app.h"


#include <stdio.h>
#include <string.h>

#include "base/zh.h"

#define LAW_MEMORY (64u << 20)

enum err app_load_law(struct app *a, struct problem *why)
{
    struct read r = {.arena = a->arena};
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    r.arena = a->arena;
    struct data d = data_of_read(&r);
    struct calendar_row *rows = NULL;
    struct param_row *params = NULL;
    size_t param_count = 0;
    int version;
    e = calendar_load(&d, &rows, &a->calendar_count, &version, why);
    if (!e) e = param_load(&d, &params, &param_count, why);
    if (!e) e = window_load(&d, &a->windows, &a->window_count, why);
    store_read_end(&r);
    if (e) return e;
    a->calendar_rows = rows;
    a->law = (struct law){
        .calendar = calendar_build(a->arena, rows, a->calendar_count, DATE_NONE),
        .params = params_build(a->arena, params, param_count),
        .today = a->clock.business_date,
    };
    return ERR_OK;
}

struct law app_law_on(const struct app *a, struct arena *arena, struct date today, struct date known_at)
{
    struct law law = a->law;
    law.today = today;
    if (date_is_set(known_at)) law.calendar = calendar_build(arena, a->calendar_rows, a->calendar_count, known_at);
    return law;
}

/* A production store never goes back before the last day it ran. */
static enum err check_date(struct app *a, struct problem *why)
{
    struct read r = {.arena = a->arena};
    struct date last;
    if (store_training(a->store)) return ERR_OK;
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    r.arena = a->arena;
    struct data d = data_of_read(&r);
    e = day_last(&d, &last, why);
    store_read_end(&r);
    if (!e && date_is_set(last) && date_cmp(a->clock.business_date, last) < 0)
        e = problem_set(why, ERR_CONFIG, ZH_app_date_past, "date", date_print(a->clock.business_date).s, date_print(last).s,
                        NULL);
    return e;
}

enum err app_open(const struct app_options *o, struct app *out, struct problem *why)
{
    *out = (struct app){.arena = arena_new(LAW_MEMORY)};
    if (!out->arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    out->clock = date_is_set(o->date) ? clock_fixed(o->date) : clock_system();
    struct store_options so = {
        .url = o->db,
        .keys = o->keys,
        .create = o->create,
        .training = o->training,
        .clock = out->clock,
        .vfs = o->vfs,
    };
    enum err e = store_open(&so, &out->store, why);
    if (!e) e = app_load_law(out, why);
    if (!e) e = check_date(out, why);
    if (e) app_close(out);
    return e;
}

void app_close(struct app *a)
{
    if (a->store) store_close(a->store);
    arena_free(a->arena);
    *a = (struct app){0};
}

enum err app_call(struct app *a, const char *login, const char *purpose, struct arena *arena, struct call *out,
                  struct problem *why)
{
    *out = (struct call){.app = a, .purpose = purpose && *purpose ? purpose : NULL, .arena = arena, .clock = a->clock};
    if (!login || !*login) {
        out->who = (struct principal){.login = "console", .role = ROLE_CONSOLE, .agency = "371000000000"};
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
        [ACTION_MATTER_REJECT] = ZH_action_matter_reject,
        [ACTION_MATTER_HOLD] = ZH_action_matter_hold,
        [ACTION_MATTER_CLOSE] = ZH_action_matter_close,
        [ACTION_MATTER_UNDO] = ZH_action_matter_undo,
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
    };
    return words[action];
}

enum err app_authorise(const struct call *call, enum action action, const char *agency, struct problem *why)
{
    if (permission_allows(&call->who, action, agency ? agency : "")) return ERR_OK;
    enum zh_id why_id = permission_region(call->who.role, action) == REGION_NONE ? ZH_denied_role : ZH_denied_region;
    return problem_set(why, ERR_DENIED, why_id, "as", call->who.login, zh_text(action_word(action)), agency ? agency : "",
                       NULL);
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

/* A dry run: the use case runs to its end inside the transaction, and an error that is none rolls it back. */
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

typedef enum err (*store_run)(struct store *s, struct write_request *r, store_fn fn, void *ctx, struct problem *why);

static enum err run_write(const struct call *call, struct write_request *r, store_run run, struct rehearsal h,
                          struct problem *why)
{
    if (!call->dry_run) return run(call->app->store, r, h.fn, h.ctx, why);
    enum err e = run(call->app->store, r, rehearse, &h, why);
    return h.done ? ERR_OK : e;
}

enum err app_write(const struct call *call, int64_t subject, store_fn fn, void *ctx, struct problem *why)
{
    struct write_request r = request_of(call);
    r.subject[0] = subject;
    r.subject_count = 1;
    return run_write(call, &r, store_write, (struct rehearsal){.fn = fn, .ctx = ctx}, why);
}

enum err app_bulk(const struct call *call, store_fn fn, void *ctx, struct problem *why)
{
    struct write_request r = request_of(call);
    return run_write(call, &r, store_bulk, (struct rehearsal){.fn = fn, .ctx = ctx}, why);
}
