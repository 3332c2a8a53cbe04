/* matter open and publication: what people bring to an agency, and the public list. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "app/batch.h"
#include "app/matter_open.h"
#include "app/move_all.h"
#include "app/publication.h"
#include "base/conf.h"
#include "base/zh.h"
#include "main/command.h"

struct given_values command_fields(struct run *r)
{
    const char **text = ARENA_ARRAY(r->arena, const char *, ARGS_FLAGS);
    struct given_values v = {.text = text};
    for (size_t i = 0; i < r->args.flags; i++)
        if (strcmp(r->args.flag[i], "--field") == 0) text[v.count++] = r->args.value[i];
    return v;
}

/* What the kind asks for, event by event: printed by `matter fields KIND`. */
enum err command_matter_fields(struct run *r, struct problem *why)
{
    const char *word;
    enum err e = command_word(r, 1, &word, why);
    const struct matter_kind *kind = e ? NULL : matter_kind_from_word(word);
    if (e) return e;
    if (!kind) return problem_set(why, ERR_USAGE, ZH_list_kind, "kind", word, NULL);
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct matter_field *f = &kind->fields[i];
        fprintf(r->out, "%s\t%s\t%s\t%s\n", f->event ? matter_event_word(f->event) : "*", f->name,
                f->needed ? zh_text(ZH_field_is_needed) : "", zh_text(f->title));
    }
    return ERR_OK;
}

enum err command_matter_open(struct run *r, struct problem *why)
{
    const char *as, *purpose;
    struct matter_open in = {.agency = args_value(&r->args, "--agency"),
                             .reason = args_value(&r->args, "--reason"),
                             .given = command_fields(r)};
    struct matter_opened done;
    char text[512], count[16];
    enum err e = command_needed(r, "--as", &as, why);
    if (!e) e = command_needed(r, "--purpose", &purpose, why);
    if (!e) e = command_word(r, 1, &in.kind, why);
    const struct matter_kind *kind = e ? NULL : matter_kind_from_word(in.kind);
    if (!e && !(kind && kind->about_nobody)) e = command_word(r, 2, &in.number, why);
    if (!e) e = matter_open_by_hand(&r->call, &in, &done, why);
    if (e) return e;
    const struct moved *m = &done.moved;
    bool json = args_has(&r->args, "--json");
    fprintf(r->out,
            json ? "{\"id\":\"%" PRId64 "\",\"state\":\"%s\",\"due_on\":\"%s\"}\n"
                 : "id=%" PRId64 " state=%s due_on=%s\n",
            m->matter_id, matter_state_word(m->state), date_print(m->due_on).s);
    if (done.kind->on_open == ZH_none) return ERR_OK;
    snprintf(count, sizeof count, "%d", done.this_year);
    fprintf(r->err, "%s\n", zh_print(text, sizeof text, done.kind->on_open, count, NULL));
    return ERR_OK;
}

/* ---- move-all ------------------------------------------------------------------------------- */

static void tell_refused(void *ctx, int64_t id, const struct problem *why)
{
    struct run *r = ctx;
    char text[1024];
    problem_sentence(why, text, sizeof text);
    fprintf(r->err, "%" PRId64 "\t%s\n", id, text);
}

/* One id a line; empty lines and what follows a tab do not count. */
static enum err read_ids(struct run *r, const char *name, int64_t **out, size_t *count,
                         struct problem *why)
{
    const char *path;
    char line[256];
    size_t capacity = 0;
    *out = NULL;
    *count = 0;
    enum err e = command_path(r, name, &path, why);
    FILE *f = e ? NULL : fopen(path, "r");
    if (e) return e;
    if (!f) return problem_set(why, ERR_USAGE, ZH_move_all_file, NULL, name, NULL);
    while (!e && fgets(line, sizeof line, f)) {
        char *end;
        int64_t id = strtoll(line, &end, 10);
        if (line[0] == '\n') continue;
        if (end == line || !strchr("\t\r\n", *end))
            e = problem_set(why, ERR_USAGE, ZH_move_all_line, NULL, line, NULL);
        else ARRAY_PUSH(r->arena, *out, *count, capacity, id);
    }
    fclose(f);
    return e;
}

