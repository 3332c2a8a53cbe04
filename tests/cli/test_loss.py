#!/usr/bin/env python3
"""Arts. 8 and 9: losses, report clocks, and their rows of "Money, worked"; scenarios 19 to 26."""
from harness import (CITY, HC, eq, has, inited, main, matches, number, on, row, then, true)

A, CHILD, WIDOW, WORKER = number(1), number(2, "20060520"), number(3, "19620318"), number(4)
NAME, CHILD_NAME, WIDOW_NAME = "张建国", "周小明", "吴桂英"
RATE = 321055
ADVERSE = ("loss", "line_stop", "line_end", "suspension", "foreseen_loss", "evidence_check")


@then(inited("2023-02-01"), "a retiree")
def RETIREE(w):
    w.roster([row(A, NAME, "2023-01-16")])


@then(inited("2024-01-02"), "a family")
def FAMILY(w):
    w.roster([row(A, NAME, "2023-12-05"),
              row(CHILD, CHILD_NAME, "2023-12-05", kind="供养亲属抚恤金", amount="800",
                  关联人号码=WORKER, 关系="子女"),
              row(WIDOW, WIDOW_NAME, "2023-12-05", kind="遗属生活困难补助", amount="500",
                  关联人号码=WORKER, 关系="配偶"),
              row(WIDOW, WIDOW_NAME, "2023-12-05", kind="居民养老", amount="218",
                  金额构成="基础=183;个人账户=28;政府补贴=7")])


def report(w, num, event, on_day, reported, *more, lives="in", who=f"clerk@{HC}", code=0):
    return w.run("report-loss", num, "--event", event, "--on", on_day, "--reported", reported,
                 "--reporter-lives", lives, "--as", who, "--purpose", "登记", *more, code=code,
                 date=reported)


def settle(w, num, date):
    """Carry every open matter of loss about the person through file, decision and release."""
    w.date = date
    for m in w.matters(num):
        if m["kind"] not in ADVERSE or m["state"] not in ("proposed", "held"):
            continue
        for event, who in (("compare", f"clerk@{HC}"), ("contact", f"clerk@{HC}"),
                           ("decide", f"clerk@{HC}"), ("release", f"reviewer@{HC}")):
            w.move(m, event, who, code=(0, 5) if event in ("compare", "contact") else 0)


@on(FAMILY)
def test_scenario_19_reported_on_time(w):
    out = report(w, A, "死亡", "2024-02-08", "2024-02-23").both
    has(out, "2024-02-23")
    settle(w, A, "2024-02-26")
    w.day("2024-03-11")
    eq(w.person(A)["lines"][0]["status"], "ended")
    eq(w.paid("2024-02", NAME)[3], "3210.55", "the death month is paid")
    eq(w.paid("2024-03", NAME)[3], "0.00")


@on(FAMILY)
def test_a_night_that_catches_up_stores_what_was_decided_meanwhile(w):
    """The lock of 2024-03-08 is made up after a decision of 2024-03-12, and looks at whom that is about."""
    w.day("2024-03-05")
    report(w, A, "死亡", "2024-03-02", "2024-03-11")
    settle(w, A, "2024-03-12")
    w.day("2024-03-13")
    eq(w.sql("SELECT count(*) FROM line WHERE status = 4")[0][0], 1, "as it is stored, not as it is folded to be shown")
    w.run("check")


@on(FAMILY)
def test_scenario_19_late_by_the_binding_limit_only(w):
    on_time = report(w, A, "死亡", "2024-02-08", "2024-03-12").both
    has(on_time, "2024-02-23", "2024-03-13")


@on(FAMILY)
def test_scenario_20_daughter_in_beijing(w):
    out = report(w, A, "死亡", "2024-03-15", "2024-04-16", lives="out", who=f"clerk@{HC}").both
    has(out, "2024-04-28", "2024-04-15")
    matches(out, r"(late|逾期|迟|超)[^\d]*1\b|1[^\d]*(工作日|working)")


@on(FAMILY)
def test_death_learnt_late_is_overpaid(w):
    w.day("2024-05-13")
    report(w, A, "死亡", "2024-02-08", "2024-05-20")
    settle(w, A, "2024-05-21")
    w.day("2024-06-11")
    eq(w.months(A, "overpaid_fen"), {"2024-03": RATE, "2024-04": RATE, "2024-05": RATE})
    eq(w.paid("2024-06", NAME)[3], "0.00")
    letter = w.letter(w.matter(A, "loss"), A)
    has(letter, "多发：2024-03 至 2024-05", "9,631.65")
    true("补办" not in letter, "nobody who died is asked to come with the identity card")


@on(FAMILY)
def test_a_letter_of_loss_names_only_the_lines_that_it_concerns(w):
    report(w, WIDOW, "再婚", "2024-03-04", "2024-03-06")
    settle(w, WIDOW, "2024-03-07")
    letter = w.letter(w.matter(WIDOW, "loss"), WIDOW)
    has(letter, "待遇：遗属生活困难补助")
    true("待遇：居民养老" not in letter, "the own pension goes on")


