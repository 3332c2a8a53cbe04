#!/usr/bin/env python3
"""A package of weak traces by points, once the city has laid values down (art. 7(3), 16; B14)."""
import re

from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then

A, B = number(1), number(2)
VALUES = {"signals.points": "30 40 20 10 5", "signals.threshold": "60", "signals.days": "90", "signals.sources": "2"}
HEADER = "社会保障号码,姓名,事件,事件日期,来源\r\n"


def send(w, source, *events, date):
    text = HEADER + "".join(f"{n},{name},{what},{when},{source}\r\n" for n, name, what, when in events)
    with open(w.path("feed.csv"), "w", encoding="utf-8", newline="") as f:
        f.write(text)
    return w.run("import", "evidence", "feed.csv", "--source", source, "--as", f"clerk@{HC}",
                 "--purpose", "数据比对", date=date)


def put_in_force(w, values, first):
    for key, value in values.items():
        run = w.run("law", "propose", key, value, "--from", first, "--citation", "威人社发〔2024〕9号第三条", "--reason",
                    "多项弱证据合并", "--as", f"clerk@{CITY}", "--purpose", "参数变更")
        matter = re.search(r"matter=(\d+)", run.out).group(1)
        w.move(matter, "decide", f"reviewer@{CITY}")
        w.move(matter, "release", f"manager@{CITY}")


def reverse(w, source):
    feed = w.run("feed", "list", "--json", "--as", f"manager@{CITY}", "--purpose", "核对", "--source", source).json()[0]
    return w.run("feed", "reverse", feed["id"], "--reason", "来源更正", "--as", f"manager@{CITY}", "--purpose", "撤销")


def by_data(w, who):
    """Certifications by data that stand: the day each was held."""
    return [c["held_on"] for c in w.person(who)["certifications"] if c["way"] == 3 and c["counts"]]


def sound(w):
    w.run("check")
    w.run("audit", "verify")


@then(inited("2023-07-17"), "people and weak traces")
def PEOPLE(w):
    w.roster([row(A, "张建国", "2023-07-15"), row(B, "李秀兰", "2023-06-20", payer=WD)])


@then(PEOPLE, "values of the package in force")
def IN_FORCE(w):
    w.date = "2024-06-03"
    put_in_force(w, VALUES, "2024-06-10")


@on(PEOPLE)
def test_b14_as_shipped_a_package_certifies_nobody(w):
    send(w, "卫健", (A, "张建国", "体检", "2024-06-12"), date="2024-06-13")
    send(w, "医保", (A, "张建国", "购药", "2024-06-13"), date="2024-06-14")
    eq(w.person(A)["due_on"], "2024-07-15")
    eq(by_data(w, A), [])
    sound(w)


@on(PEOPLE)
def test_b14_with_one_value_missing_there_is_no_law(w):
    w.date = "2024-06-03"
    put_in_force(w, {k: v for k, v in VALUES.items() if k != "signals.sources"}, "2024-06-10")
    send(w, "卫健", (A, "张建国", "体检", "2024-06-12"), date="2024-06-13")
    send(w, "医保", (A, "张建国", "购药", "2024-06-13"), date="2024-06-14")
    eq(by_data(w, A), [])


@on(IN_FORCE)
def test_b14_the_trace_that_makes_the_package_whole_certifies_on_its_day(w):
    send(w, "卫健", (A, "张建国", "体检", "2024-06-12"), (B, "李秀兰", "体检", "2024-06-12"), date="2024-06-13")
    eq(w.person(A)["due_on"], "2024-07-15", "40 points of one source are not enough")
    send(w, "医保", (A, "张建国", "购药", "2024-06-14"), (B, "李秀兰", "缴费", "2024-06-14"), date="2024-06-17")
    eq(by_data(w, A), ["2024-06-14"], "40 and 20 points of two sources")
    eq(w.person(A)["due_on"], "2025-06-16", "06-14 of 2025 is a Saturday")
    eq(by_data(w, B), [], "40 and 10 are not")
    shown = w.run("person", "show", A, "--as", f"clerk@{HC}", "--purpose", "核对").out
    has(shown, "得分")
    has(shown, "体检 2024-06-12")
    eq([n["text"] for n in w.person(A)["notices"] if "合并" in n["text"]][0][:5], "张建国您好")
    w.day("2024-06-18")
    w.day("2024-06-18")
    eq(by_data(w, A), ["2024-06-14"])
    sound(w)


