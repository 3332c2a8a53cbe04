/*
 * What all pages share: the models of the two layouts, the errors of a form, error pages and
 * problem documents, marks. Results are in the request's arena.
 */
#pragma once
#include "web/turn.h"

void frame_look_read(struct turn *t);
struct tmpl_layout_public_model frame_public(const struct turn *t, const char *title);
struct tmpl_layout_staff_model frame_staff(const struct turn *t, const char *title);
struct tmpl_errors_model frame_errors(const struct turn *t);
/* The sentence of the form about one field; "" when there is none. */
const char *frame_error_at(const struct turn *t, const char *field);
/* An error page or a problem document, with the request's id; 500 and above also an error id. */
void frame_problem(struct turn *t, const struct problem *why, int status);
void frame_json_start(struct turn *t);

const char *frame_office(const struct turn *t, const char *code);
const char *frame_print(const struct turn *t, enum zh_id id, const char *a, const char *b);
/* The lines of a text without the empty ones, at most FRAME_LINES, in the turn's arena. */
#define FRAME_LINES 32
struct view_text *frame_lines(const struct turn *t, const char *text, size_t *n);
/* A keyed token over this session, a kind and an id: shows that this very session was given it. */
const char *frame_mark(const struct turn *t, const char *kind, int64_t id, const char *more);
bool frame_mark_is(const struct turn *t, const char *kind, int64_t id, const char *more,
                   const char *given);
/* "moment.mark": shows when this session was shown the page about id, which is now. */
const char *frame_shown(const struct turn *t, int64_t id);
/* How long ago that was, in microseconds; -1 when this session was never shown it. */
int64_t frame_shown_age(const struct turn *t, int64_t id, const char *shown);
