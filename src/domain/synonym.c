#include "domain/synonym.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"

enum { KEY = 96 };

/* The comparable form of s[n]; false when it is too long to be a word. */
static bool key_of(const char *s, size_t n, bool brackets, char out[KEY])
{
    size_t at = 0;
    int depth = 0;
    const char *end = s + n;
    while (s < end) {
        uint32_t cp = charset_narrow(charset_next(&s));
        if (cp == 0) break;
        if (cp == CHARSET_INVALID) return false;
        if (cp == '(') depth++;
        bool skip = charset_blank(cp) || cp == '*' || cp == ':' || (!brackets && depth > 0);
        if (cp == ')' && depth > 0) depth--;
        if (skip) continue;
        if (cp >= 'a' && cp <= 'z') cp = cp - 'a' + 'A';
        if (at + 5 > KEY) return false;
        at += charset_put(cp, out + at);
    }
    out[at] = 0;
    return at > 0;
}

/* The comparable forms of a list's words, each with a | before and behind it. Made when first asked
 * for and kept: a feed asks for every source's with each of its rows. NULL: out of memory. */
static const char *keys_of(enum zh_id synonyms)
{
    static _Atomic(char *) kept[ZH_count];
    char *keys = atomic_load(&kept[synonyms]), *none = NULL;
    if (keys) return keys;
    const char *s = zh_text(synonyms);
    keys = malloc(strlen(s) * 2 + 3);
    if (!keys) return NULL;
    char *out = keys, one[KEY];
    *out++ = '|';
    while (*s) {
        size_t n = strcspn(s, "|");
        if (key_of(s, n, true, one)) {
            size_t size = strlen(one);
            memcpy(out, one, size);
            out += size;
            *out++ = '|';
        }
        s += n + (s[n] == '|');
    }
    *out = 0;
    if (atomic_compare_exchange_strong(&kept[synonyms], &none, keys)) return keys;
    free(keys);
    return none;
}

static bool has_key(enum zh_id synonyms, const char *key)
{
    const char *keys = strchr(key, '|') ? NULL : keys_of(synonyms);
    size_t n = strlen(key);
    for (const char *s = keys; s && s[1]; s = strchr(s + 1, '|'))
        if (strncmp(s + 1, key, n) == 0 && s[1 + n] == '|') return true;
    return false;
}

int synonym_find(const enum zh_id *lists, size_t count, const char *word)
{
    char key[KEY];
    size_t n = strlen(word);
    for (int brackets = 1; brackets >= 0; brackets--) {
        if (!key_of(word, n, brackets, key)) continue;
        for (size_t i = 0; i < count; i++)
            if (has_key(lists[i], key)) return (int)i;
    }
    return -1;
}

bool synonym_match(enum zh_id synonyms, const char *word)
{
    return synonym_find(&synonyms, 1, word) == 0;
}

struct synonym_text synonym_first(enum zh_id synonyms)
{
    struct synonym_text t = {""};
    const char *s = zh_text(synonyms);
    size_t n = strcspn(s, "|");
    if (n >= sizeof t.s) n = sizeof t.s - 1;
    memcpy(t.s, s, n);
    return t;
}
