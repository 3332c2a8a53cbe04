/* The socket between client and server, with a made-up command behind it. */
#include <limits.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "main/handover_client.h"
#include "main/handover_server.h"

struct world {
    char folder[64], path[PATH_MAX];
    sem_t begun, go_on;
    struct handover_server *server;
};

/* "echo" prints its words, "wait" waits until told, "much" prints N bytes, "status" ends with one.
 */
static int command(void *ctx, const struct handover_request *r, FILE *out, FILE *err)
{
    struct world *w = ctx;
    const char *name = r->argv[0];
    if (strcmp(name, "wait") == 0) {
        sem_post(&w->begun);
        sem_wait(&w->go_on);
    }
    if (strcmp(name, "status") == 0) return (int)strtol(r->argv[1], NULL, 10);
    if (strcmp(name, "much") == 0)
        for (long i = 0, n = strtol(r->argv[1], NULL, 10); i < n; i++)
            fputc('a' + (char)(i % 26), out);
    if (strcmp(name, "echo") == 0)
        for (int i = 1; i < r->argc; i++) fprintf(out, "%s|", r->argv[i]);
    fprintf(err, "%s %s", r->cwd, r->terminal ? "terminal" : "file");
    return 0;
}

static enum err open_door(struct world *w, int clients)
{
    struct problem why = {0};
    struct handover_options o = {
        .path = w->path, .served = "ready socket=x", .clients = clients, .run = command, .ctx = w};
    return handover_server_start(&o, &w->server, &why);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    snprintf(w->folder, sizeof w->folder, "/tmp/jz-handover-XXXXXX");
    if (!mkdtemp(w->folder)) return -1;
    snprintf(w->path, sizeof w->path, "%s/store.db.sock", w->folder);
    sem_init(&w->begun, 0, 0);
    sem_init(&w->go_on, 0, 0);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    handover_server_stop(w->server);
    unlink(w->path);
    rmdir(w->folder);
    free(w);
    return 0;
}

struct heard {
    enum handover_result result;
    int status;
    char *out, *err;
    size_t out_n, err_n;
};

static struct heard ask(struct world *w, char *const *argv)
{
    struct heard h = {0};
    FILE *out = open_memstream(&h.out, &h.out_n), *err = open_memstream(&h.err, &h.err_n);
    struct handover_request r = {.kind = HANDOVER_RUN, .cwd = "/home/clerk", .argv = argv};
    while (argv[r.argc]) r.argc++;
    h.result = handover_run(w->path, &r, out, err, &h.status);
    fclose(out);
    fclose(err);
    return h;
}

static void forget(struct heard *h)
{
    free(h->out);
    free(h->err);
}

#define WORDS(...) ((char *const[]){__VA_ARGS__, NULL})

static void words_output_and_status_cross(void **state)
{
    struct world *w = *state;
    assert_int_equal(open_door(w, 0), ERR_OK);
    struct heard h = ask(w, WORDS("echo", "", "two words", "李秀兰"));
    assert_int_equal(h.result, HANDOVER_DONE);
    assert_int_equal(h.status, 0);
    assert_string_equal(h.out, "|two words|李秀兰|");
    assert_string_equal(h.err, "/home/clerk file");
    forget(&h);
    h = ask(w, WORDS("status", "75"));
    assert_int_equal(h.result, HANDOVER_DONE);
    assert_int_equal(h.status, 75);
    forget(&h);
}

static void output_has_no_ceiling(void **state)
{
    struct world *w = *state;
    assert_int_equal(open_door(w, 0), ERR_OK);
    struct heard h = ask(w, WORDS("much", "3000000"));
    assert_int_equal(h.result, HANDOVER_DONE);
    assert_int_equal(h.out_n, 3000000);
    for (size_t i = 0; i < h.out_n; i += 9973) assert_int_equal(h.out[i], 'a' + (int)(i % 26));
    forget(&h);
}

