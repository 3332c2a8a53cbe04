#!/usr/bin/env python3
"""Benefits that the city adds: lines by 3(6), procedures of their own by 15: capabilities 3.9, 3.11, 15.1."""
from harness import CITY, HC, eq, has, inited, main, number, on, row

A, B = number(1), number(2)
LINE = {"word": "高龄补贴", "fund_paid": "是", "periodic": "是", "long_term": "是",
        "citation": "威人社发〔2024〕10号第二条"}


NOW = inited("2024-06-03")


def proposed(w, code=0, who=f"clerk@{CITY}", **fields):
    args = [x for k, v in fields.items() for x in ("--field", f"{k}={v}")]
    r = w.run("matter", "open", "benefit_kind", "--json", "--as", who, "--purpose", "增列", *args, code=code)
    return r.json()["id"] if r.code == 0 else r


def released(w, **fields):
    m = proposed(w, **fields)
    w.move(m, "decide", f"reviewer@{CITY}")
    w.move(m, "release", f"reviewer@{CITY}", code=5)
    w.move(m, "release", f"manager@{CITY}")


@on(NOW)
def test_3_9_a_kind_that_was_added_is_a_line_like_any_other(w):
    w.roster([row(A, "王守义", "2023-06-01", kind="高龄补贴", amount="100")], code=4)
    released(w, **LINE)
    w.roster([row(A, "王守义", "2023-06-01", kind="高龄补贴", amount="100")])
    eq([x["kind"] for x in w.person(A)["lines"]], ["高龄补贴"])
    w.day("2024-06-04")
    s = w.matter(A, "suspension")
    w.adverse(s)
    has(w.letter(s, A), "高龄补贴")
    w.run("check")
    has(proposed(w, code=0, **LINE) and w.run("matter", "list", "--as", f"manager@{CITY}",
                                              "--purpose", "核对").out, "增列待遇")


@on(NOW)
def test_15_1_what_is_not_for_long_has_a_procedure_and_no_line(w):
    other = {**LINE, "word": "失业保险金", "long_term": "否"}
    has(proposed(w, code=5, **other).err, "procedure")
    released(w, procedure="每月在失业登记平台签到", **other)
    r = w.roster([row(B, "李秀兰", "2023-06-01", kind="失业保险金", amount="900")], code=4)
    has(r.both, "第十五条", "每月在失业登记平台签到")
    eq(w.sql("SELECT count(*) FROM line")[0][0], 0)


@on(NOW)
def test_3_11_only_what_the_fund_pays_and_only_by_the_city_agency(w):
    has(proposed(w, code=5, **{**LINE, "fund_paid": "否"}).err, "基金")
    proposed(w, code=5, who=f"clerk@{HC}", **LINE)
    proposed(w, code=5, who=f"supervisor@{CITY}", **LINE)


main(globals())
