/* Agencies, calendar, parameters, windows, outages, staff, payroll runs, days (arts. 4, 5, 10;
 * capabilities 4.1, 4.3, 5.3, B28, C7). */
#include "aggregate.h"

static enum err agencies_fn(struct data *d, void *ctx, struct problem *p)
{
    struct agency a = {.code = HUANCUI,
                       .parent = "371000000000",
                       .kind = AGENCY_OFFICE,
                       .level = LEVEL_DISTRICT,
                       .name = "office",
                       .valid_from = date_of(2018, 1, 1),
                       .recorded_at = 1};
    enum err e = agency_insert(d, &a, p);
    (void)ctx;
    a.kind = AGENCY_DEPARTMENT;
    a.name = "department";
    return e ? e : agency_insert(d, &a, p);
}

static void an_agency_and_its_department_stand_beside_each_other(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct agency a, *list;
    size_t count;
    assert_int_equal(change(f, agencies_fn, NULL), ERR_OK);
    assert_int_equal(change(f, agencies_fn, NULL), ERR_CONFLICT);
    struct data d = reader(f, &r);
    assert_int_equal(agency_load(&d, HUANCUI, AGENCY_OFFICE, &a, &why), ERR_OK);
    assert_string_equal(a.name, "office");
    assert_int_equal(a.level, LEVEL_DISTRICT);
    assert_int_equal(agency_load(&d, HUANCUI, AGENCY_DEPARTMENT, &a, &why), ERR_OK);
    assert_string_equal(a.name, "department");
    assert_int_equal(agency_load(&d, "371003000000", AGENCY_OFFICE, &a, &why), ERR_NOT_FOUND);
    assert_int_equal(agency_list(&d, &list, &count, &why), ERR_OK);
    assert_int_equal(count, 2);
    store_read_end(&r);
}

static enum err offices_fn(struct data *d, void *ctx, struct problem *p)
{
    static const struct agency all[] = {
        {"371002001000", "371002000000", AGENCY_OFFICE, LEVEL_TOWN, "town", {0}, {0}, 1},
        {"371003000000", "371000000000", AGENCY_DEPARTMENT, LEVEL_DISTRICT, "other", {0}, {0}, 1},
        {"371002000000", "371000000000", AGENCY_OFFICE, LEVEL_DISTRICT, "now", {0}, {0}, 1},
        {"371000000000", "", AGENCY_OFFICE, LEVEL_CITY, "city", {0}, {0}, 1},
        {"371002000000", "371000000000", AGENCY_OFFICE, LEVEL_DISTRICT, "then", {0}, {0}, 1},
    };
    enum err e = ERR_OK;
    (void)ctx;
    for (size_t i = 0; !e && i < sizeof all / sizeof *all; i++) {
        struct agency a = all[i];
        a.valid_from = date_of(2018 - (int)i, 1, 1); /* two periods of one office */
        e = agency_insert(d, &a, p);
    }
    return e;
}

static void codes_are_those_of_offices_each_once_down_to_a_level(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct agency_code *codes;
    size_t count;
    assert_int_equal(change(f, offices_fn, NULL), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(agency_codes(&d, LEVEL_DISTRICT, &codes, &count, &why), ERR_OK);
    assert_int_equal(count, 2);
    assert_string_equal(codes[0].code, "371000000000");
    assert_string_equal(codes[1].code, HUANCUI);
    assert_int_equal(agency_codes(&d, LEVEL_STATION, &codes, &count, &why), ERR_OK);
    assert_int_equal(count, 3);
    assert_string_equal(codes[2].code, "371002001000");
    store_read_end(&r);
}

struct calendar_entry {
    int version;
    struct calendar_row row;
};

static enum err calendar_fn(struct data *d, void *ctx, struct problem *p)
{
    struct calendar_entry *k = ctx;
    return calendar_insert(d, k->version, &k->row, 1, p);
}

static void the_newest_version_of_the_calendar_holds(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct calendar_row *rows;
    size_t count;
    int version;
    struct calendar_entry k = {1,
                               {.day = date_of(2024, 10, 1),
                                .name = "old",
                                .kind = DAY_HOLIDAY,
                                .year = 2024,
                                .published = date_of(2023, 10, 25)}};
    assert_int_equal(change(f, calendar_fn, &k), ERR_OK);
    k.version = 2;
    k.row.name = "new";
    assert_int_equal(change(f, calendar_fn, &k), ERR_OK);
    k.row.day = date_of(2024, 10, 12);
    k.row.kind = DAY_MAKEUP;
    assert_int_equal(change(f, calendar_fn, &k), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(calendar_load(&d, &rows, &count, &version, &why), ERR_OK);
    assert_int_equal(version, 2);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].name, "new");
    assert_int_equal(rows[1].kind, DAY_MAKEUP);
    assert_int_equal(rows[1].published.day, date_of(2023, 10, 25).day);
    store_read_end(&r);
}

