#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gallery.h"

enum { WORDS_MAX = 400 };

static struct {
    char *key, *text;
} words[WORDS_MAX];
static size_t words_n;

bool gallery_words_load(const char *path)
{
    FILE *f = fopen(path, "r");
    char line[700];
    while (f && words_n < WORDS_MAX && fgets(line, sizeof line, f)) {
        char *eq = strstr(line, " = ");
        if (line[0] == '#' || !eq) continue;
        line[strcspn(line, "\r\n")] = 0;
        *eq = 0;
        words[words_n].key = strdup(line);
        words[words_n].text = strdup(eq + 3);
        if (!words[words_n].key || !words[words_n].text) return false;
        words_n++;
    }
    if (f) fclose(f);
    return words_n > 0;
}

const char *gallery_word(const char *key)
{
    for (size_t i = 0; i < words_n; i++)
        if (strcmp(words[i].key, key) == 0) return words[i].text;
    fprintf(stderr, "gallery: no word %s\n", key);
    exit(1);
}

bool gallery_is(const struct shown *s, const char *state)
{
    return strcmp(s->state, state) == 0;
}
