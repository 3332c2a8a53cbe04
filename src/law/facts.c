#include "law/facts.h"

enum zh_id facts_word(int fact)
{
    static const enum zh_id words[] = {
        ZH_none,
#define LAW_FACT(upper, lower, source) ZH_fact_##lower,
#include "law/facts_list.h"
    };
    return fact > FACT_NONE && fact < FACT_COUNT_OF ? words[fact] : ZH_none;
}

enum zh_id facts_source_word(int fact)
{
    static const enum zh_id words[] = {
        ZH_none,
#define LAW_FACT(upper, lower, source) ZH_source_##source,
#include "law/facts_list.h"
    };
    return fact > FACT_NONE && fact < FACT_COUNT_OF ? words[fact] : ZH_none;
}

enum zh_id facts_question_word(int question)
{
    static const enum zh_id words[] = {
        ZH_none,
#define LAW_QUESTION(upper, lower) ZH_question_##lower,
#include "law/facts_list.h"
    };
    return question > QUESTION_NONE && question < QUESTION_COUNT ? words[question] : ZH_none;
}
