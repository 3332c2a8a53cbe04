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
enum err api_certify(struct turn *t, struct problem *why);
