/*
 * The person file (K4, capability 4.4): papers and evidence that came, relatives found from both
 * sides and opened only in the own jurisdiction (C19), and the payroll that a reported death holds
 * (art. 7(3), scenario 26), calmly said.
 */
#include "app/feed_import.h"
#include "domain/synonym.h"
#include "law/words.h"
#include "web/site.h"

static char *file_of(const char *number)
{
    return arena_print(site.w->arena, "/staff/person/%s",
                       id_text(site.w->arena, world_id(site.w, number)));
}

static const char *said(enum zh_id id, const char *a, const char *b)
{
    char *text = arena_alloc(site.w->arena, 600);
    return zh_print(text, 600, id, a, b, NULL);
}

/* One row of the police about one person, sent by the payer's clerk. */
static void report(const char *number, const char *name, enum evidence_kind kind, const char *on)
{
    site_feed(synonym_first(ZH_feed_source_police).s,
              arena_print(site.w->arena, "%s,%s,%s,%s,x", number, name,
                          zh_text(evidence_word(kind)), on));
}

/* Somebody who was paid before the report could come. */
static const char *paid_before(void)
{
    world_go(site.w, "2024-02-01");
    const char *number =
        world_enrol(site.w, 1, (struct newcomer){.name = "Ren", .last = "2024-01-10"});
    world_day(site.w, "2024-03-19");
    world_go(site.w, DAY_NAME);
    return number;
}

static void relatives_are_found_from_both_sides_and_opened_only_at_home(void **state)
{
    (void)state;
    struct newcomer survivor = {
        .kind = LINE_DEPENDANT, .birth = "1957-05-05", .relation = RELATION_SPOUSE};
    const char *worker = world_number(site.w, "1955-03-01", 1);
    survivor.linked = worker;
    const char *first = world_enrol(site.w, 2, survivor); /* before the worker is on record */
    world_enrol(site.w, 1, (struct newcomer){.name = "Lao Ban"});
    survivor.payer = RONGCHENG, survivor.residence = "371082001000", survivor.name = "Yi Er San";
    const char *far = world_enrol(site.w, 3, survivor);
    world_enrol(site.w, 4, (struct newcomer){.birth = "1961-01-01"});

    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(file_of(worker)), 200);
    const char *as = said(ZH_personfile_dependant, zh_text(relation_word(RELATION_SPOUSE)), NULL);
    assert_true(says(as));
    assert_true(says(arena_print(site.w->arena, "href=\"%s\"", file_of(first))));
    assert_false(says(arena_print(site.w->arena, "href=\"%s\"", file_of(far))));
    assert_false(says("Yi Er San")); /* elsewhere: masked */
    assert_true(says(idnum_mask(far).s));
    assert_false(says(first) || says(far)); /* nowhere a full number */
    assert_int_equal(get(file_of(first)), 200);
    assert_true(says(arena_print(site.w->arena, "<a href=\"%s\">Lao Ban</a>", file_of(worker))));
    assert_true(says(said(ZH_personfile_worker, zh_text(relation_word(RELATION_SPOUSE)), NULL)));
    assert_int_equal(get(file_of(world_number(site.w, "1961-01-01", 4))), 200);
    assert_false(says("id=\"h-relatives\""));
}

static const char *matter_of(const struct matter *m)
{
    return arena_print(site.w->arena, "/staff/matter/%s", id_text(site.w->arena, m->matter_id));
}

/* K9: who decides sees what was told, on both sides, and that the payroll waits for it. */
static void who_decides_sees_the_evidence(void **state)
{
    (void)state;
    const char *number = paid_before();
    report(number, "Ren", EVIDENCE_DEATH, "2024-03-15");
    struct matter check = world_matter(site.w, number, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(world_move(site.w, "clerk@" HUANCUI, check.matter_id, EVENT_FOUND_DEAD),
                     ERR_OK);
    struct matter loss = world_matter(site.w, number, MATTER_LOSS, HUANCUI);
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(matter_of(&loss)), 200);
    assert_true(says("id=\"h-evidence\""));
    assert_true(says(zh_text(evidence_word(EVIDENCE_DEATH))));
    assert_true(says(zh_text(ZH_st_evidence_against)));
    assert_true(says(synonym_first(ZH_feed_source_police).s));
    assert_true(says("note warn"));
}

