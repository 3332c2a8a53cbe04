#!/usr/bin/env python3
"""What was paid after a loss learnt late comes back: capabilities C13, 9.4, 10.9, 11.7, C9; and the
offset against the pension that is kept (77号, "Refund not made in time")."""
import re

from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then, true

A, WORKER = number(1), number(4)
NAME = "张建国"
RATE, CARE = 321055, 90000
PAYEE = "张晓明（其子）"
LATE = ["2024-03", "2024-04", "2024-05"]


@then(inited("2024-01-02"), "a retiree with three lines at two payers")
def THREE(w):
    w.roster([row(A, NAME, "2023-12-05"), row(A, NAME, "2023-12-05", kind="护理费", amount="900"),
              row(A, NAME, "2023-12-05", kind="居民养老", payer=WD, amount="218",
                  金额构成="基础=183;个人账户=28;政府补贴=7")])
    for m in w.matters(A, "overlap"):
        w.move(m, "reject", f"reviewer@{m['agency']}", reason="另案处理")


@then(THREE, "dead in February, known in May")
def KNOWN(w):
    w.day("2024-05-13")
    loss(w, "死亡", "2024-02-08", "2024-05-20")
    release(w, "2024-05-21")


@then(KNOWN, "to be refunded by the son")
def DECIDED(w):
    ours = refund(w)
    w.step(ours, "decide", payee=PAYEE)
    w.on_file(ours)
    w.move(ours, "release", f"reviewer@{HC}", date="2024-05-23")


def loss(w, event, on_day, told, *more):
    w.run("report-loss", A, "--event", event, "--on", on_day, "--reported", told,
          "--reporter-lives", "in", "--as", f"clerk@{HC}", "--purpose", "登记", *more, date=told)


def release(w, date, payers=(HC, WD)):
    w.date = date
    for m in w.matters(A, "loss"):
        if m["state"] == "proposed" and m["agency"] in payers:
            w.adverse(m, m["agency"])


def refunds(w, payer=HC):
    return [m for m in w.matters(A, "refund") if m["agency"] == payer]


def refund(w, payer=HC):
    found = [m for m in refunds(w, payer) if m["state"] not in ("closed", "undone")]
    eq(len(found), 1, f"open refunds of {payer}")
    return found[0]


def losses(w, payer=HC):
    return [m for m in w.matters(A, "loss") if m["agency"] == payer]


def of_lines(w, field):
    """{line kind: sum} of a field of the ledger."""
    out = {}
    for m in w.person(A)["months"]:
        out[m["line"]] = out.get(m["line"], 0) + m[field]
    return {k: v for k, v in out.items() if v}


@on(KNOWN)
def test_c13_each_payer_gets_a_refund_over_all_its_lines(w):
    eq((refund(w)["state"], refund(w, WD)["state"]), ("proposed", "proposed"))
    eq(of_lines(w, "overpaid_fen"),
       {"职工养老": 3 * RATE, "生活护理费": 3 * CARE, "居民养老": 3 * 21800})
    w.day("2024-06-11")
    w.day("2024-07-11")
    eq((len(refunds(w)), len(refunds(w, WD))), (1, 1), "the nights add none")
    w.run("check")


