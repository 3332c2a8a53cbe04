#!/usr/bin/env python3
"""The hold of the next payroll while a reported death is verified: art. 7(3), readings "Papers and
powers"; scenario 26. March 2024 is locked on Friday the 8th; three working days from Thursday
the 7th end on Tuesday the 12th."""
import re

from harness import CITY, HC, RC, WD, eq, has, inited, main, number, on, row, then
from test_feed import event, feeds, reverse, send, sound

A, B = number(1), number(2)
NAME = "张建国"
RATE = 321055
FINANCE = ("--as", f"finance@{HC}", "--purpose", "发放")
WHOLE = ("3210.55", "0.00", "0.00", "3210.55")
NOTHING = ("0.00", "0.00", "0.00", "0.00")
LATE = ("0.00", "3210.55", "0.00", "3210.55")


@then(inited("2023-07-17"), "people for holds")
def PEOPLE(w):
    w.roster([row(A, NAME, "2023-07-15"), row(B, "李秀兰", "2023-06-20", payer=WD)])
    w.day("2024-03-04")


@then(PEOPLE, "held in March")
def REPORTED(w):
    send(w, [event(A, NAME, "死亡", "2024-02-20")], "公安", date="2024-03-07")


@then(REPORTED, "held and locked")
def LOCKED(w):
    w.day("2024-03-08")


def check_of(w):
    return w.matter(A, "evidence_check")


def events(w, kind="evidence_check"):
    return [e["event"] for m in w.person(A)["matters"] if m["kind"] == kind for e in m["events"]]


def held(w):
    return w.person(A)["lines"][0]["held_month"]


def sequences(w, month="2024-03"):
    y, m = month.split("-")
    return w.sql(f"SELECT sequence FROM payroll_run WHERE payer = '{HC}' AND month = {y}{m}"
                 " ORDER BY sequence")


def account(w, month="2024-03"):
    """entitled - paid - back paid = open withheld + turned not due, worked out here."""
    m = next(x for x in w.person(A)["months"] if x["month"] == month)
    withheld = m["withheld_fen"] - m["back_paid_fen"] - m["turned_not_due_fen"]
    eq(m["entitled_fen"] - m["paid_fen"] - m["back_paid_fen"], withheld + m["turned_not_due_fen"])
    return m


def decided_nothing(w):
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.sql("SELECT count(*) FROM matter_event WHERE adverse <> 0")[0][0], 0)


@on(REPORTED)
def test_a_reported_death_holds_the_next_payroll_and_says_why(w):
    r = w.pay("2024-03", NAME)
    eq([(str(x["应发"]), str(x["实发"])) for x in r], [("0.00", "0.00")])
    has(r[0]["说明"], "暂缓发放", "2024-03-12")
    eq((held(w), check_of(w)["state"]), ("2024-03", "proposed"))
    has(w.run("person", "show", A, "--as", f"manager@{CITY}", "--purpose", "核对").out,
        "暂缓发放 2024-03", "2024-03-12")
    eq(events(w), ["open", "hold"])
    eq(w.paid("2024-03", "李秀兰"), WHOLE, "nobody else")
    w.day("2024-03-08")
    eq(w.months(A, "withheld_fen"), {"2024-03": RATE})
    eq(w.sql("SELECT matter_id FROM month_entry"), [(int(check_of(w)["id"]),)], "in whose name")
    eq(w.paid("2024-03", NAME), NOTHING)
    eq(w.paid("2024-04", NAME), WHOLE, "one month only")
    account(w)
    decided_nothing(w)
    sound(w)


@on(LOCKED)
def test_found_alive_pays_the_held_month_at_once(w):
    w.move(check_of(w), "found_alive", date="2024-03-11")
    eq(w.paid("2024-03", NAME), LATE)
    eq([x["说明"] for x in w.pay("2024-03", NAME)][1], "补发 2024-03 至 2024-03")
    eq(sequences(w), [(0,), (1,)])
    eq((held(w), account(w)["back_paid_fen"]), ("", RATE))
    w.day("2024-04-11")
    eq(w.paid("2024-04", NAME), WHOLE)
    eq(w.months(A, "back_paid_fen"), {"2024-03": RATE})
    decided_nothing(w)
    sound(w)


