/*
 * How a dependant stands to the deceased or injured worker (Order 18 of 2003, art. 2), as files name it. The enum is law's; which loss
 * concerns whom is law's too.
 */
#pragma once
#include "domain/words.h"
#include "law/law.h"

enum relation relation_from_word(const char *word); /* RELATION_UNSET when unknown */
struct word_text relation_word(enum relation relation);
