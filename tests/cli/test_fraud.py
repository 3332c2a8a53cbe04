#!/usr/bin/env python3
"""Arts. 12 to 14: fraud, tips, discipline; scenarios 31 and 34 and their neighbours; capabilities
12.1 to 12.3, 13.3, 14.3."""
from harness import CITY, HC, RC, WD, eq, has, inited, main, number, on, row, then, true

A, B = number(1), number(2)
OFFICER, LAWYER = f"officer@{HC}", f"deptlegal@{HC}"


@then(inited("2024-01-02"), "two pensioners")
def PEOPLE(w):
    w.roster([row(A, "王守义", "2024-01-02"), row(B, "李秀兰", "2024-01-02", payer=WD)])


def opened(w, num=A, who=f"clerk@{HC}"):
    return w.brought("fraud", num, who, facts="伪造证明材料，隐瞒领取人已去世的事实")


@then(PEOPLE, "established on 5 September")
def ESTABLISHED(w):
    w.day("2024-09-05")
    f = opened(w)
    w.step(f, "establish", established_on="2024-09-05", amount="10000")


@then(ESTABLISHED, "reported on 9 September")
def REPORTED(w):
    w.date = "2024-09-09"
    w.step(w.matter(A, "fraud"), "report")


@then(REPORTED, "with every step of the penalty procedure")
def COMPLETE(w):
    f = w.matter(A, "fraud")
    w.step(f, "file", OFFICER, date="2024-09-10")
    w.step(f, "notify", OFFICER, date="2024-09-12", served_on="2024-09-12")
    w.step(f, "legal_review", LAWYER, date="2024-09-24")
    w.step(f, "collective", OFFICER, date="2024-09-25")


def decide(w, code=0, who=OFFICER, **more):
    fields = {"officer_one": "甲", "officer_two": "乙", "refund": "10000", "fine": "20000", **more}
    return w.step(w.matter(A, "fraud"), "decide", who, code=code, **fields)


# --- the agency ------------------------------------------------------------------------------


@on(PEOPLE)
def test_scenario_31_thirty_calendar_days_rolled_over_the_holiday(w):
    w.day("2024-09-05")
    f = opened(w)
    true(f["due_on"] != "2024-10-08", "a clock before anything is found")
    w.step(f, "establish", established_on="2024-09-05", amount="10000")
    f = w.matter(A, "fraud")
    eq((f["state"], f["due_on"]), ("established", "2024-10-08"))
    w.day("2024-10-08")
    eq(w.matter(A, "fraud")["overdue"], False)
    w.day("2024-10-09")
    eq(w.matter(A, "fraud")["overdue"], True)
    w.step(f, "report")
    eq(w.matter(A, "fraud")["state"], "reported", "late is late, and reported all the same")


@on(PEOPLE)
def test_12_2_the_clock_runs_from_the_day_of_the_finding_not_of_the_suspicion(w):
    w.day("2024-09-20")
    f = opened(w)
    w.step(f, "establish", code=2)
    w.step(f, "establish", code=2, established_on="2024-09-05")
    has(w.step(f, "establish", code=5, established_on="2024-09-21", amount="1").err, "晚于")
    w.step(f, "establish", code=5, established_on="2024-09-05", amount="0")
    w.step(f, "establish", code=1, established_on="2024-09-31", amount="1")
    w.step(f, "report", code=5)
    w.step(f, "establish", f"clerk@{WD}", code=5, established_on="2024-09-05", amount="1")
    w.step(f, "establish", established_on="2024-09-18", amount="1234.56")
    eq(w.matter(A, "fraud")["due_on"], "2024-10-18")


@on(ESTABLISHED)
def test_12_1_the_agency_orders_nothing_and_the_department_does_no_agency_business(w):
    f = w.matter(A, "fraud")
    w.step(f, "report", OFFICER, code=5)
    w.step(f, "file", OFFICER, code=5)
    w.step(f, "report")
    has(w.state(f)["letters"][0]["body"], "骗取社会保险待遇情况报告")
    for who in (f"clerk@{HC}", f"manager@{HC}", f"supervisor@{HC}", f"officer@{RC}", LAWYER):
        w.step(f, "file", who, code=5)
    w.step(f, "file", OFFICER)
    w.run("certify", A, "--way", 1, "--agency", HC, "--as", OFFICER, "--purpose", "认证", code=5)


