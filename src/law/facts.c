#include "law/facts.h"

#define FACT_ZH(upper, lower) ZH_fact_##lower,
#define QUESTION_ZH(upper, lower) ZH_question_##lower,

enum zh_id facts_word(int fact)
{
    static const enum zh_id words[] = {ZH_none, LAW_FACTS(FACT_ZH)};
    return fact > FACT_NONE && fact < FACT_COUNT_OF ? words[fact] : ZH_none;
}

enum zh_id facts_question_word(int question)
{
    static const enum zh_id words[] = {ZH_none, LAW_QUESTIONS(QUESTION_ZH)};
    return question > QUESTION_NONE && question < QUESTION_COUNT ? words[question] : ZH_none;
}
