/*
 * What a cell of a sheet means: its place, whether it is a day, its number as a person sees it.
 * Pure.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

/* The column of "AB12" from 0, its row in *row (0: none); -1 when it is no such name. */
int xlsx_column(const char *name, long *row);
/* Is a number format one of days? id: numFmtId; code: its text, NULL for the built-in ones. */
bool xlsx_format_is_day(long id, const char *code);
/* A stored number as a person sees it: day, integer, decimal, or with E where digits are lost.
 * epoch1904: the workbook counts days from 1904. */
void xlsx_number(const char *stored, bool day, bool epoch1904, char out[40]);