# --- the department --------------------------------------------------------------------------


@on(REPORTED)
def test_12_1_no_step_of_the_penalty_procedure_is_skipped(w):
    f = w.matter(A, "fraud")
    w.step(f, "notify", OFFICER, code=5, served_on="2024-09-09")
    w.step(f, "legal_review", LAWYER, code=5)
    w.step(f, "collective", OFFICER, code=5)
    decide(w, code=5)
    w.step(f, "file", OFFICER)
    decide(w, code=5)
    w.step(f, "notify", OFFICER, code=5, served_on="2024-09-06")
    w.step(f, "notify", OFFICER, served_on="2024-09-09")
    decide(w, code=5)
    w.step(f, "collective", OFFICER, code=5)
    w.step(f, "legal_review", OFFICER, code=5)
    w.step(f, "legal_review", LAWYER)
    decide(w, code=5)
    w.step(f, "collective", OFFICER)
    # Served on Monday 9 September 2024: a hearing may be asked for until the 14th, a working Saturday.
    w.date = "2024-09-14"
    has(decide(w, code=5).err, "听证期限未满")
    w.date = "2024-09-15"
    decide(w, code=5, officer_two="甲")
    decide(w)
    eq(w.matter(A, "fraud")["state"], "decided")


@on(COMPLETE)
def test_12_1_the_fine_is_two_to_five_times_what_was_drawn(w):
    for fine in ("19999.99", "50000.01", "0"):
        has(decide(w, code=5, fine=fine).err, "2 倍以上 5 倍以下")
    decide(w, code=5, refund="10000.01")
    decide(w, code=5, refund="0")
    decide(w, code=1, fine="")
    decide(w, fine="50000")


@then(inited("2024-01-02"), "dead in February, drawn by another until May")
def DRAWN(w):
    w.roster([row(A, "王守义", "2023-12-05")])
    w.day("2024-05-13")
    w.run("report-loss", A, "--event", "死亡", "--on", "2024-02-08", "--reported", "2024-05-20",
          "--reporter-lives", "in", "--as", f"clerk@{HC}", "--purpose", "登记", date="2024-05-20")
    w.date = "2024-05-21"
    w.adverse(w.matter(A, "loss"), HC)


def refund_decided(w):
    r = next(m for m in w.matters(A, "refund") if m["state"] == "proposed")
    w.step(r, "decide", payee="王小义（其子）")
    w.on_file(r)
    w.move(r, "release", f"reviewer@{HC}")
    return r


def all_steps(w):
    f = opened(w)
    w.step(f, "establish", date="2024-05-23", established_on="2024-05-23", amount="9631.65")
    w.step(f, "report")
    w.step(f, "file", OFFICER)
    w.step(f, "notify", OFFICER, date="2024-05-24", served_on="2024-05-24")
    w.step(f, "legal_review", LAWYER, date="2024-06-04")
    w.step(f, "collective", OFFICER)


@then(DRAWN, "and refunded for March")
def REFUNDED(w):
    w.step(refund_decided(w), "instalment", amount="3210.55")
    all_steps(w)


@then(DRAWN, "and ordered back for April and May")
def ORDERED(w):
    all_steps(w)
    order(w, "6421.10", refund_from="2024-04-01", refund_until="2024-05-31")
    w.step(w.matter(A, "fraud"), "release", LAWYER)


def order(w, refund, code=0, **months):
    return decide(w, code, refund=refund, fine="19263.30", **months)


@on(REFUNDED)
def test_12_1_a_month_that_a_refund_has_is_not_ordered_back_a_second_time(w):
    has(order(w, "9631.65", 5).err, "责令退回的起始日期", "责令退回的截止日期")
    march_to_may = {"refund_from": "2024-03-01", "refund_until": "2024-05-31"}
    has(order(w, "9631.65", 5, **march_to_may).err, "不责令退回两次")
    order(w, "0.01", 5, **march_to_may)
    order(w, "0", **march_to_may)
    w.step(w.matter(A, "fraud"), "release", LAWYER)
    has(w.state(w.matter(A, "fraud"))["letters"][-1]["body"], "同月已退回或已决定退还的金额：9,631.65")
    w.run("check")


