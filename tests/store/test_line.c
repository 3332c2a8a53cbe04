/* Lines with rates, spans, entries; certifications and findings (arts. 3, 7, 10; capabilities 3.10,
 * C2, C12, 14.1). */
#include "aggregate.h"

static struct line pension(void)
{
    struct line l = {.person_id = PERSON,
                     .line_id = 1,
                     .kind = 1,
                     .payer = HUANCUI,
                     .status = 1,
                     .relation = 2,
                     .note = "n",
                     .appraisal_until = date_of(2030, 1, 1),
                     .ledger = {.first_month = month_from(2015, 1), .recorded_at = 1000}};
    return l;
}

static enum err line_fn(struct data *d, void *ctx, struct problem *p)
{
    return line_insert(d, ctx, p);
}

struct facts {
    struct line l;
    struct rate_row rate[2];
    struct span_row span;
    struct entry_row entry;
};

static enum err facts_fn(struct data *d, void *ctx, struct problem *p)
{
    struct facts *k = ctx;
    enum err e = line_insert(d, &k->l, p);
    if (!e) e = line_add_rate(d, &k->l, &k->rate[0], p);
    k->l.ledger.rates = k->rate;
    k->l.ledger.rate_count = 1;
    if (!e) e = line_add_rate(d, &k->l, &k->rate[1], p);
    if (!e) e = line_add_span(d, &k->l, &k->span, p);
    if (!e) e = line_add_entry(d, &k->l, &k->entry, p);
    if (!e) e = line_add_entry(d, &k->l, &k->entry, p);
    k->l.status = 2;
    k->l.status_matter = 77;
    return e ? e : line_update_status(d, &k->l, p);
}

static struct facts full(void)
{
    return (struct facts){
        .l = pension(),
        .rate = {{.from = month_from(2015, 1),
                  .amount = 5,
                  .basic = 1,
                  .account = 2,
                  .subsidy = 3,
                  .standard = 4,
                  .recorded_at = 1000},
                 {.from = month_from(2015, 1), .amount = 6, .recorded_at = 2000}},
        .span = {.effect = SPAN_SUSPEND,
                 .matter = 77,
                 .by_matter = 77,
                 .from = month_from(2024, 3),
                 .happened_on = date_of(2024, 3, 1),
                 .recorded_at = 3000},
        .entry = {.month = month_from(2024, 3),
                  .kind = ENTRY_BACK_PAID,
                  .amount = 9,
                  .run_month = month_from(2024, 6),
                  .run_sequence = 1,
                  .matter = 77,
                  .recorded_at = 4000},
    };
}

static void a_line_comes_back_with_everything_on_it(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct line *lines;
    size_t count;
    struct facts k = full();
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    assert_int_equal(change(f, facts_fn, &k), ERR_OK);
    struct data d = reader(f, &r);
    assert_int_equal(line_load_all(&d, PERSON, &lines, &count, &why), ERR_OK);
    assert_int_equal(count, 1);
    const struct line *l = &lines[0];
    assert_string_equal(l->payer, HUANCUI);
    assert_int_equal(l->status, 2);
    assert_true(l->status_matter == 77);
    assert_int_equal(l->ledger.rate_count, 2);
    assert_int_equal(ledger_rate(&l->ledger, month_from(2024, 1), INT64_MAX, NULL), 6);
    assert_int_equal(ledger_rate(&l->ledger, month_from(2024, 1), 1500, NULL), 5);
    assert_int_equal(l->ledger.rates[0].standard, 4);
    assert_int_equal(l->ledger.span_count, 1);
    assert_int_equal(l->ledger.spans[0].from.index, month_from(2024, 3).index);
    assert_int_equal(l->ledger.entry_count, 2);
    assert_int_equal(l->ledger.entries[1].run_sequence, 1);
    assert_null(l->linked_tag);
    d.known_at = 2500;
    assert_int_equal(line_load_all(&d, PERSON, &lines, &count, &why), ERR_OK);
    assert_int_equal(lines[0].ledger.rate_count, 2);
    assert_int_equal(lines[0].ledger.span_count, 0);
    assert_int_equal(lines[0].ledger.entry_count, 0);
    store_read_end(&r);
}

static enum err status_fn(struct data *d, void *ctx, struct problem *p)
{
    return line_update_status(d, ctx, p);
}

static enum err rate_fn(struct data *d, void *ctx, struct problem *p)
{
    struct line l = pension();
    return line_add_rate(d, &l, ctx, p);
}

static enum err entry_fn(struct data *d, void *ctx, struct problem *p)
{
    struct line l = pension();
    return line_add_entry(d, &l, ctx, p);
}

