/*
 * Starts of lessons in a training store (domain/lesson.h): appended, the newest of a login and a
 * lesson counts. Who did what is the trainee's own; nothing here lists several people.
 */
#pragma once
#include "store/data.h"

struct training_start {
    const char *login;
    int lesson;
    int64_t start_id, person_id; /* person 0: given up */
    struct date started_on;
    int64_t recorded_at;
};

/* The newest of each lesson of the login, by lesson. */
enum err training_list(struct data *d, const char *login, struct training_start **out,
                       size_t *count, struct problem *why);
enum err training_insert(struct data *d, const struct training_start *t, struct problem *why);