@on(KNOWN)
def test_c13_money_is_claimed_by_one_and_released_by_another_with_the_file(w):
    ours = refund(w)
    w.move(ours, "demand", code=5)
    w.move(ours, "release", f"reviewer@{HC}", code=5)
    has(w.step(ours, "decide", code=2).both, "payee")
    w.step(ours, "decide", payee=PAYEE)
    has(w.move(ours, "release", f"reviewer@{HC}", code=5).both, "比对")
    w.on_file(ours)
    w.move(ours, "release", f"clerk@{HC}", code=(4, 5))
    w.move(ours, "release", f"reviewer@{WD}", code=5)
    w.move(ours, "release", f"reviewer@{HC}", date="2024-05-23")
    eq(refund(w)["state"], "established")
    eq(refund(w, WD)["state"], "proposed", "each payer decides for itself")
    letter = w.letter(ours, A)
    has(letter, "退还多发社会保险待遇决定书", PAYEE, "职工养老，2024-03至2024-05，共9,631.65元",
        "护理费，2024-03至2024-05，共2,700.00元", "社会保险法", "社会保险经办条例", "行政复议", "行政诉讼")
    paper = letter.split("退还多发社会保险待遇决定书")[1]
    eq(paper.count("应退还的人（领取多发待遇的人）的姓名及关系：" + PAYEE), 1)
    true("居民养老" not in letter, "another payer's line")
    true("第十一条" not in letter, "art. 11 speaks of overlaps alone")


@on(KNOWN)
def test_9_4_the_lateness_of_the_report_stands_in_the_decision(w):
    ours = refund(w)
    w.step(ours, "decide", payee=PAYEE)
    w.on_file(ours)
    w.move(ours, "release", f"reviewer@{HC}")
    # 20 working days from 2024-02-08 end on 2024-03-13; 46 more to 2024-05-20
    has(w.letter(ours, A), "逾期46个工作日", "迟报不等于骗取")


@on(KNOWN)
def test_c13_who_decided_wrongly_gets_it_back_before_the_release(w):
    ours = refund(w)
    w.step(ours, "decide", payee=PAYEE)
    w.move(ours, "reject", f"reviewer@{HC}", reason="领取人写错")
    eq(refund(w)["state"], "proposed")


@on(DECIDED)
def test_11_7_no_step_is_skipped_and_what_is_left_is_demanded(w):
    ours = refund(w)
    w.move(ours, "demand", code=5)
    w.move(ours, "serve", date="2024-05-24")
    w.step(ours, "instalment", amount="10000")
    eq(of_lines(w, "refunded_fen"), {"职工养老": 963165, "生活护理费": 36835}, "line after line")
    w.step(ours, "instalment", code=5, amount="2331.66")
    w.move(ours, "demand", date="2024-05-31")
    has(w.letter(ours, A), "2,331.65", "10个工作日")
    w.move(ours, "apply", date="2024-12-02", code=5)
    w.move(ours, "paid", date="2024-12-02")
    eq(of_lines(w, "refunded_fen"), {"职工养老": 963165, "生活护理费": 3 * CARE})
    eq([m["state"] for m in refunds(w)], ["closed"])
    w.run("check")


@on(DECIDED)
def test_c13_instalments_are_laid_down_by_letter_and_the_last_takes_the_remainder(w):
    ours = refund(w)
    for n, first in ((1, "2024-06-30"), (61, "2024-06-30"), (3, "2024-05-22")):
        has(w.step(ours, "plan", code=5, instalments=n, first_due=first).err, "2至60期")
    w.step(ours, "plan", instalments=7, first_due="2024-05-31")
    body = w.state(ours)["letters"][-1]["body"]  # 12,331.65 / 7 = 1,761.664…, half-up 1,761.66
    has(body, "分期退还通知书", "第1期：2024-05-31以前退还1,761.66元", "第2期：2024-06-30以前",
        "第7期：2024-11-30以前退还1,761.69元")
    w.step(ours, "instalment", amount="1761.66", date="2024-05-30")
    w.step(ours, "plan", instalments=2, first_due="2024-06-30")
    has(w.state(ours)["letters"][-1]["body"], "第1期：2024-06-30以前退还5,285.00元", "退还5,284.99元")


@on(KNOWN)
def test_c13_no_instalments_before_it_is_decided_that_money_goes_back(w):
    w.step(refund(w), "plan", code=5, instalments=3, first_due="2024-06-30")


