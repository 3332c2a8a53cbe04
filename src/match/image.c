#include "match/image.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/checksum.h"

static const char magic[8] = "JZMATCH";

static uint64_t body_digest(const struct match_index *index)
{
    const char *p = index->image;
    uint64_t h = 0;
    for (size_t at = MATCH_HEADER_PAGE; at < index->size; at += MATCH_IMAGE_BLOCK) {
        size_t left = index->size - at, n = left < MATCH_IMAGE_BLOCK ? left : MATCH_IMAGE_BLOCK;
        h = checksum_mix(h, checksum_of(p + at, n, at));
    }
    return h;
}

static uint64_t header_digest(const struct match_header *h)
{
    return checksum_of(h, offsetof(struct match_header, digest), MATCH_IMAGE_VERSION);
}

/* Points the parts into the image; the header's counts must be right. */
static void lay_out(struct match_index *index, struct match_header *h)
{
    char *p = (char *)index->image + MATCH_HEADER_PAGE;
    index->people = h->people;
    index->parts = h->parts;
    index->note = h->note;
    index->buckets = h->buckets;
    index->bucket = (const struct match_bucket *)(void *)p;
    p += h->parts * h->buckets * sizeof(struct match_bucket);
    index->key = (const uint64_t *)(void *)p;
    p += (size_t)h->people * sizeof(uint64_t);
    index->tag = h->has_tags ? (const uint64_t *)(void *)p : NULL;
}

void match_index_cut(struct match_index *index)
{
    for (uint32_t part = 0; part < MATCH_PARTS_MAX; part++)
        index->lowest[part] = part == 0             ? 0
                              : part < index->parts ? index->key[match_part_first(index, part)]
                                                    : UINT64_MAX;
}

static uint32_t parts_for(uint32_t people)
{
    uint32_t parts = 1;
    while (parts < MATCH_PARTS_MAX && people / parts >= MATCH_PART_PEOPLE) parts *= 2;
    return parts;
}

/* 3.5 people a bucket: full ones are rare enough that nearly every look-up is one cache line. */
static uint64_t buckets_for(uint32_t people, uint32_t parts)
{
    return (uint64_t)(people / parts) * 2 / 7 + 1;
}

/* Of the file whose header that is. */
static size_t image_size(const struct match_header *h)
{
    return MATCH_HEADER_PAGE + h->parts * (size_t)h->buckets * sizeof(struct match_bucket) +
           (size_t)h->people * sizeof(uint64_t) * (h->has_tags ? 2 : 1);
}

/* Memory for an image in huge pages: look-ups fall anywhere in it, and with pages of 4 KiB the
 * processor spends more time finding the page than fetching the line (measured: two thirds of all
 * parsing). */
static struct match_index *room_for(size_t size)
{
    struct match_index *index = calloc(1, sizeof *index);
    if (!index) return NULL;
    index->size = size;
    index->image = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (index->image == MAP_FAILED) {
        free(index);
        return NULL;
    }
    madvise(index->image, size, MADV_HUGEPAGE);
    return index;
}

struct match_index *match_image_new(uint32_t people, bool has_tags)
{
    struct match_header h = {.version = MATCH_IMAGE_VERSION,
                             .people = people,
                             .parts = parts_for(people),
                             .has_tags = has_tags};
    memcpy(h.magic, magic, sizeof magic);
    h.buckets = buckets_for(people, h.parts);
    h.size = image_size(&h);
    struct match_index *index = room_for(h.size);
    if (!index) return NULL;
    *(struct match_header *)index->image = h;
    lay_out(index, index->image);
    return index;
}

/* The digests, once: an index that was mapped from a file has them and cannot be written to. */
static void seal(struct match_index *index)
{
    struct match_header *h = index->image;
    if (h->digest) return;
    h->body = body_digest(index);
    h->digest = header_digest(h);
}

void match_index_free(struct match_index *index)
{
    if (!index) return;
    if (index->image) munmap(index->image, index->size);
    free(index);
}

