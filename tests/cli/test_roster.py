#!/usr/bin/env python3
"""Roster import: interface.md "Roster", issue 2 "Bad input and faults", capabilities B33 C27."""
import glob
import os
import tempfile
import time

from harness import (CITY, HC, TOWN, WD, eq, has, inited, main, matches, number, on, plus_days, row, true,
                     write_csv)

INIT = inited("2024-01-02")
NAMES = [a + b for a in "赵钱孙李周吴郑王冯陈" for b in "一二三四五六七八九十百千万天地玄黄宇宙洪"]
A, B, C = number(1), number(2), number(3)


def people(w):
    return w.sql("SELECT count(*) FROM person")[0][0]


def good():
    return [row(A, "张建国", "2023-06-01"), row(B, "欧阳娜娜", "2023-07-01", kind="居民养老",
                                            amount="218.00", 金额构成="基础=183;个人账户=28;政府补贴=7"),
            row(B, "欧阳娜娜", "2023-07-01", kind="生活护理费", amount="900")]


@on(INIT)
def test_counts_on_stdout(w):
    got = w.roster(good()).counts()
    eq(sorted(got), ["changed", "new", "refused", "rows", "unchanged"])
    eq((got["rows"], got["new"] + got["changed"], got["unchanged"], got["refused"]), (3, 3, 0, 0))
    eq(people(w), 2)


@on(INIT)
def test_3_11_what_is_not_long_term_is_sent_to_article_15(w):
    for kind, said in (("失业保险金", "第十五条"), ("一次性工亡补助金", "第十五条"), ("丧葬费", "第十五条"),
                       ("养老", "不是已知的待遇类别")):
        r = w.roster([row(A, "张建国", "2023-06-01", kind=kind)], code=4)
        has(r.err, kind, said)
    eq(people(w), 0)


@on(INIT)
def test_repeated_import_changes_nothing(w):
    w.roster(good())
    before = w.person(B)
    eq(w.roster(good()).counts(), {"rows": 3, "new": 0, "changed": 0, "unchanged": 3,
                                   "refused": 0})
    eq(w.person(B), before)


@on(INIT)
def test_changed_amount_is_counted(w):
    w.roster(good())
    rows = good()
    rows[0]["月标准"] = "3300.00"
    eq(w.roster(rows).counts(), {"rows": 3, "new": 0, "changed": 1, "unchanged": 2, "refused": 0})


@on(INIT)
def test_dry_run_changes_nothing(w):
    w.roster(good(), extra=("--dry-run",))
    eq(people(w), 0)


@on(INIT)
def test_person_show_shape(w):
    w.roster(good())
    p = w.person(B)
    for key in ("number", "name", "due_on", "lines", "certifications", "matters", "months", "why"):
        true(key in p, f"no {key} in {sorted(p)}")
    eq(p["name"], "欧阳娜娜")
    eq(p["number"], B)
    eq(p["due_on"], "2024-07-01")
    eq(sorted((x["kind"], x["payer"], x["status"], x["amount_fen"]) for x in p["lines"]),
       [("居民养老", HC, "paid", 21800), ("生活护理费", HC, "paid", 90000)])


@on(INIT)
def test_gb18030_with_rare_names(w):
    names = ["𬱖王", "㐂张", "买买提·吐尔逊"]
    rows = [row(number(10 + i), n, "2023-06-01") for i, n in enumerate(names)]
    eq(w.roster(rows, encoding="gb18030").counts()["new"], 3)
    eq([w.person(number(10 + i))["name"] for i in range(3)], names)


@on(INIT)
def test_utf8_bom(w):
    eq(w.roster(good(), encoding="utf-8-sig").counts()["refused"], 0)
    eq(people(w), 2)


@on(INIT)
def test_utf8_then_gb18030_of_the_same_city_is_unchanged(w):
    w.roster(good())
    eq(w.roster(good(), encoding="gb18030").counts()["unchanged"], 3)


