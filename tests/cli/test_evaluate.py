#!/usr/bin/env python3
"""The full evaluation, what-if and re-adjudication: scenario 40; C2, C3, C4, C35."""
import csv
import os

from harness import CITY, HC, ROOT, WD, eq, has, inited, main, number, on, row, then

MANAGER = ("--as", f"manager@{CITY}", "--purpose", "试算")
CALENDAR = os.path.join(ROOT, "data/public-holidays-cn.csv")


@then(inited("2024-06-03"), "people")
def PEOPLE(w):
    w.roster([row(number(n), f"人{n}", "2023-11-20") for n in range(1, 5)]
             + [row(number(5), "人五", "2024-05-20", payer=WD),
                row(number(6), "人六", "2023-06-03"),
                row(number(7), "人七", "2023-05-30", payer=WD)])
    w.day("2024-06-03")


def total(w, *args, who=MANAGER, **more):
    return w.run("evaluate", "--json", *args, *who, **more).json()


@on(PEOPLE)
def test_counts_equal_rows_and_what_the_night_opens(w):
    # Two lines of one payer are one suspension; two ends on one day are two foreseen losses.
    w.roster([row(number(8), "人八", "2023-06-04"),
              row(number(8), "人八", "2023-06-04", kind="生活护理费", amount="900"),
              row(number(9), "人九", "2023-11-20", kind="生活护理费", amount="900", lives="FR"),
              spouse(number(9), "人九", "2024-11-20")])
    opens = {"2024-06-04": (2, 0), "2024-06-05": (1, 0), "2024-08-22": (0, 2), "2024-11-21": (5, 0)}
    for day, (suspended, foreseen) in opens.items():
        before = plus(day, -1)
        w.day(before)
        w.date = day
        packed, rows, anew = total(w), total(w, "--rows"), total(w, "--rebuild")
        eq(packed, rows, day)
        eq(packed, anew, day)
        opened = w.run("day").counts()
        for counts in (packed["total"], opened):
            eq((counts["suspension"], counts["foreseen_loss"]), (suspended, foreseen), day)
    eq(total(w)["total"]["suspension"], 0)


def spouse(num, name, appraised=None):
    return row(num, name, "2023-11-20", kind="供养亲属抚恤金", amount="800", lives="FR", 关系="配偶",
               鉴定有效期=appraised, 关联人号码=number(1))


@on(PEOPLE)
def test_another_cause_on_the_day_of_a_known_one_is_counted_and_opened(w):
    w.roster([spouse(number(9), "人九")])
    w.day("2024-08-22")
    eq(len(w.matters(number(9), "foreseen_loss")), 1, "the proof")
    w.roster([spouse(number(9), "人九", "2024-11-20")])
    w.date = "2024-08-23"
    counted = total(w)["total"]["foreseen_loss"]
    eq((counted, w.run("day").counts()["foreseen_loss"]), (1, 1), "the appraisal")
    eq(len(w.matters(number(9), "foreseen_loss")), 2)


def plus(day, n):
    from harness import plus_days
    return plus_days(day, n)


@on(PEOPLE)
def test_scenario_40_what_if_lists_and_writes_nothing(w):
    before = w.matters()
    rows = w.sql("SELECT count(*) FROM audit")[0][0]
    shown = total(w, "--set", "cycle.months=6", "--list")
    eq(w.matters(), before)
    eq(w.sql("SELECT count(*) FROM param")[0][0], 0)
    # The list of matters twice, the what-if once; and the log of whom it listed is one entry.
    eq(w.sql("SELECT count(*) FROM audit WHERE action = 'evaluate'")[0][0], 1)
    eq(w.sql("SELECT count(*) FROM audit")[0][0] >= rows, True)
    eq(sorted(p["number"] for p in shown["people"] if "newly_due" in p["changes"].split()),
       sorted([number(n) for n in range(1, 5)] + [number(6)]))
    eq(shown["total"]["newly_due"], 5)
    eq({p["payer"]: (p["newly_due"], p["suspend"]) for p in shown["payers"]},
       {HC: (5, 5), WD: (0, 0)})
    one = [p for p in shown["people"] if p["number"] == number(1)][0]
    eq((one["due_before"], one["due_after"]), ("2024-11-20", "2024-05-20"))
    text = w.run("evaluate", "--set", "cycle.months=6", "--list", *MANAGER)
    has(text.out, f"{number(1)},人1,{HC},2024-11-20,2024-05-20,newly_due suspend\n")
    eq(text.counts()["newly_due"], 5)


@on(PEOPLE)
def test_a_longer_cycle_restores(w):
    w.day("2024-06-04")  # proposed: 人六 for 2024-06-03, 人七 for 2024-05-30
    shown = total(w, "--set", "cycle.months=24", "--list")
    eq(shown["total"]["restore"], 2)
    eq({p["number"]: p["changes"] for p in shown["people"]},
       {number(6): "no_longer_due restore", number(7): "no_longer_due restore"})


