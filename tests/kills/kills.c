/*
 * kills [N]: a client writes with 16 callers and logs each request that was acknowledged; it is
 * killed at a random moment, N times (default 5), on SQLite and, with JIANZAI_TEST_PG, on
 * PostgreSQL. With JIANZAI_TEST_PG_RESTART (a command that stops the server at once and starts it
 * again) the server is killed instead, and the client must go on within ten seconds.
 *
 * After each kill: every acknowledged request is there, every request that is there acted exactly
 * once, the chains hold. The next client first sends again what was unanswered, and some that were
 * answered: none may act twice.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"
#include "support/database.h"

#define CALLERS 16
#define PEOPLE 40
#define MOST 4000000

/* Shared with the client: survives it. request[i]: 0 unused, 1 sent, 2 acknowledged. */
struct ledger {
    _Atomic int64_t next;
    _Atomic int64_t acknowledged;
    _Atomic unsigned char state[MOST];
};

struct arena_of_test {
    struct test_db t;
    char keys[128];
    struct ledger *ledger;
};

static _Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

static _Noreturn void die(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    _exit(1);
}

static void must(enum err e, const struct problem *why, const char *what)
{
    char sentence[512];
    if (e) die("kills: %s: %s", what, problem_sentence(why, sentence, sizeof sentence));
}

static struct store *open_store(const struct arena_of_test *a, bool create)
{
    struct store *s = NULL;
    struct problem why;
    struct store_options o = {.url = a->t.url,
                              .keys = a->keys,
                              .create = create,
                              .training = true,
                              .clock = clock_system()};
    must(store_open(&o, &s, &why), &why, "open");
    return s;
}

/* ---- The client ----------------------------------------------------------------------------- */

SQL(kills_person, "INSERT INTO person (person_id, name, name_key, initials, sex, birth, number, "
                  "last4, residence_kind, residence_code,"
                  " registered_on, first_month, last_success, due_on, next_on, recorded_at)"
                  " VALUES (?1, '', '', '', 0, 0, ?2, '', 0, '', 0, 0, 0, 0, 0, 0)");
SQL(kills_count,
    "UPDATE person SET certification_count = certification_count + 1 WHERE person_id = ?1");
SQL_FANOUT(kills_sum, "SELECT sum(certification_count) FROM person");
SQL_FANOUT(kills_requests, "SELECT request_id FROM request WHERE request_id < ?1");

static enum err add_people(struct write *w, void *ctx, struct problem *why)
{
    enum err e = ERR_OK;
    (void)ctx;
    for (int i = 1; !e && i <= PEOPLE; i++)
        e = db_exec(w->db, &kills_person, DB_VALUES(DB_I(i), DB_B("", 0)), NULL, why);
    return e;
}

static enum err count_one(struct write *w, void *ctx, struct problem *why)
{
    const int64_t *person = ctx;
    store_audit(w, &(struct audit_note){.subject = *person, .action = "count", .object = "person"});
    return db_exec(w->db, &kills_count, DB_VALUES(DB_I(*person)), NULL, why);
}

struct client {
    struct store *store;
    struct ledger *ledger;
};

static void send_request(const struct client *c, int64_t id)
{
    int64_t person = 1 + id % PEOPLE;
    struct problem why;
    struct write_request r = {.request_id = id,
                              .subject = {person},
                              .subject_count = 1,
                              .actor = "kills",
                              .purpose = "",
                              .clock = clock_system()};
    enum err e = store_write(c->store, &r, count_one, &person, &why);
    if (e == ERR_BUSY) return; /* not acknowledged */
    must(e, &why, "write");
    if (atomic_exchange(&c->ledger->state[id], 2) != 2)
        atomic_fetch_add(&c->ledger->acknowledged, 1);
}

static void *call(void *arg)
{
    const struct client *c = arg;
    for (;;) {
        int64_t id = atomic_fetch_add(&c->ledger->next, 1);
        if (id >= MOST) die("kills: too fast, raise MOST");
        atomic_store(&c->ledger->state[id], 1);
        send_request(c, id);
    }
    return NULL;
}

static _Noreturn void run_client(const struct arena_of_test *a)
{
    struct client c = {open_store(a, false), a->ledger};
    pthread_t thread[CALLERS];
    int64_t sent = atomic_load(&a->ledger->next);
    for (int64_t id = sent > 500 ? sent - 500 : 1; id < sent; id++)
        if (atomic_load(&a->ledger->state[id]) != 0)
            send_request(&c, id); /* unanswered and answered alike */
    for (int i = 0; i < CALLERS; i++)
        if (pthread_create(&thread[i], NULL, call, &c) != 0) die("kills: no thread");
    for (;;) pause();
}

/* ---- The check ------------------------------------------------------------------------------ */

