#include "store/person.h"

#include <stdio.h>
#include <string.h>

#include "store/load.h"

#define NUMBER_PURPOSE "person.number"
#define PHONE_PURPOSE "person.phone"

void person_tag(struct store *s, const char *number, uint8_t out[32])
{
    keyring_tag(store_keys(s), "number", number, out);
}

static void purpose_of(char out[64], const char *column, int64_t person_id)
{
    snprintf(out, 64, "%s %lld", column, (long long)person_id);
}

static struct db_value sealed(struct data *d, const char *column, int64_t person_id,
                              const char *text)
{
    if (!text || !*text) return DB_N;
    char purpose[64];
    size_t n = strlen(text);
    uint8_t *out = arena_alloc(d->arena, n + SM_SEAL_EXTRA);
    purpose_of(purpose, column, person_id);
    keyring_seal(store_keys(d->store), purpose, (struct sm_bytes){(const uint8_t *)text, n}, out);
    return DB_B(out, n + SM_SEAL_EXTRA);
}

/* The sealed value of a column in clear, in the arena; "" for none. */
static enum err opened(struct data *d, const char *purpose, struct sm_bytes value, const char **out,
                       struct problem *why)
{
    *out = "";
    if (value.n < SM_SEAL_EXTRA) return ERR_OK;
    char *text = arena_alloc(d->arena, value.n - SM_SEAL_EXTRA + 1);
    *out = text;
    return keyring_open_value(store_keys(d->store), purpose, value, (uint8_t *)text, why);
}

SQL(sql_document_key, "SELECT person_id FROM document_key WHERE tag = ?1");

enum err person_find(struct data *d, const char *number, int64_t *person_id, struct problem *why)
{
    uint8_t tag[32];
    struct db_cursor c;
    person_tag(d->store, number, tag);
    enum err e = db_query(d->db, &sql_document_key, DB_VALUES(DB_B(tag, sizeof tag)), &c, why);
    if (e) return e;
    *person_id = db_step(&c) ? db_int(&c, 0) : 0;
    e = db_done(&c, why);
    if (!e && !*person_id)
        e = problem_set(why, ERR_NOT_FOUND, ZH_person_unknown, NULL, idnum_mask(number).s, NULL);
    return e;
}

/* One question to the database for so many numbers; what is left over of the last is asked as NULL,
 * which nothing equals. */
#define FIND_AT_ONCE 32
SQL_FANOUT(sql_document_keys,
           "SELECT tag, person_id FROM document_key WHERE tag IN (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
           " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
           " ?26, ?27, ?28, ?29, ?30, ?31, ?32)");

static enum err find_some(struct data *d, const char *const *number, size_t count, int64_t *ids,
                          struct problem *why)
{
    uint8_t tag[FIND_AT_ONCE][32];
    struct db_value v[FIND_AT_ONCE];
    struct db_cursor c;
    for (size_t i = 0; i < FIND_AT_ONCE; i++) {
        v[i] = i < count ? DB_B(tag[i], 32) : DB_N;
        if (i >= count) continue;
        person_tag(d->store, number[i], tag[i]);
        ids[i] = 0;
    }
    enum err e = db_query(d->db, &sql_document_keys, v, FIND_AT_ONCE, &c, why);
    if (e) return e;
    while (db_step(&c)) {
        size_t n;
        const void *found = db_blob(&c, 0, &n);
        for (size_t i = 0; i < count && n == 32; i++)
            if (memcmp(tag[i], found, 32) == 0) ids[i] = db_int(&c, 1);
    }
    return db_done(&c, why);
}

enum err person_find_many(struct data *d, const char *const *number, size_t count, int64_t *ids,
                          struct problem *why)
{
    enum err e = ERR_OK;
    for (size_t i = 0; !e && i < count; i += FIND_AT_ONCE) {
        size_t n = count - i < FIND_AT_ONCE ? count - i : FIND_AT_ONCE;
        e = find_some(d, number + i, n, ids + i, why);
    }
    return e;
}

SQL(sql_document_tags, "SELECT tag FROM document WHERE person_id = ?1");
SQL_FANOUT(sql_all_tags, "SELECT tag FROM document_key WHERE tag > ?1 ORDER BY tag LIMIT ?2");

#define TAGS_AT_ONCE 5000

