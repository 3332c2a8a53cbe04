/* The handlers of the JSON API, twins of the pages with the same forms and use cases. */
#pragma once
#include "web/turn.h"

enum err api_session(struct turn *t, struct problem *why);
enum err api_sign_in(struct turn *t, struct problem *why);
enum err api_sign_out(struct turn *t, struct problem *why);
enum err api_person(struct turn *t, struct problem *why);
enum err api_certify(struct turn *t, struct problem *why);
