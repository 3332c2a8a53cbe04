/* 1,000 random edits, each checked in a SQLite file and in an export, each found and located. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store_model.h"
#include "verify/verify.h"

static char root[64], db[96], export[96], snapshot[96], lines[96], pem[96];
static struct sm_pair *key, *stranger;
static struct model good, m;
static uint64_t rnd = 20261123;

static size_t below(size_t n)
{
    return (size_t)(model_random(&rnd) % n);
}

static struct chain_result check(const char *source, const char *outside)
{
    struct chain_result r;
    struct problem why = {0};
    struct verify_options o = {source, pem, outside};
    if (verify_check(&o, &r, &why) != ERR_OK) fail_msg("%s: message %d", source, (int)why.message);
    return r;
}

struct want { /* n < 0: any; several faults may be named for one edit */
    enum chain_fault fault[3];
    int64_t chain, n, day;
};

static void assert_found(const char *source, const char *outside, struct want w, const char *edit)
{
    struct chain_break b = check(source, outside).first;
    bool fault = b.fault != CHAIN_OK &&
                 (b.fault == w.fault[0] || b.fault == w.fault[1] || b.fault == w.fault[2]);
    if (!fault || b.chain != w.chain || (w.n >= 0 && b.n != w.n) || b.day != w.day)
        fail_msg("%s in %s: found %s at chain %ld n %ld day %ld, wanted chain %ld n %ld day %ld",
                 edit, source, chain_field(b.fault), (long)b.chain, (long)b.n, (long)b.day,
                 (long)w.chain, (long)w.n, (long)w.day);
}

static void assert_found_everywhere(const char *outside, struct want w, const char *edit)
{
    model_write_sqlite(&m, db);
    model_write_export(&m, export);
    assert_found(db, outside, w, edit);
    assert_found(export, outside, w, edit);
}

static bool last_of_chain(size_t i)
{
    for (size_t k = i + 1; k < m.rows; k++)
        if (m.row[k].chain == m.row[i].chain) return false;
    return true;
}

/* One bit of one field of one entry, nothing recomputed. */
static void a_field(void)
{
    struct model_row *r = &m.row[below(m.rows)];
    struct want w = {{CHAIN_DIGEST}, r->chain, r->n, 0};
    switch (below(10)) {
    case 0:
        r->moment ^= (int64_t)1 << below(50);
        break;
    case 1:
        r->request_id ^= (int64_t)1 << below(60);
        break;
    case 2:
        r->actor[below(strlen(r->actor))] ^= 1;
        break;
    case 3:
        r->action[below(strlen(r->action))] ^= 1;
        break;
    case 4:
        r->object[0] = 0;
        break;
    case 5:
        snprintf(r->purpose, sizeof r->purpose, "%s", "other");
        break;
    case 6:
        r->content[below(SM_DIGEST)] ^= 1;
        break;
    case 7:
        r->prev[below(SM_DIGEST)] ^= 0x80, w.fault[0] = CHAIN_PREV;
        break;
    case 8:
        r->digest[below(SM_DIGEST)] ^= 1;
        break;
    default: { /* an actor's byte moves into the action: the joined texts are the same */
        size_t n = strlen(r->actor);
        memmove(r->action + 1, r->action, sizeof r->action - 1);
        r->action[sizeof r->action - 1] = 0;
        r->action[0] = r->actor[n - 1];
        r->actor[n - 1] = 0;
    }
    }
    assert_found_everywhere(NULL, w, "field");
}

/* The edited entry's own digest is made right again: the next entry, or the tip, does not follow.
 */
static void a_field_with_its_digest(void)
{
    size_t i = below(m.rows);
    struct model_row *r = &m.row[i];
    r->moment++;
    model_entry_digest(r);
    bool last = last_of_chain(i);
    struct want w = {{last ? CHAIN_TIP : CHAIN_PREV}, r->chain, last ? r->n : r->n + 1, 0};
    assert_found_everywhere(NULL, w, "field and digest");
}

static void removed(void)
{
    size_t i = below(m.rows);
    struct want w = {{last_of_chain(i) ? CHAIN_TIP : CHAIN_N}, m.row[i].chain, m.row[i].n, 0};
    memmove(&m.row[i], &m.row[i + 1], (--m.rows - i) * sizeof *m.row);
    assert_found_everywhere(NULL, w, "removed");
}

