/* What a store or file can be beside intact or tampered with: of the wrong types, damaged, absent;
 * and the program's exit codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "base/chain_file.h"
#include "store_model.h"
#include "verify/verify.h"

static char root[64], db[96], export[96], lines[96], pem[96];
static struct sm_pair *key, *stranger;
static struct model good;

static void write_pem(const struct sm_pair *pair, const char *path)
{
    struct buf text = BUF(4096);
    assert_int_equal(sm_pair_public_pem(pair, &text), ERR_OK);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fwrite(text.p, 1, text.n, f);
    fclose(f);
    buf_free(&text);
}

static int begin(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "%s", "/tmp/jz-check-XXXXXX");
    if (!mkdtemp(root)) return -1;
    snprintf(db, sizeof db, "%s/a.db", root);
    snprintf(export, sizeof export, "%s/a.jzx", root);
    snprintf(lines, sizeof lines, "%s/heads.txt", root);
    snprintf(pem, sizeof pem, "%s/sign.pub", root);
    key = sm_pair_new();
    stranger = sm_pair_new();
    model_build(&good, 11, key);
    write_pem(key, pem);
    model_write_sqlite(&good, db);
    model_write_export(&good, export);
    model_write_lines(&good, lines);
    return 0;
}

static int end(void **state)
{
    (void)state;
    const char *const files[] = {db, export, lines, pem};
    for (int i = 0; i < 4; i++) unlink(files[i]);
    sm_pair_free(key);
    sm_pair_free(stranger);
    return rmdir(root);
}

static void edit(const char *sql)
{
    sqlite3 *d = NULL;
    model_write_sqlite(&good, db);
    assert_int_equal(sqlite3_open(db, &d), SQLITE_OK);
    if (sqlite3_exec(d, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(d));
    sqlite3_close(d);
}

static void values_of_the_wrong_type_are_named_by_their_field(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum chain_fault fault;
    } edits[] = {
        {"UPDATE audit SET moment = 'x' WHERE seq = 50", CHAIN_MOMENT},
        {"UPDATE audit SET moment = moment + 0.5 WHERE seq = 50", CHAIN_MOMENT},
        {"UPDATE audit SET request_id = NULL WHERE seq = 50", CHAIN_REQUEST_ID},
        {"UPDATE audit SET actor = NULL WHERE seq = 50", CHAIN_ACTOR},
        {"UPDATE audit SET action = x'6162' WHERE seq = 50", CHAIN_ACTION},
        {"UPDATE audit SET object = replace(hex(zeroblob(600)), '0', 'a') WHERE seq = 50",
         CHAIN_OBJECT},
        {"UPDATE audit SET purpose = cast(x'610062' AS TEXT) WHERE seq = 50", CHAIN_PURPOSE},
        {"UPDATE audit SET content = zeroblob(31) WHERE seq = 50", CHAIN_CONTENT},
        {"UPDATE audit SET content = cast(content AS TEXT) WHERE seq = 50", CHAIN_CONTENT},
        {"UPDATE audit SET prev = hex(prev) WHERE seq = 50", CHAIN_PREV},
        {"UPDATE audit SET digest = NULL WHERE seq = 50", CHAIN_DIGEST},
    };
    struct verify_options o = {db, pem, NULL};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct chain_result r;
        edit(edits[i].sql);
        assert_int_equal(verify_check(&o, &r, NULL), ERR_OK);
        if (r.first.fault != edits[i].fault)
            fail_msg("%s: found %s", edits[i].sql, chain_field(r.first.fault));
        assert_int_equal(r.first.chain, good.row[49].chain);
        assert_int_equal(r.first.n, good.row[49].n);
    }
}

static void tips_and_heads_of_the_wrong_type_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *sql;
        enum chain_fault fault;
    } edits[] = {
        {"UPDATE audit_tip SET digest = 'x' WHERE chain = 11", CHAIN_TIP},
        {"UPDATE audit_tip SET n = 0 WHERE chain = 11", CHAIN_TIP},
        {"UPDATE audit_tip SET head = n + 1 WHERE chain = 11", CHAIN_TIP},
        {"UPDATE audit_tip SET digest = zeroblob(32) WHERE chain = 11", CHAIN_TIP},
        {"DELETE FROM audit_tip WHERE chain = 11", CHAIN_TIP},
        {"INSERT INTO audit_tip VALUES (99999, 1, 0, zeroblob(32))", CHAIN_TIP},
        {"UPDATE audit_tip SET head = head - 1 WHERE chain = 11", CHAIN_ROOT},
        {"UPDATE audit_tip SET head = 0 WHERE chain = 11", CHAIN_COUNT},
        {"UPDATE audit_head SET count = 'x' WHERE day = 20261123", CHAIN_COUNT},
        {"UPDATE audit_head SET root = x'00' WHERE day = 20261123", CHAIN_ROOT},
        {"UPDATE audit_head SET signature = zeroblob(80) WHERE day = 20261123", CHAIN_SIGNATURE},
        {"UPDATE audit_head SET signature = zeroblob(70) WHERE day = 20261122", CHAIN_SIGNATURE},
        {"UPDATE audit_head SET day = 20261124 WHERE day = 20261123", CHAIN_SIGNATURE},
        {"UPDATE audit_head SET count = count + 1 WHERE day = 20261122", CHAIN_SIGNATURE},
    };
    struct verify_options o = {db, pem, NULL};
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        struct chain_result r;
        edit(edits[i].sql);
        assert_int_equal(verify_check(&o, &r, NULL), ERR_OK);
        if (r.first.fault != edits[i].fault)
            fail_msg("%s: found %s", edits[i].sql, chain_field(r.first.fault));
    }
}

static void an_export_says_the_same_as_its_store(void **state)
{
    (void)state;
    struct problem why;
    struct chain_result r;
    unlink(export);
    assert_int_equal(verify_export(db, export, NULL), ERR_OK);
    assert_int_equal(verify_check(&(struct verify_options){export, pem, lines}, &r, NULL), ERR_OK);
    assert_int_equal(r.first.fault, CHAIN_OK);
    assert_int_equal(r.entries, good.rows);
    assert_int_equal(verify_export(db, export, &why),
                     ERR_FAILED); /* never over a file that is there */
    assert_int_equal(why.message, ZH_chain_file_write);
    unlink(export);
    edit("UPDATE audit SET actor = NULL WHERE seq = 50");
    assert_int_equal(verify_export(db, export, &why), ERR_INPUT);
    assert_int_equal(why.message, ZH_verify_not_exportable);
    assert_int_not_equal(access(export, F_OK), 0);
}

