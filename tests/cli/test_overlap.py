#!/usr/bin/env python3
"""Art. 11: overlaps and their refunds; scenarios 7, 27 to 30 and their rows of "Money, worked"."""
import re

from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then, true

A = number(1)
NAME = "张建国"
RESIDENT = {"kind": "居民养老", "amount": "218", "金额构成": "基础=183;个人账户=28;政府补贴=7"}


def lines(*more, start="2024-01"):
    return [row(A, NAME, "2024-01-02", amount="3000", start=start), *more]


def resident(payer=HC, start="2024-01", **more):
    return row(A, NAME, "2024-01-02", payer=payer, start=start, **{**RESIDENT, **more})


@then(inited("2024-01-02"), "a pension and a residents' pension")
def BOTH(w):
    w.roster(lines(resident()))


@then(BOTH, "released on 6 May")
def RELEASED(w):
    w.day("2024-05-06")
    w.adverse(w.matter(A, "overlap"))


def overlaps(w, num=A):
    return w.matters(num, "overlap")


def of_kind(w, kind):
    return next(x for x in w.person(A)["lines"] if x["kind"] == kind)


def refund(w):
    return w.matter(A, "refund")


@on(inited("2024-01-02"))
def test_scenario_7_pension_and_care_are_no_overlap_and_one_certification_serves_both(w):
    w.roster(lines(row(A, NAME, "2024-01-02", kind="护理费", amount="900", start="2024-01")))
    w.day("2024-05-06")
    w.certify(A)
    eq(overlaps(w), [])
    found = w.person(A)
    eq(found["due_on"], "2025-05-06", "one day for both lines")
    eq([x["status"] for x in found["lines"]], ["paid", "paid"])


@on(inited("2024-01-02"))
def test_a_residents_pension_beside_a_dependants_allowance_is_no_overlap(w):
    w.roster([resident(), row(A, NAME, "2024-01-02", kind="供养亲属抚恤金", amount="800",
                              start="2024-01", 关联人号码=number(4), 关系="配偶")])
    w.day("2024-05-06")
    eq(overlaps(w), [])


@on(inited("2024-01-02"))
def test_the_entry_of_an_overlapping_line_opens_the_matter_at_the_payer_to_be_refunded(w):
    w.roster(lines(resident(payer=WD)))
    found = w.matter(A, "overlap")
    eq(found["agency"], WD)
    eq(found["state"], "proposed")
    w.roster(lines(resident(payer=WD)))
    eq(len(overlaps(w)), 1, "again imported")
    w.day("2024-03-11")
    eq(len(overlaps(w)), 1, "after the night")


@on(BOTH)
def test_scenario_27_the_government_part_of_four_months_is_refunded(w):
    w.day("2024-05-06")
    matter = w.matter(A, "overlap")
    w.move(matter, "decide", code=0)
    w.move(matter, "release", f"reviewer@{HC}", code=5)
    w.on_file(matter)
    w.move(matter, "release", f"clerk@{HC}", code=(4, 5))
    w.move(matter, "release", f"reviewer@{HC}")
    eq(w.months(A, "overpaid_fen"), {f"2024-0{m}": 19000 for m in range(1, 5)})
    letter = w.letter(matter, A)
    has(letter, "760.00", "112.00", "2024-01", "2024-04", "行政复议", "行政诉讼")
    eq(refund(w)["state"], "proposed")
    w.day("2024-06-11")
    eq(w.paid("2024-05", NAME)[3], "3000.00", "the pension stays, the other line has ended")
    eq(of_kind(w, "居民养老")["status"], "ended")
    w.run("check")


@on(RELEASED)
def test_a_refund_that_is_paid_closes_and_balances(w):
    w.move(refund(w), "paid", date="2024-05-20")
    eq(refund(w)["state"], "closed")
    eq(w.months(A, "refunded_fen"), {f"2024-0{m}": 19000 for m in range(1, 5)})
    w.day("2024-06-11")
    eq(w.months(A, "back_paid_fen"), {})
    w.run("check")