@on(FAMILY)
def test_who_is_missing_is_told_how_to_make_it_up(w):
    report(w, A, "失踪", "2024-03-04", "2024-03-06")
    settle(w, A, "2024-03-07")
    letter = w.letter(w.matter(A, "loss"), A)
    has(letter, "待遇：职工养老", "补办")


@on(FAMILY)
def test_scenario_22_foreseen_ninety_days_before_and_stopped(w):
    w.day("2024-02-19")
    before = w.matters(CHILD)
    w.day("2024-02-20")
    found = [m for m in w.matters(CHILD) if m not in before]
    true(found, "nothing foreseen on 2024-02-20")
    w.day("2024-05-20")
    settle(w, CHILD, "2024-05-21")
    w.day("2024-06-11")
    eq(w.paid("2024-05", CHILD_NAME)[3], "800.00", "the birthday month is paid")
    eq(w.paid("2024-06", CHILD_NAME)[3], "0.00")
    eq(w.person(CHILD)["lines"][0]["status"], "ended")


@on(FAMILY)
def test_scenario_22_never_without_a_decision(w):
    w.day("2024-07-11")
    eq(w.person(CHILD)["lines"][0]["status"], "paid")


@on(inited("2024-01-02"))
def test_scenario_23_appraisal_continues_to_its_expiry(w):
    w.roster([row(CHILD, CHILD_NAME, "2023-12-05", kind="供养亲属抚恤金", amount="800",
                  关联人号码=WORKER, 关系="子女", 鉴定有效期="2026-01-31")])
    w.day("2024-06-11")
    eq([m for m in w.matters(CHILD) if m["kind"] in ADVERSE], [])
    eq(w.paid("2024-06", CHILD_NAME)[3], "800.00")


@on(FAMILY)
def test_scenario_24_remarriage_spares_the_own_pension(w):
    w.date = "2024-03-04"
    report(w, WIDOW, "再婚", "2024-03-04", "2024-03-06")
    settle(w, WIDOW, "2024-03-07")
    w.day("2024-04-11")
    got = {x["kind"]: x["status"] for x in w.person(WIDOW)["lines"]}
    eq(got, {"遗属生活困难补助": "ended", "居民养老": "paid"})
    eq(w.paid("2024-03", WIDOW_NAME)[3], "718.00", "the month of the event is paid")
    eq(w.paid("2024-04", WIDOW_NAME)[3], "218.00")


@on(FAMILY)
def test_art_8_remarriage_never_hits_a_pension(w):
    report(w, A, "再婚", "2024-03-04", "2024-03-06", code=(0, 5))
    w.day("2024-04-11")
    eq([m for m in w.matters(A) if m["state"] not in ("closed", "rejected")
        and m["kind"] in ("line_end", "line_stop", "suspension")], [])
    eq(w.paid("2024-04", NAME)[3], "3210.55")


@on(RETIREE)
def test_scenario_25_suspended_sentence_continues(w):
    report(w, A, "缓刑", "2023-03-01", "2023-03-06", "--until", "2025-02-28", "--sentence", "缓刑")
    w.day("2023-05-11")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.paid("2023-05", NAME)[3], "3210.55")


@on(RETIREE)
def test_row_7_prison_2023_03_01_to_2024_02_29(w):
    w.certify(A, date="2023-02-27")
    report(w, A, "服刑", "2023-03-01", "2023-03-06", "--until", "2024-02-29",
           "--sentence", "有期徒刑")
    settle(w, A, "2023-03-07")
    w.day("2023-04-11")
    eq(w.paid("2023-03", NAME)[3], "3210.55", "the month in which it starts")
    eq(w.paid("2023-04", NAME)[3], "0.00")
    eq(w.person(A)["lines"][0]["status"], "stopped")
    report(w, A, "释放", "2024-02-29", "2024-03-01")
    w.certify(A, date="2024-03-01")
    for m in w.matters(A):
        if m["kind"] == "reinstatement" and m["state"] == "proposed":
            w.kindly(m, released="2024-03-04")
    w.day("2024-03-11")
    eq(w.paid("2024-03", NAME)[3], "3210.55", "payable from March 2024 at the old rate")
    gone = w.months(A, "turned_not_due_fen")
    eq(w.months(A, "back_paid_fen"), {})
    eq(sorted(gone) in ([], [f"2023-{m:02d}" for m in range(4, 13)] + ["2024-01", "2024-02"]),
       True, f"eleven months not due: {sorted(gone)}")


@on(FAMILY)
def test_row_6_missing_comes_back(w):
    report(w, A, "失踪", "2024-03-01", "2024-03-04")
    settle(w, A, "2024-03-05")
    w.day("2024-03-11")
    eq(w.person(A)["lines"][0]["status"], "suspended")
    w.certify(A, date="2025-01-10")
    w.kindly(w.matter(A, "reinstatement"), released="2025-02-05")
    w.day("2025-02-11")
    eq(w.paid("2025-02", NAME)[:2], ("3210.55", "35316.05"))


