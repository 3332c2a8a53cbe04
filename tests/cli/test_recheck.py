#!/usr/bin/env python3
"""Looked at again: overlaps at entry as well as by night (C14), the conditions of every line each
cycle (B22), items 11.1 to 11.6 from outside, and back-pay with a rise and a prison inside one
suspension (C12)."""
from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then, true

A, WORKER = number(1), number(4)
NAME = "张建国"
PARTS = "基础=183;个人账户=28;政府补贴=7"


def pension(start="2024-01", amount="3000", **more):
    return row(A, NAME, "2024-01-02", amount=amount, start=start, **more)


def resident(start="2024-01", **more):
    return row(A, NAME, "2024-01-02", kind="居民养老", amount="218", start=start, 金额构成=PARTS, **more)


def dependant(kind, **more):
    return row(A, NAME, "2024-01-02", kind=kind, amount="800", start="2024-01", 关联人号码=WORKER,
               关系="配偶", **more)


def overlaps(w):
    return w.matters(A, "overlap")


def of_kind(w, kind):
    return next(x for x in w.person(A)["lines"] if x["kind"] == kind)


@on(inited("2024-01-02"))
def test_c14_the_entry_that_overlaps_is_found_at_once(w):
    w.roster([pension()])
    eq(overlaps(w), [])
    w.roster([resident(payer=WD)])
    eq([(m["agency"], m["state"]) for m in overlaps(w)], [(WD, "proposed")])


@on(inited("2024-01-02"))
def test_c14_a_line_that_begins_later_is_found_by_the_night_of_its_first_month(w):
    w.roster([pension(), resident(start="2024-05", payer=WD)])
    eq(overlaps(w), [], "nothing overlaps yet")
    w.day("2024-04-30")
    eq(overlaps(w), [])
    w.day("2024-05-01")
    eq([m["agency"] for m in overlaps(w)], [WD])
    w.adverse(overlaps(w)[0], WD, "2024-05-06")
    eq(w.months(A, "overpaid_fen"), {}, "before anything was paid twice")
    w.day("2024-05-11")
    eq(w.paid("2024-05", NAME)[0], "3000.00")


@on(inited("2024-01-02"))
def test_c14_a_rise_that_begins_later_makes_a_top_up_too_much_from_then_on(w):
    top_up = row(A, NAME, "2024-01-02", kind="伤残津贴补差", amount="500", start="2024-01",
                 金额构成="标准=3500")
    w.roster([pension(), top_up])
    w.roster([pension(amount="3120", start="2024-06"), top_up])
    eq(overlaps(w), [], "3,000 and 500 fill the standard")
    w.day("2024-05-31")
    eq(overlaps(w), [])
    w.day("2024-06-01")
    eq(len(overlaps(w)), 1, "120 a month too much")


@on(inited("2024-01-02"))
def test_b22_each_cycle_the_night_looks_at_all_conditions_again(w):
    w.roster([pension(), resident(payer=WD)])
    w.sql("DELETE FROM matter_event WHERE matter_id IN (SELECT matter_id FROM matter WHERE kind = 7)")
    w.sql("DELETE FROM matter WHERE kind = 7")
    w.sql("UPDATE person SET attention = 0")
    eq(overlaps(w), [], "as if an older program had let it pass")
    w.day("2024-10-03")
    eq(overlaps(w), [])
    w.day("2024-10-04")  # ninety days before 2025-01-02
    eq([m["agency"] for m in overlaps(w)], [WD])


@on(inited("2024-01-02"))
def test_11_2_a_work_pension_beside_a_dependants_allowance(w):
    w.roster([pension(), dependant("供养亲属抚恤金")])
    w.day("2024-03-04")
    w.adverse(w.matter(A, "overlap"))
    eq(w.months(A, "overpaid_fen"), {"2024-01": 80000, "2024-02": 80000})
    eq([of_kind(w, k)["status"] for k in ("职工养老", "供养亲属抚恤金")], ["paid", "ended"])


@on(inited("2024-01-02"))
def test_11_3_a_work_pension_beside_a_survivors_allowance(w):
    w.roster([pension(kind="企业离休"), dependant("遗属生活困难补助")])
    w.day("2024-03-04")
    w.adverse(w.matter(A, "overlap"))
    eq([of_kind(w, k)["status"] for k in ("企业离休", "遗属生活困难补助")], ["paid", "ended"])


@on(inited("2024-01-02"))
def test_11_4_11_5_a_full_disability_allowance_overlaps_and_a_top_up_to_its_standard_does_not(w):
    w.roster([pension(), row(A, NAME, "2024-01-02", kind="伤残津贴", amount="3500", start="2024-01")])
    w.day("2024-03-04")
    w.adverse(w.matter(A, "overlap"))
    eq(w.months(A, "overpaid_fen"), {"2024-01": 350000, "2024-02": 350000})
    w.roster([row(A, NAME, "2024-01-02", kind="伤残津贴补差", amount="500", start="2024-03",
                  金额构成="标准=3500")])
    w.day("2024-04-11")
    eq(len(overlaps(w)), 1, "the fund makes up the difference")
    eq(w.paid("2024-04", NAME)[0], "3500.00")


@on(inited("2024-01-02"))
def test_11_6_two_medical_insurances_are_referred_and_nothing_is_decided(w):
    w.roster([row(A, NAME, "2024-01-02", kind=k, amount="0.01", start="2024-01")
              for k in ("职工医保", "居民医保")])
    w.day("2024-03-04")
    eq(overlaps(w), [])
    has(w.person(A)["notices"][0]["text"], "医疗保障局")


@then(inited("2024-01-02"), "suspended in April")
def SUSPENDED(w):
    w.roster([row(A, NAME, "2023-03-20", amount="3210.55")])
    w.day("2024-04-01")
    w.adverse(w.matter(A, "suspension"), released="2024-04-02")


@on(SUSPENDED)
def test_c12_back_pay_takes_the_rise_of_each_month_and_leaves_the_prison_out(w):
    w.day("2024-06-11")
    w.roster([row(A, NAME, "2023-03-20", amount="3306.87", start="2024-05")])
    w.date = "2024-07-02"
    w.run("report-loss", A, "--event", "服刑", "--on", "2024-06-03", "--until", "2024-08-20",
          "--sentence", "有期徒刑", "--reported", "2024-07-02", "--reporter-lives", "in", "--as",
          f"clerk@{HC}", "--purpose", "登记")
    w.adverse(w.matter(A, "loss"), released="2024-07-03")
    w.certify(A, date="2024-10-15")
    w.kindly(w.matter(A, "reinstatement"), released="2024-11-04")
    w.day("2024-11-11")
    eq(w.months(A, "turned_not_due_fen"), {"2024-07": 330687, "2024-08": 330687})
    eq(w.months(A, "back_paid_fen"), {"2024-04": 321055, "2024-05": 330687, "2024-06": 330687,
                                      "2024-09": 330687, "2024-10": 330687})
    eq(w.paid("2024-11", NAME)[3], "19744.90", "3,306.87 and 16,438.03")
    w.run("check")


if __name__ == "__main__":
    true(CITY != HC, "a district pays")
    main(globals())
