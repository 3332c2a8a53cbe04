/* /healthz: says ok while the store answers. */
#pragma once
#include "web/turn.h"

enum err health(struct turn *t, struct problem *why);
