/*
 * What the breaker is told about a feed, row by row, and its verdict: the counts of match/breaker.h
 * plus what only this program knows (whom it would certify, rows that repeat, a file that breaks
 * off). Counts go into the feed's record as text and come back as the past.
 *
 * A feed of at most FEED_SMALL rows is what a clerk makes by hand: it is judged by itself, not by
 * the source's past, and is nobody's past; its against-evidence may concern few people only.
 */
#pragma once
#include "app/app.h"
#include "base/buf.h"
#include "match/breaker.h"
#include "store/feeds.h"
#include "store/person.h"

#define FEED_SMALL 50         /* rows */
#define FEED_SMALL_AGAINST 10 /* people, as many as the breaker always lets a known source hold */
#define FEED_FIRST_CERTIFIES 50
#define FEED_DUPLICATES 2000 /* basis points */

struct feed_set { /* of ids or hashes; growing */
    uint64_t *slot;
    size_t size, count;
};

struct feed_tally {
    struct match_breaker_feed b;
    const struct match_breaker_limits *settings; /* may lower the ceiling; NULL: the ceiling */
    uint64_t certifies, duplicates;
    uint64_t weak; /* people whose package of weak signals it may make whole; at most */
    bool truncated;
    struct feed_set against, certified, rows, weakly;
};

void feed_tally_free(struct feed_tally *t);
/* A matched row. */
void feed_tally_add(struct feed_tally *t, const struct law *law, const struct person *p,
                    const struct feed_item *item);
/* Any row that could be read: its repetition counts. True for the first. */
bool feed_tally_first(struct feed_tally *t, const char *number, enum evidence_kind kind,
                      struct date on);

/* The verdict: true when it must be held; the reasons in words, one a line, are appended. past: the
 * source's feeds, newest first. */
bool feed_judge(const struct feed_tally *t, const struct feed *past, size_t past_count,
                uint64_t people, struct buf *reasons);

void feed_counts_print(const struct feed_tally *t, struct buf *out);
bool feed_counts_read(const char *text, struct match_breaker_feed *out, uint64_t *certifies);