@on(REPORTED)
def test_found_alive_before_the_lock_leaves_nothing_behind(w):
    w.move(check_of(w), "found_alive", date="2024-03-08")
    w.day("2024-03-08")
    eq((w.paid("2024-03", NAME), sequences(w), held(w)), (WHOLE, [(0,)], ""))
    eq(w.months(A, "withheld_fen"), {})
    sound(w)


@on(LOCKED)
def test_the_term_lapses_undecided_and_the_month_is_paid_at_once(w):
    w.day("2024-03-12")
    eq(w.paid("2024-03", NAME), NOTHING, "the last day of the term")
    w.day("2024-03-13")
    eq(w.paid("2024-03", NAME), LATE, "the night after it pays")
    eq((held(w), sequences(w)), ("", [(0,), (1,)]))
    m = next(m for m in w.person(A)["matters"] if m["kind"] == "evidence_check")
    eq((m["state"], m["overdue"]), ("proposed", True))
    w.day("2024-05-20")
    eq(events(w), ["open", "hold", "expired"], "it lapses once")
    eq(w.months(A, "back_paid_fen"), {"2024-03": RATE})
    eq([w.paid(f"2024-0{m}", NAME) for m in (4, 5)], [WHOLE, WHOLE])
    decided_nothing(w)
    sound(w)


@on(PEOPLE)
def test_the_term_over_before_the_lock_holds_nothing(w):
    send(w, [event(A, NAME, "死亡", "2024-02-20")], "公安", date="2024-03-04")
    w.day("2024-03-08")
    eq((w.paid("2024-03", NAME), sequences(w)), (WHOLE, [(0,)]))
    eq(events(w), ["open", "hold", "expired"])
    sound(w)


@on(PEOPLE)
def test_a_lock_by_hand_after_the_term_looks_again(w):
    send(w, [event(A, NAME, "死亡", "2024-02-20")], "公安", date="2024-03-04")
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE, date="2024-03-08")
    eq((w.paid("2024-03", NAME), events(w)), (WHOLE, ["open", "hold", "expired"]))


@on(LOCKED)
def test_a_confirmed_death_turns_the_held_month_not_due(w):
    w.move(check_of(w), "found_dead", date="2024-03-11")
    eq((held(w), w.paid("2024-03", NAME)), ("2024-03", NOTHING), "the loss is to be decided")
    account(w)
    w.adverse(w.matter(A, "loss"), released="2024-03-12")
    m = account(w)
    eq((m["turned_not_due_fen"], m["back_paid_fen"], held(w)), (RATE, 0, ""))
    eq(w.person(A)["lines"][0]["status"], "ended")
    w.day("2024-04-11")
    eq([w.paid(f"2024-0{m}", NAME) for m in (3, 4)], [NOTHING, NOTHING])
    sound(w)


@on(PEOPLE)
def test_the_month_of_death_is_still_due_and_paid(w):
    send(w, [event(A, NAME, "死亡", "2024-03-02")], "公安", date="2024-03-05")
    w.day("2024-03-08")
    w.move(check_of(w), "found_dead")
    w.adverse(w.matter(A, "loss"), released="2024-03-12")
    w.day("2024-04-11")
    eq((account(w)["back_paid_fen"], account(w)["turned_not_due_fen"]), (RATE, 0))
    eq(w.paid("2024-04", NAME), LATE)
    sound(w)


@on(LOCKED)
def test_a_confirmed_death_that_nobody_decides_holds_no_longer_either(w):
    """The loss has its own three working days: from the 11th to the 14th."""
    w.move(check_of(w), "found_dead", date="2024-03-11")
    w.day("2024-03-14")
    eq(w.paid("2024-03", NAME), NOTHING)
    w.day("2024-03-15")
    eq((w.paid("2024-03", NAME), events(w, "loss")), (LATE, ["open", "expired"]))
    decided_nothing(w)
    sound(w)


@on(LOCKED)
def test_a_loss_that_is_rejected_pays_at_once(w):
    w.move(check_of(w), "found_dead", date="2024-03-11")
    w.move(w.matter(A, "loss"), "reject", f"reviewer@{HC}")
    eq((w.paid("2024-03", NAME), held(w)), (LATE, ""))
    sound(w)


