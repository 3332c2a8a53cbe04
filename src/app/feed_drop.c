#include "app/feed_drop.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/feed_source.h"

#define PATH_MOST 4096

struct dropping {
    const struct call *call;
    const struct feed_drop *in;
    struct feed_dropped *out;
    const char *source;
};

static bool ends_in(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static enum err folder_problem(const char *path, struct problem *why)
{
    return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, strerror(errno), NULL);
}

/* The reason is whole before the .ok goes. */
static bool note_refusal(const char *path, const char *sentence)
{
    char refused[PATH_MOST], fresh[PATH_MOST];
    snprintf(refused, sizeof refused, "%s.refused", path);
    snprintf(fresh, sizeof fresh, "%s.refused.new", path);
    FILE *f = fopen(fresh, "wb");
    bool ok = f && fprintf(f, "%s\n", sentence) > 0;
    if (f && fclose(f)) ok = false;
    return ok && rename(fresh, refused) == 0;
}

static enum err settle(struct dropping *k, const char *path, enum err e, const struct problem *told,
                       struct problem *why)
{
    char ok[PATH_MOST], done[PATH_MOST], sentence[600];
    snprintf(ok, sizeof ok, "%s.ok", path);
    snprintf(done, sizeof done, "%s.done", path);
    if (e == ERR_OK || e == ERR_ROWS) {
        k->out->files++;
        return rename(ok, done) ? folder_problem(done, why) : ERR_OK;
    }
    problem_sentence(told, sentence, sizeof sentence);
    fprintf(k->in->messages, "%s\n", sentence);
    if (e != ERR_INPUT) { /* not the file's fault: it stays, the next run takes it */
        k->out->waiting++;
        return e == ERR_DENIED ? (*why = *told, e) : ERR_OK;
    }
    k->out->refused++;
    return note_refusal(path, sentence) && unlink(ok) == 0 ? ERR_OK : folder_problem(path, why);
}

static enum err take_file(struct dropping *k, const char *path, struct problem *why)
{
    struct feed_import in = {.path = path,
                             .source = k->source,
                             .messages = k->in->messages,
                             .settings = k->in->settings};
    struct feed_imported n = {0};
    struct problem told = {0};
    struct stat st;
    if (lstat(path, &st) || !S_ISREG(st.st_mode)) {
        enum err bad = problem_set(&told, ERR_INPUT, ZH_file_open, "file", path, strerror(ENOENT),
                                   NULL); /* a link would lead out of the folder */
        return settle(k, path, bad, &told, why);
    }
    fprintf(k->in->messages, "%s\n", path);
    enum err e = feed_import(k->call, &in, &n, &told);
    if (e == ERR_OK || e == ERR_ROWS) {
        k->out->rows += n.rows;
        k->out->matched += n.matched;
        k->out->bad_rows += n.refused;
        k->out->held += n.held;
    }
    return settle(k, path, e, &told, why);
}

/* Signed files follow each other by name: a partner's numbering is its order. */
static enum err take_source(struct dropping *k, struct problem *why)
{
    char folder[PATH_MOST], path[PATH_MOST];
    struct dirent **list;
    if ((size_t)snprintf(folder, sizeof folder, "%s/%s", k->in->dir, k->source) >= sizeof folder)
        return ERR_OK;
    int count = scandir(folder, &list, NULL, alphasort);
    enum err e = ERR_OK;
    for (int i = 0; i < count; i++) {
        int size = (int)strlen(list[i]->d_name) - 3;
        if (!e && ends_in(list[i]->d_name, ".ok") && list[i]->d_name[0] != '.' &&
            (size_t)snprintf(path, sizeof path, "%s/%.*s", folder, size, list[i]->d_name) + 16 <
                sizeof path)
            e = take_file(k, path, why);
        free(list[i]);
    }
    if (count >= 0) free(list);
    return e;
}

enum err feed_drop(const struct call *call, const struct feed_drop *in, struct feed_dropped *out,
                   struct problem *why)
{
    struct dropping k = {.call = call, .in = in, .out = out};
    struct stat st;
    *out = (struct feed_dropped){0};
    if (permission_region(call->who.role, ACTION_IMPORT_EVIDENCE) == REGION_NONE)
        return app_authorise(call, ACTION_IMPORT_EVIDENCE, call->who.agency, why);
    if (stat(in->dir, &st)) return folder_problem(in->dir, why);
    enum err e = ERR_OK;
    const struct feed_source *source;
    for (size_t i = 0; !e && (source = feed_source_at(i)) != NULL; i++) {
        k.source = source->code;
        e = take_source(&k, why);
    }
    char n[2][24];
    snprintf(n[0], sizeof n[0], "%llu", (unsigned long long)out->refused);
    snprintf(n[1], sizeof n[1], "%llu", (unsigned long long)out->bad_rows);
    if (e || (!out->refused && !out->bad_rows)) return e;
    return problem_set(why, ERR_ROWS, ZH_feed_drop_refused, NULL, n[0], n[1], NULL);
}