static bool take_tag(struct db_cursor *c, const struct person_tag_taker *taker, uint8_t tag[32])
{
    size_t size;
    if (!db_step(c)) return false;
    const void *found = db_blob(c, 0, &size);
    if (size != 32) return true;
    memcpy(tag, found, 32);
    taker->take(taker->ctx, tag);
    return true;
}

static enum err all_tags(struct data *d, const struct person_tag_taker *taker, struct problem *why)
{
    uint8_t last[32] = {0};
    size_t count = TAGS_AT_ONCE;
    enum err e = ERR_OK;
    while (!e && count == TAGS_AT_ONCE) {
        struct db_cursor c;
        uint8_t from[32];
        memcpy(from, last, sizeof from);
        e = db_query(d->db, &sql_all_tags, DB_VALUES(DB_B(from, sizeof from), DB_I(TAGS_AT_ONCE)),
                     &c, why);
        if (e) return e;
        for (count = 0; take_tag(&c, taker, last); count++) {
        }
        e = db_done(&c, why);
    }
    return e;
}

enum err person_tags(struct data *d, int64_t person_id, const struct person_tag_taker *taker,
                     struct problem *why)
{
    uint8_t tag[32];
    struct db_cursor c;
    if (!person_id) return all_tags(d, taker, why);
    enum err e = db_query(d->db, &sql_document_tags, DB_VALUES(DB_I(person_id)), &c, why);
    if (e) return e;
    while (take_tag(&c, taker, tag)) {
    }
    return db_done(&c, why);
}

SQL(sql_person_lock, "SELECT person_id FROM person WHERE person_id = ?1 {FOR UPDATE}");

enum err person_lock_row(struct data *d, int64_t person_id, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_person_lock, DB_VALUES(DB_I(person_id)), &c, why);
    if (e) return e;
    while (db_step(&c)) {
    }
    return db_done(&c, why);
}

SQL(sql_person_load,
    "SELECT name, name_key, initials, sex, birth, number, last4, phone, "
    "residence_kind, residence_code,"
    " registered_on, first_month, last_success, due_on, next_on, "
    "certification_seq, certification_count,"
    " protection, attention, recorded_at, last_abroad FROM person WHERE person_id = ?1");

static enum err person_row(struct data *d, struct db_cursor *c, int64_t id, struct person *p,
                           struct problem *why)
{
    size_t n;
    char purpose[64];
    const char *number;
    *p = (struct person){
        .person_id = id,
        .name = db_text_copy(c, 0, d->arena),
        .name_key = db_text_copy(c, 1, d->arena),
        .initials = db_text_copy(c, 2, d->arena),
        .sex = (int)db_int(c, 3),
        .birth = date_from_column(db_int(c, 4)),
        .residence_kind = (int)db_int(c, 8),
        .residence_code = db_text_copy(c, 9, d->arena),
        .registered_on = date_from_column(db_int(c, 10)),
        .first_month = month_from_column(db_int(c, 11)),
        .success = {.here = date_from_column(db_int(c, 12)),
                    .abroad = date_from_column(db_int(c, 20))},
        .due_on = date_from_column(db_int(c, 13)),
        .next_on = date_from_column(db_int(c, 14)),
        .certification_seq = db_int(c, 15),
        .certification_count = (int)db_int(c, 16),
        .protection = (int)db_int(c, 17),
        .attention = db_int(c, 18) != 0,
        .recorded_at = db_int(c, 19),
    };
    snprintf(p->last4, sizeof p->last4, "%s", db_text(c, 6));
    const void *blob = db_blob(c, 5, &n);
    purpose_of(purpose, NUMBER_PURPOSE, id);
    enum err e = opened(d, purpose, (struct sm_bytes){blob, n}, &number, why);
    if (e) return e;
    snprintf(p->number, sizeof p->number, "%s", number);
    blob = db_blob(c, 7, &n);
    purpose_of(purpose, PHONE_PURPOSE, id);
    return opened(d, purpose, (struct sm_bytes){blob, n}, &p->phone, why);
}

/* The subject of a matter about no person. */
static struct person nobody(int64_t subject)
{
    return (struct person){.person_id = subject,
                           .name = "",
                           .name_key = "",
                           .initials = "",
                           .phone = "",
                           .residence_code = ""};
}

