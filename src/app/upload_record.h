/*
 * What is on record about an upload (upload.h): one row of table job, kind "upload", written anew
 * at every step, so that every server process and every later one sees the same. Its detail is
 * lines "key value"; a key that a changed program does not know is passed over, one that it misses
 * stays 0. The numbers of enum upload_what, upload_phase and charset stand in it: append only.
 */
#pragma once
#include "app/upload.h"
#include "store/data.h"
#include "store/job.h"

/* The row's detail, in the arena. */
const char *upload_record_print(const struct upload *u, struct arena *arena);
/* Of such a row. What does not fit is cut off. */
void upload_record_read(const struct job *job, struct upload *out);

/* Inserts the row, or updates it. */
enum err upload_record_write(struct write *w, const struct upload *u, bool fresh,
                             struct problem *why);
