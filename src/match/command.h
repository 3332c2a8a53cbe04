/*
 * `jianzai match`: the matching engine on files, without a database.
 *
 *     match ROSTER FEED            match --index FILE FEED            match --build FILE ROSTER
 *
 * The answer's lines go to out, all else to err: one line for each refused row, then the counts.
 * FEED may be `-`, standard input. Exit codes: 0 done, 1 failed, 2 usage, 4 part of the rows
 * refused.
 */
#pragma once
#include <stdio.h>

/* argv[0] is "match". out must have a file behind it (fileno). */
int match_command(int argc, char **argv, FILE *out, FILE *err);
