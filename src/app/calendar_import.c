#include "app/calendar_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/zh.h"

#define IMPORT_MEMORY (256u << 20)
#define FIRST_YEAR 2000
#define LAST_YEAR 2100
#define CALENDAR_ROWS 5000 /* a hundred years of notices; the loops below are plain */

static const char *const in_force[] = {"date", "day", "name", NULL};
static const char *const before[] = {"year", "published", "superseded_on", "date", "day",
                                     "name", NULL};
enum format { FORMAT_IN_FORCE, FORMAT_BEFORE };

struct importing {
    const struct call *call;
    struct reference_file file;
    struct calendar_row *day; /* of the file, row by row */
    struct reference_counts *out;
    bool moved; /* a row of the store is gone or superseded */
};

struct calendar_rows {
    struct arena *arena;
    struct calendar_row *rows;
    size_t count, capacity;
};

static void push(struct calendar_rows *list, struct calendar_row row)
{
    ARRAY_PUSH(list->arena, list->rows, list->count, list->capacity, row);
}

/* ---- Reading the file ----------------------------------------------------------------------- */

static struct date date_cell(struct reference_row *row, const char *text)
{
    struct date d = DATE_NONE;
    if (date_parse(text, &d, NULL)) {
        reference_refuse(row, ZH_err_date_format, text);
        return DATE_NONE;
    }
    int year = date_civil(d).year;
    if (year < FIRST_YEAR || year > LAST_YEAR) reference_refuse(row, ZH_calendar_year, text);
    return d;
}

static struct calendar_row read_day(struct reference_row *row, bool superseded)
{
    const char *const *c = superseded ? row->cell + 3 : row->cell;
    struct calendar_row day = {.day = date_cell(row, c[0]), .name = c[2]};
    day.year = date_is_set(day.day) ? date_civil(day.day).year : 0;
    if (strcmp(c[1], "holiday") == 0) day.kind = DAY_HOLIDAY;
    else if (strcmp(c[1], "workday") == 0) day.kind = DAY_MAKEUP;
    else reference_refuse(row, ZH_calendar_word, c[1]);
    if (!reference_name(c[2])) reference_refuse(row, ZH_reference_name, c[2]);
    if (!superseded) return day;
    char *end;
    long year = strtol(row->cell[0], &end, 10);
    if (*end || year < FIRST_YEAR || year > LAST_YEAR)
        reference_refuse(row, ZH_calendar_year, row->cell[0]);
    day.year = (int)year;
    day.published = date_cell(row, row->cell[1]);
    day.superseded_on = date_cell(row, row->cell[2]);
    if (date_cmp(day.published, day.superseded_on) >= 0)
        reference_refuse(row, ZH_calendar_order, row->cell[2]);
    return day;
}

