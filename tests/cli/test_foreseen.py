#!/usr/bin/env python3
"""Losses that can be seen coming (art. 8; C15): shown 90 days ahead, with a matter on the day."""
from harness import CITY, HC, eq, has, inited, main, matches, number, on, row, then

LEAP, SPOUSE, APPRAISED = number(1, "20080229"), number(2, "20080229"), number(3, "20060520")
ABROAD, PRISONER, INJURED, WORKER, BOTH = number(4), number(5), number(6), number(7), number(8)
LINKED = {"关联人号码": WORKER}


def dependant(num, name, relation, **more):
    return row(num, name, "2025-08-05", kind="供养亲属抚恤金", amount="800", 关系=relation, **LINKED,
               **more)


@then(inited("2025-11-03"), "children")
def CHILDREN(w):
    w.roster([dependant(LEAP, "孙小满", "孙子女"), dependant(SPOUSE, "钱小明", "配偶")])


@then(inited("2024-05-02"), "grown-ups")
def GROWN(w):
    w.roster([row(APPRAISED, "周小明", "2024-03-05", kind="供养亲属抚恤金", amount="800", 关系="子女",
                  鉴定有效期="2024-08-15", **LINKED),
              row(ABROAD, "李远", "2023-11-20", lives="FR"),
              row(PRISONER, "王强", "2024-04-01"),
              row(INJURED, "赵工", "2024-04-01", kind="伤残津贴", amount="3500"),
              row(INJURED, "赵工", "2024-04-01", start="2024-10")])


def foreseen(w, num):
    return w.matters(num, "foreseen_loss")


def states(w, num):
    return [m["state"] for m in foreseen(w, num)]


def note(w, num):
    return note_of(w, foreseen(w, num)[-1])


def note_of(w, m):
    return w.run("matter", "show", m["id"], "--json", "--as", f"clerk@{HC}", "--purpose",
                 "核对").json()["note"]


def shown_first_on(w, num, before, day, due):
    w.day(before)
    eq(foreseen(w, num), [], before)
    w.day(day)
    eq([(m["state"], m["due_on"]) for m in foreseen(w, num)], [("proposed", due)], day)


@on(CHILDREN)
def test_scenario_22_born_on_the_29th_of_february(w):
    # 2026 has none: the birthday is 2026-02-28, shown from 2025-11-30.
    shown_first_on(w, LEAP, "2025-11-29", "2025-11-30", "2026-02-28")
    eq(w.matters(LEAP, "loss"), [])
    w.day("2026-02-27")
    eq(w.matters(LEAP, "loss"), [])
    w.day("2026-02-28")
    eq(states(w, LEAP), ["closed"])
    eq([m["state"] for m in w.matters(LEAP, "loss")], ["proposed"])
    w.day("2026-03-20")
    eq(w.person(LEAP)["lines"][0]["status"], "paid", "nothing ends by itself")
    eq(len(foreseen(w, LEAP)), 1)
    w.run("check")


@on(CHILDREN)
def test_only_children_grandchildren_and_younger_siblings(w):
    w.day("2026-03-01")
    eq(foreseen(w, SPOUSE), [])
    eq(w.matters(SPOUSE, "loss"), [])


@on(GROWN)
def test_scenario_23_the_appraisal_runs_out(w):
    # Eighteen on 2024-05-20, but appraised until 2024-08-15: that end is foreseen, not the birthday.
    shown_first_on(w, APPRAISED, "2024-05-16", "2024-05-17", "2024-08-15")
    matches(note(w, APPRAISED), "鉴定")
    w.day("2024-05-21")
    eq(w.matters(APPRAISED, "loss"), [])
    w.day("2024-08-15")
    eq(states(w, APPRAISED), ["closed"])
    eq([m["state"] for m in w.matters(APPRAISED, "loss")], ["proposed"])


@on(GROWN)
def test_scenario_23_a_renewed_appraisal_takes_it_back(w):
    w.day("2024-06-03")
    eq(states(w, APPRAISED), ["proposed"])
    w.roster([row(APPRAISED, "周小明", "2024-03-05", kind="供养亲属抚恤金", amount="800", 关系="子女",
                  鉴定有效期="2026-08-15", **LINKED)])
    w.day("2024-06-04")
    eq(states(w, APPRAISED), ["closed"])
    w.day("2024-08-16")
    eq(w.matters(APPRAISED, "loss"), [])
    w.day("2026-05-17")
    eq(states(w, APPRAISED), ["closed", "proposed"])


