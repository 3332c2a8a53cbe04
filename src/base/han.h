/*
 * Two properties of Chinese characters, as tables made at build time from Debian's unicode-data
 * (tools/hangen.c).
 */
#pragma once
#include <stdint.h>

/* The unified ideograph of a compatibility ideograph or of a radical symbol (U+F979 → 凉's U+51C9);
 * any other cp unchanged. */
uint32_t han_unified(uint32_t cp);

/* First letters of all readings of the character, each once: those of today's dictionaries in lower
 * case, the most usual first, then those found only in historical dictionaries in upper case. ""
 * when no reading is known. Static storage. */
const char *han_initials(uint32_t cp);
