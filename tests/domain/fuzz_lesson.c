/* Any bytes as a .lesson file: parsed and looked up; nothing may overflow or abort. */
#include <stdint.h>

#include "domain/lesson.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(64 << 20);
    struct lessons all;
    struct problem why;
    if (size > 20000) size = 20000;
    char *text = a ? arena_copy(a, (const char *)data, size) : NULL;
    if (text && lessons_parse(a, text, &all, &why) == ERR_OK)
        for (size_t i = 0; i < all.count; i++) {
            const struct lesson *l = lesson_find(&all, all.rows[i].number);
            if (!l || !date_is_set(lesson_birth(&l->person, date_of(2024, 3, 5)))) __builtin_trap();
        }
    arena_free(a);
    return 0;
}
