/*
 * The vocabulary of findings: every fact that a rule may use and every question that may be asked,
 * once. Their Chinese names stand in ui/zh/facts.txt as fact_<name> and question_<name>. Numbers
 * are stored: append, never reorder.
 */
#pragma once
#include "base/zh.h"

enum fact_id {
    FACT_NONE,
#define LAW_FACT(upper, lower, source) FACT_##upper,
#include "law/facts_list.h"
    FACT_COUNT_OF
};

enum question {
    QUESTION_NONE,
#define LAW_QUESTION(upper, lower) QUESTION_##upper,
#include "law/facts_list.h"
    QUESTION_COUNT
};

/* A yes or no that may be unknown: unknown is never a default. */
enum tri { TRI_UNKNOWN, TRI_YES, TRI_NO };

enum zh_id facts_word(int fact);        /* ZH_none when unknown */
enum zh_id facts_source_word(int fact); /* where such a fact is kept; ZH_none when unknown */
enum zh_id facts_question_word(int question);
