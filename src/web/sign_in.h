/* What other pages need of signing in: one more code for a decision (step-up), and the session cookie. */
#pragma once
#include "web/turn.h"

/* Shows the page that asks for one more code and keeps the form that needs it. */
enum err step_up_ask(struct turn *t, const char *message);
/* The session cookie: set, or cleared with NULL. */
void sign_in_cookie(struct turn *t, const char *token);
