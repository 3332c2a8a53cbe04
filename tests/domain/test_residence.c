/* Where somebody lives, as the roster writes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/zh.h"
#include "domain/residence.h"

static void refused(const char *cell, enum zh_id message)
{
    struct residence r;
    struct problem why;
    assert_int_equal(residence_parse(cell, &r, &why), ERR_INPUT);
    if (why.message != message) fail_msg("%s: %s", cell, zh_id_name(why.message));
    assert_int_equal(r.kind, RESIDENCE_UNSET);
    assert_string_equal(r.code, "");
}

static void residences_are_of_five_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        enum residence_kind kind;
        const char *code;
    } rows[] = {
        {"371082101205", RESIDENCE_CITY, "371082101205"},
        {"371082", RESIDENCE_CITY, "371082000000"},
        {"510104", RESIDENCE_MAINLAND, "510104"},
        {"香港", RESIDENCE_HONGKONG, "HK"},
        {"香港特别行政区", RESIDENCE_HONGKONG, "HK"},
        {"810000", RESIDENCE_HONGKONG, "HK"},
        {"澳门", RESIDENCE_MACAU, "MO"},
        {"台湾", RESIDENCE_TAIWAN, "TW"},
        {"TW", RESIDENCE_TAIWAN, "TW"},
        {"FR", RESIDENCE_ABROAD, "FR"},
        {"fra", RESIDENCE_ABROAD, "FR"},
        {"ＪＰ", RESIDENCE_ABROAD, "JP"},
        {"KOR", RESIDENCE_ABROAD, "KR"},
        {"ZW", RESIDENCE_ABROAD, "ZW"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct residence r;
        assert_int_equal(residence_parse(rows[i].cell, &r, NULL), ERR_OK);
        assert_int_equal(r.kind, rows[i].kind);
        assert_string_equal(r.code, rows[i].code);
    }
    refused("110105001001", ZH_residence_not_city);
    refused("XX", ZH_residence_unknown);
    refused("RA", ZH_residence_unknown); /* stands in the table, but across two entries */
    refused("CN", ZH_residence_china);
    refused("文化中路", ZH_residence_unknown);
    refused("012345", ZH_residence_unknown);
    refused("", ZH_residence_unknown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(residences_are_of_five_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
