#include "http/multipart.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "http/form.h"

enum { PART_HEADER_MAX = 2048, BOUNDARY_MAX = 70, WINDOW = 8192 };

enum state { PREAMBLE, HEADER, DATA, AFTER_BOUNDARY, EPILOGUE };

struct multipart {
    struct arena *arena;
    struct http_limits limits;
    char delimiter[BOUNDARY_MAX + 8]; /* "\r\n--boundary" */
    size_t delimiter_n;
    enum state state;
    char window[WINDOW]; /* bytes not yet decided about */
    size_t window_n;
    struct http_pair *fields;
    size_t fields_n, text_used;
    struct http_file *files;
    size_t files_n;
    uint64_t file_used;
    const char *part_name;
    struct buf text; /* of the current text part */
    bool in_file;
};

static bool boundary_octet(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c && strchr("'()+_,-./:=?", c));
}

/* Value of parameter `name` in a header value; quoted or token. Copies into the arena; NULL when
 * absent or malformed. */
static char *parameter(const char *s, const char *name, struct arena *a)
{
    size_t name_n = strlen(name);
    while ((s = strchr(s, ';'))) {
        s += 1 + strspn(s + 1, " \t");
        bool match = strncasecmp(s, name, name_n) == 0 && s[name_n] == '=';
        const char *v = s + strcspn(s, "=;\"");
        if (*v != '=') continue;
        v++;
        size_t n = *v == '"' ? strcspn(v + 1, "\"") : strcspn(v, "; \t");
        if (*v == '"' && (v[n + 1] != '"' || !strchr("; \t", v[n + 2]))) return NULL;
        if (match) return arena_copy(a, *v == '"' ? v + 1 : v, n);
        s = *v == '"' ? v + n + 2 : v + n;
        if (!strchr(s, ';')) return NULL;
    }
    return NULL;
}

struct multipart *multipart_new(const char *content_type, struct http_limits limits,
                                struct arena *a)
{
    if (!limits.files || strncasecmp(content_type, "multipart/form-data", 19) != 0) return NULL;
    char *boundary = parameter(content_type, "boundary", a);
    size_t n = boundary ? strlen(boundary) : 0;
    if (n == 0 || n > BOUNDARY_MAX) return NULL;
    for (size_t i = 0; i < n; i++)
        if (!boundary_octet(boundary[i])) return NULL;
    struct multipart *m = arena_try(a, sizeof *m);
    if (!m) return NULL;
    m->arena = a;
    m->limits = limits;
    m->fields = arena_try(a, HTTP_FIELDS_MAX * sizeof *m->fields);
    m->files = arena_try(a, HTTP_FILES_MAX * sizeof *m->files);
    m->text = BUF(limits.body);
    memcpy(m->delimiter, "\r\n--", 4);
    memcpy(m->delimiter + 4, boundary, n);
    m->delimiter_n = n + 4;
    /* The first delimiter stands at the very start, without its CRLF: pretend one. */
    memcpy(m->window, "\r\n", 2);
    m->window_n = 2;
    return m->fields && m->files ? m : NULL;
}

