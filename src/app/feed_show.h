/*
 * feed list, feed show: where each feed stands, why it is held, who did what. No person is named;
 * counts and reasons only.
 */
#pragma once
#include "app/app.h"
#include "base/buf.h"

struct feed_list {
    const char *source; /* code or name; NULL: all */
    bool json;
};
enum err feed_list(const struct call *call, const struct feed_list *in, struct buf *out,
                   struct problem *why);
enum err feed_show(const struct call *call, int64_t feed_id, bool json, struct buf *out,
                   struct problem *why);
/* Registers the SM2 public key (PEM) that the partner signs with, from the business date on.
 * ERR_CONFLICT: one is registered that day. */
enum err feed_sender(const struct call *call, const char *source, const char *pem,
                     struct problem *why);
