#include "domain/relation.h"

static const enum zh_id words[RELATION_COUNT] = {
    [RELATION_UNSET] = ZH_none,
    [RELATION_SPOUSE] = ZH_relation_spouse,
    [RELATION_CHILD] = ZH_relation_child,
    [RELATION_PARENT] = ZH_relation_parent,
    [RELATION_GRANDPARENT] = ZH_relation_grandparent,
    [RELATION_GRANDCHILD] = ZH_relation_grandchild,
    [RELATION_SIBLING] = ZH_relation_sibling,
};

enum relation relation_from_word(const char *word)
{
    return (enum relation)(words_find(words + 1, RELATION_COUNT - 1, word) + 1);
}

struct word_text relation_word(enum relation relation)
{
    return relation < RELATION_COUNT ? words_first(words[relation]) : (struct word_text){""};
}
