#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chain_file.h"
#include "verify/verify.h"

static enum err read_records(struct chain_reader *r, struct verify_sink *s, struct problem *why)
{
    for (;;) {
        enum chain_record kind;
        bool more = true;
        enum err e = chain_file_next(r, &kind, why);
        if (e != ERR_OK || kind == CHAIN_RECORD_END) return e;
        if (kind == CHAIN_RECORD_TIP) more = s->tip(s, &r->tip, r->head);
        if (kind == CHAIN_RECORD_ENTRY) more = s->entry(s, &r->entry, r->digest);
        if (kind == CHAIN_RECORD_HEAD) more = s->head(s, &r->day);
        if (!more) return ERR_OK;
    }
}

enum err verify_read_file(const char *path, struct verify_sink *s, struct problem *why)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return problem_set(why, ERR_CONFIG, ZH_verify_unreadable, NULL, path, strerror(errno),
                           NULL);
    static const size_t buffer = 1 << 18;
    setvbuf(f, NULL, _IOFBF, buffer);
    struct chain_reader *r = malloc(sizeof *r);
    enum err e =
        r ? chain_file_open(r, f, why) : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    if (e == ERR_OK) e = read_records(r, s, why);
    free(r);
    fclose(f);
    return e;
}

enum err verify_read(const char *path, struct verify_sink *s, struct problem *why)
{
    char first[15] = "";
    FILE *f = fopen(path, "rb");
    if (!f)
        return problem_set(why, ERR_CONFIG, ZH_verify_unreadable, NULL, path, strerror(errno),
                           NULL);
    size_t n = fread(first, 1, sizeof first, f);
    fclose(f);
    if (n == sizeof first && memcmp(first, "SQLite format 3", sizeof first) == 0)
        return verify_read_sqlite(path, s, why);
    return verify_read_file(path, s, why);
}
