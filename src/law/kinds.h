/*
 * Kinds of benefit line (art. 3) as the law sees them. The Chinese words (interface.md, 待遇类别)
 * are in ui/zh as kind_<n>; a city adds further kinds by configuration (art. 3(6)), numbered from
 * LINE_KIND_LOCAL on.
 */
#pragma once
#include <stdbool.h>

#include "base/zh.h"

enum line_kind {
    LINE_KIND_UNSET,
    LINE_WORKER_PENSION,     /* 职工养老 3(1) */
    LINE_GOVERNMENT_PENSION, /* 机关养老 3(1) */
    LINE_RESIGNED,           /* 退职 3(1) */
    LINE_VETERAN_RETIREE,    /* 企业离休 3(1) */
    LINE_RESIDENT_PENSION,   /* 居民养老 3(2) */
    LINE_DISABILITY,         /* 伤残津贴 3(3) */
    LINE_DISABILITY_TOP_UP,  /* 伤残津贴补差 3(3), art. 11(3) */
    LINE_CARE,               /* 生活护理费 3(3) */
    LINE_DEPENDANT,          /* 供养亲属抚恤金 3(4) */
    LINE_SURVIVOR_HARDSHIP,  /* 遗属生活困难补助 3(5) */
    LINE_WORKER_MEDICAL,     /* 职工医保 3(1) */
    LINE_RESIDENT_MEDICAL,   /* 居民医保 */
    LINE_KIND_COUNT,
    LINE_KIND_LOCAL = 100
};

enum zh_id line_kind_word(int kind);       /* ZH_none for a local kind */
int line_kind_from_word(const char *word); /* 0 when unknown; spaces ignored */
int line_kind_paragraph(int kind);         /* sub-item of art. 3: 1..6 */
bool line_kind_work_pension(
    int kind); /* 机关企事业单位养老保险待遇 of art. 11: worker, government, resigned, veteran */
bool line_kind_basic_pension(
    int kind); /* counts for art. 11(1): the work pensions and the residents' */
bool line_kind_dependant(
    int kind); /* dependants' and survivors' lines: art. 8(3)-(6) concern these only */
bool line_kind_medical(int kind); /* notified, never stopped here */
