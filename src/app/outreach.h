/*
 * Going out by itself (B9, outreach.age_days): from a day before the due day on, the place where an
 * old person lives has a home visit to arrange, without anybody applying. It is a home visit like
 * any other (domain/matter/home_visit.c) whose until_on is the due day that it goes out for: one for
 * each due day. It is over when the person has certified otherwise. Without a value in force nothing
 * here does anything. It moves no due day and decides nothing.
 */
#pragma once
#include "app/dossier.h"

/* The next night that has something to do here; waiting: the person is to certify still. */
struct date outreach_next(struct dossier *s, bool waiting);
/* What this night opens (counted) and closes. */
enum err outreach_night(struct dossier *s, bool waiting, int *opened, struct problem *why);
