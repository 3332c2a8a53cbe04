/* Reads the tree that is checked. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "lint.h"

#define MAX_FILE (8u << 20)
#define MAX_FILES 20000u

bool path_under(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

/* What .gitignore names, and git's own folder. */
static bool untracked(const char *path, const char *name)
{
    static const char *const top[] = {"build", "var", "var.new"};
    if (name[0] == '.') return strcmp(name, ".ci") != 0;
    if (strcmp(name, "node_modules") == 0 || strcmp(name, "__pycache__") == 0) return true;
    for (size_t i = 0; i < sizeof top / sizeof *top; i++)
        if (strcmp(path, top[i]) == 0) return true;
    return false;
}

static bool ends(const char *s, const char *tail)
{
    size_t n = strlen(s), m = strlen(tail);
    return n >= m && strcmp(s + n - m, tail) == 0;
}

static void describe(struct tree *t, struct file *f)
{
    static const char *const code[] = {".c",    ".h",   ".py", ".sh",  ".sql",
                                       ".html", ".css", ".js", ".mjs", ".cmake"};
    for (size_t i = 0; i < sizeof code / sizeof *code; i++) f->is_code |= ends(f->path, code[i]);
    f->is_code |= f->text[0] == '#' && f->text[1] == '!';
    f->is_header = ends(f->path, ".h");
    f->is_c = f->is_header || ends(f->path, ".c");
    const char *slash = strrchr(f->path, '/'), *base = slash ? slash + 1 : f->path;
    f->stem = arena_copy(t->arena, base, strcspn(base, "."));
    if (path_under(f->path, "src")) {
        const char *room = f->path + 4;
        if (strchr(room, '/')) f->room = arena_copy(t->arena, room, strcspn(room, "/"));
    }
    if (f->is_c) lex_file(t->arena, f);
}

static bool read_text(struct tree *t, const char *full, struct file *f)
{
    FILE *in = fopen(full, "rb");
    struct stat s;
    if (!in) return false;
    if (fstat(fileno(in), &s) != 0 || s.st_size < 0) {
        fclose(in);
        return false;
    }
    size_t want = (size_t)s.st_size < MAX_FILE ? (size_t)s.st_size : 0; /* a larger file is data */
    char *text = ARENA_ARRAY(t->arena, char, want + 1);
    f->n = fread(text, 1, want, in);
    f->text = text;
    fclose(in);
    return f->n == want;
}

static bool walk(struct tree *t, const char *root, const char *folder);

static bool visit(struct tree *t, const char *root, const char *folder, const char *name)
{
    char *path =
        *folder ? arena_print(t->arena, "%s/%s", folder, name) : arena_print(t->arena, "%s", name);
    if (untracked(path, name)) return true;
    char *full = arena_print(t->arena, "%s/%s", root, path);
    struct stat s;
    if (lstat(full, &s) != 0) return errno == ENOENT;
    if (S_ISDIR(s.st_mode)) {
        t->folders[t->folder_count++] = path;
        return t->folder_count < MAX_FILES && walk(t, root, path);
    }
    if (!S_ISREG(s.st_mode)) return true;
    struct file *f = &t->files[t->file_count++];
    *f = (struct file){.path = path};
    if (t->file_count >= MAX_FILES || !read_text(t, full, f)) {
        fprintf(stderr, "lint: cannot read %s\n", full);
        return false;
    }
    if (memchr(f->text, 0, f->n)) t->file_count--; /* binary: pictures, corpora */
    else describe(t, f);
    return true;
}

static bool walk(struct tree *t, const char *root, const char *folder)
{
    char *full = arena_print(t->arena, "%s/%s", root, folder);
    struct dirent **entries;
    int count = scandir(full, &entries, NULL, alphasort);
    if (count < 0) {
        fprintf(stderr, "lint: cannot read %s\n", full);
        return false;
    }
    bool ok = true;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) ok &= visit(t, root, folder, name);
        free(entries[i]);
    }
    free(entries);
    return ok;
}

bool tree_read(struct tree *t, const char *root)
{
    t->files = ARENA_ARRAY(t->arena, struct file, MAX_FILES);
    t->folders = ARENA_ARRAY(t->arena, const char *, MAX_FILES);
    return walk(t, root, "");
}

const struct file *tree_file(const struct tree *t, const char *path)
{
    for (size_t i = 0; i < t->file_count; i++)
        if (strcmp(t->files[i].path, path) == 0) return &t->files[i];
    return NULL;
}
