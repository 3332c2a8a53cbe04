#!/usr/bin/env python3
"""What people bring to an agency (matter open): arts. 6, 7 and 10; scenarios 13, 17, 18, 21, 37, 38
and their neighbours; capabilities 6.2, 6.3, 7.2, 7.4, 7.12, 7.13, 7.15 to 7.21, 10.3, B8, B18, C7."""
from harness import (CITY, HC, RC, TOWN, WD, eq, has, inited, main, number, on, row, then, true)

A, B, C = number(1), number(2), number(3)
OLD = number(5, "19400312")
WIDOW = number(6, "19600101")
STATION = "371002001001"


@then(inited("2024-01-02"), "people who bring something")
def PEOPLE(w):
    w.roster([row(A, "王守义", "2023-03-01", lives=STATION), row(B, "李秀兰", "2023-03-01"),
              row(OLD, "钱老太", "2023-03-01"),
              row(C, "孙文登", "2023-03-01", payer=WD), row(C, "孙文登", "2023-03-01", kind="生活护理费"),
              row(WIDOW, "周遗属", "2023-10-09", kind="遗属生活困难补助", 关联人号码=number(9), 关系="配偶"),
              row(WIDOW, "周遗属", "2023-10-09", kind="居民养老", amount="218",
                  金额构成="基础=183;个人账户=28;政府补贴=7")])


@then(PEOPLE, "published on 5 March")
def PUBLISHED(w):
    w.date = "2024-03-05"
    w.certify(A, agency=STATION)
    w.brought("publication", A, f"clerk@{STATION}")


def suspension(w, num, payer=HC):
    found = [m for m in w.matters(num, "suspension") if m["agency"] == payer]
    eq(len(found), 1, "suspensions")
    return found[0]


# --- 7(1) home visits ------------------------------------------------------------------------


@on(PEOPLE)
def test_7_4_a_home_visit_from_application_to_result(w):
    w.day("2024-03-04")
    v = w.brought("home_visit", OLD, f"clerk@{TOWN}", ground="高龄", applicant="女儿")
    eq((v["state"], v["due_on"]), ("proposed", "2024-03-18"), "ten working days")
    w.on_file(suspension(w, OLD))
    has(w.move(suspension(w, OLD), "decide", code=5).err, "入户")
    eq([(x["name"], x["value"]) for x in w.state(v)["fields"]], [("applicant", "女儿"), ("ground", "高龄")])
    has(w.run("matter", "show", v["id"], "--as", f"clerk@{TOWN}", "--purpose", "核对").out, "女儿")
    w.step(v, "visit", f"clerk@{TOWN}", code=5, visitor_one="甲", visitor_two="乙")
    w.step(v, "accept", f"reviewer@{TOWN}")
    has(w.step(v, "visit", f"clerk@{TOWN}", code=2, visitor_one="甲").err, "visitor_two")
    w.step(v, "visit", f"clerk@{TOWN}", code=5, visitor_one="甲", visitor_two="甲")
    eq(w.person(OLD)["due_on"], "2024-03-01", "nothing certified yet")
    w.step(v, "visit", f"clerk@{TOWN}", date="2024-03-06", visitor_one="甲", visitor_two="乙")
    p = w.person(OLD)
    eq((p["due_on"], p["certifications"][0]["way"], p["certifications"][0]["agency"]),
       ("2025-03-06", 1, TOWN))
    eq([m["state"] for m in w.matters(OLD, "suspension")], ["closed"])
    eq(w.state(v)["state"], "closed")