@on(DECIDED)
def test_11_8_the_court_pack_after_a_loss_names_the_served_decision(w):
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-24")
    w.move(ours, "demand", date="2024-05-27")
    w.move(ours, "serve", date="2024-05-28")
    w.move(ours, "apply", date="2024-11-22", code=5)
    w.move(ours, "apply", date="2024-11-26")
    has(w.state(ours)["letters"][-1]["body"], "强制执行申请书", "2024-05-24", "2024-05-28",
        "12,331.65")


@on(DECIDED)
def test_c9_an_undone_death_closes_the_refund_and_gives_back_what_came_back(w):
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-24")
    w.step(ours, "instalment", amount="10000")
    w.day("2024-06-11")
    mine = losses(w)[0]
    w.move(mine, "undo", f"manager@{HC}", date="2024-06-12", reason="本人健在")
    eq([m["state"] for m in refunds(w)], ["closed"])
    has(w.state(ours)["letters"][-1]["body"], "退还事项终止告知书")
    eq(refund(w, WD)["state"], "proposed", "the other payer's loss stands")
    came = {"职工养老": 963165, "生活护理费": 36835}
    eq({k: v for k, v in of_lines(w, "overpaid_fen").items() if k != "居民养老"}, came,
       "only what came back is left in the history")
    back = of_lines(w, "back_paid_fen")
    eq(back, {"职工养老": RATE + 963165, "生活护理费": CARE + 36835}, "June and what was refunded")
    w.day("2024-07-11")
    eq(w.paid("2024-07", NAME)[0], "4110.55")
    w.run("check")


@on(KNOWN)
def test_c9_a_second_report_of_the_same_death_claims_nothing_twice(w):
    loss(w, "火化", "2024-02-10", "2024-05-22")
    release(w, "2024-05-23", (HC,))
    eq(len(refunds(w)), 1)
    first = next(m for m in losses(w) if w.state(m)["event_on"] == "2024-02-08")
    w.move(first, "undo", f"manager@{HC}", date="2024-05-24", reason="重复登记")
    eq(sorted(m["state"] for m in refunds(w)), ["closed", "proposed"], "the cremation still owes")
    eq(of_lines(w, "overpaid_fen")["职工养老"], 3 * RATE)
    w.run("check")


@on(KNOWN)
def test_c9_a_wrong_date_is_undone_and_only_the_right_months_are_claimed(w):
    w.move(losses(w)[0], "undo", f"manager@{HC}", date="2024-05-22", reason="死亡日期登记错误")
    loss(w, "死亡", "2024-03-08", "2024-05-23")
    release(w, "2024-05-24", (HC,))
    ours = refund(w)
    w.step(ours, "decide", payee=PAYEE)
    w.on_file(ours)
    w.move(ours, "release", f"reviewer@{HC}")
    has(w.letter(ours, A), "职工养老，2024-04至2024-05，共6,421.10元")
    w.run("check")


@on(DECIDED)
def test_b18_an_undone_decision_is_taken_again_from_the_start(w):
    ours = refund(w)
    w.move(ours, "undo", f"manager@{HC}", reason="应退还的人写错")
    w.day("2024-05-24")
    again = refund(w)
    true(again["id"] != ours["id"], "a matter of its own")
    w.move(again, "paid", f"clerk@{HC}", date="2024-05-27")
    w.day("2024-06-11")
    eq([m["state"] for m in refunds(w)].count("proposed"), 0)
    w.run("check")


@on(THREE)
def test_c13_without_anything_overpaid_there_is_no_refund(w):
    w.date = "2024-03-04"
    loss(w, "死亡", "2024-03-01", "2024-03-04")
    release(w, "2024-03-05")
    eq(w.matters(A, "refund"), [])


@on(THREE)
def test_c13_a_doubt_makes_nothing_overpaid(w):
    w.day("2024-05-13")
    loss(w, "失踪", "2024-02-08", "2024-05-20")
    release(w, "2024-05-21")
    eq(w.matters(A, "refund"), [])


