#include "app/person_reads.h"

#include <string.h>

#include "store/staff.h"

/* What the actions of the log mean to the person. */
static enum zh_id what_of(const char *action)
{
    static const struct {
        const char *action;
        enum zh_id what;
    } words[] = {
        {"person.card", ZH_reads_card},    {"person.file", ZH_reads_file},
        {"person.read", ZH_reads_full},    {"person.find", ZH_reads_find},
        {"person.reads", ZH_reads_reads},  {"matter.show", ZH_reads_matter},
        {"matter.list", ZH_reads_matters}, {"letter.print", ZH_reads_letter},
        {"law.explain", ZH_reads_law},     {"person.photo", ZH_reads_photo},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].action, action) == 0) return words[i].what;
    return ZH_reads_file;
}

enum err reads_load(struct data *d, int64_t person_id, struct person_reads *out,
                    struct problem *why)
{
    struct looked *looks = NULL;
    size_t n = 0;
    enum err e = looks_list(d, person_id, READS_MOST + 1, &looks, &n, why);
    out->more = n > READS_MOST;
    out->count = n > READS_MOST ? READS_MOST : n;
    out->list = ARENA_ARRAY(d->arena, struct person_read, out->count + 1);
    for (size_t i = 0; !e && i < out->count; i++) {
        struct principal who;
        struct person_read *r = &out->list[i];
        *r = (struct person_read){.moment = looks[i].moment,
                                  .what = what_of(looks[i].action),
                                  .purpose = looks[i].purpose,
                                  .role = ROLE_CONSOLE};
        e = staff_was(d, looks[i].actor, moment_date(looks[i].moment), &who, why);
        if (who.role == ROLE_UNSET) continue;
        r->role = who.role;
        r->side = who.agency_kind;
        memcpy(r->agency, who.agency, AGENCY_CODE);
    }
    return e;
}

enum err person_reads(const struct call *call, const struct person_wanted *who,
                      struct person_reads *out, struct problem *why)
{
    struct person_file f;
    struct person_wanted wanted = *who;
    *out = (struct person_reads){0};
    wanted.log = "person.reads";
    wanted.whole = false;
    wanted.reads = out;
    enum err e = person_file_load(call, &wanted, &f, why);
    if (!e) out->p = f.s.p;
    return e;
}

static void print_json(const struct person_reads *l, struct buf *b)
{
    buf_puts(b, "{\"name\":");
    buf_json(b, l->p.name);
    buf_printf(b, ",\"number\":\"%s\",\"more\":%s,\"reads\":[", idnum_mask(l->p.number).s,
               l->more ? "true" : "false");
    for (size_t i = 0; i < l->count; i++) {
        const struct person_read *r = &l->list[i];
        buf_printf(b,
                   "%s\n{\"at\":\"%s\",\"agency\":\"%s\",\"role\":\"%s\",\"what\":", i ? "," : "",
                   moment_print(r->moment).s, r->agency, role_word(r->role));
        buf_json(b, zh_text(r->what));
        buf_puts(b, ",\"purpose\":");
        buf_json(b, r->purpose);
        buf_putc(b, '}');
    }
    buf_puts(b, "]}\n");
}

static void print_text(const struct person_reads *l, struct buf *b)
{
    char text[1024];
    buf_puts(
        b, zh_print(text, sizeof text, ZH_reads_head, l->p.name, idnum_mask(l->p.number).s, NULL));
    buf_putc(b, '\n');
    for (size_t i = 0; i < l->count; i++) {
        const struct person_read *r = &l->list[i];
        const char *where = *r->agency ? r->agency : zh_text(ZH_reads_console);
        const char *const values[4] = {moment_print(r->moment).s, where, zh_text(r->what),
                                       *r->purpose ? r->purpose : zh_text(ZH_reads_no_purpose)};
        buf_puts(b, zh_format(text, sizeof text, ZH_reads_row, values, 4));
        buf_putc(b, '\n');
    }
    if (!l->count) buf_printf(b, "%s\n", zh_text(ZH_reads_none));
    if (l->more) buf_printf(b, "%s\n", zh_text(ZH_reads_more));
}

enum err person_reads_print(const struct call *call, const char *number, bool json, struct buf *out,
                            struct problem *why)
{
    struct person_reads list;
    if (!call->purpose) return problem_set(why, ERR_USAGE, ZH_purpose_missing, "purpose", NULL);
    enum err e = person_reads(call, &(struct person_wanted){.number = number}, &list, why);
    if (e) return e;
    if (json) print_json(&list, out);
    else print_text(&list, out);
    return out->failed ? problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL) : ERR_OK;
}
