#!/usr/bin/env python3
"""Art. 10, up to the suspension: proposals, clocks, who may decide and release, effect; 10.1 10.4 B2 C1."""
from harness import (CITY, HC, RC, TOWN, WD, eq, has, inited, main, matches, number, on, row,
                     then, true)

A, B, C, D = number(1), number(2), number(3), number(4)
OLD = number(5, "19400312")
W = number(6)


@then(inited("2024-01-02"), "due in March, September and December")
def CITYFUL(w):
    w.roster([row(A, "张建国", "2023-03-01"), row(B, "李秀兰", "2023-09-30"),
              row(C, "王守义", "2023-12-31"), row(D, "赵家旺", "2023-12-20"),
              row(OLD, "钱老太", "2023-03-01"), row(W, "孙文登", "2023-03-01", payer=WD)])


@then(CITYFUL, "proposed")
def PROPOSED(w):
    w.day("2024-03-04")


@on(CITYFUL)
def test_scenario_10_due_2024_09_30_missed(w):
    w.day("2024-09-30")
    eq(w.matters(B, "suspension"), [], "on the due date itself")
    w.day("2024-10-08")
    m = w.matter(B, "suspension")
    eq((m["state"], m["agency"], m["due_on"], m["number"]), ("proposed", HC, "2024-10-10", B))
    w.day("2024-10-10")
    eq(w.matter(B, "suspension")["overdue"], False)
    w.day("2024-10-11")
    eq(w.matter(B, "suspension")["overdue"], True, "red from 10-11")


@on(CITYFUL)
def test_scenario_11_due_2024_12_31_missed(w):
    w.day("2025-01-02")
    m = w.matter(C, "suspension")
    eq((m["due_on"], m["state"]), ("2025-01-06", "proposed"))


@on(PROPOSED)
def test_matter_list_shape_and_filters(w):
    m = w.matter(A, "suspension")
    for key in ("id", "kind", "state", "number", "agency", "opened_on", "due_on", "overdue"):
        true(key in m, f"no {key} in {sorted(m)}")
    eq((m["kind"], m["due_on"]), ("suspension", "2024-03-06"))
    eq({x["agency"] for x in w.matters(kind="suspension", agency=WD)}, {WD})
    eq(w.matters(kind="suspension", state="released"), [])
    eq(w.matters(kind="investigation"), [])
    eq([x["state"] for x in w.matters(A, state="proposed")], ["proposed"])


@on(PROPOSED)
def test_day_twice_does_nothing_twice(w):
    before = w.matters(kind="suspension")
    r = w.day("2024-03-04")
    eq(w.matters(kind="suspension"), before)
    eq(sum(r.counts().values()), 0, f"counts of the second run ({r.out!r})")


@on(CITYFUL)
def test_missed_days_are_caught_up_in_order(w):
    w.day("2024-03-02")
    w.day("2024-10-09")
    eq(w.matter(A, "suspension")["due_on"], "2024-03-06")
    m = w.matter(B, "suspension")
    eq(m["due_on"], "2024-10-10")
    true("2024-10-01" <= m["opened_on"] <= "2024-10-08", f"opened {m['opened_on']}")
    eq(len(w.matters(B, "suspension")), 1)


@on(PROPOSED)
def test_no_suspension_without_somebody_deciding(w):
    w.day("2024-04-15")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.paid("2024-04", "张建国")[3], "3210.55")


@on(PROPOSED)
def test_row_1_released_2024_03_05_withholds_march(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "decide")
    eq(w.matter(A, "suspension")["state"], "decided")
    w.move(m, "release", f"reviewer@{HC}", date="2024-03-05")
    eq(w.matter(A, "suspension")["state"], "released")
    w.day("2024-03-11")
    eq(w.matter(A, "suspension")["state"], "in_effect")
    p = w.person(A)
    eq(p["lines"][0]["status"], "suspended")
    eq(w.months(A, "withheld_fen"), {"2024-03": 321055})
    march = [x for x in p["months"] if x["month"] == "2024-03"][0]
    eq((march["entitled_fen"], march["paid_fen"]), (321055, 0))
    eq(w.paid("2024-03", "张建国")[3], "0.00")


@on(PROPOSED)
def test_row_2_released_2024_03_12_after_the_lock(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "decide")
    w.day("2024-03-12")
    w.move(m, "release", f"reviewer@{HC}")
    eq(w.paid("2024-03", "张建国")[3], "3210.55", "March was paid")
    w.certify(A, date="2024-03-28")
    r = w.matter(A, "reinstatement")
    w.kindly(r, released="2024-04-02")
    w.day("2024-04-11")
    eq(w.paid("2024-04", "张建国"), ("3210.55", "0.00", "0.00", "3210.55"))
    eq(w.months(A, "withheld_fen"), {})
    eq(w.months(A, "back_paid_fen"), {})


