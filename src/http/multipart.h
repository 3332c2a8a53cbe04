/*
 * multipart/form-data (RFC 7578), parsed as it arrives: text fields into the arena, files into
 * unnamed temporary files. Ours rather than libmicrohttpd's post processor, because that one cannot
 * run without a connection (no fuzzing) and had a fault in its handling of the boundary
 * (CVE-2023-27371).
 *
 * Strict: a boundary of 1 to 70 allowed characters, Content-Disposition: form-data with a quoted
 * name in every part, no nested multipart, no transfer encodings. Limits: text bytes, file bytes,
 * fields, files, 2 KB of part header.
 */
#pragma once
#include "http/http.h"

struct multipart;

/* content_type is the whole header value. Returns NULL when it names no valid boundary or memory is
 * short. */
struct multipart *multipart_new(const char *content_type, struct http_limits limits,
                                struct arena *a);
/* Feeds the next bytes; 0 or the status of the refusal (400, 413, 500). After a refusal only
 * multipart_drop is allowed. */
int multipart_feed(struct multipart *m, const char *bytes, size_t n);
/* At the end of the body: fills form and files of *r (which then owns the descriptors); 0 or a
 * status. */
int multipart_finish(struct multipart *m, struct http_request *r);
/* Closes what was not handed over. */
void multipart_drop(struct multipart *m);
