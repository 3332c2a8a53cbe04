/* Persons and their documents (art. 6; scenario 2; C19, C27): sealed, found by tag, one number one
 * person. */
#include "aggregate.h"

#define OTHER "371003195811200025"

static void a_person_comes_back_as_entered(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct person p;
    int64_t id = 0;
    assert_int_equal(enter(f, PERSON, NUMBER, "371002460315001"), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(person_find(&d, NUMBER, &id, &why), ERR_OK);
    assert_int_equal(id, PERSON);
    id = 0;
    assert_int_equal(person_find(&d, "371002460315001", &id, &why),
                     ERR_OK); /* scenario 2: both searchable */
    assert_int_equal(id, PERSON);
    assert_int_equal(person_load(&d, PERSON, &p, &why), ERR_OK);
    assert_string_equal(p.number, NUMBER);
    assert_string_equal(p.phone, "13800001111");
    assert_string_equal(p.name, "Ren");
    assert_int_equal(p.birth.day, date_of(1946, 3, 15).day);
    assert_int_equal(p.due_on.day, date_of(2024, 5, 6).day);
    assert_int_equal(p.first_month.index, month_from(2015, 1).index);
    assert_int_equal(person_find(&d, OTHER, &id, &why), ERR_NOT_FOUND);
    assert_int_equal(why.message, ZH_person_unknown);
    assert_int_equal(person_load(&d, PERSON + 1, &p, &why), ERR_NOT_FOUND);
    store_read_end(&r);
}

SQL(person_raw, "SELECT number, phone FROM person WHERE person_id = ?1");

static void numbers_and_phones_are_never_stored_in_clear(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct db_cursor c;
    size_t n;
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    reader(f, &r);
    assert_int_equal(db_query(r.db, &person_raw, DB_VALUES(DB_I(PERSON)), &c, &why), ERR_OK);
    assert_true(db_step(&c));
    for (int column = 0; column < 2; column++) {
        const char *clear[] = {NUMBER, "13800001111"};
        const void *bytes = db_blob(&c, column, &n);
        assert_true(n > strlen(clear[column]));
        assert_null(memmem(bytes, n, clear[column], 8));
    }
    assert_int_equal(db_done(&c, &why), ERR_OK);
    store_read_end(&r);
}

/* A sealed value moved to another person does not open. */
SQL(person_move_number, "UPDATE person SET number = (SELECT number FROM person WHERE person_id = "
                        "4711) WHERE person_id = ?1");

static enum err move_number(struct data *d, void *ctx, struct problem *p)
{
    (void)ctx;
    return db_exec(d->db, &person_move_number, DB_VALUES(DB_I(PERSON + 1)), NULL, p);
}

static void a_sealed_number_belongs_to_its_person(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct person p;
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    assert_int_equal(enter(f, PERSON + 1, OTHER, ""), ERR_OK);
    assert_int_equal(change(f, move_number, NULL), ERR_OK);
    struct data d = reader(f, &r);
    assert_true(person_load(&d, PERSON + 1, &p, &why) != ERR_OK);
    store_read_end(&r);
}

static void one_number_is_one_person(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct person p;
    assert_int_equal(enter(f, PERSON, NUMBER, "371002460315001"), ERR_OK);
    assert_int_equal(enter(f, PERSON + 1, NUMBER, ""), ERR_CONFLICT);
    assert_int_equal(enter(f, PERSON + 2, OTHER, "371002460315001"),
                     ERR_CONFLICT);                              /* the alias counts */
    assert_int_equal(enter(f, PERSON, OTHER, ""), ERR_CONFLICT); /* the id too */
    struct data d = reader(f, &r);
    for (int i = 1; i <= 2; i++)
        assert_int_equal(person_load(&d, PERSON + i, &p, &why), ERR_NOT_FOUND);
    int64_t id;
    assert_int_equal(person_find(&d, OTHER, &id, &why), ERR_NOT_FOUND);
    store_read_end(&r);
}

static enum err set_next(struct data *d, void *ctx, struct problem *p)
{
    struct person *who = ctx;
    return person_update_next(d, who, p);
}

/* In order of (next_on, id), each once, whatever the page. */
static void who_is_due_comes_in_order_and_once(void **state)
{
    struct fixture *f = *state;
    struct read r;
    char number[24];
    for (int i = 0; i < 450; i++) {
        snprintf(number, sizeof number, "3710021946%08d", i);
        assert_int_equal(enter(f, 1000 + i, number, ""), ERR_OK);
        struct person p = somebody(1000 + i, number);
        p.next_on = i % 10 == 9 ? DATE_NONE : date_of(2024, 3, 1 + i % 3);
        assert_int_equal(change(f, set_next, &p), ERR_OK);
    }
    struct data d = reader(f, &r);
    struct due_page page = {0};
    int seen[450] = {0}, total = 0, pages = 0;
    struct date last = DATE_NONE;
    do {
        assert_int_equal(person_list_due(&d, date_of(2024, 3, 2), &page, &why), ERR_OK);
        for (size_t i = 0; i < page.count; i++, total++) {
            int n = (int)page.ids[i] - 1000;
            assert_int_equal(seen[n]++, 0);
            assert_true(n % 10 != 9 && n % 3 < 2);
        }
        assert_true(date_cmp(page.after_on, last) >= 0);
        last = page.after_on;
        pages++;
    } while (page.count);
    assert_int_equal(total, 270);
    assert_int_equal(pages, 3);
    struct id_page all = {.count = ID_PAGE};
    assert_int_equal(person_list(&d, &all, &why), ERR_OK);
    assert_int_equal(all.count, 450);
    store_read_end(&r);
}

int main(void)
{
    static const struct CMUnitTest person[] = {
        EACH(a_person_comes_back_as_entered),
        EACH(numbers_and_phones_are_never_stored_in_clear),
        EACH(a_sealed_number_belongs_to_its_person),
        EACH(one_number_is_one_person),
        EACH(who_is_due_comes_in_order_and_once),
    };
    return TEST_ON_EACH(person);
}
