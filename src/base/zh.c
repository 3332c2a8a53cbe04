#include "base/zh.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

extern const char *const zh_sentence[];
extern const char *const zh_name[];

const char *zh_text(enum zh_id id)
{
    assert(id < ZH_count);
    return zh_sentence[id];
}

const char *zh_id_name(enum zh_id id)
{
    assert(id < ZH_count);
    return zh_name[id];
}

struct text {
    char *out;
    size_t n, room; /* room without the final 0; shut (room == n) by the first cut */
};

static void append(struct text *t, const char *s, size_t n)
{
    if (n > t->room - t->n) {
        n = t->room - t->n;
        while (n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80) n--;
        t->room = t->n + n;
    }
    memcpy(t->out + t->n, s, n);
    t->n += n;
}

const char *zh_format(char *out, size_t cap, enum zh_id id, const char *const *values, size_t count)
{
    const char *s = zh_text(id);
    struct text t = {out, 0, cap - 1};
    while (*s) {
        if (s[0] == '{' && s[1] >= '0' && s[1] <= '9' && s[2] == '}') {
            size_t k = (size_t)(s[1] - '0');
            if (k < count && values[k]) append(&t, values[k], strlen(values[k]));
            s += 3;
        } else if (s[0] == '\\' && s[1] == 'n') {
            append(&t, "\n", 1);
            s += 2;
        } else {
            size_t n = 1;
            while (((unsigned char)s[n] & 0xC0) == 0x80) n++;
            append(&t, s, n);
            s += n;
        }
    }
    out[t.n] = 0;
    return out;
}

const char *zh_print(char *out, size_t cap, enum zh_id id, ...)
{
    const char *values[4] = {0};
    va_list args;
    va_start(args, id);
    for (int i = 0; i < 4; i++) {
        values[i] = va_arg(args, const char *);
        if (!values[i]) break;
    }
    va_end(args);
    return zh_format(out, cap, id, values, 4);
}
