/*
 * Parts of the person file (K4) that stand in a file of their own: the papers on record, the
 * relatives, and the payroll that is held while a reported death is checked.
 */
#pragma once
#include "web/turn.h"

void person_papers(struct turn *t, const struct person_file *f, struct tmpl_person_model *m);
void person_relatives(struct turn *t, const struct person_file *f, struct tmpl_person_model *m);
void person_holds(struct turn *t, struct person_file *f, struct tmpl_person_model *m);
