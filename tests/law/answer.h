/* What the files of the answering program share. */
#pragma once
#include <jansson.h>

#include "law/law.h"

extern struct arena *arena; /* of the question */
extern const struct params *params;

json_t *unknown_form(void);
bool before_measure(struct date d);
struct date day(const json_t *q, const char *key); /* none when absent or null */
struct month month(const json_t *q, const char *key);
int64_t whole(const json_t *q, const char *key);
const char *text(const json_t *q, const char *key);
json_t *date_json(struct date d);
json_t *month_json(struct month m);
struct law law_on(const json_t *q, struct date today);
json_t *only(const char *key, json_t *value); /* {key: value} */

/* Values of unit "ages" put into force: [[first, last or null, [[from age, how many], …]], …]. */
const struct params *with_ages(const struct params *p, enum param_id id, const json_t *rows);

/* answer_money.c */
json_t *q_overlap(const json_t *q);
json_t *q_top_up(const json_t *q);
json_t *q_resident(const json_t *q);
json_t *q_instalments(const json_t *q);
json_t *q_offset(const json_t *q);
json_t *q_fraud(const json_t *q);
json_t *q_reward(const json_t *q);
json_t *q_paper(const json_t *q);
json_t *q_half_up(const json_t *q);
json_t *q_recovery(const json_t *q);
json_t *q_may_offset(const json_t *q);
json_t *q_fine(const json_t *q);
json_t *q_eligible(const json_t *q);
json_t *q_tip(const json_t *q);
json_t *q_refund(const json_t *q);

/* answer_rules.c */
json_t *outcome_json(const struct finding *f);
enum tri tri_of(const json_t *q, const char *key);
bool yes(const json_t *q, const char *key);
json_t *q_may_act(const json_t *q);
json_t *q_scope(const json_t *q);
json_t *q_substance(const json_t *q);
json_t *q_secrecy(const json_t *q);
json_t *q_change(const json_t *q);
json_t *q_clock(const json_t *q);
json_t *q_window(const json_t *q);
json_t *q_evidence(const json_t *q);
json_t *q_signals(const json_t *q);
json_t *q_grade(const json_t *q);
json_t *q_contradiction(const json_t *q);
json_t *q_way(const json_t *q);
json_t *q_proxy(const json_t *q);
json_t *q_issuer(const json_t *q);
json_t *q_loss(const json_t *q);
json_t *q_recover(const json_t *q);
json_t *q_account(const json_t *q);
json_t *q_foreseen(const json_t *q);

/* answer_suspension.c */
json_t *q_may_suspend(const json_t *q);
json_t *q_resume(const json_t *q);

/* answer_history.c */
json_t *q_story(const json_t *q);
json_t *q_reinstate(const json_t *q);