@on(RELEASED)
def test_an_undone_overlap_pays_again_and_closes_the_refund(w):
    w.day("2024-05-13")
    w.move(w.matter(A, "overlap"), "undo", f"reviewer@{HC}", date="2024-05-14")
    eq(refund(w)["state"], "closed")
    eq(of_kind(w, "居民养老")["status"], "paid")
    eq(w.months(A, "overpaid_fen"), {})
    eq(w.months(A, "back_paid_fen"), {"2024-05": 21800})
    w.day("2024-06-11")
    eq(len(overlaps(w)), 1, "what people undid is not opened again")
    w.run("check")


@on(BOTH)
def test_a_rejected_overlap_is_not_opened_again(w):
    w.move(w.matter(A, "overlap"), "reject", f"reviewer@{HC}")
    w.roster(lines(resident(amount="219", 金额构成="基础=184;个人账户=28;政府补贴=7")))
    w.day("2024-03-11")
    eq(len(overlaps(w)), 1)
    eq(w.paid("2024-03", NAME)[3], "3219.00")


@on(inited("2024-01-02"))
def test_without_components_the_amount_is_not_guessed(w):
    w.roster(lines(resident(金额构成="")))
    w.day("2024-05-06")
    told = w.move(w.matter(A, "overlap"), "decide", code=5)
    has(told.both, "政府补贴")


def top_up(amount="500", standard="3500", **more):
    return row(A, NAME, "2024-01-02", kind="伤残津贴补差", amount=amount, start="2024-01",
               金额构成=f"标准={standard}", **more)


@on(inited("2024-01-02"))
def test_scenario_28_a_top_up_to_its_standard_is_no_overlap(w):
    w.roster(lines(top_up()))
    w.day("2024-05-06")
    eq(overlaps(w), [])


@on(inited("2024-01-02"))
def test_a_pension_raised_with_arrears_overlaps_by_120_a_month(w):
    w.roster(lines(top_up(), start="2023-12"))
    w.day("2024-07-02")
    w.roster([row(A, NAME, "2024-01-02", amount="3120", start="2024-01"), top_up()])
    matter = w.matter(A, "overlap")
    w.adverse(matter, released="2024-07-03")
    eq(w.months(A, "overpaid_fen"), {f"2024-0{m}": 12000 for m in range(1, 7)})
    has(w.letter(matter, A), "720.00")
    w.day("2024-07-12")
    eq(w.paid("2024-07", NAME)[0], "3500.00", "the top-up goes on with 380")
    eq(of_kind(w, "伤残津贴补差")["status"], "paid")
    w.run("check")


@on(inited("2024-01-02"))
def test_an_undone_overlap_of_a_top_up_pays_the_old_amount_again(w):
    w.roster(lines(top_up(), start="2023-12"))
    w.day("2024-07-02")
    w.roster([row(A, NAME, "2024-01-02", amount="3120", start="2024-01"), top_up()])
    matter = w.matter(A, "overlap")
    w.adverse(matter, released="2024-07-03")
    w.day("2024-07-12")
    w.move(matter, "undo", f"reviewer@{HC}", date="2024-07-15")
    eq(w.months(A, "overpaid_fen"), {})
    has(str(w.months(A, "back_paid_fen")), "'2024-07': 12000")
    w.run("check")


@on(inited("2024-01-02"))
def test_the_same_with_a_pension_of_3600_overlaps_by_all_of_it(w):
    w.roster([row(A, NAME, "2024-01-02", amount="3600", start="2024-01"), top_up()])
    w.day("2024-03-04")
    w.adverse(w.matter(A, "overlap"))
    eq(w.months(A, "overpaid_fen"), {"2024-01": 50000, "2024-02": 50000})
    eq(of_kind(w, "伤残津贴补差")["status"], "ended")


@on(inited("2024-01-02"))
def test_months_that_another_system_paid_are_refunded_too(w):
    w.roster(lines(resident(start="2023-11"), start="2023-09"))
    w.day("2024-02-05")
    matter = w.matter(A, "overlap")
    w.adverse(matter)
    has(w.letter(matter, A), "2023-11", "570.00")
    w.move(refund(w), "paid", date="2024-02-06")
    w.run("check")