static int file_open(void)
{
    const char *dir = getenv("TMPDIR");
    int fd = open(dir && *dir ? dir : "/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) return fd;
    char path[] = "/tmp/jianzai-XXXXXX"; /* a file system without O_TMPFILE */
    fd = mkostemp(path, O_CLOEXEC);
    if (fd >= 0) unlink(path);
    return fd;
}

static int part_file(struct multipart *m, const char *filename, const char *type)
{
    if (m->files_n == HTTP_FILES_MAX) return 413;
    int fd = file_open();
    if (fd < 0) return 500;
    m->files[m->files_n++] = (struct http_file){m->part_name, filename, type, fd, 0};
    m->in_file = true;
    return 0;
}

/* One line of a part's header into the three values it may give. */
static int part_line(struct multipart *m, const char *line, const char **filename,
                     const char **type)
{
    if (strncasecmp(line, "Content-Disposition:", 20) == 0) {
        const char *v = line + 20 + strspn(line + 20, " \t");
        if (strncasecmp(v, "form-data;", 10) != 0 || m->part_name) return 400;
        m->part_name = parameter(v, "name", m->arena);
        *filename = parameter(v, "filename", m->arena);
        return m->part_name ? 0 : 400;
    }
    if (strncasecmp(line, "Content-Type:", 13) == 0) {
        const char *v = line + 13 + strspn(line + 13, " \t");
        *type = arena_copy(m->arena, v, strcspn(v, ";"));
        return *type && strncasecmp(*type, "multipart/", 10) != 0 ? 0 : 400;
    }
    return strncasecmp(line, "Content-Transfer-Encoding:", 26) == 0 ? 400 : 0;
}

static int part_begin(struct multipart *m, char *header)
{
    const char *filename = NULL, *type = "application/octet-stream";
    m->part_name = NULL;
    m->in_file = false;
    for (char *line = header; *line;) {
        char *end = strstr(line, "\r\n");
        if (end) *end = 0;
        int status = part_line(m, line, &filename, &type);
        if (status) return status;
        if (!end) break;
        line = end + 2;
    }
    if (!m->part_name || !http_text_valid(m->part_name, strlen(m->part_name))) return 400;
    if (filename && !http_text_valid(filename, strlen(filename))) return 400;
    buf_clear(&m->text);
    return filename ? part_file(m, filename, type) : 0;
}

static int part_bytes(struct multipart *m, const char *p, size_t n)
{
    if (n == 0) return 0;
    if (!m->in_file) {
        m->text_used += n;
        if (m->text_used > m->limits.body) return 413;
        buf_add(&m->text, p, n);
        return m->text.failed ? 413 : 0;
    }
    struct http_file *f = &m->files[m->files_n - 1];
    m->file_used += n;
    if (m->file_used > m->limits.files) return 413;
    f->size += n;
    while (n > 0) {
        ssize_t done = write(f->fd, p, n);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return 500;
        p += done;
        n -= (size_t)done;
    }
    return 0;
}

static int part_end(struct multipart *m)
{
    if (m->in_file) return lseek(m->files[m->files_n - 1].fd, 0, SEEK_SET) == 0 ? 0 : 500;
    if (m->fields_n == HTTP_FIELDS_MAX) return 413;
    const char *text = m->text.n ? m->text.p : "";
    if (!http_text_valid(text, m->text.n)) return 400;
    char *value = arena_copy(m->arena, text, m->text.n);
    if (!value) return 413;
    m->fields[m->fields_n++] = (struct http_pair){m->part_name, value};
    return 0;
}

static void consume(struct multipart *m, size_t n)
{
    memmove(m->window, m->window + n, m->window_n - n);
    m->window_n -= n;
}

/* Data (or preamble) up to the next delimiter; keeps back what could be the beginning of one. */
static int step_data(struct multipart *m, bool *more)
{
    const char *hit = memmem(m->window, m->window_n, m->delimiter, m->delimiter_n);
    size_t n = hit ? (size_t)(hit - m->window) : 0;
    if (!hit && m->window_n >= m->delimiter_n) n = m->window_n - m->delimiter_n + 1;
    int status = m->state == DATA ? part_bytes(m, m->window, n) : 0;
    if (!status && hit && m->state == DATA) status = part_end(m);
    consume(m, n);
    if (hit) {
        consume(m, m->delimiter_n);
        m->state = AFTER_BOUNDARY;
    }
    *more = hit != NULL;
    return status;
}

static int step_header(struct multipart *m, bool *more)
{
    char *end = memmem(m->window, m->window_n, "\r\n\r\n", 4);
    if (!end) return m->window_n > PART_HEADER_MAX + 3 ? 400 : 0;
    size_t n = (size_t)(end - m->window);
    if (n > PART_HEADER_MAX || memchr(m->window, 0, n) || m->window[0] == '\r') return 400;
    *end = 0;
    int status = part_begin(m, m->window);
    consume(m, n + 4);
    m->state = DATA;
    *more = true;
    return status;
}

static int step_after(struct multipart *m, bool *more)
{
    if (m->window_n < 2) return 0;
    *more = true;
    if (memcmp(m->window, "--", 2) == 0) m->state = EPILOGUE;
    else if (memcmp(m->window, "\r\n", 2) == 0) m->state = HEADER;
    else return 400;
    consume(m, 2);
    return 0;
}

static int step(struct multipart *m, bool *more)
{
    *more = false;
    switch (m->state) {
    case PREAMBLE:
    case DATA:
        return step_data(m, more);
    case HEADER:
        return step_header(m, more);
    case AFTER_BOUNDARY:
        return step_after(m, more);
    case EPILOGUE:
        m->window_n = 0;
    }
    return 0;
}

int multipart_feed(struct multipart *m, const char *bytes, size_t n)
{
    while (n > 0) {
        size_t room = WINDOW - m->window_n; /* never 0: every state leaves less than 2.1 KB */
        size_t take = n < room ? n : room;
        memcpy(m->window + m->window_n, bytes, take);
        m->window_n += take;
        bytes += take;
        n -= take;
        for (bool more = true; more;) {
            int status = step(m, &more);
            if (status) return status;
        }
    }
    return 0;
}

int multipart_finish(struct multipart *m, struct http_request *r)
{
    if (m->state != EPILOGUE) return 400;
    r->form = (struct http_pairs){m->fields, m->fields_n};
    r->files = m->files;
    r->files_n = m->files_n;
    m->files_n = 0;
    return 0;
}

void multipart_drop(struct multipart *m)
{
    if (!m) return;
    for (size_t i = 0; i < m->files_n; i++) close(m->files[i].fd);
    m->files_n = 0;
    buf_free(&m->text);
}
