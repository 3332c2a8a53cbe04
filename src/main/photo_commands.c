/* photo: the photograph of a person, as the counter's page does it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/person_photo.h"
#include "base/zh.h"
#include "main/command.h"

/* One byte more than may be is enough to say that it is too large. */
static enum err read_file(struct run *r, const char *path, struct sm_bytes *out,
                          struct problem *why)
{
    enum err e = command_path(r, path, &path, why);
    if (e) return e;
    FILE *f = fopen(path, "rb");
    if (!f) return problem_set(why, ERR_INPUT, ZH_file_open, "file", path, strerror(errno), NULL);
    char *bytes = arena_alloc(r->arena, PHOTO_MOST + 1);
    *out = (struct sm_bytes){bytes, fread(bytes, 1, PHOTO_MOST + 1, f)};
    bool failed = ferror(f);
    fclose(f);
    return failed ? problem_set(why, ERR_FAILED, ZH_photo_unreadable, "file", NULL) : ERR_OK;
}

static enum err set(struct run *r, const struct person_wanted *who, struct problem *why)
{
    const char *path, *consent;
    struct photo_given in = {0};
    struct photo done;
    enum err e = command_word(r, 2, &path, why);
    if (!e) e = command_needed(r, "--consent", &consent, why);
    if (!e) e = command_date(r, "--taken", &in.taken_on, why);
    if (e) return e;
    in.consent = photo_consent_from_word(consent);
    if (!in.consent) return problem_set(why, ERR_USAGE, ZH_photo_consent_word, "consent", NULL);
    e = read_file(r, path, &in.file, why);
    if (!e) e = person_photo_set(&r->call, who, &in, &done, why);
    if (!e)
        fprintf(r->out, "photo=%d type=%s width=%u height=%u bytes=%llu\n", done.n,
                picture_type(done.picture.kind), done.picture.width, done.picture.height,
                (unsigned long long)done.size);
    return e;
}

static enum err withdraw(struct run *r, const struct person_wanted *who, struct problem *why)
{
    const char *because;
    int gone;
    enum err e = command_needed(r, "--because", &because, why);
    if (e) return e;
    enum photo_end end = photo_end_from_word(because);
    if (!end) return problem_set(why, ERR_USAGE, ZH_photo_end_word, "because", NULL);
    e = person_photo_withdraw(&r->call, who, end, &gone, why);
    if (!e) fprintf(r->out, "deleted=%d\n", gone);
    return e;
}

static enum err show(struct run *r, const struct person_wanted *who, struct problem *why)
{
    struct photo p;
    struct sm_bytes picture;
    struct person_wanted wanted = *who;
    wanted.log = "person.photo";
    enum err e = person_photo_read(&r->call, &wanted, &p, &picture, why);
    if (e) return e;
    if (args_has(&r->args, "--image")) {
        fwrite(picture.p, 1, picture.n, r->out);
        return ERR_OK;
    }
    const char *consent = p.consent == CONSENT_SELF ? "self" : "guardian";
    fprintf(r->out,
            args_has(&r->args, "--json")
                ? "{\"photo\":%d,\"type\":\"%s\",\"width\":%u,\"height\":%u,\"bytes\":%llu,"
                  "\"taken_on\":\"%s\",\"consent\":\"%s\",\"recorded_on\":\"%s\","
                  "\"agency\":\"%s\",\"kept_until\":\"%s\"}\n"
                : "photo=%d type=%s width=%u height=%u bytes=%llu taken_on=%s consent=%s "
                  "recorded_on=%s agency=%s kept_until=%s\n",
            p.n, picture_type(p.picture.kind), p.picture.width, p.picture.height,
            (unsigned long long)p.size, date_print(p.taken_on).s, consent,
            date_print(p.recorded_on).s, p.agency, date_print(p.until).s);
    return ERR_OK;
}

enum err command_photo(struct run *r, struct problem *why)
{
    const char *what;
    struct person_wanted who = {0};
    enum err e = command_word(r, 0, &what, why);
    if (!e) e = command_word(r, 1, &who.number, why);
    if (e) return e;
    if (strcmp(what, "set") == 0) return set(r, &who, why);
    if (strcmp(what, "withdraw") == 0) return withdraw(r, &who, why);
    if (strcmp(what, "show") == 0) return show(r, &who, why);
    return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
}
