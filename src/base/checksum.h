/*
 * A fast digest of memory, about as fast as reading it: finds what is torn or cut short in files of
 * our own. Not against people: for that there is SM3 (base/sm.h).
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

uint64_t checksum_mix(uint64_t h, uint64_t word);
/* bytes is aligned to 8, n a multiple of 8; another seed gives another digest. */
uint64_t checksum_of(const void *bytes, size_t n, uint64_t seed);
