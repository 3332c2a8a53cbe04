#include "app/upload_record.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DETAIL_MOST (16u << 10) /* texts of struct upload, each byte written as two at most */

enum type { ENUM, FLAG, COUNT, TEXT };

#define FIELD(type, name)                                                                          \
    {                                                                                              \
#name, type, offsetof(struct upload, name), sizeof((struct upload){0}.name)                \
    }

/* clang-format off */
static const struct field {
    const char *key;
    enum type type;
    size_t at, size;
} fields[] = {
    FIELD(ENUM, what), FIELD(ENUM, phase), FIELD(ENUM, charset), FIELD(COUNT, received),
    FIELD(FLAG, tried), FIELD(FLAG, signed_file), FIELD(FLAG, errors), FIELD(FLAG, holds),
    FIELD(TEXT, source), FIELD(TEXT, login), FIELD(TEXT, name),
    FIELD(COUNT, size), FIELD(COUNT, rows), FIELD(COUNT, refused), FIELD(COUNT, matched),
    FIELD(COUNT, unmatched), FIELD(COUNT, held), FIELD(COUNT, certifies), FIELD(COUNT, would_hold),
    FIELD(COUNT, contradictions), FIELD(COUNT, names), FIELD(COUNT, certified),
    FIELD(COUNT, checks), FIELD(COUNT, repeated),
    FIELD(COUNT, fresh), FIELD(COUNT, changed), FIELD(COUNT, unchanged), FIELD(COUNT, feed_id),
    FIELD(TEXT, verdict), FIELD(TEXT, problem),
};
/* clang-format on */

enum { FIELDS = sizeof fields / sizeof *fields };

/* ---- As text -------------------------------------------------------------------------------- */

static uint64_t number_at(const struct field *f, const char *at)
{
    if (f->type == FLAG) return *(const bool *)at;
    if (f->type == ENUM) {
        int value;
        memcpy(&value, at, sizeof value);
        return (uint64_t)value;
    }
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

static void set_number(const struct field *f, char *at, uint64_t value)
{
    if (f->type == FLAG) *(bool *)at = value != 0;
    else if (f->type == ENUM) memcpy(at, &(int){(int)value}, sizeof(int));
    else memcpy(at, &value, sizeof value);
}

static void put_text(struct buf *b, const char *s)
{
    for (; *s; s++) {
        if (*s == '\n' || *s == '\\') buf_putc(b, '\\');
        buf_putc(b, *s == '\n' ? 'n' : *s);
    }
}

/* s: up to its end of line, which is not copied. */
static void set_text(const char *s, char *out, size_t size)
{
    size_t n = 0;
    for (; *s && *s != '\n' && n + 1 < size; s++) {
        bool escaped = *s == '\\' && s[1] && s[1] != '\n';
        s += escaped;
        out[n++] = escaped && *s == 'n' ? '\n' : *s;
    }
    out[n] = 0;
}

const char *upload_record_print(const struct upload *u, struct arena *arena)
{
    struct buf b = BUF(DETAIL_MOST);
    for (size_t i = 0; i < FIELDS; i++) {
        const char *at = (const char *)u + fields[i].at;
        buf_printf(&b, "%s ", fields[i].key);
        if (fields[i].type == TEXT) put_text(&b, at);
        else buf_printf(&b, "%" PRIu64, number_at(&fields[i], at));
        buf_putc(&b, '\n');
    }
    const char *text = arena_copy(arena, b.p ? b.p : "", b.n);
    buf_free(&b);
    return text;
}

static void set(struct upload *u, const char *line)
{
    size_t n = strcspn(line, " \n");
    if (line[n] != ' ') return;
    for (size_t i = 0; i < FIELDS; i++) {
        char *at = (char *)u + fields[i].at;
        if (strlen(fields[i].key) != n || memcmp(fields[i].key, line, n) != 0) continue;
        if (fields[i].type == TEXT) set_text(line + n + 1, at, fields[i].size);
        else set_number(&fields[i], at, strtoull(line + n + 1, NULL, 10));
    }
}

void upload_record_read(const struct job *job, struct upload *out)
{
    memset(out, 0, sizeof *out);
    for (const char *line = job->detail; *line;) {
        set(out, line);
        line += strcspn(line, "\n");
        line += *line != 0;
    }
    out->id = job->job_id;
    out->moved = job->recorded_at;
    snprintf(out->digest, sizeof out->digest, "%s", job->digest);
}

/* ---- The row -------------------------------------------------------------------------------- */

static enum job_state state_of(enum upload_phase phase)
{
    if (phase == UPLOAD_DONE) return JOB_DONE;
    return phase == UPLOAD_FAILED || phase == UPLOAD_BROKEN_OFF ? JOB_BROKEN : JOB_OPEN;
}

enum err upload_record_write(struct write *w, const struct upload *u, bool fresh,
                             struct problem *why)
{
    struct data d = data_of_write(w);
    struct job row = {
        .job_id = u->id,
        .kind = JOB_UPLOAD,
        .state = state_of(u->phase),
        .digest = u->digest,
        .position = (int64_t)u->rows,
        .total = u->phase == UPLOAD_DONE ? (int64_t)u->rows : 0,
        .detail = upload_record_print(u, w->arena),
        .recorded_at = u->moved,
    };
    return fresh ? job_insert(&d, &row, why) : job_update(&d, &row, why);
}
