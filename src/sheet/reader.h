/*
 * A workbook of somebody else, read by a child of this program that has nothing to lose: started
 * anew (so no key, no store and no memory of this process is in it), with the workbook and an empty
 * file in memory as its only files. What comes back is CSV in UTF-8.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* main asks first of all, and does only that: `argv[1]` of the child. */
bool sheet_is_child(int argc, char **argv);
int sheet_child(void); /* the exit status */

/* By its first bytes: a packed workbook; and the older kind (.xls), which nobody here reads. */
bool sheet_is_xlsx(const void *first, size_t n);
bool sheet_is_xls(const void *first, size_t n);

/*
 * Reads fd from its start; *csv is a new descriptor, at its start, the caller closes it.
 * ERR_INPUT: sheet_... {0} path, with what to do; nothing of the workbook is used then.
 */
enum err sheet_to_csv(int fd, const char *path, int *csv, struct problem *why);