@on(PEOPLE)
def test_a_district_sees_its_own(w):
    shown = total(w, "--set", "cycle.months=3", "--list",
                  who=("--as", f"manager@{WD}", "--purpose", "试算"))
    eq([p["payer"] for p in shown["payers"]], [WD])
    eq({p["payer"] for p in shown["people"]} <= {WD}, True)
    eq(shown["total"]["persons"], 2)
    w.run("evaluate", "--as", f"clerk@{WD}", "--purpose", "试算", code=5)


@on(inited("2024-06-03"))
def test_a_store_without_people_answers_zeros(w):
    for args in (("--set", "cycle.months=6"), ("--set", "cycle.months=6"), ("--rebuild",)):  # made, taken up, made anew
        eq(total(w, *args)["total"]["persons"], 0)
    eq(total(w, "--set", "cycle.months=6")["total"]["newly_due"], 0)


@on(PEOPLE)
def test_what_cannot_be_set(w):
    for setting in ("cycle.months", "cycle.moons=6", "cycle.months=six", "=6", "cycle.mode=never"):
        w.run("evaluate", "--set", setting, *MANAGER, code=2)
    for setting in ("cycle.months=0", "cycle.months=121", "cycle.months=-6"):
        has(w.run("evaluate", "--set", setting, *MANAGER, code=(1, 2)).err, "cycle.months")
    has(w.run("evaluate", "--set", "cycle.months=0", *MANAGER, code=1).err, "合理范围")


# --- re-adjudication ---------------------------------------------------------------------------


@then(inited("2024-09-02"), "october")
def OCTOBER(w):
    w.roster([row(number(1), "人一", "2023-09-28"),  # due 2024-09-28, a Saturday: 2024-09-29 works
              row(number(2), "人二", "2023-10-08"),
              row(number(3), "人三", "2023-09-30"),
              row(number(4), "人四", "2024-01-15")])
    w.day("2024-10-01")


def amend(w, *more):
    """The autumn holiday of 2024 with further days off."""
    with open(CALENDAR, encoding="utf-8") as f:
        rows = [r for r in csv.reader(f) if r[2] == "国庆节" and r[0].startswith("2024")]
    with open(w.path("calendar.csv"), "w", encoding="utf-8") as f:
        f.write("date,day,name\n")
        for r in rows + [(d, "holiday", "国庆节") for d in more]:
            f.write(",".join(r) + "\n")
    w.run("import", "calendar", "calendar.csv", "--as", "sysadmin", "--purpose", "更新")


def again(w, since, *args, who=MANAGER, **more):
    return w.run("law", "readjudicate", "--since", since, "--json", *args, *who, **more).json()


@on(OCTOBER)
def test_an_amended_calendar_lists_deadlines_and_outcomes_and_changes_nothing(w):
    late = w.matter(number(3), "suspension")
    eq(late["due_on"], "2024-10-10")  # scenario 10
    w.date = "2024-10-11"
    w.on_file(late)
    w.move(late, "decide")  # a day late by what is known
    w.date = "2024-10-12"
    eq(again(w, "2024-10-12")["cases"], [])
    amend(w, "2024-10-08")
    before = w.matters(), w.sql("SELECT person_id, due_on, next_on FROM person ORDER BY person_id")
    shown = again(w, "2024-10-12")
    due = [c for c in shown["cases"] if c["what"] == "due"]
    eq([(c["number"], c["before"], c["after"]) for c in due],
       [(number(2), "2024-10-08", "2024-10-09")])
    moved = {c["number"]: c for c in shown["cases"] if c["what"] == "suspension"}
    third = moved[number(3)]
    eq((third["before"], third["after"]), ("2024-10-10", "2024-10-11"))
    eq((third["outcome_before"], third["outcome_after"]), ("超期", "按时"))
    eq((third["workdays_before"], third["workdays_after"]), (3, 3))
    has(third["why_before"], "2024-10-08")
    has(third["why_after"], "2024-10-11")
    eq(shown["outcomes"], 1)
    eq((w.matters(), w.sql("SELECT person_id, due_on, next_on FROM person ORDER BY person_id")),
       before)
    # Known before the amendment, asked later: nothing differs from then on.
    w.day("2024-10-14")
    eq(again(w, "2024-10-13")["cases"], [])
    eq(len(again(w, "2024-10-12")["cases"]), len(shown["cases"]))


def proposed(w, since, who=f"clerk@{CITY}", code=0):
    r = w.run("law", "readjudicate", "--since", since, "--propose", "--reason", "日历修订", "--as", who,
              "--purpose", "重算", code=code)
    return None if code else str(r.counts()["matter"])


