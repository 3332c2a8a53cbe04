/*
 * Training 培训练习 (C30): lessons (domain/lesson.h) about made-up people, only in a training
 * store. A start makes the trainee's own person by the ordinary use cases, at the trainee's own
 * agency or at another district's; what the lesson says has happened before is done by the
 * demonstration staff of the payer. A check reads the person and tells of each expectation whether
 * it holds.
 *
 * A night of a lesson is the night of its one person (day_person): nobody else's people are moved.
 * A lesson that needs a locked payroll prepares the state after it. Nothing is scored or kept: done
 * is what the record says when it is looked at, and only the trainee's own starts are ever read.
 */
#pragma once
#include "app/app.h"
#include "domain/lesson.h"

enum training_verdict { VERDICT_NOT_YET, VERDICT_DONE, VERDICT_WRONG };
enum training_state { TRAINING_NEW, TRAINING_BEGUN, TRAINING_WRONG, TRAINING_DONE };

struct training_view { /* in the call's arena */
    const struct lesson *lesson;
    enum training_state state;
    int64_t person_id; /* 0: not started */
    char number[24];   /* in clear: made up */
    struct date started_on;
    enum training_verdict verdict[LESSON_MANY]; /* of lesson->expect */
};

/* All errors: ERR_DENIED training_only (a production store), training_login (the console) or
 * denied, ERR_NOT_FOUND training_unknown. */
enum err training_all(const struct call *call, struct training_view **out, size_t *count,
                      struct problem *why);
enum err training_one(const struct call *call, int number, struct training_view *out,
                      struct problem *why);
/* Begins, or begins anew with another person. What a preparation's own use case refuses. */
enum err training_begin(const struct call *call, int number, struct training_view *out,
                        struct problem *why);
/* ERR_CONFLICT training_not_started. */
enum err training_check(const struct call *call, int number, struct training_view *out,
                        struct problem *why);
enum err training_forget(const struct call *call, int number, struct problem *why);

enum zh_id training_verdict_word(enum training_verdict v);
enum zh_id training_state_word(enum training_state s);
