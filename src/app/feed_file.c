#include "app/feed_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/feed_row.h"
#include "sheet/reader.h"
#include "store/feeds.h"

#define COLUMNS 64

static enum err open_problem(const char *path, const char *reason, struct problem *why)
{
    return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, reason, NULL);
}

static enum err digest_of(int fd, const char *path, struct feed_file *out, struct problem *why)
{
    static const size_t step = 64u << 10;
    char chunk[64u << 10];
    uint8_t digest[SM_DIGEST];
    ssize_t n;
    uint64_t size = 0;
    bool workbook = false; /* which breaks off nowhere: its end says that it is whole */
    struct sm_hash *h = sm_hash_new();
    if (!h) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    sm_hash_start(h);
    while ((n = read(fd, chunk, step)) > 0) {
        workbook |= !size && sheet_is_xlsx(chunk, (size_t)n);
        sm_hash_add(h, chunk, (size_t)n);
        out->ends_with_newline = chunk[n - 1] == '\n' || chunk[n - 1] == '\r';
        size += (uint64_t)n;
    }
    out->ends_with_newline |= workbook;
    out->size = (int64_t)size;
    sm_hash_end(h, digest);
    sm_hash_free(h);
    sm_hex(digest, sizeof digest, out->digest);
    if (n < 0) return open_problem(path, strerror(errno), why);
    return size ? ERR_OK : problem_set(why, ERR_INPUT, ZH_file_empty, "file", path, NULL);
}

static enum err read_envelope(struct feed_file *out, struct problem *why)
{
    char name[4096], text[ENVELOPE_MOST + 1];
    if ((size_t)snprintf(name, sizeof name, "%s.sig", out->path) >= sizeof name) return ERR_OK;
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? ERR_OK : open_problem(name, strerror(errno), why);
    ssize_t n = read(fd, text, sizeof text);
    close(fd);
    out->sealed = true;
    if (n < 0) return open_problem(name, strerror(EIO), why);
    return envelope_parse(text, (size_t)n, &out->envelope, why);
}

enum err feed_file_digest(const char *path, struct feed_file *out, struct problem *why)
{
    struct stat st;
    *out = (struct feed_file){.path = path};
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return open_problem(path, strerror(errno), why);
    bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    enum err e =
        regular ? digest_of(fd, path, out, why) : open_problem(path, strerror(EINVAL), why);
    close(fd);
    return e;
}

enum err feed_file_open(const char *path, struct feed_file *out, struct problem *why)
{
    enum err e = feed_file_digest(path, out, why);
    return e ? e : read_envelope(out, why);
}

void feed_file_close(struct feed_file *f)
{
    sm_wipe(f->digest, sizeof f->digest);
    table_source_close(f->table);
    f->table = NULL;
}

enum err feed_file_table(struct feed_file *f, struct table_source **out, struct problem *why)
{
    enum err e = f->table ? table_source_rewind(f->table, why)
                          : table_source_open(f->path, f->charset, &f->table, why);
    *out = f->table;
    return e;
}

/* ---- the envelope --------------------------------------------------------------------------- */

static bool is_header(const struct csv_row *row)
{
    const char *cells[COLUMNS];
    for (size_t i = 0; i < row->count && i < COLUMNS; i++) cells[i] = row->cells[i].s;
    return feed_is_header(cells, row->count < COLUMNS ? row->count : COLUMNS);
}

enum err feed_file_rows(struct feed_file *f, int64_t *rows, struct problem *why)
{
    struct table_source *source;
    struct csv_row row;
    int64_t n = 0, header = 0;
    enum err e = feed_file_table(f, &source, why);
    if (e) return e;
    struct csv_source in = table_source_csv(source);
    struct csv *csv = csv_open(&in, &(struct csv_options){.max_columns = COLUMNS});
    if (!csv) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    while (!e) {
        enum err step = csv_next(csv, &row, why);
        if (step == ERR_NOT_FOUND) break;
        if (step && step != ERR_ROWS) e = step;
        n++;
        if (!step && !header && n <= TABLE_HEADER_WITHIN && is_header(&row)) header = n;
    }
    csv_close(csv);
    *rows = n - header;
    return e;
}

/* What was accepted from the sender before; this very file, taken up again, does not count. */
static enum err series(struct data *d, const struct feed_file *f, struct envelope_expected *x,
                       struct problem *why)
{
    struct feed *list;
    size_t count;
    enum err e = feeds_list(d, x->sender, &list, &count, why);
    for (size_t i = 0; !e && i < count; i++) {
        bool itself =
            strcmp(list[i].digest, f->digest) == 0 && list[i].sequence == f->envelope.sequence;
        if (!list[i].sequence || itself || list[i].sequence <= x->last_sequence) continue;
        x->last_sequence = list[i].sequence;
        x->last_digest = list[i].digest;
        x->last_period = list[i].period;
    }
    return e;
}

static enum err check_envelope(struct data *d, const struct call *call,
                               const struct feed_source *source, struct feed_file *f,
                               struct problem *why)
{
    char recipient[AGENCY_CODE];
    snprintf(recipient, sizeof recipient, "%.4s00000000", call->who.agency);
    struct envelope_expected x = {
        .sender = source->code,
        .recipient = recipient,
        .digest = f->digest,
        .now = month_of(call->clock.business_date),
    };
    enum err e = series(d, f, &x, why);
    if (!e) e = feed_file_rows(f, &x.rows, why);
    return e ? e : envelope_check(&f->envelope, &x, why);
}

enum err feed_file_check(struct data *d, const struct call *call, const struct feed_source *source,
                         struct feed_file *f, struct problem *why)
{
    const char *pem;
    enum err e = feeds_sender(d, source->code, call->clock.business_date, &pem, why);
    if (e || (!pem && !f->sealed)) return e;
    if (!f->sealed)
        return problem_set(why, ERR_INPUT, ZH_envelope_missing, "envelope", source->code, NULL);
    if (!pem)
        return problem_set(why, ERR_INPUT, ZH_envelope_unknown, "envelope", source->code, NULL);
    struct sm_pair *key = sm_pair_from_pem((struct sm_bytes){pem, strlen(pem)}, false);
    if (!key) return problem_set(why, ERR_FAILED, ZH_envelope_key, "envelope", NULL);
    e = envelope_verify(&f->envelope, key, why);
    sm_pair_free(key);
    return e ? e : check_envelope(d, call, source, f, why);
}