@on(PEOPLE)
def test_7_4_conditions_are_reviewed(w):
    w.date = "2024-02-05"
    v = w.brought("home_visit", B, ground="高龄")
    has(w.step(v, "accept", code=5).err, "入户认证条件")
    w.step(v, "reject", f"clerk@{HC}")
    has(w.state(v)["letters"][0]["body"], "入户认证申请未予同意")
    for ground in ("残疾", "卧床", "住院"):
        v = w.brought("home_visit", B, ground=ground)
        w.step(v, "accept")
        w.step(v, "close")
    v = w.brought("home_visit", B, ground="其他")
    w.step(v, "accept", code=5)
    w.step(v, "accept", f"manager@{HC}")
    has(w.brought("home_visit", B, code=5, ground="残疾").err, "未办结")


@on(PEOPLE)
def test_7_4_wrong_hands_and_bad_facts(w):
    w.date = "2024-02-05"
    eq(w.brought("home_visit", B, f"supervisor@{HC}", code=5, ground="残疾").code, 5)
    has(w.brought("home_visit", B, code=2).err, "ground")
    has(w.brought("home_visit", B, code=1, ground="懒得走").err, "高龄、残疾")
    has(w.brought("home_visit", B, code=2, ground="残疾", colour="红").err, "colour")
    has(w.brought("nonsense", B, code=2).err, "nonsense")
    eq(w.brought("suspension", B, code=5).code, 5)
    v = w.brought("home_visit", B, ground="残疾")
    w.step(v, "accept", f"clerk@{RC}", code=5)
    w.step(v, "accept", f"officer@{HC}", code=5)


@on(PEOPLE)
def test_7_4_visitors_find_a_death_and_nothing_ends_for_that(w):
    w.date = "2024-02-05"
    v = w.brought("home_visit", C, f"clerk@{WD}", ground="卧床")
    w.step(v, "accept", f"clerk@{WD}")
    w.step(v, "found_dead", f"clerk@{WD}", code=1)
    w.step(v, "found_dead", f"clerk@{WD}", on="2024-02-01")
    eq(sorted(m["agency"] for m in w.matters(C, "evidence_check")), [HC, WD])
    eq({x["status"] for x in w.person(C)["lines"]}, {"paid"})


# --- 7(1), 10: the public list and objections ------------------------------------------------


@on(PUBLISHED)
def test_scenario_18_the_list_is_masked_and_taken_down(w):
    def shown(agency=HC, date=None):
        return w.run("publication", "show", agency, date=date)
    r = shown()
    has(r.out, "王*", A[-4:], "2024-03-12")
    for hidden in (A, A[:6], A[6:14], "守义", "1958", "3210", "残疾"):
        true(hidden not in r.out, f"{hidden} on the list")
    eq(w.run("publication", "show", HC, "--json").json(),
       [{"name": "王*", "tail": A[-4:], "place": w.run("publication", "show", STATION).out.split("　")[0],
         "result": "已通过认证", "until": "2024-03-12"}])
    true("王*" not in shown(RC).out, "on another district's list")
    has(shown(date="2024-03-12").out, "王*")
    true("王*" not in shown(date="2024-03-13").out, "still there after the seventh day")
    w.day("2024-03-13")
    eq([m["state"] for m in w.matters(A, "publication")], ["closed"])


@on(PEOPLE)
def test_7_2_the_last_day_rolls_and_who_may_publish(w):
    w.date = "2024-01-26"
    w.brought("publication", A, f"clerk@{STATION}", code=0)
    w.date = "2024-02-03"
    w.certify(A, agency=STATION, date="2024-02-03")
    has(w.brought("publication", A, f"clerk@{STATION}", code=5).err, "未办结")
    w.day("2024-02-04")
    p = w.brought("publication", A, f"clerk@{STATION}")
    eq(p["due_on"], "2024-02-18", "02-11 is in the Spring Festival: the next working day is a Sunday")
    w.brought("publication", B, f"clerk@{STATION}", code=5)
    w.brought("publication", A, f"supervisor@{HC}", code=5)
    w.step(p, "take_down", f"clerk@{RC}", code=5)
    w.step(p, "take_down", f"clerk@{STATION}")
    true("王*" not in w.run("publication", "show", HC).out, "still there")