@on(GROWN)
def test_a_paper_from_abroad_runs_out(w):
    shown_first_on(w, ABROAD, "2024-08-21", "2024-08-22", "2024-11-20")
    matches(note(w, ABROAD), "证明")
    w.day("2024-11-20")
    eq(states(w, ABROAD), ["closed"])
    eq(w.matters(ABROAD, "loss"), [], "a paper that ran out is no loss")
    eq(w.matters(ABROAD, "suspension"), [])
    w.day("2024-11-21")
    eq([m["state"] for m in w.matters(ABROAD, "suspension")], ["proposed"])


@on(GROWN)
def test_two_causes_on_one_day_are_two_matters_and_each_goes_its_own_way(w):
    def seen():
        return sorted((m["state"], note_of(w, m)) for m in foreseen(w, BOTH))

    w.roster([row(BOTH, "孙远", "2023-11-20", kind="供养亲属抚恤金", amount="800", lives="FR", 关系="配偶",
                  鉴定有效期="2024-11-20", **LINKED)])
    w.day("2024-08-21")
    eq(seen(), [])
    w.date = "2024-08-22"
    counted = w.run("evaluate", "--json", "--as", f"manager@{CITY}", "--purpose", "核对").json()
    opened = w.run("day").counts()
    eq(counted["total"]["foreseen_loss"], opened["foreseen_loss"])
    eq([s for s, _ in seen()], ["proposed", "proposed"])
    eq(len({n for _, n in seen()}), 2, "two causes, two words")
    w.day("2024-08-23")
    eq(len(seen()), 2)
    w.certify(BOTH)  # a new proof; the appraisal still runs out
    w.day("2024-08-26")
    eq([(s, "鉴定" in n) for s, n in seen()], [("closed", False), ("proposed", True)])
    w.day("2024-11-20")
    eq([m["state"] for m in w.matters(BOTH, "loss")], ["proposed"])


@on(GROWN)
def test_a_new_paper_takes_it_back(w):
    w.day("2024-09-02")
    eq(states(w, ABROAD), ["proposed"])
    w.certify(ABROAD)
    w.day("2024-09-03")
    eq(states(w, ABROAD), ["closed"])
    w.day("2024-11-21")
    eq(len(foreseen(w, ABROAD)), 1)
    eq(w.matters(ABROAD, "suspension"), [])


@on(GROWN)
def test_a_sentence_that_ends(w):
    w.run("report-loss", PRISONER, "--event", "服刑", "--on", "2024-04-10", "--until", "2024-09-30",
          "--sentence", "有期徒刑", "--reported", "2024-05-06", "--reporter-lives", "in", "--as",
          f"clerk@{HC}", "--purpose", "登记", date="2024-05-06")
    w.day("2024-05-06")
    eq(foreseen(w, PRISONER), [], "reported only")
    w.adverse(w.matter(PRISONER, "loss"), released="2024-05-07")
    shown_first_on(w, PRISONER, "2024-07-01", "2024-07-02", "2024-09-30")
    matches(note(w, PRISONER), "刑")
    w.day("2024-09-30")
    eq(states(w, PRISONER), ["closed"])
    eq(w.person(PRISONER)["lines"][0]["status"], "stopped")
    w.day("2024-10-01")
    eq(w.person(PRISONER)["lines"][0]["status"], "paid")
    eq(len(w.matters(PRISONER, "loss")), 1, "the end of a sentence is no second loss")
    w.run("check")


@on(GROWN)
def test_a_pension_takes_the_place_of_the_allowance(w):
    # 工伤保险条例 35: the pension is payable from October.
    shown_first_on(w, INJURED, "2024-07-02", "2024-07-03", "2024-10-01")
    matches(note(w, INJURED), "养老|退休")
    eq(w.matters(INJURED, "overlap"), [])
    w.day("2024-10-01")
    eq(states(w, INJURED), ["closed"])
    eq([m["state"] for m in w.matters(INJURED, "overlap")], ["proposed"])


@on(GROWN)
def test_the_night_again_and_day_by_day_are_the_same(w):
    w.day("2024-11-25")
    once = sorted((m["kind"], m["state"], m["number"], m["due_on"]) for m in w.matters())
    r = w.run("day")
    eq(r.counts()["foreseen_loss"], 0)
    eq(sorted((m["kind"], m["state"], m["number"], m["due_on"]) for m in w.matters()), once)
    has(" ".join(k for k, *_ in once), "foreseen_loss")


main(globals())