enum err person_load(struct data *d, int64_t person_id, struct person *out, struct problem *why)
{
    struct db_cursor c;
    if (person_id < 0) {
        *out = nobody(person_id);
        return ERR_OK;
    }
    enum err e = db_query(d->db, &sql_person_load, DB_VALUES(DB_I(person_id)), &c, why);
    if (e) return e;
    enum err row = ERR_NOT_FOUND;
    if (db_step(&c)) row = person_row(d, &c, person_id, out, why);
    e = db_done(&c, why);
    if (!e && row == ERR_NOT_FOUND)
        return problem_set(why, ERR_NOT_FOUND, ZH_person_unknown, NULL, "", NULL);
    return e ? e : row;
}

SQL(sql_person_insert,
    "INSERT INTO person (" LOAD_PERSON_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
    "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,"
    " ?20, ?21, ?22)");
SQL(sql_document_insert, "INSERT INTO document (" LOAD_DOCUMENT_COLUMNS ")"
                         " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
SQL(sql_document_key_insert,
    "INSERT INTO document_key (" LOAD_DOCUMENT_KEY_COLUMNS ") VALUES (?1, ?2)");

static struct db_value phone_tag(struct data *d, const struct person *p)
{
    if (!p->phone || !*p->phone) return DB_N;
    uint8_t *tag = arena_alloc(d->arena, 32);
    keyring_tag(store_keys(d->store), "phone", p->phone, tag);
    return DB_B(tag, 32);
}

static enum err add_document(struct data *d, const struct person *p, int kind, const char *number,
                             struct problem *why)
{
    uint8_t tag[32];
    size_t n = strlen(number);
    person_tag(d->store, number, tag);
    enum err e = load_row(d, LOAD_DOCUMENT_KEY, &sql_document_key_insert,
                          DB_VALUES(DB_B(tag, 32), DB_I(p->person_id)), why);
    if (e) return e;
    return load_row(d, LOAD_DOCUMENT, &sql_document_insert,
                    DB_VALUES(DB_I(p->person_id), DB_I(kind), DB_B(tag, 32),
                              sealed(d, "document.number", p->person_id, number),
                              DB_T(n > 4 ? number + n - 4 : number), DB_I(p->recorded_at)),
                    why);
}

SQL(sql_reading_insert, "INSERT INTO person_reading (" LOAD_READING_COLUMNS ") VALUES (?1, ?2)");
SQL(sql_reading_forget, "DELETE FROM person_reading WHERE person_id = ?1");

/* All readings but the first, which is found by the person's own column. */
static enum err add_readings(struct data *d, const struct person *p, struct problem *why)
{
    enum err e = ERR_OK;
    const char *at = strchr(p->initials, ' ');
    for (; !e && at; at = strchr(at, ' ')) {
        size_t n = strcspn(++at, " ");
        const char *reading = arena_copy(d->arena, at, n);
        e = load_row(d, LOAD_READING, &sql_reading_insert,
                     DB_VALUES(DB_I(p->person_id), DB_T(reading)), why);
    }
    return e;
}

enum err person_insert(struct data *d, const struct person *p, enum idnum_kind kind,
                       const char *alias, struct problem *why)
{
    enum err e =
        load_row(d, LOAD_PERSON, &sql_person_insert,
                 DB_VALUES(DB_I(p->person_id), DB_T(p->name), DB_T(p->name_key), DB_T(p->initials),
                           DB_I(p->sex), DB_I(date_column(p->birth)),
                           sealed(d, NUMBER_PURPOSE, p->person_id, p->number), DB_T(p->last4),
                           sealed(d, PHONE_PURPOSE, p->person_id, p->phone), phone_tag(d, p),
                           DB_I(p->residence_kind), DB_T(p->residence_code),
                           DB_I(date_column(p->registered_on)), DB_I(month_column(p->first_month)),
                           DB_I(date_column(p->success.here)), DB_I(date_column(p->due_on)),
                           DB_I(date_column(p->next_on)), DB_I(p->certification_seq),
                           DB_I(p->certification_count), DB_I(p->protection), DB_I(p->recorded_at),
                           DB_I(date_column(p->success.abroad))),
                 why);
    if (!e) e = add_readings(d, p, why);
    if (!e) e = add_document(d, p, (int)kind, p->number, why);
    if (!e && alias && *alias) e = add_document(d, p, (int)kind, alias, why);
    return e;
}

SQL(sql_person_update,
    "UPDATE person SET name = ?2, name_key = ?3, initials = ?4, phone = ?5, phone_tag = ?6,"
    " residence_kind = ?7, residence_code = ?8, first_month = ?9, protection = ?10 WHERE person_id "
    "= ?1");

enum err person_update(struct data *d, const struct person *p, struct problem *why)
{
    enum err e =
        db_exec(d->db, &sql_person_update,
                DB_VALUES(DB_I(p->person_id), DB_T(p->name), DB_T(p->name_key), DB_T(p->initials),
                          sealed(d, PHONE_PURPOSE, p->person_id, p->phone), phone_tag(d, p),
                          DB_I(p->residence_kind), DB_T(p->residence_code),
                          DB_I(month_column(p->first_month)), DB_I(p->protection)),
                NULL, why);
    if (!e) e = db_exec(d->db, &sql_reading_forget, DB_VALUES(DB_I(p->person_id)), NULL, why);
    return e ? e : add_readings(d, p, why);
}

/* next_on is left alone while it is a lower bound: its index stays clean and certifying touches few
 * pages. */
SQL(sql_person_dates, "UPDATE person SET last_success = ?2, due_on = ?3, certification_seq = ?4, "
                      "certification_count = ?5, last_abroad = ?6"
                      " WHERE person_id = ?1");

enum err person_update_dates(struct data *d, const struct person *p, struct problem *why)
{
    return db_exec(d->db, &sql_person_dates,
                   DB_VALUES(DB_I(p->person_id), DB_I(date_column(p->success.here)),
                             DB_I(date_column(p->due_on)), DB_I(p->certification_seq),
                             DB_I(p->certification_count), DB_I(date_column(p->success.abroad))),
                   NULL, why);
}

SQL_FANOUT(sql_person_wake, "UPDATE person SET next_on = ?2 WHERE birth > 0 AND birth <= ?1"
                            " AND due_on BETWEEN ?2 AND ?3 AND (next_on > ?2 OR next_on = 0)");

enum err person_wake(struct data *d, struct date born_by, struct date first, struct date last,
                     struct problem *why)
{
    return db_exec(
        d->db, &sql_person_wake,
        DB_VALUES(DB_I(date_column(born_by)), DB_I(date_column(first)), DB_I(date_column(last))),
        NULL, why);
}

SQL(sql_person_next, "UPDATE person SET next_on = ?2, attention = ?3 WHERE person_id = ?1");

enum err person_update_next(struct data *d, const struct person *p, struct problem *why)
{
    return db_exec(d->db, &sql_person_next,
                   DB_VALUES(DB_I(p->person_id), DB_I(date_column(p->next_on)), DB_I(p->attention)),
                   NULL, why);
}

SQL(sql_fact_count, "SELECT COUNT(*) FROM person_fact WHERE person_id = ?1");
SQL(sql_fact_insert,
    "INSERT INTO person_fact (person_id, n, field, value, valid_from, recorded_at, recorded_by)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

enum err person_add_fact(struct data *d, const struct person_fact *f, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_fact_count, DB_VALUES(DB_I(f->person_id)), &c, why);
    if (e) return e;
    int64_t n = db_step(&c) ? db_int(&c, 0) + 1 : 1;
    e = db_done(&c, why);
    if (e) return e;
    return db_exec(d->db, &sql_fact_insert,
                   DB_VALUES(DB_I(f->person_id), DB_I(n), DB_T(f->field), DB_T(f->value),
                             DB_I(date_column(f->valid_from)), DB_I(f->recorded_at),
                             DB_T(f->recorded_by)),
                   NULL, why);
}

SQL_FANOUT(
    sql_person_due,
    "SELECT person_id, next_on FROM person WHERE next_on <= ?1 AND (next_on > ?2 OR (next_on = ?2"
    " AND person_id > ?3)) AND next_on > 0 ORDER BY next_on, person_id LIMIT ?4");

enum err person_list_due(struct data *d, struct date until, struct due_page *page,
                         struct problem *why)
{
    struct db_cursor c;
    page->count = 0;
    enum err e = db_query(d->db, &sql_person_due,
                          DB_VALUES(DB_I(date_column(until)), DB_I(date_column(page->after_on)),
                                    DB_I(page->after_id), DB_I(DUE_PAGE)),
                          &c, why);
    if (e) return e;
    while (page->count < DUE_PAGE && db_step(&c)) {
        page->after_id = page->ids[page->count++] = db_int(&c, 0);
        page->after_on = date_from_column(db_int(&c, 1));
    }
    return db_done(&c, why);
}

SQL_FANOUT(sql_person_ids,
           "SELECT person_id FROM person WHERE person_id > ?1 ORDER BY person_id LIMIT ?2");

enum err person_list(struct data *d, struct id_page *page, struct problem *why)
{
    struct db_cursor c;
    page->count = 0;
    enum err e =
        db_query(d->db, &sql_person_ids, DB_VALUES(DB_I(page->after), DB_I(ID_PAGE)), &c, why);
    if (e) return e;
    while (page->count < ID_PAGE && db_step(&c))
        page->after = page->ids[page->count++] = db_int(&c, 0);
    return db_done(&c, why);
}

SQL_FANOUT(sql_person_count, "SELECT COUNT(*) FROM person");

enum err person_count(struct data *d, uint64_t *out, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_person_count, NULL, 0, &c, why);
    if (e) return e;
    *out = db_step(&c) ? (uint64_t)db_int(&c, 0) : 0;
    return db_done(&c, why);
}

