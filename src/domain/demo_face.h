/*
 * A made-up photograph for exercise stores: a silhouette of head and shoulders, drawn, so that
 * nobody's face is in it. Same seed, same drawing; a whole PNG of 64 × 80 pixels in four colours.
 */
#pragma once
#include <stdint.h>

#include "base/buf.h"

#define DEMO_FACE_WIDTH 64
#define DEMO_FACE_HEIGHT 80
#define DEMO_FACE_BYTES 1600 /* at most */

void demo_face(uint64_t seed, struct buf *out);