static void a_damaged_export_is_no_export(void **state)
{
    (void)state;
    struct problem why;
    struct chain_result r;
    FILE *f = fopen(export, "rb");
    assert_non_null(f);
    static char bytes[1 << 18];
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    assert_true(n > 1000 && n < sizeof bytes);
    for (size_t cut = 0; cut < n; cut += 1 + cut / 50) {
        f = fopen(export, "wb");
        fwrite(bytes, 1, cut, f);
        fclose(f);
        assert_int_equal(verify_check(&(struct verify_options){export, pem, NULL}, &r, &why),
                         ERR_INPUT);
        assert_int_equal(why.message, ZH_chain_file_damaged);
    }
    f = fopen(export, "wb");
    fwrite(bytes, 1, n, f);
    fputc(0, f);
    fclose(f);
    assert_int_equal(verify_check(&(struct verify_options){export, pem, NULL}, &r, &why),
                     ERR_INPUT);
}

static void an_outside_that_is_at_odds_with_itself_is_refused(void **state)
{
    (void)state;
    struct problem why;
    struct chain_result r;
    struct verify_options o = {db, pem, export};
    assert_int_equal(verify_check(&o, &r, &why), ERR_CONFIG); /* a full export is no snapshot */
    assert_int_equal(why.message, ZH_verify_outside);
    struct model other = good;
    other.row[0].digest[0] ^= 1; /* a leaf that its head does not sign */
    other.tip[0].head = 1;
    model_write_snapshot(&other, export);
    assert_int_equal(verify_check(&o, &r, &why), ERR_CONFIG);
    other = good;
    model_resign(&other, stranger);
    model_write_snapshot(&other, export);
    assert_int_equal(verify_check(&o, &r, &why), ERR_CONFIG);
    model_write_lines(&other, export);
    assert_int_equal(verify_check(&o, &r, &why), ERR_CONFIG);
    FILE *f = fopen(export, "w");
    fputs("# nothing\n", f);
    fclose(f);
    assert_int_equal(verify_check(&o, &r, &why), ERR_CONFIG);
}

