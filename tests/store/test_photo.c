/* Photographs (C1, C19; pages K2): sealed, newest first, gone with the withdrawal of consent. */
#include "aggregate.h"
#include "store/photo.h"

static const char face[] = "\x89PNG face of somebody, long enough to be looked for";

struct act {
    struct photo p;
    const char *bytes;
    size_t size;
    enum photo_end end;
    int gone;
};

static struct act act_of(int64_t person, const char *bytes)
{
    struct photo p = {.person_id = person,
                      .picture = {PICTURE_PNG, 96, 120},
                      .taken_on = date_of(2024, 3, 1),
                      .recorded_on = date_of(2024, 3, 2),
                      .consent = CONSENT_SELF,
                      .recorded_by = "clerk@" HUANCUI,
                      .agency = HUANCUI,
                      .recorded_at = 2000};
    return (struct act){.p = p, .bytes = bytes, .size = strlen(bytes)};
}

static enum err set(struct data *d, void *ctx, struct problem *p)
{
    struct act *a = ctx;
    return photo_insert(d, &a->p, (struct sm_bytes){a->bytes, a->size}, p);
}

static enum err withdraw(struct data *d, void *ctx, struct problem *p)
{
    struct act *a = ctx;
    return photo_withdraw(d, &a->p, a->end, &a->gone, p);
}

static void put(struct fixture *f, int64_t person, const char *bytes)
{
    struct act a = act_of(person, bytes);
    assert_int_equal(change(f, set, &a), ERR_OK);
}

static int take_away(struct fixture *f, int64_t person, enum photo_end end)
{
    struct act a = act_of(person, "");
    a.end = end;
    assert_int_equal(change(f, withdraw, &a), ERR_OK);
    return a.gone;
}

/* The current picture is these bytes; NULL: there is none. */
static void current_is(struct fixture *f, int64_t person, const char *bytes)
{
    struct read r;
    struct photo p;
    struct sm_bytes got;
    struct data d = reader(f, &r);
    assert_int_equal(photo_current(&d, person, &p, &why), ERR_OK);
    assert_int_equal(p.n != 0, bytes != NULL);
    if (bytes) {
        assert_int_equal(photo_picture(&d, &p, &got, &why), ERR_OK);
        assert_int_equal(got.n, strlen(bytes));
        assert_memory_equal(got.p, bytes, got.n);
    }
    store_read_end(&r);
}

static void a_photo_comes_back_as_taken(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct photo p;
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    current_is(f, PERSON, NULL);
    put(f, PERSON, face);
    current_is(f, PERSON, face);
    struct data d = reader(f, &r);
    assert_int_equal(photo_current(&d, PERSON, &p, &why), ERR_OK);
    assert_int_equal(p.picture.kind, PICTURE_PNG);
    assert_int_equal(p.picture.height, 120);
    assert_int_equal(p.size, strlen(face));
    assert_int_equal(p.consent, CONSENT_SELF);
    assert_int_equal(p.taken_on.day, date_of(2024, 3, 1).day);
    assert_string_equal(p.agency, HUANCUI);
    assert_string_equal(p.recorded_by, "clerk@" HUANCUI);
    d.known_at = 1999; /* before it was recorded */
    assert_int_equal(photo_current(&d, PERSON, &p, &why), ERR_OK);
    assert_int_equal(p.n, 0);
    store_read_end(&r);
}

SQL(photo_raw, "SELECT sealed FROM photo_picture WHERE person_id = ?1");
SQL(photo_move, "UPDATE photo_picture SET sealed = (SELECT sealed FROM photo_picture WHERE "
                "person_id = 4711) WHERE person_id = ?1");

static enum err move(struct data *d, void *ctx, struct problem *p)
{
    (void)ctx;
    return db_exec(d->db, &photo_move, DB_VALUES(DB_I(PERSON + 1)), NULL, p);
}

static void a_picture_is_sealed_and_belongs_to_its_person(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct db_cursor c;
    struct photo p;
    struct sm_bytes got;
    size_t n;
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    assert_int_equal(enter(f, PERSON + 1, "371003195811200025", ""), ERR_OK);
    put(f, PERSON, face);
    put(f, PERSON + 1, "another");
    reader(f, &r);
    assert_int_equal(db_query(r.db, &photo_raw, DB_VALUES(DB_I(PERSON)), &c, &why), ERR_OK);
    assert_true(db_step(&c));
    const void *bytes = db_blob(&c, 0, &n);
    assert_true(n > strlen(face));
    assert_null(memmem(bytes, n, face + 4, 8));
    assert_int_equal(db_done(&c, &why), ERR_OK);
    store_read_end(&r);
    assert_int_equal(change(f, move, NULL), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(photo_current(&d, PERSON + 1, &p, &why), ERR_OK);
    assert_true(photo_picture(&d, &p, &got, &why) != ERR_OK);
    store_read_end(&r);
}

SQL(photo_rows, "SELECT COUNT(*) FROM photo WHERE person_id = ?1");
SQL(photo_pictures, "SELECT COUNT(*) FROM photo_picture WHERE person_id = ?1");

static int64_t count(struct fixture *f, const struct sql *q)
{
    struct read r;
    struct db_cursor c;
    reader(f, &r);
    assert_int_equal(db_query(r.db, q, DB_VALUES(DB_I(PERSON)), &c, &why), ERR_OK);
    assert_true(db_step(&c));
    int64_t n = db_int(&c, 0);
    assert_int_equal(db_done(&c, &why), ERR_OK);
    store_read_end(&r);
    return n;
}

static void withdrawing_consent_deletes_every_picture_and_keeps_the_facts(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    put(f, PERSON, "first");
    put(f, PERSON, "second");
    assert_int_equal(count(f, &photo_pictures), 2);
    assert_int_equal(take_away(f, PERSON, PHOTO_END_CONSENT), 2);
    current_is(f, PERSON, NULL);
    assert_int_equal(count(f, &photo_pictures), 0);
    assert_int_equal(count(f, &photo_rows), 3);
    put(f, PERSON, "third");
    current_is(f, PERSON, "third");
}

static void a_wrong_photo_goes_alone_and_the_one_before_is_back(void **state)
{
    struct fixture *f = *state;
    struct act none = act_of(PERSON, "");
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    put(f, PERSON, "first");
    put(f, PERSON, "second");
    put(f, PERSON, "somebody else");
    assert_int_equal(take_away(f, PERSON, PHOTO_END_MISTAKE), 1);
    current_is(f, PERSON, "second");
    assert_int_equal(take_away(f, PERSON, PHOTO_END_MISTAKE), 1);
    current_is(f, PERSON, "first");
    put(f, PERSON, "fourth");
    assert_int_equal(take_away(f, PERSON, PHOTO_END_MISTAKE), 1);
    current_is(f, PERSON, "first");
    assert_int_equal(take_away(f, PERSON, PHOTO_END_MISTAKE), 1);
    current_is(f, PERSON, NULL);
    none.end = PHOTO_END_MISTAKE;
    assert_int_equal(change(f, withdraw, &none), ERR_NOT_FOUND);
    assert_int_equal(why.message, ZH_photo_none);
}

int main(void)
{
    static const struct CMUnitTest photo[] = {
        EACH(a_photo_comes_back_as_taken),
        EACH(a_picture_is_sealed_and_belongs_to_its_person),
        EACH(withdrawing_consent_deletes_every_picture_and_keeps_the_facts),
        EACH(a_wrong_photo_goes_alone_and_the_one_before_is_back),
    };
    return TEST_ON_EACH(photo);
}
