/*
 * The template compiler as a library (docs/templates.md is the language). Sources in, one C header
 * and one C file out, or one error "file:line: what". Knows nothing of the program but the names of
 * src/view/view.h that it writes.
 *
 * Everything lives in the arena given. The text of a source must outlive the compiler.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

struct tmplc;

struct tmplc *tmplc_new(struct arena *a);
/* name: the file name without .html, [a-z0-9_]; file: for messages. False: see tmplc_error. */
bool tmplc_add(struct tmplc *c, const char *name, const char *file, const char *text, size_t n);
bool tmplc_compile(struct tmplc *c, struct buf *header, struct buf *source);
const char *tmplc_error(const struct tmplc *c); /* "" when there was none */
