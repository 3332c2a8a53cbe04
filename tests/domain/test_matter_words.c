/* The kinds of matter: what is asked for by name, the words, and the document made of the tables.
 */
#include "law/fixture.h"

#include <stdlib.h>

#include "base/buf.h"
#include "domain/each_matter.h"
#include "domain/matter_field.h"
#include "domain/matters_doc.h"

/* ---- what is asked for by name -------------------------------------------------------------- */

static bool event_stands(const struct matter_kind *k, enum matter_event_id event)
{
    EACH_ROW(k, r) if (r->event == event) return true;
    return false;
}

static void every_field_comes_with_an_event_of_its_kind(void **state)
{
    (void)state;
    EACH_KIND(k)
    for (size_t i = 0; i < k->field_count; i++) {
        const struct matter_field *f = &k->fields[i];
        assert_true(f->event == EVENT_UNSET ? !f->needed : event_stands(k, f->event));
        assert_int_equal(f->type == VALUE_CODE, f->code != NULL);
        assert_true(f->title != ZH_none);
        for (size_t n = 0; n < i; n++) assert_string_not_equal(f->name, k->fields[n].name);
        enum matter_event_id with = f->event ? f->event : EVENT_OPEN;
        assert_ptr_equal(matter_field(k, f->name, with), f);
        if (f->event) assert_null(matter_field(k, f->name, EVENT_UNDO));
        assert_null(matter_field(k, "nonsense", with));
    }
    EACH_KIND(k)
    {
        if (!k->event_field) continue;
        const struct matter_field *f = matter_field(k, k->event_field, EVENT_OPEN);
        assert_non_null(f);
        assert_int_equal(f->type, VALUE_DATE);
    }
}

static enum err parsed(enum value_type type, const char *text, int64_t *number)
{
    const struct matter_field *found = NULL;
    struct matter_value v = {0};
    struct problem why;
    EACH_KIND(k)
    for (size_t i = 0; !found && i < k->field_count; i++)
        if (k->fields[i].type == type) found = &k->fields[i];
    if (!found) return ERR_FAILED;
    enum err e = matter_value_parse(found, text, &v, &why);
    *number = v.number;
    return e;
}

static void values_are_read_or_refused(void **state)
{
    static const struct {
        enum value_type type;
        const char *text;
        bool good;
        int64_t number;
    } cases[] = {
        {VALUE_TEXT, "x", true, 0},          {VALUE_TEXT, "", false, 0},
        {VALUE_DATE, "2024-02-29", true, 0}, {VALUE_DATE, "2023-02-29", false, 0},
        {VALUE_DATE, "", false, 0},          {VALUE_MONEY, "1,234.50", true, 123450},
        {VALUE_MONEY, "0", true, 0},         {VALUE_MONEY, "-1", false, 0},
        {VALUE_MONEY, "1.005", false, 0},    {VALUE_FLAG, "yes", true, 1},
        {VALUE_FLAG, "no", true, 0},         {VALUE_FLAG, "maybe", false, 0},
        {VALUE_FLAG, "", false, 0},          {VALUE_CODE, "nonsense", false, 0},
        {VALUE_CODE, "", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t number = 0;
        assert_int_equal(parsed(cases[i].type, cases[i].text, &number),
                         cases[i].good ? ERR_OK : ERR_INPUT);
        if (cases[i].good && cases[i].number) assert_int_equal(number, cases[i].number);
    }
    char *much = calloc(1, 2002);
    int64_t number;
    memset(much, 'x', 2001);
    assert_int_equal(parsed(VALUE_TEXT, much, &number), ERR_INPUT);
    free(much);
}

static void the_last_value_of_a_name_counts(void **state)
{
    static const struct matter_field a = {.name = "a"}, b = {.name = "b"};
    const struct matter_value values[] = {{&a, "1", 1}, {&b, "2", 2}, {&a, "3", 3}};
    struct matter_facts f = {.values = values, .value_count = 3};
    (void)state;
    assert_int_equal(matter_value_number(&f, "a"), 3);
    assert_string_equal(matter_value_text(&f, "b"), "2");
    assert_int_equal(matter_value_date(&f, "a").day, 3);
    assert_null(matter_value(&f, "c"));
    assert_string_equal(matter_value_text(&f, "c"), "");
    assert_false(date_is_set(matter_value_date(&f, "c")));
}

/* ---- words and documents -------------------------------------------------------------------- */

static char *read_document(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/docs/%s", JZ_SOURCE_DIR, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = calloc(1, 1 << 20);
    assert_true(fread(text, 1, (1 << 20) - 1, f) > 0);
    fclose(f);
    return text;
}

static void assert_in_glossary(const char *glossary, const char *word)
{
    char quoted[64];
    snprintf(quoted, sizeof quoted, "`%s`", word);
    if (!strstr(glossary, quoted)) print_message("not in docs/glossary.md: %s\n", quoted);
    assert_non_null(strstr(glossary, quoted));
}

static void every_word_is_its_own_and_stands_in_the_glossary(void **state)
{
    char *glossary = read_document("glossary.md");
    (void)state;
    EACH_KIND(k) assert_in_glossary(glossary, k->word);
    for (int s = 1; s < STATE_COUNT; s++) {
        assert_int_equal(matter_state_from_word(matter_state_word((enum matter_state)s)), s);
        assert_in_glossary(glossary, matter_state_word((enum matter_state)s));
    }
    for (int e = 1; e < EVENT_COUNT; e++) {
        assert_int_equal(matter_event_from_word(matter_event_word((enum matter_event_id)e)), e);
        assert_in_glossary(glossary, matter_event_word((enum matter_event_id)e));
    }
    assert_int_equal(matter_state_from_word("nonsense"), STATE_UNSET);
    assert_int_equal(matter_event_from_word("nonsense"), EVENT_UNSET);
    assert_string_equal(matter_state_word(STATE_UNSET), "");
    assert_string_equal(matter_event_word(EVENT_UNSET), "");
    free(glossary);
}

static void the_document_of_the_tables_is_up_to_date(void **state)
{
    char *there = read_document("matters.md");
    struct buf now = BUF(1 << 20);
    (void)state;
    matters_doc(&now);
    assert_false(now.failed);
    assert_string_equal(there, now.p);
    buf_free(&now);
    free(there);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_field_comes_with_an_event_of_its_kind),
        TEST(values_are_read_or_refused),
        TEST(the_last_value_of_a_name_counts),
        TEST(every_word_is_its_own_and_stands_in_the_glossary),
        TEST(the_document_of_the_tables_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
