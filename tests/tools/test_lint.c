/*
 * Every rule of the lint is turned red once: a small clean tree is made, one fault is planted in
 * it, and the lint must name exactly that rule and file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"

#define OUTPUT_CEILING (4u << 20)
#define SPLIT(a, b) a b /* words that this file may not hold */

static char root[64];

static void put(const char *path, const char *text)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", root, path);
    for (char *s = full + strlen(root) + 1; (s = strchr(s, '/')); s++) {
        *s = 0;
        if (mkdir(full, 0700) != 0) assert_int_equal(errno, EEXIST);
        *s = '/';
    }
    FILE *f = fopen(full, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
}

static int clean_tree(void **state)
{
    static const char readme[] =
        "# A folder\n\nPurpose, what it may use and what it must not know, "
        "in a few lines that are long enough.\n";
    (void)state;
    snprintf(root, sizeof root, "/tmp/jzlint.XXXXXX");
    if (!mkdtemp(root)) return -1;
    put("tools/layers.txt", "base:\nlaw: base\nstore: base law\nonly sqlite3.h: store\n"
                            "only SQL: store\nonly openssl/: base\nnever law: time.h sys/\n");
    put("tools/README.md", readme);
    put("tests/README.md", readme);
    put("src/README.md", readme);
    put("src/base/README.md", readme);
    put("src/law/README.md", readme);
    put("src/store/README.md", readme);
    put("src/base/date.h",
        "/* Dates of the civil calendar, as days; nothing else is here. */\n"
        "#pragma once\nint date_of(int year, int month);\nint month_of(int d);\n");
    put("src/base/date.c",
        "#include \"base/date.h\"\n\n#include <openssl/evp.h>\n\nint date_of(int year, "
        "int month)\n{\n    return year * 12 + month;\n}\n\nint month_of(int d)\n{\n"
        "    return d % 12;\n}\n");
    put("src/store/store.c",
        "#include <sqlite3.h>\n\nstatic const char *q(void)\n{\n    return \"SELECT "
        "1\";\n}\n\nint main(void)\n{\n    return q() == 0;\n}\n");
    return 0;
}

static int drop(const char *path, const struct stat *s, int type, struct FTW *where)
{
    (void)s, (void)type, (void)where;
    return remove(path);
}

static int drop_tree(void **state)
{
    (void)state;
    return nftw(root, drop, 16, FTW_DEPTH | FTW_PHYS);
}

/* Runs the lint on the tree; its output goes to *out, its exit status is returned. */
static int lint(struct buf *out)
{
    int ends[2], status = -1;
    char bytes[4096];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        execl(JZ_LINT, "lint", root, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], bytes, sizeof bytes)) > 0;) buf_add(out, bytes, (size_t)n);
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    buf_putc(out, 0); /* a string also when it printed nothing */
    return WEXITSTATUS(status);
}

