/* Static bytes compiled in, as the server sends and the pages name them. All pointers are static;
 * gzip may be NULL. */
#pragma once
#include <stddef.h>

struct asset {
    const char *path; /* "/a/public-0123456789ab.css": the name changes with the content */
    const char *type;
    const unsigned char *bytes, *gzip;
    size_t bytes_n, gzip_n;
};
