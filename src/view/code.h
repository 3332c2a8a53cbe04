/*
 * Codes for machines, as SVG without script or style: Code 128 for a letter's number, which any
 * hand reader types like a keyboard, and a QR code for a phone. Dark on white whatever the look of
 * the page. Results are arena copies.
 */
#pragma once
#include "base/arena.h"
#include "view/view.h"

#define CODE128_MOST 40

/* Set B: printable ASCII. The label is read aloud instead of the bars. Nothing for what cannot be
 * written, or is longer than CODE128_MOST. */
struct view_html code_bars(struct arena *a, const char *text, const char *label);
/* The symbols of it, start, check and stop included: for tests. Returns how many; 0: cannot be
 * written. */
size_t code_128(const char *text, int out[CODE128_MOST + 3]);
/* Level M. Nothing when it is too long. */
struct view_html code_qr(struct arena *a, const char *text, const char *label);
