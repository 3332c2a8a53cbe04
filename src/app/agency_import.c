#include "app/agency_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/zh.h"

#define IMPORT_MEMORY (256u << 20)

enum column_index { CODE, PARENT, LEVEL, NAME };

static const char *const columns[] = {"code", "parent_code", "level", "name", NULL};

struct importing {
    const struct call *call;
    struct reference_file file;
    struct reference_row **sorted; /* acceptable rows by code */
    size_t sorted_count;
    struct reference_counts *out;
};

/* ---- Checking the file -------------------------------------------------------------------------
 */

/* The code of the agency above, from the code itself; "" for the city. */
static void parent_of(const char *code, char out[AGENCY_CODE])
{
    static const size_t kept[] = {[LEVEL_DISTRICT] = 4, [LEVEL_TOWN] = 6, [LEVEL_STATION] = 9};
    enum agency_level level = agency_code_level(code);
    out[0] = 0;
    if (level < LEVEL_DISTRICT) return;
    memset(out, '0', AGENCY_CODE - 1);
    memcpy(out, code, kept[level]);
    out[AGENCY_CODE - 1] = 0;
}

static void check_row(struct reference_row *row)
{
    static const char *const words[] = {[LEVEL_CITY] = "city",
                                        [LEVEL_DISTRICT] = "district",
                                        [LEVEL_TOWN] = "town",
                                        [LEVEL_STATION] = "community"};
    const char *const *c = row->cell;
    char parent[AGENCY_CODE];
    if (row->fault != ZH_none) return;
    enum agency_level level = agency_code_level(c[CODE]);
    if (level == LEVEL_UNSET) {
        reference_refuse(row, ZH_agency_code, c[CODE]);
        return;
    }
    parent_of(c[CODE], parent);
    if (strcmp(c[LEVEL], words[level]) != 0) reference_refuse(row, ZH_agency_level, c[LEVEL]);
    if (strcmp(c[PARENT], parent) != 0) reference_refuse(row, ZH_agency_parent, c[PARENT]);
    if (!reference_name(c[NAME])) reference_refuse(row, ZH_reference_name, c[NAME]);
}

static int by_code(const void *a, const void *b)
{
    const struct reference_row *const *x = a, *const *y = b;
    int order = strcmp((*x)->cell[CODE], (*y)->cell[CODE]);
    return order ? order : (*x)->line < (*y)->line ? -1 : 1;
}

static void check_file(struct importing *k, struct arena *a)
{
    k->sorted = ARENA_ARRAY(a, struct reference_row *, k->file.count + 1);
    for (size_t i = 0; i < k->file.count; i++) {
        check_row(&k->file.rows[i]);
        if (k->file.rows[i].fault == ZH_none) k->sorted[k->sorted_count++] = &k->file.rows[i];
    }
    qsort(k->sorted, k->sorted_count, sizeof *k->sorted, by_code);
    for (size_t i = 1; i < k->sorted_count; i++)
        if (strcmp(k->sorted[i]->cell[CODE], k->sorted[i - 1]->cell[CODE]) == 0)
            reference_refuse(k->sorted[i], ZH_reference_twice, k->sorted[i]->cell[CODE]);
}

/* ---- Applying it -------------------------------------------------------------------------------
 */

struct known { /* what the store has, by code, kind and day */
    const struct agency *list;
    size_t count;
};

/* The newest version, NULL when there is none. */
static const struct agency *newest(const struct known *k, const char *code, enum agency_kind kind)
{
    size_t low = 0, high = k->count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(k->list[mid].code, code) < 0) low = mid + 1;
        else high = mid;
    }
    const struct agency *found = NULL;
    for (; low < k->count && strcmp(k->list[low].code, code) == 0; low++)
        if (k->list[low].kind == kind) found = &k->list[low];
    return found;
}

