/* The index image: inside of src/match only. */
#pragma once
#include "match/index.h"

#define MATCH_IMAGE_VERSION 2u
#define MATCH_PART_PEOPLE 32768u            /* fewer a part, where MATCH_PARTS_MAX allows it */
#define MATCH_IMAGE_BLOCK ((size_t)1 << 20) /* the digest is one of the digests of blocks */

struct match_header {
    char magic[8];
    uint32_t version;
    uint32_t people;
    uint32_t parts;
    uint32_t has_tags;
    uint64_t buckets; /* of a part */
    uint8_t note[MATCH_NOTE];
    uint64_t size;   /* of the file */
    uint64_t body;   /* digest of everything behind the header page */
    uint64_t digest; /* of the fields above */
};

#define MATCH_HEADER_PAGE 4096

/* An image of zeroes for that many people, with its header's counts set; NULL: out of memory. */
struct match_index *match_image_new(uint32_t people, bool has_tags);

/* Reads the parts' lowest keys off the keys, which are sorted. */
void match_index_cut(struct match_index *index);
