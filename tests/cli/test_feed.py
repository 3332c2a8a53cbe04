#!/usr/bin/env python3
"""Feeds of partners: art. 7(3), 条例 26; scenarios 12, 13 (its neighbour), 26, 39."""
import csv
import io
import os
import random
import time

from harness import (CITY, Fail, HC, RC, WD, eq, has, inited, main, number, on, plus_days, row, then, true)

A, B, C = number(1), number(2), number(3)
FEED = ["社会保障号码", "姓名", "事件", "事件日期", "来源", "终止日期", "刑种", "备注"]
IMPORTER = f"clerk@{HC}"
KILLS = min(50, max(6, int(os.environ.get("JIANZAI_KILLS", "6"))))


def event(num, name, what, when, source="", **more):
    return {"社会保障号码": num, "姓名": name, "事件": what, "事件日期": when, "来源": source, **more}


def feed_text(rows, columns=5):
    text = io.StringIO()
    out = csv.DictWriter(text, FEED[:columns], extrasaction="ignore", lineterminator="\r\n")
    out.writeheader()
    out.writerows(rows)
    return text.getvalue()


def send(w, rows, source="医院", name="feed.csv", who=IMPORTER, code=0, columns=5, raw=None, extra=(), **more):
    data = raw if raw is not None else feed_text(rows, columns).encode()
    with open(w.path(name), "wb") as f:
        f.write(data)
    return w.run("import", "evidence", name, "--source", source, "--as", who, "--purpose", "数据比对",
                 *extra, code=code, **more)


def counts(r, **want):
    got = r.counts()
    eq({k: got[k] for k in ("rows", "matched", "unmatched", "refused", "held")},
       {"rows": 0, "matched": 0, "unmatched": 0, "refused": 0, "held": 0, **want}, r.err[-300:])


def feeds(w, *args, who=f"manager@{CITY}"):
    return w.run("feed", "list", "--json", "--as", who, "--purpose", "核对", *args).json()


def release(w, ident, who, code=0):
    return w.run("feed", "release", ident, "--as", who, "--purpose", "放行", code=code)


def reverse(w, ident, who=f"manager@{CITY}", code=0):
    return w.run("feed", "reverse", ident, "--reason", "来源更正", "--as", who, "--purpose", "撤销", code=code)


def sound(w):
    w.run("check")
    w.run("audit", "verify")


@then(inited("2023-07-17"), "people for feeds")
def PEOPLE(w):
    w.roster([row(A, "张建国", "2023-07-15"), row(B, "李秀兰", "2023-06-20", payer=WD), row(C, "王·阿依", "2023-07-01")])


# --- scenario 12: the last look ----------------------------------------------------------------


@on(PEOPLE)
def test_scenario_12_hospital_stay_after_the_due_day_certifies_and_nothing_is_suspended(w):
    w.day("2024-07-17")
    eq(w.matter(A, "suspension")["state"], "proposed")
    counts(send(w, [event(A, "张建国", "住院", "2024-07-12", "医院")]), rows=1, matched=1)
    p = w.person(A)
    eq(p["due_on"], "2025-07-14", "the stay's own day starts the cycle, 07-12 of 2025 is a Saturday")
    eq([(c["way"], c["held_on"]) for c in p["certifications"] if c["way"] == 3], [(3, "2024-07-12")])
    eq(w.matter(A, "suspension")["state"], "closed")
    eq([n["channel"] for n in p["notices"] if n["channel"] == "sms" and "有效期" in n["text"]], ["sms"])
    eq(p["lines"][0]["status"], "paid")
    w.day("2024-07-19")
    eq(w.matter(A, "suspension")["state"], "closed")
    sound(w)


@on(PEOPLE)
def test_scenario_12_released_and_not_yet_in_effect(w):
    w.day("2024-07-17")
    m = w.matter(A, "suspension")
    w.adverse(m, released="2024-07-18")
    send(w, [event(A, "张建国", "住院", "2024-07-13", "医院")])
    eq(w.matter(A, "reinstatement")["state"], "proposed")
    w.day("2024-08-13")
    eq(w.matter(A, "suspension")["state"], "closed")
    eq(w.paid("2024-08", "张建国"), ("3210.55", "0.00", "0.00", "3210.55"))
    sound(w)


@on(PEOPLE)
def test_weak_traces_certify_nobody(w):
    for i, what in enumerate(("门诊", "购药", "体检")):
        counts(send(w, [event(A, "张建国", what, f"2024-07-1{i}")], "卫健", date="2024-07-14"), rows=1, matched=1)
    eq(w.person(A)["due_on"], "2024-07-15")
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 3)


