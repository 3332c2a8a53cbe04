#!/usr/bin/env python3
"""The life of a payroll run (interface.md, payroll lock|send|recall) and matter show."""
from harness import HC, CITY, WD, eq, has, inited, main, number, on, row, then, true

A, B = number(1), number(2)
NAME = "张建国"
RATE = 321055
FINANCE = ("--as", f"finance@{HC}", "--purpose", "发放")


@then(inited("2024-01-02"), "suspended in March")
def SUSPENDED(w):
    w.roster([row(A, NAME, "2023-03-01"), row(B, "李秀兰", "2023-09-01")])
    w.day("2024-03-04")
    m = w.matter(A, "suspension")
    w.on_file(m)
    w.move(m, "decide", f"clerk@{HC}")
    w.move(m, "release", f"reviewer@{HC}", date="2024-03-05")
    w.day("2024-03-11")


def recall(w, month="2024-03", **more):
    return w.run("payroll", "recall", month, "--payer", HC, *FINANCE, **more)


@on(SUSPENDED)
def test_recall_opens_the_month_and_takes_back_what_locking_entered(w):
    eq(w.months(A, "withheld_fen"), {"2024-03": RATE})
    has(recall(w).out, "state=recalled lines=1")
    eq(w.months(A, "withheld_fen"), {})
    w.run("check")
    w.run("payroll", "send", "2024-03", "--payer", HC, *FINANCE, code=5)
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE)
    eq(w.months(A, "withheld_fen"), {"2024-03": RATE})
    w.run("check")
    w.run("audit", "verify")


@on(SUSPENDED)
def test_undone_between_recall_and_the_next_lock_is_never_withheld(w):
    """The next lock enters what holds by then, as if the first one had not been."""
    recall(w)
    eq(w.sql("SELECT kind FROM month_entry ORDER BY n"), [(1,), (8,)], "nothing is removed")
    w.move(w.matter(A, "suspension"), "undo", f"reviewer@{HC}")
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE)
    eq(w.paid("2024-03", NAME), ("3210.55", "0.00", "0.00", "3210.55"))
    eq(w.months(A, "withheld_fen"), {})
    w.run("check")


@on(SUSPENDED)
def test_reinstated_between_recall_and_the_next_lock_is_paid_once(w):
    recall(w, date="2024-03-12")
    w.certify(A, date="2024-03-12")
    w.kindly(w.matter(A, "reinstatement"), released="2024-03-13")
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE)
    w.day("2024-04-11")
    total = sum(float(w.paid(m, NAME)[3]) for m in ("2024-03", "2024-04"))
    eq(f"{total:.2f}", "6421.10", "March and April, each once")
    w.run("check")


@on(SUSPENDED)
def test_the_night_leaves_a_recalled_run_alone(w):
    recall(w)
    w.day("2024-03-12")
    w.run("payroll", "send", "2024-03", "--payer", HC, *FINANCE, code=5)


@on(SUSPENDED)
def test_recall_is_refused_when_it_is_too_late(w):
    w.day("2024-04-11")
    has(recall(w, code=5).err, "之后的月份已经锁定")
    recall(w, "2024-04")
    recall(w, "2024-04", code=5)
    w.run("payroll", "lock", "2024-04", "--payer", HC, *FINANCE)
    w.run("check")


@on(SUSPENDED)
def test_money_that_went_on_is_not_recalled(w):
    w.certify(A, date="2024-03-12")
    w.kindly(w.matter(A, "reinstatement"), released="2024-03-13")
    true(w.months(A, "back_paid_fen"), "back-pay is entered")
    has(recall(w, code=5).err, "已有补发")
    w.run("check")


@on(SUSPENDED)
def test_send_then_recall_then_lock(w):
    has(w.run("payroll", "send", "2024-03", "--payer", HC, *FINANCE).out, "state=sent runs=1")
    has(w.run("payroll", "send", "2024-03", "--payer", HC, *FINANCE).out, "runs=0")
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE, code=5)
    recall(w)
    w.run("payroll", "lock", "2024-03", "--payer", HC, *FINANCE)


@on(SUSPENDED)
def test_who_may_and_when(w):
    for who in (f"clerk@{HC}", f"finance@{WD}", f"reviewer@{HC}"):
        for what in ("lock", "send", "recall"):
            w.run("payroll", what, "2024-03", "--payer", HC, "--as", who, "--purpose", "x", code=5)
    w.run("payroll", "lock", "2024-06", "--payer", HC, *FINANCE, code=5)
    w.run("payroll", "recall", "2024-03", "--payer", HC[:9] + "001", *FINANCE, code=(1, 2))


@on(SUSPENDED)
def test_every_step_is_in_the_log(w):
    w.run("payroll", "send", "2024-03", "--payer", HC, *FINANCE)
    recall(w)
    # encoding of the log is the audit format's; the actions are plain text in it
    actions = {a for (a,) in w.sql("SELECT action FROM audit")}
    true({"payroll.lock", "payroll.send", "payroll.recall"} <= actions, str(actions))


@on(SUSPENDED)
def test_dry_run_recalls_nothing(w):
    w.run("payroll", "recall", "2024-03", "--payer", HC, *FINANCE, "--dry-run")
    eq(w.months(A, "withheld_fen"), {"2024-03": RATE})
    w.run("payroll", "send", "2024-03", "--payer", HC, *FINANCE)


@on(SUSPENDED)
def test_matter_show(w):
    m = w.matter(A, "suspension")
    who = ("--as", f"clerk@{HC}", "--purpose", "核对")
    text = w.run("matter", "show", m["id"], *who).out
    has(text, NAME, A, "已生效", "2024-03-05", "暂停", "release", "第十条", "可办")
    got = w.run("matter", "show", m["id"], "--json", *who).json()
    eq((got["id"], got["kind"], got["state"], got["number"]), (m["id"], "suspension", "in_effect", A))
    eq([e["event"] for e in got["events"]][-2:], ["release", "take_effect"])
    true(any("复议" in x["body"] for x in got["letters"]), "the letter is in it")
    w.run("matter", "show", m["id"], "--as", f"clerk@{WD}", "--purpose", "核对", code=5)
    w.run("matter", "show", m["id"], "--as", f"clerk@{HC}", code=2)
    w.run("matter", "show", "12345", *who, code=1)
    w.run("matter", "show", "abc", *who, code=1)


main(globals())
