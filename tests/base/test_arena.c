/* Arenas: zeroed, aligned, bounded, wiped; and what happens when memory runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

/* The linker sends every malloc of the program here: the n-th one fails. */
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
static int fail_in = -1;

void *__wrap_malloc(size_t size)
{
    if (fail_in > 0 && --fail_in == 0) return NULL;
    return __real_malloc(size);
}

static bool all_zero(const void *p, size_t n)
{
    const unsigned char *b = p;
    for (size_t i = 0; i < n; i++)
        if (b[i]) return false;
    return true;
}

static void memory_is_zeroed_and_aligned(void **state)
{
    struct arena *a = arena_new(1u << 20);
    (void)state;
    for (size_t size = 1; size < 2000; size += 13) {
        unsigned char *p = arena_alloc(a, size);
        assert_int_equal((uintptr_t)p % 16, 0);
        assert_true(all_zero(p, size));
        memset(p, 0xA5, size);
    }
    arena_free(a);
}

static void pieces_do_not_overlap(void **state)
{
    struct arena *a = arena_new(8u << 20);
    unsigned char *p[400];
    size_t size[400];
    (void)state;
    for (size_t i = 0; i < 400; i++) {
        size[i] = 1 + (i * 7919) % 20000;
        p[i] = arena_alloc(a, size[i]);
        memset(p[i], (int)(i % 251), size[i]);
    }
    for (size_t i = 0; i < 400; i++)
        for (size_t k = 0; k < size[i]; k++) assert_int_equal(p[i][k], i % 251);
    arena_free(a);
}

static void the_ceiling_holds(void **state)
{
    struct arena *a = arena_new(1000);
    (void)state;
    assert_non_null(arena_try(a, 900));
    assert_null(arena_try(a, 200));
    assert_null(arena_try(a, SIZE_MAX));
    assert_null(arena_try(a, SIZE_MAX - 8));
    assert_non_null(arena_try(a, 64));
    assert_null(arena_try(a, 64));
    arena_reset(a);
    assert_int_equal(arena_used(a), 0);
    assert_non_null(arena_try(a, 1000));
    assert_null(arena_try(a, 1));
    arena_free(a);
}

static void reset_wipes_and_reuses(void **state)
{
    struct arena *a = arena_new(1u << 20);
    char *first = arena_copy(a, "371002194603150012", 18);
    (void)state;
    arena_alloc(a, 100000); /* another block */
    arena_reset(a);
    assert_true(all_zero(first, 18)); /* the first block is kept, so this may be looked at */
    assert_ptr_equal(arena_alloc(a, 32), first);
    arena_free(a);
}

static void a_large_piece_gets_its_own_block(void **state)
{
    struct arena *a = arena_new(64u << 20);
    unsigned char *big = arena_alloc(a, 20u << 20), *small;
    (void)state;
    memset(big, 1, 20u << 20);
    small = arena_alloc(a, 16);
    assert_true(all_zero(small, 16));
    assert_true(arena_used(a) >= (20u << 20) + 16);
    arena_free(a);
}

static void text_is_copied_and_printed(void **state)
{
    struct arena *a = arena_new(1u << 20);
    char long_text[5000];
    (void)state;
    assert_string_equal(arena_copy(a, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(a, "", 0), "");
    assert_string_equal(arena_print(a, "%d %s", 42, "days"), "42 days");
    memset(long_text, 'x', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = 0;
    assert_string_equal(arena_print(a, "%s", long_text), long_text);
    arena_free(a);
}

static void alloc_at_the_ceiling_ends_the_process_with_one(void **state)
{
    int status;
    pid_t child = fork();
    (void)state;
    if (child == 0) {
        close(STDERR_FILENO);
        arena_alloc(arena_new(100), 200);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 1);
}

/* Fails the first, the second, ... allocation of the same work until it goes through. */
static void every_failed_allocation_is_a_null(void **state)
{
    int n = 0, nulls;
    (void)state;
    do {
        fail_in = ++n;
        nulls = 0;
        struct arena *a = arena_new(4u << 20);
        for (int i = 0; a && i < 6; i++) {
            char *p = arena_try(a, 100000);
            if (p) memset(p, 7, 100000);
            nulls += p == NULL;
        }
        nulls += a == NULL;
        fail_in = -1;
        arena_free(a);
        assert_true(nulls <= 1); /* the arena works on after the failure */
    } while (nulls);
    assert_true(n > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(the_ceiling_holds),
        cmocka_unit_test(reset_wipes_and_reuses),
        cmocka_unit_test(a_large_piece_gets_its_own_block),
        cmocka_unit_test(text_is_copied_and_printed),
        cmocka_unit_test(alloc_at_the_ceiling_ends_the_process_with_one),
        cmocka_unit_test(every_failed_allocation_is_a_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
