/* The index image: inside of src/match only. */
#pragma once
#include "match/index.h"

#define MATCH_IMAGE_VERSION 1u
#define MATCH_IMAGE_BLOCK ((size_t)1 << 20) /* the digest is one of the digests of blocks */

struct match_header {
    char magic[8];
    uint32_t version;
    uint32_t people;
    uint64_t buckets;
    uint64_t has_tags;
    uint64_t size;   /* of the file */
    uint64_t body;   /* digest of everything behind the header page */
    uint64_t digest; /* of the fields above */
};

#define MATCH_HEADER_PAGE 4096

/* An image of zeroes for that many people, with its header's counts set; NULL: out of memory. */
struct match_index *match_image_new(uint32_t people, bool has_tags);
