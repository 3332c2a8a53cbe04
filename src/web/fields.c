#include "web/fields.h"

#include <stdio.h>
#include <string.h>

#include "base/money.h"
#include "law/kinds.h"
#include "web/frame.h"

#define CHOICES_MOST 60

static const char *input_name(struct turn *t, const struct matter_field *f)
{
    const char *event = f->event ? matter_event_word(f->event) : "any";
    return arena_print(t->arena, "f.%s.%s", event, f->name);
}

static const char *typed(struct turn *t, const struct matter_field *f)
{
    const char *text = http_get(t->q->form, input_name(t, f));
    return text ? form_trimmed(text, 0, t->arena) : "";
}

/* A title is "label" or, where the table lists what may stand there, "label：one、two". */
const char *fields_label(struct turn *t, const struct matter_field *f)
{
    const char *title = zh_text(f->title), *colon = strstr(title, zh_text(ZH_web_colon));
    return colon ? arena_copy(t->arena, title, (size_t)(colon - title)) : title;
}

/* ---- What may be chosen --------------------------------------------------------------------- */

struct choices {
    struct turn *t;
    struct tmpl_fields_choice *list;
    size_t n;
    const char *chosen;
};

static void choose(struct choices *c, const char *value, const char *label)
{
    if (c->n == CHOICES_MOST) return;
    c->list[c->n++] = (struct tmpl_fields_choice){view_text(value), view_text(label),
                                                  strcmp(value, c->chosen) == 0};
}

/* Only words that the field itself reads. */
static void choose_codes(struct choices *c, const struct matter_field *f)
{
    const char *title = zh_text(f->title), *colon = strstr(title, zh_text(ZH_web_colon));
    const char *between = zh_text(ZH_fields_between);
    for (const char *at = colon ? colon + strlen(zh_text(ZH_web_colon)) : NULL; at && *at;) {
        const char *end = strstr(at, between);
        const char *word = arena_copy(c->t->arena, at, end ? (size_t)(end - at) : strlen(at));
        if (f->code(word)) choose(c, word, word);
        at = end ? end + strlen(between) : NULL;
    }
}

static void choose_matters(struct choices *c, const struct person_file *p)
{
    for (size_t i = p->s.matter_count; i-- > 0;) {
        const struct matter *m = &p->s.matters[i].m;
        const char *value = arena_print(c->t->arena, "%lld", (long long)m->matter_id);
        const char *label =
            frame_print(c->t, ZH_fields_matter, zh_text(matter_kind(m->kind)->title),
                        date_print(m->opened_on).s);
        choose(c, value, label);
    }
}

static void choose_lines(struct choices *c, const struct fields_of *of)
{
    for (size_t i = 0; i < of->p->s.line_count; i++) {
        const struct line *l = &of->p->s.lines[i];
        if (of->payer && strcmp(l->payer, of->payer) != 0) continue;
        choose(c, arena_print(c->t->arena, "%lld", (long long)l->line_id),
               app_kind_word(&c->t->app, l->kind));
    }
}

static void put_choices(struct turn *t, const struct fields_of *of, const struct matter_field *f,
                        struct tmpl_fields_item *item)
{
    struct choices c = {t, ARENA_ARRAY(t->arena, struct tmpl_fields_choice, CHOICES_MOST), 0,
                        item->value.p};
    if (f->type == VALUE_CODE) choose_codes(&c, f);
    if (f->type == VALUE_MATTER && of->p) choose_matters(&c, of->p);
    if (f->type == VALUE_LINE && of->p) choose_lines(&c, of);
    if (f->type == VALUE_FLAG) {
        choose(&c, zh_text(ZH_field_yes), zh_text(ZH_field_yes));
        choose(&c, zh_text(ZH_field_no), zh_text(ZH_field_no));
    }
    item->choices = c.list;
    item->choices_n = c.n;
}

/* ---- The form ------------------------------------------------------------------------------- */

/* Long answers get room; names and places do not. */
static bool is_long(const struct matter_field *f)
{
    static const char *const names[] = {"text", "facts", "description", "outcome"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(f->name, names[i]) == 0) return true;
    return false;
}

const char *fields_day_name(struct turn *t, const struct matter_row *row)
{
    return arena_print(t->arena, "f.%s.on", matter_event_word(row->event));
}

static const char *day_typed(struct turn *t, const struct matter_row *row)
{
    const char *text = http_get(t->q->form, fields_day_name(t, row));
    return text ? form_trimmed(text, 40, t->arena) : "";
}

