#include "app/session_part.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/onecode.h"
#include "store/session.h"

#define SECOND INT64_C(1000000)
#define TOUCH_AFTER (10 * SECOND) /* last_seen in the store may lag so far */
#define FAILURES_MAX 5
#define LOCK_SECONDS 600
#define SLOTS 16384

struct slot { /* failures of the logins whose keyed digest ends here */
    int64_t since;
    int failures;
};

struct sessions {
    struct passwords *pool;
    pthread_mutex_t mutex;
    uint8_t salt[SM_DIGEST];
    struct slot slot[SLOTS];
};

struct sessions *sessions_new(const struct password_settings *settings)
{
    struct sessions *s = calloc(1, sizeof *s);
    if (!s) return NULL;
    s->pool = password_pool_new(settings);
    if (!s->pool) {
        free(s);
        return NULL;
    }
    pthread_mutex_init(&s->mutex, NULL);
    sm_random(s->salt, sizeof s->salt);
    return s;
}

void sessions_free(struct sessions *s)
{
    if (!s) return;
    password_pool_free(s->pool);
    pthread_mutex_destroy(&s->mutex);
    free(s);
}

/* ---- Failures ------------------------------------------------------------------------------- */

static struct slot *slot_of(struct sessions *s, const char *login)
{
    uint8_t text[SM_DIGEST + 64], digest[SM_DIGEST];
    size_t n = strnlen(login, 64);
    memcpy(text, s->salt, SM_DIGEST);
    memcpy(text + SM_DIGEST, login, n);
    sm_digest(text, SM_DIGEST + n, digest);
    return &s->slot[(digest[0] << 8 | digest[1]) % SLOTS];
}

enum err session_check_locked(struct sessions *s, const char *login, int64_t now,
                              struct problem *why)
{
    pthread_mutex_lock(&s->mutex);
    struct slot *slot = slot_of(s, login);
    int64_t left = slot->since + LOCK_SECONDS * SECOND - now;
    if (left <= 0) *slot = (struct slot){0};
    bool locked = slot->failures >= FAILURES_MAX;
    pthread_mutex_unlock(&s->mutex);
    if (!locked) return ERR_OK;
    char minutes[16];
    snprintf(minutes, sizeof minutes, "%d", (int)(left / (60 * SECOND)) + 1);
    return problem_set(why, ERR_DENIED, ZH_sign_in_locked, "user", minutes, NULL);
}

void session_count_failure(struct sessions *s, const char *login, bool failed, int64_t now)
{
    pthread_mutex_lock(&s->mutex);
    struct slot *slot = slot_of(s, login);
    if (failed) *slot = (struct slot){now, slot->failures + 1};
    else *slot = (struct slot){0};
    pthread_mutex_unlock(&s->mutex);
}

struct passwords *session_passwords(struct sessions *s)
{
    return s->pool;
}

/* ---- Codes ---------------------------------------------------------------------------------- */

static void demo_secret(const struct app *a, uint8_t out[ONECODE_SECRET])
{
    uint8_t tag[SM_DIGEST];
    keyring_tag(store_keys(a->store), "staff.onecode", "training", tag);
    memcpy(out, tag, ONECODE_SECRET);
}

bool session_demo_code(const struct app *a, char out[7])
{
    uint8_t secret[ONECODE_SECRET];
    if (!store_training(a->store)) return false;
    demo_secret(a, secret);
    onecode_at(secret, clock_system().moment, out);
    return true;
}

/* The step of the code, 0 when it is not one. The shared code of a training store may come again:
 * many people use it at once. */
static int64_t code_step(const struct app *a, const char *login, const struct staff_secrets *k,
                         const char *code)
{
    uint8_t secret[SM_SEAL_EXTRA + 64] = {0};
    char purpose[96];
    int64_t now = clock_system().moment;
    if (!k->factor_n) {
        if (!store_training(a->store)) return 0;
        demo_secret(a, secret);
        return onecode_verify(secret, code, now, 0);
    }
    snprintf(purpose, sizeof purpose, "staff.onecode %s", login);
    if (k->factor_n != ONECODE_SECRET + SM_SEAL_EXTRA ||
        keyring_open_value(store_keys(a->store), purpose, (struct sm_bytes){k->factor, k->factor_n},
                           secret, NULL))
        return 0;
    return onecode_verify(secret, code, now, k->code_step);
}

static enum err load_secrets(struct app *a, const char *login, struct staff_secrets *out,
                             struct problem *why)
{
    struct read r = {0};
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = staff_secrets_load(&d, login, a->clock.business_date, out, why);
    store_read_end(&r);
    return e;
}

/* ---- Signing in ----------------------------------------------------------------------------- */

static void token_digest(const char *token, uint8_t out[SM_DIGEST])
{
    sm_digest(token, strlen(token), out);
}

static void note(struct write *w, const char *action, const char *login)
{
    char *object = arena_print(w->arena, "staff:%s", login);
    store_audit(w, &(struct audit_note){.action = action, .object = object, .content = ""});
}

static enum err begin(struct write *w, void *ctx, struct problem *why)
{
    struct data d = data_of_write(w);
    const struct session *s = ctx;
    note(w, "session.begin", s->login);
    return session_insert(&d, s, why);
}

