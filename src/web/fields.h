/*
 * The named facts of a kind of matter (domain/matter_field.h) as a form: what the table declares
 * for an event is asked for, read back typed, and refused beside its field. One input is called
 * f.EVENT.NAME ("any" for what may come with any event), so that a page may ask for several events.
 */
#pragma once
#include "app/matter_open.h"
#include "web/turn.h"

struct fields_of {
    const struct matter_kind *kind;
    enum matter_event_id event;
    const struct person_file *p; /* what may be chosen among: matters, lines; NULL: about nobody
                                  */
    const char *payer;           /* whose lines; NULL: all */
};

/* Fields of the event alone: any = false; those that may come with any event: any = true. What was
 * typed and what is wrong with it is shown again. */
struct tmpl_fields_model fields_form(struct turn *t, const struct fields_of *of, bool any);
/* What was given for the event, "name=value" as the use cases take it. What is missing or not
 * readable becomes an error of t->form. */
struct given_values fields_read(struct turn *t, const struct matter_kind *kind,
                                enum matter_event_id event);
/* The label of a field: its title without what may stand there. */
const char *fields_label(struct turn *t, const struct matter_field *field);