@on(INIT)
def test_header_synonyms(w):
    names = {"社会保障号码": "公民身份号码", "姓名": "姓名", "待遇类别": "险种", "待遇发放地": "参保地",
             "月标准": "月标准", "起始年月": "起始年月", "居住地": "居住地", "联系电话": "手机号码"}
    rows = [{names[k]: v for k, v in row(A, "张建国", 联系电话="13800000000").items() if k in names}]
    write_csv(w.path("s.csv"), rows, header=list(names.values()))
    r = w.run("import", "roster", "s.csv", "--as", f"manager@{CITY}", "--purpose", "导入")
    eq(r.counts()["new"], 1)


@on(INIT)
def test_forms_of_number_and_dates(w):
    rows = [row("371002460315001", "李老", "2023/06/01", start="201501"),
            row("３７１００３１９５８１１２０００２ｘ", "王老", "20230601"),
            row(A, "张老", "2023年6月1日")]
    eq(w.roster(rows).counts()["new"], 3)
    eq(w.person("371002194603150012")["name"], "李老")
    eq(w.person("371002460315001")["name"], "李老", "scenario 2: both searchable")
    eq([w.person(n)["due_on"] for n in ("371002460315001", "37100319581120002X", A)],
       ["2024-06-03"] * 3)


def bad(w, rows, line, column, refused=1, new=1):
    """A good row first, then bad ones: the good is in, the bad listed with line and column."""
    r = w.roster([row(number(900), "好人", "2023-06-01")] + rows, code=4)
    got = r.counts()
    eq((got["new"], got["refused"]), (new, refused), "counts")
    told = [x for x in r.both.splitlines() if str(line) in x and column in x]
    true(told, f"no message with line {line} and {column}: {r.err[-400:]!r}")
    matches(told[0], "[\u4e00-\u9fff]")
    return r


@on(INIT)
def test_bad_unknown_agency(w):
    bad(w, [row(A, "张", payer="379999000000")], 3, "待遇发放地")


@on(INIT)
def test_bad_town_as_payer_trap_11(w):
    bad(w, [row(A, "张", payer=TOWN)], 3, "待遇发放地")


@on(INIT)
def test_city_agency_may_be_payer(w):
    eq(w.roster([row(A, "张", payer=CITY)]).counts()["new"], 1)


@on(INIT)
def test_bad_money(w):
    for i, amount in enumerate(("-1.00", "3210.555", "三千", "1e3", "", "99999999999999999999")):
        bad(w, [row(number(20 + i), "张", amount=amount)], 3, "月标准", new=1 if i == 0 else 0)


@on(INIT)
def test_bad_dates(w):
    for i, last in enumerate(("2023-02-30", "2023-13-01", "昨天", "2025-01-01")):
        bad(w, [row(number(20 + i), "张", last)], 3, "上次认证日期", new=1 if i == 0 else 0)


@on(INIT)
def test_bad_start_month(w):
    bad(w, [row(A, "张", start="2015-13")], 3, "起始年月")


@on(INIT)
def test_bad_numbers(w):
    for i, text in enumerate(("371002194603150013", "371082197102290012", "3.71002E+17", "")):
        bad(w, [row(text, "张")], 3, "社会保障号码", new=1 if i == 0 else 0)


@on(INIT)
def test_bad_kind_of_line(w):
    bad(w, [row(A, "张", kind="养老金")], 3, "待遇类别")


@on(INIT)
def test_bad_name(w):
    bad(w, [row(A, "")], 3, "姓名")


@on(INIT)
def test_bad_residence(w):
    bad(w, [row(A, "张", lives="火星")], 3, "居住地")


@on(INIT)
def test_residence_elsewhere_is_good(w):
    rows = [row(number(30 + i), "张", lives=x) for i, x in enumerate(
        ("510100", "香港", "澳门", "台湾", "FR", TOWN))]
    eq(w.roster(rows).counts()["new"], 6)


@on(INIT)
def test_many_bad_rows_all_listed_with_an_error_file(w):
    rows = [row(number(100 + i), NAMES[i], "2023-06-01") for i in range(200)]
    for i in range(0, 200, 5):
        rows[i]["月标准"] = "-5"
    before = set(glob.glob(w.path("**"), recursive=True))
    r = w.roster(rows, code=4)
    eq((r.counts()["new"], r.counts()["refused"]), (160, 40))
    made = [f for f in set(glob.glob(w.path("**"), recursive=True)) - before
            if os.path.isfile(f) and "roster" in os.path.basename(f) and not f.endswith("roster.csv")]
    texts = [open(f, "rb").read().decode("utf-8-sig", "replace") for f in made]
    texts = [t for t in texts if "错误原因" in t and "行号" in t]
    true(len(texts) == 1, f"error file with 行号 and 错误原因 among {made}")
    eq(len(texts[0].strip().splitlines()), 41, "lines of the error file")


