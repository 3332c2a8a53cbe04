#include "app/world.h"

#include <dirent.h>
#include <sys/stat.h>

#include "base/idnum.h"

#define FIRST_DAY "2024-01-02"

/* PostgreSQL: one initialised database a process, copied for each test. */
static struct {
    struct test_db t;
    char keys[160];
    bool made;
} base;

static void must(struct world *w, enum err e, const char *what)
{
    char sentence[512];
    if (e) fail_msg("%s: %s", what, problem_sentence(&w->why, sentence, sizeof sentence));
}

struct date D(const char *s) {
    struct date d = DATE_NONE;
    if (s && *s) assert_int_equal(date_parse(s, &d, NULL), ERR_OK);
    return d;
}

struct month
M(const char *s) {
    struct month m = MONTH_NONE;
    if (s && *s) assert_int_equal(month_parse(s, &m, NULL), ERR_OK);
    return m;
}

static void
open_at(struct world *w, const char *day, bool create)
{
    struct app_options o = {
        .db = w->t.url, .keys = w->keys, .date = D(day), .create = create, .training = create};
    must(w, app_open(&o, &w->app, &w->why), "open");
}

static void init(struct world *w)
{
    struct init_counts counts;
    open_at(w, FIRST_DAY, true);
    must(w, init_store(&w->app, true, &counts, &w->why), "init");
    assert_int_equal(counts.districts, 7);
}

static void forget_base(void)
{
    if (base.made) test_db_remove(&base.t);
}

static void make_base(void)
{
    struct world w = {0};
    test_db_make(&base.t);
    w.t = base.t;
    snprintf(base.keys, sizeof base.keys, "%s/keys", base.t.folder);
    memcpy(w.keys, base.keys, sizeof w.keys);
    init(&w);
    app_close(&w.app);
    base.made = true;
    atexit(forget_base);
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    if (!in || !out) fail_msg("copy %s", from);
    size_t n = fread(bytes, 1, sizeof bytes, in);
    assert_int_equal(fwrite(bytes, 1, n, out), n);
    fclose(in);
    fclose(out);
    assert_int_equal(chmod(to, 0600), 0);
}

/* The daily heads are kept beside the keys: each copy of the database needs a folder of its own. */
static void copy_keys(const char *to)
{
    DIR *d = opendir(base.keys);
    assert_int_equal(mkdir(to, 0700), 0);
    if (!d) fail_msg("keys %s", base.keys);
    for (struct dirent *f; (f = readdir(d));) {
        char from[512], into[512];
        if (f->d_name[0] == '.') continue;
        snprintf(from, sizeof from, "%s/%.200s", base.keys, f->d_name);
        snprintf(into, sizeof into, "%s/%.200s", to, f->d_name);
        copy_file(from, into);
    }
    closedir(d);
}

int world_setup(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    w->arena = arena_new(256u << 20);
    if (test_backend == BACKEND_SQLITE) {
        test_db_make(&w->t);
        snprintf(w->keys, sizeof w->keys, "%s/keys", w->t.folder);
        init(w);
    } else {
        if (!base.made) make_base();
        test_db_make(&w->t);
        test_postgresql_command("DROP DATABASE %s", w->t.name);
        test_postgresql_command("CREATE DATABASE %s TEMPLATE %s", w->t.name, base.t.name);
        snprintf(w->keys, sizeof w->keys, "%s/keys", w->t.folder);
        copy_keys(w->keys);
        open_at(w, FIRST_DAY, false);
    }
    *state = w;
    return 0;
}

int world_teardown(void **state)
{
    struct world *w = *state;
    app_close(&w->app);
    arena_free(w->arena);
    test_db_remove(&w->t);
    free(w);
    return 0;
}

void world_go(struct world *w, const char *day)
{
    app_close(&w->app);
    open_at(w, day, false);
}

struct call world_call(struct world *w, const char *login)
{
    struct call call;
    must(w, app_call(&w->app, login, "test", w->arena, &call, &w->why), login ? login : "console");
    return call;
}

enum err world_try_day(struct world *w, const char *day, struct day_counts *out)
{
    world_go(w, day);
    struct call call = world_call(w, NULL);
    return day_run(&call, out, &w->why);
}

struct day_counts world_day(struct world *w, const char *day)
{
    struct day_counts counts;
    must(w, world_try_day(w, day, &counts), day);
    return counts;
}

