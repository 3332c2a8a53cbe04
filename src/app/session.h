/*
 * Signing in and staying in: password (argon2id) and one-time code, one session a person, an idle
 * limit, a second code before a decision, and the end. All moments are the machine's own clock,
 * also in a training store that plays another day.
 *
 * Rights are looked up anew with every request, so that a disabled login or an ended session works
 * for no request after that moment. Failures are counted per login in memory: after five within ten
 * minutes the login waits ten minutes; unknown logins are counted alike and take as long, so that
 * neither words nor time tell who exists.
 *
 * A training store has one shared secret for logins that bound none: session_demo_code is its code
 * now, for the sign-in page. A production store has none, and who bound none cannot sign in.
 */
#pragma once
#include "app/app.h"
#include "base/password.h"

#define SESSION_TOKEN 65    /* 64 hex digits of 32 random bytes, and the end */
#define SESSION_COUNTER 180 /* seconds that the counter may idle */
#define SESSION_STEP_UP 600 /* seconds that one more code is good for decisions */

struct sessions; /* of one serving process; thread-safe */

struct sessions *sessions_new(const struct password_settings *settings); /* NULL: memory */
void sessions_free(struct sessions *s);

struct sign_in {
    const char *login, *password, *code;
};
/*
 * Ends the login's other sessions. ERR_DENIED sign_in_wrong (whichever of the three was wrong),
 * sign_in_locked {0} minutes, sign_in_no_code (production, none bound); ERR_BUSY.
 */
enum err session_sign_in(struct sessions *s, struct app *a, const struct sign_in *in,
                         char token[SESSION_TOKEN], struct problem *why);

struct session_now {
    char login[64];
    bool stepped_up;
    int64_t last_seen;
    int idle_seconds;
};
/* Fills *call for the session's owner. ERR_DENIED session_none, session_over (ended by another
 * sign-in, a sign-out or an administrator), session_idle. */
enum err session_call(struct app *a, const char *token, struct arena *arena, struct call *call,
                      struct session_now *now, struct problem *why);
/* The page just served may idle so long. Written only when it changes something worth a write. */
enum err session_seen(const struct call *call, const char *token, const struct session_now *now,
                      int idle_seconds, struct problem *why);
/* ERR_DENIED step_up_wrong, sign_in_locked {0} minutes. */
enum err session_step_up(struct sessions *s, const struct call *call, const char *token,
                         const char *code, struct problem *why);
enum err session_sign_out(const struct call *call, struct problem *why);

/* False in a production store. */
bool session_demo_code(const struct app *a, char out[7]);
/* Keyed digest of a text with the store's own key, for tokens in pages: 32 hex digits. */
void session_mark(const struct app *a, const char *kind, const char *text, char out[33]);
