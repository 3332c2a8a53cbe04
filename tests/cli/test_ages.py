#!/usr/bin/env python3
"""Classes by age, laid down by the city as a parameter (B9; C2, C3, C4)."""
import re

from harness import CITY, HC, TOWN, WD, eq, has, inited, main, number, on, row, then, true

MANAGER = ("--as", f"manager@{CITY}", "--purpose", "核对")
A78, A70, A96, TURNS75, TURNS95, FOREIGN = (
    number(1, "19460101"), number(2, "19540101"), number(3, "19280101"),
    number(4, "19500302"), number(5, "19300301"), "E12345678")
LAST = "2024-03-04"  # everybody's; due on 2025-03-04


@then(inited("2024-03-04"), "people of all ages")
def PEOPLE(w):
    w.roster([row(A78, "甲", LAST), row(A70, "乙", LAST), row(A96, "丙", LAST),
              row(TURNS75, "丁", LAST, payer=WD), row(TURNS95, "戊", LAST, payer=WD),
              row(FOREIGN, "己", LAST)])
    w.day("2024-12-16")


def propose(w, value, first, key="cycle.age_months", code=0):
    return w.run("law", "propose", key, value, "--from", first, "--citation",
                 "威人社发〔2024〕9号第二条", "--reason", "高龄老人减少往返", "--as", f"clerk@{CITY}",
                 "--purpose", "参数变更", code=code)


def matter_of(run):
    return re.search(r"matter=(\d+)", run.out).group(1)


def release(w, matter):
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")


def days(w):
    return {n: w.person(n)["due_on"] for n in (A78, A70, A96, TURNS75, TURNS95, FOREIGN)}


def moved(people):
    return {p["number"]: (p["due_before"], p["due_after"]) for p in people}


LONGER = {A78: ("2025-03-04", "2026-03-04"), TURNS75: ("2025-03-04", "2026-03-04"),
          TURNS95: ("2025-03-04", "2026-03-04")}


@on(PEOPLE)
def test_b9_the_city_has_no_classes_until_it_lays_one_down(w):
    eq(set(days(w).values()), {LAST.replace("2024", "2025")})
    has(w.run("law", "params").out, "cycle.age_months")
    matter = matter_of(propose(w, "75 24 95 12", "2025-01-02"))
    w.move(matter, "decide", f"reviewer@{CITY}")
    eq(set(days(w).values()), {"2025-03-04"}, "decided is not released")
    for wrong in ("75", "24", "75 24 70 12", "75 24 95", "七十五"):
        propose(w, wrong, "2025-01-02", code=2)


@on(PEOPLE)
def test_b9_what_if_counts_and_lists_by_district_and_writes_nothing(w):
    shown = w.run("evaluate", "--set", "cycle.age_months=75 24 95 12", "--list", "--json",
                  *MANAGER).json()
    eq(moved(shown["people"]), LONGER)
    eq((shown["total"]["later"], shown["total"]["earlier"]), (3, 0))
    eq({p["payer"]: p["later"] for p in shown["payers"]}, {HC: 1, WD: 2})
    eq(set(days(w).values()), {"2025-03-04"})


@on(PEOPLE)
def test_b9_c4_released_the_days_move_as_the_proposal_and_the_readjudication_list(w):
    run = propose(w, "75 24 95 12", "2025-01-02")
    matter = matter_of(run)
    carried = w.run("law", "proposal", matter, "--list", "--json", *MANAGER).json()
    eq(moved(carried["people"]), LONGER)
    eq((carried["counts"]["on_first_day"]["later"], carried["counts"]["on_first_day"]["earlier"]),
       (3, 0))
    release(w, matter)
    listed = w.run("law", "readjudicate", "--since", "2024-12-16", "--json", *MANAGER).json()
    eq({c["number"]: (c["before"], c["after"]) for c in listed["cases"]}, LONGER)
    has(next(c for c in listed["cases"] if c["number"] == A78)["why_after"], "cycle.age_months",
        "75 24 95 12", "适用该档的年龄：79", "《", "1946-01-01")
    eq(w.person(A78)["due_on"], "2026-03-04", "asked, law answers")
    eq(w.sql("SELECT count(*) FROM person WHERE due_on = 20260304")[0][0], 0, "and nothing is written")
    w.run("check")
    told = w.run("law", "readjudicate", "--since", "2024-12-16", "--propose", "--reason", "年龄分档",
                 "--as", f"clerk@{CITY}", "--purpose", "更正")
    release(w, matter_of(told))
    eq(w.sql("SELECT count(*) FROM person WHERE due_on = 20260304")[0][0], 3)
    eq({n: d for n, d in days(w).items() if n not in LONGER},
       {A70: "2025-03-04", A96: "2025-03-04", FOREIGN: "2025-03-04"})
    has(w.person(A78)["notices"][-1]["text"], "2026-03-04")
    w.run("check")
    w.run("audit", "verify")


