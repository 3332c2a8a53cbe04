/*
 * Sessions of staff 会话 and what proves who signs in. One row a session; a person has one that is
 * not ended. Moments are the machine's own. Not here: what is asked and in which order
 * (app/session.h).
 */
#pragma once
#include "base/sm.h"
#include "store/data.h"

struct session {
    uint8_t token[SM_DIGEST]; /* SM3 of what the cookie holds */
    char login[64];
    int64_t created, last_seen, step_up_until, code_step, ended;
    int idle_seconds;
};

/* Ends the login's other sessions and begins this one. */
enum err session_insert(struct data *d, const struct session *s, struct problem *why);
/* ERR_NOT_FOUND session_none. Ended ones are found too. */
enum err session_load(struct data *d, const uint8_t token[SM_DIGEST], struct session *out,
                      struct problem *why);
/* Stores last_seen, idle_seconds, step_up_until, code_step. */
enum err session_update(struct data *d, const struct session *s, struct problem *why);
/* All sessions of a login that are not ended yet. */
enum err session_end(struct data *d, const char *login, int64_t moment, struct problem *why);

struct staff_secrets {
    char password[128]; /* argon2id text; "" when there is no such login, or it is disabled */
    uint8_t factor[SM_SEAL_EXTRA + 64];
    size_t factor_n;   /* sealed, purpose "staff.onecode LOGIN"; 0: none bound */
    int64_t code_step; /* newest step taken in any session of the login */
};
/* Unknown and disabled logins are no error: their password is "" and matches nothing. */
enum err staff_secrets_load(struct data *d, const char *login, struct date on,
                            struct staff_secrets *out, struct problem *why);

/* What a person did at the counter on a day, newest first. */
struct desk_entry {
    int64_t seq, person_id, recorded_at;
};
enum err desk_add(struct data *d, const char *login, struct date day, const struct desk_entry *e,
                  struct problem *why);
enum err desk_list(struct data *d, const char *login, struct date day, struct desk_entry **out,
                   size_t *count, struct problem *why);
enum err desk_count(struct data *d, const char *login, struct date day, int64_t *out,
                    struct problem *why);

/* Who looked at a person, newest first, from the chain of the person; at most `most`. */
struct looked {
    int64_t moment;
    const char *actor, *action, *purpose;
};
enum err looks_list(struct data *d, int64_t person_id, size_t most, struct looked **out,
                    size_t *count, struct problem *why);