@on(PEOPLE)
def test_an_old_stay_certifies_nobody_and_an_earlier_one_takes_nothing_back(w):
    w.certify(A, date="2024-03-04")
    send(w, [event(A, "张建国", "住院", "2024-02-01"), event(B, "李秀兰", "住院", "2022-12-01")], date="2024-03-05")
    eq(w.person(A)["due_on"], "2025-03-04")
    eq(w.person(B)["due_on"], "2024-06-20")


@on(PEOPLE)
def test_suspended_person_evidence_opens_the_reinstatement_and_the_payer_decides(w):
    w.day("2024-07-17")
    w.adverse(w.matter(A, "suspension"), released="2024-07-18")
    w.day("2024-08-13")
    eq(w.person(A)["lines"][0]["status"], "suspended")
    send(w, [event(A, "张建国", "住院", "2024-08-20")], date="2024-08-21")
    eq(w.person(A)["lines"][0]["status"], "suspended")
    eq(w.matter(A, "reinstatement")["state"], "proposed")


@on(PEOPLE)
def test_another_name_certifies_nobody(w):
    counts(send(w, [event(A, "张建军", "住院", "2024-07-12")], date="2024-07-17"), rows=1, matched=1)
    eq(w.person(A)["due_on"], "2024-07-15")


@on(PEOPLE)
def test_the_same_name_in_another_writing_is_the_same(w):
    send(w, [event(C, "王・阿 依", "住院", "2024-06-12")], date="2024-06-17")
    eq(w.person(C)["due_on"], "2025-06-12")


@on(PEOPLE)
def test_numbers_of_fifteen_digits_and_lower_case_x(w):
    x = number(9, birth="19460315")
    w.roster([row(x, "老人", "2023-07-15")], name="r2.csv")
    send(w, [event(x[:6] + x[8:17], "老人", "住院", "2024-06-12")], date="2024-06-17")
    eq(w.person(x)["due_on"], "2025-06-12")


