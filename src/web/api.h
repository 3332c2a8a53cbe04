/*
 * The handlers of /api/v1: the same forms and use cases as the pages'. An error becomes a problem
 * document (RFC 9457) in Chinese.
 */
#pragma once
#include "web/frame.h"

enum err api_session(struct turn *t, struct problem *why);
enum err api_sign_in(struct turn *t, struct problem *why);
enum err api_sign_out(struct turn *t, struct problem *why);
enum err api_person(struct turn *t, struct problem *why);
/* C29: the end of a period, counted as `workday add` and `period` count it, with the calendar of the
 * store, also as it was known at the end of a day. About nobody: nothing is logged. */
enum err api_deadline(struct turn *t, struct problem *why);
enum err api_certify(struct turn *t, struct problem *why);
