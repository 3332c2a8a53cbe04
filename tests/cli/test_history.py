#!/usr/bin/env python3
"""Art. 17 and issue 4, "a date before 2018 is history only": at every door it is refused or kept as
history, with a sentence that says so, and no adverse decision follows; capability 17.1."""
from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then, true

A, CHILD, WORKER = number(1), number(2, "19990520"), number(4)
NAME = "张建国"
LAST, FIRST = "2017-12-31", "2018-01-01"
SAYS = "只作历史"


@then(inited("2024-01-02"), "a retiree and a dependant who grew up in 2017")
def PEOPLE(w):
    w.roster([row(A, NAME, "2023-12-05"),
              row(CHILD, "周小明", "2023-12-05", kind="供养亲属抚恤金", amount="800", 关联人号码=WORKER,
                  关系="子女")])


def report(w, event, on_day, *more, code=0):
    return w.run("report-loss", A, "--event", event, "--on", on_day, "--reported", "2024-03-04",
                 "--reporter-lives", "in", "--as", f"clerk@{HC}", "--purpose", "登记", *more, code=code,
                 date="2024-03-04")


@on(PEOPLE)
def test_17_1_a_report_of_a_loss_before_2018_opens_nothing(w):
    for event, more in (("死亡", ()), ("火化", ()), ("失踪", ()), ("在押", ()),
                        ("服刑", ("--sentence", "有期徒刑")), ("再婚", ())):
        has(report(w, event, LAST, *more, code=5).err, SAYS, LAST)
    eq(w.matters(A), [])
    report(w, "死亡", FIRST)
    eq(len(w.matters(A, "loss")), 1, "the first day of the measure counts")


@on(PEOPLE)
def test_17_1_a_certification_before_2018_belongs_in_the_roster(w):
    has(w.run("certify", A, "--way", 1, "--agency", HC, "--on", LAST, "--as", f"clerk@{HC}",
              "--purpose", "认证", code=5).err, SAYS, "上次认证日期")
    eq(w.person(A)["due_on"], "2024-12-05")
    w.run("certify", A, "--way", 1, "--agency", HC, "--on", FIRST, "--as", f"clerk@{HC}",
          "--purpose", "认证")


@on(PEOPLE)
def test_17_1_no_matter_is_opened_about_a_day_before_2018(w):
    for kind, fields in (("change", {"changed_on": LAST, "field": "联系电话", "value": "13800000000"}),
                         ("failed", {"found_on": LAST, "means": "窗口", "text": "未到场"}),
                         ("other_way", {"held_on": LAST, "description": "由两名工作人员通过视频与本人当面核对身份证件和近况"})):
        has(w.brought(kind, A, code=5, **fields).err, SAYS, LAST)
    eq(w.matters(A), [])


@on(PEOPLE)
def test_17_1_evidence_before_2018_is_kept_and_holds_and_decides_nothing(w):
    with open(w.path("feed.csv"), "w", encoding="utf-8") as f:
        f.write(f"社会保障号码,姓名,事件,事件日期,来源\r\n{A},{NAME},死亡,{LAST},公安\r\n")
    w.date = "2024-03-04"
    w.run("import", "evidence", "feed.csv", "--source", "公安", "--as", f"clerk@{HC}", "--purpose",
          "数据比对", code=(0, 4))
    release_feed(w)
    check = w.matter(A, "evidence_check")
    has(w.state(check)["note"], SAYS)
    has(w.move(check, "confirm", f"reviewer@{HC}", code=5).err, SAYS, LAST)
    w.day("2024-03-11")
    eq(w.paid("2024-03", NAME)[3], "3210.55", "no payroll is held for it")
    eq(w.matters(A, "loss"), [])


def release_feed(w):
    """The first feed of a source waits for two people."""
    for f in w.run("feed", "list", "--json", "--as", f"manager@{CITY}", "--purpose", "核对").json():
        for who in (f"manager@{WD}", f"manager@{CITY}"):
            w.run("feed", "release", f["id"], "--as", who, "--purpose", "放行", code=(0, 5))


@on(PEOPLE)
def test_17_1_who_grew_up_before_2018_is_not_stopped_by_it(w):
    w.run("report-loss", CHILD, "--event", "满18周岁", "--on", "2024-03-01", "--reported", "2024-03-04",
          "--reporter-lives", "in", "--as", f"clerk@{HC}", "--purpose", "登记", date="2024-03-04")
    mine = w.matter(CHILD, "loss")
    has(w.move(mine, "decide", code=5).err, SAYS, "2017-05-20")


@on(PEOPLE)
def test_10_9_an_investigation_finds_no_death_before_2018_to_decide_by(w):
    w.day("2024-12-06")
    m = w.matter(A, "suspension")
    w.adverse(m, released="2024-12-09")
    w.day("2025-06-10")
    found = w.matter(A, "investigation")
    told = w.step(found, "found_dead", f"reviewer@{HC}", code=5, on=LAST)
    has(told.err, SAYS, LAST)
    eq(w.person(A)["lines"][0]["status"], "suspended", "nothing is paid meanwhile")


if __name__ == "__main__":
    true(LAST < FIRST, "two days")
    main(globals())
