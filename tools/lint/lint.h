/*
 * The project's lint: what it reads and what the rules are made of. There is no list of exceptions;
 * a rule that does not fit is changed for everybody.
 *
 * lex.c turns a C file into tokens and functions, tree.c reads the files, rules_*.c hold the rules,
 * main.c runs them. Memory: one arena that lives as long as the program.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum token_kind { TOKEN_NAME, TOKEN_NUMBER, TOKEN_STRING, TOKEN_CHAR, TOKEN_PUNCT, TOKEN_INCLUDE };

struct token {
    enum token_kind kind;
    const char *s; /* points into the file's text; strings with quotes, includes as "x" or <x> */
    size_t n;
    int line;       /* 1-based */
    bool directive; /* stands on a preprocessor line */
};

struct function {
    struct token name;
    int first_line, last_line, complexity, parameters;
    bool is_static;
    bool is_callback; /* static and never called in its file: its shape is the caller's choice */
};

struct file {
    const char *path; /* relative to the root, with '/' */
    const char *text; /* terminated */
    size_t n;
    bool is_c;            /* .c or .h */
    bool is_header;       /* .h */
    bool is_code;         /* C, or a script, style or page source */
    const char *room;     /* "base" for src/base/..., NULL outside src */
    const char *stem;     /* "date" for src/base/date.c */
    struct token *tokens; /* C only */
    size_t token_count;
    struct function *functions; /* C only */
    size_t function_count;
};

struct tree {
    struct arena *arena;
    struct file *files;
    size_t file_count;
    const char **folders; /* relative, without the root itself */
    size_t folder_count;
};

struct rule {
    const char *name, *says;
    void (*check)(const struct tree *t, struct rule *r);
    int findings, warnings;
    bool show_warnings;
};

/* lex.c */
void lex_file(struct arena *a, struct file *f);
bool token_is(const struct token *t, const char *s);

/* tree.c: reads every text file below root, except what git does not track: build, var,
 * node_modules and dot folders. */
bool tree_read(struct tree *t, const char *root);
const struct file *tree_file(const struct tree *t, const char *path);
bool path_under(const char *path, const char *folder); /* "src/base/x.c" is under "src" */

/* main.c: one line "path:line: rule: text" on stdout; line 0 means the file as a whole */
void lint_found(struct rule *r, const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void lint_warn(struct rule *r, const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* rules_size.c */
void rule_file_length(const struct tree *t, struct rule *r);
void rule_function_length(const struct tree *t, struct rule *r);
void rule_complexity(const struct tree *t, struct rule *r);
void rule_parameters(const struct tree *t, struct rule *r);
void rule_columns(const struct tree *t, struct rule *r);

/* rules_code.c */
void rule_banned_calls(const struct tree *t, struct rule *r);
void rule_sql(const struct tree *t, struct rule *r);
void rule_chinese(const struct tree *t, struct rule *r);
void rule_exports(const struct tree *t, struct rule *r);
void rule_header_comment(const struct tree *t, struct rule *r);

/* rules_layers.c */
void rule_layers(const struct tree *t, struct rule *r);
bool layers_allow(const struct tree *t, const char *what, const char *room); /* a row "only WHAT" */

/* rules_text.c */
void rule_readme(const struct tree *t, struct rule *r);
void rule_unfinished(const struct tree *t, struct rule *r);
void rule_machine(const struct tree *t, struct rule *r);
void rule_blanks(const struct tree *t, struct rule *r);