@on(INIT)
def test_corrected_error_rows_come_in_later(w):
    rows = [row(A, "张", "2023-06-01"), row(B, "李", amount="-1")]
    w.roster(rows, code=4)
    rows[1]["月标准"] = "1"
    got = w.roster(rows).counts()
    eq((got["new"], got["unchanged"], got["refused"]), (1, 1, 0))


@on(INIT)
def test_duplicated_row_counts_once(w):
    r = w.roster([row(A, "张", "2023-06-01"), row(A, "张", "2023-06-01")], code=(0, 4))
    eq(r.counts()["new"], 1)
    eq(len(w.person(A)["lines"]), 1)


@on(INIT)
def test_truncated_file(w):
    write_csv(w.path("roster.csv"), [row(number(i), "张", "2023-06-01") for i in range(1, 4)])
    data = open(w.path("roster.csv"), "rb").read().rstrip()
    open(w.path("roster.csv"), "wb").write(data[:data.rindex(b"\n") + 12])
    r = w.run("import", "roster", "roster.csv", "--as", f"manager@{CITY}", "--purpose", "导入",
              code=4)
    eq((r.counts()["new"], r.counts()["refused"]), (2, 1))
    has(r.both, "4")


def refused_whole(w, data, codes=(1, 2, 4)):
    with open(w.path("roster.csv"), "wb") as f:
        f.write(data)
    r = w.run("import", "roster", "roster.csv", "--as", f"manager@{CITY}", "--purpose", "导入",
              code=codes)
    matches(r.err, "[\u4e00-\u9fff]")
    eq(people(w), 0)
    return r


@on(INIT)
def test_binary_file(w):
    refused_whole(w, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40)


@on(INIT)
def test_empty_file(w):
    refused_whole(w, b"")


@on(INIT)
def test_file_without_the_needed_columns(w):
    r = refused_whole(w, "姓名,电话\r\n张,1\r\n".encode())
    has(r.err, "社会保障号码")


@on(INIT)
def test_missing_file(w):
    w.run("import", "roster", "nowhere.csv", "--as", f"manager@{CITY}", "--purpose", "导入",
          code=(1, 2))


def jobs(w):
    return w.run("job", "list", "--json").json()


def broken_off(w, rows, name="long.csv"):
    """Kills an import when some of it is done; how many rows."""
    write_csv(w.path(name), rows)
    before = len(jobs(w))
    job = w.start("import", "roster", name, "--as", f"manager@{CITY}", "--purpose", "导入")
    while job.poll() is None:
        seen = w.sql("SELECT position FROM job ORDER BY job_id DESC")
        if len(seen) > before and int(seen[0][0]) > 0:
            job.kill()
    job.communicate()
    for _ in range(30):  # a killed holder may be told as busy for a moment
        said = w.run("job", "list", "--json", code=(0, 75))
        if said.code == 0:
            break
        time.sleep(0.2)
    newest = said.json()[0]
    eq(newest["state"], "open", "the kill hit")
    true(0 < newest["position"] < len(rows), f"a part is done: {newest}")
    return newest["position"]