/* Every line of the output begins with the path and names the rule. */
static void assert_only(const char *at, const char *rule, char *output)
{
    char want[64];
    int lines = 0;
    snprintf(want, sizeof want, ": %s: ", rule);
    for (char *save = NULL, *line = strtok_r(output, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        if (strncmp(line, "lint: ", 6) == 0) continue; /* the count of warnings */
        if (!strstr(line, want) || strncmp(line, at, strlen(at)) != 0)
            fail_msg("%s planted in %s gave: %s", rule, at, line);
        lines++;
    }
    assert_true(lines > 0);
}

/* Writes text to path; the lint must find the rule broken at the path `at`, and nothing else. */
static void plant_at(const char *at, const char *rule, const char *path, const char *text)
{
    struct buf out = BUF(OUTPUT_CEILING);
    put(path, text);
    int status = lint(&out);
    if (status != 1) fail_msg("%s planted in %s: exit status %d, %s", rule, path, status, out.p);
    assert_only(at, rule, out.p);
    buf_free(&out);
}

static void plant(const char *rule, const char *path, const char *text)
{
    plant_at(path, rule, path, text);
}

static void repeat(struct buf *b, const char *line, int times)
{
    for (int i = 0; i < times; i++) buf_puts(b, line);
}

static void clean_tree_is_green(void **state)
{
    struct buf out = BUF(OUTPUT_CEILING);
    (void)state;
    assert_int_equal(lint(&out), 0);
    assert_string_equal(out.p, "");
    buf_free(&out);
}

static void arrow_that_points_up_is_found(void **state)
{
    (void)state;
    plant("layers", "src/law/x.c", "#include \"store/store.h\"\n");
    plant("layers", "src/law/x.c", "#include \"date.h\"\n");
    plant("layers", "src/law/x.c", "#include <sqlite3.h>\n");
    plant("layers", "src/law/x.c", "#include <openssl/evp.h>\n");
    plant("layers", "src/law/x.c", "#include <time.h>\n");
    plant("layers", "src/law/x.c", "  #  include <sys/socket.h>\n");
    plant("layers", "src/law/x.c", "#include \"nowhere/x.h\"\n");
}

static void room_without_a_row_is_found(void **state)
{
    (void)state;
    put("src/attic/README.md",
        "# attic\n\nA room that nobody entered into the table of layers, so that it must be "
        "found by the lint.\n");
    plant("layers", "src/attic/x.c", "static int x;\n");
}

static void long_file_is_found(void **state)
{
    struct buf b = BUF(OUTPUT_CEILING);
    (void)state;
    repeat(&b, "extern int x;\n", 801);
    plant("file-length", "src/base/x.c", b.p);
    buf_free(&b);
}

static void long_function_is_found(void **state)
{
    struct buf b = BUF(OUTPUT_CEILING);
    (void)state;
    buf_puts(&b, "static void x(void)\n{\n");
    repeat(&b, "    x();\n", 98);
    buf_puts(&b, "}\n");
    plant("function-length", "src/base/x.c", b.p);
    buf_free(&b);
}

static void tangled_function_is_found(void **state)
{
    struct buf b = BUF(OUTPUT_CEILING);
    (void)state;
    buf_puts(&b, "static int x(int a)\n{\n");
    repeat(&b, "    if (a && a > 1) a = a ? 1 : 2;\n", 8); /* three a line */
    buf_puts(&b, "    while (a) a--;\n    return a;\n}\n");
    plant("complexity", "src/base/x.c", b.p);
    buf_free(&b);
}

static void seventh_parameter_is_found(void **state)
{
    (void)state;
    plant(
        "parameters", "src/base/x.c",
        "static int x(int a, int b, int (*c)(int, int), int d,\n             int e, int f, int g)\n"
        "{\n    return a ? x(a, b, c, d, e, f, g) : 0;\n}\n");
}

static void callback_has_the_shape_of_its_library(void **state)
{
    struct buf out = BUF(OUTPUT_CEILING);
    (void)state;
    put("src/base/x.c",
        "static int on(int a, int b, int c, int d, int e, int f, int g)\n{\n    return a;\n}\n"
        "static void *x = on;\n");
    assert_int_equal(lint(&out), 0);
    buf_clear(&out);
    plant("parameters", "src/base/x.c",
          "static int on(int a, int b, int c, int d, int e, int f, int g)\n{\n"
          "    return a;\n}\nstatic int x(void)\n{\n    return on(1, 2, 3, 4, 5, 6, 7);\n}\n");
    buf_free(&out);
}

static void wide_line_is_found(void **state)
{
    struct buf b = BUF(OUTPUT_CEILING);
    (void)state;
    buf_puts(&b, "/* ");
    repeat(&b, "\xE5\xB9\xB4", 116);
    buf_puts(&b, " */\n"); /* 122 characters */
    plant("columns", "src/base/x.c", b.p);
    buf_free(&b);
}

static void banned_call_is_found(void **state)
{
    static const char *const calls[] = {
        "gets(a)",      "strcpy(a, b)", "strcat(a, b)", "sprintf(a, b)",       "vsprintf(a, b)",
        "strtok(a, b)", "atoi(a)",      "atol(a)",      "system(a)",           "popen(a, b)",
        "alloca (1)",   "mktemp(a)",    "tmpnam(a)",    "sscanf(a, \"%s\", b)"};
    char text[128];
    (void)state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        snprintf(text, sizeof text, "static int x(void)\n{\n    return %s;\n}\n", calls[i]);
        plant("banned-calls", "tests/x.c", text);
    }
}

static void call_of_a_member_or_in_a_comment_is_no_banned_call(void **state)
{
    struct buf out = BUF(OUTPUT_CEILING);
    (void)state;
    put("src/base/x.c",
        "/* system(a) */\nstatic int x(struct s *p)\n{\n    return p->system(\"gets(a)\") + "
        "clock_system();\n}\n");
    assert_int_equal(lint(&out), 0);
    buf_free(&out);
}

static void sql_above_the_store_is_found(void **state)
{
    (void)state;
    plant("sql", "src/law/x.c", "static const char *q = \"SELECT 1\";\n");
    plant("sql", "src/law/x.c", "static const char *q = \" \\n INSERT INTO a\";\n");
    plant("sql", "src/law/x.c", "#define Q \"UPDATE a\"\n");
    plant("sql", "src/law/x.c", "static const char *q = \"DELETE FROM a\";\n");
    plant("sql", "src/law/x.c", "static const char *q = \"CREATE TABLE a\";\n");
}

