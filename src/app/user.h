/* user list, disable, grant, revoke, reset: who may sign in and as what, and taking a login out of
 * use (who leaves keeps nothing). For the security administrator alone, and the console that sets
 * the store up. */
#pragma once
#include "app/app.h"
#include "store/staff.h"

enum err user_list(const struct call *call, staff_row_fn fn, void *ctx, struct problem *why);
/* From the business date on. Nobody disables the own login: ERR_LAW user_self. *changed false: it
 * was disabled already. */
enum err user_disable(const struct call *call, const char *login, bool *changed,
                      struct problem *why);

/*
 * Gives the login its role at the agency from the business date on; the role before ends the day
 * before. One role at a time. ERR_NOT_FOUND: no such login, no such agency of the role's side;
 * ERR_USAGE user_role: no such role; ERR_LAW user_own (the own login), user_apart: who is or ever
 * was one of the three administrators takes no other role, and who has a role takes none of theirs
 * — system, security and audit stay three people without business rights.
 */
enum err user_grant(const struct call *call, const char *login, const char *role,
                    const char *agency, struct problem *why);
/* The business date is the first day without a role. *changed false: it had none. ERR_LAW user_own.
 */
enum err user_revoke(const struct call *call, const char *login, bool *changed,
                     struct problem *why);
/* The one-time code is forgotten; the login sets up a new one when it signs in next. *changed
 * false: there was none. ERR_LAW user_own. */
enum err user_reset_factor(const struct call *call, const char *login, bool *changed,
                           struct problem *why);
