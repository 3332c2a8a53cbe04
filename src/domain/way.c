#include "domain/way.h"

#include "base/charset.h"

static const enum zh_id words[] = {ZH_way_1, ZH_way_2, ZH_way_3, ZH_way_4, ZH_way_5, ZH_way_6};

int way_from_word(const char *word)
{
    const char *p = word;
    uint32_t cp = charset_narrow(charset_next(&p));
    if (cp >= '1' && cp <= '6' && !*p) return (int)(cp - '0');
    return synonym_find(words, WAY_COUNT - 1, word) + 1;
}

struct synonym_text way_word(int way)
{
    return way > WAY_UNSET && way < WAY_COUNT ? synonym_first(words[way - 1])
                                              : (struct synonym_text){""};
}