static void chinese_in_a_literal_is_found(void **state)
{
    (void)state;
    plant("chinese", "src/base/x.h",
          "/* A header that says what it is, in more than a few words. */\n"
          "static const char x[] = \"\xE5\xB9\xB4\";\n");
}

static void undeclared_export_is_found(void **state)
{
    (void)state;
    plant("exports", "src/base/x.c", "int x_run(void)\n{\n    return 1;\n}\n");
    plant("exports", "src/base/x.c", "int date_other(void)\n{\n    return 1;\n}\n");
}

static void export_with_a_foreign_prefix_is_found(void **state)
{
    (void)state;
    put("src/base/file.h", "/* A header that declares a function under another module's name. */\n"
                           "int open_it(void);\n");
    plant("exports", "src/base/other.c", "int open_it(void)\n{\n    return 1;\n}\n");
}

static void name_that_is_exported_twice_is_found(void **state)
{
    (void)state;
    put("src/law/date.h", "/* A header in another room with a function of the same name. */\n"
                          "int date_of(int a);\n");
    plant("exports", "src/law/date.c", "int date_of(int a)\n{\n    return a;\n}\n");
}

static void function_made_static_by_a_macro_is_no_export(void **state)
{
    struct buf out = BUF(OUTPUT_CEILING);
    (void)state;
    put("src/base/x.c",
        "#define INLINE static inline\n\nINLINE int run(int a)\n{\n    return a;\n}\n");
    assert_int_equal(lint(&out), 0);
    buf_free(&out);
}

static void header_without_a_comment_is_found(void **state)
{
    (void)state;
    plant("header-comment", "src/base/x.h", "#pragma once\nint x;\n");
    plant("header-comment", "src/base/x.h", "/* short */\nint x;\n");
}

static void folder_without_a_readme_is_found(void **state)
{
    (void)state;
    plant_at("docs", "readme", "docs/man/x.1", "x\n");
}

static void room_with_an_empty_readme_is_found(void **state)
{
    (void)state;
    plant_at("src/law", "readme", "src/law/README.md", "#\n");
}

static void mark_of_unfinished_work_is_found(void **state)
{
    static const char *const marks[] = {SPLIT("TO", "DO"), SPLIT("FIX", "ME"), SPLIT("X", "XX"),
                                        SPLIT("HA", "CK")};
    char text[64];
    (void)state;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        snprintf(text, sizeof text, "/* %s: later */\n", marks[i]);
        plant("unfinished", "src/base/x.c", text);
    }
}

static void path_of_one_machine_is_found(void **state)
{
    (void)state;
    plant("machine", "x.md",
          "see /wo"
          "rk/main\n");
    plant("machine", "x.md",
          "see /ro"
          "ot/x\n");
    plant("machine", "x.md",
          "from registry."
          "npmjs.org\n");
}

static void blanks_at_the_end_are_found(void **state)
{
    (void)state;
    plant("blanks", "src/base/x.c", "extern int x; \n");
    plant("blanks", "src/base/x.c", "\textern int x;\n");
    plant("blanks", "src/base/x.c", "extern int x;");
}

static void tree_that_is_not_there_is_an_error(void **state)
{
    struct buf out = BUF(OUTPUT_CEILING);
    char keep[sizeof root];
    (void)state;
    memcpy(keep, root, sizeof root);
    snprintf(root, sizeof root, "/nowhere");
    assert_int_equal(lint(&out), 2);
    memcpy(root, keep, sizeof root);
    buf_free(&out);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, clean_tree, drop_tree)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(clean_tree_is_green),
        TEST(arrow_that_points_up_is_found),
        TEST(room_without_a_row_is_found),
        TEST(long_file_is_found),
        TEST(long_function_is_found),
        TEST(tangled_function_is_found),
        TEST(seventh_parameter_is_found),
        TEST(callback_has_the_shape_of_its_library),
        TEST(wide_line_is_found),
        TEST(banned_call_is_found),
        TEST(call_of_a_member_or_in_a_comment_is_no_banned_call),
        TEST(sql_above_the_store_is_found),
        TEST(chinese_in_a_literal_is_found),
        TEST(undeclared_export_is_found),
        TEST(export_with_a_foreign_prefix_is_found),
        TEST(name_that_is_exported_twice_is_found),
        TEST(function_made_static_by_a_macro_is_no_export),
        TEST(header_without_a_comment_is_found),
        TEST(folder_without_a_readme_is_found),
        TEST(room_with_an_empty_readme_is_found),
        TEST(mark_of_unfinished_work_is_found),
        TEST(path_of_one_machine_is_found),
        TEST(blanks_at_the_end_are_found),
        TEST(tree_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
