#!/usr/bin/env python3
"""import agencies|calendar, user, check-config: interface.md; the calendar of the readings."""
import csv
import os

from harness import CITY, HC, ROOT, eq, has, inited, main, number, on, row, then

AGENCIES = os.path.join(ROOT, "data/divisions-weihai.csv")
CALENDAR = os.path.join(ROOT, "data/public-holidays-cn.csv")
BEFORE = os.path.join(ROOT, "data/public-holidays-cn-superseded.csv")
ADMIN = ("--as", "sysadmin", "--purpose", "更新")
FRESH = inited("2024-06-03")


def put(w, name, text):
    with open(w.path(name), "w", encoding="utf-8") as f:
        f.write(text)
    return name


def load(w, what, name, code=0, **more):
    return w.run("import", what, name, *ADMIN, code=code, **more)


def counts(r):
    c = r.counts()
    return c["rows"], c["new"], c["changed"], c["unchanged"], c["refused"]


def proposal(w):
    return w.matter(number(1), "suspension")


@on(FRESH)
def test_what_is_shipped_changes_nothing(w):
    n = sum(1 for _ in open(AGENCIES, encoding="utf-8")) - 1
    eq(counts(load(w, "agencies", AGENCIES)), (n, 0, 0, n, 0))
    n = sum(1 for _ in open(CALENDAR, encoding="utf-8")) - 1
    eq(counts(load(w, "calendar", CALENDAR)), (n, 0, 0, n, 0))
    n = sum(1 for _ in open(BEFORE, encoding="utf-8")) - 1
    eq(counts(load(w, "calendar", BEFORE)), (n, 0, 0, n, 0))
    eq(w.sql("SELECT MAX(version) FROM calendar_day"), [(1,)])


@on(FRESH)
def test_agencies_new_and_renamed(w):
    new, station = "371002990000", "371002990001"
    text = (f"code,parent_code,level,name\n{HC},{CITY},district,环翠新区\n"
            f"{station},371002990000,community,新站\n{new},{HC},town,新所\n{CITY},,city,威海市\n")
    eq(counts(load(w, "agencies", put(w, "a.csv", text))), (4, 2, 1, 1, 0))
    eq(counts(load(w, "agencies", "a.csv")), (4, 0, 0, 4, 0))
    w.roster([row(number(1), "张建国", lives=station)])
    eq(w.sql(f"SELECT COUNT(*) FROM agency WHERE code = '{HC}'"), [(4,)], "old and new, with the department")
    text = text.replace("环翠新区", "环翠区甲")
    eq(counts(load(w, "agencies", put(w, "a.csv", text))), (4, 0, 1, 3, 0))
    eq(w.sql(f"SELECT COUNT(*) FROM agency WHERE code = '{HC}'"), [(4,)], "corrected on its day")
    w.run("day")
    w.day("2024-06-13")
    eq(w.sql(f"SELECT COUNT(*) FROM payroll_event WHERE payer = '{HC}'"), [(1,)], "locked once")


@on(FRESH)
def test_agencies_bad_rows(w):
    text = ("code,parent_code,level,name\n"
            f"37100299,{HC},town,短码\n371002990000,{HC},district,级别错\n371002990000,{CITY},town,上级错\n"
            f"371002990000,{HC},town,\n371002980001,371002980000,community,无上级\n"
            f"371002970000,{HC},town,好的\n371002970000,{HC},town,重复\n371002960000,{HC},town\n")
    r = load(w, "agencies", put(w, "a.csv", text), code=4)
    eq(counts(r), (8, 1, 0, 0, 7))
    for line in (2, 3, 4, 5, 6, 8, 9):
        has(r.err, f"第 {line} 行")
    load(w, "agencies", put(w, "b.csv", "机构,名称\n1,2\n"), code=1)
    load(w, "agencies", "absent.csv", code=1)


@then(inited("2024-06-03"), "one person due")
def DUE(w):
    w.roster([row(number(1), "张建国", "2023-06-01")])


def calendar_with(w, name, more, drop=()):
    with open(CALENDAR, encoding="utf-8") as f:
        rows = [r for r in csv.reader(f)]
    rows = [r for r in rows if r[0] not in drop] + [m.split(",") for m in more]
    return put(w, name, "\n".join(",".join(r) for r in rows) + "\n")