SQL(sql_person_number, "UPDATE person SET number = ?2, last4 = ?3, birth = ?4, sex = ?5"
                       " WHERE person_id = ?1");

enum err person_change_number(struct data *d, struct person *p, const struct idnum *number,
                              int64_t recorded_at, struct problem *why)
{
    struct person changed = *p;
    size_t n = strlen(number->number);
    int64_t owner = 0;
    enum err e = person_find(d, number->number, &owner, NULL);
    if (!e) return problem_set(why, ERR_CONFLICT, ZH_person_number_taken, "value", NULL);
    if (e != ERR_NOT_FOUND) return e;
    snprintf(changed.number, sizeof changed.number, "%s", number->number);
    snprintf(changed.last4, sizeof changed.last4, "%.4s", number->number + (n > 4 ? n - 4 : 0));
    if (date_is_set(number->birth)) changed.birth = number->birth;
    if (number->sex) changed.sex = (int)number->sex;
    changed.recorded_at = recorded_at;
    e = add_document(d, &changed, (int)number->kind, changed.number, why);
    if (e) return e;
    changed.recorded_at = p->recorded_at;
    *p = changed;
    return db_exec(d->db, &sql_person_number,
                   DB_VALUES(DB_I(p->person_id), sealed(d, NUMBER_PURPOSE, p->person_id, p->number),
                             DB_T(p->last4), DB_I(date_column(p->birth)), DB_I(p->sex)),
                   NULL, why);
}

