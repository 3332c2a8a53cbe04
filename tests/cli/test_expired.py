#!/usr/bin/env python3
"""Trap 1, art. 17: after 2024-12-31 adverse acts stand on national law alone."""
import re

from harness import HC, eq, has, inited, main, matches, number, on, row, then, true

C = number(3)
EXPIRED = r"原办法[（(]?\s*已于\s*2024\s*年\s*12\s*月\s*31\s*日期满"


@then(inited("2024-12-02"), "due 2024-12-31")
def MISSED(w):
    w.roster([row(C, "王守义", "2023-12-31")])
    w.day("2025-01-02")


@on(MISSED)
def test_scenario_11_refused_without_comparison_and_contact(w):
    m = w.matter(C, "suspension")
    eq(m["due_on"], "2025-01-06")
    w.move(m, "decide", code=(0, 5))
    w.move(m, "release", f"reviewer@{HC}", code=5)
    eq(w.person(C)["lines"][0]["status"], "paid")


@on(MISSED)
def test_scenario_11_comparison_alone_is_not_enough(w):
    m = w.matter(C, "suspension")
    w.move(m, "compare")
    w.move(m, "decide", code=(0, 5))
    r = w.move(m, "release", f"reviewer@{HC}", code=5)
    matches(r.err, "[\u4e00-\u9fff]")


@on(MISSED)
def test_scenario_11_cites_national_law_only(w):
    m = w.matter(C, "suspension")
    w.adverse(m, released="2025-01-06")
    text = w.letter(m, C)
    has(text, "社会保险经办条例", "社会保险法", "第二十六条")
    matches(text, EXPIRED)
    true("资格认证办法》第" not in text, "cites an article of the expired measure")
    w.day("2025-01-13")
    eq(w.months(C, "withheld_fen"), {"2025-01": 321055})


@on(MISSED)
def test_day_of_power_is_the_day_of_decision(w):
    m = w.matter(C, "suspension")
    w.on_file(m)
    w.move(m, "decide")
    w.move(m, "release", f"reviewer@{HC}", date="2025-01-06")
    text = w.letter(m, C)
    cited = re.sub(r"原办法(（[^）]*）)?第十条", "", text)  # told as the rule of the event, never as the power
    true("第十条" not in cited, "power taken from art. 10: " + cited)


@on(MISSED)
def test_explain_names_the_expired_measure_as_expired(w):
    m = w.matter(C, "suspension")
    w.adverse(m, released="2025-01-06")
    text = w.run("law", "explain", m["id"], "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(text, "社会保险经办条例", "第二十六条", "2025-01-06")
    matches(text, EXPIRED)


@on(MISSED)
def test_not_adverse_carries_over_as_practice(w):
    w.certify(C, date="2025-01-03")
    eq(w.person(C)["due_on"], "2026-01-04", "a Sunday that works")
    w.day("2025-01-06")
    true(w.matter(C, "suspension")["state"] in ("closed", "rejected", "undone"), "still open")


@on(inited("2023-11-01"))
def test_before_december_2023_no_file_is_asked_for(w):
    w.roster([row(C, "王守义", "2022-11-02")])
    w.day("2023-11-06")
    m = w.matter(C, "suspension")
    w.move(m, "decide")
    w.move(m, "release", f"reviewer@{HC}")
    text = w.letter(m, C)
    has(text, "第十条")
    true("经办条例" not in text, "cites a regulation not yet in force")


@on(inited("2023-11-29"))
def test_from_december_2023_the_file_is_asked_for(w):
    w.roster([row(C, "王守义", "2022-11-30")])
    w.day("2023-12-01")
    m = w.matter(C, "suspension")
    w.move(m, "decide", code=(0, 5))
    w.move(m, "release", f"reviewer@{HC}", code=5)


@on(MISSED)
def test_scenario_41_the_expiry_is_visible(w):
    matches(w.run("law", "show", "17").out, "2024-12-31|2024年12月31日")


main(globals())
