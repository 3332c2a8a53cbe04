/* What no file may hold, and what each folder must. */
#include <ctype.h>
#include <string.h>

#include "lint.h"

#define SPLIT(a, b) a b /* words that this file itself may not hold */

/* Every folder at the top and every room of src says what it is. */
void rule_readme(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->folder_count; i++) {
        const char *folder = t->folders[i], *slash = strchr(folder, '/');
        bool room = path_under(folder, "src") && !strchr(slash + 1, '/');
        if (folder[0] == '.' || (slash && !room)) continue;
        const struct file *f = tree_file(t, arena_print(t->arena, "%s/README.md", folder));
        if (!f || f->n < 80)
            lint_found(r, folder, 0,
                       "has no README.md that says its purpose, what it may use and must not know");
    }
}

static bool word_at(const struct file *f, const char *at, size_t n)
{
    bool before = at > f->text && (isalnum((unsigned char)at[-1]) || at[-1] == '_');
    return !before && !isalnum((unsigned char)at[n]) && at[n] != '_';
}

static int line_of(const struct file *f, const char *at)
{
    int line = 1;
    for (const char *s = f->text; s < at; s++) line += *s == '\n';
    return line;
}

void rule_unfinished(const struct tree *t, struct rule *r)
{
    static const char *const words[] = {SPLIT("TO", "DO"), SPLIT("FIX", "ME"), SPLIT("X", "XX"),
                                        SPLIT("HA", "CK")};
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        for (size_t k = 0; f->is_code && k < sizeof words / sizeof *words; k++)
            for (const char *at = f->text; (at = strstr(at, words[k])); at++)
                if (word_at(f, at, strlen(words[k])))
                    lint_found(r, f->path, line_of(f, at), "unfinished work: %s", words[k]);
    }
}

void rule_machine(const struct tree *t, struct rule *r)
{
    static const char *const words[] = {SPLIT("/wo", "rk/"), SPLIT("/ro", "ot/"),
                                        SPLIT("registry.", "npmjs"), SPLIT("deb.", "debian.org")};
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            for (const char *at = f->text; (at = strstr(at, words[k])); at++)
                lint_found(r, f->path, line_of(f, at), "%s is of one machine only", words[k]);
    }
}

/* Tabs in C, blanks at line ends, carriage returns, a last line without its end. */
void rule_blanks(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        if (!f->is_code || f->n == 0) continue;
        for (const char *s = f->text; *s; s++) {
            if (*s == '\r' || (*s == '\t' && f->is_c))
                lint_found(r, f->path, line_of(f, s), "a tab or carriage return");
            if (*s == ' ' && s[1] == '\n')
                lint_found(r, f->path, line_of(f, s), "a blank at the line's end");
        }
        if (f->text[f->n - 1] != '\n')
            lint_found(r, f->path, line_of(f, f->text + f->n), "the last line has no end");
    }
}
