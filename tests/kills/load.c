/*
 * kills_load MODE URL KEYS [NEXT...]: the side of the kills that is killed.
 *
 *   create           makes the store
 *   load  NEXT...    one worker for each NEXT: writes jobs w.NEXT, w.NEXT+1, ... until it is
 * killed, and prints the number of each on a line of its own once it is acknowledged. A job is one
 * row whose note is its number, and one audit entry; its request id is its number, so a retry must
 * not act twice. show             prints "row N" for each row there is, then "audit N" for so many
 * entries of intact chains
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/store.h"

#define WORKER INT64_C(1000000000) /* numbers of worker w begin at (w + 1) * WORKER */
#define MAX_WORKERS 64

SQL_FANOUT(kills_insert,
           "INSERT INTO outage (outage_id, channel, from_day, until_day, note, recorded_at)"
           " VALUES (?1, 'kill', 0, 0, ?2, 0)");
SQL_FANOUT(kills_rows, "SELECT note FROM outage WHERE channel = 'kill'");

struct worker {
    struct store *store;
    int64_t next;
};

static _Noreturn void give_up(const char *what, const struct problem *why)
{
    char sentence[512];
    fprintf(stderr, "kills_load: %s: %s\n", what, problem_sentence(why, sentence, sizeof sentence));
    exit(1);
}

static enum err job(struct write *w, void *ctx, struct problem *why)
{
    const char *number = ctx;
    enum err e = db_exec(w->db, &kills_insert,
                         DB_VALUES(DB_I(store_new_id(w->store)), DB_T(number)), NULL, why);
    if (!e)
        store_audit(w, &(struct audit_note){.subject = strtoll(number, NULL, 10) / WORKER,
                                            .action = "outage.add",
                                            .object = number});
    return e;
}

static void *work(void *ctx)
{
    struct worker *w = ctx;
    char line[32];
    for (;; w->next++) {
        struct problem why;
        struct write_request r = {.request_id = w->next,
                                  .subject = {w->next / WORKER},
                                  .subject_count = 1,
                                  .actor = "clerk@371002000000",
                                  .purpose = "kills",
                                  .clock = clock_fixed(date_of(2026, 11, 23))};
        int n = snprintf(line, sizeof line, "%" PRId64, w->next);
        enum err e = store_write(w->store, &r, job, line, &why);
        if (e == ERR_BUSY) {
            w->next--; /* the same again */
            continue;
        }
        if (e) give_up(line, &why);
        line[n++] = '\n';
        if (write(STDOUT_FILENO, line, (size_t)n) != n) exit(1);
    }
    return NULL;
}

static void load(struct store *s, int count, char **next)
{
    static struct worker workers[MAX_WORKERS];
    pthread_t thread = 0;
    for (int i = 0; i < count && i < MAX_WORKERS; i++) {
        workers[i] = (struct worker){s, strtoll(next[i], NULL, 10)};
        if (pthread_create(&thread, NULL, work, &workers[i]) != 0) exit(1);
    }
    pthread_join(thread, NULL);
}

static void show(struct store *s)
{
    struct problem why;
    struct read r;
    struct db_cursor c;
    int64_t entries = 0;
    enum err e = store_read_begin(s, &r, &why);
    if (!e) e = db_query(r.db, &kills_rows, NULL, 0, &c, &why);
    if (e) give_up("reading", &why);
    while (db_step(&c)) printf("row %s\n", db_text(&c, 0));
    if (db_done(&c, &why)) give_up("reading", &why);
    store_read_end(&r);
    if (store_audit_verify(s, &entries, &why)) give_up("audit", &why);
    printf("audit %" PRId64 "\n", entries);
}

int main(int argc, char **argv)
{
    struct problem why;
    struct store *s;
    if (argc < 4) return 2;
    struct store_options o = {.url = argv[2], .keys = argv[3]};
    o.create = o.training = strcmp(argv[1], "create") == 0;
    o.clock = clock_fixed(date_of(2026, 11, 23));
    if (store_open(&o, &s, &why)) give_up("open", &why);
    if (strcmp(argv[1], "load") == 0) load(s, argc - 4, argv + 4);
    if (strcmp(argv[1], "show") == 0) show(s);
    store_close(s);
    return 0;
}
