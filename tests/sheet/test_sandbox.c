/* The child's jail: what it may no longer do, each seen to work before. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "sheet/sandbox.h"

enum { OPENS = 1, CREATES = 2, CONNECTS = 4, FORKS = 8, WRITES = 16, ALLOCATES = 32 };

static int can(int out)
{
    int able = 0;
    int fd = open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    if (fd >= 0) able |= OPENS, close(fd);
    fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) able |= CREATES, close(fd);
    fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd >= 0) able |= CONNECTS, close(fd);
    pid_t child = fork();
    if (child == 0) _exit(0);
    if (child > 0) able |= FORKS, waitpid(child, NULL, 0);
    if (write(out, "x", 1) == 1) able |= WRITES;
    void *p = malloc(1u << 20);
    if (p) able |= ALLOCATES;
    free(p);
    return able;
}

static int run(bool (*jail)(void))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        int out = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (jail && !jail()) _exit(255);
        _exit(can(out));
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static bool landlock_alone(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && sandbox_no_files();
}

static void only_memory_and_open_files_are_left(void **state)
{
    (void)state;
    assert_int_equal(run(NULL), OPENS | CREATES | CONNECTS | FORKS | WRITES | ALLOCATES);
    assert_int_equal(run(sandbox_enter), WRITES | ALLOCATES);
}

/* Were the filter of system calls to let one through, no file opens all the same. */
static void landlock_alone_shuts_files(void **state)
{
    (void)state;
    if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1) skip();
    assert_int_equal(run(landlock_alone), CONNECTS | FORKS | WRITES | ALLOCATES);
}

/* ---- limits --------------------------------------------------------------------------------- */

static bool most(int what, rlim_t n)
{
    struct rlimit r;
    return getrlimit((__rlimit_resource_t)what, &r) == 0 && r.rlim_cur == n && r.rlim_max == n;
}

/* The limit of time as it is set (its twenty seconds are not burnt here), no file beside the three,
 * and memory, where no sanitizer needs more. */
static int limited(void)
{
    if (!sandbox_limits()) return 1;
    if (!most(RLIMIT_CPU, SANDBOX_SECONDS)) return 2;
    if (!most(RLIMIT_NOFILE, 3)) return 3;
    if (!most(RLIMIT_CORE, 0)) return 4;
    if (open("/dev/null", O_RDONLY | O_CLOEXEC) >= 0) return 5;
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    if (!most(RLIMIT_DATA, SANDBOX_MEMORY)) return 6;
    void *p = malloc(SANDBOX_MEMORY + 1);
    if (p) return free(p), 7;
#endif
    return 0;
}

/* One byte more than the output may have: the system ends the process. */
static int writes_too_much(void)
{
    int out = memfd_create("out", 0);
    if (out < 0 || ftruncate(out, SANDBOX_OUTPUT) || !sandbox_limits()) return 1;
    if (lseek(out, SANDBOX_OUTPUT - 1, SEEK_SET) < 0 || write(out, "x", 1) != 1) return 2;
    return write(out, "y", 1) == 1 ? 3 : 4;
}

static int status_of(int (*what)(void))
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) _exit(what());
    waitpid(child, &status, 0);
    return status;
}

static void time_memory_files_and_output_are_limited(void **state)
{
    (void)state;
    int status = status_of(limited);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    status = status_of(writes_too_much);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGXFSZ);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_memory_and_open_files_are_left),
        cmocka_unit_test(landlock_alone_shuts_files),
        cmocka_unit_test(time_memory_files_and_output_are_limited),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