static enum err apply_kind(struct data *d, const struct importing *k,
                           const struct reference_row *row, const struct agency *old,
                           enum agency_kind kind, struct problem *why)
{
    const struct clock *now = &k->call->clock;
    struct agency fresh = {
        .kind = kind,
        .level = agency_code_level(row->cell[CODE]),
        .name = row->cell[NAME],
        .valid_from = now->business_date,
        .recorded_at = now->moment,
    };
    memcpy(fresh.code, row->cell[CODE], AGENCY_CODE);
    parent_of(fresh.code, fresh.parent);
    if (old && date_cmp(old->valid_from, fresh.valid_from) >= 0) {
        fresh.valid_from = old->valid_from; /* corrected on the day it was made */
        enum err e = agency_rename(d, &fresh, why);
        return e ? e : day_law_changed(d, why);
    }
    enum err e = agency_insert(d, &fresh, why);
    return e ? e : day_law_changed(d, why);
}

/* A parent is known, or stands in the file above its children (codes sort that way) and was taken.
 */
static bool parent_there(const struct importing *k, const struct known *known, const char *code)
{
    char parent[AGENCY_CODE];
    parent_of(code, parent);
    if (!parent[0] || newest(known, parent, AGENCY_OFFICE)) return true;
    size_t low = 0, high = k->sorted_count;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (strcmp(k->sorted[mid]->cell[CODE], parent) < 0) low = mid + 1;
        else high = mid;
    }
    return low < k->sorted_count && k->sorted[low]->fault == ZH_none &&
           strcmp(k->sorted[low]->cell[CODE], parent) == 0;
}

static enum err apply_row(struct data *d, struct importing *k, const struct known *known,
                          struct reference_row *row, struct problem *why)
{
    const char *code = row->cell[CODE];
    const struct agency *office = newest(known, code, AGENCY_OFFICE);
    if (!parent_there(k, known, code)) {
        reference_refuse(row, ZH_agency_orphan, row->cell[PARENT]);
        return ERR_OK;
    }
    if (office && strcmp(office->name, row->cell[NAME]) == 0) {
        k->out->unchanged++;
        return ERR_OK;
    }
    enum err e = apply_kind(d, k, row, office, AGENCY_OFFICE, why);
    if (!e && agency_may_pay(code))
        e = apply_kind(d, k, row, newest(known, code, AGENCY_DEPARTMENT), AGENCY_DEPARTMENT, why);
    if (office) k->out->changed++;
    else k->out->fresh++;
    return e;
}

static void note(struct write *w, const struct importing *k)
{
    char object[64];
    snprintf(object, sizeof object, "agencies:new=%llu,changed=%llu",
             (unsigned long long)k->out->fresh, (unsigned long long)k->out->changed);
    store_audit(
        w, &(struct audit_note){
               .action = "import.agencies", .object = object, .content = "", .content_size = 0});
}

static enum err apply(struct write *w, void *ctx, struct problem *why)
{
    struct importing *k = ctx;
    struct data d = data_of_write(w);
    struct agency *list;
    struct known known;
    *k->out = (struct reference_counts){.rows = k->file.count};
    enum err e = agency_list(&d, &list, &known.count, why);
    known.list = list;
    for (size_t i = 0; !e && i < k->sorted_count; i++)
        if (k->sorted[i]->fault == ZH_none) e = apply_row(&d, k, &known, k->sorted[i], why);
    if (!e && k->out->fresh + k->out->changed) note(w, k);
    return e;
}

enum err agency_import(const struct call *call, const struct reference_import *in,
                       struct reference_counts *out, struct problem *why)
{
    static const char *const *const headers[] = {columns, NULL};
    struct importing k = {.call = call, .out = out};
    *out = (struct reference_counts){0};
    enum err e = app_authorise(call, ACTION_IMPORT_REFERENCE, "", why);
    if (e) return e;
    struct arena *a = arena_new(IMPORT_MEMORY);
    if (!a) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    e = reference_read(in->path, headers, a, &k.file, why);
    if (!e) check_file(&k, a);
    if (!e) e = app_bulk(call, apply, &k, why);
    if (!e) reference_list_refused(&k.file, in->messages, out);
    arena_free(a);
    if (!e && out->refused) e = problem_set(why, ERR_ROWS, ZH_reference_refused, "file", NULL);
    return e;
}