@on(inited("2024-01-02"))
def test_an_offset_needs_consent_and_takes_the_share_of_a_month(w):
    w.roster(lines(top_up(), start="2023-12"))
    w.day("2024-07-02")
    w.roster([row(A, NAME, "2024-01-02", amount="3120", start="2024-01"), top_up()])
    w.adverse(w.matter(A, "overlap"), released="2024-07-03")
    ours = refund(w)
    w.move(ours, "offset", code=5)
    w.move(ours, "consent", reason="本人书面同意抵扣")
    w.move(ours, "offset")
    w.move(ours, "take_offset", code=5)  # who decided does not release
    w.move(ours, "take_offset", f"reviewer@{HC}")
    w.move(ours, "offset", code=5)
    w.day("2024-07-12")
    eq(w.paid("2024-07", NAME), ("3500.00", "720.00", "76.00", "4144.00"), "a fifth of 380.00")
    w.move(ours, "paid")
    w.run("check")


@on(BOTH)
def test_art_11_another_lawful_choice_refunds_the_chosen_side_and_keeps_the_other(w):
    w.day("2024-05-06")
    matter = w.matter(A, "overlap")
    w.step(matter, "choose", refund_line=of_kind(w, "职工养老")["line_id"])
    w.adverse(matter)
    eq({(m["line"], m["month"]): m["overpaid_fen"] for m in w.person(A)["months"]
        if m["overpaid_fen"]}, {("职工养老", f"2024-0{n}"): 300000 for n in range(1, 5)})
    has(w.letter(matter, A), "12,000.00")
    eq([of_kind(w, k)["status"] for k in ("职工养老", "居民养老")], ["ended", "paid"])
    w.run("check")


@on(BOTH)
def test_art_11_the_last_choice_counts(w):
    w.day("2024-05-06")
    matter = w.matter(A, "overlap")
    for kind in ("职工养老", "居民养老"):
        w.step(matter, "choose", refund_line=of_kind(w, kind)["line_id"])
    w.adverse(matter)
    eq(sum(w.months(A, "overpaid_fen").values()), 76000)


@on(inited("2024-01-02"))
def test_art_11_a_payer_chooses_only_what_it_pays(w):
    w.roster(lines(resident(payer=WD)))
    w.day("2024-05-06")
    matter = w.matter(A, "overlap")
    has(w.step(matter, "choose", f"clerk@{WD}", code=5,
               refund_line=of_kind(w, "职工养老")["line_id"]).err, "本机构发放")


@then(inited("2024-01-02"), "a pension of one district, a residents' pension of another")
def TWO_PAYERS(w):
    w.roster(lines(resident(payer=WD)))
    w.day("2024-05-06")


def at(w, payer, kind="overlap"):
    """The newest open matter of the kind at the payer."""
    found = [m for m in w.matters(A, kind) if m["agency"] == payer
             and m["state"] in ("proposed", "decided", "released")]
    eq(len(found), 1, f"open {kind} of {payer}")
    return found[0]


@on(TWO_PAYERS)
def test_11_1_the_other_payers_line_is_refunded_only_when_that_payer_says_so(w):
    ours = w.matter(A, "overlap")
    eq(ours["agency"], WD, "the default side")
    grounds = "本人书面要求保留居民养老"
    w.step(ours, "hand_over", f"clerk@{HC}", code=5, grounds=grounds)
    w.step(ours, "hand_over", f"clerk@{WD}", code=2)
    w.step(ours, "hand_over", f"clerk@{WD}", grounds=grounds)
    theirs = at(w, HC)
    has(w.state(theirs, f"manager@{HC}")["note"], grounds)
    w.day("2024-05-13")
    eq([of_kind(w, k)["status"] for k in ("职工养老", "居民养老")], ["paid", "paid"], "only asked")
    eq(len(overlaps(w)), 2, "the night opens no third")
    w.move(theirs, "decide", f"clerk@{WD}", code=5)
    w.adverse(theirs, HC, "2024-05-14")
    eq([of_kind(w, k)["status"] for k in ("职工养老", "居民养老")], ["ended", "paid"])
    eq({m["line"] for m in w.person(A)["months"] if m["overpaid_fen"]}, {"职工养老"})
    eq(sum(w.months(A, "overpaid_fen").values()), 5 * 300000)
    eq(refund(w)["agency"], HC)
    letter = w.letter(theirs, A)
    has(letter, "15,000.00")
    w.run("check")


