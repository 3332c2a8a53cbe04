#!/usr/bin/env python3
"""Dated parameters and their change: scenario 40, capabilities 4.3, C2, C3."""
import re

from harness import (CITY, HC, WD, eq, has, inited, main, number, on, row, then)

NOW = inited("2024-06-03")


@then(NOW, "people")
def PEOPLE(w):
    w.roster([row(number(n), f"人{n}", last="2023-11-20") for n in range(1, 6)]
             + [row(number(9), "人九", last="2023-11-20", payer=WD)])
    w.day("2024-06-03")


def propose(w, key="cycle.months", value="6", first="2024-07-01", who=f"clerk@{CITY}", code=0,
            citation="威人社发〔2024〕9号第三条"):
    r = w.run("law", "propose", key, value, "--from", first, "--citation", citation, "--reason",
              "缩短周期", "--as", who, "--purpose", "参数变更", code=code)
    return r


def ident(w, **more):
    return re.search(r"matter=(\d+)", propose(w, **more).out).group(1)


def value(w, key, date):
    return re.search(rf"^{re.escape(key)} = (.*)$", w.run("law", "params", "--date", date).out,
                     re.M).group(1)


def certify_due(w, n):
    w.certify(number(n))
    return w.person(number(n))["due_on"]


@on(PEOPLE)
def test_a_change_is_proposed_decided_released_and_holds_from_its_first_day(w):
    r = propose(w)
    # All six were certified on 2023-11-20: with six months due on 2024-05-20, which has passed.
    eq(r.counts()["newly_due"], 6)
    eq(r.counts()["suspend"], 6)
    matter = re.search(r"matter=(\d+)", r.out).group(1)
    listed = w.matters(kind="param_change")
    eq([m["id"] for m in listed], [matter])
    eq(listed[0]["state"], "proposed")
    eq(listed[0]["due_on"], "2024-07-01")
    show = w.run("matter", "show", matter, "--json", "--as", f"manager@{CITY}", "--purpose",
                 "核对").json()
    has(show["note"], "cycle.months", "12", "6", "2024-07-01", "威人社发〔2024〕9号第三条")
    eq(w.sql("SELECT count(*) FROM param")[0][0], 0)
    w.move(matter, "decide", f"reviewer@{CITY}")
    eq(w.sql("SELECT count(*) FROM param")[0][0], 0)
    w.move(matter, "release", f"manager@{CITY}")
    eq(w.sql("SELECT name, valid_from, version, value, decided_by, released_by FROM param"),
       [("cycle.months", 20240701, 1, 6, f"reviewer@{CITY}", f"manager@{CITY}")])
    eq(value(w, "cycle.months", "2024-06-30"), "12")
    eq(value(w, "cycle.months", "2024-07-01"), "6")
    # Nobody's day moved; who certifies from the first day on has six months.
    eq(w.person(number(1))["due_on"], "2024-11-20")
    eq(certify_due(w, 1), "2025-06-03")
    w.day("2024-07-01")
    eq(certify_due(w, 2), "2025-01-02")  # 2025-01-01 is a holiday
    w.run("check")
    w.run("audit", "verify")


@on(PEOPLE)
def test_what_is_said_to_people_names_the_value_in_force(w):
    visit = w.brought("home_visit", number(1), f"clerk@{HC}", ground="高龄", applicant="女儿")

    def refused():
        return w.step(visit, "accept", f"clerk@{HC}", code=5).err

    has(refused(), "80 岁以上")
    matter = ident(w, key="visit.min_age", value="75", first="2024-06-04")
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")
    w.day("2024-06-04")
    has(refused(), "75 岁以上")


@on(PEOPLE)
def test_the_proposal_carries_its_list(w):
    matter = ident(w)
    shown = w.run("law", "proposal", matter, "--list", "--json", "--as", f"manager@{CITY}",
                  "--purpose", "核对").json()
    eq(shown["key"], "cycle.months")
    eq(shown["counts"]["at_once"]["newly_due"], 6)
    eq(shown["counts"]["on_first_day"]["newly_due"], 0)
    eq(shown["counts"]["payers"][WD]["newly_due"], 1)
    eq(sorted(p["number"] for p in shown["people"]),
       sorted(number(n) for n in (1, 2, 3, 4, 5, 9)))
    eq({p["due_after"] for p in shown["people"]}, {"2024-05-20"})
    w.certify(number(1))  # what the proposal rested on stays as it was
    again = w.run("law", "proposal", matter, "--list", "--json", "--as", f"manager@{CITY}",
                  "--purpose", "核对").json()
    eq(again, shown)
    w.run("law", "proposal", matter, "--list", "--as", f"manager@{HC}", "--purpose", "核对", code=5)
    w.run("law", "proposal", matter, "--as", f"clerk@{HC}", "--purpose", "核对", code=5)
    other = w.sql("SELECT matter_id FROM matter WHERE kind = 1")
    if other:
        w.run("law", "proposal", other[0][0], "--as", f"manager@{CITY}", "--purpose", "核对", code=1)