@on(PEOPLE)
def test_scenario_26_a_name_one_character_other_is_held_and_lapses(w):
    send(w, [event(A, "张建囯", "火化", "2024-03-01", "民政")], "民政", date="2024-03-05")
    w.day("2024-03-08")
    eq((w.paid("2024-03", NAME), check_of(w)["due_on"]), (NOTHING, "2024-03-08"))
    decided_nothing(w)
    w.day("2024-03-11")
    eq(w.paid("2024-03", NAME), LATE)
    sound(w)


@on(PEOPLE)
def test_reported_after_the_lock_holds_nothing_of_that_month(w):
    w.day("2024-03-08")
    send(w, [event(A, NAME, "户口注销", "2024-02-20")], "公安", date="2024-03-12")
    eq((w.paid("2024-03", NAME), held(w)), (WHOLE, "2024-04"))
    w.day("2024-03-18")
    eq((held(w), w.paid("2024-04", NAME)), ("", WHOLE))
    w.day("2024-04-11")
    eq((w.paid("2024-04", NAME), sequences(w, "2024-04")), (WHOLE, [(0,)]))
    sound(w)


@on(LOCKED)
def test_a_feed_that_is_reversed_pays_at_once(w):
    w.date = "2024-03-11"
    reverse(w, feeds(w)[0]["id"])
    eq((check_of(w)["state"], w.paid("2024-03", NAME), held(w)), ("undone", LATE, ""))
    sound(w)


@on(PEOPLE)
def test_each_payer_checks_and_holds_for_itself(w):
    w.roster([row(A, NAME, "2023-07-15", payer=RC, kind="生活护理费", amount="900")], name="r2.csv")
    send(w, [event(A, NAME, "死亡", "2024-02-20")], "公安", date="2024-03-07")
    w.day("2024-03-08")
    eq(w.paid("2024-03", NAME), NOTHING)
    mine = next(m for m in w.matters(A, "evidence_check") if m["agency"] == HC)
    w.move(mine, "found_alive", date="2024-03-11")
    eq(w.paid("2024-03", NAME), LATE, "the other payer has not decided")
    eq([x["held_month"] for x in w.person(A)["lines"]], ["", "2024-03"])
    sound(w)


@on(PEOPLE)
def test_prison_and_other_causes_hold_nothing(w):
    send(w, [event(A, NAME, "服刑", "2024-03-01", 终止日期="2025-02-28", 刑种="有期徒刑")], "法院",
         columns=7, date="2024-03-05")
    w.day("2024-03-08")
    eq((w.paid("2024-03", NAME), events(w)), (WHOLE, ["open"]))
    w.day("2024-03-14")
    eq(events(w), ["open"])


@on(PEOPLE)
def test_life_against_a_reported_loss_holds_nothing(w):
    w.run("report-loss", A, "--event", "死亡", "--on", "2024-02-20", "--as", f"clerk@{HC}",
          "--purpose", "受理", date="2024-03-04")
    send(w, [event(A, NAME, "住院", "2024-03-03")], "医院", date="2024-03-05")
    eq((events(w), held(w)), (["open"], ""))


@on(PEOPLE)
def test_where_the_parameter_only_verifies_nothing_is_held(w):
    r = w.run("law", "propose", "death_auto_action", "verify_only", "--from", "2024-04-01",
              "--citation", "威人社发〔2024〕9号第三条", "--reason", "只核实", "--as", f"clerk@{CITY}",
              "--purpose", "参数变更")
    ident = re.search(r"matter=(\d+)", r.out).group(1)
    w.move(ident, "decide", f"reviewer@{CITY}")
    w.move(ident, "release", f"manager@{CITY}")
    w.day("2024-04-08")
    send(w, [event(A, NAME, "死亡", "2024-03-20")], "公安", date="2024-04-09")
    w.day("2024-04-10")
    eq((w.paid("2024-04", NAME), events(w), held(w)), (WHOLE, ["open"], ""))


@on(LOCKED)
def test_a_recalled_run_is_held_again_or_paid_as_it_then_stands(w):
    w.run("payroll", "recall", "2024-03", "--payer", HC, *FINANCE, date="2024-03-11")
    eq(w.months(A, "withheld_fen"), {})
    w.move(check_of(w), "found_alive")
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE)
    eq((w.paid("2024-03", NAME), sequences(w)), (WHOLE, [(0,)]))
    sound(w)


if __name__ == "__main__":
    main(globals())