@on(TWO_PAYERS)
def test_11_1_what_the_other_payer_does_not_take_up_comes_back_and_the_default_holds(w):
    ours = w.matter(A, "overlap")
    w.step(ours, "hand_over", f"clerk@{WD}", grounds="请保留居民养老")
    theirs = at(w, HC)
    has(w.step(theirs, "hand_over", f"clerk@{HC}", code=5, grounds="再移交").err, "reject")
    w.move(theirs, "reject", f"reviewer@{HC}", reason="职工养老应当保留")
    again = at(w, WD)
    w.adverse(again, WD)
    eq([of_kind(w, k)["status"] for k in ("职工养老", "居民养老")], ["paid", "ended"])
    eq(sum(w.months(A, "overpaid_fen").values()), 4 * 19000 + (19000 if w.date > "2024-05-10"
                                                             else 0))
    w.day("2024-06-11")
    eq(len(overlaps(w)), 3, "settled: nothing is opened again")
    w.run("check")


@on(TWO_PAYERS)
def test_11_1_what_came_back_and_is_rejected_there_too_is_settled_for_good(w):
    w.step(w.matter(A, "overlap"), "hand_over", f"clerk@{WD}", grounds="请保留居民养老")
    w.move(at(w, HC), "reject", f"reviewer@{HC}")
    w.move(at(w, WD), "reject", f"reviewer@{WD}")
    w.day("2024-06-11")
    eq([m["state"] for m in overlaps(w)].count("proposed"), 0)
    eq(w.months(A, "overpaid_fen"), {})


@on(TWO_PAYERS)
def test_11_1_an_undone_choice_of_the_other_payer_pays_its_line_again(w):
    w.step(w.matter(A, "overlap"), "hand_over", f"clerk@{WD}", grounds="请保留居民养老")
    theirs = at(w, HC)
    w.adverse(theirs, HC, "2024-05-07")
    w.day("2024-05-13")
    w.move(theirs, "undo", f"reviewer@{HC}", date="2024-05-14")
    eq([of_kind(w, k)["status"] for k in ("职工养老", "居民养老")], ["paid", "paid"])
    eq(w.months(A, "back_paid_fen"), {"2024-05": 300000})
    eq(refund(w)["state"], "closed")
    w.run("check")


@on(inited("2024-01-02"))
def test_11_1_two_work_pensions_of_two_districts_each_side(w):
    w.roster(lines(row(A, NAME, "2024-01-02", kind="机关养老", amount="5000", start="2024-01",
                       payer=WD)))
    w.day("2024-02-19")
    ours = w.matter(A, "overlap")
    first, second = ours["agency"], HC if ours["agency"] == WD else WD
    w.move(ours, "decide", f"clerk@{first}", code=5)
    w.step(ours, "hand_over", f"clerk@{first}", grounds="保留本机构发放的养老金")
    theirs = at(w, second)
    w.adverse(theirs, second)
    eq(refund(w)["agency"], second)
    kept = {HC: "职工养老", WD: "机关养老"}
    eq({k: of_kind(w, k)["status"] for k in kept.values()},
       {kept[first]: "paid", kept[second]: "ended"})


@on(BOTH)
def test_11_1_nothing_is_handed_over_where_both_lines_are_one_payers(w):
    w.day("2024-05-06")
    has(w.step(w.matter(A, "overlap"), "hand_over", code=5, grounds="x").err, "choose")


