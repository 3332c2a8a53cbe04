/* What every test of the law room needs: an arena, the shipped calendar and parameters, short ways
 * to write dates. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "law/facts.h"
#include "law/kinds.h"
#include "law/law.h"
#include "law/register.h"
#include "law/words.h"

static struct arena *arena;
static struct law law;

static inline struct date D(const char *s) {
    struct date d = DATE_NONE;
    if (*s) assert_int_equal(date_parse(s, &d, NULL), ERR_OK);
    return d;
}

static inline struct month
M(const char *s) {
    struct month m = MONTH_NONE;
    if (*s) assert_int_equal(month_parse(s, &m, NULL), ERR_OK);
    return m;
}

static inline void
today(const char *s)
{
    law.today = D(s);
}

static inline const struct calendar *calendar_known(const char *known_at)
{
    size_t n;
    const struct calendar_row *rows = calendar_shipped(&n);
    return calendar_build(arena, rows, n, D(known_at));
}

static inline int law_setup(void **state)
{
    (void)state;
    arena = arena_new(8 << 20);
    law = (struct law){calendar_known(""), params_build(arena, NULL, 0), D("2024-06-03")};
    return arena == NULL;
}

static inline int law_teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define assert_date(got, want)                                                                     \
    do {                                                                                           \
        struct date_text got_text = date_print(got);                                               \
        assert_string_equal(got_text.s, want);                                                     \
    } while (0)
#define assert_month(got, want)                                                                    \
    do {                                                                                           \
        struct date_text got_text = month_print(got);                                              \
        assert_string_equal(got_text.s, want);                                                     \
    } while (0)
#define TEST(f) cmocka_unit_test_setup_teardown(f, law_setup, law_teardown)
#define COUNT_OF(x) (sizeof(x) / sizeof *(x))

static inline bool cites(const struct finding *f, int rule)
{
    for (int i = 0; i < f->rule_count; i++)
        if (f->rule[i] == rule) return true;
    return false;
}

static inline const struct finding_fact *fact_of(const struct finding *f, int id)
{
    for (int i = 0; i < f->fact_count; i++)
        if (f->fact[i].id == id) return &f->fact[i];
    return NULL;
}