static void swapped(void)
{
    size_t a, b;
    do {
        a = below(m.rows);
        b = below(m.rows);
    } while (a >= b || m.row[a].chain != m.row[b].chain);
    struct want w = {{CHAIN_N, CHAIN_PREV}, m.row[a].chain, m.row[a].n, 0};
    struct model_row t = m.row[a];
    m.row[a] = m.row[b];
    m.row[b] = t;
    if (below(2)) { /* and the numbers put back in order */
        m.row[b].n = m.row[a].n;
        m.row[a].n = t.n;
    }
    assert_found_everywhere(NULL, w, "swapped");
}

static void inserted(void)
{
    size_t i = below(m.rows);
    struct model_row *r = &m.row[i];
    bool last = last_of_chain(i);
    memmove(r + 1, r, (m.rows++ - i) * sizeof *r);
    r[1].n++;
    r[1].moment++;
    snprintf(r[1].action, sizeof r[1].action, "forged");
    memcpy(r[1].prev, r[0].digest, SM_DIGEST);
    model_entry_digest(&r[1]);
    /* The forged entry fits; the true entry of that number is a repetition, or the tip knows one
     * entry less. */
    struct want w = {{last ? CHAIN_TIP : CHAIN_N}, r->chain, r->n + 1, 0};
    assert_found_everywhere(NULL, w, "inserted");
}

/* An entry that the newest head covers, edited, with everything after it in its chain and the tip
 * recomputed. */
static size_t rewritten(void)
{
    size_t i;
    do i = below(m.rows);
    while (m.row[i].n > model_tip(&m, m.row[i].chain)->head);
    snprintf(m.row[i].actor, sizeof m.row[i].actor, "somebody else");
    model_recompute(&m, i);
    return i;
}

static void recomputed(void)
{
    size_t i = rewritten();
    struct want inside = {{CHAIN_ROOT}, 0, 0, 20261123};
    assert_found_everywhere(NULL, inside, "recomputed");
    struct want outside = {{CHAIN_OUTSIDE}, m.row[i].chain, model_tip(&m, m.row[i].chain)->head, 0};
    assert_found_everywhere(snapshot, outside, "recomputed against the snapshot");
}

static void recomputed_and_signed_by_a_stranger(void)
{
    rewritten();
    model_resign(&m, stranger);
    struct want w = {{CHAIN_SIGNATURE}, 0, 0, 20261123};
    assert_found_everywhere(NULL, w, "recomputed, strange key");
}

static void recomputed_and_signed_with_the_stolen_key(void)
{
    size_t i = rewritten();
    model_resign(&m, key);
    struct want head = {{CHAIN_OUTSIDE}, 0, 0, 20261123};
    assert_found_everywhere(lines, head, "recomputed, stolen key");
    struct want leaf = {{CHAIN_OUTSIDE}, m.row[i].chain, model_tip(&m, m.row[i].chain)->head, 0};
    assert_found_everywhere(snapshot, leaf, "recomputed, stolen key, snapshot");
}

static void rewound(void)
{
    struct model_tip *t;
    do t = &m.tip[below(m.tips)];
    while (t->head < 2);
    int64_t chain = t->tip.chain, covered = t->head, keep = 1 + (int64_t)below((size_t)covered - 1);
    size_t at = 0;
    for (size_t i = 0; i < m.rows; i++)
        if (m.row[i].chain != chain || m.row[i].n <= keep) m.row[at++] = m.row[i];
    m.rows = at;
    for (size_t i = 0; i < m.rows; i++)
        if (m.row[i].chain == chain && m.row[i].n == keep)
            memcpy(t->tip.digest, m.row[i].digest, SM_DIGEST);
    t->tip.n = t->head = keep;
    struct want inside = {{CHAIN_ROOT}, 0, 0, 20261123};
    assert_found_everywhere(NULL, inside, "rewound");
    struct want outside = {{CHAIN_OUTSIDE}, chain, keep + 1, 0};
    assert_found_everywhere(snapshot, outside, "rewound against the snapshot");
}