@on(inited("2024-01-02"))
def test_two_work_pensions_wait_for_the_choice_of_an_officer(w):
    w.roster(lines(row(A, NAME, "2024-01-02", kind="机关养老", amount="5000", start="2024-01")))
    matter = w.matter(A, "overlap")
    w.day("2024-02-19")
    w.on_file(matter)
    w.move(matter, "decide", code=5)
    w.step(matter, "choose", code=2)
    second = of_kind(w, "机关养老")["line_id"]
    w.step(matter, "choose", code=5, refund_line=second + 7)
    w.step(matter, "choose", refund_line=second)
    w.adverse(matter)
    eq(w.months(A, "overpaid_fen"), {"2024-01": 500000, "2024-02": 500000})


@on(inited("2024-01-02"))
def test_scenario_29_a_pension_beside_a_survivors_allowance_is_an_overlap(w):
    w.roster([row(A, NAME, "2024-01-02", kind="机关养老", amount="5000", start="2024-01"),
              row(A, NAME, "2024-01-02", kind="遗属生活困难补助", amount="500", start="2024-01",
                  关联人号码=number(4), 关系="配偶")])
    w.day("2024-03-04")
    w.adverse(w.matter(A, "overlap"))
    eq(w.months(A, "overpaid_fen"), {"2024-01": 50000, "2024-02": 50000})
    w.run("check")


@on(RELEASED)
def test_scenario_30_no_step_of_the_recovery_can_be_skipped(w):
    ours = refund(w)
    w.move(ours, "apply", code=5)
    w.move(ours, "demand", code=5)
    w.move(ours, "serve", reason="当面送达决定书", date="2024-05-10")
    w.move(ours, "apply", code=5)
    w.move(ours, "demand", date="2024-05-31")
    has(w.letter(ours, A), "760.00", "10个工作日")
    w.move(ours, "apply", date="2024-12-02", code=5)
    w.move(ours, "serve", reason="当面送达催告书", date="2024-12-03")
    w.move(ours, "apply", date="2024-12-17", code=5)
    w.move(ours, "apply", date="2024-12-18")
    eq(refund(w)["state"], "applied")


@on(inited("2025-01-06"))
def test_art_17_after_the_end_of_the_measure_art_11_is_no_power(w):
    w.roster([row(A, NAME, "2025-01-06", amount="3000", start="2025-01"),
              row(A, NAME, "2025-01-06", start="2025-01", **RESIDENT)])
    w.day("2025-05-06")
    m = w.matter(A, "overlap")
    w.adverse(m)
    ours = refund(w)
    w.step(m, "serve", date="2025-05-08")
    w.step(ours, "demand", date="2025-05-09")
    w.step(ours, "serve", date="2025-05-12")
    w.step(ours, "apply", date="2025-11-20")
    for matter in (m, ours):
        for letter in w.state(matter)["letters"]:
            has(letter["body"], "原办法已于2024年12月31日期满")
            true("第十一条" not in letter["body"] and "资格认证办法" not in letter["body"],
                 "the power is taken from the measure: " + letter["body"])
    why = w.run("law", "explain", m["id"], "--as", f"manager@{HC}", "--purpose", "核对").out
    has(why, "不作为今日决定的依据", "社会保险法")


@on(RELEASED)
def test_art_11_instalments_leave_the_rest_and_never_take_more(w):
    ours = refund(w)
    for amount, code in (("760.01", 5), ("0", 5), ("-1", 1), ("一百", 1)):
        w.step(ours, "instalment", code=code, amount=amount)
    w.step(ours, "instalment", code=2)
    w.step(ours, "instalment", amount="200.50")
    eq(sum(w.months(A, "refunded_fen").values()), 20050)
    w.step(ours, "instalment", code=5, amount="559.51")
    w.step(ours, "serve", date="2024-05-10")
    w.step(ours, "demand", date="2024-05-13")
    has(w.letter(ours, A), "559.50")
    w.step(ours, "instalment", amount="59.50")
    w.step(ours, "paid")
    eq(sum(w.months(A, "refunded_fen").values()), 76000)
    w.step(ours, "instalment", code=5, amount="1")
    w.run("check")


