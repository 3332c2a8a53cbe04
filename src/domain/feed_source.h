/*
 * Partners that send feeds (art. 7(3)) and what each of them may assert: health can never assert
 * prison, a court never a hospital stay. A kind that a partner may not assert is no evidence at
 * all. Pure data.
 *
 * Not here: keys of those that sign (store/feeds.h), how strong a kind is (law/evidence.h).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "law/evidence.h"

struct feed_source {
    const char *code; /* "civil": stored, and what --source takes */
    enum zh_id names; /* the Chinese names, the first is ours; --source takes these too */
};

/* By code or name; NULL for a source that is not in the table. */
const struct feed_source *feed_source_find(const char *word);
bool feed_source_may(const struct feed_source *source, enum evidence_kind kind);
const struct feed_source *feed_source_at(size_t i); /* NULL past the end */
