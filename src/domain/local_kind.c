#include "domain/local_kind.h"

#include "base/name.h"
#include "base/zh.h"

int local_kind_find(const struct local_kinds *local, const char *word)
{
    int kind = line_kind_from_word(word);
    for (size_t i = 0; !kind && local && i < local->count; i++)
        if (name_compare(local->rows[i].word, word) == 0) kind = local->rows[i].kind;
    return kind;
}

const char *local_kind_procedure(const struct local_kinds *local, const char *word)
{
    for (size_t i = 0; local && i < local->count; i++)
        if (name_compare(local->rows[i].word, word) == 0) return local->rows[i].procedure;
    return NULL;
}

const char *local_kind_word(const struct local_kinds *local, int kind)
{
    enum zh_id id = line_kind_word(kind);
    if (id != ZH_none) return zh_text(id);
    for (size_t i = 0; local && i < local->count; i++)
        if (local->rows[i].kind == kind) return local->rows[i].word;
    return "";
}