struct date fields_day(struct turn *t, const struct matter_row *row)
{
    struct date day = DATE_NONE;
    const char *text = day_typed(t, row);
    if (row->day == ZH_none || !*text || date_parse_office(text, &day, NULL) == ERR_OK) return day;
    form_error(&t->form, fields_day_name(t, row),
               frame_print(t, ZH_fields_date, zh_text(row->day), NULL));
    return DATE_NONE;
}

static void put_day(struct turn *t, const struct matter_row *row, struct tmpl_fields_item *item)
{
    const char *name = fields_day_name(t, row);
    *item = (struct tmpl_fields_item){.name = view_text(name),
                                      .label = view_text(zh_text(row->day)),
                                      .value = view_text(day_typed(t, row)),
                                      .error = view_text(frame_error_at(t, name)),
                                      .needed = !row->day_open,
                                      .date = true};
}

struct tmpl_fields_model fields_form(struct turn *t, const struct fields_of *of, bool any)
{
    struct tmpl_fields_model m = {0};
    size_t most = of->kind->field_count + 2;
    struct tmpl_fields_item *items = ARENA_ARRAY(t->arena, struct tmpl_fields_item, most);
    for (size_t i = 0; i < of->kind->field_count; i++) {
        const struct matter_field *f = &of->kind->fields[i];
        if (any ? f->event != EVENT_UNSET : f->event != of->event) continue;
        const char *name = input_name(t, f);
        struct tmpl_fields_item *item = &items[m.items_n++];
        *item = (struct tmpl_fields_item){
            .name = view_text(name),
            .label = view_text(fields_label(t, f)),
            .value = view_text(typed(t, f)),
            .error = view_text(frame_error_at(t, name)),
            .needed = f->needed,
            .date = f->type == VALUE_DATE,
            .number = f->type == VALUE_MONEY || f->type == VALUE_COUNT,
            .area = f->type == VALUE_TEXT && is_long(f),
        };
        put_choices(t, of, f, item);
    }
    if (!any && of->row && of->row->day != ZH_none) put_day(t, of->row, &items[m.items_n++]);
    m.items = items;
    return m;
}

/* ---- Reading it ----------------------------------------------------------------------------- */

static void refuse(struct turn *t, const struct matter_field *f, const char *name)
{
    static const enum zh_id bad[] = {
        [VALUE_TEXT] = ZH_fields_long,   [VALUE_DATE] = ZH_fields_date,
        [VALUE_CODE] = ZH_fields_pick,   [VALUE_MONEY] = ZH_fields_money,
        [VALUE_COUNT] = ZH_fields_count, [VALUE_FLAG] = ZH_fields_pick,
        [VALUE_MATTER] = ZH_fields_pick, [VALUE_LINE] = ZH_fields_pick,
        [VALUE_NUMBER] = ZH_fields_long, [VALUE_PARTY] = ZH_fields_long,
    };
    form_error(&t->form, name, frame_print(t, bad[f->type], fields_label(t, f), NULL));
}

/* Dates in any writing of an office, as ISO. NULL: refused. */
static const char *value_of(struct turn *t, const struct matter_field *f, const char *name)
{
    struct date day;
    struct problem why = {0};
    struct matter_value value;
    const char *text = typed(t, f);
    if (f->type == VALUE_DATE && date_parse_office(text, &day, NULL) == ERR_OK)
        text = arena_print(t->arena, "%s", date_print(day).s);
    if (matter_value_parse(f, text, &value, &why) == ERR_OK) return text;
    refuse(t, f, name);
    return NULL;
}

struct given_values fields_read(struct turn *t, const struct matter_kind *kind,
                                enum matter_event_id event)
{
    const char **list = ARENA_ARRAY(t->arena, const char *, kind->field_count + 1);
    struct given_values given = {.text = list};
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct matter_field *f = &kind->fields[i];
        if (f->event != EVENT_UNSET && f->event != event) continue;
        const char *name = input_name(t, f);
        if (!*typed(t, f)) {
            if (f->needed)
                form_error(&t->form, name,
                           frame_print(t, ZH_fields_needed, fields_label(t, f), NULL));
            continue;
        }
        const char *text = value_of(t, f, name);
        if (text) list[given.count++] = arena_print(t->arena, "%s=%s", f->name, text);
    }
    return given;
}
