#include "law/params.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "law/params_table.h"

struct params {
    struct param_row *row; /* by id, the row that wins first */
    size_t start[PARAM_COUNT + 1];
    bool fixed[PARAM_COUNT];
    struct param_row fixed_row[PARAM_COUNT];
};

struct ranked {
    struct param_row row;
    bool added; /* not shipped: wins */
    size_t order;
};

static int by_rank(const void *x, const void *y)
{
    const struct ranked *a = x, *b = y;
    if (a->row.id != b->row.id) return a->row.id < b->row.id ? -1 : 1;
    if (a->added != b->added) return a->added ? -1 : 1;
    if (a->added && a->row.valid_from.day != b->row.valid_from.day)
        return a->row.valid_from.day > b->row.valid_from.day ? -1 : 1;
    if (a->row.version != b->row.version) return a->row.version > b->row.version ? -1 : 1;
    return a->order > b->order ? -1 : 1; /* of equal versions the later */
}

const struct params *params_build(struct arena *a, const struct param_row *more, size_t count)
{
    size_t total = params_shipped_count + count, kept = 0;
    struct ranked *all = ARENA_ARRAY(a, struct ranked, total);
    for (size_t i = 0; i < total; i++) {
        bool added = i >= params_shipped_count;
        struct param_row row = added ? more[i - params_shipped_count] : params_shipped[i];
        if (row.id > PARAM_NONE && row.id < PARAM_COUNT)
            all[kept++] = (struct ranked){row, added, i};
    }
    qsort(all, kept, sizeof *all, by_rank);
    struct params *p = ARENA_NEW(a, struct params);
    p->row = ARENA_ARRAY(a, struct param_row, kept);
    size_t at = 0;
    for (int id = 0; id < PARAM_COUNT; id++) {
        p->start[id] = at;
        while (at < kept && (int)all[at].row.id == id) p->row[at] = all[at].row, at++;
    }
    p->start[PARAM_COUNT] = at;
    return p;
}

static bool row_holds(const struct param_row *r, struct date on)
{
    return date_cmp(r->valid_from, on) <= 0 &&
           (!date_is_set(r->valid_until) || date_cmp(on, r->valid_until) <= 0);
}

const struct param_row *params_row(const struct params *p, enum param_id id, struct date on)
{
    if (id <= PARAM_NONE || id >= PARAM_COUNT) return NULL;
    if (p->fixed[id]) return p->fixed_row[id].id ? &p->fixed_row[id] : NULL;
    for (size_t i = p->start[id]; i < p->start[id + 1]; i++)
        if (row_holds(&p->row[i], on)) return &p->row[i];
    return NULL;
}

bool params_value(const struct params *p, enum param_id id, struct date on, int64_t *value)
{
    const struct param_row *r = params_row(p, id, on);
    if (r) *value = r->value;
    return r != NULL;
}

const struct param_row *params_rows(const struct params *p, enum param_id id, size_t *count)
{
    *count = p->start[id + 1] - p->start[id];
    return &p->row[p->start[id]];
}

const struct params *params_with(struct arena *a, const struct params *p, enum param_id id,
                                 int64_t value)
{
    struct params *copy = ARENA_NEW(a, struct params);
    *copy = *p;
    copy->fixed[id] = true;
    copy->fixed_row[id] = (struct param_row){.id = id, .value = value, .valid_from = {1}};
    return copy;
}

const struct params *params_without(struct arena *a, const struct params *p, enum param_id id)
{
    struct params *copy = ARENA_NEW(a, struct params);
    *copy = *p;
    copy->fixed[id] = true;
    copy->fixed_row[id] = (struct param_row){.id = PARAM_NONE};
    return copy;
}

const struct params *params_later(struct arena *a, const struct params *p,
                                  const struct param_row *row)
{
    struct params *copy = ARENA_NEW(a, struct params);
    size_t at = p->start[row->id], total = p->start[PARAM_COUNT];
    *copy = *p;
    copy->row = ARENA_ARRAY(a, struct param_row, total + 1);
    while (at < p->start[row->id + 1] && date_cmp(p->row[at].valid_from, row->valid_from) > 0) at++;
    for (size_t i = 0; i < at; i++) copy->row[i] = p->row[i];
    copy->row[at] = *row;
    for (size_t i = at; i < total; i++) copy->row[i + 1] = p->row[i];
    for (int id = (int)row->id + 1; id <= PARAM_COUNT; id++) copy->start[id]++;
    return copy;
}

