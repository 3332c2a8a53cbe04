/* JSON bodies into forms: any bytes are decoded or refused, and what is decoded keeps its bounds.
 */
#include <assert.h>
#include <string.h>

#include "web/json.h"

static const struct form form = {{
    {"number", FIELD_NUMBER, true, 120, ZH_web_need_number},
    {"way", FIELD_WAY, false, 8, ZH_none},
    {"held_on", FIELD_DATE, false, 20, ZH_none},
    {"note", FIELD_TEXT, false, 40, ZH_none},
    {"id", FIELD_IDS, false, 0, ZH_none},
    {"code", FIELD_CODE, false, 40, ZH_none},
}};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_new(16u << 20);
    struct http_pairs pairs = {0};
    struct form_data f;
    if (!json_pairs(&form, (const char *)data, size, a, &pairs, NULL)) {
        form_decode(&form, pairs, date_of(2026, 11, 23), a, &f);
        assert(f.error_n <= FORM_FIELDS + 2);
        assert(f.ids_n <= FORM_IDS);
        assert(strlen(f.text[3]) <= 40);
        for (size_t i = 0; i < f.ids_n; i++) assert(f.ids[i] > 0);
    }
    arena_free(a);
    return 0;
}
