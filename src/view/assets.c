#include "view/assets.h"

#include <string.h>

extern const struct asset asset_table[ASSET_COUNT]; /* written by tools/assetc */

const struct asset *asset_get(enum asset_id id)
{
    return &asset_table[id];
}

const struct asset *asset_find(const char *path)
{
    for (size_t i = 0; i < ASSET_COUNT; i++)
        if (strcmp(asset_table[i].path, path) == 0) return &asset_table[i];
    return NULL;
}