static void a_snapshot_covers_its_leaves_whole(void **state)
{
    (void)state;
    struct problem why;
    struct chain_result r;
    struct chain_merkle m = {0};
    struct chain_head h = {.day = 20261123, .count = 1};
    struct chain_tip t = good.tip[3].tip;
    uint8_t bytes[CHAIN_HEAD_BYTES];
    assert_true(chain_merkle_add(&m, &t));
    chain_merkle_root(&m, h.root);
    chain_head_bytes(&h, bytes);
    assert_int_equal(
        sm_sign(key, (struct sm_bytes){bytes, sizeof bytes}, h.signature, &h.signature_size, NULL),
        ERR_OK);
    for (int64_t head = t.n - 1; head <= t.n;
         head++) { /* rightly signed, but claims to cover less than its leaf says */
        FILE *f = fopen(export, "wb");
        assert_non_null(f);
        struct chain_writer w = chain_file_start(f);
        chain_file_tip(&w, &t, head);
        chain_file_head(&w, &h);
        assert_int_equal(chain_file_end(&w, NULL), ERR_OK);
        fclose(f);
        enum err e = verify_check(&(struct verify_options){db, pem, export}, &r, &why);
        assert_int_equal(e, head == t.n ? ERR_OK : ERR_CONFIG);
    }
    assert_int_equal(r.first.fault,
                     CHAIN_OUTSIDE); /* another head than the stored one of that day */
}

static int run(const char *const *args)
{
    pid_t child = fork();
    if (child == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)) _exit(99);
        execv(JZ_VERIFY_PROGRAM, (char *const *)args);
        _exit(98);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void the_exit_code_says_what_happened(void **state)
{
    (void)state;
    assert_int_equal(run((const char *[]){"v", "--key", pem, "--outside", lines, db, NULL}), 0);
    assert_int_equal(run((const char *[]){"v", export, NULL}), 0);
    assert_int_equal(run((const char *[]){"v", "--help", NULL}), 0);
    assert_int_equal(run((const char *[]){"v", NULL}), 2);
    assert_int_equal(run((const char *[]){"v", db, db, NULL}), 2);
    assert_int_equal(run((const char *[]){"v", "--what", db, NULL}), 2);
    assert_int_equal(run((const char *[]){"v", "/nonexistent", NULL}), 3);
    assert_int_equal(run((const char *[]){"v", "--key", db, db, NULL}), 3);
    assert_int_equal(run((const char *[]){"v", lines, NULL}), 1);
    edit("DELETE FROM audit WHERE seq = 40");
    assert_int_equal(run((const char *[]){"v", db, NULL}), 1);
    edit("DROP TABLE audit_tip");
    assert_int_equal(run((const char *[]){"v", db, NULL}), 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(values_of_the_wrong_type_are_named_by_their_field),
        TEST(tips_and_heads_of_the_wrong_type_are_named),
        TEST(an_export_says_the_same_as_its_store),
        TEST(a_damaged_export_is_no_export),
        TEST(an_outside_that_is_at_odds_with_itself_is_refused),
        TEST(a_snapshot_covers_its_leaves_whole),
        TEST(the_exit_code_says_what_happened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
