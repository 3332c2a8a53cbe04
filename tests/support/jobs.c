#include "support/jobs.h"

#include <stdio.h>
#include <stdlib.h>

static void must(enum err e, const struct problem *why, const char *what)
{
    char sentence[512];
    if (!e) return;
    fprintf(stderr, "%s: %s\n", what, problem_sentence(why, sentence, sizeof sentence));
    abort();
}

struct store_options jobs_options(const struct fixture *f)
{
    return (struct store_options){.url = f->t.url, .keys = f->keys};
}

int jobs_setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct problem why;
    test_db_make(&f->t);
    snprintf(f->keys, sizeof f->keys, "%s/keys", f->t.folder);
    f->clock = clock_fixed(date_of(2026, 11, 23));
    struct store_options o = jobs_options(f);
    o.create = o.training = true;
    o.clock = f->clock;
    must(store_open(&o, &f->store, &why), &why, "create");
    *state = f;
    return 0;
}

int jobs_teardown(void **state)
{
    struct fixture *f = *state;
    store_close(f->store);
    test_db_remove(&f->t);
    free(f);
    return 0;
}

void jobs_reopen(struct fixture *f)
{
    struct problem why;
    struct store_options o = jobs_options(f);
    store_close(f->store);
    must(store_open(&o, &f->store, &why), &why, "reopen");
}

SQL_FANOUT(jobs_insert, "INSERT INTO outage (outage_id, channel, from_day, until_day, note, "
                        "recorded_at) VALUES (?1, ?2, 0, 0, '', 0)");
SQL_FANOUT(jobs_rows, "SELECT count(*) FROM outage");

enum err jobs_outage_fn(struct write *w, void *ctx, struct problem *why)
{
    struct jobs_outage *o = ctx;
    const char *action = o->action ? o->action : "outage.add";
    o->runs++;
    enum err e = db_exec(w->db, &jobs_insert, DB_VALUES(DB_I(o->id), DB_T("test")), NULL, why);
    if (e) return e;
    for (int i = 0; i < (o->notes ? o->notes : 1); i++)
        store_audit(
            w, &(struct audit_note){
                   .subject = 1000 + i, .action = action, .object = "outage", .fresh = o->fresh});
    if (o->answer) store_answer(w, o->answer);
    return o->fail_with ? problem_set(why, o->fail_with, ZH_err_memory, NULL, NULL) : ERR_OK;
}

struct write_request jobs_request(const struct fixture *f, int64_t subject)
{
    return (struct write_request){.subject = {subject},
                                  .subject_count = 1,
                                  .actor = "clerk@371002000000",
                                  .purpose = "test",
                                  .clock = f->clock};
}

enum err jobs_outage(struct store *s, int64_t id, const char *channel)
{
    (void)channel;
    struct jobs_outage o = {.id = id};
    struct write_request r = {.subject = {1},
                              .subject_count = 1,
                              .actor = "clerk@371002000000",
                              .purpose = "test",
                              .clock = clock_system()};
    return store_write(s, &r, jobs_outage_fn, &o, NULL);
}

int64_t jobs_count(struct store *s)
{
    struct read r;
    struct problem why;
    struct db_cursor c;
    must(store_read_begin(s, &r, &why), &why, "read");
    must(db_query(r.db, &jobs_rows, NULL, 0, &c, &why), &why, "count");
    int64_t n = db_step(&c) ? db_int(&c, 0) : -1;
    must(db_done(&c, &why), &why, "count");
    store_read_end(&r);
    return n;
}
