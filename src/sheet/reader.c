#include "sheet/reader.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sheet/sandbox.h"
#include "sheet/xlsx.h"

#define CHILD "read-sheet"
#define BUFFER (64u << 10)

static const enum zh_id sentences[SHEET_FAULTS] = {
    [SHEET_OK] = ZH_none,
    [SHEET_NOT_PACKED] = ZH_sheet_not_packed,
    [SHEET_NO_SHEET] = ZH_sheet_no_sheet,
    [SHEET_TOO_LARGE] = ZH_sheet_too_large,
    [SHEET_BOMB] = ZH_sheet_bomb,
    [SHEET_DOCTYPE] = ZH_sheet_doctype,
    [SHEET_XML] = ZH_sheet_xml,
    [SHEET_TOO_MUCH_TEXT] = ZH_sheet_too_much_text,
    [SHEET_TOO_WIDE] = ZH_sheet_too_wide,
    [SHEET_ENCRYPTED] = ZH_sheet_encrypted,
    [SHEET_NO_MEMORY] = ZH_sheet_no_memory,
    [SHEET_NO_JAIL] = ZH_sheet_no_jail,
    [SHEET_BROKEN_OFF] = ZH_sheet_broken_off,
};

/* ---- the child ------------------------------------------------------------------------------ */

bool sheet_is_child(int argc, char **argv)
{
    return argc == 2 && strcmp(argv[1], CHILD) == 0;
}

int sheet_child(void)
{
    static char buffer[BUFFER];
    struct stat st;
    if (close_range(3, ~0u, 0) || fstat(STDIN_FILENO, &st)) return SHEET_NO_JAIL;
    if (st.st_size <= 0) return SHEET_NOT_PACKED;
    if (st.st_size > (off_t)SHEET_FILE) return SHEET_TOO_LARGE;
    void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
    if (bytes == MAP_FAILED) return SHEET_NO_MEMORY;
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    if (!sandbox_enter()) return SHEET_NO_JAIL;
    return (int)xlsx_csv(bytes, (size_t)st.st_size, stdout);
}

/* ---- the parent ----------------------------------------------------------------------------- */

bool sheet_is_xlsx(const void *first, size_t n)
{
    return n >= 4 && memcmp(first, "PK\3\4", 4) == 0;
}

bool sheet_is_xls(const void *first, size_t n)
{
    return n >= 8 && memcmp(first, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0;
}

static int spawn(int fd, int csv, pid_t *child)
{
    static char program[] = "jianzai", word[] = CHILD;
    char *argv[] = {program, word, NULL}, *environment[] = {NULL};
    posix_spawn_file_actions_t files;
    int bad = posix_spawn_file_actions_init(&files);
    if (bad) return bad;
    bad = posix_spawn_file_actions_adddup2(&files, fd, STDIN_FILENO);
    if (!bad) bad = posix_spawn_file_actions_adddup2(&files, csv, STDOUT_FILENO);
    if (!bad) bad = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", 1, 0);
    if (!bad) bad = posix_spawn(child, "/proc/self/exe", &files, NULL, argv, environment);
    posix_spawn_file_actions_destroy(&files);
    return bad;
}

static enum sheet_fault await(pid_t child)
{
    int status;
    pid_t got;
    do got = waitpid(child, &status, 0);
    while (got < 0 && errno == EINTR);
    bool said = got == child && WIFEXITED(status) && WEXITSTATUS(status) < SHEET_FAULTS;
    return said ? (enum sheet_fault)WEXITSTATUS(status) : SHEET_BROKEN_OFF;
}

enum err sheet_to_csv(int fd, const char *path, int *csv, struct problem *why)
{
    pid_t child;
    *csv = memfd_create("sheet", MFD_CLOEXEC);
    if (*csv < 0) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    int bad = spawn(fd, *csv, &child);
    enum sheet_fault fault = bad ? SHEET_NO_JAIL : await(child);
    if (!fault && lseek(*csv, 0, SEEK_SET) == 0) return ERR_OK;
    close(*csv);
    *csv = -1;
    return problem_set(why, ERR_INPUT, sentences[fault ? fault : SHEET_BROKEN_OFF], "file", path,
                       NULL);
}
