/*
 * Cells of office files as text, code, date, month and components. Used by domain/roster.c.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "domain/roster.h"

enum { ROSTER_CELL = 512 };

/* The cell without blanks around it and without the apostrophe that marks text; false when longer
 * than a cell may be. */
bool roster_cell_text(const char *cell, char out[ROSTER_CELL]);
/* Half-width, no blanks or hyphens; false when it does not fit or is not ASCII then. */
bool roster_cell_code(const char *s, char *out, size_t cap);
/* As date_parse_office and month_parse_office; a time behind it is dropped; a number of five digits
 * is a spreadsheet's serial day. */
enum err roster_cell_date(const char *s, struct date *out, struct problem *why);
enum err roster_cell_month(const char *s, struct month *out, struct problem *why);
/* "基础=183;个人账户=28;政府补贴=7" or "标准=3500". Parts not named are left as they are. */
enum err roster_cell_components(const char *s, struct roster_components *out, struct problem *why);