static int64_t check_requests(const struct arena_of_test *a, struct read *r)
{
    struct db_cursor c;
    struct problem why;
    int64_t found = 0, missing = 0;
    unsigned char *there = calloc(MOST, 1);
    must(db_query(r->db, &kills_requests, DB_VALUES(DB_I(MOST)), &c, &why), &why, "requests");
    for (; db_step(&c); found++) there[db_int(&c, 0)] = 1;
    must(db_done(&c, &why), &why, "requests");
    for (int64_t id = 1; id < atomic_load(&a->ledger->next); id++)
        missing += atomic_load(&a->ledger->state[id]) == 2 && !there[id];
    free(there);
    if (missing) die("kills: %lld acknowledged requests are lost", (long long)missing);
    return found;
}

static _Noreturn void run_check(const struct arena_of_test *a)
{
    struct store *s = open_store(a, false);
    struct problem why;
    struct read r;
    struct db_cursor c;
    int64_t entries = 0;
    must(store_read_begin(s, &r, &why), &why, "read");
    int64_t requests = check_requests(a, &r);
    must(db_query(r.db, &kills_sum, NULL, 0, &c, &why), &why, "sum");
    int64_t sum = db_step(&c) ? db_int(&c, 0) : -1;
    must(db_done(&c, &why), &why, "sum");
    store_read_end(&r);
    if (sum != requests)
        die("kills: %lld requests acted %lld times", (long long)requests, (long long)sum);
    must(store_audit_verify(s, &entries, &why), &why, "verify");
    if (entries != sum)
        die("kills: %lld entries for %lld acts", (long long)entries, (long long)sum);
    printf("%lld acknowledged, %lld there\n", (long long)atomic_load(&a->ledger->acknowledged),
           (long long)sum);
    fflush(stdout);
    store_close(s);
    _exit(0);
}

/* ---- The killer ----------------------------------------------------------------------------- */

static pid_t in_child(void (*fn)(const struct arena_of_test *), const struct arena_of_test *a)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0) die("kills: fork: %s", strerror(errno));
    if (pid == 0) fn(a);
    return pid;
}

static void sleep_ms(int64_t ms)
{
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
}

/* Waits for more acknowledgements, at most so long. */
static bool progress(const struct arena_of_test *a, int64_t more, int64_t most_ms)
{
    int64_t target = atomic_load(&a->ledger->acknowledged) + more;
    for (int64_t waited = 0; waited < most_ms; waited += 5) {
        if (atomic_load(&a->ledger->acknowledged) >= target) return true;
        sleep_ms(5);
    }
    return false;
}

static int exit_of(pid_t pid)
{
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static void run_command(const char *command)
{
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    if (pid < 0 || exit_of(pid) != 0) die("kills: the restart command failed");
}

static void kill_client(const struct arena_of_test *a, pid_t client)
{
    if (!progress(a, 50, 60000)) die("kills: no progress");
    sleep_ms(random() % 400);
    kill(client, SIGKILL);
    if (exit_of(client) != 100 + SIGKILL) die("kills: the client ended by itself");
}

static void kill_server(const struct arena_of_test *a, pid_t client, const char *restart)
{
    if (!progress(a, 50, 60000)) die("kills: no progress");
    sleep_ms(random() % 400);
    run_command(restart);
    if (!progress(a, 1, 10000)) die("kills: not back within ten seconds");
    kill_client(a, client);
}

static void make_people(const struct arena_of_test *a)
{
    struct problem why;
    struct store *s = open_store(a, true);
    struct write_request r = {.actor = "kills", .purpose = "", .clock = clock_system()};
    must(store_write(s, &r, add_people, NULL, &why), &why, "people");
    store_close(s);
    _exit(0);
}

static void run(int kills, const char *restart)
{
    struct arena_of_test a = {.ledger = mmap(NULL, sizeof(struct ledger), PROT_READ | PROT_WRITE,
                                             MAP_SHARED | MAP_ANONYMOUS, -1, 0)};
    if (a.ledger == MAP_FAILED) die("kills: memory");
    atomic_store(&a.ledger->next, 1);
    test_db_make(&a.t);
    snprintf(a.keys, sizeof a.keys, "%s/keys", a.t.folder);
    if (exit_of(in_child(make_people, &a)) != 0) die("kills: cannot make the store");
    for (int i = 0; i < kills; i++) {
        pid_t client = in_child(run_client, &a);
        if (restart) kill_server(&a, client, restart);
        else kill_client(&a, client);
        if (exit_of(in_child(run_check, &a)) != 0) die("kills: failed after kill %d", i + 1);
    }
    test_db_remove(&a.t);
    munmap(a.ledger, sizeof *a.ledger);
}

int main(int argc, char **argv)
{
    int kills = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 5;
    const char *restart = getenv("JIANZAI_TEST_PG_RESTART");
    srandom((unsigned)time(NULL) ^ (unsigned)getpid());
    test_backend = BACKEND_SQLITE;
    run(kills, NULL);
    printf("%d kills on SQLite: nothing lost, nothing doubled\n", kills);
    if (!test_has_postgresql()) return 0;
    test_backend = BACKEND_POSTGRESQL;
    run(kills, NULL);
    printf("%d kills of the client on PostgreSQL: nothing lost, nothing doubled\n", kills);
    if (!restart) return 0;
    run(kills, restart);
    printf("%d kills of the server: nothing lost, nothing doubled, back within ten seconds\n",
           kills);
    return 0;
}