static enum err tell_held(struct run *r, const struct moved_all *done, struct problem *why)
{
    char id[24], people[24];
    snprintf(id, sizeof id, "%" PRId64, done->batch_id);
    snprintf(people, sizeof people, "%zu", done->people);
    fprintf(r->out, "held=%s people=%s\n", id, people);
    return problem_set(why, ERR_LAW, ZH_batch_held, NULL, people, id, NULL);
}

enum err command_matter_move_all(struct run *r, struct problem *why)
{
    const char *name, *event, *as, *purpose;
    struct move m = {.reason = args_value(&r->args, "--reason")};
    struct moved_all done;
    int64_t *ids;
    struct move_list list = {
        .move = &m,
        .most = (size_t)conf_number(command_settings(r), CONF_BATCH_PEOPLE),
        .refused = tell_refused,
        .ctx = r,
    };
    enum err e = command_needed(r, "--as", &as, why);
    if (!e) e = command_needed(r, "--purpose", &purpose, why);
    if (!e) e = command_word(r, 1, &name, why);
    if (!e) e = command_word(r, 2, &event, why);
    if (e) return e;
    m.event = matter_event_from_word(event);
    if (!m.event) return problem_set(why, ERR_USAGE, ZH_move_event, NULL, event, NULL);
    if (!m.reason || !*m.reason) return problem_set(why, ERR_USAGE, ZH_move_reason, "reason", NULL);
    e = read_ids(r, name, &ids, &list.count, why);
    list.ids = ids;
    if (!e) e = move_all(&r->call, &list, &done, why);
    if (e) return e;
    if (done.held) return tell_held(r, &done, why);
    fprintf(r->out, "moved=%zu already=%zu refused=%zu\n", done.moved, done.already, done.refused);
    if (done.refused) return problem_set(why, ERR_ROWS, ZH_move_all_some, NULL, NULL);
    return ERR_OK;
}

enum err command_publication(struct run *r, struct problem *why)
{
    const char *what, *agency;
    struct buf out = BUF(16u << 20);
    enum err e = command_word(r, 0, &what, why);
    if (!e && strcmp(what, "show") != 0) e = problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
    if (!e) e = command_word(r, 1, &agency, why);
    if (!e) e = publication_show(&r->call, agency, args_has(&r->args, "--json"), &out, why);
    if (!e && out.n) fwrite(out.p, 1, out.n, r->out);
    buf_free(&out);
    return e;
}

/* ---- batch ---------------------------------------------------------------------------------- */

static void print_moved(void *ctx, const struct matter_list_row *row)
{
    struct run *r = ctx;
    fprintf(r->out, "%" PRId64 "\t%s\t%s\t%s\t%s\t%s\n", row->m->matter_id,
            zh_text(matter_kind(row->m->kind)->title), matter_state_title(row->m->state),
            idnum_mask(row->number).s, row->name, row->m->agency);
}

/* matter batch show|release ID */
enum err command_matter_batch(struct run *r, struct problem *why)
{
    const char *what, *text, *as, *purpose;
    char *end;
    enum err e = command_needed(r, "--as", &as, why);
    if (!e) e = command_needed(r, "--purpose", &purpose, why);
    if (!e) e = command_word(r, 1, &what, why);
    if (!e) e = command_word(r, 2, &text, why);
    if (e) return e;
    int64_t id = strtoll(text, &end, 10);
    if (!*text || *end) return problem_set(why, ERR_NOT_FOUND, ZH_batch_unknown, NULL, NULL);
    if (strcmp(what, "show") == 0) return batch_show(&r->call, id, print_moved, r, why);
    if (strcmp(what, "release") != 0) return problem_set(why, ERR_USAGE, ZH_main_words, NULL, NULL);
    e = batch_release(&r->call, id, why);
    if (!e) fprintf(r->out, "released=%" PRId64 "\n", id);
    return e;
}
