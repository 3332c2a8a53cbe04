#include "app/publication.h"

#include <stdio.h>
#include <string.h>

#include "base/zh.h"

#include "store/matters.h"
#include "store/person.h"

const char *name_masked(struct arena *arena, const char *name)
{
    size_t n = *name ? 1 : 0;
    while (((unsigned char)name[n] & 0xc0) == 0x80) n++;
    return arena_print(arena, "%.*s*", (int)n, name);
}

struct listing {
    struct arena *arena;
    struct date today;
    const struct matter **rows;
    size_t count, capacity;
};

static bool keep(void *ctx, const struct matter *m)
{
    struct listing *l = ctx;
    bool shown = m->state == STATE_PUBLISHED && date_cmp(m->due_on, l->today) >= 0 &&
                 date_cmp(m->event_on, l->today) <= 0;
    if (!shown) return true;
    struct matter *copy = ARENA_ARRAY(l->arena, struct matter, 1);
    *copy = *m;
    ARRAY_PUSH(l->arena, l->rows, l->count, l->capacity, copy);
    return true;
}

static void put_row(struct data *d, const struct person *p, const struct matter *m, bool json,
                    struct buf *out)
{
    struct agency place;
    bool known = agency_load(d, p->residence_code, AGENCY_OFFICE, &place, NULL) == ERR_OK;
    const char *name = name_masked(d->arena, p->name);
    struct date_text until = date_print(m->due_on);
    char text[512];
    if (json) {
        buf_puts(out, out->n > 1 ? ",\n{\"name\":" : "\n{\"name\":");
        buf_json(out, name);
        buf_printf(out, ",\"tail\":\"%s\",\"place\":", p->last4);
        buf_json(out, known ? place.name : "");
        buf_puts(out, ",\"result\":");
        buf_json(out, zh_text(ZH_publication_passed));
        buf_printf(out, ",\"until\":\"%s\"}", until.s);
        return;
    }
    const char *const values[4] = {name, p->last4, known ? place.name : "", until.s};
    buf_puts(out, zh_format(text, sizeof text, ZH_publication_row, values, 4));
    buf_putc(out, '\n');
}

static enum err list(const struct call *call, struct data *d, const char *agency, bool json,
                     struct buf *out, struct problem *why)
{
    struct listing l = {.arena = call->arena, .today = call->clock.business_date};
    struct matters_filter filter = {.agency = agency, .state = STATE_PUBLISHED};
    struct agency place;
    char text[512];
    enum err e = agency_load(d, agency, AGENCY_OFFICE, &place, why);
    if (!e) e = matters_list(d, &filter, keep, &l, why);
    if (e) return e;
    if (json) buf_putc(out, '[');
    else {
        const char *const values[4] = {place.name, "", "", ""};
        buf_puts(out, zh_format(text, sizeof text, ZH_publication_head, values, 4));
        buf_putc(out, '\n');
    }
    for (size_t i = 0; i < l.count; i++) {
        struct person p;
        e = person_load(d, l.rows[i]->subject_id, &p, why);
        if (e) return e;
        put_row(d, &p, l.rows[i], json, out);
    }
    if (json) buf_puts(out, "]\n");
    else if (!l.count) buf_printf(out, "%s\n", zh_text(ZH_publication_empty));
    return ERR_OK;
}

enum err publication_show(const struct call *call, const char *agency, bool json, struct buf *out,
                          struct problem *why)
{
    struct read r = {.arena = call->arena};
    enum err e = store_read_begin(call->app->store, &r, why);
    if (e) return e;
    r.arena = call->arena;
    struct data d = data_of_read(&r);
    e = list(call, &d, agency, json, out, why);
    store_read_end(&r);
    return e;
}
