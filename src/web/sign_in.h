/*
 * What others need of signing in: the session's cookie, and asking for one more code.
 */
#pragma once
#include "web/turn.h"

/* The session ended while a form was filled in: the sign-in page, which keeps it (kept.h). False
 * when there is nothing to keep. */
bool sign_in_keep(struct turn *t, const struct problem *why);
/* The session cookie: set, or cleared with NULL. */
void sign_in_cookie(struct turn *t, const char *token);
/* The form token of a visit that has no session yet; sets the visit's cookie where there is none.
 */
const char *sign_in_visit(struct turn *t);
/* Shows the page that asks for one more code and keeps the form that needs it. */
enum err sign_in_ask_code(struct turn *t);
