#include "store/photo.h"

#include <stdio.h>
#include <string.h>

#include "base/zh.h"

SQL(sql_photo_list,
    "SELECT n, withdraws, kind, width, height, size, digest, taken_on, consent, agency, "
    "recorded_by, recorded_on, recorded_at FROM photo WHERE person_id = ?1 AND recorded_at <= ?2"
    " ORDER BY n DESC");
SQL(sql_photo_insert,
    "INSERT INTO photo (person_id, n, withdraws, kind, width, height, size, digest, taken_on, "
    "consent, agency, recorded_by, recorded_on, recorded_at)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
SQL(sql_photo_newest, "SELECT COALESCE(MAX(n), 0) FROM photo WHERE person_id = ?1");
SQL(sql_photo_picture, "SELECT sealed FROM photo_picture WHERE person_id = ?1 AND n = ?2");
SQL(sql_photo_pictures, "SELECT COUNT(*) FROM photo_picture WHERE person_id = ?1");
SQL(sql_photo_picture_insert,
    "INSERT INTO photo_picture (person_id, n, sealed) VALUES (?1, ?2, ?3)");
/* n 0: all of the person. */
SQL(sql_photo_picture_delete,
    "DELETE FROM photo_picture WHERE person_id = ?1 AND (n = ?2 OR ?2 = 0)");

SQL_FANOUT(sql_photo_ended,
           "SELECT DISTINCT p.person_id FROM photo_picture p WHERE p.person_id > ?1 AND EXISTS "
           "(SELECT 1 FROM line l WHERE l.person_id = p.person_id) AND NOT EXISTS (SELECT 1 FROM "
           "line l WHERE l.person_id = p.person_id AND l.status <> 4) ORDER BY p.person_id LIMIT "
           "?2");

static void purpose_of(char out[64], int64_t person_id, int n)
{
    snprintf(out, 64, "photo.picture %lld %d", (long long)person_id, n);
}

/* ---- Reading -------------------------------------------------------------------------------- */

static void put_photo(struct data *d, struct db_cursor *c, struct photo *out)
{
    size_t n;
    const void *digest = db_blob(c, 6, &n);
    out->n = (int)db_int(c, 0);
    out->picture = (struct picture){(enum picture_kind)db_int(c, 2), (uint32_t)db_int(c, 3),
                                    (uint32_t)db_int(c, 4)};
    out->size = (uint64_t)db_int(c, 5);
    if (n == SM_DIGEST) memcpy(out->digest, digest, n);
    out->taken_on = date_from_column(db_int(c, 7));
    out->consent = (enum photo_consent)db_int(c, 8);
    snprintf(out->agency, sizeof out->agency, "%s", db_text(c, 9));
    out->recorded_by = db_text_copy(c, 10, d->arena);
    out->recorded_on = date_from_column(db_int(c, 11));
    out->recorded_at = db_int(c, 12);
}

/* Newest first: a withdrawal of consent, and the end of the term, hides all before it, one of a
 * mistake the next that is neither hidden nor withdrawn. */
struct walk {
    int mistakes;
    bool ended;
};

static bool standing(struct walk *k, struct db_cursor *c)
{
    enum photo_end end = (enum photo_end)db_int(c, 1);
    k->ended |= end == PHOTO_END_CONSENT || end == PHOTO_END_TERM;
    k->mistakes += end == PHOTO_END_MISTAKE;
    if (end || k->ended) return false;
    if (!k->mistakes) return true;
    k->mistakes--;
    return false;
}

enum err photo_current(struct data *d, int64_t person_id, struct photo *out, struct problem *why)
{
    struct db_cursor c;
    struct walk k = {0};
    *out = (struct photo){.person_id = person_id};
    enum err e =
        db_query(d->db, &sql_photo_list, DB_VALUES(DB_I(person_id), DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (!k.ended && !out->n && db_step(&c))
        if (standing(&k, &c)) put_photo(d, &c, out);
    return db_done(&c, why);
}

enum err photo_whole(struct data *d, int64_t person_id, bool *whole, struct problem *why)
{
    struct db_cursor c;
    struct walk k = {0};
    int64_t expected = 0, there = 0;
    enum err e =
        db_query(d->db, &sql_photo_list, DB_VALUES(DB_I(person_id), DB_I(d->known_at)), &c, why);
    if (e) return e;
    while (db_step(&c)) expected += standing(&k, &c);
    e = db_done(&c, why);
    if (!e) e = db_query(d->db, &sql_photo_pictures, DB_VALUES(DB_I(person_id)), &c, why);
    if (e) return e;
    if (db_step(&c)) there = db_int(&c, 0);
    *whole = expected == there;
    return db_done(&c, why);
}

static enum err open_picture(struct data *d, const struct photo *p, struct sm_bytes sealed,
                             struct sm_bytes *out, struct problem *why)
{
    char purpose[64];
    uint8_t digest[SM_DIGEST];
    size_t n = sealed.n > SM_SEAL_EXTRA ? sealed.n - SM_SEAL_EXTRA : 0;
    uint8_t *clear = arena_alloc(d->arena, n + 1);
    purpose_of(purpose, p->person_id, p->n);
    enum err e = keyring_open_value(store_keys(d->store), purpose, sealed, clear, why);
    if (e) return e;
    sm_digest(clear, n, digest);
    if (n != p->size || memcmp(digest, p->digest, SM_DIGEST) != 0)
        return problem_set(why, ERR_FAILED, ZH_photo_other, NULL, NULL);
    *out = (struct sm_bytes){clear, n};
    return ERR_OK;
}

enum err photo_picture(struct data *d, const struct photo *p, struct sm_bytes *out,
                       struct problem *why)
{
    struct db_cursor c;
    enum err opened = problem_set(why, ERR_NOT_FOUND, ZH_photo_none, NULL, NULL);
    enum err e =
        db_query(d->db, &sql_photo_picture, DB_VALUES(DB_I(p->person_id), DB_I(p->n)), &c, why);
    if (e) return e;
    if (db_step(&c)) {
        struct sm_bytes sealed;
        sealed.p = db_blob(&c, 0, &sealed.n);
        opened = open_picture(d, p, sealed, out, why);
    }
    e = db_done(&c, opened ? NULL : why);
    return opened ? opened : e;
}

/* ---- Writing -------------------------------------------------------------------------------- */

static enum err next_n(struct data *d, int64_t person_id, int *n, struct problem *why)
{
    struct db_cursor c;
    enum err e = db_query(d->db, &sql_photo_newest, DB_VALUES(DB_I(person_id)), &c, why);
    if (e) return e;
    *n = db_step(&c) ? (int)db_int(&c, 0) + 1 : 1;
    return db_done(&c, why);
}

static enum err insert(struct data *d, const struct photo *p, enum photo_end end,
                       struct problem *why)
{
    return db_exec(d->db, &sql_photo_insert,
                   DB_VALUES(DB_I(p->person_id), DB_I(p->n), DB_I(end), DB_I(p->picture.kind),
                             DB_I(p->picture.width), DB_I(p->picture.height),
                             DB_I((int64_t)p->size), end ? DB_N : DB_B(p->digest, SM_DIGEST),
                             DB_I(date_column(p->taken_on)), DB_I(p->consent), DB_T(p->agency),
                             DB_T(p->recorded_by), DB_I(date_column(p->recorded_on)),
                             DB_I(p->recorded_at)),
                   NULL, why);
}

enum err photo_insert(struct data *d, struct photo *p, struct sm_bytes picture, struct problem *why)
{
    char purpose[64];
    uint8_t *sealed = arena_alloc(d->arena, picture.n + SM_SEAL_EXTRA);
    enum err e = next_n(d, p->person_id, &p->n, why);
    if (e) return e;
    purpose_of(purpose, p->person_id, p->n);
    p->size = picture.n;
    sm_digest(picture.p, picture.n, p->digest);
    keyring_seal(store_keys(d->store), purpose, picture, sealed);
    e = insert(d, p, PHOTO_END_UNSET, why);
    if (e) return e;
    return db_exec(
        d->db, &sql_photo_picture_insert,
        DB_VALUES(DB_I(p->person_id), DB_I(p->n), DB_B(sealed, picture.n + SM_SEAL_EXTRA)), NULL,
        why);
}

enum err photo_withdraw(struct data *d, const struct photo *by, enum photo_end end, int *gone,
                        struct problem *why)
{
    struct photo now;
    struct photo row = {.person_id = by->person_id,
                        .recorded_by = by->recorded_by,
                        .recorded_on = by->recorded_on,
                        .recorded_at = by->recorded_at};
    int64_t changed = 0;
    enum err e = photo_current(d, by->person_id, &now, why);
    if (!e && !now.n) e = problem_set(why, ERR_NOT_FOUND, ZH_photo_none, NULL, NULL);
    if (!e) e = next_n(d, by->person_id, &row.n, why);
    if (e) return e;
    memcpy(row.agency, by->agency, sizeof row.agency);
    e = insert(d, &row, end, why);
    if (!e)
        e = db_exec(d->db, &sql_photo_picture_delete,
                    DB_VALUES(DB_I(by->person_id), DB_I(end == PHOTO_END_MISTAKE ? now.n : 0)),
                    &changed, why);
    *gone = (int)changed;
    return e;
}

enum err photo_list_ended(struct data *d, struct id_page *page, struct problem *why)
{
    struct db_cursor c;
    page->count = 0;
    enum err e =
        db_query(d->db, &sql_photo_ended, DB_VALUES(DB_I(page->after), DB_I(ID_PAGE)), &c, why);
    if (e) return e;
    while (page->count < ID_PAGE && db_step(&c))
        page->after = page->ids[page->count++] = db_int(&c, 0);
    return db_done(&c, why);
}
