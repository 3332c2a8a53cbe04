/* The bytes of the packed file: private to packed_file.c and packed_write.c. All of this machine's
 * own kind; a file of another version or shape is built again. */
#pragma once
#include <stdint.h>

#include "store/packed.h"

#define PACKED_VERSION 3
#define PACKED_HEADER 8192
#define PACKED_BLOCK ((size_t)1 << 18) /* about so many bytes; a person is never cut */
#define PACKED_PAYERS 255

struct packed_header {
    char magic[8];
    uint32_t version;
    uint32_t shape; /* sizes of the structures, mixed */
    uint64_t size;  /* of the file */
    uint64_t persons, blocks;
    uint64_t index; /* offset of the block table */
    uint64_t index_sum;
    uint32_t most_lines, most_matters; /* of one person */
    uint32_t payers;
    uint32_t pad;
    struct facts_head head;
    char payer[PACKED_PAYERS][16];
    uint64_t sum; /* of the fields above */
};

struct packed_index {
    uint64_t offset, size, sum;
};

struct packed_person {
    int64_t person_id;
    int32_t birth, registered_on, last_success, last_abroad, due_on, first_month, trace_on;
    uint16_t line_count, matter_count;
    uint32_t size; /* with all that belongs to it */
    uint32_t abroad;
};

/* Behind it its rates, spans and entries, as law has them. */
struct packed_line {
    int64_t recorded_at;
    int32_t line_id, kind, first_month, last_month, appraisal_until;
    uint8_t payer, relation;
    uint16_t rates, spans, entries;
};

struct packed_matter {
    int64_t matter_id, parent;
    int32_t event_on, until_on, released_on, cause, detail;
    uint8_t kind, state, payer, by_certifying;
};

uint32_t packed_shape(void);
