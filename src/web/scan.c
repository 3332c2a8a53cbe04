#include "web/scan.h"

#include <string.h>

#include "base/name.h"
#include "web/form.h"

#define PREFIX "JZ"
#define LONGEST 24

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static int value_of(char c)
{
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Weights 1, 2, 3 … modulo 37, which is prime: every single wrong character and every swap of two
 * neighbours is found. '*' stands for 36. */
static char check_of(const char *s, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) sum = (sum + value_of(s[i]) * (int)(i + 1)) % 37;
    return sum == 36 ? '*' : digits[sum];
}

const char *scan_text(struct arena *a, int64_t matter_id)
{
    char *id = arena_print(a, "%s", id_text(a, matter_id));
    for (char *c = id; *c; c++)
        if (*c >= 'a') *c = (char)(*c - 'a' + 'A');
    return arena_print(a, PREFIX "%s%c", id, check_of(id, strlen(id)));
}

int64_t scan_parse(const char *typed)
{
    char key[NAME_BYTES], id[LONGEST];
    if (!name_key(typed, key, sizeof key) || strncmp(key, PREFIX, 2) != 0) return 0;
    size_t n = strlen(key + 2);
    if (n < 2 || n >= LONGEST) return 0;
    n--;
    for (size_t i = 0; i < n; i++)
        if (value_of(key[2 + i]) < 0) return 0;
    if (check_of(key + 2, n) != key[2 + n]) return 0;
    for (size_t i = 0; i < n; i++) {
        char c = key[2 + i];
        id[i] = c >= 'A' ? (char)(c - 'A' + 'a') : c;
    }
    id[n] = 0;
    const char *end;
    int64_t value = id_parse(id, &end);
    return *end ? 0 : value;
}
