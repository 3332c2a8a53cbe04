#include "app/table_source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/reader.h"

#define SAMPLE (1u << 20)
#define CHUNK (64u << 10)

struct table_source {
    int fd;
    uint64_t size;
    off_t first; /* behind the byte order mark */
    enum charset charset;
    size_t have; /* undecoded bytes in raw */
    bool ended, checked;
    char raw[CHUNK];
};

enum err table_source_rewind(struct table_source *t, struct problem *why)
{
    t->have = 0;
    t->ended = false;
    if (lseek(t->fd, t->first, SEEK_SET) >= 0) return ERR_OK;
    return problem_set(why, ERR_INPUT, ZH_file_open, "file", "", strerror(errno), NULL);
}

static enum err detect(struct table_source *t, const char *path, struct problem *why)
{
    char *sample = malloc(SAMPLE);
    if (!sample) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    ssize_t n = pread(t->fd, sample, SAMPLE, 0);
    size_t cut = n > 0 ? (size_t)n : 0;
    if (cut == SAMPLE)
        while (cut > 0 && sample[cut - 1] != '\n') cut--;
    struct charset_found found = charset_detect(sample, cut);
    free(sample);
    if (n < 0)
        return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, strerror(errno), NULL);
    if (n == 0) return problem_set(why, ERR_INPUT, ZH_file_empty, "file", path, NULL);
    if (found.charset == CHARSET_UTF16)
        return problem_set(why, ERR_INPUT, ZH_file_utf16, "file", path, NULL);
    t->charset = found.charset;
    t->first = (off_t)found.bom;
    return table_source_rewind(t, why);
}

/* What was found to be UTF-8 passes as it is; what is only called so is checked byte by byte. */
static void choose(struct table_source *t, enum charset charset)
{
    t->checked = charset == CHARSET_UTF8 && t->charset != CHARSET_UTF8;
    t->charset = charset;
}

/* A workbook becomes the CSV that a child makes of it (sheet/reader.h). */
static enum err unpack(struct table_source *t, const char *path, bool *packed, struct problem *why)
{
    char first[8];
    int csv;
    ssize_t n = pread(t->fd, first, sizeof first, 0);
    if (n > 0 && sheet_is_xls(first, (size_t)n))
        return problem_set(why, ERR_INPUT, ZH_sheet_old, "file", path, NULL);
    if (n <= 0 || !sheet_is_xlsx(first, (size_t)n)) return ERR_OK;
    enum err e = sheet_to_csv(t->fd, path, &csv, why);
    if (e) return e;
    close(t->fd);
    t->fd = csv;
    *packed = true;
    return ERR_OK;
}

enum err table_source_open(const char *path, enum charset charset, struct table_source **out,
                           struct problem *why)
{
    struct stat st;
    struct table_source *t = calloc(1, sizeof *t);
    *out = NULL;
    if (!t) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    t->fd = open(path, O_RDONLY | O_CLOEXEC);
    if (t->fd < 0 || fstat(t->fd, &st) || !S_ISREG(st.st_mode)) {
        const char *reason = t->fd < 0 ? strerror(errno) : "not a regular file";
        table_source_close(t);
        return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, reason, NULL);
    }
    t->size = (uint64_t)st.st_size;
    bool packed = false;
    enum err e = unpack(t, path, &packed, why);
    if (!e) e = detect(t, path, why);
    if (!e && charset && !packed) choose(t, charset);
    if (e) {
        table_source_close(t);
        return e;
    }
    *out = t;
    return ERR_OK;
}

void table_source_close(struct table_source *t)
{
    if (t && t->fd >= 0) close(t->fd);
    free(t);
}

static enum err fill(struct table_source *t, char *to, size_t room, size_t *n, struct problem *why)
{
    ssize_t got = read(t->fd, to, room);
    if (got < 0)
        return problem_set(why, ERR_FAILED, ZH_file_open, "file", "", strerror(errno), NULL);
    *n = (size_t)got;
    return ERR_OK;
}

static size_t put_replacement(char *out)
{
    memcpy(out, "\xEF\xBF\xBD", 3);
    return 3;
}

static struct charset_step step_gb18030(const char *in, size_t n, char *out, size_t cap)
{
    return charset_gb18030(in, n, out, cap);
}

static struct charset_step step_utf8(const char *in, size_t n, char *out, size_t cap)
{
    size_t most = n < cap ? n : cap, good = most;
    charset_is_utf8(in, most, &good);
    memcpy(out, in, good);
    if (good == n) return (struct charset_step){CHARSET_DONE, good, good};
    bool cut = most - good < 4; /* perhaps the beginning of a character */
    return (struct charset_step){cut ? CHARSET_MORE : CHARSET_BAD, good, good};
}

/* Decodes what is in raw; at least one byte comes out unless more input is needed. */
static size_t decode(struct table_source *t, char *out, size_t cap)
{
    size_t used = 0, written = 0;
    while (used < t->have && cap - written >= 8) {
        struct charset_step s = (t->checked ? step_utf8 : step_gb18030)(
            t->raw + used, t->have - used, out + written, cap - written - 4);
        used += s.used;
        written += s.written;
        bool cut_off = s.end == CHARSET_MORE && t->ended;
        if (s.end == CHARSET_BAD || cut_off) {
            written += put_replacement(out + written);
            used++;
        } else if (s.end != CHARSET_DONE) {
            break;
        }
    }
    memmove(t->raw, t->raw + used, t->have - used);
    t->have -= used;
    return written;
}

static enum err read_decoded(void *ctx, char *out, size_t cap, size_t *n, struct problem *why)
{
    struct table_source *t = ctx;
    if (t->charset != CHARSET_GB18030 && !t->checked) return fill(t, out, cap, n, why);
    *n = 0;
    while (*n == 0) {
        size_t got = 0;
        if (!t->ended && t->have < CHUNK / 2) {
            enum err e = fill(t, t->raw + t->have, CHUNK - t->have, &got, why);
            if (e) return e;
            t->have += got;
            t->ended = got == 0;
        }
        if (t->ended && t->have == 0) return ERR_OK;
        *n = decode(t, out, cap);
    }
    return ERR_OK;
}

struct csv_source table_source_csv(struct table_source *t)
{
    return (struct csv_source){.read = read_decoded, .ctx = t};
}

enum charset table_source_charset(const struct table_source *t)
{
    return t->charset;
}

uint64_t table_source_size(const struct table_source *t)
{
    return t->size;
}

enum err table_header(struct csv *csv, struct arena *arena, table_is_header is, const char ***cells,
                      size_t *count, struct problem *why)
{
    struct csv_row row;
    for (int i = 1; i <= TABLE_HEADER_WITHIN; i++) {
        enum err e = csv_next(csv, &row, why);
        if (e) return e == ERR_ROWS ? ERR_INPUT : e;
        *count = row.count;
        *cells = ARENA_ARRAY(arena, const char *, row.count + 1);
        for (size_t c = 0; c < row.count; c++)
            (*cells)[c] = arena_copy(arena, row.cells[c].s, row.cells[c].n);
        if (is(*cells, row.count) || i == TABLE_HEADER_WITHIN) return ERR_OK;
    }
    return ERR_NOT_FOUND;
}
