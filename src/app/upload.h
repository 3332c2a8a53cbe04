/*
 * An uploaded table on its way in: a private file in the uploads folder beside the store (0700,
 * files 0600), and what is known of it in the store (upload_record.h), from arrival to result.
 * Only the login that brought it sees it. The name that the browser gives is shown and never part
 * of a path; what the file is, its bytes say.
 *
 * Whoever works on an upload holds its file (upload_hold): the lock goes with the process, so that
 * another process, or the same server begun anew, knows at once whether one on record as at work is
 * at work. A file that is not in this machine's folder was taken in by a server elsewhere.
 *
 * The file itself goes when its rows are in; what is left over goes after UPLOAD_DAYS.
 *
 * Running an upload is not here: upload_run.h.
 */
#pragma once
#include "app/app.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/envelope.h"
#include "domain/feed_source.h"

#define UPLOAD_MOST (256u << 20) /* bytes; what is larger goes through the drop folder */
#define UPLOAD_DAYS 7
#define UPLOAD_LIST 20

enum upload_what { UPLOAD_UNSET, UPLOAD_FEED, UPLOAD_ROSTER };

enum upload_phase {
    UPLOAD_RECEIVED, /* looked at, character set and columns */
    UPLOAD_TRYING,   /* read and matched, nothing is stored */
    UPLOAD_TRIED,
    UPLOAD_RUNNING,
    UPLOAD_DONE,
    UPLOAD_FAILED,    /* the file as a whole is not acceptable: `problem` */
    UPLOAD_BROKEN_OFF /* the server stopped on the way; running it again finishes it */
};

struct upload {
    int64_t id, received, moved; /* moments: of arrival, of the last step */
    enum upload_what what;
    enum upload_phase phase;
    enum charset charset; /* chosen by hand; CHARSET_UNSET: found */
    bool tried, signed_file, errors;
    char source[32], login[64], name[160];
    char digest[ENVELOPE_HEX]; /* SM3 of the file, hex, as feeds and jobs have it */
    uint64_t size;
    uint64_t rows, refused, matched, unmatched, held;      /* held: rows that wait for a release */
    uint64_t certifies, would_hold, contradictions, names; /* of a feed: what it would do */
    uint64_t certified, checks, repeated;                  /* of a feed: what it did */
    uint64_t fresh, changed, unchanged;                    /* of a roster */
    bool holds;
    int64_t feed_id;
    char verdict[2000], problem[1024];
};

struct upload_in {
    enum upload_what what;
    const char *source;  /* of a feed */
    const char *name;    /* as the browser says */
    int file, signature; /* descriptors at their start, the caller's; signature -1: none */
    uint64_t size, signature_size;
};

/* ERR_DENIED; ERR_INPUT upload_empty, upload_source, upload_large. */
enum err upload_receive(const struct call *call, const struct upload_in *in, struct upload *out,
                        struct problem *why);
/* ERR_NOT_FOUND upload_unknown: none, or somebody else's. */
enum err upload_load(const struct call *call, int64_t id, struct upload *out, struct problem *why);
/* Also when the call is a rehearsal: that it was tried is a fact. */
enum err upload_store(const struct call *call, struct upload *u, struct problem *why);
/* The descriptor that holds the file; closing it lets go. ERR_BUSY upload_busy: somebody is at
 * work on it; ERR_NOT_FOUND upload_elsewhere: the file is not here. */
enum err upload_hold(const struct call *call, const struct upload *u, int *fd, struct problem *why);
/* The file and its signature go, the record stays with its result and its error file. */
void upload_discard(const struct call *call, const struct upload *u);
/* Everything of it goes. ERR_BUSY upload_busy: it is at work. */
enum err upload_remove(const struct call *call, int64_t id, struct problem *why);
/* The login's newest first, at most UPLOAD_LIST; what is older than UPLOAD_DAYS is removed,
 * whosever it is. */
enum err upload_list(const struct call *call, struct upload *out, size_t *count,
                     struct problem *why);

/* The error file into *out; *size: its bytes, 0: none. What is larger than most is not read. */
enum err upload_errors(const struct call *call, const struct upload *u, uint64_t most,
                       struct buf *out, uint64_t *size, struct problem *why);

/* In the call's arena. suffix: "", ".sig", ".errors.csv". */
const char *upload_path(const struct call *call, int64_t id, const char *suffix);
/* A sentence that names the private path names the upload instead; in the call's arena. */
const char *upload_sentence(const struct call *call, const struct upload *u,
                            const struct problem *why);
