#!/usr/bin/env python3
"""Art. 10, the way back: scenarios 14 to 16, and the rows of "Money, worked" on suspension."""
from harness import (HC, RC, TOWN, WD, CITY, eq, has, inited, main, number, on, row, then, true)

A, W = number(1), number(6)
NAME, WNAME = "张建国", "孙文登"
RATE = 321055


@then(inited("2024-01-02"), "suspended 2024-03-05")
def SUSPENDED(w):
    w.roster([row(A, NAME, "2023-03-01"), row(W, WNAME, "2023-03-01", payer=WD)])
    w.day("2024-03-04")
    for num, payer in ((A, HC), (W, WD)):
        m = w.matter(num, "suspension")
        w.on_file(m, payer)
        w.move(m, "decide", f"clerk@{payer}")
    for num, payer in ((A, HC), (W, WD)):
        w.move(w.matter(num, "suspension"), "release", f"reviewer@{payer}", date="2024-03-05")
    w.day("2024-03-11")


def withheld_open(w, num):
    return sum(w.months(num, "withheld_fen").values()) - \
        sum(w.months(num, "back_paid_fen").values()) - \
        sum(w.months(num, "turned_not_due_fen").values())


@on(SUSPENDED)
def test_row_3_scenario_14_certified_2024_05_31(w):
    w.day("2024-05-31")
    w.certify(A)
    r = w.matter(A, "reinstatement")
    eq((r["agency"], r["state"]), (HC, "proposed"))
    w.kindly(r, released="2024-06-05")
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME), ("3210.55", "9631.65", "0.00", "12842.20"))
    eq(w.months(A, "back_paid_fen"), {"2024-03": RATE, "2024-04": RATE, "2024-05": RATE})
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(withheld_open(w, A), 0)
    w.day("2024-07-11")
    eq(w.paid("2024-07", NAME), ("3210.55", "0.00", "0.00", "3210.55"))


@on(SUSPENDED)
def test_row_4_certified_2024_06_01(w):
    w.day("2024-06-01")
    w.certify(A)
    w.kindly(w.matter(A, "reinstatement"), released="2024-06-05")
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME)[3], "0.00", "June is still withheld")
    w.day("2024-07-11")
    eq(w.paid("2024-07", NAME), ("3210.55", "12842.20", "0.00", "16052.75"))
    eq(sorted(w.months(A, "back_paid_fen")), ["2024-03", "2024-04", "2024-05", "2024-06"])


@on(SUSPENDED)
def test_reinstated_after_the_lock_supplementary_run_of_the_same_month(w):
    w.day("2024-05-31")
    w.certify(A)
    r = w.matter(A, "reinstatement")
    w.move(r, "decide")
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME)[3], "0.00", "regular run locked without")
    w.move(r, "release", f"reviewer@{HC}")
    w.day("2024-06-12")
    eq(w.paid("2024-06", NAME)[3], "12842.20", "all runs of June")
    eq(withheld_open(w, A), 0)
    w.day("2024-07-11")
    eq(w.paid("2024-07", NAME)[3], "3210.55")


@on(SUSPENDED)
def test_art_10_31_january_and_1_february_differ_by_a_month(w):
    w.day("2024-07-31")
    w.certify(A)
    w.certify(W, agency=WD, date="2024-08-01")
    w.kindly(w.matter(A, "reinstatement"), HC)
    w.kindly(w.matter(W, "reinstatement"), WD)
    w.day("2024-08-12")
    eq(w.paid("2024-08", NAME)[3], "19263.30", "August and March to July")
    eq(w.paid("2024-08", WNAME)[3], "0.00")
    w.day("2024-09-11")
    eq(w.paid("2024-09", WNAME)[3], "22473.85", "September and March to August")


@on(SUSPENDED)
def test_row_5_rise_of_3_percent_decided_in_april(w):
    w.day("2024-04-15")
    w.roster([row(A, NAME, "2023-03-01", amount="3306.87", start="2024-01")], code=(0, 4))
    w.day("2024-05-31")
    w.certify(A)
    w.kindly(w.matter(A, "reinstatement"), released="2024-06-05")
    w.day("2024-06-11")
    back = w.months(A, "back_paid_fen")
    eq({m: back.get(m) for m in ("2024-03", "2024-04", "2024-05")},
       {"2024-03": 330687, "2024-04": 330687, "2024-05": 330687}, "each month at its own rate")
    eq({m: back.get(m) for m in ("2024-01", "2024-02")}, {"2024-01": 9632, "2024-02": 9632},
       "the rise's arrears")


@on(SUSPENDED)
def test_scenario_15_another_agency_forwards_the_payer_decides(w):
    w.day("2024-05-31")
    w.certify(W, agency=HC)
    r = w.matter(W, "reinstatement")
    eq((r["agency"], r["opened_on"]), (WD, "2024-05-31"))
    eq(w.person(W)["lines"][0]["status"], "suspended", "the payer has not decided")
    for who in (f"clerk@{HC}", f"manager@{RC}", f"clerk@{TOWN}"):
        w.move(r, "decide", who, code=5)
    w.kindly(r, WD, released="2024-06-05")
    w.day("2024-06-11")
    eq(w.paid("2024-06", WNAME)[3], "12842.20")


@on(SUSPENDED)
def test_a_town_receives_too(w):
    w.certify(A, agency=TOWN, date="2024-05-31")
    eq(w.matter(A, "reinstatement")["agency"], HC)


