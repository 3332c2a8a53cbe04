/*
 * A person's file for pages: the dossier with certifications, letters, due day and, for the whole
 * file, papers, relatives and who looked, read in one transaction and logged as a disclosure before
 * it is given. Everything lives in the call's arena; the transaction is over, nothing may be loaded
 * through it any more.
 *
 * Who may: browsing needs the person's residence or a payer in the own jurisdiction (scope.browse);
 * with the exact number whoever may read by number, anywhere for the roles that may. The subject of
 * a matter about nobody has a file of that matter alone, for whoever may list its agency's. Not
 * here: printing.
 */
#pragma once
#include "app/dossier.h"
#include "store/evidence.h"
#include "store/photo.h"
#include "store/relative.h"
#include "store/session.h"

struct file_relative { /* masked on pages; opening one is a disclosure of its own */
    struct relative r;
    bool home; /* the caller may open the file without the exact number */
};

struct person_file {
    struct dossier s;
    struct certification *certifications; /* newest first */
    size_t certification_count;
    struct finding *certification_why; /* of the whole file: of those by weak signals */
    struct notice *notices;
    size_t notice_count;
    struct looked *looks;
    size_t look_count;
    struct document *documents;
    size_t document_count;
    struct evidence *evidence; /* withdrawals with what they take back, oldest first */
    size_t evidence_count;
    struct file_relative *relatives;
    size_t relative_count;
    struct photo photo; /* the current one; n 0: none, or the caller's role may not see it */
    struct finding due_why;
    struct finding level_why; /* of the whole file; question 0: every line has ended */
    enum survival level;
    struct finding *event_why; /* of the matters' events, newest matter last; question 0: none */
    bool home;                 /* in the own jurisdiction */
};

struct person_reads;
struct person_wanted {
    const char *number; /* the exact number, or NULL and … */
    int64_t person_id;
    bool exact; /* person_id came from an exact number */
    const char
        *log; /* action of the entry: "person.card", "person.read"; NULL: no entry (a receipt) */
    struct person_reads *reads; /* to be filled in the same transaction (person_reads.h); NULL */
    bool photo;                 /* what is known of the photo too, not the picture */
    bool whole;                 /* who looked, documents, evidence, level and relatives too */
};

/* ERR_INPUT (number), ERR_NOT_FOUND person_unknown, ERR_DENIED denied_region. */
enum err person_file_load(const struct call *call, const struct person_wanted *in,
                          struct person_file *out, struct problem *why);
/* The person of an exact number, nothing read and nothing logged. ERR_INPUT, ERR_NOT_FOUND. */
enum err person_id_of(const struct call *call, const char *number, int64_t *out,
                      struct problem *why);
/* The finding that an event of a matter was based on; false when there was none. */
bool person_file_why(const struct person_file *f, const struct matter_file *m, size_t event,
                     struct finding *out);
/* Every agency's name by code, as shown on pages. Loaded once; the arena is the caller's. */
struct agency_name {
    char code[AGENCY_CODE];
    const char *name;
};
struct agency_names {
    const struct agency_name *p; /* ascending by code */
    size_t n;
};
enum err agency_names_load(struct app *a, struct arena *arena, struct agency_names *out,
                           struct problem *why);
const char *agency_name_of(const struct agency_names *names,
                           const char *code); /* the code when unknown */
/* How many the caller has certified at the counter on the business date. */
enum err desk_done_today(const struct call *call, int64_t *out, struct problem *why);
