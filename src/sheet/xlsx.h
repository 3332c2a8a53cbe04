/*
 * A workbook (xlsx, ECMA-376) as CSV: its first visible sheet in UTF-8, one line of CSV for every
 * row number, so that a line number is the sheet's row number. Cells come as a person sees them:
 * a day as 2024-03-05, a long number as 3.71002E+17 (its digits are lost: whoever reads it says
 * so). Line breaks within a cell become blanks; a formula gives its stored value.
 *
 * Bombs: a part may be SHEET_PART bytes and SHEET_RATIO times its packed size, there is no DOCTYPE,
 * and strings, rows, columns and depth are limited. Runs in the child (reader.h); memory: strings
 * of the workbook, one row, and buffers.
 */
#pragma once
#include <stddef.h>
#include <stdio.h>

#define SHEET_FILE (64u << 20)  /* bytes of the packed file */
#define SHEET_PART (512u << 20) /* bytes of one part */
#define SHEET_FREE (1u << 20)   /* bytes of a part that its ratio does not matter for */
#define SHEET_RATIO 100
#define SHEET_PARTS 1000
#define SHEET_ROWS 1048576
#define SHEET_COLUMNS 256
#define SHEET_CELL (32u << 10) /* bytes */
#define SHEET_STRINGS 1000000
#define SHEET_TEXT (24u << 20) /* bytes of all shared strings */
#define SHEET_DEPTH 32

enum sheet_fault { /* the child's exit status */
                   SHEET_OK,
                   SHEET_NOT_PACKED, /* not a packed file, or a damaged one */
                   SHEET_NO_SHEET,
                   SHEET_TOO_LARGE, /* file, part, number of parts, rows */
                   SHEET_BOMB,      /* a part unpacks to more than its ratio allows */
                   SHEET_DOCTYPE,
                   SHEET_XML, /* not well formed, too deep, or cells that no sheet has */
                   SHEET_TOO_MUCH_TEXT,
                   SHEET_TOO_WIDE,
                   SHEET_ENCRYPTED,
                   SHEET_NO_MEMORY,
                   SHEET_NO_JAIL, /* the child could not give up its rights, so it read nothing */
                   SHEET_BROKEN_OFF,
                   SHEET_FAULTS
};

enum sheet_fault xlsx_csv(const void *bytes, size_t n, FILE *out);
