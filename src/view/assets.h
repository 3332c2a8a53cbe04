/*
 * Styles and scripts, compiled in: hashed name, bytes, gzip bytes made once at build
 * (tools/assetc.c). The name changes with the content, so that browsers may keep it for ever.
 */
#pragma once
#include "base/asset.h"

enum asset_id { ASSET_public_css, ASSET_public_js, ASSET_staff_css, ASSET_staff_js, ASSET_COUNT };

const struct asset *asset_get(enum asset_id id);
const struct asset *asset_find(const char *path); /* NULL when there is none */