@on(PROPOSED)
def test_released_after_the_lock_withholds_from_april(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "decide")
    w.day("2024-03-12")
    w.move(m, "release", f"reviewer@{HC}")
    w.day("2024-04-11")
    eq(w.months(A, "withheld_fen"), {"2024-04": 321055})


@on(PROPOSED)
def test_decision_on_file_first_condition_of_article_26(w):
    m = w.matter(A, "suspension")
    w.move(m, "decide", code=(0, 5))
    w.move(m, "release", f"reviewer@{HC}", code=5)
    w.move(m, "compare", code=(0, 5))
    w.move(m, "release", f"reviewer@{HC}", code=5)
    eq(w.person(A)["lines"][0]["status"], "paid")


@on(PROPOSED)
def test_entrust_stands_for_contact(w):
    m = w.matter(A, "suspension")
    w.move(m, "compare")
    w.move(m, "entrust")
    w.move(m, "decide")
    w.move(m, "release", f"reviewer@{HC}")
    eq(w.matter(A, "suspension")["state"], "released")


@on(PROPOSED)
def test_decider_cannot_release(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "decide", f"reviewer@{HC}")
    w.move(m, "release", f"reviewer@{HC}", code=5)
    w.move(m, "release", f"clerk@{HC}", code=5)
    eq(w.matter(A, "suspension")["state"], "decided")
    w.move(m, "release", f"manager@{HC}")


@on(PROPOSED)
def test_town_other_payer_and_departments_cannot_decide_trap_11(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    for who in (f"clerk@{TOWN}", f"manager@{TOWN}", f"clerk@{WD}", f"manager@{RC}",
                f"supervisor@{CITY}", f"officer@{HC}", "sysadmin", "auditadmin"):
        w.move(m, "decide", who, code=5)
    eq(w.matter(A, "suspension")["state"], "proposed")
    w.move(m, "decide")
    for who in (f"reviewer@{TOWN}", f"reviewer@{WD}", f"manager@{WD}", f"supervisor@{CITY}"):
        w.move(m, "release", who, code=5)
    eq(w.matter(A, "suspension")["state"], "decided")


@on(PROPOSED)
def test_events_out_of_order_and_unknown(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "release", f"reviewer@{HC}", code=5)
    w.move(m, "resume", code=(2, 5))
    w.move(m, "nonsense", code=(2, 5))
    w.move("999999999", "decide", code=(1, 2, 5))
    w.move("x", "decide", code=(1, 2, 5))


@on(PROPOSED)
def test_reason_is_needed(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.run("matter", "move", m["id"], "decide", "--as", f"clerk@{HC}", "--purpose", "办理",
          code=(2, 5))


@on(PROPOSED)
def test_reject_ends_the_proposal(w):
    m = w.matter(A, "suspension")
    w.move(m, "reject")
    eq(w.matter(A, "suspension")["state"], "rejected")
    w.day("2024-03-20")
    eq(w.person(A)["lines"][0]["status"], "paid")


@on(PROPOSED)
def test_certified_after_the_proposal_closes_it(w):
    w.certify(A, agency=RC, date="2024-03-05")
    w.day("2024-03-06")
    true(w.matter(A, "suspension")["state"] in ("closed", "rejected", "undone"), "still open")
    eq(w.person(A)["due_on"], "2025-03-05")


@on(PROPOSED)
def test_c5_last_look_certified_between_decision_and_release(w):
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "decide")
    w.certify(A, agency=RC, date="2024-03-05")
    w.move(m, "release", f"reviewer@{HC}", code=5)
    w.day("2024-03-11")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.paid("2024-03", "张建国")[3], "3210.55")


@on(PROPOSED)
def test_c5_last_look_certified_after_release_before_the_lock(w):
    w.adverse(w.matter(A, "suspension"), released="2024-03-05")
    w.certify(A, date="2024-03-06")
    for m in w.matters(A, "reinstatement"):
        if m["state"] not in ("closed", "undone"):
            w.kindly(m, released="2024-03-07")
    w.day("2024-03-11")
    w.day("2024-04-11")
    eq(w.paid("2024-04", "张建国")[3] in ("3210.55", "6421.10"), True, "payable from April")
    total = sum(w.months(A, "withheld_fen").values()) - sum(w.months(A, "back_paid_fen").values())
    eq(total, 0, "open withheld")


