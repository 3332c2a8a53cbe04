#include "match/kinds.h"

#include <stdlib.h>
#include <string.h>

struct match_kinds *match_kinds_new(void)
{
    struct match_kinds *k = calloc(1, sizeof *k);
    if (k) pthread_mutex_init(&k->lock, NULL);
    return k;
}

void match_kinds_free(struct match_kinds *k)
{
    if (!k) return;
    pthread_mutex_destroy(&k->lock);
    free(k);
}

/* Length of the well-formed UTF-8 character at s (Unicode table 3-7), 0 when there is none. */
static size_t utf8_character(const unsigned char *s, size_t n)
{
    unsigned char a = s[0];
    if (a < 0x80) return 1;
    size_t length = a >= 0xF0 ? 4 : a >= 0xE0 ? 3 : 2;
    if (a < 0xC2 || a > 0xF4 || n < length) return 0;
    unsigned char low = a == 0xE0 ? 0xA0 : a == 0xF0 ? 0x90 : 0x80;
    unsigned char high = a == 0xED ? 0x9F : a == 0xF4 ? 0x8F : 0xBF;
    if (s[1] < low || s[1] > high) return 0;
    for (size_t i = 2; i < length; i++)
        if ((s[i] & 0xC0) != 0x80) return 0;
    return length;
}

static bool utf8_valid(const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t length = utf8_character((const unsigned char *)s + at, n - at);
        if (!length) return false;
        at += length;
    }
    return true;
}

static uint32_t hash(const char *s, size_t n)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n; i++) h = (h ^ (unsigned char)s[i]) * 16777619u;
    return h ^ h >> 15;
}

static int find_or_add(struct match_kinds *k, const char *s, size_t n)
{
    uint32_t at = hash(s, n) % (MATCH_KINDS * 2);
    for (; k->slot[at]; at = (at + 1) % (MATCH_KINDS * 2)) {
        const struct match_kind *kind = &k->kind[k->slot[at] - 1];
        if (kind->n == n && memcmp(kind->text, s, n) == 0) return k->slot[at] - 1;
    }
    if (k->count == MATCH_KINDS) return MATCH_KIND_TOO_MANY;
    memcpy(k->kind[k->count].text, s, n);
    k->kind[k->count].n = n;
    k->slot[at] = (uint16_t)++k->count;
    return k->count - 1;
}

int match_kinds_number(struct match_kinds *k, const char *s, size_t n)
{
    if (!utf8_valid(s, n)) return MATCH_KIND_NOT_UTF8;
    pthread_mutex_lock(&k->lock);
    int number = find_or_add(k, s, n);
    pthread_mutex_unlock(&k->lock);
    return number;
}

static int by_text(const void *a, const void *b, void *kinds)
{
    const struct match_kinds *k = kinds;
    const struct match_kind *x = &k->kind[*(const uint16_t *)a],
                            *y = &k->kind[*(const uint16_t *)b];
    int c = memcmp(x->text, y->text, x->n < y->n ? x->n : y->n);
    return c ? c : (x->n > y->n) - (x->n < y->n);
}

int match_kinds_order(const struct match_kinds *k, uint16_t order[MATCH_KINDS])
{
    for (int i = 0; i < k->count; i++) order[i] = (uint16_t)i;
    qsort_r(order, (size_t)k->count, sizeof *order, by_text, (void *)(uintptr_t)k);
    return k->count;
}
