/*
 * The gallery: every template with made-up data in states empty, filled and error, for the page
 * tests and for looking. Development only; never installed. Words come from
 * tests/pages/gallery.txt, so that no Chinese stands in C.
 */
#pragma once
#include <stdbool.h>

#include "domain/matter.h"
#include "http/http.h"
#include "tmpl_gen.h"

struct shown { /* one page in one state */
    struct buf *out;
    const char *state; /* "empty", "filled", "error" and page-specific ones */
    const char *look;  /* "", "elder", "contrast" */
};

typedef void gallery_fn(const struct shown *s);

struct gallery_page {
    const char *name;
    gallery_fn *fn;
    const char *states; /* separated by blanks; the first is the default */
};

/* Shared by the staff pages; others of them are in office.c and feeds.c. */
struct tmpl_layout_staff_model gallery_frame(const struct shown *s, enum zh_id title);
struct view_moment gallery_at(int hour, int minute);
struct tmpl_errors_model gallery_errors(const struct shown *s, const char *field, const char *word);
struct view_moment gallery_at(int hour, int minute); /* of the made-up day, 2026-11-23 */
struct tmpl_clock_model gallery_clock(int days);
struct tmpl_why_model gallery_why(void);
struct tmpl_fields_model gallery_fields(const struct shown *s); /* "error", "fields": filled */
void gallery_nobody(struct tmpl_matter_model *m); /* as a matter about nobody: inbound */
gallery_fn gallery_matter_new, gallery_param, gallery_param_change;
gallery_fn gallery_person, gallery_photo, gallery_reads, gallery_agencies;
struct tmpl_false_death_model gallery_false_death(void); /* on the card and on the file */
gallery_fn gallery_deadline;
gallery_fn gallery_letter, gallery_set_up, gallery_set_up_bind, gallery_law, gallery_law_article;
struct tmpl_sides_model gallery_sides(void);
void gallery_check(struct tmpl_matter_model *m); /* as a check of evidence, both sides shown */
gallery_fn gallery_batch;
gallery_fn gallery_training, gallery_lesson;
gallery_fn gallery_sources, gallery_import, gallery_upload, gallery_feed;

extern const struct gallery_page gallery_public[], gallery_staff[]; /* end with name NULL */

bool gallery_words_load(const char *path);
const char *gallery_word(const char *key); /* exits when there is none */
bool gallery_is(const struct shown *s, const char *state);

#define W(key) view_text(gallery_word(key))
#define V(literal) view_text(literal)
#define DAY(y, m, d) date_of(y, m, d)
#define LIST(a) (a), sizeof(a) / sizeof *(a)
