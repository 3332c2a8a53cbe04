/* Shared by the files of the compiler: model.c reads declarations, scan.c walks the HTML, tag.c the
 * tags, code.c writes C. */
#pragma once
#include "tmplc.h"

enum kind {
    KIND_TEXT,
    KIND_HTML,
    KIND_DATE,
    KIND_MONTH,
    KIND_MOMENT,
    KIND_MONEY,
    KIND_INT,
    KIND_BOOL,
    KIND_ZH,
    KIND_RECORD
};

struct record;

struct field {
    const char *name;
    enum kind kind;
    bool list;
    struct record *record;
};

enum { FIELDS_MAX = 64, NEST_MAX = 64, TEMPLATES_MAX = 256, NAME_LEN = 48 };

struct record {
    const char *tag; /* of the C struct */
    struct field fields[FIELDS_MAX];
    size_t n;
    int mark; /* while ordering: 1 under way, 2 written */
};

struct template
{
    const char *name, *file, *text;
    size_t n, body_at; /* where the declarations end */
    int body_line;
    struct record model;
    bool is_layout; /* has {{content}} */
    struct template *layout;
    const char *layout_field;
};

struct tmplc {
    struct arena *arena;
    struct template *templates[TEMPLATES_MAX];
    size_t n;
    char error[400];
};

enum place { PLACE_TEXT, PLACE_TAG, PLACE_ATTRIBUTE, PLACE_RCDATA };

struct state { /* of the HTML around the cursor; equal at both ends of a block */
    enum place place;
    bool url;          /* inside href, src, action … */
    bool space_needed; /* PLACE_TAG: an attribute may only follow a blank */
    size_t depth;      /* open elements */
};

struct scope {
    const struct record *record; /* NULL: elements are no records */
    enum kind kind;
    char var[16];
};

struct block {
    bool each, has_else;
    int line;
    struct state at;
};

struct scan {
    struct tmplc *c;
    struct template *t;
    const char *p, *end;
    int line;
    struct state state;
    const char *open[NEST_MAX]; /* element names */
    char tag[NAME_LEN];         /* the tag being read */
    bool script_src;
    char url_literal[16]; /* what the URL attribute began with */
    size_t url_n;
    bool url_value; /* a value stood in it already */
    struct block blocks[NEST_MAX];
    size_t blocks_n;
    struct scope scopes[NEST_MAX];
    size_t scopes_n;
    struct buf literal; /* not yet written */
    struct buf *out;
    int serial;
};

bool tmplc_fail(struct tmplc *c, const char *file, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* model.c */
bool tmplc_name(const char **p, const char *end,
                char *out); /* [a-z][a-z0-9_]* into out[NAME_LEN] */
bool tmplc_declarations(struct tmplc *c, struct template *t);
struct template *tmplc_find(struct tmplc *c, const char *name);
const struct field *tmplc_field(const struct record *r, const char *name, size_t n);

/* scan.c */
bool tmplc_scan(struct tmplc *c, struct template *t, struct buf *out);
bool scan_fail(struct scan *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void scan_keep(struct scan *s, const char *p, size_t n); /* copies HTML to the output */
void scan_flush(struct scan *s);

/* tag.c */
bool tag_open(struct scan *s);      /* at '<' in text */
bool tag_inside(struct scan *s);    /* one step between '<name' and '>' */
bool tag_attribute(struct scan *s); /* one literal byte of a value */

/* code.c: {{ … }} at the cursor */
bool code_braces(struct scan *s);
