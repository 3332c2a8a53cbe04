/* First byte: the size of the pieces. The result must not depend on the cuts: compared with one
 * piece. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(const char *body, size_t n, size_t step, struct arena *a, struct http_request *r)
{
    struct multipart *m = multipart_new("multipart/form-data; boundary=x",
                                        (struct http_limits){.body = 4096, .files = 4096}, a);
    int status = 0;
    for (size_t at = 0; at < n && !status; at += step)
        status = multipart_feed(m, body + at, n - at < step ? n - at : step);
    if (!status) status = multipart_finish(m, r);
    multipart_drop(m);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    struct arena *a = arena_new(1 << 20);
    struct http_request one = {0}, cut = {0};
    int first = run((const char *)data + 1, size - 1, size, a, &one);
    int second = run((const char *)data + 1, size - 1, data[0] ? data[0] : 1, a, &cut);
    if ((first == 0) != (second == 0) || one.form.n != cut.form.n || one.files_n != cut.files_n)
        abort();
    for (size_t i = 0; i < one.form.n; i++)
        if (strcmp(one.form.p[i].value, cut.form.p[i].value) != 0) abort();
    for (size_t i = 0; i < one.files_n; i++) {
        if (one.files[i].size != cut.files[i].size) abort();
        close(one.files[i].fd);
        close(cut.files[i].fd);
    }
    arena_free(a);
    return 0;
}