@on(IN_FORCE)
def test_b14_two_traces_of_one_source_count_once(w):
    send(w, "卫健", (A, "张建国", "体检", "2024-06-12"), (A, "张建国", "门诊", "2024-06-13"), date="2024-06-14")
    eq(by_data(w, A), [])


@on(IN_FORCE)
def test_b14_ninety_days_count_and_ninety_one_do_not(w):
    send(w, "卫健", (A, "张建国", "体检", "2024-03-16"), (B, "李秀兰", "体检", "2024-03-15"), date="2024-06-12")
    send(w, "医保", (A, "张建国", "购药", "2024-06-13"), (B, "李秀兰", "购药", "2024-06-13"), date="2024-06-14")
    eq(by_data(w, A), ["2024-06-13"], "03-16 is 90 days before 06-14")
    eq(by_data(w, B), [])


@on(IN_FORCE)
def test_b14_another_name_and_a_death_on_record_count_nothing(w):
    send(w, "卫健", (A, "张建军", "体检", "2024-06-12"), (B, "李秀兰", "体检", "2024-06-12"), date="2024-06-13")
    send(w, "民政", (B, "李秀兰", "火化", "2024-06-13"), date="2024-06-14")
    send(w, "医保", (A, "张建国", "购药", "2024-06-14"), (B, "李秀兰", "购药", "2024-06-14"), date="2024-06-17")
    eq(by_data(w, A), [])
    eq(by_data(w, B), [], "somebody is to look")
    eq(w.matter(B, "evidence_check")["state"], "proposed")


@on(IN_FORCE)
def test_b14_a_feed_taken_back_takes_the_package_with_it(w):
    send(w, "卫健", (A, "张建国", "体检", "2024-06-12"), date="2024-06-13")
    send(w, "医保", (A, "张建国", "购药", "2024-06-14"), date="2024-06-17")
    eq(w.person(A)["due_on"], "2025-06-16")
    has(reverse(w, "卫健").out, "reversed=1")
    eq(by_data(w, A), [], "though the trace that completed it stands")
    eq(w.person(A)["due_on"], "2024-07-15")
    send(w, "医保", (A, "张建国", "门诊", "2024-06-18"), date="2024-06-19")
    eq(by_data(w, A), [], "what was taken back makes no package whole")
    sound(w)


@on(IN_FORCE)
def test_b14_the_proposed_suspension_ends_with_the_package(w):
    w.day("2024-07-17")
    eq(w.matter(A, "suspension")["state"], "proposed")
    send(w, "卫健", (A, "张建国", "体检", "2024-07-16"), date="2024-07-17")
    send(w, "医保", (A, "张建国", "购药", "2024-07-17"), date="2024-07-18")
    eq(w.matter(A, "suspension")["state"], "closed")
    sound(w)


@on(PEOPLE)
def test_b14_the_last_look_counts_traces_that_were_there_before_the_values(w):
    send(w, "卫健", (A, "张建国", "体检", "2024-07-16"), date="2024-07-17")
    send(w, "医保", (A, "张建国", "购药", "2024-07-17"), date="2024-07-18")
    w.day("2024-07-18")
    m = w.matter(A, "suspension")
    put_in_force(w, VALUES, "2024-07-19")
    w.on_file(m)
    refused = w.move(m, "decide", date="2024-07-19", code=5)
    has(refused.err, "健在")
    eq(w.person(A)["lines"][0]["status"], "paid")
    sound(w)


main(globals())