@on(PEOPLE)
def test_b9_nobody_is_proposed_for_a_day_that_the_release_has_moved_on(w):
    release(w, matter_of(propose(w, "75 24 95 12", "2025-01-02")))
    w.day("2025-03-05")  # nobody has written the new days yet
    eq(sorted(m["number"] for m in w.matters(kind="suspension")), sorted([A70, A96, FOREIGN]))
    counted = w.run("evaluate", "--json", *MANAGER).json()["total"]
    eq((counted["due"], counted["suspension"], counted["stale"]), (3, 0, 3))


@on(PEOPLE)
def test_b9_strict_again_from_95_makes_nobody_due_on_the_spot(w):
    release(w, matter_of(propose(w, "75 24", "2024-12-17")))
    w.day("2024-12-17")
    for n in (A78, A96):
        w.certify(n, date="2024-12-17")
    eq((w.person(A96)["due_on"], w.person(A78)["due_on"]), ("2026-12-17", "2026-12-17"))
    run = propose(w, "75 24 95 12", "2024-12-18")
    release(w, matter_of(run))
    w.day("2024-12-18")
    eq((w.person(A96)["due_on"], w.person(A78)["due_on"]), ("2026-12-17", "2026-12-17"),
       "told so before the stricter class")
    w.certify(A96, date="2024-12-18")
    eq(w.person(A96)["due_on"], "2026-12-17", "coming once more costs nothing")
    w.day("2025-12-19")
    eq([m for m in w.matters(A96, "suspension")], [])
    w.certify(A96, date="2025-12-19")
    eq(w.person(A96)["due_on"], "2026-12-21", "yearly again: 19 December 2026 is a Saturday")
    eq([n["made_on"] for n in w.person(A96)["notices"] if n["kind"] == "reminder"], ["2024-12-04"],
       "of the day before the class; in the year after nobody was due")
    w.run("check")


def send(w, rows, name, source="医院"):
    with open(w.path(name), "w", encoding="utf-8", newline="") as f:
        f.write("社会保障号码,姓名,事件,事件日期,来源\r\n")
        f.writelines(f"{n},{who},{what},{when},\r\n" for n, who, what, when in rows)
    w.run("import", "evidence", name, "--source", source, "--as", f"clerk@{HC}", "--purpose",
          "导入")


@on(PEOPLE)
def test_b9_from_95_a_feed_alone_certifies_nobody_and_the_day_stays(w):
    release(w, matter_of(propose(w, "95 1", "2025-01-02", key="evidence.age_strength")))
    w.day("2025-01-06")
    send(w, [(A78, "甲", "住院", "2025-01-03"), (A96, "丙", "住院", "2025-01-03"),
             (TURNS95, "戊", "住院", "2025-01-03")], "a.csv")
    eq({n: w.person(n)["due_on"] for n in (A78, A96, TURNS95)},
       {A78: "2026-01-04", A96: "2025-03-04", TURNS95: "2026-01-04"},
       "3 January 2026 is a holiday, Sunday the 4th is worked; of 96 the day stays as it was")
    eq([n["about"] for n in w.person(A96)["notices"]],
       ["reminder:2025-03-04:90", "reminder:2025-03-04:60"], "and the reminders go on")
    send(w, [(A96, "丙", "住院", "2024-12-31")], "b.csv")
    eq(w.person(A96)["due_on"], "2025-12-31", "left before the class: as before it")
    w.day("2025-03-10")
    send(w, [(TURNS95, "戊", "住院", "2025-03-03")], "c.csv")
    eq(w.person(TURNS95)["due_on"], "2026-01-04", "95 since 1 March")
    w.certify(TURNS95, date="2025-03-10")
    eq(w.person(TURNS95)["due_on"], "2026-03-10")
    w.run("check")


