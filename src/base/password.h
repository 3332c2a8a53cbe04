/*
 * Passwords over libsodium: argon2id (RFC 9106), with its parameters and salt in each stored text,
 * a bounded number at one time.
 *
 * A hash takes 19 MiB and some 20 ms on purpose; without the bound a flood of sign-ins would take
 * the machine's memory. Whoever finds no free place waits a little, and when too many wait already
 * is refused with ERR_BUSY at once.
 *
 * Not here: the rules for choosing a password, locking an account after failures, sessions
 * (src/app); one-time codes (base/onecode.h). Thread-safe. The caller wipes the password it holds.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define PASSWORD_STORED 128 /* bytes of the stored text with its end */
#define PASSWORD_MAX 512    /* bytes of a password that are accepted at all */

struct password_settings { /* from base/conf.h: password_mb, password_passes, password_jobs */
    unsigned memory_mib;   /* 19 to 1024; 0 in tests means the library's smallest, 8 KiB */
    unsigned passes;       /* 1 to 20 */
    unsigned jobs;         /* at one time, 1 to 64 */
    unsigned waiting;      /* may wait for a place; one more is refused */
};

struct passwords;
struct passwords *
password_pool_new(const struct password_settings *s); /* NULL: libsodium or memory */
void password_pool_free(struct passwords *p);         /* nobody may be inside; NULL is allowed */

/* ERR_INPUT password_length; ERR_BUSY password_busy; ERR_FAILED err_memory. */
enum err password_hash(struct passwords *p, const char *password, char stored[PASSWORD_STORED],
                       struct problem *why);

/*
 * ERR_OK: it is the one. ERR_DENIED password_wrong: it is not, or stored is no argon2id text.
 * ERR_BUSY as above. stored NULL (no such user) takes as long and is always wrong, so that time
 * does not tell who exists. *again (may be NULL) tells after ERR_OK that the settings have changed
 * since: hash anew and store.
 */
enum err password_verify(struct passwords *p, const char *password, const char *stored, bool *again,
                         struct problem *why);
