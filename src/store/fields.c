#include "store/fields.h"

#include <stdio.h>
#include <string.h>

SQL(sql_field_insert,
    "INSERT INTO matter_field (subject_id, matter_id, event_n, name, event, value, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
SQL(sql_field_load, "SELECT matter_id, name, event, value FROM matter_field WHERE subject_id = ?1"
                    " AND recorded_at <= ?2 ORDER BY matter_id, event_n, name");
SQL(sql_field_load_one, "SELECT matter_id, name, event, value FROM matter_field WHERE"
                        " subject_id = ?1 AND recorded_at <= ?2 AND matter_id = ?3"
                        " ORDER BY event_n, name");

static void purpose_of(char out[64], int64_t subject)
{
    snprintf(out, 64, "matter_field.value %lld", (long long)subject);
}

enum err fields_add(struct data *d, const struct matter *m, const struct matter_given *given,
                    int64_t recorded_at, struct problem *why)
{
    char purpose[64];
    size_t size = strlen(given->value);
    uint8_t *sealed = arena_alloc(d->arena, size + SM_SEAL_EXTRA);
    purpose_of(purpose, m->subject_id);
    keyring_seal(store_keys(d->store), purpose,
                 (struct sm_bytes){(const uint8_t *)given->value, size}, sealed);
    return db_exec(d->db, &sql_field_insert,
                   DB_VALUES(DB_I(m->subject_id), DB_I(m->matter_id), DB_I(m->events + 1),
                             DB_T(given->name), DB_I(given->event),
                             DB_B(sealed, size + SM_SEAL_EXTRA), DB_I(recorded_at)),
                   NULL, why);
}

static enum err given_of(struct data *d, struct db_cursor *c, int64_t subject,
                         struct matter_given *out, struct problem *why)
{
    char purpose[64];
    size_t size;
    const void *sealed = db_blob(c, 3, &size);
    char *value = arena_alloc(d->arena, size + 1);
    purpose_of(purpose, subject);
    *out = (struct matter_given){.name = db_text_copy(c, 1, d->arena),
                                 .value = value,
                                 .event = (enum matter_event_id)db_int(c, 2)};
    value[size > SM_SEAL_EXTRA ? size - SM_SEAL_EXTRA : 0] = 0;
    return keyring_open_value(store_keys(d->store), purpose, (struct sm_bytes){sealed, size},
                              (uint8_t *)value, why);
}

static enum err load(struct data *d, struct db_cursor *c, struct matter_file *files, size_t count,
                     struct problem *why)
{
    size_t at = 0, capacity = 0;
    struct matter_given *list = NULL;
    enum err opened = ERR_OK;
    while (!opened && db_step(c)) {
        struct matter_given one;
        size_t before = at;
        while (at < count && files[at].m.matter_id != db_int(c, 0)) at++;
        if (at == count) break;
        if (at != before || !files[at].given_count) list = NULL, capacity = 0;
        opened = given_of(d, c, files[at].m.subject_id, &one, why);
        if (!opened) ARRAY_PUSH(d->arena, list, files[at].given_count, capacity, one);
        files[at].given = list;
    }
    enum err e = db_done(c, opened ? NULL : why);
    return opened ? opened : e;
}

enum err fields_load(struct data *d, struct matter_file *f, struct problem *why)
{
    struct db_cursor c;
    f->given = NULL;
    f->given_count = 0;
    enum err e = db_query(d->db, &sql_field_load_one,
                          DB_VALUES(DB_I(f->m.subject_id), DB_I(d->known_at), DB_I(f->m.matter_id)),
                          &c, why);
    return e ? e : load(d, &c, f, 1, why);
}

enum err fields_load_all(struct data *d, int64_t subject, struct matter_file *files, size_t count,
                         struct problem *why)
{
    struct db_cursor c;
    enum err e =
        db_query(d->db, &sql_field_load, DB_VALUES(DB_I(subject), DB_I(d->known_at)), &c, why);
    return e ? e : load(d, &c, files, count, why);
}
