#!/usr/bin/env python3
"""A package of weak signals by points (B14, capability B14; readings art. 7(3), trap 7)."""
import re

from harness import CITY, HC, eq, has, inited, main, number, on, row, then, true

A, B, C, D = number(1), number(2), number(3), number(4)
LAST = "2023-09-04"  # everybody's; due on 2024-09-04
VALUES = {"signals.points": "30 40 20 10 5", "signals.threshold": "60", "signals.days": "90",
          "signals.sources": "2"}


@then(inited("2023-09-04"), "people who leave weak traces")
def PEOPLE(w):
    w.roster([row(A, "甲", LAST), row(B, "乙", LAST), row(C, "丙", LAST), row(D, "丁", LAST)])
    w.day("2024-06-03")


@then(PEOPLE, "a city that has put values in force")
def DECIDED(w):
    for key, value in VALUES.items():
        decide(w, key, value, "2024-06-04")
    w.day("2024-06-04")


def propose(w, key, value, first):
    return w.run("law", "propose", key, value, "--from", first, "--citation",
                 "威人社发〔2024〕9号第三条", "--reason", "弱信号成套", "--as", f"clerk@{CITY}",
                 "--purpose", "参数变更")


def decide(w, key, value, first):
    matter = re.search(r"matter=(\d+)", propose(w, key, value, first).out).group(1)
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")


def send(w, source, rows, name, code=0):
    with open(w.path(name), "w", encoding="utf-8", newline="") as f:
        f.write("社会保障号码,姓名,事件,事件日期,来源\r\n")
        f.writelines(f"{n},{who},{what},{when},\r\n" for n, who, what, when in rows)
    return w.run("import", "evidence", name, "--source", source, "--as", f"clerk@{HC}", "--purpose",
                 "导入", code=code)


def reverse(w, source):
    manager = ("--as", f"manager@{CITY}", "--purpose", "核对")
    ident = w.run("feed", "list", "--json", "--source", source, *manager).json()[0]["id"]
    w.run("feed", "reverse", ident, "--reason", "来源更正", *manager)


def packages(w, num):
    """Days of the certifications by a package that stand."""
    return [c["held_on"] for c in w.person(num)["certifications"]
            if c["channel"] == "signals" and c["counts"]]


def sound(w):
    w.run("check")
    w.run("audit", "verify")


@on(PEOPLE)
def test_b14_as_shipped_nobody_is_certified_by_weak_traces(w):
    send(w, "医保", [(A, "甲", "门诊", "2024-05-20")], "a.csv")
    send(w, "卫健", [(A, "甲", "体检", "2024-06-01")], "b.csv")
    for key in list(VALUES)[:3]:  # three of four are not a decision
        decide(w, key, VALUES[key], "2024-06-04")
    w.day("2024-06-04")
    w.day("2024-09-05")
    eq((packages(w, A), w.person(A)["due_on"]), ([], "2024-09-04"))
    eq(len(w.matters(A, "suspension")), 1)
    sound(w)


@on(PEOPLE)
def test_b14_c3_what_if_says_that_it_cannot_be_counted(w):
    r = w.run("evaluate", "--set", "signals.threshold=60", "--as", f"manager@{CITY}", "--purpose",
              "核对", code=5)
    has(r.err, "算不出会多认证多少人")
    matter = re.search(r"matter=(\d+)", propose(w, "signals.threshold", "60", "2024-06-04").out)
    has(w.run("matter", "show", matter.group(1), "--as", f"manager@{CITY}", "--purpose", "核对").out,
        "算不出会多认证多少人")


