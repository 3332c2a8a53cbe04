#include "web/form.h"

#include <string.h>

#include "base/idnum.h"
#include "base/zh.h"

const char *form_trimmed(const char *s, size_t max, struct arena *a)
{
    while (*s == ' ' || *s == '\t' || *s == '\r' || *s == '\n') s++;
    size_t n = strlen(s);
    while (n && strchr(" \t\r\n", s[n - 1])) n--;
    if (max && n > max) {
        n = max;
        while (n && ((unsigned char)s[n] & 0xc0) == 0x80) n--;
    }
    return arena_copy(a, s, n);
}

void form_error(struct form_data *f, const char *field, const char *message)
{
    if (f->error_n == sizeof f->error / sizeof f->error[0]) return;
    f->error[f->error_n++] = (struct form_error){field, message};
}

bool form_error_of(struct form_data *f, const struct problem *why, const char *field,
                   struct arena *arena)
{
    bool own = why->code == ERR_INPUT || why->code == ERR_NOT_FOUND || why->code == ERR_LAW ||
               why->code == ERR_DENIED || why->code == ERR_USAGE || why->code == ERR_CONFLICT;
    char *text = arena_alloc(arena, 1024);
    if (own) form_error(f, field, problem_sentence(why, text, 1024));
    return own;
}

const char *id_text(struct arena *a, int64_t id)
{
    char text[16], *p = text + sizeof text - 1;
    *p = 0;
    for (uint64_t n = (uint64_t)id; n || !*p; n /= 36)
        *--p = "0123456789abcdefghijklmnopqrstuvwxyz"[n % 36];
    return arena_copy(a, p, strlen(p));
}

int64_t id_parse(const char *s, const char **end)
{
    uint64_t n = 0;
    const char *p = s;
    for (; (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z'); p++) {
        unsigned digit = *p <= '9' ? (unsigned)(*p - '0') : (unsigned)(*p - 'a') + 10;
        if (n > ((uint64_t)INT64_MAX - digit) / 36) return 0;
        n = n * 36 + digit;
    }
    *end = p;
    return *s == '0' ? 0 : (int64_t)n;
}

static bool parse_id(const char *s, int64_t *out)
{
    const char *end = s;
    *out = id_parse(s, &end);
    return *out && !*end;
}

/* Full-width digits (U+FF10 to U+FF19: EF BC 90 to EF BC 99) to ASCII; blanks go. */
static const char *half_width(const char *s, struct arena *a)
{
    char *out = arena_copy(a, s, strlen(s)), *to = out;
    for (; *s; s++) {
        const unsigned char *u = (const unsigned char *)s;
        if (u[0] == 0xef && u[1] == 0xbc && u[2] >= 0x90 && u[2] <= 0x99) {
            *to++ = (char)('0' + u[2] - 0x90);
            s += 2;
        } else if (*s != ' ') {
            *to++ = *s;
        }
    }
    *to = 0;
    return out;
}

struct reading {
    const struct field *field;
    size_t i;
    struct date today;
    struct arena *arena;
    struct form_data *out;
};

static void wrong(struct reading *r, enum zh_id id)
{
    form_error(r->out, r->field->name, zh_text(id));
}

static void read_number(struct reading *r)
{
    struct idnum number;
    struct problem why = {0};
    if (idnum_parse(r->out->text[r->i], r->today, &number, &why))
        form_error_of(r->out, &why, r->field->name, r->arena);
    else r->out->text[r->i] = arena_copy(r->arena, number.number, strlen(number.number));
}

static void read_value(struct reading *r)
{
    const char **text = &r->out->text[r->i];
    struct problem why = {0};
    switch (r->field->kind) {
    case FIELD_TEXT:
    case FIELD_SECRET:
    case FIELD_IDS:
        break;
    case FIELD_ID:
        if (!parse_id(*text, &r->out->id[r->i])) wrong(r, ZH_web_bad_id);
        break;
    case FIELD_NUMBER:
        read_number(r);
        break;
    case FIELD_CODE:
        *text = half_width(*text, r->arena);
        if (strlen(*text) != 6 || strspn(*text, "0123456789") != 6) wrong(r, ZH_web_bad_code);
        break;
    case FIELD_WAY:
        *text = half_width(*text, r->arena);
        if (strlen(*text) != 1 || **text < '1' || **text > '6') wrong(r, ZH_web_bad_way);
        else r->out->id[r->i] = **text - '0';
        break;
    case FIELD_DATE:
        if (date_parse_office(*text, &r->out->date[r->i], &why))
            form_error_of(r->out, &why, r->field->name, r->arena);
        break;
    }
}

static void read_ids(struct reading *r, struct http_pairs in)
{
    int64_t *ids = ARENA_ARRAY(r->arena, int64_t, FORM_IDS);
    size_t n = 0;
    for (size_t i = 0; i < in.n && n < FORM_IDS; i++) {
        if (strcmp(in.p[i].name, r->field->name) != 0) continue;
        if (parse_id(in.p[i].value, &ids[n])) n++;
        else wrong(r, ZH_web_bad_id);
    }
    if (!n && r->field->required) wrong(r, r->field->missing);
    r->out->ids = ids;
    r->out->ids_n = n;
}

void form_decode(const struct form *form, struct http_pairs in, struct date today,
                 struct arena *arena, struct form_data *out)
{
    *out = (struct form_data){0};
    for (size_t i = 0; i < FORM_FIELDS; i++) out->text[i] = "";
    for (size_t i = 0; i < FORM_FIELDS && form->field[i].name; i++) {
        struct reading r = {&form->field[i], i, today, arena, out};
        if (r.field->kind == FIELD_IDS) {
            read_ids(&r, in);
            continue;
        }
        const char *given = http_get(in, r.field->name);
        if (r.field->kind == FIELD_SECRET) out->text[i] = given ? given : "";
        else if (given) out->text[i] = form_trimmed(given, r.field->max, arena);
        if (out->text[i][0]) read_value(&r);
        else if (r.field->required) wrong(&r, r.field->missing);
    }
}
