/* user list, add, disable, grant, revoke, reset: who may sign in and as what, and taking a login
 * out of use (who leaves keeps nothing). For the security administrator alone, and the console that
 * sets the store up. */
#pragma once
#include "app/setup.h"
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
/* A login with its name and nothing else: no role yet, no password. *offer is what its owner sets
 * it up with. ERR_INPUT user_login (3 to 60 of a-z 0-9 . _ - @), user_name; ERR_CONFLICT
 * user_known. */
enum err user_add(const struct call *call, const char *login, const char *name,
                  struct setup_offer *offer, struct problem *why);
/* The one-time code is forgotten and the login's session ended; *offer is what its owner sets it up
 * anew with. *changed false: no code had been bound. ERR_NOT_FOUND staff_unknown; ERR_LAW user_own.
 */
enum err user_reset_factor(const struct call *call, const char *login, struct setup_offer *offer,
                           bool *changed, struct problem *why);