@on(DUE)
def test_calendar_new_days_count_at_once(w):
    other = put(w, "c.csv", "date,day,name\n2024-06-05,holiday,市民节\n2024-06-08,workday,市民节\n")
    eq(counts(load(w, "calendar", other)), (2, 2, 0, 0, 0))
    eq(counts(load(w, "calendar", other)), (2, 0, 0, 2, 0))
    eq(w.sql("SELECT MAX(version) FROM calendar_day"), [(2,)])
    eq(w.sql("SELECT COUNT(*) FROM calendar_day WHERE version = 2"),
       [(w.sql("SELECT COUNT(*) FROM calendar_day WHERE version = 1")[0][0] + 2,)], "the old ones stay")
    w.day("2024-06-04")
    eq(proposal(w)["due_on"], "2024-06-07", "three working days, not counting the 5th")


@on(DUE)
def test_calendar_as_shipped(w):
    w.day("2024-06-04")
    eq(proposal(w)["due_on"], "2024-06-06")


@on(DUE)
def test_calendar_amended_holiday_keeps_what_was_known(w):
    name = calendar_with(w, "c.csv", ["2024-10-08,holiday,国庆节"])
    r = load(w, "calendar", name)
    eq(counts(r)[1:3], (1, 0))
    old = w.sql("SELECT COUNT(*) FROM calendar_day WHERE version = 2 AND superseded_on = 20240603")[0][0]
    new = w.sql("SELECT COUNT(*) FROM calendar_day WHERE version = 2 AND published = 20240603")[0][0]
    eq(new, old + 1)
    load(w, "calendar", CALENDAR)
    eq(w.sql("SELECT COUNT(*) FROM calendar_day WHERE version = 3 AND day = 20241008"), [(0,)])
    eq(w.sql("SELECT MAX(version) FROM calendar_day"), [(3,)])
    w.run("check")


@on(DUE)
def test_calendar_is_taken_whole_or_not_at_all(w):
    for line, bad in ((2, "2024-02-30,holiday,x"), (2, "2024-06-05,feast,x"), (2, "2024-06-05,holiday,"),
                      (2, "1999-06-05,holiday,x"), (3, "2024-06-05,holiday,x\n2024-06-05,workday,x"),
                      (2, "2024-06-05,holiday")):
        r = load(w, "calendar", put(w, "c.csv", f"date,day,name\n{bad}\n2024-06-06,holiday,好\n"), code=4)
        has(r.err, f"第 {line} 行", "没有导入")
        eq(w.sql("SELECT MAX(version) FROM calendar_day"), [(1,)], bad)
    r = load(w, "calendar", put(w, "s.csv", "year,published,superseded_on,date,day,name\n"
                                "2024,2024-05-01,2024-04-01,2024-06-05,holiday,x\n"), code=4)
    has(r.err, "公布日期")


@on(DUE)
def test_reference_is_for_administrators(w):
    for who in (f"manager@{CITY}", f"clerk@{HC}", "secadmin", "auditadmin"):
        for what, name in (("agencies", AGENCIES), ("calendar", CALENDAR)):
            w.run("import", what, name, "--as", who, "--purpose", "x", code=5)


@on(DUE)
def test_reference_dry_run(w):
    other = put(w, "c.csv", "date,day,name\n2024-06-05,holiday,市民节\n")
    r = w.run("import", "calendar", other, *ADMIN, "--dry-run")
    eq(counts(r), (1, 1, 0, 0, 0))
    eq(w.sql("SELECT MAX(version) FROM calendar_day"), [(1,)])


@on(FRESH)
def test_user_list_and_disable(w):
    sec = ("--as", "secadmin", "--purpose", "离岗")
    who = f"clerk@{HC}"
    staff = w.run("user", "list", "--json", *sec).json()
    eq([s["role"] for s in staff if s["login"] == who], ["clerk"])
    w.run("user", "disable", who, "--as", f"manager@{CITY}", "--purpose", "x", code=5)
    w.run("user", "disable", "secadmin", *sec, code=5)
    w.run("user", "disable", "nobody", *sec, code=1)
    has(w.run("user", "disable", who, *sec).out, "disabled=now")
    has(w.run("user", "disable", who, *sec).out, "disabled=before")
    w.run("matter", "list", "--as", who, "--purpose", "x", code=5)
    staff = w.run("user", "list", "--json", *sec).json()
    eq([s["disabled_from"] for s in staff if s["login"] == who], [w.date])


@on(FRESH)
def test_check_config(w):
    has(w.run("check-config", db=False).out, "port")
    r = w.run("check-config", "--config", put(w, "j.conf", "port = 99999999\n"), db=False, code=3)
    has(r.err, "j.conf")
    w.run("check-config", "--config", "absent.conf", db=False, code=3)


main(globals())