static int by_day(const void *a, const void *b)
{
    const struct calendar_row *x = *(const struct calendar_row *const *)a;
    const struct calendar_row *y = *(const struct calendar_row *const *)b;
    if (x->day.day != y->day.day) return x->day.day < y->day.day ? -1 : 1;
    if (x->published.day != y->published.day) return x->published.day < y->published.day ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* A day stands once in a file (once a publication in what was in force before). */
static void check_file(struct importing *k, struct arena *a)
{
    size_t n = k->file.count;
    const struct calendar_row **sorted = ARENA_ARRAY(a, const struct calendar_row *, n + 1);
    k->day = ARENA_ARRAY(a, struct calendar_row, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct reference_row *row = &k->file.rows[i];
        if (row->fault == ZH_none) k->day[i] = read_day(row, k->file.format == FORMAT_BEFORE);
        sorted[i] = &k->day[i];
    }
    qsort(sorted, n, sizeof *sorted, by_day);
    for (size_t i = 1; i < n; i++) {
        struct reference_row *row = &k->file.rows[sorted[i] - k->day];
        bool twice = sorted[i]->day.day == sorted[i - 1]->day.day &&
                     sorted[i]->published.day == sorted[i - 1]->published.day;
        if (twice && date_is_set(sorted[i]->day))
            reference_refuse(row, ZH_reference_twice,
                             row->cell[k->file.format == FORMAT_BEFORE ? 3 : 0]);
    }
}

/* ---- The next version ----------------------------------------------------------------------- */

static bool same_holiday(const struct calendar_row *a, const struct calendar_row *b)
{
    return a->year == b->year && strcmp(a->name, b->name) == 0;
}

static bool holds(const struct calendar_row *r)
{
    return !date_is_set(r->superseded_on);
}

/* The row in force of the same holiday and day, NULL when there is none. */
static const struct calendar_row *known_day(const struct calendar_rows *now,
                                            const struct calendar_row *r)
{
    for (size_t i = 0; i < now->count; i++) {
        const struct calendar_row *o = &now->rows[i];
        if (holds(o) && o->day.day == r->day.day && same_holiday(o, r)) return o;
    }
    return NULL;
}

/* Does the file say of this holiday what is known of it? *there: something is known. */
static bool holiday_unchanged(const struct importing *k, const struct calendar_rows *now,
                              const struct calendar_row *of, bool *there)
{
    size_t in_file = 0, in_store = 0;
    bool same = true;
    for (size_t i = 0; i < k->file.count; i++) {
        if (!same_holiday(&k->day[i], of)) continue;
        const struct calendar_row *o = known_day(now, &k->day[i]);
        same &= o && o->kind == k->day[i].kind;
        in_file++;
    }
    for (size_t i = 0; i < now->count; i++)
        in_store += holds(&now->rows[i]) && same_holiday(&now->rows[i], of);
    *there = in_store > 0;
    return same && in_file == in_store;
}

static bool first_of_holiday(const struct importing *k, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (same_holiday(&k->day[i], &k->day[at])) return false;
    return true;
}

static void count_row(struct importing *k, const struct calendar_row *old,
                      const struct calendar_row *fresh)
{
    if (!old) k->out->fresh++;
    else if (old->kind == fresh->kind) k->out->unchanged++;
    else k->out->changed++;
}

/* What was known of the holiday ends today; what was made today is simply corrected. */
static void supersede(struct importing *k, struct calendar_rows *now, const struct calendar_row *of)
{
    struct date today = k->call->clock.business_date;
    size_t kept = 0;
    for (size_t i = 0; i < now->count; i++) {
        struct calendar_row row = now->rows[i];
        if (holds(&row) && same_holiday(&row, of)) {
            k->moved = true;
            if (row.published.day == today.day) continue;
            row.superseded_on = today;
        }
        now->rows[kept++] = row;
    }
    now->count = kept;
}

static void take_holiday(struct importing *k, struct calendar_rows *now, size_t first)
{
    const struct calendar_row of = k->day[first];
    bool there;
    bool same = holiday_unchanged(k, now, &of, &there);
    for (size_t i = first; i < k->file.count; i++)
        if (same_holiday(&k->day[i], &of)) count_row(k, known_day(now, &k->day[i]), &k->day[i]);
    if (same) return;
    supersede(k, now, &of);
    for (size_t i = first; i < k->file.count; i++) {
        struct calendar_row row = k->day[i];
        if (!same_holiday(&row, &of)) continue;
        if (there) row.published = k->call->clock.business_date;
        push(now, row);
    }
}

static void take_superseded(struct importing *k, struct calendar_rows *now,
                            const struct calendar_row *r)
{
    for (size_t i = 0; i < now->count; i++) {
        struct calendar_row *o = &now->rows[i];
        if (o->day.day != r->day.day || o->published.day != r->published.day ||
            strcmp(o->name, r->name) != 0)
            continue;
        bool same = o->kind == r->kind && o->year == r->year &&
                    o->superseded_on.day == r->superseded_on.day;
        *o = *r;
        if (same) k->out->unchanged++;
        else k->out->changed++;
        return;
    }
    push(now, *r);
    k->out->fresh++;
}

/* ---- Writing it ----------------------------------------------------------------------------- */

static enum err write_version(struct write *w, const struct importing *k,
                              const struct calendar_rows *next, int version, struct problem *why)
{
    struct data d = data_of_write(w);
    struct buf text = BUF(64u << 20);
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < next->count; i++) {
        const struct calendar_row *r = &next->rows[i];
        e = calendar_insert(&d, version, r, k->call->clock.moment, why);
        buf_printf(&text, "%d,%d,%d,%d,%d,%s\n", r->year, r->published.day, r->superseded_on.day,
                   r->day.day, (int)r->kind, r->name);
    }
    if (!e) e = day_law_changed(&d, why);
    if (!e && text.failed) e = problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    char object[40];
    snprintf(object, sizeof object, "calendar:%d", version);
    if (!e)
        store_audit(w, &(struct audit_note){.action = "import.calendar",
                                            .object = object,
                                            .content = text.p,
                                            .content_size = text.n});
    buf_free(&text);
    return e;
}

static enum err apply(struct write *w, void *ctx, struct problem *why)
{
    struct importing *k = ctx;
    struct data d = data_of_write(w);
    struct calendar_rows now = {.arena = w->arena};
    int version;
    k->moved = false;
    *k->out = (struct reference_counts){.rows = k->file.count};
    enum err e = calendar_load(&d, &now.rows, &now.count, &version, why);
    if (e) return e;
    now.capacity = now.count;
    for (size_t i = 0; i < k->file.count; i++) {
        if (k->file.format == FORMAT_BEFORE) take_superseded(k, &now, &k->day[i]);
        else if (first_of_holiday(k, i)) take_holiday(k, &now, i);
    }
    if (!k->moved && !k->out->fresh && !k->out->changed) return ERR_OK;
    return write_version(w, k, &now, version + 1, why);
}

static enum err import_whole(struct importing *k, const struct reference_import *in,
                             struct problem *why)
{
    reference_list_refused(&k->file, in->messages, k->out);
    if (k->out->refused) {
        k->out->rows = k->file.count;
        return problem_set(why, ERR_ROWS, ZH_calendar_refused, "file", NULL);
    }
    enum err e = app_bulk(k->call, apply, k, why);
    return e || k->call->dry_run ? e : app_load_law(k->call->app, why);
}

enum err calendar_import(const struct call *call, const struct reference_import *in,
                         struct reference_counts *out, struct problem *why)
{
    static const char *const *const headers[] = {in_force, before, NULL};
    struct importing k = {.call = call, .out = out};
    *out = (struct reference_counts){0};
    enum err e = app_authorise(call, ACTION_IMPORT_REFERENCE, "", why);
    if (e) return e;
    struct arena *a = arena_new(IMPORT_MEMORY);
    if (!a) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    e = reference_read(in->path, headers, a, &k.file, why);
    if (!e && k.file.count > CALENDAR_ROWS)
        e = problem_set(why, ERR_INPUT, ZH_reference_rows, "file", NULL);
    if (!e) check_file(&k, a);
    if (!e) e = import_whole(&k, in, why);
    arena_free(a);
    return e;
}