@on(PUBLISHED)
def test_scenario_17_an_unfounded_objection_is_rejected_and_nothing_stops(w):
    w.date = "2024-03-08"
    o = w.brought("objection", A, f"clerk@{STATION}", text="他已不在本村", objector="某邻居")
    eq((o["state"], o["due_on"]), ("proposed", "2024-03-12"), "two working days")
    w.step(o, "reject", f"clerk@{RC}", code=5)
    w.step(o, "reject", f"supervisor@{HC}", code=5)
    w.step(o, "reject", f"clerk@{HC}", date="2024-03-11")
    eq(w.state(o)["state"], "rejected")
    body = w.state(o)["letters"][0]["body"]
    has(body, "不予受理", "依据材料核实", "王*")
    number = next(x for x in body.split("\n") if x.startswith("文号"))  # any digits may stand in it
    body = body.replace(number, "")
    for hidden in ("某邻居", "守义", A, "3210", "3,210"):
        true(hidden not in body, f"{hidden} in the letter to the objector")
    w.day("2024-03-20")
    eq(w.matters(A, "suspension"), [])
    eq(w.person(A)["lines"][0]["status"], "paid")
    w.step(o, "accept", code=5)


@on(PUBLISHED)
def test_10_3_an_accepted_objection_proposes_with_three_working_days(w):
    w.date = "2024-03-12"
    o = w.brought("objection", A, text="据说已去世")
    w.step(o, "accept", date="2024-03-14")
    m = suspension(w, A)
    eq((m["state"], m["due_on"]), ("proposed", "2024-03-19"))
    eq(w.person(A)["lines"][0]["status"], "paid", "a proposal stops nothing")
    w.adverse(m)
    eq(w.person(A)["lines"][0]["status"], "suspended")


@on(PUBLISHED)
def test_10_3_objections_until_the_end_of_the_last_day(w):
    w.date = "2024-03-13"
    has(w.brought("objection", A, code=5, text="迟了").err, "公示期已满", "matter open tip")
    w.brought("objection", A, text="昨天口头提出", raised_on="2024-03-12")
    has(w.brought("objection", B, code=5, text="没有公示").err, "公示")
    o = w.brought("objection", B, text="纸质名单", published_on="2024-03-07")
    eq(o["state"], "proposed")


# --- 7(4) mailed forms -----------------------------------------------------------------------


@on(PEOPLE)
def test_scenario_38_a_mailed_form_is_warned_of_approved_by_another_and_counted(w):
    w.day("2024-03-04")
    fields = {"place": "成都市", "connected": "否", "held_on": "2024-02-28"}

    def by_mail(num, code=0, **more):
        args = ["matter", "open", "mailed_form", num, "--as", f"clerk@{HC}", "--purpose", "受理"]
        for name, value in {**fields, **more}.items():
            args += ["--field", f"{name}={value}"]
        return w.run(*args, code=code)
    r = by_mail(A)
    has(r.err, "自助认证", "第 1 份", "审批")
    f = w.matter(A, "mailed_form")
    has(w.state(f)["letters"][0]["body"], "自助认证")
    w.on_file(suspension(w, A))
    w.move(suspension(w, A), "decide", code=5)
    w.step(f, "release", f"clerk@{HC}", code=5)
    eq(w.person(A)["due_on"], "2024-03-01")
    w.step(f, "release", f"reviewer@{HC}")
    p = w.person(A)
    eq((p["due_on"], p["certifications"][0]["way"]), ("2025-02-28", 4))
    eq([m["state"] for m in w.matters(A, "suspension")], ["closed"])
    has(by_mail(B).err, "第 2 份")
    has(by_mail(OLD, code=5, connected="是").err, "已开通")
    by_mail(OLD, code=5, held_on="2024-03-05")
    has(by_mail(OLD, code=1, connected="不知道").err, "是 或 否")