/* What the database itself refuses. */
static void the_database_refuses_what_cannot_be(void **state)
{
    struct fixture *f = *state;
    struct line l = pension();
    assert_true(change(f, line_fn, &l) != ERR_OK); /* no such person */
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    assert_true(change(f, rate_fn, &(struct rate_row){.from = month_from(2024, 1), .amount = 1}) !=
                ERR_OK); /* no such line */
    assert_int_equal(change(f, line_fn, &l), ERR_OK);
    assert_int_equal(change(f, line_fn, &l), ERR_CONFLICT);
    l.status = 2; /* suspended by nobody */
    assert_true(change(f, status_fn, &l) != ERR_OK);
    l.status = 5;
    l.status_matter = 7;
    assert_true(change(f, status_fn, &l) != ERR_OK);
    assert_true(change(f, rate_fn, &(struct rate_row){.from = month_from(2024, 1), .amount = -1}) !=
                ERR_OK);
    struct entry_row bad[] = {{.month = month_from(2024, 1), .kind = ENTRY_BACK_PAID, .amount = -1},
                              {.month = month_from(2024, 1), .kind = ENTRY_UNSET, .amount = 1}};
    for (int i = 0; i < 2; i++) assert_true(change(f, entry_fn, &bad[i]) != ERR_OK);
    struct read r;
    struct line *lines;
    size_t count;
    struct data d = reader(f, &r);
    assert_int_equal(line_load_all(&d, PERSON, &lines, &count, &why), ERR_OK);
    assert_int_equal(lines[0].status, 1);
    assert_int_equal(lines[0].ledger.rate_count + lines[0].ledger.entry_count, 0);
    store_read_end(&r);
}

static void the_lock_asks_for_suspended_and_stopped_lines_of_the_payer(void **state)
{
    struct fixture *f = *state;
    static const int status[] = {1, 2, 3, 4, 2};
    char number[24];
    for (int i = 0; i < 5; i++) {
        struct line l = pension();
        snprintf(number, sizeof number, "37100219460315%04d", i);
        assert_int_equal(enter(f, 100 + i, number, ""), ERR_OK);
        l.person_id = 100 + i;
        if (i == 4) snprintf(l.payer, sizeof l.payer, "371003000000");
        assert_int_equal(change(f, line_fn, &l), ERR_OK);
        l.status = status[i];
        l.status_matter = 7;
        assert_int_equal(change(f, status_fn, &l), ERR_OK);
    }
    struct read r;
    struct data d = reader(f, &r);
    struct id_page page = {.count = ID_PAGE};
    assert_int_equal(line_list_suspended(&d, HUANCUI, &page, &why), ERR_OK);
    assert_int_equal(page.count, 2);
    assert_true(page.ids[0] == 101 && page.ids[1] == 102);
    store_read_end(&r);
}

/* ---- certifications ------------------------------------------------------------------------- */

struct certifying {
    struct person p;
    struct certification c;
};

static enum err certify_fn(struct data *d, void *ctx, struct problem *p)
{
    struct certifying *k = ctx;
    struct finding found = {.question = 3, .outcome = OUTCOME_MET, .answer = k->c.valid_until};
    enum err e = finding_add(d, PERSON, &found, k->c.recorded_at, &k->c.finding_seq, p);
    if (!e) e = certification_add(d, &k->p, &k->c, p);
    return e ? e : person_update_dates(d, &k->p, p);
}

static void certifications_form_one_chain_newest_first(void **state)
{
    struct fixture *f = *state;
    struct read r;
    struct certification *list;
    struct finding found;
    size_t count;
    struct certifying k = {.p = somebody(PERSON, NUMBER)};
    assert_int_equal(enter(f, PERSON, NUMBER, ""), ERR_OK);
    for (int i = 1; i <= 3; i++) {
        k.c = (struct certification){.way = i,
                                     .channel = "counter",
                                     .agency = HUANCUI,
                                     .operator= "clerk",
                                     .held_on = date_of(2024, i, 1),
                                     .valid_until = date_of(2025, i, 1),
                                     .result = RESULT_PASSED,
                                     .recorded_at = 1000 * i};
        assert_int_equal(change(f, certify_fn, &k), ERR_OK);
        assert_int_equal(k.c.n, i);
    }
    struct data d = reader(f, &r);
    struct person p;
    assert_int_equal(person_load(&d, PERSON, &p, &why), ERR_OK);
    assert_int_equal(p.certification_count, 3);
    assert_true(p.certification_seq == k.c.seq);
    assert_int_equal(certification_list(&d, &p, &list, &count, &why), ERR_OK);
    assert_int_equal(count, 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(list[i].n, 3 - i);
        assert_int_equal(list[i].way, 3 - i);
        assert_true(list[i].prev_seq == (i < 2 ? list[i + 1].seq : 0));
    }
    assert_int_equal(finding_load(&d, PERSON, list[0].finding_seq, &found, &why), ERR_OK);
    assert_int_equal(found.answer.day, date_of(2025, 3, 1).day);
    assert_int_equal(finding_load(&d, PERSON + 1, list[0].finding_seq, &found, &why),
                     ERR_NOT_FOUND);
    d.known_at = 2000;
    assert_int_equal(certification_list(&d, &p, &list, &count, &why), ERR_OK);
    assert_int_equal(count, 2);
    store_read_end(&r);
}

int main(void)
{
    static const struct CMUnitTest line[] = {
        EACH(a_line_comes_back_with_everything_on_it),
        EACH(the_database_refuses_what_cannot_be),
        EACH(the_lock_asks_for_suspended_and_stopped_lines_of_the_payer),
        EACH(certifications_form_one_chain_newest_first),
    };
    return TEST_ON_EACH(line);
}
