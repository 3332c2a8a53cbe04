#include "base/pinyin.h"

#include <stdint.h>
#include <string.h>

#include "base/charset.h"
#include "base/han.h"
#include "base/name.h"

enum { SYLLABLES = 64 };

/* The readings of each character that has one, in order; a Latin word counts as one. */
struct syllables {
    const char *initials[SYLLABLES]; /* as han_initials */
    size_t count;
};

static bool is_latin(uint32_t cp)
{
    return cp >= 'A' && cp <= 'Z';
}

static const char *letter_of(uint32_t cp)
{
    static const char letters[] =
        "a\0b\0c\0d\0e\0f\0g\0h\0i\0j\0k\0l\0m\0n\0o\0p\0q\0r\0s\0t\0u\0v\0w\0x\0y\0z";
    return letters + 2 * (cp - 'A');
}

static void syllables_of(const char *name, struct syllables *out)
{
    bool inside_word = false;
    out->count = 0;
    for (uint32_t cp; (cp = charset_next(&name)) != 0 && out->count < SYLLABLES;) {
        cp = name_fold(cp);
        const char *initials = "";
        if (!is_latin(cp)) initials = han_initials(cp);
        else if (!inside_word) initials = letter_of(cp);
        inside_word = is_latin(cp);
        if (*initials) out->initials[out->count++] = initials;
    }
}

/* Readings of today's dictionaries; the historical ones where there are no others. */
static size_t modern_count(const char *initials)
{
    size_t n = 0;
    while (initials[n] >= 'a') n++;
    return n ? n : strlen(initials);
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Counts choice[] up, the last character running fastest; false after the last combination. */
static bool next_choice(const struct syllables *s, unsigned char choice[SYLLABLES])
{
    for (size_t i = s->count; i-- > 0;) {
        if (++choice[i] < modern_count(s->initials[i])) return true;
        choice[i] = 0;
    }
    return false;
}

size_t pinyin_initials(const char *name, char *out, size_t cap)
{
    struct syllables s;
    unsigned char choice[SYLLABLES] = {0};
    size_t n = 0, combinations = 0;
    syllables_of(name, &s);
    out[0] = 0;
    if (!s.count) return 0;
    do {
        if (n + (n > 0) + s.count >= cap) break;
        if (n) out[n++] = ' ';
        for (size_t i = 0; i < s.count; i++) out[n++] = lower(s.initials[i][choice[i]]);
        out[n] = 0;
    } while (++combinations < PINYIN_COMBINATIONS && next_choice(&s, choice));
    return n;
}

bool pinyin_match(const char *name, const char *typed)
{
    struct syllables s;
    size_t at = 0;
    syllables_of(name, &s);
    for (uint32_t cp; (cp = charset_next(&typed)) != 0;) {
        cp = name_fold(cp);
        if (!cp) continue;
        if (!is_latin(cp) || at == s.count) return false;
        const char *initials = s.initials[at++];
        if (!strchr(initials, (int)cp) && !strchr(initials, (int)cp - 'A' + 'a')) return false;
    }
    return at > 0;
}
