/*
 * Setting up a login 开通账号: a secret that an administrator hands over once, with which the
 * person chooses a password and binds the one-time code of the own phone. `init` makes them for the
 * first three administrators of a production store, `user add` for everybody after, `user reset`
 * for who lost the phone.
 *
 * The secret has some 98 bits, is good for three days and for one binding; only its keyed tag is
 * stored. Wrong ones are counted with the wrong passwords of the login (session.h) and refused in
 * the same words whether or not there is such a login.
 *
 * Not here: who may make one (user.h).
 */
#pragma once
#include "app/session.h"
#include "base/onecode.h"

#define SETUP_SECRET 25 /* XXXX-XXXX-XXXX-XXXX-XXXX and the end */
#define SETUP_HOURS 72
#define SETUP_KEY 33      /* the one-time code's key in base 32, for typing, and the end */
#define SETUP_PASSWORD 12 /* characters that a password has at least */

struct setup_offer {
    char login[64];
    char secret[SETUP_SECRET]; /* shown once; the caller wipes it */
    int64_t until;
};

/* Inside a write: makes the secret of a login that exists, in place of the one before. */
enum err setup_offer_make(struct write *w, const char *login, struct setup_offer *out,
                          struct problem *why);

struct setup_asked {
    const char *login, *secret;  /* the secret in any case, with or without dashes */
    const char *password, *code; /* setup_bind alone */
};
struct setup_key {
    char text[SETUP_KEY];  /* in groups of four when printed */
    char uri[ONECODE_URI]; /* for the QR code */
};

/* Is the secret good? Then the key to put into the phone: the same until it is bound. ERR_DENIED
 * setup_wrong, sign_in_locked {0}. */
enum err setup_begin(struct sessions *s, struct app *a, const struct setup_asked *in,
                     struct setup_key *out, struct problem *why);
/* Binds and begins a session. Beside those: ERR_INPUT setup_password (field password), setup_code
 * (field code). */
enum err setup_bind(struct sessions *s, struct app *a, const struct setup_asked *in,
                    char token[SESSION_TOKEN], struct problem *why);
