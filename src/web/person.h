/*
 * Parts of the person file (K4) that stand in a file of their own: the papers on record, the
 * relatives, and the payroll that is held while a reported death is checked.
 */
#pragma once
#include "web/turn.h"

void person_papers(struct turn *t, const struct person_file *f, struct tmpl_person_model *m);
void person_relatives(struct turn *t, const struct person_file *f, struct tmpl_person_model *m);
/* Microseconds that a card on a screen holds: an older one is shown again, its picture no more. */
#define CARD_HOLDS INT64_C(900000000)

/* photo.c: the address of the picture for a page that this session was given now; "" without one.
 * The page where it is set and withdrawn; mark as on the page that leads there. */
struct view_text photo_address(const struct turn *t, const struct person_file *f, bool exact);
struct view_text photo_page(const struct turn *t, int64_t person_id, const char *mark);
/* counter.c: the form that undoes a false death (C9); empty when nothing rests on a death or the
 * role may not. Shown: frame_shown of this person. */
struct tmpl_false_death_model person_false_death(const struct turn *t, const struct person_file *f,
                                                 const char *shown);
/* Lines whose next payroll is held while a report is looked into, and the matter that holds each.
 */
struct person_hold {
    const char *title, *text;
    const struct matter *by;
};
struct person_hold *person_holds(struct turn *t, struct person_file *f, size_t *n);