static void a_reported_death_is_shown_with_its_hold_and_when_it_ends(void **state)
{
    (void)state;
    const char *number = paid_before();
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(file_of(number)), 200);
    assert_true(says(zh_text(ZH_personfile_papers_none)));
    assert_false(says("note warn"));

    report(number, "Ren", EVIDENCE_DEATH, "2024-03-15");
    struct matter check = world_matter(site.w, number, MATTER_EVIDENCE_CHECK, HUANCUI);
    assert_int_equal(check.state, STATE_PROPOSED);
    assert_int_equal(get(file_of(number)), 200);
    assert_true(says(said(ZH_personfile_hold_checking, "2024-03-25", NULL)));
    assert_true(says("2024-04"));
    assert_true(says(
        arena_print(site.w->arena, "/staff/matter/%s", id_text(site.w->arena, check.matter_id))));
    assert_true(says(zh_text(evidence_word(EVIDENCE_DEATH))));
    assert_true(says(synonym_first(ZH_feed_source_police).s));
    assert_false(says(zh_text(ZH_personfile_papers_none)));
    assert_true(says(zh_text(ZH_status_paid))); /* held is not stopped */
    assert_int_equal(get(matter_of(&check)), 200);
    assert_true(says(said(ZH_personfile_hold_checking, "2024-03-25", NULL)));

    assert_int_equal(world_move(site.w, "clerk@" HUANCUI, check.matter_id, EVENT_FOUND_ALIVE),
                     ERR_OK);
    assert_int_equal(get(file_of(number)), 200);
    assert_false(says("note warn"));
}

static void a_sign_of_life_names_the_certification_that_rests_on_it(void **state)
{
    (void)state;
    world_go(site.w, "2024-02-01");
    const char *number = world_enrol(site.w, 1, (struct newcomer){.name = "Ren"});
    world_go(site.w, DAY_NAME);
    report(number, "Ren", EVIDENCE_BIOMETRIC, "2024-03-12");
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(file_of(number)), 200);
    assert_true(says(zh_text(evidence_word(EVIDENCE_BIOMETRIC))));
    assert_true(says(zh_text(ZH_st_evidence_for)));
    char used[200];
    snprintf(used, sizeof used, "%.9s", said(ZH_personfile_used, "RZ-", NULL));
    assert_true(says(used));
    assert_true(says(zh_text(idnum_kind_word(IDNUM_RESIDENT))));
}

static bool shows_level(enum survival level)
{
    return says(arena_print(site.w->arena, "\">%s</span>", zh_text(grade_word(level))));
}

/* B15: with its why and the sentence that nothing depends on it. */
static void what_is_known_of_somebodys_life_is_shown_as_a_level(void **state)
{
    (void)state;
    const char *number = paid_before();
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(file_of(number)), 200);
    assert_true(shows_level(SURVIVAL_CONFIRMED));
    assert_true(says(zh_text(ZH_st_level_note)));
    assert_true(says(zh_text(ZH_question_survival)));
    report(number, "Ren", EVIDENCE_DEATH, "2024-03-15");
    assert_int_equal(get(file_of(number)), 200);
    assert_true(shows_level(SURVIVAL_TO_VERIFY));
    assert_false(shows_level(SURVIVAL_CONFIRMED));
}

/* C32, 14.2: the sheet names agency and purpose, no clerk; reading it is in it the next time. */
static void the_person_gets_a_sheet_of_who_looked(void **state)
{
    (void)state;
    const char *number = world_enrol(site.w, 1, (struct newcomer){.name = "Lao Ban"});
    char form[200], sheet[200];
    snprintf(sheet, sizeof sheet, "%s/reads", file_of(number));
    sign_in("clerk@" HUANCUI);
    assert_int_equal(get(sheet), 200);
    assert_true(says(zh_text(ZH_reads_none)));
    assert_int_equal(get(file_of(number)), 200);
    assert_true(says(sheet));
    snprintf(form, sizeof form, "token=%s&purpose=fraud+check", site.token);
    assert_int_equal(post(arena_print(site.w->arena, "%s/reveal", file_of(number)), form), 200);
    sign_in("clerk@" WENDENG); /* elsewhere: only by the exact number */
    assert_int_equal(get(sheet), 403);
    sign_in("reviewer@" HUANCUI);
    assert_int_equal(get(sheet), 200);
    assert_true(says(zh_text(ZH_reads_reads)));
    assert_true(says(zh_text(ZH_reads_file)) && says(zh_text(ZH_reads_full)));
    assert_true(says("fraud check") && says(zh_text(ZH_reads_own_purpose)));
    assert_false(says("clerk@"));
    assert_false(says(number));
    const char *full = strstr(site.r.body.p, zh_text(ZH_reads_full));
    const char *first = strstr(site.r.body.p, zh_text(ZH_reads_none));
    assert_true(full && !first);
    /* an exact look-up is a look too */
    snprintf(form, sizeof form, "token=%s&query=%s", site.token, number);
    assert_int_equal(post("/staff/find", form), 200);
    assert_int_equal(get(sheet), 200);
    assert_true(says(zh_text(ZH_reads_find)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SITE_TEST(relatives_are_found_from_both_sides_and_opened_only_at_home),
        SITE_TEST(who_decides_sees_the_evidence),
        SITE_TEST(a_reported_death_is_shown_with_its_hold_and_when_it_ends),
        SITE_TEST(the_person_gets_a_sheet_of_who_looked),
        SITE_TEST(a_sign_of_life_names_the_certification_that_rests_on_it),
        SITE_TEST(what_is_known_of_somebodys_life_is_shown_as_a_level),
    };
    return TEST_ON_EACH(tests);
}
