#include "law/kinds.h"

#include "law/words.h"

static const struct word kinds[LINE_KIND_COUNT] = {
    [LINE_WORKER_PENSION] = {ZH_kind_1, ZH_kind_1_also},
    [LINE_GOVERNMENT_PENSION] = {ZH_kind_2, ZH_kind_2_also},
    [LINE_RESIGNED] = {ZH_kind_3, ZH_none},
    [LINE_VETERAN_RETIREE] = {ZH_kind_4, ZH_none},
    [LINE_RESIDENT_PENSION] = {ZH_kind_5, ZH_kind_5_also},
    [LINE_DISABILITY] = {ZH_kind_6, ZH_none},
    [LINE_DISABILITY_TOP_UP] = {ZH_kind_7, ZH_none},
    [LINE_CARE] = {ZH_kind_8, ZH_kind_8_also},
    [LINE_DEPENDANT] = {ZH_kind_9, ZH_kind_9_also},
    [LINE_SURVIVOR_HARDSHIP] = {ZH_kind_10, ZH_kind_10_also},
    [LINE_WORKER_MEDICAL] = {ZH_kind_11, ZH_kind_11_also},
    [LINE_RESIDENT_MEDICAL] = {ZH_kind_12, ZH_kind_12_also},
};

enum zh_id line_kind_word(int kind)
{
    return kind > LINE_KIND_UNSET && kind < LINE_KIND_COUNT ? kinds[kind].word : ZH_none;
}

int line_kind_from_word(const char *word)
{
    return words_find(kinds, LINE_KIND_COUNT, word);
}

int line_kind_paragraph(int kind)
{
    static const int paragraph[LINE_KIND_COUNT] = {
        [LINE_WORKER_PENSION] = 1,    [LINE_GOVERNMENT_PENSION] = 1,
        [LINE_RESIGNED] = 1,          [LINE_VETERAN_RETIREE] = 1,
        [LINE_WORKER_MEDICAL] = 1,    [LINE_RESIDENT_MEDICAL] = 1,
        [LINE_RESIDENT_PENSION] = 2,  [LINE_DISABILITY] = 3,
        [LINE_DISABILITY_TOP_UP] = 3, [LINE_CARE] = 3,
        [LINE_DEPENDANT] = 4,         [LINE_SURVIVOR_HARDSHIP] = 5,
    };
    return kind > LINE_KIND_UNSET && kind < LINE_KIND_COUNT ? paragraph[kind] : 6;
}

bool line_kind_work_pension(int kind)
{
    return kind == LINE_WORKER_PENSION || kind == LINE_GOVERNMENT_PENSION ||
           kind == LINE_RESIGNED || kind == LINE_VETERAN_RETIREE;
}

bool line_kind_basic_pension(int kind)
{
    return line_kind_work_pension(kind) || kind == LINE_RESIDENT_PENSION;
}

bool line_kind_dependant(int kind)
{
    return kind == LINE_DEPENDANT || kind == LINE_SURVIVOR_HARDSHIP;
}

bool line_kind_medical(int kind)
{
    return kind == LINE_WORKER_MEDICAL || kind == LINE_RESIDENT_MEDICAL;
}