@on(FAMILY)
def test_row_6_declared_dead_instead_nothing(w):
    report(w, A, "失踪", "2024-03-01", "2024-03-04")
    settle(w, A, "2024-03-05")
    w.day("2024-03-11")
    report(w, A, "宣告死亡", "2025-01-10", "2025-01-13")
    settle(w, A, "2025-01-14")
    w.day("2025-02-11")
    eq(w.paid("2025-02", NAME)[3], "0.00")
    eq(w.months(A, "back_paid_fen"), {})
    eq(w.person(A)["lines"][0]["status"], "ended")


@on(FAMILY)
def test_row_8_prison_inside_a_suspension(w):
    w.date = "2024-04-10"
    w.roster([row(number(8), "马服刑", "2023-04-17")])
    w.day("2024-04-18")
    m = w.matter(number(8), "suspension")
    w.adverse(m, released="2024-05-06")
    report(w, number(8), "服刑", "2024-06-10", "2024-06-12", "--until", "2024-08-20",
           "--sentence", "有期徒刑")
    settle(w, number(8), "2024-06-13")
    report(w, number(8), "释放", "2024-08-20", "2024-08-21")
    w.certify(number(8), date="2024-10-15")
    for r in w.matters(number(8), "reinstatement"):
        if r["state"] == "proposed":
            w.kindly(r, released="2024-11-04")
    w.day("2024-11-11")
    eq(sorted(w.months(number(8), "back_paid_fen")), ["2024-05", "2024-06", "2024-09", "2024-10"])
    eq(sorted(w.months(number(8), "turned_not_due_fen")), ["2024-07", "2024-08"])
    eq(w.paid("2024-11", "马服刑")[3], "16052.75", "November and four months")


@on(FAMILY)
def test_custody_acquitted_is_back_paid(w):
    report(w, A, "在押", "2024-03-01", "2024-03-04")
    settle(w, A, "2024-03-05")
    w.day("2024-05-13")
    report(w, A, "释放", "2024-05-13", "2024-05-14")
    w.certify(A, date="2024-05-14")
    for r in w.matters(A, "reinstatement"):
        if r["state"] == "proposed":
            w.kindly(r, released="2024-06-04")
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME)[3], "12842.20")


@on(FAMILY)
def test_custody_suspends_and_conviction_turns_not_due(w):
    report(w, A, "在押", "2024-03-01", "2024-03-04")
    settle(w, A, "2024-03-05")
    w.day("2024-05-11")
    eq(w.months(A, "withheld_fen"), {"2024-03": RATE, "2024-04": RATE, "2024-05": RATE})
    report(w, A, "服刑", "2024-05-13", "2024-05-14", "--until", "2025-05-12",
           "--sentence", "有期徒刑")
    settle(w, A, "2024-05-15")
    w.day("2024-06-11")
    gone = w.months(A, "turned_not_due_fen")
    true({"2024-03", "2024-04", "2024-05"} <= set(gone), f"turned not due: {sorted(gone)}")


@on(FAMILY)
def test_bad_reports_are_refused(w):
    w.date = "2024-03-04"
    report(w, A, "生病", "2024-03-01", "2024-03-04", code=(1, 2, 4, 5))
    report(w, A, "死亡", "2024-03-10", "2024-03-04", code=(1, 2, 4, 5))
    report(w, A, "死亡", "2024-02-30", "2024-03-04", code=2)
    report(w, A, "服刑", "2024-03-01", "2024-03-04", "--sentence", "罚款", code=(1, 2, 4, 5))
    report(w, A, "死亡", "2024-03-01", "2024-03-04", lives="moon", code=2)


@on(FAMILY)
def test_supervisor_cannot_register_a_loss_scenario_6(w):
    report(w, A, "死亡", "2024-03-01", "2024-03-04", who=f"supervisor@{CITY}", code=5)


@on(FAMILY)
def test_report_alone_never_stops_anything(w):
    report(w, A, "死亡", "2024-03-01", "2024-03-04")
    w.day("2024-03-05")
    eq(w.person(A)["lines"][0]["status"], "paid")


@on(FAMILY)
def test_scenario_26_cremation_record_with_another_name(w):
    with open(w.path("feed.csv"), "w", encoding="utf-8") as f:
        f.write(f"社会保障号码,姓名,事件,事件日期,来源\r\n{A},张健国,火化,2024-03-01,民政\r\n")
    w.date = "2024-03-05"
    w.run("import", "evidence", "feed.csv", "--source", "民政", "--as", f"manager@{CITY}",
          "--purpose", "导入", code=(0, 4))
    w.day("2024-03-05")
    eq(w.person(A)["lines"][0]["status"], "paid", "never ended by a record")


if __name__ == "__main__":
    main(globals())