static void the_socket_is_for_its_owner_only(void **state)
{
    struct world *w = *state;
    struct stat st;
    assert_int_equal(open_door(w, 0), ERR_OK);
    assert_int_equal(stat(w->path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    handover_server_stop(w->server);
    w->server = NULL;
    assert_int_not_equal(stat(w->path, &st), 0);
}

static void a_dead_servers_socket_is_replaced_and_a_file_is_not(void **state)
{
    struct world *w = *state;
    struct handover_address a;
    int dead = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_true(handover_address(w->path, &a));
    assert_int_equal(bind(dead, (const struct sockaddr *)&a.un, a.size), 0);
    close(dead);
    struct heard h = ask(w, WORDS("status", "0"));
    assert_int_equal(h.result, HANDOVER_NOBODY);
    forget(&h);
    assert_int_equal(open_door(w, 0), ERR_OK);
    h = ask(w, WORDS("status", "3"));
    assert_int_equal(h.status, 3);
    forget(&h);
    handover_server_stop(w->server);
    w->server = NULL;
    FILE *f = fopen(w->path, "w");
    fputs("somebody's work", f);
    fclose(f);
    assert_int_equal(open_door(w, 0), ERR_CONFIG);
    w->server = NULL;
    assert_int_equal(access(w->path, F_OK), 0);
}

static void a_path_longer_than_an_address_works(void **state)
{
    struct world *w = *state;
    char deep[PATH_MAX], name[101] = "";
    memset(name, 'd', sizeof name - 1);
    snprintf(deep, sizeof deep, "%s/%s", w->folder, name);
    assert_int_equal(mkdir(deep, 0700), 0);
    snprintf(w->path, sizeof w->path, "%s/%s/store.db.sock", w->folder, name);
    assert_int_equal(open_door(w, 0), ERR_OK);
    struct heard h = ask(w, WORDS("status", "9"));
    assert_int_equal(h.result, HANDOVER_DONE);
    assert_int_equal(h.status, 9);
    forget(&h);
    handover_server_stop(w->server);
    w->server = NULL;
    assert_int_equal(rmdir(deep), 0);
}

static void *wait_in_a_thread(void *arg)
{
    struct world *w = arg;
    struct heard h = ask(w, WORDS("wait"));
    assert_int_equal(h.result, HANDOVER_DONE);
    forget(&h);
    return NULL;
}

static void one_more_than_fits_is_refused(void **state)
{
    struct world *w = *state;
    pthread_t threads[2];
    assert_int_equal(open_door(w, 2), ERR_OK);
    for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, wait_in_a_thread, w);
    for (int i = 0; i < 2; i++) sem_wait(&w->begun);
    struct heard h = ask(w, WORDS("status", "0"));
    assert_int_equal(h.result, HANDOVER_BUSY);
    forget(&h);
    for (int i = 0; i < 2; i++) sem_post(&w->go_on);
    for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
}

static void *stop_in_a_thread(void *arg)
{
    struct world *w = arg;
    handover_server_stop(w->server);
    w->server = NULL;
    return NULL;
}

static void stopping_refuses_new_ones_and_finishes_the_running(void **state)
{
    struct world *w = *state;
    pthread_t running, stopping;
    assert_int_equal(open_door(w, 0), ERR_OK);
    pthread_create(&running, NULL, wait_in_a_thread, w);
    sem_wait(&w->begun);
    pthread_create(&stopping, NULL, stop_in_a_thread, w);
    struct heard h;
    do { /* until the other thread has said so */
        h = ask(w, WORDS("status", "0"));
        forget(&h);
    } while (h.result == HANDOVER_DONE);
    assert_int_equal(h.result, HANDOVER_BUSY);
    sem_post(&w->go_on);
    pthread_join(running, NULL);
    pthread_join(stopping, NULL);
    assert_int_not_equal(access(w->path, F_OK), 0);
}

static void where_the_server_is_can_be_asked(void **state)
{
    struct world *w = *state;
    char where[64];
    assert_int_equal(handover_ask(w->path, where, sizeof where), HANDOVER_NOBODY);
    assert_int_equal(open_door(w, 0), ERR_OK);
    assert_int_equal(handover_ask(w->path, where, sizeof where), HANDOVER_DONE);
    assert_string_equal(where, "ready socket=x");
}

static int connected(struct world *w)
{
    struct handover_address a;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(handover_address(w->path, &a));
    assert_int_equal(connect(fd, (const struct sockaddr *)&a.un, a.size), 0);
    return fd;
}

static void what_is_no_request_is_refused(void **state)
{
    struct world *w = *state;
    struct buf b = BUF(HANDOVER_PIECE);
    enum handover_type type;
    assert_int_equal(open_door(w, 0), ERR_OK);
    static const char bad[][24] = {"Q\0\0\0\4JZH2", "Q\xff\xff\xff\xff", "GET / HTTP/1.1\r\n",
                                   "A\0\0\0\0\0\0\0\0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int fd = connected(w);
        assert_int_equal(send(fd, bad[i], 9, MSG_NOSIGNAL), 9);
        assert_true(handover_receive(fd, &type, &b));
        assert_int_equal(type, HANDOVER_REFUSED);
        assert_int_equal(b.p[0], HANDOVER_MALFORMED);
        close(fd);
    }
    buf_free(&b);
}

static void a_client_that_goes_away_does_not_stop_its_command(void **state)
{
    struct world *w = *state;
    struct buf b = BUF(HANDOVER_REQUEST_MAX);
    struct handover_request r = {
        .kind = HANDOVER_RUN, .cwd = "/", .argc = 1, .argv = WORDS("wait")};
    assert_int_equal(open_door(w, 0), ERR_OK);
    assert_true(handover_encode(&r, &b));
    int fd = connected(w);
    assert_true(handover_send(fd, HANDOVER_REQUEST, b.p, b.n));
    sem_wait(&w->begun);
    close(fd);
    sem_post(&w->go_on);
    struct heard h = ask(w, WORDS("status", "4"));
    assert_int_equal(h.status, 4);
    forget(&h);
    buf_free(&b);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        T(words_output_and_status_cross),
        T(output_has_no_ceiling),
        T(the_socket_is_for_its_owner_only),
        T(a_dead_servers_socket_is_replaced_and_a_file_is_not),
        T(a_path_longer_than_an_address_works),
        T(one_more_than_fits_is_refused),
        T(stopping_refuses_new_ones_and_finishes_the_running),
        T(where_the_server_is_can_be_asked),
        T(what_is_no_request_is_refused),
        T(a_client_that_goes_away_does_not_stop_its_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