def large(w, name, *rows):
    """A feed of strangers, large enough for the packed roster, with these rows among them."""
    strangers = [event(number(100 + n % 800, birth="%d0101" % (1930 + n // 800)), "路人", "公交", "2024-07-12", "公交")
                 for n in range(22000)]
    return send(w, strangers[:9000] + list(rows) + strangers[9000:], "公交", name)


def rosters(w):
    return sorted(os.path.join(folder, f) for folder, _, files in os.walk(w.path("."))
                  for f in files if f.endswith(".roster"))


@on(PEOPLE)
def test_a_large_feed_passes_strangers_over_and_finds_whoever_is_on_the_roster(w):
    w.day("2024-07-17")
    send(w, [event(A, "张建国", "公交", "2024-07-10")], "公交", "small.csv")
    eq(rosters(w), [], "a small feed asks the database")
    got = large(w, "first.csv", event(A, "张建国", "公交", "2024-07-12")).counts()
    eq((got["rows"], got["matched"], got["unmatched"], got["refused"]), (22001, 1, 22000, 0))
    [path] = rosters(w)
    eq(os.stat(path).st_mode & 0o777, 0o600)
    d = number(50)
    w.roster([row(d, "新来的", "2023-07-15")], name="later.csv")
    rows = [event(A, "张建国", "公交", "2024-07-13"), event(d, "新来的", "公交", "2024-07-13")]
    eq(large(w, "second.csv", *rows).counts()["matched"], 2, "who came on the roster since is found")
    with open(path, "r+b") as f:
        f.truncate(5000)
    rows[0]["事件日期"] = "2024-07-14"
    eq(large(w, "third.csv", *rows).counts()["matched"], 2, "a damaged file is built again")
    sound(w)


@on(PEOPLE)
def test_dry_run_tells_the_difference_and_changes_nothing(w):
    r = send(w, [event(A, "张建国", "住院", "2024-07-12"), event(B, "李秀兰", "死亡", "2024-07-01")],
             extra=("--dry-run",), date="2024-07-17")
    counts(r, rows=2, matched=2)
    has(r.err, "将认证 1 人", "核实 1 人")
    eq(w.sql("SELECT (SELECT count(*) FROM evidence) + (SELECT count(*) FROM feed)")[0][0], 0)
    eq(w.person(A)["due_on"], "2024-07-15")


@on(PEOPLE)
def test_the_same_file_and_the_same_row_again_change_nothing(w):
    rows = [event(A, "张建国", "住院", "2024-07-12"), event(number(77), "路人", "住院", "2024-07-12"),
            event(B, "李秀兰", "死亡", "2024-07-01")]
    first = send(w, rows, date="2024-07-17")
    counts(first, rows=3, matched=2, unmatched=1)
    def state():
        return w.sql("SELECT (SELECT count(*) FROM evidence), (SELECT count(*) FROM certification), "
                     "(SELECT count(*) FROM matter), (SELECT count(*) FROM notice)")
    before = state()
    eq(send(w, rows).out, first.out)
    eq(send(w, list(reversed(rows)), name="other.csv").counts()["matched"], 2)
    eq(state(), before)
    eq(len(feeds(w)), 2)


@on(PEOPLE)
def test_the_same_file_after_the_roster_has_grown(w):
    late = number(88)
    rows = [event(A, "张建国", "住院", "2024-05-12"), event(late, "迟来", "住院", "2024-05-12")]
    counts(send(w, rows, date="2024-05-17"), rows=2, matched=1, unmatched=1)
    w.roster([row(late, "迟来", "2023-07-01")], name="late.csv")
    counts(send(w, rows), rows=2, matched=2)
    eq(w.person(late)["due_on"], "2025-05-12")


# --- who may assert what -----------------------------------------------------------------------


@on(PEOPLE)
def test_health_can_never_assert_prison(w):
    r = send(w, [event(A, "张建国", "服刑", "2024-07-12", 刑种="有期徒刑")], "卫健", columns=7, code=4, date="2024-07-17")
    counts(r, rows=1, refused=1)
    has(r.err, "第 2 行", "事件", "卫健", "服刑")
    eq(w.matters(A), [])


@on(PEOPLE)
def test_a_row_of_another_source_within_what_that_one_may_say(w):
    r = send(w, [event(A, "张建国", "死亡", "2024-07-12", "公交")], "民政", code=4, date="2024-07-17")
    counts(r, rows=1, refused=1)


@on(PEOPLE)
def test_a_source_that_is_not_in_the_table_is_refused_with_the_list(w):
    r = send(w, [event(A, "张建国", "住院", "2024-07-12")], "算命", code=(1, 2))
    has(r.err, "公安", "民政", "医院")


@on(PEOPLE)
def test_codes_and_names_of_sources(w):
    for i, source in enumerate(("hospital", "health", "卫健委", "公安", "人社局")):
        what = "现场核验" if source in ("公安", "人社局") else "住院"
        send(w, [event(A, "张建国", what, f"2024-07-0{i + 1}")], source, date="2024-07-17")
    eq(w.person(A)["due_on"], "2025-07-07")


@on(PEOPLE)
def test_a_supervisor_may_not_import(w):
    send(w, [event(A, "张建国", "住院", "2024-07-12")], who=f"supervisor@{CITY}", code=5)


# --- scenario 26: against ------------------------------------------------------------------------


@on(PEOPLE)
def test_scenario_26_cremation_with_one_character_other_is_checked_and_ends_nothing(w):
    r = send(w, [event(A, "张建囯", "火化", "2024-03-01", "民政")], "民政", date="2024-03-05")
    counts(r, rows=1, matched=1)
    m = w.matter(A, "evidence_check")
    eq((m["state"], m["agency"], m["due_on"]), ("proposed", HC, "2024-03-08"))
    p = w.person(A)
    eq((p["lines"][0]["status"], p["due_on"]), ("paid", "2024-07-15"))
    w.day("2024-05-20")
    eq(w.person(A)["lines"][0]["status"], "paid", "two months later, still nobody has decided")
    eq(w.paid("2024-04", "张建国"), ("3210.55", "0.00", "0.00", "3210.55"))
    sound(w)


@on(PEOPLE)
def test_scenario_26_neighbours_the_namesake_and_the_stranger_are_not_touched(w):
    """The same name under another number: only the number says who it is."""
    w.roster([row(number(7), "张建国", "2023-07-15")], name="namesake.csv")
    stranger = number(8, birth="19500101", place="370602")
    r = send(w, [event(number(7), "张建国", "火化", "2024-03-01", "民政"), event(stranger, "李秀兰", "火化", "2024-03-01")],
             "民政", date="2024-03-05")
    counts(r, rows=2, matched=1, unmatched=1)
    eq(w.matter(number(7), "evidence_check")["state"], "proposed")
    eq([w.matters(num, "evidence_check") for num in (A, B)], [[], []])
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 1)
    sound(w)


@on(PEOPLE)
def test_scenario_26_neighbours_the_same_record_again_opens_one_check(w):
    """Twice in a file, in another file, with the name put right, as the death it is, by another body."""
    one = event(A, "张建囯", "火化", "2024-03-01", "民政")
    send(w, [one, one], "民政", date="2024-03-05")
    send(w, [one], "民政", name="again.csv")
    for what, name, source in (("火化", "张建国", "民政"), ("死亡", "张建国", "民政"), ("火化", "张建国", "殡葬")):
        send(w, [event(A, name, what, "2024-03-01")], source, name=f"{what}{source}{name}.csv")
    eq([m["state"] for m in w.matters(A, "evidence_check")], ["proposed"], "one look, whoever says it")
    eq(w.matter(A, "evidence_check")["due_on"], "2024-03-08", "and its clock is the first one's")
    w.move(w.matter(A, "evidence_check"), "found_alive")
    send(w, [one], "民政", name="later.csv")
    eq([m["state"] for m in w.matters(A, "evidence_check")], ["rejected"], "what was looked at is not looked at again")
    sound(w)


@on(PEOPLE)
def test_scenario_26_neighbours_the_day_of_the_record(w):
    """Tomorrow and the 30th of February are bad rows; today, and a day before the measure, are looked at."""
    days = (("2024-03-06", 1), ("2024-02-30", 1), ("2024-02-29", 0), ("2024-03-05", 0))
    for i, (day, bad) in enumerate(days):
        r = send(w, [event((A, B, B, C)[i], ("张建国", "李秀兰", "李秀兰", "王·阿依")[i], "火化", day, "民政")], "民政",
                 name=f"{day}.csv", date="2024-03-05", code=4 if bad else 0)
        counts(r, rows=1, matched=1 - bad, refused=bad)
    eq([len(w.matters(num, "evidence_check")) for num in (A, B, C)], [0, 1, 1])


@on(PEOPLE)
def test_scenario_26_neighbours_somebody_certified_the_day_after(w):
    """At the counter on the day after the cremation, before or after the record comes: nothing ends, and
    the look is told of it."""
    w.certify(A, date="2024-03-02")
    send(w, [event(A, "张建国", "火化", "2024-03-01", "民政"), event(C, "王·阿依", "火化", "2024-03-01", "民政")], "民政",
         date="2024-03-05")
    m = w.state(w.matter(A, "evidence_check"))
    has(str(m), "仍有生存迹象（2024-03-02）")
    eq(str(m).count("仍有生存迹象"), 1, "said once")
    w.certify(C, date="2024-03-06")
    eq([(w.matter(num, "evidence_check")["state"], w.person(num)["lines"][0]["status"]) for num in (A, C)],
       [("proposed", "paid")] * 2, "still for a person to look at")
    eq((w.person(A)["due_on"], w.person(C)["due_on"]), ("2025-03-03", "2025-03-06"), "2025-03-02 is a Sunday")
    w.day("2024-05-20")
    eq(w.paid("2024-05", "张建国")[3], "3210.55")
    sound(w)


@on(PEOPLE)
def test_death_is_confirmed_by_a_person_and_then_a_loss_like_any_other(w):
    send(w, [event(A, "张建国", "死亡", "2024-03-01")], "民政", date="2024-03-05")
    w.move(w.matter(A, "evidence_check"), "found_dead")
    loss = w.matter(A, "loss")
    eq(loss["state"], "proposed")
    w.adverse(loss, released="2024-03-07")
    eq(w.person(A)["lines"][0]["status"], "ended")
    sound(w)


@on(PEOPLE)
def test_prison_keeps_its_sentence_and_its_end(w):
    send(w, [event(A, "张建国", "服刑", "2024-03-01", 终止日期="2025-02-28", 刑种="有期徒刑")], "法院", columns=7,
         date="2024-03-05")
    w.move(w.matter(A, "evidence_check"), "confirm")
    w.adverse(w.matter(A, "loss"), released="2024-03-07")
    eq(w.person(A)["lines"][0]["status"], "stopped")


@on(PEOPLE)
def test_what_concerns_no_line_of_the_payer_opens_nothing(w):
    send(w, [event(A, "张建国", "再婚", "2024-03-01")], "民政", date="2024-03-05")
    eq(w.matters(A), [])
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 1)


@on(PEOPLE)
def test_two_payers_each_get_a_check_and_a_second_source_no_other(w):
    w.roster([row(A, "张建国", "2023-07-15", payer=RC, kind="生活护理费", amount="900")], name="r2.csv")
    send(w, [event(A, "张建国", "死亡", "2024-03-01")], "公安", date="2024-03-05")
    send(w, [event(A, "张建国", "火化", "2024-03-03")], "民政")
    eq(sorted(m["agency"] for m in w.matters(A, "evidence_check")), [HC, RC])


@on(PEOPLE)
def test_life_after_death_is_a_contradiction_and_certifies_nobody(w):
    send(w, [event(A, "张建国", "死亡", "2024-07-01")], "公安", date="2024-07-05")
    send(w, [event(A, "张建国", "住院", "2024-07-10")], "医院", date="2024-07-12")
    eq(w.person(A)["due_on"], "2024-07-15")
    m = w.matter(A, "evidence_check")
    eq(m["state"], "proposed")
    w.move(m, "found_alive", date="2024-07-16")
    w.day("2024-07-17")
    s = w.matter(A, "suspension")
    w.on_file(s)
    r = w.move(s, "decide", code=5)
    has(r.err, "健在证据")


@on(PEOPLE)
def test_life_after_a_death_that_was_acted_on_brings_a_check(w):
    send(w, [event(A, "张建国", "死亡", "2024-03-01")], "公安", date="2024-03-05")
    w.move(w.matter(A, "evidence_check"), "found_dead")
    w.adverse(w.matter(A, "loss"), released="2024-03-07")
    send(w, [event(A, "张建国", "住院", "2024-03-10")], "医院", date="2024-03-12")
    eq([m["state"] for m in w.matters(A, "evidence_check")].count("proposed"), 1)
    sound(w)


# --- two bodies on one number (C8, K5) ------------------------------------------------------------


def one_check(w, num=A):
    m = w.matter(num, "evidence_check")
    eq((m["state"], m["agency"]), ("proposed", HC))
    return m


def certified_by_feed(w, num=A):
    return [c["held_on"] for c in w.person(num)["certifications"] if c["way"] == 3]


def not_stopped(w, due="2024-07-15"):
    """Overdue, with the contradiction open: nobody suspends, the payroll pays."""
    w.day("2024-07-17")
    s = w.matter(A, "suspension")
    w.on_file(s)
    w.move(s, "decide", code=5)
    w.day("2024-08-13")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq(w.person(A)["due_on"], due)


@on(PEOPLE)
def test_two_bodies_two_rows_of_one_feed(w):
    for order, (first, second) in enumerate((("张建国", "李大力"), ("李大力", "张建国"))):
        num, name = ((A, "张建国"), (B, "李秀兰"))[order]
        rows = [event(num, {"张建国": name}.get(n, n), "住院", f"2024-06-1{i}") for i, n in enumerate((first, second))]
        r = send(w, rows, name=f"{order}.csv", date="2024-06-17")
        counts(r, rows=2, matched=2)
    eq((certified_by_feed(w), certified_by_feed(w, B)), ([], []), "whichever row comes first")
    note = w.sql("SELECT note FROM matter WHERE kind = 5 ORDER BY subject_id")[0][0]
    has(note, "同一社会保障号码出现两个人", "张建国", "李大力" if "李大力" in note else "姓名不同")
    one_check(w)
    w.matter(B, "evidence_check")
    not_stopped(w)
    sound(w)


@on(PEOPLE)
def test_two_bodies_two_sources(w):
    counts(send(w, [event(A, "李大力", "住院", "2024-06-10")], "医院", date="2024-06-11"), rows=1, matched=1)
    eq(w.matters(A, "evidence_check"), [], "one other name alone certifies nobody and proves nothing")
    counts(send(w, [event(A, "张建国", "疫苗接种", "2024-06-12")], "卫健", date="2024-06-13"), rows=1, matched=1)
    m = one_check(w)
    note = w.sql("SELECT note FROM matter WHERE kind = 5")[0][0]
    has(note, "李大力", "张建国", "2024-06-10", "2024-06-12", "医院", "卫健")
    eq(certified_by_feed(w), [])
    send(w, [event(A, "张建国", "住院", "2024-06-14"), event(A, "李大力", "住院", "2024-06-14")], "医院", date="2024-06-15")
    eq(len(w.matters(A, "evidence_check")), 1, "one check at a time")
    eq(certified_by_feed(w), [], "not while it is open")
    has(w.move(m, "confirm", code=5).err, "两个人")
    not_stopped(w)
    w.move(m, "found_alive", date="2024-08-14")
    send(w, [event(A, "张建国", "住院", "2024-08-15")], "医院", date="2024-08-16")
    eq(certified_by_feed(w), ["2024-08-15"], "looked at and settled")
    sound(w)


@on(PEOPLE)
def test_two_bodies_neither_with_the_name_of_the_roster(w):
    send(w, [event(A, "李大力", "住院", "2024-06-10"), event(A, "赵小明", "住院", "2024-06-11")], date="2024-06-12")
    one_check(w)
    eq(certified_by_feed(w), [])
    sound(w)


@on(PEOPLE)
def test_two_bodies_the_neighbours(w):
    """The same name in another writing, a weak trace and an old stay are no second body."""
    send(w, [event(C, "王・阿 依", "住院", "2024-06-10"), event(C, "王·阿依", "疫苗接种", "2024-06-11")], "卫健",
         date="2024-06-12")
    send(w, [event(A, "张建国", "住院", "2024-06-10"), event(A, "李大力", "门诊", "2024-06-11"),
             event(A, "李大力", "住院", "2022-06-11")], date="2024-06-12")
    eq((w.matters(A, "evidence_check"), w.matters(C, "evidence_check")), ([], []))
    eq(certified_by_feed(w), ["2024-06-10"])
    sound(w)


@on(PEOPLE)
def test_two_bodies_one_taken_back(w):
    send(w, [event(A, "李大力", "住院", "2024-06-10")], "医院", date="2024-06-11")
    send(w, [event(A, "张建国", "疫苗接种", "2024-06-12")], "卫健", date="2024-06-13")
    one_check(w)
    reverse(w, feeds(w, "--source", "医院")[0]["id"])
    eq(w.matter(A, "evidence_check")["state"], "undone")
    send(w, [event(A, "张建国", "疫苗接种", "2024-06-14")], "卫健", date="2024-06-15")
    eq(certified_by_feed(w), ["2024-06-14"])
    sound(w)


@on(PEOPLE)
def test_two_bodies_found_dead_goes_to_a_loss_like_any_death(w):
    send(w, [event(A, "李大力", "住院", "2024-06-10"), event(A, "张建国", "住院", "2024-06-11")], date="2024-06-12")
    w.move(one_check(w), "found_dead")
    eq(w.matter(A, "loss")["state"], "proposed", "decided by one and released by another, or not at all")
    eq(w.person(A)["lines"][0]["status"], "paid")
    sound(w)


@on(PEOPLE)
def test_death_after_a_sign_of_life_says_so_in_the_matter(w):
    w.certify(A, date="2024-03-04")
    send(w, [event(A, "张建国", "死亡", "2024-03-01")], "公安", date="2024-03-05")
    note = w.sql("SELECT note FROM matter WHERE kind = 5")[0][0]
    has(note, "生存迹象", "2024-03-04")


@on(PEOPLE)
def test_bad_rows_with_line_column_reason_and_an_error_file(w):
    good = event(A, "张建国", "住院", "2024-07-12", "医院")
    bad = [event("371002194603150013", "张", "住院", "2024-07-12"), event(B, "", "住院", "2024-07-12"),
           event(B, "李秀兰", "升天", "2024-07-12"), event(B, "李秀兰", "住院", "2024-13-12"),
           event(B, "李秀兰", "住院", "2026-07-12"), event(B, "李秀兰", "住院", "1950-01-01")]
    r = send(w, [good] + bad, code=4, date="2024-07-17")
    counts(r, rows=7, matched=1, refused=6)
    for line, column in zip(range(3, 9), ("社会保障号码", "姓名", "事件", "事件日期", "事件日期", "事件日期")):
        has(r.err, f"第 {line} 行“{column}”")
    with open(w.path("feed.csv.errors.csv"), encoding="utf-8-sig", newline="") as f:
        errors = list(csv.DictReader(f))
    eq([e["行号"] for e in errors], [str(n) for n in range(3, 9)])
    true(all(e["错误原因"] for e in errors), "a reason is missing")
    eq(list(errors[0]), FEED[:5] + ["行号", "错误原因"])
    eq(w.person(A)["due_on"], "2025-07-14")


@on(PEOPLE)
def test_a_file_that_is_none(w):
    for raw in (b"", b"\0\1\2", "姓名,电话\r\n张,1\r\n".encode(), "社会保障号码,姓名,事件\r\n".encode()):
        send(w, [], raw=raw, code=(1, 2))
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 0)