/* ---- persons -------------------------------------------------------------------------------- */

const char *world_number(struct world *w, const char *birth, int n)
{
    char digits[20];
    struct civil c = date_civil(D(birth ? birth : "1955-03-01"));
    snprintf(digits, sizeof digits, "371002%04d%02d%02d%03d", c.year, c.month, c.day, n);
    return arena_print(w->arena, "%s%c", digits, idnum_check_character(digits));
}

struct enrolling {
    const struct call *call;
    const struct roster_row *rows;
    int count;
    enum enrolled done; /* of the last row */
};

static enum err enrol_fn(struct write *write, void *ctx, struct problem *why)
{
    struct enrolling *k = ctx;
    enum err e = ERR_OK;
    for (int i = 0; !e && i < k->count; i++) {
        struct dossier s = dossier_for_write(k->call, write);
        e = enrol_check(&s, &k->rows[i], why);
        if (!e) e = enrol_row(&s, &k->rows[i], &k->done, why);
    }
    return e;
}

static struct roster_row row_of(struct world *w, const char *number, const struct newcomer *who)
{
    struct roster_row row = {
        .kind = who->kind ? who->kind : LINE_WORKER_PENSION,
        .rate_fen = who->rate ? who->rate : RATE,
        .first = M(who->first ? who->first : "2015-01"),
        .residence = {RESIDENCE_CITY, TOWN},
        .last_certified = D(who->last ? who->last : "2023-02-28"),
        .last_way = 1,
        .relation = who->relation,
        .note = who->note ? who->note : "",
    };
    must(w, idnum_parse(number, w->app.clock.business_date, &row.number, &w->why), number);
    if (who->name) snprintf(row.name, sizeof row.name, "%s", who->name);
    else snprintf(row.name, sizeof row.name, "Ren %s", number + 14);
    if (who->phone) snprintf(row.phone, sizeof row.phone, "%s", who->phone);
    if (who->residence)
        snprintf(row.residence.code, sizeof row.residence.code, "%s", who->residence);
    name_key(row.name, row.name_key, sizeof row.name_key);
    if (who->linked)
        must(w, idnum_parse(who->linked, w->app.clock.business_date, &row.linked, &w->why),
             who->linked);
    snprintf(row.payer, sizeof row.payer, "%s", who->payer ? who->payer : HUANCUI);
    return row;
}

enum err world_try_enrol(struct world *w, const char *number, struct newcomer who,
                         enum enrolled *out)
{
    struct call call = world_call(w, NULL);
    struct roster_row row = row_of(w, number, &who);
    struct enrolling k = {.call = &call, .rows = &row, .count = 1};
    enum err e = app_bulk(&call, enrol_fn, &k, &w->why);
    *out = k.done;
    return e;
}

void world_crowd(struct world *w, int first, int count, struct newcomer who)
{
    struct call call = world_call(w, NULL);
    struct roster_row *rows = ARENA_ARRAY(w->arena, struct roster_row, (size_t)count);
    for (int i = 0; i < count; i++)
        rows[i] = row_of(w, world_number(w, who.birth, first + i), &who);
    must(w,
         app_bulk(&call, enrol_fn, &(struct enrolling){.call = &call, .rows = rows, .count = count},
                  &w->why),
         "crowd");
}

const char *world_enrol(struct world *w, int n, struct newcomer who)
{
    enum enrolled done;
    const char *number = world_number(w, who.birth, n);
    must(w, world_try_enrol(w, number, who, &done), "enrol");
    return number;
}

enum err world_certify(struct world *w, const char *login, const char *number,
                       struct certified *out)
{
    struct call call = world_call(w, login);
    struct certify c = {
        .number = number, .way = 1, .channel = "counter", .agency = strchr(login, '@') + 1};
    return certify_person(&call, &c, out, &w->why);
}

/* ---- looking -------------------------------------------------------------------------------- */

struct dossier world_dossier(struct world *w, const char *number)
{
    struct read r = {.arena = w->arena};
    struct call call = world_call(w, NULL);
    int64_t id = 0;
    must(w, store_read_begin(w->app.store, &r, &w->why), "read");
    r.arena = w->arena;
    struct dossier s = dossier_for_read(&call, &r);
    enum err e = person_find(&s.d, number, &id, &w->why);
    if (!e) e = dossier_load(&s, id, &w->why);
    store_read_end(&r);
    must(w, e, "dossier");
    return s;
}

