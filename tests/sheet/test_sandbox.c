/* The child's jail: what it may no longer do, each seen to work before. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
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

static int run(bool jailed)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        int out = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (jailed && !sandbox_enter()) _exit(255);
        _exit(can(out));
    }
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void only_memory_and_open_files_are_left(void **state)
{
    (void)state;
    assert_int_equal(run(false), OPENS | CREATES | CONNECTS | FORKS | WRITES | ALLOCATES);
    assert_int_equal(run(true), WRITES | ALLOCATES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(only_memory_and_open_files_are_left)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