/* The least and the most of each unit; a choice and a list are checked where they are read. */
static const struct {
    const char *unit;
    int64_t least, most;
} ranges[] = {
    {"count", 1, 1000},    {"days", 0, 3650},      {"working_days", 1, 250},
    {"months", 1, 120},    {"years", 1, 130},      {"percent", 0, 100},
    {"permille", 0, 1000}, {"fen", 0, 1000000000}, {"month_day", 101, 1231},
};

bool params_in_range(enum param_id id, int64_t value)
{
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (strcmp(ranges[i].unit, params_unit(id)) == 0)
            return value >= ranges[i].least && value <= ranges[i].most;
    return true;
}

const char *params_key(enum param_id id)
{
    return id > PARAM_NONE && id < PARAM_COUNT ? params_info[id].key : "";
}

const char *params_text(enum param_id id)
{
    return id > PARAM_NONE && id < PARAM_COUNT ? params_info[id].text : "";
}

const char *params_unit(enum param_id id)
{
    return id > PARAM_NONE && id < PARAM_COUNT ? params_info[id].unit : "";
}

int params_citation(enum param_id id, int n)
{
    return id > PARAM_NONE && id < PARAM_COUNT && n >= 0 && n < 4 ? params_info[id].cite[n] : -1;
}

enum param_id params_find(const char *key)
{
    for (int id = 1; id < PARAM_COUNT; id++)
        if (strcmp(params_info[id].key, key) == 0) return (enum param_id)id;
    return PARAM_NONE;
}

/* ---- Values as written ---------------------------------------------------------------------- */

static bool choice_parse(const struct params_info *info, const char *text, int64_t *value)
{
    for (int i = 0; info->choice[i]; i++)
        if (strcmp(info->choice[i], text) == 0) {
            *value = i;
            return true;
        }
    return false;
}

static bool digits_parse(const char **s, int64_t *value)
{
    int64_t v = 0;
    int n = 0;
    for (; **s >= '0' && **s <= '9'; (*s)++, n++) {
        if (n == 12) return false;
        v = v * 10 + (**s - '0');
    }
    *value = v;
    return n > 0;
}

/* Up to eight numbers of 1 to 127, one byte each, the first lowest. */
static bool list_parse(const char *s, int64_t *value)
{
    int64_t packed = 0, v;
    for (int i = 0; *s; i++) {
        if (i == 8 || !digits_parse(&s, &v) || v < 1 || v > 127) return false;
        packed |= v << (8 * i);
        if (*s && *s != ' ') return false;
        while (*s == ' ') s++;
    }
    *value = packed;
    return packed != 0;
}

/* Pairs, the ages ascending: from which age, how many. */
static bool ages_fit(int64_t packed)
{
    for (int before = 0; packed > 0; packed >>= 16) {
        int age = (int)(packed & 0xFF);
        if (age <= before || !(packed >> 8 & 0xFF)) return false;
        before = age;
    }
    return true;
}

static bool count_parse(const struct params_info *info, const char *s, int64_t *value)
{
    int64_t v;
    if (!digits_parse(&s, &v)) return false;
    while (*s == ' ') s++;
    if (*s && strcmp(s, info->unit) != 0) return false;
    if (strcmp(info->unit, "percent") == 0 && v > 100) return false;
    if (strcmp(info->unit, "fen") != 0 && v > 100000) return false;
    *value = v;
    return true;
}

bool params_parse(enum param_id id, const char *text, int64_t *value)
{
    if (id <= PARAM_NONE || id >= PARAM_COUNT) return false;
    const struct params_info *info = &params_info[id];
    if (info->choice[0]) return choice_parse(info, text, value);
    if (strcmp(info->unit, "list") == 0) return list_parse(text, value);
    if (strcmp(info->unit, "ages") == 0) return list_parse(text, value) && ages_fit(*value);
    return count_parse(info, text, value);
}

static bool is_list(const struct params_info *info)
{
    return strcmp(info->unit, "list") == 0 || strcmp(info->unit, "ages") == 0;
}

static void list_print(int64_t value, char *out, size_t cap)
{
    size_t at = 0;
    out[0] = 0;
    for (; value > 0 && at + 5 < cap; value >>= 8)
        at += (size_t)snprintf(out + at, cap - at, at ? " %d" : "%d", (int)(value & 0xFF));
}

const char *params_print(enum param_id id, int64_t value, char *out, size_t cap)
{
    out[0] = 0;
    if (id <= PARAM_NONE || id >= PARAM_COUNT) return out;
    const struct params_info *info = &params_info[id];
    int choices = 0;
    while (info->choice[choices]) choices++;
    if (choices && value >= 0 && value < choices) snprintf(out, cap, "%s", info->choice[value]);
    else if (is_list(info)) list_print(value, out, cap);
    else snprintf(out, cap, "%lld", (long long)value);
    return out;
}
