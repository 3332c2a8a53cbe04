/* The tables that tools/lawgen writes from law/; only register.c and cycle.c (the shipped windows)
 * read them. */
#pragma once
#include "law/law.h"
#include "law/register.h"

extern const struct register_act register_acts[];
extern const struct register_article register_articles[];
extern const size_t register_articles_count;
extern const struct register_rule register_rules[];
extern const struct register_interpretation register_interpretations[];
extern const struct window register_windows[];
extern const size_t register_windows_count;
extern const struct register_item register_items[];
extern const size_t register_items_count;
