/* The parts of a packed workbook: read through to the end in pieces, within the limits of xlsx.h.
 */
#pragma once
#include <stdbool.h>

#include "sheet/xlsx.h"

struct pack;

enum sheet_fault pack_open(const void *bytes, size_t n, struct pack **out);
void pack_close(struct pack *p); /* NULL is allowed */

/* Takes n bytes; last: these are the last ones (n may be 0). */
typedef enum sheet_fault (*pack_taker)(void *ctx, const char *bytes, size_t n, bool last);
/* SHEET_NO_SHEET: there is no such part. */
enum sheet_fault pack_read(struct pack *p, const char *name, pack_taker take, void *ctx);