@on(THREE)
def test_c12_prison_learnt_late_is_refunded_by_its_own_months(w):
    w.day("2024-06-11")
    loss(w, "服刑", "2024-02-20", "2024-06-13", "--until", "2024-04-18", "--sentence", "有期徒刑")
    release(w, "2024-06-14", (HC,))
    ours = refund(w)
    w.step(ours, "decide", payee=NAME + "本人")
    w.on_file(ours)
    w.move(ours, "release", f"reviewer@{HC}")
    has(w.letter(ours, A), "职工养老，2024-03至2024-04，共6,421.10元")
    w.run("check")


@on(inited("2024-01-02"))
def test_c13_months_that_another_system_paid_are_claimed_and_given_back_too(w):
    w.roster([row(A, NAME, "2023-12-05")])
    loss(w, "死亡", "2023-10-08", "2024-01-03")
    release(w, "2024-01-04")
    ours = refund(w)
    w.step(ours, "decide", payee=PAYEE)
    w.on_file(ours)
    w.move(ours, "release", f"reviewer@{HC}")
    has(w.letter(ours, A), "职工养老，2023-11至2023-12，共6,421.10元")
    w.move(ours, "paid", date="2024-01-05")
    w.day("2024-01-11")
    w.move(losses(w)[0], "undo", f"manager@{HC}", date="2024-01-12", reason="本人健在")
    eq(w.paid("2024-01", NAME)[3], "9631.65", "January and what came back for two months")
    w.run("check")


@on(inited("2025-01-06"))
def test_art_17_after_the_end_of_the_measure_the_power_is_national(w):
    w.roster([row(A, NAME, "2024-12-05")])
    w.day("2025-05-13")
    loss(w, "死亡", "2025-02-08", "2025-05-19")
    release(w, "2025-05-20")
    ours = refund(w)
    w.step(ours, "decide", payee=PAYEE)
    w.on_file(ours)
    w.move(ours, "release", f"reviewer@{HC}")
    letter = w.letter(ours, A)
    has(letter, "社会保险法", "原办法已于2024年12月31日期满", "9,631.65")
    true("资格认证办法" not in letter, "the measure is no power: " + letter)
    law = [line for line in letter.splitlines() if line.startswith("依据：")]
    eq(sorted(set(law)), sorted(law), "each article once")


HEIR = "张晓明（其子）"


@then(KNOWN, "the account is settled: decided by the clerk")
def SETTLED(w):
    w.step(losses(w, WD)[0], "settle", f"clerk@{WD}", balance="1234.50", heir=HEIR)


def account(w, month="2024-05"):
    """The rows of the payer's runs of the month that pay of an own account: [(amount, 实发)]."""
    rows = [r for r in w.pay(month, NAME) if r["说明"].startswith("个人账户")]
    return [((re.findall(r"余额 ([\d.]+)，付给继承人", r["说明"]) or ["0.00"])[0], str(r["实发"])) for r in rows]


@on(KNOWN)
def test_c13_what_is_missing_for_the_account_is_evidence(w):
    mine = losses(w, WD)[0]
    has(w.step(mine, "settle", f"clerk@{WD}", code=5, heir=HEIR).err, "个人账户余额")
    has(w.step(mine, "settle", f"clerk@{WD}", code=5, balance="1234.50").err, "继承人")
    w.step(mine, "pay_account", f"reviewer@{WD}", code=5)
    w.step(losses(w)[0], "settle", f"supervisor@{CITY}", code=5, balance="1", heir=HEIR)


