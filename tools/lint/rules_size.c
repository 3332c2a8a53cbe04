/* How large things may be. The wish is warned about, the limit fails. */
#include <string.h>

#include "lint.h"

#define FILE_WISH 500
#define FILE_LIMIT 800
#define FUNCTION_WISH 60
#define FUNCTION_LIMIT 100
#define COMPLEXITY_WISH 15
#define COMPLEXITY_LIMIT 25
#define PARAMETER_WISH 5
#define PARAMETER_LIMIT 6
#define COLUMN_WISH 100
#define COLUMN_LIMIT 120

void rule_file_length(const struct tree *t, struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++) {
        const struct file *f = &t->files[i];
        int lines = 0;
        for (size_t k = 0; k < f->n; k++) lines += f->text[k] == '\n';
        if (!f->is_code) continue;
        if (lines > FILE_LIMIT)
            lint_found(r, f->path, 0, "%d lines, the limit is %d", lines, FILE_LIMIT);
        else if (lines > FILE_WISH) lint_warn(r, f->path, 0, "%d lines", lines);
    }
}

static void each_function(const struct tree *t,
                          void (*look)(struct rule *, const struct file *, const struct function *),
                          struct rule *r)
{
    for (size_t i = 0; i < t->file_count; i++)
        for (size_t k = 0; k < t->files[i].function_count; k++)
            look(r, &t->files[i], &t->files[i].functions[k]);
}

static void look_length(struct rule *r, const struct file *f, const struct function *fn)
{
    int lines = fn->last_line - fn->first_line + 1;
    if (lines > FUNCTION_LIMIT)
        lint_found(r, f->path, fn->first_line, "%.*s has %d lines, the limit is %d",
                   (int)fn->name.n, fn->name.s, lines, FUNCTION_LIMIT);
    else if (lines > FUNCTION_WISH)
        lint_warn(r, f->path, fn->first_line, "%.*s has %d lines", (int)fn->name.n, fn->name.s,
                  lines);
}

static void look_complexity(struct rule *r, const struct file *f, const struct function *fn)
{
    if (fn->complexity > COMPLEXITY_LIMIT)
        lint_found(r, f->path, fn->first_line, "%.*s has complexity %d, the limit is %d",
                   (int)fn->name.n, fn->name.s, fn->complexity, COMPLEXITY_LIMIT);
    else if (fn->complexity > COMPLEXITY_WISH)
        lint_warn(r, f->path, fn->first_line, "%.*s has complexity %d", (int)fn->name.n, fn->name.s,
                  fn->complexity);
}

static void look_parameters(struct rule *r, const struct file *f, const struct function *fn)
{
    if (fn->is_callback) return; /* a library's interface, not ours */
    if (fn->parameters > PARAMETER_LIMIT)
        lint_found(r, f->path, fn->first_line,
                   "%.*s has %d parameters, the limit is %d: use a struct of options",
                   (int)fn->name.n, fn->name.s, fn->parameters, PARAMETER_LIMIT);
    else if (fn->parameters > PARAMETER_WISH)
        lint_warn(r, f->path, fn->first_line, "%.*s has %d parameters", (int)fn->name.n, fn->name.s,
                  fn->parameters);
}

void rule_function_length(const struct tree *t, struct rule *r)
{
    each_function(t, look_length, r);
}

void rule_complexity(const struct tree *t, struct rule *r)
{
    each_function(t, look_complexity, r);
}

void rule_parameters(const struct tree *t, struct rule *r)
{
    each_function(t, look_parameters, r);
}

static void look_columns(struct rule *r, const struct file *f)
{
    int line = 1, columns = 0;
    for (size_t k = 0; k < f->n; k++) {
        if (f->text[k] == '\n') {
            if (columns > COLUMN_LIMIT)
                lint_found(r, f->path, line, "%d columns, the limit is %d", columns, COLUMN_LIMIT);
            else if (columns > COLUMN_WISH) lint_warn(r, f->path, line, "%d columns", columns);
            line++;
            columns = 0;
        } else {
            columns += ((unsigned char)f->text[k] & 0xC0) !=
                       0x80; /* a character, however many bytes it has */
        }
    }
}

/* Programs that people read: C, shell and Python. In a page's source a line break is content, and
 * its width says nothing. */
void rule_columns(const struct tree *t, struct rule *r)
{
    static const char *const read[] = {".c", ".h", ".sh", ".py"};
    for (size_t i = 0; i < t->file_count; i++) {
        const char *dot = strrchr(t->files[i].path, '.');
        for (size_t k = 0; dot && k < sizeof read / sizeof *read; k++)
            if (strcmp(dot, read[k]) == 0) look_columns(r, &t->files[i]);
    }
}
