/*
 * Names of people: is it one, and do two writings mean the same. Pure.
 *
 * The key is for comparing only, never shown: one form of the middle dot of ·-names, half-width,
 * upper-case Latin, no blanks, variation selectors dropped, and one code point for every character
 * that two decoders write differently (private use points of GBK and of earlier editions of
 * GB18030, compatibility ideographs, radicals typed for characters). Nothing is ever decided on a
 * name alone (dependencies.md); simplified and traditional forms stay different.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define NAME_MAX_CHARACTERS 60
#define NAME_BYTES (NAME_MAX_CHARACTERS * 4 + 1)

/* The key into out[cap] (terminated, cut at a character boundary; NAME_BYTES always fits a checked
 * name); returns its length. Bytes that are not UTF-8 are left out. */
size_t name_key(const char *name, char *out, size_t cap);
/* <0, 0, >0 as the keys compare. */
int name_compare(const char *a, const char *b);

/* Copies the name without the blanks around it. Problems: name_empty, name_long, name_garbled (lost
 * characters: U+FFFD, a question mark, a control character, bad UTF-8, an unassigned private use
 * point), name_digits. out is "" then. */
enum err name_clean(const char *s, char out[NAME_BYTES], struct problem *why);

/* One code point as the key writes it, 0 when the key leaves it out. */
uint32_t name_fold(uint32_t cp);