@on(RELEASED)
def test_11_8_the_court_pack_names_every_step(w):
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-10")
    w.move(ours, "demand", date="2024-05-13")
    w.move(ours, "serve", date="2024-05-14")
    w.move(ours, "apply", date="2024-11-20")
    has(w.state(ours)["letters"][-1]["body"], "强制执行申请书", "2024-05-10", "2024-05-14", "760.00",
        "行政强制法")


@on(RELEASED)
def test_scenario_30_not_before_the_periods_have_lapsed_nor_after_three_months(w):
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-10")
    w.move(ours, "demand", date="2024-05-13")
    w.move(ours, "serve", date="2024-05-14")
    w.move(ours, "apply", date="2024-11-11", code=5)
    w.move(ours, "apply", date="2025-02-13", code=5)


@on(RELEASED)
def test_service_by_publication_counts_when_its_thirty_days_are_over(w):
    # Published 2024-05-10 (Friday): 2024-06-09 is a Sunday and 06-10 a holiday, served 2024-06-11;
    # six months for a suit end on 2024-12-11.
    ours = refund(w)
    w.move(ours, "serve_notice", date="2024-05-10")
    has(w.run("law", "explain", ours["id"], "--as", f"clerk@{HC}", "--purpose", "核对").out,
        "公告送达", "2024-06-11")
    has(w.move(ours, "demand", date="2024-06-07", code=5).both, "送达")
    w.move(ours, "demand", date="2024-06-10", code=5)
    w.move(ours, "demand", date="2024-06-11")
    w.move(ours, "serve_notice", date="2024-06-12")  # 2024-07-12
    w.move(ours, "apply", date="2024-12-11", code=5)
    w.move(ours, "apply", date="2024-12-12")
    has(w.state(ours)["letters"][-1]["body"], "2024-06-11", "2024-07-12")
    w.run("check")


@on(RELEASED)
def test_who_is_reached_before_the_publication_is_over_is_served_then(w):
    ours = refund(w)
    w.move(ours, "serve_notice", date="2024-05-10")
    w.move(ours, "serve", date="2024-05-20")
    w.move(ours, "demand", date="2024-05-21")


@on(RELEASED)
def test_the_demand_names_the_days_in_force(w):
    who = ("--as", f"clerk@{CITY}", "--purpose", "参数变更")
    r = w.run("law", "propose", "demand.days", "15", "--from", "2024-05-13", "--citation",
              "威人社发〔2024〕9号第三条", "--reason", "延长催告期限", *who)
    change = re.search(r"matter=(\d+)", r.out).group(1)
    w.move(change, "decide", f"reviewer@{CITY}")
    w.move(change, "release", f"manager@{CITY}")
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-10")
    w.move(ours, "demand", date="2024-05-13")
    has(w.letter(ours, A), "15个工作日")


@on(RELEASED)
def test_a_suit_holds_the_application(w):
    ours = refund(w)
    w.move(ours, "serve", date="2024-05-10")
    w.move(ours, "demand", date="2024-05-13")
    w.move(ours, "serve", date="2024-05-14")
    w.move(ours, "review", date="2024-07-01")
    w.move(ours, "apply", date="2024-11-20", code=5)
    w.move(ours, "review_over", date="2024-12-20")
    w.move(ours, "apply", date="2024-12-23")
    eq(refund(w)["state"], "applied")


@on(inited("2024-01-02"))
def test_two_medical_insurances_are_told_and_never_decided_here(w):
    w.roster([row(A, NAME, "2024-01-02", kind="职工医保", amount="0.01", start="2024-01"),
              row(A, NAME, "2024-01-02", kind="居民医保", amount="0.01", start="2024-01")])
    w.day("2024-03-11")
    eq(overlaps(w), [])
    told = [n for n in w.person(A)["notices"] if n["channel"] == "referral"]
    eq(len(told), 1)
    has(told[0]["text"], "医疗保障局")


if __name__ == "__main__":
    true(WD != HC, "two payers")
    main(globals())
