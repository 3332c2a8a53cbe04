/*
 * The Chinese words of loss events, sentences and relations (interface.md, Feed and Roster) and
 * back. The words and their synonyms stand in ui/zh/kinds.txt; spaces are ignored. 0 when unknown.
 */
#pragma once
#include <stdbool.h>

#include "base/zh.h"
#include "law/law.h"

enum zh_id loss_event_word(enum loss_event e); /* ZH_none for UNSET */
enum loss_event loss_event_from_word(const char *word);
enum zh_id sentence_word(enum sentence s);
enum sentence sentence_from_word(const char *word);
enum zh_id relation_word(enum relation r);
enum relation relation_from_word(const char *word);
enum zh_id suspension_cause_word(enum suspension_cause c);
enum suspension_cause suspension_cause_from_word(const char *word);
enum zh_id stop_effect_word(enum stop_effect e);
enum zh_id outcome_word(int outcome); /* enum outcome */

/* One word with its synonyms ("a|b|c" in ui/zh, ZH_none for none). Used by every table of words in
 * this room. */
struct word {
    enum zh_id word, also;
};
/* The index of the entry that `word` names, 0 when none does; entry 0 is never looked at. */
int words_find(const struct word *table, int count, const char *word);
