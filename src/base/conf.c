#include "base/conf.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/conf_table.h"
#include "base/zh.h"

struct setting {
    const char *text;
    int64_t number;
    enum conf_source source;
    int line;  /* where the source that is being read set it */
    bool seen; /* in the source that is being read */
};

struct conf {
    struct arena *arena;
    struct setting setting[CONF_COUNT];
    struct conf_problem problem[CONF_PROBLEMS];
    size_t problems;
};

struct place { /* where a value stands */
    enum conf_source source;
    const char *where;
    int line;
};

struct conf *conf_new(struct arena *a)
{
    struct conf *c = ARENA_NEW(a, struct conf);
    c->arena = a;
    for (int i = 0; i < CONF_COUNT; i++) {
        const struct conf_row *r = conf_row((enum conf_key)i);
        enum err e = conf_value(r, r->initial, &c->setting[i].number, NULL);
        assert(e == ERR_OK);
        (void)e;
        c->setting[i].text = r->initial;
    }
    return c;
}

/* ---- Problems ---- */

static void note(struct conf *c, struct place at, const struct problem *p)
{
    if (c->problems == CONF_PROBLEMS) return;
    struct conf_problem *out = &c->problem[c->problems++];
    *out = (struct conf_problem){*p, arena_copy(c->arena, at.where, strlen(at.where)), at.line};
    if (at.source == CONF_FROM_FLAG) out->problem.code = ERR_USAGE;
}

static void note_unknown(struct conf *c, struct place at, const char *name)
{
    struct problem p;
    const char *near = conf_nearest(name);
    if (near) problem_set(&p, ERR_CONFIG, ZH_conf_unknown_near, name, name, near, NULL);
    else problem_set(&p, ERR_CONFIG, ZH_conf_unknown, name, name, NULL);
    note(c, at, &p);
}

static void set(struct conf *c, struct place at, enum conf_key key, const char *value)
{
    struct setting *s = &c->setting[key];
    const struct conf_row *r = conf_row(key);
    struct problem p;
    int64_t number;
    if (s->seen) {
        char line[16];
        snprintf(line, sizeof line, "%d", s->line);
        problem_set(&p, ERR_CONFIG, at.line ? ZH_conf_twice_line : ZH_conf_twice, r->name, r->name,
                    line, NULL);
        note(c, at, &p);
        return;
    }
    s->seen = true;
    s->line = at.line;
    if (conf_value(r, value, &number, &p) != ERR_OK) {
        note(c, at, &p);
    } else if (at.source >= s->source) {
        s->text = arena_copy(c->arena, value, strlen(value));
        s->number = number;
        s->source = at.source;
    }
}

static void begin_source(struct conf *c)
{
    for (int i = 0; i < CONF_COUNT; i++) c->setting[i].seen = false;
}

/* ---- File ---- */

static char *trimmed(char *s, size_t n)
{
    while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\t' || s[n - 1] == '\r')) n--;
    s[n] = 0;
    while (*s == ' ' || *s == '\t') s++;
    return s;
}

static void read_line(struct conf *c, struct place at, char *line, size_t n)
{
    enum conf_key key;
    struct problem p;
    if (memchr(line, 0, n)) {
        problem_set(&p, ERR_CONFIG, ZH_conf_binary, NULL, NULL);
        note(c, at, &p);
        return;
    }
    char *s = trimmed(line, n);
    if (*s == 0 || *s == '#') return;
    char *equals = strchr(s, '=');
    if (!equals) {
        s[strcspn(s, " \t:")] = 0; /* the rest may hold a password */
        problem_set(&p, ERR_CONFIG, ZH_conf_no_equals, NULL, s, NULL);
        note(c, at, &p);
        return;
    }
    char *value = trimmed(equals + 1, strlen(equals + 1)), *name = trimmed(s, (size_t)(equals - s));
    if (conf_find(name, strlen(name), &key)) set(c, at, key, value);
    else note_unknown(c, at, name);
}

void conf_read_text(struct conf *c, const char *path, const char *text, size_t n)
{
    struct place at = {CONF_FROM_FILE, path, 0};
    begin_source(c);
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, n -= 3; /* an editor's mark */
    while (n > 0) {
        const char *end = memchr(text, '\n', n);
        size_t size = end ? (size_t)(end - text) : n;
        at.line++;
        read_line(c, at, arena_copy(c->arena, text, size), size);
        size += end != NULL;
        text += size;
        n -= size;
    }
}

void conf_read_file(struct conf *c, const char *path, bool required)
{
    struct place at = {CONF_FROM_FILE, path, 0};
    struct problem p;
    FILE *f = fopen(path, "rb");
    if (!f) {
        if (errno == ENOENT && !required) return;
        problem_set(&p, ERR_CONFIG, ZH_err_file_open, NULL, path, strerror(errno), NULL);
        note(c, at, &p);
        return;
    }
    char *text = arena_alloc(c->arena, CONF_FILE_MAX + 1);
    size_t n = fread(text, 1, CONF_FILE_MAX + 1, f);
    bool failed = ferror(f) != 0;
    fclose(f);
    if (failed || n > CONF_FILE_MAX) { /* a directory fails here, too */
        problem_set(&p, ERR_CONFIG, ZH_conf_not_a_file, NULL, path, NULL);
        note(c, at, &p);
        return;
    }
    conf_read_text(c, path, text, n);
}

/* ---- Environment and flags ---- */