# --- the breaker -------------------------------------------------------------------------------

CROWD = [(number(n, birth=f"19{40 + n % 25}{1 + n % 12:02d}{1 + n % 28:02d}"), f"王{chr(0x4e00 + n)}")
         for n in range(1, 700)]


@then(PEOPLE, "a crowd")
def MANY(w):
    w.roster([row(num, name, "2023-07-01", payer=HC) for num, name in CROWD], name="crowd.csv")
    w.date = "2024-03-04"


def state(w):
    """Everything that a feed could change about anybody."""
    return w.sql("SELECT (SELECT count(*) FROM evidence), (SELECT count(*) FROM certification), "
                 "(SELECT count(*) FROM matter), "
                 "(SELECT count(*) FROM notice), (SELECT sum(due_on) FROM person), (SELECT sum(status) FROM line)")


def stays(when="2024-03-01", people=None):
    return [event(num, name, "住院", when) for num, name in people or CROWD[:300]]


@on(MANY)
def test_first_feed_of_a_source_is_held_released_by_two_in_stages_and_reversed(w):
    before = state(w)
    r = send(w, stays(), who=f"manager@{HC}")
    counts(r, rows=300, matched=300, held=300)
    has(r.err, "将认证 300 人", "首批")
    eq(state(w), before)
    feed = feeds(w)[0]
    eq((feed["state"], feed["would_certify"]), ("held", 300))
    release(w, feed["id"], f"manager@{HC}", code=5)      # the uploader
    release(w, feed["id"], f"reviewer@{CITY}", code=5)   # no manager
    has(release(w, feed["id"], f"manager@{WD}").out, "approvals=1", "state=held")
    release(w, feed["id"], f"manager@{WD}", code=5)      # the same one again
    eq(state(w), before)
    seen = []
    for who in (CITY, WD, CITY):
        release(w, feed["id"], f"manager@{who}")
        seen.append(w.sql("SELECT count(*) FROM certification WHERE way = 3")[0][0])
    eq(seen, [3, 30, 300], "1 %, 10 %, all")
    eq(feeds(w)[0]["state"], "applied")
    release(w, feed["id"], f"manager@{CITY}", code=5)
    eq(w.person(CROWD[5][0])["due_on"], "2025-03-03")
    reverse(w, feed["id"], who=f"reviewer@{CITY}", code=5)
    has(reverse(w, feed["id"]).out, "reversed=300")
    eq(w.person(CROWD[5][0])["due_on"], "2024-07-01")
    eq(state(w)[0][4], before[0][4], "due days as before")
    has(send(w, stays(), who=f"manager@{HC}", code=1).err, "撤销")
    sound(w)


