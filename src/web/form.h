/*
 * Forms: a table of typed fields, and what came in as values or as a list of (field, message). The
 * same table reads a page's form and a JSON object (json.h), so that both refuse the same things in
 * the same words.
 *
 * Everything is in the request's arena. A form with errors keeps the text of every field, for
 * showing again. Unknown fields are ignored in a page's form and refused in JSON.
 */
#pragma once
#include "base/date.h"
#include "http/http.h"

enum field_kind {
    FIELD_TEXT,   /* trimmed; at most max bytes */
    FIELD_SECRET, /* as it is; never shown again */
    FIELD_ID,     /* a positive 63-bit id as id_text writes it */
    FIELD_IDS,    /* any number of them under one name */
    FIELD_NUMBER, /* a document number in any writing; value: normalised */
    FIELD_CODE,   /* six digits, also full-width */
    FIELD_WAY,    /* 1 to 6 */
    FIELD_DATE    /* in any writing of an office */
};

struct field {
    const char *name;
    enum field_kind kind;
    bool required;
    size_t max;
    enum zh_id missing; /* the sentence when a required one is empty */
};

#define FORM_FIELDS 10
#define FORM_IDS 200

struct form {
    struct field field[FORM_FIELDS]; /* ends with name NULL */
};

struct form_error {
    const char *field; /* "" for the form as a whole */
    const char *message;
};

struct form_data {
    const char *text[FORM_FIELDS]; /* never NULL; as given, or normalised */
    int64_t id[FORM_FIELDS];
    struct date date[FORM_FIELDS];
    const int64_t *ids;
    size_t ids_n;
    struct form_error error[FORM_FIELDS + 2];
    size_t error_n;
};

/* Ids in addresses and forms: base 36, so that none looks like a document number, in a log for
 * example. */
const char *id_text(struct arena *a, int64_t id);
/* Reads at most what belongs to it; *end is behind it. 0: none, or too large. */
int64_t id_parse(const char *s, const char **end);

/* Without blanks around it; at most max bytes, cut between characters; 0: any. */
const char *form_trimmed(const char *s, size_t max, struct arena *a);
void form_decode(const struct form *form, struct http_pairs in, struct date today,
                 struct arena *arena, struct form_data *out);
void form_error(struct form_data *f, const char *field, const char *message);
/* A problem as the form's own error: true when its code is one that the user can put right. */
bool form_error_of(struct form_data *f, const struct problem *why, const char *field,
                   struct arena *arena);