SQL(sql_fact_last, "SELECT value FROM person_fact WHERE person_id = ?1 AND field = ?2"
                   " AND valid_from <= ?3 AND recorded_at <= ?4 ORDER BY valid_from DESC, n DESC");

enum err person_fact_value(struct data *d, int64_t person_id, const char *field, struct date on,
                           const char **out, struct problem *why)
{
    struct db_cursor c;
    *out = NULL;
    enum err e = db_query(
        d->db, &sql_fact_last,
        DB_VALUES(DB_I(person_id), DB_T(field), DB_I(date_column(on)), DB_I(d->known_at)), &c, why);
    if (e) return e;
    if (db_step(&c)) *out = db_text_copy(&c, 0, d->arena);
    return db_done(&c, why);
}

SQL(sql_document_list, "SELECT kind, number, recorded_at FROM document WHERE person_id = ?1"
                       " AND recorded_at <= ?2 ORDER BY recorded_at, kind, tag");

enum err document_list(struct data *d, const struct person *p, struct document **out, size_t *count,
                       struct problem *why)
{
    struct db_cursor c;
    char purpose[64];
    const char *number = "";
    struct document *list = NULL;
    size_t n = 0, capacity = 0;
    purpose_of(purpose, "document.number", p->person_id);
    enum err row = ERR_OK, e = db_query(d->db, &sql_document_list,
                                        DB_VALUES(DB_I(p->person_id), DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (!row && db_step(&c)) {
        size_t size;
        const void *blob = db_blob(&c, 1, &size);
        struct document one = {.kind = (int)db_int(&c, 0), .recorded_at = db_int(&c, 2)};
        row = opened(d, purpose, (struct sm_bytes){blob, size}, &number, why);
        snprintf(one.number, sizeof one.number, "%s", number);
        one.current = strcmp(one.number, p->number) == 0;
        ARRAY_PUSH(d->arena, list, n, capacity, one);
    }
    *out = list;
    *count = n;
    e = db_done(&c, why);
    return row ? row : e;
}