@on(SETTLED)
def test_c13_the_account_of_who_died_is_paid_to_the_heirs_by_another_person(w):
    mine = losses(w, WD)[0]
    eq(account(w), [], "a decision alone pays nothing")
    w.step(mine, "pay_account", f"clerk@{WD}", code=5)
    w.step(mine, "settle", f"reviewer@{WD}", balance="1200", heir=HEIR)
    w.step(mine, "pay_account", f"reviewer@{WD}", code=5)
    w.step(mine, "pay_account", f"manager@{WD}")
    eq(account(w), [("1200.00", "1200.00")], "what was decided last")
    has(w.state(mine)["letters"][-1]["body"], "个人账户余额结算通知书", "1,200.00", f"领取余额的继承人姓名及关系：{HEIR}",
        "社会保险法")
    last = w.state(mine)["events"][-1]
    eq((last["by"], last["released_by"]), (f"reviewer@{WD}", f"manager@{WD}"))
    w.step(mine, "pay_account", f"manager@{WD}", code=5)
    w.step(mine, "settle", f"clerk@{WD}", code=5, balance="1200", heir=HEIR)
    eq(refund(w, WD)["state"], "proposed", "the account pays no debt by itself")
    eq(of_lines(w, "overpaid_fen")["居民养老"], 3 * 21800, "and no month owes less for it")
    w.run("check")


@on(SETTLED)
def test_c13_a_balance_that_grew_is_paid_for_the_rest_only(w):
    mine = losses(w, WD)[0]
    w.step(mine, "pay_account", f"reviewer@{WD}")
    w.day("2024-06-11")
    w.date = "2024-06-12"
    w.step(mine, "settle", f"clerk@{WD}", balance="1235.00", heir=HEIR)
    w.step(mine, "pay_account", f"reviewer@{WD}")
    eq(account(w, "2024-06"), [("0.50", "0.50")])
    w.run("check")


@on(SETTLED)
def test_c13_an_account_is_taken_out_of_the_run_while_it_is_open(w):
    mine = losses(w, WD)[0]
    w.step(mine, "pay_account", f"reviewer@{WD}")
    w.step(mine, "account_back", f"manager@{WD}", code=5, account_back="1234.51")
    w.step(mine, "account_back", f"manager@{WD}", account_back="1234.50")
    eq(account(w), [("0.00", "0.00")], "nobody is paid it")
    has(w.state(mine)["letters"][-1]["body"], "收回：1,234.50元")
    w.step(mine, "pay_account", f"reviewer@{WD}", code=5)
    w.step(mine, "settle", f"clerk@{WD}", balance="1000", heir=HEIR)
    w.step(mine, "pay_account", f"reviewer@{WD}")
    eq(account(w), [("1000.00", "1000.00")])
    w.run("check")


@on(SETTLED)
def test_c9_a_death_that_was_none_pays_no_account(w):
    mine = losses(w, WD)[0]
    w.step(mine, "pay_account", f"reviewer@{WD}")
    w.move(mine, "undo", f"manager@{WD}", date="2024-05-22", reason="本人健在")
    eq(account(w), [("0.00", "0.00")])
    true("没有收回" not in w.state(mine)["letters"][-1]["body"], "nothing was paid out")
    w.run("check")


@on(SETTLED)
def test_c9_what_the_heirs_had_of_the_account_comes_back_later(w):
    mine = losses(w, WD)[0]
    w.step(mine, "pay_account", f"reviewer@{WD}")
    w.day("2024-06-11")
    w.move(mine, "undo", f"manager@{WD}", date="2024-06-12", reason="本人健在")
    eq(account(w), [("1234.50", "1234.50")], "the locked run stays as it was")
    has(w.state(mine)["letters"][-1]["body"], "尚有1,234.50元没有收回")
    w.step(mine, "account_back", f"manager@{WD}", account_back="1000")
    has(w.state(mine)["letters"][-1]["body"], "尚有234.50元没有收回")
    w.step(mine, "account_back", f"manager@{WD}", code=5, account_back="234.51")
    w.step(mine, "account_back", f"manager@{WD}", account_back="234.50")
    true("没有收回" not in w.state(mine)["letters"][-1]["body"], "all of it came back")
    eq(account(w, "2024-06"), [], "what came back is in no run")
    w.run("check")