@on(MANY)
def test_a_manager_of_a_lower_level_may_not_release(w):
    send(w, stays(), who=f"manager@{CITY}")
    release(w, feeds(w)[0]["id"], f"manager@{WD}", code=5)


@on(PEOPLE)
def test_reversal_gives_back_what_a_false_death_took(w):
    send(w, [event(A, "张建国", "死亡", "2024-03-01"), event(B, "李秀兰", "死亡", "2024-03-01")], "公安", date="2024-03-05")
    w.move(w.matter(A, "evidence_check"), "found_dead")
    w.adverse(w.matter(A, "loss"), released="2024-03-07")
    w.day("2024-05-20")
    eq(w.person(A)["lines"][0]["status"], "ended")
    has(reverse(w, feeds(w)[0]["id"]).out, "reversed=2")
    eq(w.person(A)["lines"][0]["status"], "paid")
    eq([m["state"] for m in w.matters(A, "loss")], ["undone"])
    eq([m["state"] for m in w.matters(B, "evidence_check")], ["undone"])
    back = sum(w.months(A, "back_paid_fen").values())
    eq(back, 2 * 321055, "April and May at once")
    sound(w)


@on(PEOPLE)
def test_reversal_leaves_what_another_source_says(w):
    send(w, [event(A, "张建国", "死亡", "2024-03-01")], "公安", date="2024-03-05")
    send(w, [event(A, "张建国", "火化", "2024-03-03")], "民政")
    reverse(w, feeds(w, "--source", "公安")[0]["id"])
    eq(w.matter(A, "evidence_check")["state"], "proposed")
    reverse(w, feeds(w, "--source", "民政")[0]["id"])
    eq(w.matter(A, "evidence_check")["state"], "undone")