static enum err file_problem(struct problem *why, enum zh_id id, const char *path)
{
    return problem_set(why, ERR_FAILED, id, NULL, path, strerror(errno), NULL);
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n) {
        ssize_t put = write(fd, p, n < ((size_t)1 << 30) ? n : (size_t)1 << 30);
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

/* A rename is durable only when its folder is. */
static bool sync_folder(const char *path)
{
    char folder[4096];
    const char *slash = strrchr(path, '/');
    snprintf(folder, sizeof folder, "%.*s", slash ? (int)(slash - path + 1) : 1,
             slash ? path : ".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return false;
    bool done = fsync(fd) == 0;
    close(fd);
    return done;
}

enum err match_index_write(struct match_index *index, const char *path, struct problem *why)
{
    char draft[4096];
    int n = snprintf(draft, sizeof draft, "%s.%ld.new", path, (long)getpid());
    if (n < 0 || (size_t)n >= sizeof draft) {
        errno = ENAMETOOLONG;
        return file_problem(why, ZH_match_write, path);
    }
    int fd = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return file_problem(why, ZH_match_write, draft);
    seal(index);
    bool done = write_all(fd, index->image, index->size) && fsync(fd) == 0;
    int saved = errno;
    if (close(fd) != 0 && done) {
        done = false;
        saved = errno;
    }
    if (done && rename(draft, path) == 0 && sync_folder(path)) return ERR_OK;
    if (!done) errno = saved;
    enum err err = file_problem(why, ZH_match_write, path);
    unlink(draft);
    return err;
}

static enum err damaged(struct problem *why, const char *path, const char *what)
{
    return problem_set(why, ERR_INPUT, ZH_match_index_damaged, NULL, path, what, NULL);
}

/* Every rank in a bucket is one of the part's that its key belongs into: who looks up a part's rows
 * writes to the dates of that person without asking again. */
static bool ranks_right(const struct match_index *index)
{
    for (uint64_t i = 0; i < index->parts * index->buckets; i++) {
        const struct match_bucket *b = &index->bucket[i];
        if (b->moved_on > 1) return false;
        for (int k = 0; k < 5; k++) {
            uint32_t part = match_part_of(index, b->key[k]);
            if (b->key[k] && (b->rank[k] < match_part_first(index, part) ||
                              b->rank[k] >= match_part_first(index, part + 1)))
                return false;
        }
    }
    return true;
}

static enum err check(struct match_index *index, const char *path, struct problem *why)
{
    struct match_header *h = index->image;
    if (memcmp(h->magic, magic, sizeof magic) != 0)
        return problem_set(why, ERR_INPUT, ZH_match_index_foreign, NULL, path, NULL);
    if (h->version != MATCH_IMAGE_VERSION) {
        char theirs[16], ours[16];
        snprintf(theirs, sizeof theirs, "%u", h->version);
        snprintf(ours, sizeof ours, "%u", MATCH_IMAGE_VERSION);
        return problem_set(why, ERR_INPUT, ZH_match_index_version, NULL, path, theirs, ours, NULL);
    }
    if (h->digest != header_digest(h)) return damaged(why, path, "header");
    if (h->people > MATCH_PEOPLE_MAX || h->parts != parts_for(h->people) ||
        h->buckets != buckets_for(h->people, h->parts) || h->has_tags > 1 ||
        h->size != image_size(h) || h->size != index->size)
        return damaged(why, path, "size");
    if (h->body != body_digest(index)) return damaged(why, path, "body");
    lay_out(index, h);
    match_index_cut(index);
    return ranks_right(index) ? ERR_OK : damaged(why, path, "ranks");
}

static bool read_all(int fd, char *p, size_t n)
{
    while (n) {
        ssize_t got = read(fd, p, n < ((size_t)1 << 30) ? n : (size_t)1 << 30);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return false;
        p += got;
        n -= (size_t)got;
    }
    return true;
}

static enum err read_image(int fd, const char *path, struct match_index **out, struct problem *why)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return file_problem(why, ZH_match_open, path);
    if (!S_ISREG(st.st_mode) || st.st_size < MATCH_HEADER_PAGE)
        return problem_set(why, ERR_INPUT, ZH_match_index_foreign, NULL, path, NULL);
    struct match_index *index = room_for((size_t)st.st_size);
    if (!index) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    errno = EIO; /* the file has become shorter */
    enum err err = read_all(fd, index->image, index->size) ? check(index, path, why)
                                                           : file_problem(why, ZH_match_open, path);
    if (err == ERR_OK) *out = index;
    else match_index_free(index);
    return err;
}

enum err match_index_open(const char *path, struct match_index **out, struct problem *why)
{
    *out = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return file_problem(why, ZH_match_open, path);
    enum err err = read_image(fd, path, out, why);
    close(fd);
    return err;
}
