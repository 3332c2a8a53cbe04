/* Files in memory, for the tests of the matching engine. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

/* A file that only this process sees. */
static inline int memory_file(const char *p, size_t n)
{
    int fd = memfd_create("match", 0);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, p, n), (ssize_t)n);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

/* All of it, terminated; to be freed. */
static inline char *file_text(int fd, size_t *n)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *p = malloc((size_t)size + 1);
    assert_non_null(p);
    assert_int_equal(pread(fd, p, (size_t)size, 0), size);
    p[size] = 0;
    if (n) *n = (size_t)size;
    return p;
}
