/*
 * The staff as a list, and taking a login out of use; single look-ups and grants are reference.h's.
 */
#pragma once
#include "store/reference.h"

struct staff_row {        /* one grant of a login, or the login without any */
    struct principal who; /* role ROLE_UNSET: no grant in force */
    const char *name;
    struct date valid_from,
        disabled_from; /* disabled_from: the first day without rights; none while in use */
    int64_t last_seen; /* in any session; 0: never signed in */
    bool bound;        /* has a one-time code of its own */
};
typedef bool (*staff_row_fn)(void *ctx, const struct staff_row *row); /* false stops */

/* Every login with its grant in force on the day, ordered by login. The row lives until the call
 * ends. */
enum err staff_list(struct data *d, struct date on, staff_row_fn fn, void *ctx,
                    struct problem *why);
/* From the day on. ERR_NOT_FOUND staff_unknown; *changed false when it was disabled already. */
enum err staff_disable(struct data *d, const char *login, struct date from, bool *changed,
                       struct problem *why);

struct staff_grant_row {
    enum role role;
    struct date valid_from, valid_until; /* valid_until: the last day, none while open */
};
bool staff_in_force(const struct staff_grant_row *row, struct date on);
/* All grants the login ever had, oldest first. ERR_NOT_FOUND staff_unknown. */
enum err staff_grants(struct data *d, const char *login, struct staff_grant_row **out,
                      size_t *count, struct problem *why);
/* Where the login belonged on the day, also when it is out of use since; role ROLE_UNSET: nowhere.
 */
enum err staff_was(struct data *d, const char *login, struct date on, struct principal *out,
                   struct problem *why);
/* `from` is the first day without the grants now open; *changed false when there was none. */
enum err staff_revoke(struct data *d, const char *login, struct date from, bool *changed,
                      struct problem *why);
/* As staff_grant; one of the same day that was revoked is opened again. */
enum err staff_give(struct data *d, const struct principal *p, struct date from, const char *by,
                    int64_t recorded_at, struct problem *why);
/* ERR_NOT_FOUND staff_unknown; *changed false when there was no second factor. */
enum err staff_forget_factor(struct data *d, const char *login, bool *changed, struct problem *why);

/* The one-time secret of a login that is to choose its password and bind its one-time code; a new
 * one takes the place of the one before. Moments are the machine's own. */
struct staff_setup {
    uint8_t tag[SM_DIGEST]; /* keyed; the secret itself is nowhere */
    int64_t made_at, until_at, used_at;
    const char *made_by;
};
enum err staff_setup_put(struct data *d, const char *login, const struct staff_setup *s,
                         struct problem *why);
/* ERR_NOT_FOUND staff_unknown: none was made. */
enum err staff_setup_load(struct data *d, const char *login, struct staff_setup *out,
                          struct problem *why);
/* Password and sealed one-time code of the login, and its setup used up; ERR_CONFLICT staff_unknown
 * when it was used already. */
enum err staff_bind(struct data *d, const char *login, const char *password, struct sm_bytes factor,
                    int64_t used_at, struct problem *why);
/* Is there such a login, disabled or not? */
enum err staff_known(struct data *d, const char *login, bool *out, struct problem *why);