@on(PEOPLE)
def test_reversal_of_a_false_life_brings_the_suspension_back_for_decision(w):
    w.day("2024-07-17")
    send(w, [event(A, "张建国", "住院", "2024-07-12")])
    eq(w.matter(A, "suspension")["state"], "closed")
    reverse(w, feeds(w)[0]["id"])
    eq(w.person(A)["due_on"], "2024-07-15")
    w.day("2024-07-18")
    eq(sorted(m["state"] for m in w.matters(A, "suspension")), ["closed", "proposed"])
    sound(w)


@on(MANY)
def test_scenario_39_gbk_with_37_bad_lines(w):
    rng = random.Random(39)
    history(w)
    rows, bad = [], set(rng.sample(range(5000), 37))
    for i in range(5000):
        num, name = CROWD[i % len(CROWD)]
        rows.append(event(num, name, "门诊", plus_days("2023-09-01", i // len(CROWD)), "医院"))
        if i in bad:
            rows[i][rng.choice(FEED[:1] + FEED[2:4])] = rng.choice(["", "？", "31"])
    raw = feed_text(rows).encode("gb18030")
    r = send(w, [], raw=raw, name="gbk.csv", code=4)
    counts(r, rows=5000, matched=4963, refused=37)
    true(all(f"第 {i + 2} 行" in r.err for i in bad), "a bad line is not listed")
    eq(w.sql("SELECT count(*) FROM evidence WHERE happened_on >= 20230901")[0][0], 4963)
    before = state(w)
    eq(send(w, [], raw=raw, name="gbk.csv", code=4).out, r.out)
    eq(state(w), before)
    with open(w.path("gbk.csv.errors.csv"), encoding="utf-8-sig") as f:
        eq(len(f.readlines()), 38)
    sound(w)


def history(w, source="医院", sizes=(4000, 4400, 4200)):
    """A source that has sent honest feeds before, the first of them released by two."""
    for k, size in enumerate(sizes):
        rows = [event(*CROWD[i % len(CROWD)], "门诊", plus_days("2023-08-01", i // len(CROWD) + 9 * k))
                for i in range(size)]
        r = send(w, rows, source, name=f"history{k}.csv")
        if r.counts()["held"]:
            for who in (WD, CITY, WD, CITY):
                release(w, feeds(w)[0]["id"], f"manager@{who}")


# --- broken off --------------------------------------------------------------------------------


def taken_up(w, *args):
    """A killed holder may be told as busy (75) for a moment: the answer is to come again."""
    for _ in range(30):
        done = w.run(*args, code=(0, 75))
        if done.code == 0:
            return done
        time.sleep(1)
    raise Fail(f"busy for ever: {done.err}")


@on(MANY)
def test_killed_at_random_moments_and_taken_up_again_the_rows_are_exact(w):
    """Feed after feed is killed in mid-import until KILLS have hit: 6, and 50 in ./test --full."""
    history(w)
    began = time.time()
    history(w, sizes=(4201,))
    whole = time.time() - began  # what an import takes here today: the moments are spread over all of it
    rng, kills, feed, size = random.Random(5), 0, 0, 4200
    while kills < KILLS:
        first = plus_days("2023-11-01", 7 * feed)
        rows = [event(*CROWD[i % len(CROWD)], "门诊", plus_days(first, i // len(CROWD))) for i in range(size)]
        name = f"long{feed}.csv"
        with open(w.path(name), "wb") as f:
            f.write(feed_text(rows).encode())
        args = ("import", "evidence", name, "--source", "医院", "--as", IMPORTER, "--purpose", "数据比对")
        for _ in range(rng.randrange(4, 8)):
            job = w.start(*args)
            time.sleep(rng.uniform(0.0, whole))
            kills += job.poll() is None
            job.kill()
            job.communicate()
        counts(taken_up(w, *args), rows=size, matched=size)
        feed += 1
        true(feed < 17, f"only {kills} kills hit")
        eq([f["state"] for f in feeds(w)][:1], ["applied"])
        eq(w.sql("SELECT count(*), count(DISTINCT feed || '/' || feed_row) FROM evidence "
                 "WHERE happened_on >= 20231101"), [(size * feed, size * feed)])
    eq(w.sql("SELECT count(*) FROM (SELECT person_id, happened_on FROM evidence WHERE happened_on >= 20231101 "
             "GROUP BY person_id, happened_on) x")[0][0], size * feed)
    sound(w)


def killed_when(w, position, past, *args):
    """Kills a call on the only feed once so many of its rows are done, before the last of them."""
    job = w.start(*args)
    while job.poll() is None and w.sql(f"SELECT {position} FROM feed")[0][0] <= past:
        pass
    job.kill()
    job.communicate()
    done, kept = w.sql(f"SELECT {position}, kept FROM feed")[0]
    true(past < done < kept, f"killed in between: {done} of {kept}")


@on(MANY)
def test_killed_in_its_last_stage_or_while_taken_back_a_released_feed_goes_on(w):
    before, size = state(w), 3 * len(CROWD)
    send(w, [x for k in range(3) for x in stays(f"2024-02-{20 + k}", CROWD)], who=f"manager@{HC}")
    ident = feeds(w)[0]["id"]
    for who in (WD, CITY, WD):
        release(w, ident, f"manager@{who}")
    who = ("--as", f"manager@{CITY}", "--purpose", "核对")
    forth, back = ("feed", "release", ident, *who), ("feed", "reverse", ident, "--reason", "来源更正", *who)
    killed_when(w, "applied", feeds(w)[0]["applied"], *forth)
    eq((feeds(w)[0]["state"], feeds(w)[0]["stage"]), ("applying", 3))
    taken_up(w, *forth)
    eq((feeds(w)[0]["state"], feeds(w)[0]["applied"]), ("applied", size))
    eq(w.sql("SELECT count(*), count(DISTINCT feed_row) FROM evidence"), [(size, size)])
    killed_when(w, "reversed", 0, *back)
    taken_up(w, *back)
    eq(feeds(w)[0]["state"], "reversed")
    eq(state(w)[0][4], before[0][4], "due days as before")
    sound(w)


if __name__ == "__main__":
    main(globals())
