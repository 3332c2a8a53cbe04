/* Every .case file of this folder is asked; each case is listed, and every item of law/items.txt
 * has as many as it needs. */
#include <dirent.h>
#include <stdlib.h>

#include "fixture.h"

#include "law/casefile.h"

#define FOLDER JZ_SOURCE_DIR "/tests/law"
#define MOST_FILES 200

static char *files[MOST_FILES];
static size_t file_count;
static int covered[200], total;

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(void)
{
    DIR *d = opendir(FOLDER);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d)) && file_count < MOST_FILES;) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot && strcmp(dot, ".case") == 0) files[file_count++] = strdup(e->d_name);
    }
    closedir(d);
    qsort(files, file_count, sizeof *files, by_name);
}

static void count_item(const char *key)
{
    const struct register_item *item;
    for (size_t i = 0; (item = register_item_at(i)); i++)
        if (strcmp(item->key, key) == 0) covered[i]++;
}

static bool known_item(const char *key)
{
    const struct register_item *item;
    for (size_t i = 0; (item = register_item_at(i)); i++)
        if (strcmp(item->key, key) == 0) return true;
    return false;
}

static size_t ask(const char *file, const struct case_one *one)
{
    struct case_run run;
    struct problem why = {0};
    struct buf text = BUF(1 << 20);
    char sentence[512];
    size_t wrong = 0;
    struct arena *a = arena_new(64 << 20);
    if (casefile_run(a, one, &run, &why) != ERR_OK) {
        printf("%s [%s]: %s\n", file, one->title,
               problem_sentence(&why, sentence, sizeof sentence));
        wrong = 1;
    } else {
        wrong = casefile_mismatches(&run, &text);
        if (!known_item(run.item))
            printf("%s [%s]: no such item %s\n", file, one->title, run.item), wrong++;
        if (one->expected_count == 0)
            printf("%s [%s]: expects nothing\n", file, one->title), wrong++;
        if (wrong == 0) count_item(run.item);
        casefile_print(&run, &text);
        printf("%s %s [%s]\n", wrong ? "DIFFERS" : "ok", file, one->title);
        if (wrong) printf("%s\n", text.p);
    }
    total++;
    buf_free(&text);
    arena_free(a);
    return wrong;
}

static void every_case_holds(void **state)
{
    (void)state;
    size_t wrong = 0;
    list_files();
    for (size_t i = 0; i < file_count; i++) {
        char path[1024];
        struct casefile file;
        struct problem why = {0};
        snprintf(path, sizeof path, "%s/%s", FOLDER, files[i]);
        struct arena *a = arena_new(64 << 20);
        if (casefile_read(a, path, &file, &why) != ERR_OK) {
            char sentence[512];
            fail_msg("%s: %s", files[i], problem_sentence(&why, sentence, sizeof sentence));
        }
        for (size_t k = 0; k < file.count; k++) wrong += ask(files[i], &file.cases[k]);
        arena_free(a);
    }
    printf("%d cases in %zu files\n", total, file_count);
    assert_int_equal(wrong, 0);
}

/* ---- Every fact is read, every parameter is needed ------------------------------------------ */

typedef void (*variation)(const char *file, const struct case_one *one);

static void each_case(variation vary)
{
    for (size_t i = 0; i < file_count; i++) {
        char path[1024];
        struct casefile file;
        snprintf(path, sizeof path, "%s/%s", FOLDER, files[i]);
        struct arena *a = arena_new(64 << 20);
        assert_int_equal(casefile_read(a, path, &file, NULL), ERR_OK);
        for (size_t k = 0; k < file.count; k++) vary(files[i], &file.cases[k]);
        arena_free(a);
    }
}

static bool about_the_case(const char *key)
{
    static const enum zh_id ids[] = {ZH_case_today, ZH_case_known_at, ZH_case_param,
                                     ZH_case_item,  ZH_case_question, ZH_case_note};
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        if (strcmp(key, zh_text(ids[i])) == 0) return true;
    return false;
}

static int garbled;

static void garble(const char *file, const struct case_one *one)
{
    for (size_t i = 0; i < one->given_count; i++) {
        struct case_one bad = *one;
        struct case_run run;
        struct problem why;
        if (about_the_case(one->given[i].key)) continue;
        bad.given[i].value = "?!";
        struct arena *a = arena_new(16 << 20);
        if (casefile_run(a, &bad, &run, &why) != ERR_INPUT)
            fail_msg("%s [%s]: %s not read", file, one->title, one->given[i].key);
        arena_free(a);
        garbled++;
    }
}

static void a_fact_that_cannot_be_read_is_refused(void **state)
{
    (void)state;
    each_case(garble);
    assert_true(garbled > 500);
}

static int emptied;

/* A parameter that a finding names decides it: without a value in force the answer is "no law in
 * force", never a default. */
static void without_each_parameter(const char *file, const struct case_one *one)
{
    struct case_run run, again;
    struct problem why;
    struct arena *a = arena_new(64 << 20);
    assert_int_equal(casefile_run(a, one, &run, &why), ERR_OK);
    for (int i = 0; i < run.finding.param_count; i++) {
        struct case_one bare = *one;
        char text[128];
        snprintf(text, sizeof text, "%s = %s", params_key((enum param_id)run.finding.param[i].id),
                 zh_text(ZH_case_none));
        bare.given[bare.given_count++] = (struct case_line){zh_text(ZH_case_param), text, 0};
        assert_int_equal(casefile_run(a, &bare, &again, &why), ERR_OK);
        bool one_of_two_limits = run.finding.question == QUESTION_REPORT_CLOCK;
        const char *unit = params_unit((enum param_id)run.finding.param[i].id);
        if (strcmp(unit, "ages") == 0 && run.finding.question != QUESTION_OUTREACH)
            /* B9: no class laid down leaves the ordinary rule, and only for going out early is
             * there none */
            assert_int_not_equal(again.finding.outcome, OUTCOME_NO_LAW);
        else if (again.finding.outcome != OUTCOME_NO_LAW && !one_of_two_limits)
            fail_msg("%s [%s]: answered without %s", file, one->title, text);
        emptied++;
    }
    arena_free(a);
}

static void without_a_value_in_force_there_is_no_answer(void **state)
{
    (void)state;
    each_case(without_each_parameter);
    assert_true(emptied > 200);
}

#define NEEDED 5

static void every_item_has_its_cases(void **state)
{
    (void)state;
    const struct register_item *item;
    int missing = 0;
    for (size_t i = 0; (item = register_item_at(i)); i++) {
        if (covered[i] >= NEEDED) continue;
        printf("item %s %s: %d cases, %d needed\n", item->key, item->title, covered[i], NEEDED);
        missing++;
    }
    for (size_t i = 0; i < file_count; i++) free(files[i]);
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_case_holds),
        TEST(a_fact_that_cannot_be_read_is_refused),
        TEST(without_a_value_in_force_there_is_no_answer),
        TEST(every_item_has_its_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
