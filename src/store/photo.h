/*
 * Photographs of persons with the consent they rest on. The rows are facts; the picture is sealed
 * apart, under its person and its n, and is the one thing here that is deleted: with its
 * withdrawal, in the same transaction. The current one is the newest that is not withdrawn.
 *
 * Not here: what a picture must be (base/picture.h), who may (app/person_photo.h).
 */
#pragma once
#include "base/picture.h"
#include "domain/agency.h"
#include "store/data.h"

enum photo_consent { CONSENT_UNSET, CONSENT_SELF, CONSENT_GUARDIAN };
enum photo_end {
    PHOTO_END_UNSET,
    PHOTO_END_CONSENT, /* consent withdrawn: every picture before goes */
    PHOTO_END_MISTAKE, /* of somebody else, or useless: only the current one */
    PHOTO_END_TERM     /* the term of keeping it is over: every picture before goes */
};

struct photo {
    int64_t person_id;
    int n; /* 0: none */
    struct picture picture;
    uint64_t size; /* bytes */
    uint8_t digest[SM_DIGEST];
    struct date taken_on, recorded_on;
    struct date until; /* the last day on which it is kept, where app/person_photo.h says so */
    enum photo_consent consent;
    char agency[AGENCY_CODE];
    const char *recorded_by;
    int64_t recorded_at;
};

/* The current one; out->n 0 when there is none. */
enum err photo_current(struct data *d, int64_t person_id, struct photo *out, struct problem *why);
/* The picture of it, out->n bytes in d's arena. ERR_NOT_FOUND photo_none when it is gone;
 * ERR_FAILED when it does not open or is another one than its digest says. */
enum err photo_picture(struct data *d, const struct photo *p, struct sm_bytes *out,
                       struct problem *why);
/* Becomes the current one; sets p->n and p->digest. The person's row is locked. */
enum err photo_insert(struct data *d, struct photo *p, struct sm_bytes picture,
                      struct problem *why);
/* Is there a picture for every photo that is not withdrawn, and none besides? For `check`. */
enum err photo_whole(struct data *d, int64_t person_id, bool *whole, struct problem *why);
/* ERR_NOT_FOUND photo_none when there is none to end. by: agency, recorded_by, recorded_on and
 * recorded_at of the withdrawal; *gone: pictures deleted. */
enum err photo_withdraw(struct data *d, const struct photo *by, enum photo_end end, int *gone,
                        struct problem *why);
/* People with a picture whose every line has ended, ascending. */
enum err photo_list_ended(struct data *d, struct id_page *page, struct problem *why);
