#include "store/backup_postgresql.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/zh.h"

#define URL_MAX 2048
#define SAID_MAX 300 /* bytes kept of what a tool says */

extern char **environ;

/* ---- The URL without its password ----------------------------------------------------------- */

struct target {
    char url[URL_MAX];
    char password[URL_MAX + 16]; /* "PGPASSWORD=…", or empty */
};

static int hex(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void decode(const char *s, size_t n, char *out)
{
    for (size_t i = 0; i < n; i++) {
        bool escaped = s[i] == '%' && i + 2 < n && hex(s[i + 1]) >= 0 && hex(s[i + 2]) >= 0;
        *out++ = (char)(escaped ? hex(s[i + 1]) << 4 | hex(s[i + 2]) : s[i]);
        if (escaped) i += 2;
    }
    *out = 0;
}

/* postgresql://user:password@host/… becomes postgresql://user@host/… */
static enum err split(const char *url, struct target *t, struct problem *why)
{
    static const char name[] = "PGPASSWORD=";
    const char *user = strstr(url, "://");
    size_t n = strlen(url);
    *t = (struct target){.url = ""};
    if (n >= URL_MAX)
        return problem_set(why, ERR_FAILED, ZH_backup_failed, "db", "", strerror(ENAMETOOLONG),
                           NULL);
    memcpy(t->url, url, n + 1);
    if (!user) return ERR_OK;
    user += 3;
    const char *at = user + strcspn(user, "@/?"), *colon = user + strcspn(user, ":@/?");
    if (*at != '@' || *colon != ':') return ERR_OK;
    memcpy(t->password, name, sizeof name);
    decode(colon + 1, (size_t)(at - colon - 1), t->password + sizeof name - 1);
    memmove(t->url + (colon - url), t->url + (at - url), strlen(at) + 1);
    return ERR_OK;
}

/* The environment with the password before it: the first of two is the one that counts. */
static char **environment(struct target *t)
{
    size_t n = 0, kept = 0;
    while (environ[n]) n++;
    char **out = calloc(n + 2, sizeof *out);
    if (!out) return NULL;
    if (t->password[0]) out[kept++] = t->password;
    for (size_t i = 0; i < n; i++)
        if (!t->password[0] || strncmp(environ[i], "PGPASSWORD=", 11) != 0)
            out[kept++] = environ[i];
    return out;
}

/* ---- Running a tool ------------------------------------------------------------------------- */

/* What the tool writes, its first SAID_MAX bytes on one line; reads to the end. */
static void listen_to(int fd, char said[SAID_MAX + 1])
{
    char bytes[4096];
    size_t kept = 0;
    ssize_t n;
    while ((n = read(fd, bytes, sizeof bytes)) > 0 || (n < 0 && errno == EINTR)) {
        size_t more = n > 0 ? (size_t)n : 0;
        if (more > SAID_MAX - kept) more = SAID_MAX - kept;
        memcpy(said + kept, bytes, more);
        kept += more;
    }
    while (kept && said[kept - 1] == '\n') kept--;
    said[kept] = 0;
    for (char *c = said; *c; c++)
        if (*c == '\n') *c = ' ';
}

static int spawn(char *const argv[], char **env, int ends[2], pid_t *pid)
{
    posix_spawn_file_actions_t actions;
    int code = posix_spawn_file_actions_init(&actions);
    if (code) return code;
    code = posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    if (!code)
        code = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!code)
        code = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    if (!code) code = posix_spawnp(pid, argv[0], &actions, NULL, argv, env);
    posix_spawn_file_actions_destroy(&actions);
    return code;
}

static enum err run(char *const argv[], struct target *t, const char *path, struct problem *why)
{
    int ends[2], status = 0;
    pid_t pid = 0;
    char said[SAID_MAX + 1] = "";
    char **env = environment(t);
    if (!env || pipe2(ends, O_CLOEXEC)) {
        free(env);
        return problem_set(why, ERR_FAILED, ZH_backup_failed, "file", path, strerror(errno), NULL);
    }
    int code = spawn(argv, env, ends, &pid);
    close(ends[1]);
    if (!code) listen_to(ends[0], said);
    close(ends[0]);
    free(env);
    if (code == ENOENT)
        return problem_set(why, ERR_CONFIG, ZH_backup_tool_missing, "tool", argv[0], NULL);
    if (code)
        return problem_set(why, ERR_FAILED, ZH_backup_failed, "file", path, strerror(code), NULL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 127 && !said[0])
        return problem_set(why, ERR_CONFIG, ZH_backup_tool_missing, "tool", argv[0], NULL);
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return ERR_OK;
    return problem_set(why, ERR_FAILED, ZH_backup_failed, "file", path, said, NULL);
}

/* ---- Dump and load -------------------------------------------------------------------------- */

static bool fresh_file(const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    return fd >= 0 && close(fd) == 0;
}

static bool on_disk(const char *path)
{
    int fd = open(path, O_RDWR | O_CLOEXEC);
    bool good = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    return good;
}

enum err backup_postgresql_dump(const char *url, const char *path, struct problem *why)
{
    struct target t;
    enum err e = split(url, &t, why);
    if (!e && !fresh_file(path))
        return problem_set(why, ERR_FAILED, ZH_backup_failed, "file", path, strerror(errno), NULL);
    char *const argv[] = {
        "pg_dump", "--format=custom",       "--no-password", "--no-owner", "--no-privileges",
        "--file",  (char *)(uintptr_t)path, "--dbname",      t.url,        NULL};
    if (!e) e = run(argv, &t, path, why);
    if (!e && !on_disk(path))
        e = problem_set(why, ERR_FAILED, ZH_backup_failed, "file", path, strerror(errno), NULL);
    if (e) unlink(path);
    return e;
}

enum err backup_postgresql_load(const char *url, const char *path, struct problem *why)
{
    struct target t;
    enum err e = split(url, &t, why);
    char *const argv[] = {"pg_restore",
                          "--single-transaction",
                          "--exit-on-error",
                          "--no-password",
                          "--no-owner",
                          "--no-privileges",
                          "--dbname",
                          t.url,
                          (char *)(uintptr_t)path,
                          NULL};
    return e ? e : run(argv, &t, path, why);
}