int64_t world_id(struct world *w, const char *number)
{
    return world_dossier(w, number).p.person_id;
}

int world_status(struct world *w, const char *number, int line)
{
    struct dossier s = world_dossier(w, number);
    assert_true((size_t)line < s.line_count);
    return s.lines[line].status;
}

struct matter world_matter(struct world *w, const char *number, enum matter_kind_id kind,
                           const char *payer)
{
    struct dossier s = world_dossier(w, number);
    struct matter found = {0};
    for (size_t i = 0; i < s.matter_count; i++)
        if (s.matters[i].m.kind == kind && (!payer || strcmp(s.matters[i].m.agency, payer) == 0))
            found = s.matters[i].m;
    return found;
}

static void add_pay(void *ctx, const struct payroll_row *row)
{
    struct {
        const char *number;
        int sequence;
        struct world_pay sum;
    } *k = ctx;
    if (strcmp(row->number, k->number) != 0 || (k->sequence >= 0 && row->sequence != k->sequence))
        return;
    k->sum.rows++;
    k->sum.due += row->due;
    k->sum.back += row->back;
    k->sum.net += row->net;
}

struct world_pay world_payable(struct world *w, const char *number, const char *month, int sequence)
{
    struct {
        const char *number;
        int sequence;
        struct world_pay sum;
    } k = {.number = number, .sequence = sequence};
    struct call call = world_call(w, NULL);
    must(w, payroll_show(&call, M(month), NULL, add_pay, &k, &w->why), "payroll");
    return k.sum;
}

/* ---- matters -------------------------------------------------------------------------------- */

enum err world_move(struct world *w, const char *login, int64_t matter, enum matter_event_id event)
{
    struct call call = world_call(w, login);
    struct moved done;
    return move_by_id(&call, matter, &(struct move){.event = event, .reason = "test"}, &done,
                      &w->why);
}

static void step(struct world *w, const struct matter *m, const char *role,
                 enum matter_event_id event)
{
    must(w, world_move(w, arena_print(w->arena, "%s@%s", role, m->agency), m->matter_id, event),
         matter_event_word(event));
}

void world_grant(struct world *w, struct matter m)
{
    step(w, &m, "clerk", EVENT_DECIDE);
    step(w, &m, "reviewer", EVENT_RELEASE);
}

void world_release(struct world *w, struct matter m)
{
    step(w, &m, "clerk", EVENT_COMPARE);
    step(w, &m, "clerk", EVENT_CONTACT);
    world_grant(w, m);
}

/* ---- the database itself -------------------------------------------------------------------- */

int64_t world_entries(struct world *w)
{
    int64_t entries = 0;
    must(w, store_audit_verify(w->app.store, &entries, &w->why), "audit");
    return entries;
}

int64_t world_count(struct world *w, const struct sql *q)
{
    struct read r = {.arena = w->arena};
    struct db_cursor c;
    must(w, store_read_begin(w->app.store, &r, &w->why), "read");
    must(w, db_query(r.db, q, NULL, 0, &c, &w->why), "count");
    int64_t n = db_step(&c) ? db_int(&c, 0) : -1;
    must(w, db_done(&c, &w->why), "count");
    store_read_end(&r);
    return n;
}

struct editing {
    const struct sql *q;
    int64_t id, changed;
};

static enum err edit_fn(struct write *write, void *ctx, struct problem *why)
{
    struct editing *k = ctx;
    return db_exec(write->db, k->q, DB_VALUES(DB_I(k->id)), &k->changed, why);
}

void world_edit(struct world *w, const struct sql *q, int64_t id)
{
    struct call call = world_call(w, NULL);
    struct editing k = {q, id, 0};
    must(w, app_bulk(&call, edit_fn, &k, &w->why), "edit");
    assert_true(k.changed > 0);
}

int64_t world_breaks(struct world *w)
{
    struct call call = world_call(w, NULL);
    struct check_counts counts;
    FILE *out = tmpfile();
    enum err e = check_store(&call, out, &counts, &w->why);
    fclose(out);
    assert_int_equal(e, counts.breaks ? ERR_FAILED : ERR_OK);
    return counts.breaks;
}
