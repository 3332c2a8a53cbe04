/*
 * K5: what is said of somebody and what stands against it, beside each other: each fact with its
 * day, its source, the name it came with and the day it arrived. From the person's file (loaded
 * whole) and one check of evidence. Withdrawn evidence is no fact.
 *
 * Which contradiction it is: two people under one number; a sign of life after a death that was
 * acted on; a name that differs; a sign of life after the event that is reported; or none, and then
 * the last certification stands beside the report.
 */
#pragma once
#include "web/turn.h"

/* title empty for any other kind of matter. */
struct tmpl_sides_model sides_of(const struct turn *t, const struct person_file *p,
                                 const struct matter *m);