@on(REFUNDED)
def test_12_1_what_was_refunded_of_other_months_leaves_the_order_alone(w):
    order(w, "9631.65", refund_from="2023-01-01", refund_until="2024-02-29")


@on(REFUNDED)
def test_12_1_a_refund_whose_decision_is_undone_has_only_what_came_back(w):
    w.move(w.matter(A, "refund"), "undo", f"manager@{HC}", reason="应退还的人写错")
    months = {"refund_from": "2024-03-31", "refund_until": "2024-05-01"}
    order(w, "6421.11", 5, **months)
    order(w, "6421.10", **months)


@on(REFUNDED)
def test_12_1_the_months_count_from_the_first_to_the_last(w):
    order(w, "3210.56", 5, refund_from="2024-04-30", refund_until="2024-05-01")
    order(w, "3210.55", refund_from="2024-04-30", refund_until="2024-05-01")


@on(ORDERED)
def test_12_1_a_month_that_was_ordered_back_is_not_refunded_a_second_time(w):
    r = refund_decided(w)
    body = w.state(r)["letters"][-1]["body"]
    has(body, "2024-03至2024-05，共3,210.55元", "同月另有 6,421.10 元已由骗取处理决定责令退回，不重复要求")
    w.step(r, "instalment", amount="3210.56", code=5)
    w.step(r, "instalment", amount="3210.55")
    w.step(w.matter(A, "fraud"), "undo", OFFICER, date="2024-06-05")
    w.step(r, "instalment", amount="0.01", code=5)
    w.step(r, "paid")
    w.day("2024-06-11")
    eq([m["state"] for m in w.matters(A, "refund")].count("proposed"), 1,
       "what the undone order had asked back is decided anew")
    has(w.state(refund_decided(w))["letters"][-1]["body"], "共6,421.10元")
    w.run("check")


@on(DRAWN)
def test_12_1_an_order_of_all_months_leaves_nothing_to_refund(w):
    all_steps(w)
    order(w, "9631.65")
    w.step(w.matter(A, "fraud"), "release", LAWYER)
    r = w.matter(A, "refund")
    has(w.step(r, "decide", code=5, payee="王小义（其子）").err, "同月已由骗取处理决定责令退回的部分，不再决定一次")


@on(COMPLETE)
def test_12_1_decided_by_the_officer_released_by_another_and_undone(w):
    f = w.matter(A, "fraud")
    decide(w, code=5, who=f"manager@{HC}")
    decide(w, code=5, who=LAWYER)
    decide(w)
    w.step(f, "release", OFFICER, code=5)
    w.step(f, "release", f"manager@{HC}", code=5)
    w.step(f, "release", LAWYER, date="2024-09-30")
    s = w.state(f)
    eq(s["state"], "released")
    has(s["letters"][-1]["body"], "责令退回", "行政复议", "行政诉讼", "社会保险法", "20,000.00",
        "10,000.00", "2024-09-12", "2024-09-24", "2024-09-25")
    eq((s["events"][-1]["by"], s["events"][-1]["released_by"]), (OFFICER, LAWYER))
    w.run("check")
    w.step(f, "undo", OFFICER)
    eq(w.state(f)["state"], "undone")


@on(COMPLETE)
def test_12_1_an_open_hearing_holds_the_decision(w):
    f = w.matter(A, "fraud")
    w.step(f, "hearing", OFFICER)
    decide(w, code=5)
    w.step(f, "heard", OFFICER, date="2024-09-27")
    decide(w)


@on(COMPLETE)
def test_12_3_transferred_to_justice_it_is_frozen(w):
    f = w.matter(A, "fraud")
    w.step(f, "transfer", f"clerk@{HC}", code=5)
    w.step(f, "transfer", OFFICER)
    has(w.state(f)["letters"][-1]["body"], "移送")
    decide(w, code=5)
    for event in ("file", "collective", "release", "transfer"):
        w.step(f, event, OFFICER, code=5)
    w.step(f, "returned", OFFICER)
    decide(w)