@on(THREE)
def test_c13_no_account_is_settled_without_a_death(w):
    w.day("2024-05-13")
    loss(w, "失踪", "2024-02-08", "2024-05-20")
    release(w, "2024-05-21")
    has(w.step(losses(w)[0], "settle", f"reviewer@{HC}", code=5, balance="1", heir="某").err, "死亡")


# ---- offset ---------------------------------------------------------------------------------


def offset(w, ours, date=None):
    """Decided by the clerk, released by the reviewer."""
    w.move(ours, "offset", date=date)
    w.move(ours, "take_offset", f"reviewer@{HC}")


@on(DECIDED)
def test_money_worked_nobody_who_died_has_a_month_to_take_from(w):
    ours = refund(w)
    w.move(ours, "consent", reason="继承人书面同意")
    w.move(ours, "offset", code=5)


@on(inited("2024-01-02"))
def test_money_worked_an_ended_line_is_offset_with_consent_from_the_own_pension(w):
    w.roster([row(A, NAME, "2023-12-05", kind="遗属生活困难补助", amount="500", 关联人号码=WORKER,
                  关系="配偶"),
              row(A, NAME, "2023-12-05", kind="居民养老", amount="218",
                  金额构成="基础=183;个人账户=28;政府补贴=7")])
    w.day("2024-05-13")
    loss(w, "再婚", "2024-02-08", "2024-05-20")
    release(w, "2024-05-21")
    ours = refund(w)
    w.move(ours, "offset", code=5)
    w.move(ours, "consent", reason="本人书面同意抵扣")
    w.move(ours, "take_offset", f"reviewer@{HC}", code=5)
    offset(w, ours)
    w.move(ours, "offset", code=5)
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME), ("218.00", "0.00", "43.60", "174.40"), "a fifth of 218.00")
    offset(w, ours)
    w.run("check")


def demanded(w, pension_payer):
    """A residents' pension beside a worker's; decided, served and demanded."""
    w.roster([row(A, NAME, "2024-01-02", amount="3000", start="2024-01", payer=pension_payer),
              row(A, NAME, "2024-01-02", kind="居民养老", amount="218", start="2024-01",
                  金额构成="基础=183;个人账户=28;政府补贴=7")])
    w.day("2024-05-06")
    w.adverse(w.matter(A, "overlap"))
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-10")
    w.move(ours, "demand", date="2024-05-13")
    w.move(ours, "serve", date="2024-05-14")


@then(inited("2024-01-02"), "a pension and a residents' pension of one payer, demanded")
def DEMANDED(w):
    demanded(w, HC)


@on(DEMANDED)
def test_money_worked_a_residents_overlap_is_offset_by_law_once_the_demand_has_expired(w):
    ours = refund(w)  # ten working days from 2024-05-14 end on 2024-05-28
    w.move(ours, "offset", date="2024-05-28", code=5)
    w.move(ours, "offset", date="2024-05-29")
    eq(of_lines(w, "offset_fen"), {}, "a decision alone takes nothing")
    w.move(ours, "take_offset", code=5)  # the clerk who decided
    w.move(ours, "take_offset", f"reviewer@{HC}")
    w.move(ours, "take_offset", f"reviewer@{HC}", code=5)
    shown = w.state(ours)
    has(shown["letters"][-1]["body"], "抵扣决定书", "从2024-06的待遇中抵扣：600.00元", "抵扣后尚欠：160.00元", "复议")
    last = shown["events"][-1]
    eq((last["by"], last["released_by"]), (f"clerk@{HC}", f"reviewer@{HC}"))
    w.day("2024-06-11")
    eq(w.paid("2024-06", NAME), ("3000.00", "0.00", "600.00", "2400.00"), "a fifth of 3,000.00")
    eq([(r["实发"], r["扣回"]) for r in w.pay("2024-06", NAME)], [(2400, 600)], "of the line that pays")
    offset(w, ours, "2024-06-12")
    w.day("2024-07-11")
    eq(w.paid("2024-07", NAME)[2], "160.00", "what is left of 760.00")
    w.move(ours, "paid")
    w.run("check")