enum err session_start(struct app *a, const char *login, int64_t step, char token[SESSION_TOKEN],
                       struct problem *why)
{
    uint8_t bytes[SM_DIGEST];
    int64_t now = clock_system().moment;
    struct session s = {
        .created = now, .last_seen = now, .idle_seconds = SESSION_COUNTER, .code_step = step};
    snprintf(s.login, sizeof s.login, "%s", login);
    sm_random(bytes, sizeof bytes);
    sm_hex(bytes, sizeof bytes, token);
    token_digest(token, s.token);
    struct call call = {.app = a, .clock = a->clock};
    snprintf(call.who.login, sizeof call.who.login, "%s", login);
    return app_write(&call, 0, begin, &s, why);
}

enum err session_sign_in(struct sessions *s, struct app *a, const struct sign_in *in,
                         char token[SESSION_TOKEN], struct problem *why)
{
    struct staff_secrets k;
    int64_t now = clock_system().moment;
    enum err e = session_check_locked(s, in->login, now, why);
    if (!e) e = load_secrets(a, in->login, &k, why);
    if (e) return e;
    e = password_verify(s->pool, in->password, k.password[0] ? k.password : NULL, NULL, why);
    if (e && e != ERR_DENIED && e != ERR_INPUT) return e;
    if (!e && !k.factor_n && !store_training(a->store))
        return problem_set(why, ERR_DENIED, ZH_sign_in_no_code, "code", NULL);
    int64_t step = code_step(a, in->login, &k, in->code);
    session_count_failure(s, in->login, e || !step, now);
    if (e || !step) return problem_set(why, ERR_DENIED, ZH_sign_in_wrong, "password", NULL);
    return session_start(a, in->login, step, token, why);
}

/* ---- Staying in ----------------------------------------------------------------------------- */

static enum err check_alive(const struct session *s, int64_t now, struct problem *why)
{
    if (s->ended) return problem_set(why, ERR_DENIED, ZH_session_over, NULL, NULL);
    if (now - s->last_seen > (int64_t)s->idle_seconds * SECOND + TOUCH_AFTER)
        return problem_set(why, ERR_DENIED, ZH_session_idle, NULL, NULL);
    return ERR_OK;
}

enum err session_call(struct app *a, const char *token, struct arena *arena, struct call *call,
                      struct session_now *now, struct problem *why)
{
    struct read r = {0};
    struct session s;
    uint8_t digest[SM_DIGEST];
    int64_t moment = clock_system().moment;
    *call = (struct call){.app = a, .arena = arena, .clock = a->clock};
    token_digest(token, digest);
    enum err e = store_read_begin(a->store, &r, why);
    if (e) return e;
    struct data d = data_of_read(&r);
    e = session_load(&d, digest, &s, why);
    if (e == ERR_NOT_FOUND) e = problem_set(why, ERR_DENIED, ZH_session_none, NULL, NULL);
    if (!e) e = check_alive(&s, moment, why);
    if (!e) e = staff_principal(&d, s.login, a->clock.business_date, &call->who, why);
    store_read_end(&r);
    if (e) return e;
    *now = (struct session_now){.stepped_up = s.step_up_until > moment,
                                .last_seen = s.last_seen,
                                .idle_seconds = s.idle_seconds};
    snprintf(now->login, sizeof now->login, "%s", s.login);
    return ERR_OK;
}

struct touching {
    uint8_t token[SM_DIGEST];
    int idle_seconds;
    int64_t step, step_up_until;
};

static enum err touch(struct write *w, void *ctx, struct problem *why)
{
    const struct touching *t = ctx;
    struct data d = data_of_write(w);
    struct session s;
    enum err e = session_load(&d, t->token, &s, why);
    if (e || s.ended) return e;
    s.last_seen = clock_system().moment;
    if (t->idle_seconds) s.idle_seconds = t->idle_seconds;
    if (t->step) {
        s.code_step = t->step;
        s.step_up_until = t->step_up_until;
        note(w, "session.step_up", s.login);
    }
    return session_update(&d, &s, why);
}

enum err session_seen(const struct call *call, const char *token, const struct session_now *now,
                      int idle_seconds, struct problem *why)
{
    struct touching t = {.idle_seconds = idle_seconds};
    bool fresh = clock_system().moment - now->last_seen < TOUCH_AFTER;
    if (fresh && idle_seconds == now->idle_seconds) return ERR_OK;
    token_digest(token, t.token);
    return app_write(call, 0, touch, &t, why);
}

enum err session_step_up(struct sessions *s, const struct call *call, const char *token,
                         const char *code, struct problem *why)
{
    struct staff_secrets k;
    int64_t now = clock_system().moment;
    const char *login = call->who.login;
    enum err e = session_check_locked(s, login, now, why);
    if (!e) e = load_secrets(call->app, login, &k, why);
    if (e) return e;
    struct touching t = {.step = code_step(call->app, login, &k, code),
                         .step_up_until = now + SESSION_STEP_UP * SECOND};
    session_count_failure(s, login, !t.step, now);
    if (!t.step) return problem_set(why, ERR_DENIED, ZH_step_up_wrong, "code", NULL);
    token_digest(token, t.token);
    return app_write(call, 0, touch, &t, why);
}

static enum err end(struct write *w, void *ctx, struct problem *why)
{
    const struct call *call = ctx;
    struct data d = data_of_write(w);
    note(w, "session.end", call->who.login);
    return session_end(&d, call->who.login, clock_system().moment, why);
}

enum err session_sign_out(const struct call *call, struct problem *why)
{
    struct call own = *call;
    return app_write(call, 0, end, &own, why);
}

void session_mark(const struct app *a, const char *kind, const char *text, char out[33])
{
    uint8_t tag[SM_DIGEST];
    keyring_tag(store_keys(a->store), kind, text, tag);
    sm_hex(tag, 16, out);
}
