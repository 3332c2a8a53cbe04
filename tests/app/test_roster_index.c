/* The packed roster of large feeds: everybody on the roster is in it and nobody else, whatever
 * became of the file and of the people since it was written. */
#include "app/roster_index.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/world.h"
#include "store/facts.h"

SQL(forget_entries, "DELETE FROM audit WHERE chain = ?1");

static void path_of(struct world *w, char out[200])
{
    snprintf(out, 200, "%s/a.roster", w->t.folder);
}

static struct match_index *index_of(struct world *w, const char *path,
                                    struct roster_index_counts *n)
{
    struct match_index *index = NULL;
    struct read r = {.arena = w->arena};
    assert_int_equal(store_read_begin(w->app.store, &r, &w->why), ERR_OK);
    struct data d = data_of_read(&r);
    assert_int_equal(roster_index(&d, path, &index, n, &w->why), ERR_OK);
    store_read_end(&r);
    assert_non_null(index);
    return index;
}

static bool has(struct world *w, const struct match_index *index, const char *number)
{
    return match_index_find(index, roster_key(w->app.store, number)) != MATCH_NOBODY;
}

/* Numbers first … last are there, as many behind them are not. Closes the index. */
static void expect(struct world *w, struct match_index *index, int first, int last)
{
    for (int n = first; n <= last; n++) assert_true(has(w, index, world_number(w, NULL, n)));
    for (int n = last + 1; n <= 2 * last - first + 1; n++)
        assert_false(has(w, index, world_number(w, NULL, n)));
    match_index_free(index);
}

/* A new index of fifty people, 100 … 149. */
static void index_fifty(struct world *w, char path[200])
{
    struct roster_index_counts n;
    path_of(w, path);
    world_crowd(w, 100, 50, (struct newcomer){.last = "2023-11-20"});
    expect(w, index_of(w, path, &n), 100, 149);
    assert_true(n.rebuilt);
}

static void everybody_is_in_it_and_no_number(void **state)
{
    struct world *w = *state;
    char path[200];
    struct roster_index_counts n;
    path_of(w, path);
    expect(w, index_of(w, path, &n), 100, 99);
    assert_true(n.rebuilt);
    unlink(path);
    world_crowd(w, 100, 150, (struct newcomer){.last = "2023-11-20"});
    expect(w, index_of(w, path, &n), 100, 249);
    assert_true(n.rebuilt && n.added >= 150);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    size_t size = (size_t)st.st_size;
    char *bytes = arena_alloc(w->arena, size);
    int fd = open(path, O_RDONLY);
    assert_int_equal(read(fd, bytes, size), (ssize_t)size);
    close(fd);
    for (int i = 100; i < 250; i++) {
        const char *number = world_number(w, NULL, i);
        uint64_t key = match_key(number, 18);
        assert_null(memmem(bytes, size, number, 18));
        assert_null(memmem(bytes, size, &key, sizeof key));
    }
}

static void newcomers_are_added_to_it(void **state)
{
    struct world *w = *state;
    char path[200];
    struct roster_index_counts n;
    index_fifty(w, path);
    expect(w, index_of(w, path, &n), 100, 149);
    assert_true(!n.rebuilt && n.added == 0);
    world_crowd(w, 150, 20, (struct newcomer){.last = "2023-11-20"});
    expect(w, index_of(w, path, &n), 100, 169);
    assert_true(!n.rebuilt && n.added >= 20 && n.added < 50);
    expect(w, index_of(w, path, &n), 100, 169);
    assert_true(!n.rebuilt && n.added == 0);
}

static void a_damaged_or_foreign_file_is_built_again(void **state)
{
    struct world *w = *state;
    char path[200];
    struct roster_index_counts n;
    index_fifty(w, path);
    static const off_t places[] = {0, 9, 40, 4096, 5000};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int fd = open(path, O_RDWR);
        char c;
        assert_int_equal(pread(fd, &c, 1, places[i]), 1);
        c ^= 0x10;
        assert_int_equal(pwrite(fd, &c, 1, places[i]), 1);
        close(fd);
        expect(w, index_of(w, path, &n), 100, 149);
        assert_true(n.rebuilt);
    }
    assert_int_equal(truncate(path, 4097), 0);
    expect(w, index_of(w, path, &n), 100, 149);
    assert_true(n.rebuilt);
    /* Restored from before the file: the entry it rests on is not in the log. */
    struct facts_head head;
    struct match_index *index = index_of(w, path, &n);
    assert_false(n.rebuilt);
    memcpy(&head, index->note, sizeof head);
    match_index_free(index);
    world_edit(w, &forget_entries, head.chain);
    expect(w, index_of(w, path, &n), 100, 149);
    assert_true(n.rebuilt);
}

static void where_none_can_be_written_it_still_answers(void **state)
{
    struct world *w = *state;
    char path[200];
    struct roster_index_counts n;
    snprintf(path, sizeof path, "%s/none/a.roster", w->t.folder);
    world_crowd(w, 100, 5, (struct newcomer){.last = "2023-11-20"});
    for (int i = 0; i < 2; i++) {
        expect(w, index_of(w, path, &n), 100, 104);
        assert_true(n.rebuilt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(everybody_is_in_it_and_no_number),
        WORLD_TEST(newcomers_are_added_to_it),
        WORLD_TEST(a_damaged_or_foreign_file_is_built_again),
        WORLD_TEST(where_none_can_be_written_it_still_answers),
    };
    return TEST_ON_EACH(tests);
}
