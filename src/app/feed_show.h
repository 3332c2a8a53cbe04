/*
 * feed list, feed show: where each feed stands, why it is held, who did what. No person is named;
 * counts and reasons only.
 */
#pragma once
#include "app/feed_run.h"
#include "base/buf.h"
#include "match/breaker.h"

struct feed_list {
    const char *source; /* code or name; NULL: all */
    bool json;
};
enum err feed_list(const struct call *call, const struct feed_list *in, struct buf *out,
                   struct problem *why);
enum err feed_show(const struct call *call, int64_t feed_id, bool json, struct buf *out,
                   struct problem *why);
struct feed_record {
    struct feed f;
    struct match_breaker_feed counts;
    uint64_t certifies;
    struct feed_notes notes;
};
enum err feed_record_load(const struct call *call, int64_t feed_id, struct feed_record *out,
                          struct problem *why);
/* Newest first, all of the city, at most FEEDS_RECENT. */
enum err feed_recent(const struct call *call, struct feed **out, size_t *count,
                     struct problem *why);
/* Registers the SM2 public key (PEM) that the partner signs with, from the business date on.
 * ERR_CONFLICT: one is registered that day. */
enum err feed_sender(const struct call *call, const char *source, const char *pem,
                     struct problem *why);
