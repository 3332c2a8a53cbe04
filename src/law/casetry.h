/* How a question of a .case file reads its facts and gives its answers. Only for casefile.c and the
 * files of questions. */
#pragma once
#include "law/casefile.h"
#include "law/facts.h"

struct
try {
    struct case_run *run;
    bool used[CASE_LINES];
    enum err code; /* the first fault; all further reads give nothing */
    struct problem *why;
};

/* Each reads the fact of that name (fact_<id> of ui/zh); absent gives none, 0, false or
 * TRI_UNKNOWN. */
struct date try_date(struct try *t, int fact);
struct month try_month(struct try *t, int fact);
int64_t try_money(struct try *t, int fact);
int try_count(struct try *t, int fact);
bool try_yes(struct try *t, int fact);
enum tri try_tri(struct try *t, int fact);
typedef int (*try_from_word)(const char *word);
int try_code(struct try *t, int fact, try_from_word from_word);
/* The raw value of a key, NULL when absent; marks it used. */
const char *try_text(struct try *t, enum zh_id key);
const char *try_text_next(struct try *t, enum zh_id key, size_t n, int *line);
void try_fault(struct try *t, int line, enum zh_id message, const char *value);

void try_answer_text(struct try *t, enum zh_id key, const char *text);
void try_answer_date(struct try *t, enum zh_id key, struct date d);
void try_answer_month(struct try *t, enum zh_id key, struct month m);
void try_answer_money(struct try *t, enum zh_id key, int64_t fen);
void try_answer_count(struct try *t, enum zh_id key, int64_t n);
void try_answer_yes(struct try *t, enum zh_id key, bool yes);
void try_answer_word(struct try *t, enum zh_id key, enum zh_id word);

typedef void (*try_fn)(struct try *t, const struct law *law, struct finding *f);
struct try_question {
    enum zh_id word;
    try_fn ask;
};
/* The questions, by file: case_clocks.c, case_loss.c, case_ways.c, case_money.c; ended by word 0.
 */
extern const struct try_question try_clock_questions[], try_loss_questions[], try_way_questions[],
    try_money_questions[];
