#include <string.h>

#include "demo_names_gen.h"
#include "domain/demo_part.h"

static void add(char out[DEMO_NAME], size_t *n, const char *s)
{
    size_t length = strlen(s);
    if (*n + length >= DEMO_NAME) return;
    memcpy(out + *n, s, length + 1);
    *n += length;
}

static void pick(struct dice *d, const char *const *words, size_t count, char out[DEMO_NAME],
                 size_t *n)
{
    add(out, n, words[dice_below(d, (uint32_t)count)]);
}

static void pick_given(struct dice *d, const struct idnum *id, char out[DEMO_NAME], size_t *n)
{
    bool old = date_cmp(id->birth, date_of(1978, 1, 1)) < 0, woman = id->sex == SEX_FEMALE;
    if (old && woman) pick(d, demo_female_old, demo_female_old_count, out, n);
    if (old && !woman) pick(d, demo_male_old, demo_male_old_count, out, n);
    if (!old && woman) pick(d, demo_female_young, demo_female_young_count, out, n);
    if (!old && !woman) pick(d, demo_male_young, demo_male_young_count, out, n);
}

void demo_name(struct dice *d, const struct idnum *id, char out[DEMO_NAME])
{
    size_t n = 0;
    out[0] = 0;
    if (dice_hits(d, 30)) {
        pick(d, demo_dot_given, demo_dot_given_count, out, &n);
        add(out, &n, "\u00b7"); /* the middle dot */
        pick(d, demo_dot_family, demo_dot_family_count, out, &n);
        return;
    }
    pick(d, demo_surnames, demo_surnames_count, out, &n);
    if (!dice_hits(d, 2200)) pick_given(d, id, out, &n);
    if (dice_hits(d, 60)) pick(d, demo_rare, demo_rare_count, out, &n);
    else pick_given(d, id, out, &n);
}
