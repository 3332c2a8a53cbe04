/*
 * The photograph of a person, for the clerk who compares it with who stands there (art. 7(1)), and
 * for nothing else: it certifies nobody, fails nobody, and no program compares it. Only with the
 * separate consent of the person, of a guardian for children under 14 (个人信息保护法 29, 31), who
 * may withdraw it at any time; the picture is deleted then (15, 47), the fact of it stays.
 *
 * Who may: ACTION_PHOTO, and the person itself as with its file (person_file.h). Reading is one
 * disclosure with the card or the file on which it stands.
 */
#pragma once
#include "app/person_file.h"

#define PHOTO_MOST (200u << 10) /* bytes */
#define PHOTO_SIDE_LEAST 60     /* pixels */
#define PHOTO_SIDE_MOST 2000

struct photo_given {
    struct sm_bytes file;
    struct date taken_on; /* none: the business date */
    enum photo_consent consent;
};

/* who as for person_file_load; log is set here. ERR_INPUT with the field: file, taken, consent, by;
 * ERR_DENIED, ERR_NOT_FOUND; ERR_USAGE purpose_missing. */
enum err person_photo_set(const struct call *call, const struct person_wanted *who,
                          const struct photo_given *in, struct photo *out, struct problem *why);
/* ERR_NOT_FOUND photo_none when there is none; *gone: pictures deleted. */
enum err person_photo_withdraw(const struct call *call, const struct person_wanted *who,
                               enum photo_end end, int *gone, struct problem *why);
/* Inside a write, without asking or checking (the made-up city): p as recorded, its picture; sets
 * p->n. */
enum err person_photo_keep(struct write *w, struct photo *p, struct sm_bytes picture,
                           struct problem *why);
/* The picture of the current one, in the call's arena. who->log NULL: what it stands on was logged.
 * ERR_NOT_FOUND photo_none. */
enum err person_photo_read(const struct call *call, const struct person_wanted *who,
                           struct photo *out, struct sm_bytes *picture, struct problem *why);

/* "self", "guardian"; "consent", "mistake"; UNSET for anything else. */
enum photo_consent photo_consent_from_word(const char *word);
enum photo_end photo_end_from_word(const char *word);
