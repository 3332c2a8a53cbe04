/*
 * Photographs as files: what kind they are, how large, and a copy with nothing in it but the
 * picture. The bytes say what a file is, never its name or what a browser claims. Nothing is
 * decoded: markers and chunks are walked, every length is checked against what is there.
 *
 * The copy keeps what a browser needs to draw a still picture. Exif (where and with what it was
 * taken, which way up it was held), XMP, comments, thumbnails, animation and whatever stands behind
 * the end are left out; a picture that only Exif turns upright therefore lies on its side.
 *
 * JPEG: ISO/IEC 10918-1, 8 bits, baseline, extended or progressive, grey or colour. PNG: W3C PNG.
 */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/sm.h"

enum picture_kind { PICTURE_UNSET, PICTURE_JPEG, PICTURE_PNG };

struct picture {
    enum picture_kind kind;
    uint32_t width, height; /* pixels, at least 1 */
};

/*
 * *clean is emptied and filled; it is never longer than the file. ERR_INPUT picture_kind (neither
 * JPEG nor PNG, or a sort of JPEG that browsers do not show), picture_broken (cut off or
 * contradictory). ERR_FAILED when clean has no room.
 */
enum err picture_read(struct sm_bytes file, struct picture *out, struct buf *clean,
                      struct problem *why);
/* PNG's sum over a chunk's name and bytes. */
uint32_t picture_sum(const void *bytes, size_t n);
const char *picture_type(enum picture_kind kind); /* "image/jpeg", "image/png" */