SQL(param_raw, "INSERT INTO param (name, valid_from, version, value, citation, decided_by, "
               "released_by, recorded_at)"
               " VALUES ('suspend.days', 20240601, 1, 5, 'x', 'a', ?1, 7)");

static enum err param_fn(struct data *d, void *ctx, struct problem *p)
{
    return db_exec(d->db, &param_raw, DB_VALUES(DB_T(ctx)), NULL, p);
}

/* A changed parameter is two people's act (C3, scenario 40): the database says so. */
static void a_parameter_is_released_by_another_person(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct param_known *rows;
    size_t count;
    char same[] = "a", other[] = "b";
    assert_true(change(f, param_fn, same) != ERR_OK);
    assert_int_equal(change(f, param_fn, other), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(param_load(&d, &rows, &count, &why), ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].row.id, PARAM_SUSPEND_DAYS);
    assert_int_equal(rows[0].row.value, 5);
    assert_int_equal(rows[0].row.valid_from.day, date_of(2024, 6, 1).day);
    d.known_at = 6;
    assert_int_equal(param_load(&d, &rows, &count, &why), ERR_OK);
    assert_int_equal(count, 0);
    store_read_end(&r);
}

static enum err window_fn(struct data *d, void *ctx, struct problem *p)
{
    return window_insert(d, ctx, "371000000000", 1, p);
}

/* Art. 5: announced before it begins. */
static void a_window_is_announced_before_it_begins(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct window *rows,
        bad[] = {{date_of(2018, 4, 1), date_of(2018, 4, 1), date_of(2018, 6, 30)},
                 {date_of(2018, 3, 1), date_of(2018, 6, 30), date_of(2018, 4, 1)}},
        good = {date_of(2018, 3, 1), date_of(2018, 4, 1), date_of(2018, 6, 30)};
    size_t count;
    for (int i = 0; i < 2; i++) assert_true(change(f, window_fn, &bad[i]) != ERR_OK);
    assert_int_equal(change(f, window_fn, &good), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(window_load(&d, &rows, &count, &why), ERR_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].last.day, good.last.day);
    store_read_end(&r);
}

SQL(outage_raw, "INSERT INTO outage (outage_id, channel, from_day, until_day, note, recorded_at) "
                "VALUES (?1, 'web', 20240305, 20240306, '', 0)");

static enum err outage_fn(struct data *d, void *ctx, struct problem *p)
{
    (void)ctx;
    return db_exec(d->db, &outage_raw, DB_VALUES(DB_I(1)), NULL, p);
}

static void an_outage_covers_its_first_and_last_day(void **state)
{
    struct fixture *f = *state;
    struct read r;
    assert_int_equal(change(f, outage_fn, NULL), ERR_OK);
    struct data d = reader(f, &r);
    for (int day = 4; day <= 7; day++) {
        bool covered;
        assert_int_equal(outage_covers(&d, date_of(2024, 3, day), &covered, &why), ERR_OK);
        assert_int_equal(covered, day == 5 || day == 6);
    }
    store_read_end(&r);
}

static enum err staff_fn(struct data *d, void *ctx, struct problem *p)
{
    struct principal who = {
        .login = "a", .role = ROLE_CLERK, .agency = HUANCUI, .agency_kind = AGENCY_OFFICE};
    enum err e = staff_insert(d, "a", "A", "*", 1, p);
    (void)ctx;
    if (!e) e = staff_grant(d, &who, date_of(2024, 1, 1), "x", 1, p);
    who.role = ROLE_REVIEWER;
    return e ? e : staff_grant(d, &who, date_of(2024, 6, 1), "x", 1, p);
}