@on(DECIDED)
def test_b14_exactly_those_whose_package_is_whole(w):
    w.day("2024-06-20")
    send(w, "医保", [(A, "甲", "门诊", "2024-06-10"), (B, "乙", "门诊", "2024-06-10"),
                     (B, "乙", "购药", "2024-06-12"), (C, "丙", "门诊", "2024-06-10"),
                     (D, "丁二", "门诊", "2024-06-10")], "a.csv", code=None)
    eq([packages(w, n) for n in (A, B, C, D)], [[], [], [], []], "of one source one counts")
    send(w, "卫健", [(A, "甲", "体检", "2024-06-18"), (C, "丙", "购药", "2024-06-18"),
                     (D, "丁", "体检", "2024-06-18")], "b.csv")
    eq([packages(w, n) for n in (A, B, C, D)], [["2024-06-18"], [], [], []],
       "30+40; one source; 30+20; another name")
    shown = w.person(A)
    eq(shown["due_on"], "2025-06-18")
    eq(shown["certifications"][0]["way"], 3)
    why = "\n".join(shown["why"])
    has(why, "门诊 2024-06-10：计分（来源：医保", "体检 2024-06-18：计分（来源：卫", "signals.threshold",
        "《", "2025-06-18")
    has(shown["notices"][-1]["text"], "多项弱信号成套", "2025-06-18")
    sound(w)


@on(DECIDED)
def test_b14_the_last_day_counts_and_the_day_after_does_not(w):
    w.day("2024-08-29")
    send(w, "医保", [(A, "甲", "门诊", "2024-05-31"), (B, "乙", "门诊", "2024-05-30")], "a.csv")
    send(w, "卫健", [(A, "甲", "体检", "2024-08-28"), (B, "乙", "体检", "2024-08-28")], "b.csv")
    eq((packages(w, A), packages(w, B)), (["2024-08-28"], []), "90 days, 91 days")
    send(w, "医保", [(A, "甲", "门诊", "2024-08-29")], "c.csv")
    eq(packages(w, A), ["2024-08-28"], "what has counted counts no more")
    sound(w)


@on(PEOPLE)
def test_b14_the_night_takes_up_what_came_before_the_values_and_once(w):
    send(w, "医保", [(A, "甲", "门诊", "2024-05-20"), (B, "乙", "门诊", "2024-05-20"),
                     (C, "丙", "门诊", "2024-05-20")], "a.csv")
    send(w, "卫健", [(A, "甲", "体检", "2024-06-01"), (C, "丙", "体检", "2024-06-01")], "b.csv")
    send(w, "民政", [(C, "丙", "死亡", "2024-05-10")], "d.csv")
    for key, value in VALUES.items():
        decide(w, key, value, "2024-06-05")
    w.day("2024-06-04")
    eq(packages(w, A), [], "not before the first day")
    has(w.day("2024-06-05").out, "certified=1")
    eq((packages(w, A), packages(w, B)), (["2024-06-01"], []))
    eq(packages(w, C), [], "a death on record: a person looks")
    true("certified" not in w.day("2024-06-05").out, "again on the same day")
    w.day("2024-06-06")
    eq(packages(w, A), ["2024-06-01"])
    eq(len([n for n in w.person(A)["notices"] if n["about"].startswith("evidence:")]), 1)
    sound(w)


@on(DECIDED)
def test_b14_a_death_on_record_goes_to_a_person(w):
    w.day("2024-06-20")
    send(w, "民政", [(A, "甲", "死亡", "2024-06-05")], "d.csv")
    send(w, "医保", [(A, "甲", "门诊", "2024-06-10")], "a.csv")
    send(w, "卫健", [(A, "甲", "体检", "2024-06-18")], "b.csv")
    eq(packages(w, A), [], "never beside a death")
    w.move(w.matter(A, "evidence_check"), "found_alive")
    w.day("2024-06-21")
    send(w, "医保", [(A, "甲", "购药", "2024-06-20")], "c.csv")
    eq(packages(w, A), ["2024-06-18"], "a person has looked")
    sound(w)


