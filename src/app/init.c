#include "app/init.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/password.h"
#include "law/kinds.h"

#define DEMO_PASSWORD "jianzai-demo"

struct starting {
    struct app *a;
    struct agency *agencies;
    size_t count;
    bool demo_staff;
    const char *password;
    struct init_counts *out;
};

/* ---- agencies ------------------------------------------------------------------------------- */

extern const unsigned char embedded_divisions[];
extern const size_t embedded_divisions_size;

/* CSV code,parent_code,level,name; the level is in the code. */
static enum err read_agencies(struct starting *k, struct arena *arena, struct problem *why)
{
    struct csv *csv = csv_open_memory(embedded_divisions, embedded_divisions_size, NULL);
    struct csv_row row;
    enum err e =
        csv ? csv_next(csv, &row, why) : problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    size_t capacity = 0;
    while (!e && !(e = csv_next(csv, &row, why))) {
        struct agency a = {.kind = AGENCY_OFFICE,
                           .valid_from = date_of(2018, 1, 1),
                           .recorded_at = k->a->clock.moment};
        snprintf(a.code, sizeof a.code, "%.12s", row.cells[0].s);
        snprintf(a.parent, sizeof a.parent, "%.12s", row.cells[1].s);
        a.level = agency_code_level(a.code);
        a.name = arena_copy(arena, row.cells[3].s, row.cells[3].n);
        ARRAY_PUSH(arena, k->agencies, k->count, capacity, a);
    }
    csv_close(csv);
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

static void count_level(struct init_counts *n, enum agency_level level)
{
    n->cities += level == LEVEL_CITY;
    n->districts += level == LEVEL_DISTRICT;
    n->towns += level == LEVEL_TOWN;
    n->stations += level == LEVEL_STATION;
}

/* A department stands beside the agency of its code, at the city and in the districts. */
static enum err insert_agencies(struct data *d, struct starting *k, struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < k->count; i++) {
        struct agency a = k->agencies[i];
        e = agency_insert(d, &a, why);
        count_level(k->out, a.level);
        if (e || !agency_may_pay(a.code)) continue;
        a.kind = AGENCY_DEPARTMENT;
        e = agency_insert(d, &a, why);
    }
    return e;
}

/* ---- staff ---------------------------------------------------------------------------------- */

static enum err add_staff(struct data *d, struct starting *k, enum role role, const char *code,
                          enum agency_kind kind, struct problem *why)
{
    struct principal p = {.role = role, .agency_kind = kind};
    if (code) snprintf(p.login, sizeof p.login, "%s@%s", role_word(role), code);
    else snprintf(p.login, sizeof p.login, "%s", role_word(role));
    snprintf(p.agency, sizeof p.agency, "%s", code ? code : "371000000000");
    enum err e = staff_insert(d, p.login, "", k->password, k->a->clock.moment, why);
    if (!e) e = staff_grant(d, &p, date_of(2018, 1, 1), "init", k->a->clock.moment, why);
    k->out->staff++;
    return e;
}

static enum err add_demo_staff(struct data *d, struct starting *k, struct problem *why)
{
    static const enum role offices[] = {ROLE_CLERK,   ROLE_REVIEWER, ROLE_MANAGER,
                                        ROLE_FINANCE, ROLE_LEGAL,    ROLE_CASE_AUDIT};
    static const enum role departments[] = {ROLE_SUPERVISOR, ROLE_OFFICER, ROLE_DEPARTMENT_LEGAL};
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < k->count; i++) {
        const char *code = k->agencies[i].code;
        bool pays = agency_may_pay(code);
        for (size_t r = 0; !e && r < (pays ? 6u : 3u); r++)
            e = add_staff(d, k, offices[r], code, AGENCY_OFFICE, why);
        for (size_t r = 0; !e && pays && r < 3; r++)
            e = add_staff(d, k, departments[r], code, AGENCY_DEPARTMENT, why);
    }
    return e;
}

static enum err insert_all(struct write *w, void *ctx, struct problem *why)
{
    struct starting *k = ctx;
    struct data d = data_of_write(w);
    size_t rows;
    const struct calendar_row *calendar = calendar_shipped(&rows);
    *k->out = (struct init_counts){.holidays = (int)rows};
    enum err e = insert_agencies(&d, k, why);
    for (size_t i = 0; !e && i < rows; i++)
        e = calendar_insert(&d, 1, &calendar[i], k->a->clock.moment, why);
    struct window window = {date_of(2018, 3, 1), date_of(2018, 4, 1), date_of(2018, 6, 30)};
    if (!e) e = window_insert(&d, &window, "371000000000", k->a->clock.moment, why);
    static const enum role admins[] = {ROLE_SYSTEM_ADMIN, ROLE_SECURITY_ADMIN, ROLE_AUDIT_ADMIN};
    for (size_t i = 0; !e && i < INIT_ADMINS; i++) {
        e = add_staff(&d, k, admins[i], NULL, AGENCY_OFFICE, why);
        if (!e && !app_training(k->a))
            e = setup_offer_make(w, role_word(admins[i]), &k->out->admin[i], why);
    }
    if (!e && k->demo_staff) e = add_demo_staff(&d, k, why);
    if (!e) e = meta_set(&d, "started_on", date_print(k->a->clock.business_date).s, why);
    store_audit(w, &(struct audit_note){
                       .action = "init", .object = "store", .content = "", .content_size = 0});
    return e;
}

/* All demonstration logins share one hash; making it is slow on purpose. */
static enum err demo_password(char hash[PASSWORD_STORED], struct problem *why)
{
    struct passwords *pool =
        password_pool_new(&(struct password_settings){.memory_mib = 19, .passes = 2, .jobs = 1});
    if (!pool) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    enum err e = password_hash(pool, DEMO_PASSWORD, hash, why);
    password_pool_free(pool);
    return e;
}

enum err init_store(struct app *a, bool demo_staff, struct init_counts *out, struct problem *why)
{
    struct arena *arena = arena_new(64u << 20);
    if (!arena) return problem_set(why, ERR_FAILED, ZH_err_memory, NULL, NULL);
    char hash[PASSWORD_STORED] = "*";
    struct starting k = {.a = a, .demo_staff = demo_staff, .password = hash, .out = out};
    struct call call;
    enum err e = demo_staff ? demo_password(hash, why) : ERR_OK;
    if (!e) e = read_agencies(&k, arena, why);
    if (!e) e = app_call(a, NULL, "init", arena, &call, why);
    if (!e) e = app_bulk(&call, insert_all, &k, why);
    arena_free(arena);
    return e ? e : app_load_law(a, why);
}
