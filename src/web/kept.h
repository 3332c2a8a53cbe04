/*
 * What was typed when a session had ended: the form goes along with the sign-in page and comes back
 * after it, for its user to look at and send again. Nothing of it is done before that. Passwords
 * and codes are not kept.
 */
#pragma once
#include "web/turn.h"

/* The form in hand, as its sender's browser wrote it; "" when there is nothing that can be kept: no
 * page's form, or one too large. */
const char *kept_of(struct turn *t);
/* After signing in with that token: the page of POST path shows what was kept. False: there is
 * nothing, or not for this user; go to it empty-handed. An error is the page's answer (*e). */
bool kept_show(struct turn *t, const char *token, const char *path, enum err *e,
               struct problem *why);