@on(DECIDED)
def test_b14_the_reversal_of_a_feed_takes_its_package_back(w):
    w.day("2024-06-20")
    send(w, "医保", [(A, "甲", "门诊", "2024-06-10"), (B, "乙", "门诊", "2024-06-10")], "a.csv")
    send(w, "卫健", [(A, "甲", "体检", "2024-06-18"), (B, "乙", "体检", "2024-06-18")], "b.csv")
    send(w, "公交", [(B, "乙", "公交", "2024-06-19")], "c.csv")
    send(w, "税务", [(B, "乙", "缴费", "2024-06-19")], "e.csv")
    eq((packages(w, A), packages(w, B)), (["2024-06-18"], ["2024-06-18"]))
    reverse(w, "医保")  # not the trace that made it whole
    eq((packages(w, A), packages(w, B)), ([], []), "40, 40+10+5")
    eq(w.person(A)["due_on"], "2024-09-04")
    w.day("2024-06-21")
    eq(packages(w, A), [])
    sound(w)


@on(DECIDED)
def test_b14_a_source_in_doubt_does_not_count_and_a_held_feed_does_nothing(w):
    w.day("2024-06-20")
    send(w, "医保", [(A, "甲", "门诊", "2024-06-10")], "a.csv")
    r = send(w, "医保", [(B, "乙", "门诊", "2024-06-11")] * 5, "again.csv", code=None)
    true(r.counts()["held"] > 0, r.both)
    send(w, "卫健", [(A, "甲", "体检", "2024-06-18"), (B, "乙", "体检", "2024-06-18")], "b.csv")
    eq((packages(w, A), packages(w, B)), ([], []))
    sound(w)


@on(DECIDED)
def test_b14_a_first_feed_that_may_complete_many_packages_is_held(w):
    w.day("2024-06-20")
    w.roster([row(number(i), f"群{i}", LAST) for i in range(100, 151)])
    r = send(w, "卫健", [(number(i), f"群{i}", "体检", "2024-06-18") for i in range(100, 151)],
             "many.csv", code=None)
    eq(r.counts()["held"], 51, r.both)


@on(DECIDED)
def test_b14_a_whole_package_ends_the_suspension_that_was_proposed(w):
    w.day("2024-08-12")
    send(w, "医保", [(A, "甲", "门诊", "2024-08-10"), (B, "乙", "门诊", "2024-08-10")], "a.csv")
    w.day("2024-09-05")
    eq(w.matter(A, "suspension")["state"], "proposed")
    send(w, "卫健", [(A, "甲", "体检", "2024-09-04")], "b.csv")
    eq((packages(w, A), w.person(A)["due_on"]), (["2024-09-04"], "2025-09-04"))
    eq(w.state(w.matter(A, "suspension"))["state"], "closed")
    eq(w.matter(B, "suspension")["state"], "proposed")
    sound(w)


@on(PEOPLE)
def test_b14_before_a_suspension_is_decided_and_before_it_takes_effect(w):
    w.day("2024-09-04")
    for n, who in ((A, "甲"), (B, "乙"), (C, "丙")):
        send(w, "医保", [(n, who, "门诊", "2024-08-20")], f"a{n}.csv")
    send(w, "卫健", [(A, "甲", "体检", "2024-09-02"), (B, "乙", "体检", "2024-09-02")], "b.csv")
    w.day("2024-09-05")
    for n in (B, C):
        w.on_file(w.matter(n, "suspension"))
        w.move(w.matter(n, "suspension"), "decide")
        w.move(w.matter(n, "suspension"), "release", f"reviewer@{HC}")
    for key, value in VALUES.items():
        decide(w, key, value, "2024-09-06")
    w.on_file(w.matter(A, "suspension"))
    w.move(w.matter(A, "suspension"), "decide", date="2024-09-06", code=5)
    w.day("2024-09-06")
    eq([packages(w, n) for n in (A, B, C)], [["2024-09-02"], ["2024-09-02"], []])
    eq(w.matter(A, "suspension")["state"], "closed")
    has(w.day("2024-09-10").out, "last")
    eq([w.person(n)["lines"][0]["status"] for n in (A, B, C)], ["paid", "paid", "suspended"])
    sound(w)


if __name__ == "__main__":
    main(globals())