@then(inited("2024-01-02"), "the same, the pension at another payer")
def DEMANDED_OF_ANOTHER(w):
    demanded(w, WD)


def asked(w):
    w.move(refund(w), "ask_offset", date="2024-05-29")
    return w.matters(A, "offset_request")[-1]


@on(DEMANDED_OF_ANOTHER)
def test_money_worked_another_payer_offsets_by_its_own_decision(w):
    ours = refund(w)
    has(w.move(ours, "ask_offset", date="2024-05-28", code=5).both, "催告期也没有届满")
    has(w.move(ours, "offset", date="2024-05-29", code=5).both, "没有可抵扣的待遇")
    theirs = asked(w)
    eq((theirs["agency"], theirs["state"]), (WD, "proposed"))
    has(w.move(ours, "ask_offset", code=5).both, "尚未办结")
    w.move(theirs, "offset", code=5)  # the payer that is owed does not decide about another's line
    w.move(theirs, "offset", f"clerk@{WD}")
    w.move(theirs, "take_offset", f"clerk@{WD}", code=5)
    eq(of_lines(w, "offset_fen"), {})
    w.move(theirs, "take_offset", f"reviewer@{WD}")
    body = w.state(theirs)["letters"][-1]["body"]
    has(body, "抵扣决定书", "应退：居民养老", "从2024-06的待遇中抵扣：600.00元", "抵扣后尚欠：160.00元", "文登", "复议")
    eq(of_lines(w, "offset_fen"), {"居民养老": 60000}, "of the line that owes")
    w.day("2024-06-11")
    eq([(r["实发"], r["扣回"]) for r in w.pay("2024-06", NAME)], [(2400, 600)])
    w.step(ours, "instalment", amount="160.01", code=5)
    w.move(theirs, "offset", f"clerk@{WD}", date="2024-06-12")
    w.move(theirs, "take_offset", f"reviewer@{WD}")
    w.day("2024-07-11")
    eq([(r["实发"], r["扣回"]) for r in w.pay("2024-07", NAME)], [(2840, 160)])
    has(w.pay("2024-07", NAME)[0]["说明"], "抵扣应退还的待遇 160.00 元")
    w.move(theirs, "offset", f"clerk@{WD}", code=5)
    w.move(ours, "paid")
    eq(w.state(theirs)["state"], "closed", "ended with the refund")
    w.run("check")


@on(DEMANDED_OF_ANOTHER)
def test_money_worked_who_is_asked_may_say_no_and_is_asked_again(w):
    theirs = asked(w)
    w.move(theirs, "reject", f"reviewer@{WD}", reason="本人已申请行政复议")
    eq(w.state(theirs)["state"], "rejected")
    eq(asked(w)["state"], "proposed")


@on(DEMANDED_OF_ANOTHER)
def test_money_worked_an_undone_overlap_pays_back_what_another_payer_took(w):
    theirs = asked(w)
    w.move(theirs, "offset", f"clerk@{WD}")
    w.move(theirs, "take_offset", f"reviewer@{WD}")
    w.move(w.matter(A, "overlap"), "undo", f"manager@{HC}", reason="认定有误", date="2024-05-30")
    eq((w.state(theirs)["state"], w.matters(A, "refund")[0]["state"]), ("closed", "closed"))
    w.move(theirs, "offset", f"clerk@{WD}", code=5)
    w.day("2024-06-11")
    paid = {}
    for month in ("2024-05", "2024-06"):
        for r in w.pay(month, NAME):
            paid[r["待遇发放地"]] = paid.get(r["待遇发放地"], 0) + r["补发"] - r["扣回"]
    eq(sorted(paid.values()), [-600, 600 + 218],
       "taken at one payer, given back by the other, with May of the line that had ended")
    w.run("check")


if __name__ == "__main__":
    true(CITY != HC, "a district pays")
    main(globals())
