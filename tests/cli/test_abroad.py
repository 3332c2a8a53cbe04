#!/usr/bin/env python3
"""The period that a paper from abroad gives (7(5), abroad.cycle): capabilities 7.19, 7.20, B1, C1."""
import re

from harness import CITY, HC, eq, has, inited, main, number, on, row, then

A, B = number(1), number(2)


@then(inited("2024-06-03"), "shorter")
def SHORTER(w):
    """Two who live in Paris; from 2024-06-10 on a paper gives six months."""
    w.roster([row(A, "孙远", "2024-01-10", lives="FR"), row(B, "周远", "2023-06-10", lives="FR")])
    w.day("2024-06-03")
    r = w.run("law", "propose", "abroad.cycle", "6", "--from", "2024-06-10", "--citation",
              "使领馆每半年一份", "--reason", "每半年", "--as", f"clerk@{CITY}", "--purpose", "参数变更")
    matter = re.search(r"matter=(\d+)", r.out).group(1)
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")
    w.day("2024-06-20")


def paper(w, num, issued, received):
    p = w.brought("abroad_paper", num, f"clerk@{HC}", place="境外", issuer="使领馆", issued_on=issued,
                  posted_on=issued, received_on=received)
    w.step(p, "accept")


def counted_as_stored(w):
    who = ("--as", f"manager@{CITY}", "--purpose", "核对")
    packed = w.run("evaluate", "--json", *who).json()
    eq(packed, w.run("evaluate", "--json", "--rows", *who).json())
    eq(packed, w.run("evaluate", "--json", "--rebuild", *who).json())
    w.run("check")


@on(SHORTER)
def test_a_paper_from_abroad_gives_the_period_of_its_own_parameter(w):
    paper(w, B, "2024-06-11", "2024-06-20")
    got = w.person(B)
    eq((got["due_on"], got["certifications"][0]["valid_until"]), ("2024-12-11", "2024-12-11"))
    counted_as_stored(w)
    why = w.run("person", "show", B, "--as", f"manager@{CITY}", "--purpose", "核对").out
    has(why, "境外证明给予的资格期", "最近一次境外证明出具日", "2024-06-11")
    w.day("2024-12-11")
    eq([m["state"] for m in w.matters(B, "suspension")], ["closed"], "of the day before the paper")
    w.day("2024-12-12")
    eq(sorted(m["state"] for m in w.matters(B, "suspension")), ["closed", "proposed"])


@on(SHORTER)
def test_a_paper_never_makes_anybody_due_earlier(w):
    paper(w, A, "2024-06-11", "2024-06-20")
    eq(w.person(A)["due_on"], "2025-01-10", "the counter's twelve months end later")
    counted_as_stored(w)
    w.day("2024-08-20")
    paper(w, A, "2024-08-12", "2024-08-20")
    eq(w.person(A)["due_on"], "2025-02-12")
    counted_as_stored(w)


@on(SHORTER)
def test_7_20_at_a_counter_on_a_visit_home_the_ordinary_period_runs(w):
    paper(w, B, "2024-06-11", "2024-06-20")
    w.certify(B)
    eq(w.person(B)["due_on"], "2025-06-20")
    ref = w.person(B)["certifications"][0]["reference"]
    w.run("certify-undo", str(ref), "--reason", "登记错人", "--as", f"clerk@{HC}", "--purpose", "更正")
    eq(w.person(B)["due_on"], "2024-12-11", "what is left is the paper")
    counted_as_stored(w)


@on(SHORTER)
def test_a_store_of_before_learns_which_success_was_a_paper(w):
    paper(w, B, "2024-06-11", "2024-06-20")
    w.certify(A)
    w.sql("UPDATE person SET last_success = last_abroad WHERE last_abroad > last_success")
    w.sql("ALTER TABLE person DROP COLUMN last_abroad")
    w.sql("DELETE FROM schema_migration WHERE version = 10")
    w.run("migrate")
    eq(w.sql("SELECT last_success, last_abroad FROM person ORDER BY last_success"),
       [(20230610, 20240611), (20240620, 0)])
    counted_as_stored(w)


main(globals())