@on(inited("2025-01-06"))
def test_after_the_end_of_the_measure_fraud_stands_on_the_social_insurance_law(w):
    w.roster([row(A, "王守义", "2024-12-02")])
    w.date = "2025-03-03"
    f = opened(w)
    w.step(f, "establish", established_on="2025-03-03", amount="10000")
    w.step(f, "report")
    w.step(f, "file", OFFICER)
    w.step(f, "notify", OFFICER, served_on="2025-03-03")
    w.step(f, "legal_review", LAWYER)
    w.step(f, "collective", OFFICER)
    w.date = "2025-03-11"
    decide(w)
    w.step(f, "release", LAWYER)
    body = w.state(f)["letters"][-1]["body"]
    has(body, "社会保险法", "原办法已于2024年12月31日期满")
    true("资格认证办法》第" not in body, "cites an article of the expired measure: " + body)


# --- art. 13: tips ---------------------------------------------------------------------------


def tip(w, code=0, **more):
    fields = {"received_on": "2024-03-15", "named": "是", "text": "王某已去世，家属仍在领取", **more}
    return w.brought("tip", A, code=code, **fields)


def concluded(w, **more):
    t = tip(w)
    w.step(t, "accept")
    fields = {"confirmed": "是", "subject": "个人", "loss": "80000", "first": "是",
              "supervising_staff": "否", "full_capacity": "是", **more}
    w.step(t, "conclude", f"reviewer@{HC}", **fields)
    return w.state(t)["letters"][-1]["body"]


@on(PEOPLE)
def test_13_five_working_days_to_review_sixty_to_conclude(w):
    w.date = "2024-03-15"
    t = tip(w)
    eq((t["state"], t["due_on"]), ("proposed", "2024-03-22"))
    w.step(t, "conclude", f"reviewer@{HC}", code=(2, 5))
    w.step(t, "accept", f"clerk@{RC}", code=5)
    w.step(t, "accept", date="2024-03-20")
    eq(w.matter(A, "tip")["due_on"], w.run("workday", "add", "2024-03-20", 60).out.strip())
    has(tip(w, code=5, received_on="2024-03-21").err, "晚于")


@on(PEOPLE)
def test_scenario_34_the_reward(w):
    w.date = "2024-03-20"
    has(concluded(w), "1,600.00")
    has(concluded(w, loss="0"), "500.00")
    has(concluded(w, loss="9000000"), "100,000.00")
    has(concluded(w, subject="单位"), "2,400.00")
    true("1,600.00" not in concluded(w, confirmed="否"), "a reward for an unfounded tip")
    true("1,600.00" not in concluded(w, first="否"), "a reward for the second reporter")
    true("1,600.00" not in concluded(w, supervising_staff="是"), "a reward for staff on duty")
    has(concluded(w, loss="9000000", paid_elsewhere="99000"), "1,000.00")


@on(PEOPLE)
def test_14_nothing_of_the_reporter_is_asked_for(w):
    asked = w.run("matter", "fields", "tip", db=True).out
    for word in ("姓名", "电话", "身份号码", "地址"):
        true(word not in asked, f"{word} is asked for")


# --- art. 14: discipline ---------------------------------------------------------------------


@on(PEOPLE)
def test_14_3_who_is_concerned_takes_no_step(w):
    w.date = "2024-03-20"
    fields = {"staff": f"manager@{HC}", "misconduct": "弄虚作假", "facts": "出具虚假认证结果"}
    has(w.brought("discipline", A, f"manager@{HC}", code=5, **fields).err, "回避")
    w.brought("discipline", A, f"clerk@{HC}", code=5, **fields)
    d = w.brought("discipline", A, f"caseaudit@{HC}", **fields)
    w.step(d, "decide", f"manager@{HC}", code=5, outcome="记过")
    w.step(d, "decide", f"caseaudit@{HC}", outcome="记过")
    w.step(d, "release", f"caseaudit@{HC}", code=5)
    w.step(d, "release", f"manager@{HC}", code=5)
    has(w.brought("discipline", A, f"caseaudit@{HC}", code=1, **{**fields, "misconduct": "迟到"}).err,
        "徇私舞弊")
    d = w.brought("discipline", A, f"caseaudit@{HC}", **{**fields, "staff": f"clerk@{HC}"})
    w.step(d, "decide", f"caseaudit@{HC}", outcome="记过")
    w.step(d, "release", f"manager@{HC}")
    eq(w.state(d)["state"], "closed")


if __name__ == "__main__":
    true(CITY != HC, "a city and a district")
    main(globals())
