/*
 * Lessons 练习 of a training store: `training/N-*.lesson`, written by trainers without C
 * (docs/lessons.md is their manual). Read like a `.case` file (law/casefile.h): a title, facts, and
 * what is expected (应为). Here the words become a typed lesson, and whatever is unknown, missing
 * or cited wrongly is refused with its line. Pure; days are relative to the day of the exercise.
 *
 * Memory: everything is in the arena given, the text must outlive it. Errors: ERR_INPUT with the
 * line in {0}.
 */
#pragma once
#include "domain/matter.h"
#include "law/casefile.h"

#define LESSON_MANY 8 /* preparations, expectations, citations: each at most */

enum lesson_place {
    LESSON_AT_OWN,  /* the trainee's own paying agency */
    LESSON_AT_OTHER /* a paying agency of another district */
};

struct lesson_person {
    const char *name;
    int age, birthday_in; /* completed years today; days until the next birthday, 1 to 365 */
    int sex;              /* 1 man, 2 woman: the last digit but one of the number */
    int line_kind;        /* enum line_kind */
    int64_t rate_fen;
    int second_kind; /* another line of the same payer; LINE_KIND_UNSET: none */
    int64_t second_fen, second_basic, second_subsidy; /* the month, of it basic and subsidy */
    enum lesson_place payer;
    int certified_ago; /* days since the last certification */
    enum relation relation;
};

enum lesson_setup_kind {
    SETUP_UNSET,
    SETUP_CERTIFIED, /* by the trainee, today */
    SETUP_NIGHT,     /* the night was run for this person: a suspension may be proposed */
    SETUP_SUSPENDED, /* proposed by the night, decided and released by others */
    SETUP_REPORTED,  /* a loss, reported by another; loss and days ago */
    SETUP_ENDED      /* the same, decided and released */
};

struct lesson_setup {
    enum lesson_setup_kind kind;
    enum loss_event loss;
    int ago;
};

enum lesson_expect_kind {
    EXPECT_CERTIFIED, /* want 1: on the day; 0: not */
    EXPECT_UNDONE,    /* a certification of the day was taken back and none counts */
    EXPECT_PAID,      /* want 1: no line is suspended or ended; 0: one is */
    EXPECT_MATTER,    /* matter in state; STATE_UNSET with want 1: still open, with want 0: none */
    EXPECT_FIELD,     /* what was given with the matter by the name field is text */
    EXPECT_CAUSE,     /* of the loss: the event */
    EXPECT_HAPPENED   /* of the loss: days before the exercise */
};

struct lesson_expect {
    enum lesson_expect_kind kind;
    const char *key, *text; /* as the lesson has them */
    int want;
    enum matter_kind_id matter;
    enum matter_state state;
    const char *field;
};

struct lesson {
    int number, line;
    const char *group, *title;
    const char *visitor, *says, *task, *answer, *why;
    const char *scenario; /* row of scenarios.md, "" for none */
    struct lesson_person person;
    struct lesson_setup setup[LESSON_MANY];
    size_t setup_count;
    struct lesson_expect expect[LESSON_MANY];
    size_t expect_count;
    int cites[LESSON_MANY]; /* for register_article_at */
    size_t cite_count;
};

struct lessons {
    struct lesson *rows; /* in the order of the text, numbers ascending */
    size_t count;
};

enum err lessons_parse(struct arena *a, const char *text, struct lessons *out, struct problem *why);
/* The same from a file that casefile_read has read. */
enum err lessons_of(struct arena *a, const struct casefile *file, struct lessons *out,
                    struct problem *why);
const struct lesson *lesson_find(const struct lessons *all, int number); /* NULL */
/* The day on which such a person was born, seen from the day of the exercise. */
struct date lesson_birth(const struct lesson_person *p, struct date today);
