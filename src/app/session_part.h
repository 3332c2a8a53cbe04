/*
 * What setting up (setup.c) shares with signing in (session.c): the count of failures of a login,
 * the pool of password hashes, the beginning of a session.
 */
#pragma once
#include "app/session.h"

/* ERR_DENIED sign_in_locked {0} minutes. */
enum err session_check_locked(struct sessions *s, const char *login, int64_t now,
                              struct problem *why);
void session_count_failure(struct sessions *s, const char *login, bool failed, int64_t now);
struct passwords *session_passwords(struct sessions *s);
enum err session_start(struct app *a, const char *login, int64_t step, char token[SESSION_TOKEN],
                       struct problem *why);
