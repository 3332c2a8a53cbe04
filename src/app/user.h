/* user list, user disable: who may sign in, and taking a login out of use (who leaves keeps
 * nothing). For the security administrator. */
#pragma once
#include "app/app.h"
#include "store/staff.h"

enum err user_list(const struct call *call, staff_row_fn fn, void *ctx, struct problem *why);
/* From the business date on. Nobody disables the own login: ERR_LAW user_self. *changed false: it
 * was disabled already. */
enum err user_disable(const struct call *call, const char *login, bool *changed,
                      struct problem *why);
