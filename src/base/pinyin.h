/*
 * Initials of names in pinyin, for finding people (K3): 单仁 is found by "sr" (the surname), "dr"
 * and "cr".
 *
 * All readings of a character count, since the program cannot know which one a family uses. Latin
 * words give their first letter; dots and blanks nothing.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define PINYIN_COMBINATIONS 16

/* Every combination of the readings of today's dictionaries, lower case, one blank between, the
 * most usual first; at most PINYIN_COMBINATIONS and only whole ones that fit out[cap] (terminated).
 * Returns the length; 0 when no reading is known. */
size_t pinyin_initials(const char *name, char *out, size_t cap);

/* Do the typed letters (any case, blanks ignored) begin the initials of the name in some reading,
 * historical ones included? Nothing typed never matches. */
bool pinyin_match(const char *name, const char *typed);
