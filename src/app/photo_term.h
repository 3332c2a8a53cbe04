/*
 * How long a photograph is kept of somebody whose every benefit has ended (个人信息保护法 19, 47):
 * photo.keep_months, which the city decides; it ships without a value, and then a picture stays
 * until its consent is withdrawn (person_photo.h). The night deletes what is past its term: the
 * pictures go, that there was one stays on record. What ends later or begins again counts anew.
 */
#pragma once
#include "app/dossier.h"

/* The last day on which it is kept; none: somebody draws something, or no value is in force. */
struct date photo_term_until(const struct dossier *s);
/* *gone: pictures deleted. Goes over those with a picture and nothing but ended lines, only while a
 * value is in force. */
enum err photo_term_night(const struct call *call, int *gone, struct problem *why);
