/*
 * Uploads at work, and the long steps of feeds: one thread of the serving process does them one
 * after the other, in the name of who brought them and with that login's rights of that moment. How
 * far it is can be asked at any time, of another process too. When the server stops, the one at
 * work ends between two steps and is marked broken off; when it is killed, nobody holds the file
 * any more and it shows as broken off. Running it again finishes it, for imports are idempotent. No
 * server takes one up by itself: a file that brought a server down would do so again and again.
 */
#pragma once
#include "app/upload.h"
#include "match/breaker.h"

struct uploads;

struct uploads_options {
    const struct app *home;
    struct date date;                     /* as for app_view */
    struct match_breaker_limits settings; /* of the breaker */
};

struct uploads *uploads_new(const struct uploads_options *options); /* NULL: memory */
void uploads_free(struct uploads *w); /* ends the one at work between two steps; waits */

/* Tries or runs *u from now on; its phase says so. ERR_BUSY upload_busy: it is at work already, in
 * whichever process, or too many wait. ERR_LAW upload_not_tried: nothing runs that was not tried
 * first; upload_done. ERR_NOT_FOUND upload_elsewhere. */
enum err uploads_begin(struct uploads *w, const struct call *call, struct upload *u, bool run,
                       struct problem *why);

/* The next step of a feed's release, or its reversal, in the name of the call. Refused at once
 * where it would be refused: errors of feed_release, feed_reverse; ERR_BUSY upload_busy. */
enum err uploads_release(struct uploads *w, const struct call *call, int64_t feed_id,
                         struct problem *why);
enum err uploads_reverse(struct uploads *w, const struct call *call, int64_t feed_id,
                         const char *reason, struct problem *why);

struct upload_progress {
    bool waiting, working; /* neither: not here */
    int64_t rows, feed_id;
};
/* id: of an upload, or of a feed that is released or reversed. */
struct upload_progress uploads_progress(struct uploads *w, int64_t id);
/* Of an upload that another process works on: what that one has put into the store by now. */
enum err uploads_progress_stored(const struct call *call, const struct upload *u,
                                 struct upload_progress *out, struct problem *why);
/* What is on record as at work and nobody holds was broken off: *u says so. Where the file is not
 * in this machine's folder, *u stays as the record has it. */
enum err uploads_look(struct uploads *w, const struct call *call, struct upload *u,
                      struct problem *why);