@on(PEOPLE)
def test_7_13_who_registered_a_form_does_not_approve_it(w):
    w.date = "2024-02-05"
    f = w.brought("mailed_form", A, f"reviewer@{HC}", place="成都市", connected="否",
                  held_on="2024-02-01")
    has(w.step(f, "release", f"reviewer@{HC}", code=5).err, "另一")
    w.step(f, "release", f"supervisor@{HC}", code=5)
    w.step(f, "release", f"manager@{HC}")


# --- 7(5) papers from abroad -----------------------------------------------------------------


def paper(w, num=A, code=0, who=f"clerk@{HC}", place="香港", issuer="工会联合会", issued_on="2024-01-10",
          **more):
    return w.brought("abroad_paper", num, who, code=code, place=place, issuer=issuer,
                     issued_on=issued_on, **more)


@on(PEOPLE)
def test_scenario_37_hong_kong_with_a_beijing_notary_is_refused_with_other_ways(w):
    w.date = "2024-02-05"
    r = paper(w, code=5, issuer="内地公证处", posted_on="2024-01-15", received_on="2024-02-01")
    has(r.err, "工会联合会", "other_way", "自助认证", "不算认证未通过")
    eq(w.matters(A), [])
    p = paper(w, posted_on="2024-01-15", received_on="2024-02-01")
    w.step(p, "accept")
    got = w.person(A)
    eq((got["due_on"], got["certifications"][0]["way"], got["certifications"][0]["held_on"]),
       ("2025-01-10", 5, "2024-01-10"), "from the day of issue")


@on(PEOPLE)
def test_7_15_to_7_17_the_issuer_fits_the_place(w):
    w.date = "2024-02-05"
    sent = {"posted_on": "2024-01-15", "received_on": "2024-02-01"}
    fits = {("澳门", "工会联合会"), ("香港", "工会联合会"), ("台湾", "台湾公证机构"), ("境外", "使领馆"),
            ("境外", "公证加附加证明书")}
    for place in ("香港", "澳门", "台湾", "境外"):
        for issuer in ("使领馆", "工会联合会", "台湾公证机构", "公证加附加证明书", "其他机构"):
            good = (place, issuer) in fits
            r = paper(w, code=0 if good else 5, place=place, issuer=issuer, **sent)
            if good and issuer in ("台湾公证机构", "公证加附加证明书"):
                has(w.step(r, "accept", code=5).err, "复核")
                w.step(r, "decide")
                w.step(r, "release", f"clerk@{HC}", code=5)
                w.step(r, "release", f"reviewer@{HC}")
                eq(w.state(r)["state"], "closed")


@on(PEOPLE)
def test_7_19_posted_on_the_last_day_of_six_months_and_the_day_after(w):
    w.date = "2024-03-04"
    place = {"place": "境外", "issuer": "使领馆", "issued_on": "2023-08-31"}
    paper(w, received_on="2024-03-04", posted_on="2024-02-29", **place)
    paper(w, code=5, received_on="2024-03-04", posted_on="2024-03-01", **place)
    paper(w, code=5, received_on="2024-03-04", **place)
    paper(w, code=5, posted_on="2024-03-05", **{**place, "issued_on": "2024-02-01"})


@on(PEOPLE)
def test_7_18_the_register_of_what_was_posted_holds_until_it_is_here(w):
    w.day("2024-03-04")
    p = paper(w, place="境外", issuer="使领馆", issued_on="2024-02-20", posted_on="2024-02-21")
    eq(p["due_on"], "2024-03-21", "nothing in hand thirty days after the issue")
    w.on_file(suspension(w, A))
    w.move(suspension(w, A), "decide", code=5)
    has(w.step(p, "accept", code=5).err, "收到")
    w.step(p, "receive", received_on="2024-03-08", date="2024-03-08")
    w.step(p, "accept")
    eq(w.person(A)["due_on"], "2025-02-20")
    eq([m["state"] for m in w.matters(A, "suspension")], ["closed"])