static void the_newest_grant_in_force_is_the_role(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct principal who;
    assert_int_equal(change(f, staff_fn, NULL), ERR_OK);
    assert_int_equal(change(f, staff_fn, NULL), ERR_CONFLICT);
    struct data d = reader(f, &r);
    assert_int_equal(staff_principal(&d, "a", date_of(2023, 12, 31), &who, &why), ERR_DENIED);
    assert_int_equal(staff_principal(&d, "a", date_of(2024, 5, 31), &who, &why), ERR_OK);
    assert_int_equal(who.role, ROLE_CLERK);
    assert_int_equal(staff_principal(&d, "a", date_of(2024, 6, 1), &who, &why), ERR_OK);
    assert_int_equal(who.role, ROLE_REVIEWER);
    assert_string_equal(who.agency, HUANCUI);
    assert_int_equal(staff_principal(&d, "b", date_of(2024, 6, 1), &who, &why), ERR_DENIED);
    store_read_end(&r);
}

static enum err run_fn(struct data *d, void *ctx, struct problem *p)
{
    return payroll_run_move(d, ctx, "finance", date_of(2024, 3, 8), 1, p);
}

SQL_FANOUT(run_events, "SELECT COUNT(*) FROM payroll_event");

static void a_run_moves_and_keeps_its_events(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct db_cursor c;
    struct payroll_run run = {.payer = HUANCUI, .month = month_from(2024, 3), .state = RUN_OPEN},
                       *list;
    size_t count;
    assert_int_equal(change(f, run_fn, &run), ERR_OK);
    run.state = RUN_LOCKED;
    run.locked_at = 99;
    assert_int_equal(change(f, run_fn, &run), ERR_OK);
    run.sequence = 1;
    assert_int_equal(change(f, run_fn, &run), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(payroll_run_load(&d, HUANCUI, &list, &count, &why), ERR_OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].state, RUN_LOCKED);
    assert_true(list[0].locked_at == 99);
    assert_int_equal(list[1].sequence, 1);
    assert_int_equal(payroll_run_load(&d, "371003000000", &list, &count, &why), ERR_OK);
    assert_int_equal(count, 0);
    assert_int_equal(db_query(d.db, &run_events, NULL, 0, &c, &why), ERR_OK);
    assert_true(db_step(&c));
    assert_int_equal(db_int(&c, 0), 3);
    assert_int_equal(db_done(&c, &why), ERR_OK);
    store_read_end(&r);
}

static enum err day_fn(struct data *d, void *ctx, struct problem *p)
{
    struct date *day = ctx;
    return day_add(d, *day, "", 1, p);
}

static enum err meta_fn(struct data *d, void *ctx, struct problem *p)
{
    return meta_set(d, "note", ctx, p);
}

static void a_day_is_noted_once_and_notes_are_overwritten(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct date day = date_of(2024, 3, 8), before = date_of(2024, 3, 7), last;
    char text[16], one[] = "one", two[] = "two";
    struct data d = reader(f, &r);
    assert_int_equal(day_last(&d, &last, &why), ERR_OK);
    assert_false(date_is_set(last));
    assert_int_equal(meta_get(&d, "note", text, sizeof text, &why), ERR_OK);
    assert_string_equal(text, "");
    store_read_end(&r);
    assert_int_equal(change(f, day_fn, &day), ERR_OK);
    assert_int_equal(change(f, day_fn, &day), ERR_CONFLICT);
    assert_int_equal(change(f, day_fn, &before), ERR_OK);
    assert_int_equal(change(f, meta_fn, one), ERR_OK);
    assert_int_equal(change(f, meta_fn, two), ERR_OK);
    d = reader(f, &r);
    assert_int_equal(day_last(&d, &last, &why), ERR_OK);
    assert_int_equal(last.day, day.day);
    assert_int_equal(meta_get(&d, "note", text, sizeof text, &why), ERR_OK);
    assert_string_equal(text, "two");
    store_read_end(&r);
}

int main(void)
{
    static const struct CMUnitTest reference[] = {
        EACH(an_agency_and_its_department_stand_beside_each_other),
        EACH(codes_are_those_of_offices_each_once_down_to_a_level),
        EACH(the_newest_version_of_the_calendar_holds),
        EACH(a_parameter_is_released_by_another_person),
        EACH(a_window_is_announced_before_it_begins),
        EACH(an_outage_covers_its_first_and_last_day),
        EACH(the_newest_grant_in_force_is_the_role),
        EACH(a_run_moves_and_keeps_its_events),
        EACH(a_day_is_noted_once_and_notes_are_overwritten),
    };
    return TEST_ON_EACH(reference);
}
