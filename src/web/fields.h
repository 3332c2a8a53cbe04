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
    const struct person_file *p;  /* what may be chosen among: matters, lines; NULL: about nobody
                                   */
    const struct matter_row *row; /* the step, for its day; NULL: none is asked for */
    const char *payer;            /* whose lines; NULL: all */
};

/* Fields of the event alone: any = false; those that may come with any event: any = true. What was
 * typed and what is wrong with it is shown again. */
struct tmpl_fields_model fields_form(struct turn *t, const struct fields_of *of, bool any);
/* What was given for the event, "name=value" as the use cases take it. What is missing or not
 * readable becomes an error of t->form. */
struct given_values fields_read(struct turn *t, const struct matter_kind *kind,
                                enum matter_event_id event);
/* The day that comes with the step (--on of the command line), as f.EVENT.on; none when nothing was
 * typed or the step has none. What is not readable becomes an error of t->form; the bounds are the
 * use case's. */
struct date fields_day(struct turn *t, const struct matter_row *row);
/* … under which input it stands, for an error of the use case. */
const char *fields_day_name(struct turn *t, const struct matter_row *row);
/* The label of a field: its title without what may stand there. */
const char *fields_label(struct turn *t, const struct matter_field *field);