@on(SUSPENDED)
def test_suspended_certified_twice_one_reinstatement(w):
    w.certify(A, date="2024-05-31")
    w.certify(A, agency=RC, date="2024-05-31")
    w.certify(A, agency=RC, date="2024-06-03")
    eq(len(w.matters(A, "reinstatement")), 1)
    w.kindly(w.matter(A, "reinstatement"), released="2024-06-05")
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME)[3], "12842.20", "month M is that of the first appearance")


@on(SUSPENDED)
def test_rejected_make_up_stays_suspended(w):
    w.certify(A, date="2024-05-31")
    w.move(w.matter(A, "reinstatement"), "reject", f"clerk@{HC}", reason="证件与本人不符")
    w.day("2024-06-11")
    eq(w.person(A)["lines"][0]["status"], "suspended")
    eq(w.paid("2024-06", NAME)[3], "0.00")


@on(SUSPENDED)
def test_reinstatement_decider_and_releaser_not_from_another_payer(w):
    w.certify(A, date="2024-05-31")
    r = w.matter(A, "reinstatement")
    w.move(r, "decide", f"clerk@{WD}", code=5)
    w.move(r, "decide")
    w.move(r, "release", f"reviewer@{WD}", code=5)


@on(SUSPENDED)
def test_scenario_16_investigation_opens_2024_09_06(w):
    w.day("2024-09-05")
    eq(w.matters(A, "investigation"), [])
    w.day("2024-09-06")
    m = w.matter(A, "investigation")
    eq((m["opened_on"], m["agency"]), ("2024-09-06", HC))
    eq(m["due_on"], "2024-12-05", "SLA of 60 working days")
    w.day("2024-09-09")
    eq(len(w.matters(A, "investigation")), 1)


@on(SUSPENDED)
def test_investigation_opened_on_its_day_when_days_are_missed(w):
    w.day("2024-09-20")
    eq(w.matter(A, "investigation")["opened_on"], "2024-09-06")


@on(SUSPENDED)
def test_restored_during_the_investigation(w):
    w.day("2024-09-06")
    w.certify(A, date="2024-09-19")
    w.kindly(w.matter(A, "reinstatement"))
    w.day("2024-10-11")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.paid("2024-10", NAME)[3], "25684.40", "October and March to September")


@on(SUSPENDED)
def test_more_than_twelve_months_a_manager_approves(w):
    w.certify(A, date="2025-03-06")
    r = w.matter(A, "reinstatement")
    w.move(r, "decide", f"clerk@{HC}", code=(0, 5))
    w.move(r, "release", f"reviewer@{HC}", code=5)
    if w.matter(A, "reinstatement")["state"] == "proposed":
        w.move(r, "decide", f"reviewer@{HC}", code=(0, 5))
    if w.matter(A, "reinstatement")["state"] == "proposed":
        w.move(r, "decide", f"manager@{HC}")
        w.move(r, "release", f"reviewer@{HC}")
    else:
        w.move(r, "release", f"manager@{HC}")
    w.day("2025-04-11")
    eq(w.paid("2025-04", NAME)[3], f"{RATE * 14 / 100:.2f}", "April and March 2024 to March 2025")


@on(SUSPENDED)
def test_reinstated_after_expiry_as_practice_art_17(w):
    w.certify(A, date="2025-01-10")
    w.kindly(w.matter(A, "reinstatement"), released="2025-02-05")
    w.day("2025-02-11")
    eq(w.paid("2025-02", NAME), ("3210.55", "35316.05", "0.00", "38526.60"))
    text = w.run("person", "show", A, "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(text, "2024年12月31日期满")


@on(SUSPENDED)
def test_books_balance_every_month(w):
    w.day("2024-05-31")
    w.certify(A)
    w.kindly(w.matter(A, "reinstatement"), released="2024-06-05")
    w.day("2024-07-11")
    for num in (A, W):
        for x in w.person(num)["months"]:
            left = x["entitled_fen"] - x["paid_fen"] - x["back_paid_fen"] + x["refunded_fen"] \
                + x["offset_fen"] + x["written_off_fen"]
            open_withheld = x["withheld_fen"] - x["back_paid_fen"] - x["turned_not_due_fen"]
            right = open_withheld - x["overpaid_fen"] + x["turned_not_due_fen"]
            true(left == right or x["overpaid_fen"], f"{x['month']}: {x!r}")
    w.run("check")


@on(SUSPENDED)
def test_payroll_csv_has_the_columns_of_the_interface(w):
    r = w.run("payroll", "show", "2024-03", "--as", f"manager@{CITY}", "--purpose", "核对")
    eq(r.out.lstrip("\ufeff").splitlines()[0],
       "月份,社会保障号码,姓名,待遇类别,待遇发放地,应发,补发,扣回,实发,说明")


@on(SUSPENDED)
def test_payroll_life_of_a_run(w):
    who = ("--as", f"manager@{HC}", "--purpose", "发放")
    w.run("payroll", "send", "2024-04", "--payer", HC, *who, code=5)
    w.run("payroll", "send", "2024-03", "--payer", HC, *who)
    w.run("payroll", "lock", "2024-03", "--payer", HC, *who, code=(0, 5))
    w.run("payroll", "lock", "2024-03", "--payer", HC, "--as", f"manager@{WD}", "--purpose", "x",
          code=5)


@on(SUSPENDED)
def test_day_locks_on_the_lock_day(w):
    w.day("2024-04-09")
    w.run("payroll", "send", "2024-04", "--payer", HC, "--as", f"manager@{HC}", "--purpose", "发放",
          code=5)
    w.day("2024-04-10")
    w.run("payroll", "send", "2024-04", "--payer", HC, "--as", f"manager@{HC}", "--purpose", "发放")


main(globals())
