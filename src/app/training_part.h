/* Between the files of app/training.h. */
#pragma once
#include "app/dossier.h"
#include "app/training.h"

/* Makes the lesson's person and what happened before; *person_id is theirs. */
enum err training_people(const struct call *call, const struct lesson *l, int64_t *person_id,
                         struct problem *why);
/* Fills number, verdict and state from the record; person_id and started_on are given. */
enum err training_judge(const struct call *call, struct read *r, struct training_view *v,
                        struct problem *why);
