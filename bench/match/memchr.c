#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
static double now()
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}
static int fd;
static size_t size;
static char *map;
static atomic_size_t next;
static atomic_size_t lines;
static int mode;
static size_t C = 1 << 20;
static void *work(void *a)
{
    (void)a;
    char *buf = aligned_alloc(4096, C + 4096);
    size_t n = 0;
    if (mode == 1)
        memset(buf, 0, C);
    for (;;) {
        size_t i = atomic_fetch_add(&next, C);
        if (i >= size)
            break;
        size_t len = size - i < C ? size - i : C;
        const char *p;
        if (mode == 1) {
            if (pread(fd, buf, len, i) != (ssize_t)len)
                exit(1);
            p = buf;
        } else
            p = map + i;
        if (mode == 0 && 0)
            madvise(map + i, len, MADV_POPULATE_READ);
        const char *e = p + len;
        while ((p = memchr(p, '\n', e - p))) {
            n++;
            p++;
        }
    }
    lines += n;
    free(buf);
    return 0;
}
int main(int c, char **v)
{
    mode = atoi(v[2]);
    if (c > 3)
        C = atoi(v[3]) * 1024;
    fd = open(v[1], O_RDONLY);
    struct stat s;
    fstat(fd, &s);
    size = s.st_size;
    for (int r = 0; r < 4; r++) {
        next = 0;
        lines = 0;
        double t = now();
        if (mode == 0) {
            map = mmap(0, size, PROT_READ, MAP_SHARED, fd, 0);
        }
        if (mode == 2) {
            map = mmap(0, size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, 0);
        }
        pthread_t x[2];
        for (int i = 0; i < 2; i++)
            pthread_create(x + i, 0, work, 0);
        for (int i = 0; i < 2; i++)
            pthread_join(x[i], 0);
        double d = now() - t;
        if (map)
            munmap(map, size);
        printf("mode %d %.3f s lines %zu %.2f GB/s\n", mode, d, (size_t)lines, size / d / 1e9);
    }
}