@on(PROPOSED)
def test_c6_eighty_and_over_not_suspended_by_clerk_and_reviewer(w):
    found = w.matters(OLD, "suspension")
    if found:
        w.move(found[0], "compare", code=(0, 5))
        w.move(found[0], "contact", code=(0, 5))
        w.move(found[0], "decide", code=(0, 5))
        w.move(found[0], "release", f"reviewer@{HC}", code=5)
    true(w.matters(OLD), "a protected person gets a visit or a held proposal")
    w.day("2024-03-11")
    eq(w.person(OLD)["lines"][0]["status"], "paid")


@on(PROPOSED)
def test_hold_and_resume_keep_the_clock(w):
    m = w.matter(A, "suspension")
    due = m["due_on"]
    w.move(m, "hold", f"manager@{HC}")
    eq(w.matter(A, "suspension")["state"], "held")
    w.move(m, "resume", f"manager@{HC}")
    m = w.matter(A, "suspension")
    eq((m["state"], m["due_on"]), ("proposed", due))


@on(PROPOSED)
def test_undo_of_a_released_suspension_keeps_march(w):
    m = w.matter(A, "suspension")
    w.adverse(m, released="2024-03-05")
    w.move(m, "undo", f"manager@{HC}")
    eq(w.matter(A, "suspension")["state"], "undone")
    w.day("2024-03-11")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.paid("2024-03", "张建国")[3], "3210.55")


@on(PROPOSED)
def test_papers_and_powers_letter_says_what_a_burdening_letter_must(w):
    m = w.matter(A, "suspension")
    w.adverse(m, released="2024-03-05")
    text = w.letter(m, A)
    has(text, "张建国", "陈述", "申辩", "送达")
    has(text, "60日内向环翠区人民政府申请行政复议", "六个月内依法向环翠区人民法院提起行政诉讼")
    matches(text, r"60\s*日|六十日")
    matches(text, r"第十条")
    matches(text, r"2024年3月|2024-03")
    true("上一级主管部门" not in text, "from 2024 on the government alone reviews")


@on(inited("2023-09-04"))
def test_before_2024_the_department_above_could_review_too(w):
    w.roster([row(A, "张建国", "2022-09-05")])
    w.day("2023-09-06")
    m = w.matter(A, "suspension")
    w.adverse(m, released="2023-09-07")
    has(w.letter(m, A), "人民政府或者上一级主管部门申请行政复议")


@on(PROPOSED)
def test_interface_matter_show(w):
    m = w.matter(A, "suspension")
    text = w.run("matter", "show", m["id"], "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(text, "2024-03-06")


@on(PROPOSED)
def test_c1_explain_counts_the_working_days(w):
    m = w.matter(A, "suspension")
    text = w.run("law", "explain", m["id"], "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(text, "第十条", "2024-03-01", "2024-03-06", "2024-03-04")


@on(PROPOSED)
def test_two_payers_two_decisions_trap_11(w):
    w.roster([row(D, "赵家旺", "2023-12-20", kind="生活护理费", payer=WD, amount="900")])
    w.day("2024-12-24")
    got = sorted(m["agency"] for m in w.matters(D, "suspension"))
    eq(got, [HC, WD])


@on(CITYFUL)
def test_trap_11_two_lines_of_one_payer_are_one_suspension_and_the_night_opens_no_second(w):
    w.roster([row(D, "赵家旺", "2023-12-20", kind="生活护理费", amount="900")])
    w.day("2024-12-24")
    m = w.matter(D, "suspension")
    eq((m["agency"], m["state"]), (HC, "proposed"))
    w.day("2024-12-25")
    eq([x["id"] for x in w.matters(D, "suspension")], [m["id"]])
    w.adverse(m)
    eq([x["status"] for x in w.person(D)["lines"]], ["suspended", "suspended"])


@on(inited("2018-01-02"))
def test_scenario_9_window_2018(w):
    w.roster([row(A, "张建国", "2017-05-10", start="2010-01")])
    eq(w.person(A)["due_on"], "2018-06-30")
    w.day("2018-06-30")
    eq(w.matters(A, "suspension"), [])
    w.day("2018-07-02")
    m = w.matter(A, "suspension")
    eq(m["due_on"], "2018-07-04")
    w.move(m, "decide")
    w.move(m, "release", f"reviewer@{HC}", date="2018-07-04")
    w.day("2018-07-11")
    eq(w.months(A, "withheld_fen"), {"2018-07": 321055})


@on(inited("2018-01-02"))
def test_window_2018_success_inside_it(w):
    w.roster([row(A, "张建国", "2017-05-10", start="2010-01")])
    w.certify(A, date="2018-05-07")
    w.day("2018-07-03")
    eq(w.matters(A, "suspension"), [])


main(globals())