@on(PEOPLE)
def test_two_people_of_the_city_agency(w):
    matter = ident(w, who=f"manager@{CITY}")
    w.move(matter, "decide", f"clerk@{CITY}", code=5)
    w.move(matter, "decide", f"manager@{HC}", code=5)
    w.move(matter, "release", f"manager@{CITY}", code=5)  # not decided
    w.move(matter, "decide", f"reviewer@{CITY}")
    r = w.move(matter, "release", f"manager@{CITY}", code=5)  # the proposer
    has(r.both, "提出了这件事项")
    w.move(matter, "release", f"reviewer@{CITY}", code=5)
    w.move(matter, "release", f"manager@{HC}", code=5)
    w.move(matter, "release", f"officer@{CITY}", code=5)
    eq(w.sql("SELECT count(*) FROM param")[0][0], 0)
    other = ident(w, who=f"reviewer@{CITY}", first="2024-08-01")
    w.move(other, "decide", f"manager@{CITY}")
    w.move(other, "release", f"manager@{CITY}", code=5)  # the decider
    w.move(matter, "reject", f"manager@{CITY}")
    w.move(matter, "release", f"manager@{CITY}", code=5)
    eq(w.sql("SELECT count(*) FROM param")[0][0], 0)


@on(PEOPLE)
def test_what_is_refused_at_the_proposal(w):
    has(propose(w, first="2024-06-02", code=5).both, "不能追溯")
    propose(w, key="cycle.moons", code=2)
    propose(w, value="six", code=2)
    has(propose(w, value="0", code=1).both, "合理范围")
    propose(w, value="121", code=1)
    propose(w, value="12", code=1)  # it is so already
    propose(w, citation="无", code=1)
    propose(w, first="2024-02-30", code=2)
    propose(w, who=f"clerk@{HC}", code=5)
    propose(w, who=f"supervisor@{CITY}", code=5)
    propose(w, who=f"manager@{HC}", code=5)
    propose(w, key="cycle.mode", value="sometimes", code=2)
    eq(w.matters(kind="param_change"), [])
    eq(w.sql("SELECT count(*) FROM param_proposal")[0][0], 0)


@on(PEOPLE)
def test_a_release_after_the_first_day_is_refused(w):
    matter = ident(w)
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.day("2024-07-01")
    late = ident(w, first="2024-07-01")
    w.move(late, "decide", f"reviewer@{CITY}")
    w.day("2024-07-02")
    has(w.move(matter, "release", f"manager@{CITY}", code=5).both, "2024-07-01")
    w.move(late, "release", f"manager@{CITY}", code=5)
    eq(w.sql("SELECT count(*) FROM param")[0][0], 0)
    eq(value(w, "cycle.months", "2024-07-02"), "12")


@on(PEOPLE)
def test_a_later_value_is_a_new_row_and_the_past_stays(w):
    for months, first in (("9", "2024-09-01"), ("6", "2024-07-01")):  # the earlier one comes later
        matter = ident(w, value=months, first=first)
        w.move(matter, "decide", f"reviewer@{CITY}")
        w.move(matter, "release", f"manager@{CITY}")
    eq([value(w, "cycle.months", d) for d in
        ("2024-06-30", "2024-07-01", "2024-08-31", "2024-09-01", "2026-01-01")],
       ["12", "6", "6", "9", "9"])
    matter = ident(w, value="7", first="2024-07-01")  # another word on the same first day
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")
    eq(value(w, "cycle.months", "2024-07-15"), "7")
    eq(w.sql("SELECT count(*) FROM param")[0][0], 3)


def released(w, key, value, first):
    matter = ident(w, key=key, value=value, first=first)
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")


@on(PEOPLE)
def test_10_3_literal_objections_propose_at_once_from_the_first_day_of_the_mode(w):
    released(w, "objection.mode", "literal", "2024-06-11")
    w.date = "2024-06-07"
    before = w.brought("objection", number(1), text="据说已去世", published_on="2024-06-07")
    eq((before["state"], before["due_on"]), ("proposed", "2024-06-12"))
    eq(w.matters(number(1), "suspension"), [])
    w.date = "2024-06-11"
    after = w.brought("objection", number(9), text="据说已去世", published_on="2024-06-07")
    eq(after["state"], "closed")
    m = w.matter(number(9), "suspension")
    eq((m["state"], m["agency"], m["due_on"]), ("proposed", WD, "2024-06-14"))
    eq(w.person(number(9))["lines"][0]["status"], "paid", "a proposal stops nothing")
    eq(w.state(before)["state"], "proposed", "what came before is answered by a clerk")


@on(PEOPLE)
def test_5_3_scope_certify_own_only_at_the_own_place_from_its_first_day(w):
    released(w, "scope.certify", "own", "2024-06-11")
    w.date = "2024-06-07"
    w.certify(number(1), agency=WD)
    w.date = "2024-06-11"
    has(w.certify(number(2), agency=WD, code=5).both, "scope.certify", "本辖区", HC)
    w.certify(number(2), agency=HC)
    w.certify(number(3), agency=CITY)
    w.certify(number(9), agency=WD)


@on(PEOPLE)
def test_scope_browse_city_lets_every_agency_list_from_its_first_day(w):
    def listed(who, date):
        w.date = date
        found = w.run("person", "find", number(1)[-4:], "--json", "--as", who, "--purpose", "查找")
        return [p["name"] for p in found.json()["persons"]]

    released(w, "scope.browse", "city", "2024-06-11")
    eq(listed(f"clerk@{WD}", "2024-06-07"), [])
    eq(listed(f"clerk@{WD}", "2024-06-11"), ["人1"])


@on(PEOPLE)
def test_a_dry_run_proposes_nothing(w):
    w.run("law", "propose", "cycle.months", "6", "--from", "2024-07-01", "--citation",
          "威人社发〔2024〕9号", "--reason", "缩短周期", "--as", f"clerk@{CITY}", "--purpose", "试算",
          "--dry-run")
    eq(w.matters(kind="param_change"), [])


main(globals())