/* The name in lower case with - as _, into out; false when it is too long to be one. */
static bool lowered(const char *s, size_t n, char out[64])
{
    if (n >= 64) return false;
    for (size_t i = 0; i < n; i++)
        out[i] = s[i] == '-' ? '_' : (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
    out[n] = 0;
    return true;
}

void conf_read_environment(struct conf *c, char *const *environment)
{
    static const char prefix[] = "JIANZAI_", tests[] = "JIANZAI_TEST_";
    begin_source(c);
    for (; *environment; environment++) {
        const char *s = *environment, *equals = strchr(s, '=');
        if (!equals || strncmp(s, prefix, sizeof prefix - 1) != 0 ||
            strncmp(s, tests, sizeof tests - 1) == 0)
            continue;
        char name[64] = "";
        enum conf_key key;
        size_t n = (size_t)(equals - s) - (sizeof prefix - 1);
        struct place at = {CONF_FROM_ENVIRONMENT, arena_copy(c->arena, s, (size_t)(equals - s)), 0};
        if (lowered(s + sizeof prefix - 1, n, name) && conf_find(name, n, &key))
            set(c, at, key, equals + 1);
        else note_unknown(c, at, name);
    }
}

static bool flag_key(const char *arg, enum conf_key *key, const char **value)
{
    char name[64];
    if (strncmp(arg, "--", 2) != 0) return false;
    size_t n = strcspn(arg + 2, "=");
    *value = arg[2 + n] == '=' ? arg + 3 + n : NULL;
    return lowered(arg + 2, n, name) && conf_find(name, n, key);
}

int conf_read_flags(struct conf *c, int argc, char **argv)
{
    int kept = 0;
    bool more = true;
    begin_source(c);
    for (int i = 0; i < argc; i++) {
        enum conf_key key;
        const char *value;
        more = more && strcmp(argv[i], "--") != 0;
        if (!more || i == 0 || !flag_key(argv[i], &key, &value)) {
            argv[kept++] = argv[i];
            continue;
        }
        struct place at = {CONF_FROM_FLAG, arena_print(c->arena, "--%s", conf_row(key)->name), 0};
        if (!value && i + 1 < argc) value = argv[++i];
        struct problem p;
        problem_set(&p, ERR_USAGE, ZH_conf_no_value, conf_row(key)->name, conf_row(key)->name,
                    NULL);
        if (value) set(c, at, key, value);
        else note(c, at, &p);
    }
    argv[kept] = NULL;
    return kept;
}

/* ---- Reading it ---- */

const char *conf_text(const struct conf *c, enum conf_key key)
{
    return c->setting[key].text;
}

int64_t conf_number(const struct conf *c, enum conf_key key)
{
    assert(conf_row(key)->kind == CONF_NUMBER);
    return c->setting[key].number;
}

enum conf_source conf_source(const struct conf *c, enum conf_key key)
{
    return c->setting[key].source;
}

size_t conf_problem_count(const struct conf *c)
{
    return c->problems;
}

const struct conf_problem *conf_problem_at(const struct conf *c, size_t i)
{
    assert(i < c->problems);
    return &c->problem[i];
}

const char *conf_problem_sentence(const struct conf_problem *p, char *out, size_t cap)
{
    char sentence[512], line[16];
    snprintf(line, sizeof line, "%d", p->line);
    problem_sentence(&p->problem, sentence, sizeof sentence);
    if (p->line) return zh_print(out, cap, ZH_conf_at_line, p->where, line, sentence, NULL);
    return zh_print(out, cap, ZH_conf_at, p->where, sentence, NULL);
}

enum err conf_check(const struct conf *c, struct buf *out)
{
    char sentence[1024];
    for (size_t i = 0; out && i < c->problems; i++) {
        buf_puts(out, conf_problem_sentence(&c->problem[i], sentence, sizeof sentence));
        buf_putc(out, '\n');
    }
    return c->problems ? c->problem[0].problem.code : ERR_OK;
}

/* postgresql://user:secret@host: everything from the colon behind the user to the last @ before the
 * path. */
static void print_masked(struct buf *out, const char *s)
{
    const char *authority = strstr(s, "://");
    authority = authority ? authority + 3 : s + strlen(s);
    size_t n = strcspn(authority, "/?");
    const char *at = memrchr(authority, '@', n),
               *colon = at ? memchr(authority, ':', (size_t)(at - authority)) : NULL;
    const char *query = strstr(s, "password=");
    if (colon) {
        buf_add(out, s, (size_t)(colon - s) + 1);
        buf_puts(out, "***");
        s = at;
    }
    if (!query || query < s) {
        buf_puts(out, s);
        return;
    }
    query += strlen("password=");
    buf_add(out, s, (size_t)(query - s));
    buf_puts(out, "***");
    buf_puts(out, query + strcspn(query, "& "));
}

void conf_print(const struct conf *c, struct buf *out)
{
    static const enum zh_id names[] = {ZH_conf_source_default, ZH_conf_source_file,
                                       ZH_conf_source_environment, ZH_conf_source_flag};
    for (int i = 0; i < CONF_COUNT; i++) {
        const struct conf_row *r = conf_row((enum conf_key)i);
        const struct setting *s = &c->setting[i];
        buf_printf(out, "# %s (%s)\n%s = ", zh_text(r->help), zh_text(names[s->source]), r->name);
        if (r->kind == CONF_DATABASE) print_masked(out, s->text);
        else buf_puts(out, s->text);
        buf_putc(out, '\n');
    }
}
