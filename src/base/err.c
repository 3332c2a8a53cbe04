#include "base/err.h"

#include <stdarg.h>
#include <string.h>

#include "base/zh.h"

static const struct {
    int exit_status, http_status;
} codes[ERR_COUNT] = {
    [ERR_OK] = {0, 200},       [ERR_FAILED] = {1, 500}, [ERR_USAGE] = {2, 400},
    [ERR_CONFIG] = {3, 500},   [ERR_ROWS] = {4, 422},   [ERR_INPUT] = {1, 422},
    [ERR_DENIED] = {5, 403},   [ERR_LAW] = {5, 409},    [ERR_NOT_FOUND] = {1, 404},
    [ERR_CONFLICT] = {1, 409}, [ERR_BUSY] = {75, 503},
};

int err_exit_status(enum err code)
{
    return codes[code].exit_status;
}

int err_http_status(enum err code)
{
    return codes[code].http_status;
}

static void copy_bounded(char *to, size_t cap, const char *from)
{
    size_t n = strlen(from);
    if (n >= cap) {
        n = cap - 1;
        while (n > 0 && ((unsigned char)from[n] & 0xC0) == 0x80) n--;
    }
    memcpy(to, from, n);
    to[n] = 0;
}

enum err problem_set(struct problem *p, enum err code, enum zh_id message, const char *field, ...)
{
    if (!p) return code;
    *p = (struct problem){.code = code, .message = message};
    if (field) copy_bounded(p->field, sizeof p->field, field);
    va_list args;
    va_start(args, field);
    for (int i = 0; i < PROBLEM_VALUES; i++) {
        const char *value = va_arg(args, const char *);
        if (!value) break;
        copy_bounded(p->value[i], sizeof p->value[i], value);
    }
    va_end(args);
    return code;
}

const char *problem_sentence(const struct problem *p, char *out, size_t cap)
{
    const char *values[PROBLEM_VALUES];
    for (int i = 0; i < PROBLEM_VALUES; i++) values[i] = p->value[i];
    return zh_format(out, cap, p->message, values, PROBLEM_VALUES);
}