def long_rows(first):
    births = [plus_days("1930-01-01", (first + i) // 1000) for i in range(12000)]
    rows = [row(number(i % 1000, birth=day.replace("-", "")), NAMES[i % len(NAMES)], "2023-06-01")
            for i, day in enumerate(births)]
    for i in range(0, len(rows), 50):
        rows[i]["月标准"] = "-5"
    for i in range(7, len(rows), 1000):
        rows[i]["待遇发放地"] = "371099000000"  # what only the store knows: no such agency
    return rows


@on(INIT)
def test_killed_import_is_taken_up_where_it_stopped(w):
    done = broken_off(w, long_rows(0))
    r = w.run("import", "roster", "long.csv", "--as", f"manager@{CITY}", "--purpose", "导入", code=4)
    has(r.err, f"做到第 {done} 行", "接着做")
    got = r.counts()
    eq((got["rows"], got["refused"], got["new"] + got["unchanged"]), (12000, 252, 11748))
    eq(people(w), 11748)
    lines = open(w.path("long.csv.errors.csv"), "rb").read().decode("utf-8-sig").strip().splitlines()
    told = [int(line.rsplit(",", 2)[1]) for line in lines[1:]]
    true(told == [i + 2 for i in range(12000) if i % 50 == 0 or i % 1000 == 7], "each bad row once, in order")
    newest = jobs(w)[0]
    eq((newest["kind"], newest["state"], newest["position"], newest["total"], newest["refused"]),
       ("roster", "done", 12000, 12000, 252))
    eq(len(jobs(w)), 1)
    true(w.sql("SELECT count(*) FROM audit WHERE action = 'job.resume'")[0][0] >= 1, "taking up is in the log")
    r = w.run("import", "roster", "long.csv", "--as", f"manager@{CITY}", "--purpose", "导入", code=4)
    true("接着做" not in r.err, "a finished import is looked at whole again")
    eq((r.counts()["unchanged"], r.counts()["refused"]), (11748, 252))
    eq(len(jobs(w)), 2)
    has(w.run("job", "list").out, "名册导入", "完成", "12000")


@on(INIT)
def test_a_day_later_or_without_its_error_file_all_rows_are_looked_at(w):
    broken_off(w, long_rows(50000))
    os.remove(w.path("long.csv.errors.csv"))
    r = w.run("import", "roster", "long.csv", "--as", f"manager@{CITY}", "--purpose", "导入", code=4)
    true("接着做" not in r.err, "the error file that was told is gone")
    eq(r.counts()["refused"], 252)
    broken_off(w, long_rows(100000), "later.csv")
    r = w.run("import", "roster", "later.csv", "--as", f"manager@{CITY}", "--purpose", "导入", code=4,
              date="2024-01-04")
    true("接着做" not in r.err, "two days later")
    eq((r.counts()["rows"], r.counts()["refused"]), (12000, 252))
    eq(people(w), 2 * 11748)


@on(INIT)
def test_who_may_see_the_jobs(w):
    w.roster(good())
    eq(w.run("job", "list", "--json", "--as", f"clerk@{HC}").json()[0]["state"], "done")
    w.run("job", "list", "--as", f"supervisor@{CITY}", code=5)
    w.run("job", "nonsense", code=2)


@on(INIT, only="sqlite")
def test_two_gigabytes_of_nothing(w):
    with tempfile.NamedTemporaryFile(suffix=".csv", dir="/var/tmp") as f:
        f.truncate(2 << 30)
        os.chmod(f.name, 0o644)
        w.run("import", "roster", f.name, "--as", f"manager@{CITY}", "--purpose", "导入",
              code=(1, 2, 4))
    eq(people(w), 0)


@on(INIT)
def test_without_last_certification_ninety_days_or_the_cycle(w):
    w.roster([row(A, "老人"), row(B, "新人", start="2023-12")], date="2024-03-01")
    eq(w.person(A)["due_on"], "2024-05-30", "90 days after the import")
    eq(w.person(B)["due_on"], "2024-12-31", "the cycle after 起始年月")


@on(INIT)
def test_jurisdiction_never_from_the_prefix_art_4(w):
    w.roster([row(number(1, place="371003"), "张", "2023-06-01", payer=HC)])
    eq(w.person(number(1, place="371003"))["lines"][0]["payer"], HC)


@on(INIT)
def test_two_payers_one_person(w):
    w.roster([row(A, "张", "2023-06-01"), row(A, "张", "2023-06-01", payer=WD, kind="生活护理费",
                                             amount="900")])
    eq(sorted(x["payer"] for x in w.person(A)["lines"]), [HC, WD])


@on(INIT)
def test_import_by_a_supervisor_is_refused(w):
    write_csv(w.path("roster.csv"), good())
    w.run("import", "roster", "roster.csv", "--as", f"supervisor@{CITY}", "--purpose", "导入",
          code=5)
    eq(people(w), 0)


main(globals())