@on(PEOPLE)
def test_7_15_an_authorisation_of_at_most_thirty_days_and_three_years_by_proxy(w):
    w.date = "2024-03-04"
    place = {"place": "境外", "issuer": "使领馆", "issued_on": "2024-02-20", "posted_on": "2024-02-21",
             "received_on": "2024-03-01", "proxy": "是"}
    paper(w, authorised_on="2024-01-21", proxy_years="3", **place)
    paper(w, code=5, authorised_on="2024-01-20", proxy_years="1", **place)
    paper(w, code=5, authorised_on="2024-02-01", proxy_years="4", **place)
    paper(w, code=5, **place)


# --- 7(6) another way ------------------------------------------------------------------------


@on(PEOPLE)
def test_7_21_another_way_needs_twenty_characters_and_a_second_person(w):
    w.date = "2024-02-05"
    short, long = "一" * 19, "与本人视频通话并核对身份证和近照确认健在"
    eq(len(long), 20)
    has(w.brought("other_way", A, code=5, description=short).err, "20个字")
    w.brought("other_way", A, code=5, description=short + " " * 5)
    w.brought("other_way", A, code=5, description=long, held_on="2024-02-06")
    m = w.brought("other_way", A, f"reviewer@{RC}", description=long)
    w.step(m, "release", f"reviewer@{RC}", code=5)
    w.step(m, "release", f"clerk@{RC}", code=5)
    w.step(m, "release", f"reviewer@{HC}", code=5)
    eq(w.person(A)["due_on"], "2024-03-01")
    w.step(m, "release", f"manager@{RC}")
    p = w.person(A)
    eq((p["due_on"], p["certifications"][0]["way"]), ("2025-02-05", 6))


# --- art. 6: changes of details --------------------------------------------------------------


@on(PEOPLE)
def test_scenario_21_a_changed_account_waits_for_two_and_the_old_one_stays(w):
    w.date = "2024-02-05"
    c = w.brought("change", A, field="银行账户", value="6222020111122223333", changed_on="2024-02-01")
    eq(c["state"], "proposed")
    eq(w.person(A)["account"], None)
    w.step(c, "release", f"reviewer@{HC}", code=5)
    w.step(c, "decide", f"clerk@{WD}", code=5)
    w.step(c, "decide")
    eq(w.person(A)["account"], None, "decided by one alone")
    w.step(c, "release", f"clerk@{HC}", code=5)
    w.step(c, "release", f"reviewer@{HC}")
    eq(w.person(A)["account"], "****3333")
    later = w.brought("change", A, field="银行账户", value="6222020111122224444", changed_on="2024-02-02")
    eq(w.person(A)["account"], "****3333", "the unreviewed one is never paid")
    w.step(later, "reject")
    has(w.state(later)["letters"][0]["body"], "信息变更未予办理")
    eq(w.person(A)["account"], "****3333")
    true("6222020111122223333" not in w.run("person", "show", A, "--as", f"manager@{CITY}",
                                            "--purpose", "核对").out, "the whole account is shown")


@on(PEOPLE)
def test_6_3_phone_and_address_at_once_the_name_after_review(w):
    w.date = "2024-02-05"
    eq(w.brought("change", A, field="联系电话", value="13800001234", changed_on="2024-02-01")["state"],
       "closed")
    has(w.brought("change", A, code=1, field="联系电话", value="不知道", changed_on="2024-02-01").err, "数字")
    eq(w.brought("change", A, field="居住地址", value="510100", changed_on="2024-02-01")["state"],
       "closed")
    c = w.brought("change", A, field="姓名", value="王守仁", changed_on="2024-01-08")
    eq(w.person(A)["name"], "王守义")
    w.step(c, "decide")
    w.step(c, "release", f"reviewer@{HC}")
    eq(w.person(A)["name"], "王守仁")
    has(w.brought("change", A, code=5, field="姓名", value="王守礼", changed_on="2024-02-06").err, "晚于")


