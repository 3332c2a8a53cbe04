/*
 * A JSON object as the pairs that a form has: strings, whole numbers and booleans are one pair, an
 * array of them one pair each under its name. Nothing deeper is taken. Duplicate names, names that
 * the form does not have, invalid UTF-8, NUL and control characters are refused.
 */
#pragma once
#include "web/form.h"

/* ERR_INPUT web_json_bad, web_json_shape {0} name, web_json_unknown {0} name. */
enum err json_pairs(const struct form *form, const char *body, size_t n, struct arena *arena,
                    struct http_pairs *out, struct problem *why);