static void forgotten(void)
{
    size_t which;
    do which = below(m.tips);
    while (m.tip[which].head == 0);
    int64_t chain = m.tip[which].tip.chain;
    size_t at = 0;
    for (size_t i = 0; i < m.rows; i++)
        if (m.row[i].chain != chain) m.row[at++] = m.row[i];
    m.rows = at;
    memmove(&m.tip[which], &m.tip[which + 1], (--m.tips - which) * sizeof *m.tip);
    struct want inside = {{CHAIN_COUNT}, 0, 0, 20261123};
    assert_found_everywhere(NULL, inside, "forgotten");
    struct want outside = {{CHAIN_OUTSIDE}, chain, 1, 0};
    assert_found_everywhere(snapshot, outside, "forgotten, against the snapshot");
}

static void a_thousand_edits_are_found_and_located(void **state)
{
    (void)state;
    static void (*const edits[])(void) = {a_field,
                                          a_field,
                                          a_field_with_its_digest,
                                          removed,
                                          swapped,
                                          inserted,
                                          recomputed,
                                          recomputed_and_signed_by_a_stranger,
                                          recomputed_and_signed_with_the_stolen_key,
                                          rewound,
                                          forgotten};
    for (size_t i = 0; i < 1000; i++) {
        m = good;
        edits[i % (sizeof edits / sizeof *edits)]();
    }
}

static void the_untouched_store_is_intact(void **state)
{
    (void)state;
    static const char *outsides[] = {NULL, lines, snapshot};
    for (int i = 0; i < 3; i++) {
        m = good;
        model_write_sqlite(&m, db);
        model_write_export(&m, export);
        for (int k = 0; k < 2; k++) {
            struct chain_result r = check(k ? db : export, outsides[i]);
            assert_int_equal(r.first.fault, CHAIN_OK);
            assert_int_equal(r.entries, good.rows);
            assert_int_equal(r.chains, good.tips);
            assert_int_equal(r.heads, 2);
        }
    }
}

static void heads_that_vanish_are_missed(void **state)
{
    (void)state;
    m = good;
    m.heads =
        1; /* the newest is deleted: the older one does not fit what the tips say is covered */
    struct want older = {{CHAIN_ROOT, CHAIN_COUNT}, 0, 0, 20261122};
    assert_found_everywhere(NULL, older, "newest head deleted");
    struct want missing = {{CHAIN_OUTSIDE}, 0, 0, 20261123};
    assert_found_everywhere(lines, missing, "newest head deleted, lines outside");
    m.heads = 0;
    struct want none = {{CHAIN_COUNT}, 0, 0, 0};
    assert_found_everywhere(NULL, none, "all heads deleted");
}

static int begin(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "%s", "/tmp/jz-verify-XXXXXX");
    if (!mkdtemp(root)) return -1;
    snprintf(db, sizeof db, "%s/a.db", root);
    snprintf(export, sizeof export, "%s/a.jzx", root);
    snprintf(snapshot, sizeof snapshot, "%s/snapshot.jzx", root);
    snprintf(lines, sizeof lines, "%s/heads.txt", root);
    snprintf(pem, sizeof pem, "%s/sign.pub", root);
    key = sm_pair_new();
    stranger = sm_pair_new();
    struct buf text = BUF(4096);
    if (!key || !stranger || sm_pair_public_pem(key, &text) != ERR_OK) return -1;
    FILE *f = fopen(pem, "w");
    if (!f) return -1;
    fwrite(text.p, 1, text.n, f);
    fclose(f);
    buf_free(&text);
    model_build(&good, 7, key);
    model_write_snapshot(&good, snapshot);
    model_write_lines(&good, lines);
    return 0;
}

static int end(void **state)
{
    (void)state;
    const char *const files[] = {db, export, snapshot, lines, pem};
    for (int i = 0; i < 5; i++) unlink(files[i]);
    sm_pair_free(key);
    sm_pair_free(stranger);
    return rmdir(root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_untouched_store_is_intact),
        cmocka_unit_test(a_thousand_edits_are_found_and_located),
        cmocka_unit_test(heads_that_vanish_are_missed),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
