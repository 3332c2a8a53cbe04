#include <string.h>

#include "db/migration.h"

static const struct {
    const char *name, *text[2];
} words[] = {
    {"ID", {"INTEGER", "BIGINT"}},
    {"INT", {"INTEGER", "BIGINT"}},
    {"TEXT", {"TEXT", "TEXT COLLATE \"C\""}},
    {"BLOB", {"BLOB", "BYTEA"}},
    {"SEQ", {"INTEGER PRIMARY KEY", "BIGINT NOT NULL"}},
    {"STRICT", {"STRICT", ""}},
    {"CLUSTERED", {"WITHOUT ROWID, STRICT", ""}},
    {"FOR UPDATE", {"", "FOR UPDATE"}},
};

static bool is_word(const char *token, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(token, word, n) == 0;
}

static void put_parameters(enum dialect d, const char *s, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++)
        buf_putc(out, s[i] == '?' && d == DIALECT_POSTGRESQL ? '$' : s[i]);
}

static bool put_either(enum dialect d, const char *choice, size_t n, struct buf *out)
{
    const char *bar = memchr(choice, '|', n);
    if (!bar) return false;
    size_t left = (size_t)(bar - choice);
    if (d == DIALECT_SQLITE) put_parameters(d, choice, left, out);
    else put_parameters(d, bar + 1, n - left - 1, out);
    return true;
}

static bool put_token(enum dialect d, const char *token, size_t n, struct buf *out)
{
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (is_word(token, n, words[i].name)) {
            buf_puts(out, words[i].text[d]);
            return true;
        }
    if (n > 7 && memcmp(token, "EITHER ", 7) == 0) return put_either(d, token + 7, n - 7, out);
    if (n <= 4 || memcmp(token, "KEY ", 4) != 0) return false;
    if (d == DIALECT_POSTGRESQL) {
        buf_puts(out, ", PRIMARY KEY (");
        buf_add(out, token + 4, n - 4);
        buf_putc(out, ')');
    }
    return true;
}

/* Returns what follows the quoted text that starts at s. */
static const char *skip_quoted(const char *s)
{
    const char *end = strchr(s + 1, *s);
    return end ? end + 1 : s + strlen(s);
}

bool dialect_translate(enum dialect d, const char *text, struct buf *out, char unknown[24])
{
    const char *s = text;
    while (*s) {
        const char *plain = s;
        s += strcspn(s, "'\"{?");
        buf_add(out, plain, (size_t)(s - plain));
        if (*s == '\'' || *s == '"') {
            const char *end = skip_quoted(s);
            buf_add(out, s, (size_t)(end - s));
            s = end;
        } else if (*s == '?') {
            buf_putc(out, d == DIALECT_POSTGRESQL ? '$' : '?');
            s++;
        } else if (*s == '{') {
            size_t n = strcspn(s + 1, "}");
            if (s[n + 1] != '}' || !put_token(d, s + 1, n, out)) {
                unknown[0] = 0;
                strncat(unknown, s, n + 2 < 23 ? n + 2 : 23);
                return false;
            }
            s += n + 2;
        }
    }
    return !out->failed;
}