@on(OCTOBER)
def test_applying_is_proposed_decided_and_released_by_another(w):
    w.date = "2024-10-07"
    amend(w, "2024-10-08")
    due = "SELECT count(*) FROM person WHERE due_on = 20241009"
    r = w.run("check")  # right by the law of before: no corruption, but something to do
    eq((r.counts()["breaks"], r.counts()["outdated"]), (0, 1))
    has(r.err, "readjudicate --since 2024-10-07")
    w.run("law", "readjudicate", "--since", "2024-10-07", "--propose", *MANAGER, code=2)
    for who in (f"clerk@{HC}", f"manager@{HC}", f"supervisor@{CITY}"):
        proposed(w, "2024-10-07", who=who, code=5)
    act = proposed(w, "2024-10-07")
    w.run("law", "readjudicate", act, "--apply", *MANAGER, code=5)
    w.move(act, "decide", f"reviewer@{CITY}")
    w.move(act, "release", f"reviewer@{CITY}", code=5)
    eq(w.sql(due)[0][0], 0)
    w.move(act, "release", f"manager@{CITY}")
    eq(w.sql(due)[0][0], 1)
    eq([m["state"] for m in w.matters(kind="readjudication")], ["closed"])
    eq(w.run("check").counts()["outdated"], 0)
    eq(w.sql("SELECT count(*) FROM audit WHERE action = 'person.readjudicate'")[0][0], 1)
    letters = [n for n in w.person(number(2))["notices"] if "更正通知书" in n["text"]]
    eq(len(letters), 1, "whom it concerns")
    has(letters[0]["text"], "2024-10-08", "2024-10-09", "2024-10-07")
    eq([n for n in w.person(number(4))["notices"] if "更正" in n["text"]], [], "nobody else")
    w.day("2024-10-09")
    eq(w.matters(number(2), "suspension"), [], "the amended day itself is in time")
    w.day("2024-10-10")
    eq(len(w.matters(number(2), "suspension")), 1)


@on(OCTOBER)
def test_deadlines_of_open_matters_move_and_what_was_decided_is_told(w):
    w.date = "2024-10-11"
    late = w.matter(number(3), "suspension")
    w.on_file(late)
    w.move(late, "decide")  # a day late by what is known
    w.date = "2024-10-12"
    amend(w, "2024-10-08")
    act = proposed(w, "2024-10-12")
    w.move(act, "decide", f"reviewer@{CITY}")
    w.move(act, "release", f"manager@{CITY}")
    got = w.state(late)
    eq((got["state"], got["due_on"]), ("decided", "2024-10-11"), "decided, not yet released: open")
    eq([e["event"] for e in got["events"]][-1], "readjudged")
    letter = [n["text"] for n in w.person(number(3))["notices"] if "更正通知书" in n["text"]][0]
    has(letter, "超期", "按时", "2024-10-10", "2024-10-11", "不因本通知改变")
    w.run("check")
    w.run("audit", "verify")
    eq(again(w, "2024-10-12")["outcomes"], 1, "the list compares two laws, not what is stored")


@on(OCTOBER)
def test_cut_off_after_the_release_it_is_taken_up_again(w):
    w.date = "2024-10-07"
    amend(w, "2024-10-08")
    act = proposed(w, "2024-10-07")
    w.move(act, "decide", f"reviewer@{CITY}")
    w.move(act, "release", f"manager@{CITY}")
    w.sql("UPDATE person SET due_on = 20241008 WHERE due_on = 20241009")
    w.sql(f"UPDATE matter SET state = 3 WHERE matter_id = {int(act)}")
    w.sql(f"DELETE FROM matter_event WHERE matter_id = {int(act)} AND n = 4")
    w.sql(f"UPDATE matter SET events = 3 WHERE matter_id = {int(act)}")
    r = w.run("law", "readjudicate", act, "--apply", *MANAGER)
    eq((r.counts()["persons"], r.counts()["letters"]), (1, 0), "the letter was there: never twice")
    eq([m["state"] for m in w.matters(kind="readjudication")], ["closed"])
    w.run("check")


@on(OCTOBER)
def test_a_released_parameter_is_told_from_its_first_day(w):
    r = w.run("law", "propose", "cycle.end", "month_end", "--from", "2024-10-05", "--citation",
              "威人社发〔2024〕9号第三条", "--reason", "统一到月底", "--as", f"clerk@{CITY}", "--purpose",
              "参数变更")
    matter = r.out.split()[0].split("=")[1]
    w.move(matter, "decide", f"reviewer@{CITY}")
    w.move(matter, "release", f"manager@{CITY}")
    w.date = "2024-10-09"
    w.certify(number(4))  # under the new value
    shown = again(w, "2024-10-01")
    eq([(c["number"], c["before"], c["after"]) for c in shown["cases"]],
       [(number(4), "2025-10-09", "2025-10-31")])


@on(OCTOBER)
def test_readjudicate_refuses(w):
    w.run("law", "readjudicate", *MANAGER, code=2)
    w.run("law", "readjudicate", "--since", "2024-10-02", *MANAGER, code=2)
    w.run("law", "readjudicate", "--since", "2024-09-31", *MANAGER, code=2)
    w.run("law", "readjudicate", "--since", "2024-09-30", "--as", f"clerk@{HC}", "--purpose", "试算",
          code=5)


main(globals())