def visits(w, who):
    return [(m["state"], m["agency"]) for m in w.matters(who, "home_visit")]


@then(PEOPLE, "the place goes out to those of 80")
def GOES_OUT(w):
    release(w, matter_of(propose(w, "80 75", "2024-12-17", key="outreach.age_days")))


@on(GOES_OUT)
def test_b9_from_80_the_station_goes_out_by_itself_and_the_day_stays(w):
    w.day("2024-12-18")
    eq((visits(w, A96), visits(w, A78)), ([], []), "75 days before 4 March is 19 December")
    out = w.day("2024-12-19")
    eq(visits(w, A96), [("proposed", TOWN)], "where the person lives")
    eq((visits(w, A78), visits(w, A70), visits(w, FOREIGN)), ([], [], []), "79, 71, and of unknown age")
    eq(out.counts()["home_visit"], 2, "the other is 95 on the due day")
    reminders = [(n["about"], "上门" in n["text"]) for n in w.person(A96)["notices"]]
    eq(reminders, [("reminder:2025-03-04:90", False), ("reminder:2025-03-04:75", True)])
    w.day("2024-12-20")
    eq(len(visits(w, A96)), 1, "once")
    m = w.matters(A96, "home_visit")[0]
    w.step(m, "accept", f"reviewer@{TOWN}")
    w.date = "2024-12-23"
    w.step(m, "visit", f"clerk@{TOWN}", visitor_one="甲员", visitor_two="乙员")
    eq(w.person(A96)["due_on"], "2025-12-23")
    w.run("check")


@on(GOES_OUT)
def test_b9_who_certifies_otherwise_needs_no_visit(w):
    w.day("2024-12-19")
    w.certify(A96, date="2024-12-19")
    w.day("2024-12-20")
    eq(visits(w, A96), [("closed", TOWN)])
    w.day("2025-10-06")  # 75 days before 2025-12-19 is 2025-10-05
    eq([s for s, _ in visits(w, A96)], ["closed", "proposed"], "again for the next day")


@on(GOES_OUT)
def test_b9_a_station_that_does_not_go_suspends_nobody(w):
    w.day("2025-03-05")
    eq(visits(w, A96), [("proposed", TOWN)], "a missed day does not end the visit")
    m = w.matter(A96, "suspension")
    w.move(m["id"], "compare", f"clerk@{HC}")
    w.move(m["id"], "contact", f"clerk@{HC}")
    refused = w.move(m["id"], "decide", f"reviewer@{HC}", code=5)
    has(refused.both, "入户")


@on(GOES_OUT)
def test_b9_a_refused_visit_does_not_come_again_for_the_same_day(w):
    w.day("2024-12-19")
    w.step(w.matters(A96, "home_visit")[0], "close", f"reviewer@{TOWN}")
    w.day("2024-12-24")
    eq([s for s, _ in visits(w, A96)], ["closed"])


@on(PEOPLE)
def test_b9_without_a_value_nobody_goes_out_by_itself(w):
    w.day("2025-02-28")
    eq(w.matters(kind="home_visit"), [])
    eq(["上门" in n["text"] for n in w.person(A96)["notices"]], [False] * 4)


@on(PEOPLE)
def test_b9_the_certificate_and_the_person_say_the_same_day_and_why(w):
    release(w, matter_of(propose(w, "75 24 95 12", "2024-12-17")))
    w.day("2024-12-17")
    done = w.certify(A78, date="2024-12-17")
    has(done.out, "2026-12-17")
    shown = w.run("person", "show", A78, "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(shown, "2026-12-17", "cycle.age_months = 75 24 95 12", "适用该档的年龄")
    unknown = w.run("person", "show", FOREIGN, "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(unknown, "2025-03-04", "出生日期")
    true("cycle.age_months" not in unknown, "no class for whom nobody knows the age of")


if __name__ == "__main__":
    main(globals())