@on(PEOPLE)
def test_6_3_a_reviewed_number_finds_the_person_and_the_old_one_goes_on(w):
    w.date = "2024-02-05"
    new = number(77)
    c = w.brought("change", A, field="身份号码", value=new, changed_on="2024-02-01")
    w.step(c, "decide")
    eq(w.run("person", "show", new, "--as", f"manager@{CITY}", "--purpose", "核对", code=None).code, 1)
    w.step(c, "release", f"reviewer@{HC}")
    eq((w.person(new)["number"], w.person(A)["number"]), (new, new))
    c = w.brought("change", B, field="身份号码", value=new, changed_on="2024-02-01")
    w.step(c, "decide")
    has(w.step(c, "release", f"reviewer@{HC}", code=1).err, "另一位")
    w.run("check")


@on(PEOPLE)
def test_6_2_ten_working_days_and_late_is_marked_never_blocked(w):
    w.date = "2024-02-27"
    def late(changed):
        c = w.brought("change", A, field="联系电话", value="13800001234", changed_on=changed)
        return w.run("matter", "show", c["id"], "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(late("2024-02-05"), "2024-02-27")  # 02-09 and Sunday 02-18 count
    true("已逾期" not in late("2024-02-05"), "on the tenth working day")


@on(PEOPLE)
def test_6_3_marriage_of_a_survivor_opens_the_check_of_art_8(w):
    w.date = "2024-02-05"
    w.brought("change", WIDOW, field="婚姻状况", value="再婚", changed_on="2024-02-01")
    c = w.matter(WIDOW, "evidence_check")
    eq((c["state"], c["agency"]), ("proposed", HC))
    w.step(c, "confirm")
    eq(len(w.matters(WIDOW, "loss")), 1)
    eq({x["status"] for x in w.person(WIDOW)["lines"]}, {"paid"}, "a report stops nothing")
    w.brought("change", A, field="婚姻状况", value="再婚", changed_on="2024-02-01")
    eq(w.matters(A, "evidence_check"), [], "a pension of one's own is not concerned")


# --- 10, trigger b; B19; C26 -----------------------------------------------------------------


@on(PEOPLE)
def test_scenario_13_a_face_that_fails_twice_counts_nothing(w):
    w.day("2024-03-04")
    for means in ("人脸识别", "人脸识别", "照片"):
        f = w.brought("failed", A, f"clerk@{TOWN}", means=means, found_on="2024-03-04", text="未比中")
        eq(f["state"], "closed")
        w.step(f, "confirm", f"reviewer@{TOWN}", code=5)
    eq(len(w.matters(A, "failed")), 3, "attempts are recorded")
    eq({m["state"] for m in w.matters(A, "suspension")}, {"proposed"}, "for the missed day alone")
    w.certify(A)
    w.day("2024-04-11")
    eq([m["state"] for m in w.matters(A, "suspension")], ["closed"])
    eq(w.paid("2024-04", "王守义")[3], "3210.55")


@on(PEOPLE)
def test_10_2_a_failure_found_by_an_officer_and_confirmed_by_another(w):
    w.date = "2024-02-05"
    f = w.brought("failed", A, f"clerk@{RC}", means="窗口", found_on="2024-02-05", text="来人不是本人")
    w.step(f, "confirm", f"clerk@{RC}", code=5)
    w.step(f, "confirm", f"reviewer@{HC}", code=5)
    eq(w.matters(A, "suspension"), [])
    w.step(f, "confirm", f"reviewer@{RC}")
    m = suspension(w, A)
    eq((m["due_on"], m["agency"]), ("2024-03-06", HC), "three working days from the due day, not earlier")
    w.on_file(m)
    w.move(m, "decide", code=5)
    w.day("2024-03-04")
    eq(len(w.matters(A, "suspension")), 1, "not proposed a second time for the missed day")
    w.move(m, "decide")
    w.move(m, "release", f"reviewer@{HC}")
    eq(w.person(A)["lines"][0]["status"], "suspended")
    w.brought("failed", A, code=5, means="窗口", found_on="2024-03-05", text="x")
    has(w.brought("failed", A, code=1, means="梦见", found_on="2024-03-04", text="x").err, "窗口")


@on(PUBLISHED)
def test_10_two_causes_suspend_once_and_one_make_up_restores(w):
    o = w.brought("objection", A, text="据说已去世")
    w.step(o, "accept")
    first = suspension(w, A)
    f = w.brought("failed", A, means="窗口", found_on="2024-03-05", text="来人不是本人")
    w.step(f, "confirm", f"reviewer@{HC}")
    eq(len(w.matters(A, "suspension")), 1, "a proposal beside the open one")
    w.adverse(first)
    o = w.brought("objection", A, text="还是不在")
    w.step(o, "accept")
    second = [m for m in w.matters(A, "suspension") if m["id"] != first["id"]][0]
    w.on_file(second)
    has(w.move(second, "decide", code=5).err, "已因认证暂停")
    w.move(second, "reject")
    w.day("2024-03-11")
    w.certify(A, date="2024-03-28")
    w.kindly(w.matter(A, "reinstatement"))
    w.day("2024-04-11")
    eq(w.paid("2024-04", "王守义"), ("3210.55", "3210.55", "0.00", "6421.10"))
    w.run("check")


@on(PEOPLE)
def test_b19_who_decided_does_not_answer_the_appeal(w):
    w.day("2024-03-04")
    m = suspension(w, A)
    w.adverse(m)
    has(w.brought("appeal", A, code=5, against="12", text="我在世").err, "matter list")
    a = w.brought("appeal", A, f"clerk@{WD}", against=m["id"], text="我一直在世")
    eq(w.state(a)["agency"], HC)
    w.step(a, "decide", f"clerk@{HC}", code=5)
    w.step(a, "reject", f"reviewer@{HC}", code=5)
    w.step(a, "decide", f"manager@{HC}")
    has(w.step(a, "release", f"reviewer@{HC}", code=5).err, "原决定")
    w.step(a, "release", f"manager@{HC}", code=5)
    w.step(a, "reject", f"manager@{HC}")
    has(w.state(a)["letters"][0]["body"], "不予支持")


@on(PEOPLE)
def test_c26_a_message_that_came_back_is_the_place_s_task(w):
    w.date = "2024-02-05"
    c = w.brought("wrong_contact", A, returned_on="2024-02-05")
    eq(w.state(c)["agency"], STATION)
    w.step(c, "not_found", f"clerk@{STATION}")
    w.step(c, "confirm", f"clerk@{STATION}", code=1, phone="无")
    w.step(c, "confirm", f"clerk@{RC}", code=5, phone="13800001234")
    w.step(c, "confirm", f"clerk@{STATION}", phone="13800001234")
    eq(w.state(c)["state"], "closed")
    found = w.run("person", "find", "13800001234", "--as", f"clerk@{HC}", "--purpose", "核对", code=None)
    true(found.code in (0, 1), found.both)


@on(PEOPLE)
def test_values_given_by_name_are_sealed_and_the_store_is_sound(w):
    w.date = "2024-02-05"
    w.brought("other_way", A, description="与本人视频通话并核对身份证和近照确认健在")
    w.brought("change", A, field="银行账户", value="6222020111122223333", changed_on="2024-02-01")
    kept = w.sql("SELECT name FROM matter_field ORDER BY name")
    eq([x[0] for x in kept], ["changed_on", "description", "field", "value"])
    true("6222020111122223333" not in str(w.sql("SELECT * FROM person_fact")), "an account in clear")
    w.run("check")
    w.run("audit", "verify")


if __name__ == "__main__":
    main(globals())
