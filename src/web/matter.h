/*
 * What the page of a matter and its letters share: the matter t->id with its person's file, in the
 * caller's jurisdiction, logged as `log` before it is given.
 */
#pragma once
#include "web/turn.h"

/* ERR_NOT_FOUND web_not_here, errors of worklist_matter and person_file_load. */
enum err matter_file_load(struct turn *t, const char *log, struct person_file *p,
                          struct matter_file **f, struct problem *why);
