#!/usr/bin/env python3
"""What each partner's word does: capabilities 7.7 to 7.10, 8.1, 8.2, B14, B15, B20, C27."""
import test_feed as feed
from harness import eq, has, inited, main, number, on, row, then

event, send, counts, sound = feed.event, feed.send, feed.counts, feed.sound
WORKER = number(77, birth="19700101")

# capability, source, word, on which line, what follows: a check of the payer, a certification, or only the record
KINDS = [
    ("7.7", "公安", "死亡", "", "check"), ("7.7", "公安", "户口注销", "", "check"),
    ("7.7", "公安", "出境", "", "certified"), ("7.7", "公安", "入境", "", "certified"),
    ("7.8", "民政", "火化", "", "check"), ("7.8", "民政", "再婚", "配偶", "check"),
    ("7.8", "民政", "收养", "子女", "check"), ("7.8", "民政", "再婚", "", "kept"),
    ("7.9", "卫健", "死亡", "", "check"), ("7.9", "卫健", "疫苗接种", "", "certified"),
    ("7.9", "卫健", "体检", "", "kept"),
    ("7.10", "医院", "住院", "", "certified"), ("7.10", "医院", "门诊", "", "kept"),
    ("7.10", "医保", "住院", "", "certified"), ("7.10", "医保", "门诊", "", "kept"),
    ("8.1", "公安", "失踪", "", "check"), ("8.1", "法院", "失踪", "", "check"),
    ("8.2", "法院", "宣告死亡", "", "check"), ("8.2", "人口库", "死亡", "", "check"),
]
# What a partner may not say, one neighbour of each: a bad row, nothing on record.
FOREIGN = [("公安", "火化"), ("公安", "疫苗接种"), ("民政", "出境"), ("民政", "住院"), ("卫健", "户口注销"),
           ("卫健", "再婚"), ("医院", "服刑"), ("医院", "失踪"), ("医保", "死亡"), ("交通", "住院")]


def somebody(i):
    """A number and a name; children are born so late that they still are."""
    case = KINDS[i]
    birth = "20120312" if case[3] == "子女" else f"19{44 + i}0312"
    return number(20 + i, birth=birth), f"甲{chr(0x4e00 + i)}"


def line_of(i):
    num, name = somebody(i)
    relation = KINDS[i][3]
    if not relation:
        return row(num, name, "2023-07-15")
    kind = "供养亲属抚恤金" if relation == "子女" else "遗属生活困难补助"
    return row(num, name, "2023-07-15", kind=kind, amount="600", 关联人号码=WORKER, 关系=relation)


@then(inited("2023-07-17"), "somebody for each kind")
def KINDS_STORE(w):
    w.roster([line_of(i) for i in range(len(KINDS))])
    w.date = "2024-06-17"


@on(KINDS_STORE)
def test_each_partner_of_7_7_to_7_10_says_what_it_may_and_the_right_thing_follows(w):
    wrong = []
    for i, (ident, source, word, _, want) in enumerate(KINDS):
        num, name = somebody(i)
        counts(send(w, [event(num, name, word, "2024-06-10")], source, name=f"{i}.csv"), rows=1, matched=1)
        checks = [m["state"] for m in w.matters(num, "evidence_check")]
        feeds_ways = [c["held_on"] for c in w.person(num)["certifications"] if c["way"] == 3]
        got = {(True, False): "check", (False, True): "certified", (False, False): "kept"}.get(
            (checks == ["proposed"], feeds_ways == ["2024-06-10"]), (checks, feeds_ways))
        if got != want:
            wrong.append((ident, source, word, want, got))
        eq([line["status"] for line in w.person(num)["lines"]], ["paid"], f"{source} {word}: evidence stops nobody")
    eq(wrong, [])
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], len(KINDS), "all is on record")
    sound(w)


@on(KINDS_STORE)
def test_what_a_partner_may_not_say_is_a_bad_row(w):
    num, name = somebody(0)
    for i, (source, word) in enumerate(FOREIGN):
        r = send(w, [event(num, name, word, "2024-06-10")], source, name=f"f{i}.csv", code=4)
        eq((source, word, r.counts()["refused"]), (source, word, 1))
        has(r.err, word)
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 0)
    eq(w.matters(num), [])


GRADES = [("A", "公安", "生物识别"), ("A", "公安", "现场核验"), ("B", "公安", "出境"), ("B", "公安", "入境"),
          ("B", "医院", "住院"), ("B", "卫健", "疫苗接种"), ("C", "医院", "门诊"), ("C", "医院", "购药"),
          ("C", "卫健", "体检"), ("C", "税务", "缴费"), ("C", "交通", "公交")]


@on(KINDS_STORE)
def test_B15_three_grades_of_survival_and_only_two_stand_alone(w):
    plain = [i for i, kind in enumerate(KINDS) if not kind[3]]
    for i, (grade, source, word) in zip(plain, GRADES):
        num, name = somebody(i)
        send(w, [event(num, name, word, "2024-06-10")], source, name=f"{i}.csv")
        stored = w.sql("SELECT strength FROM evidence ORDER BY recorded_at DESC, feed DESC LIMIT 1")[0][0]
        due = w.person(num)["due_on"]
        eq((word, stored, due), (word, "ABC".index(grade) + 1, "2025-06-10" if grade < "C" else "2024-07-15"))
    eq(w.sql("SELECT count(DISTINCT strength) FROM evidence")[0][0], 3)


@on(KINDS_STORE)
def test_B14_a_package_of_weak_signals_proves_nothing_and_stays_on_record(w):
    """Weihai has refused weak traces since 2018: twenty of three partners weigh no more than one."""
    num, name = somebody(17)  # under 80: nobody protected
    for source, words in (("医院", ("门诊", "购药", "体检")), ("税务", ("缴费",)), ("交通", ("公交",))):
        rows = [event(num, name, word, f"2024-06-{4 * day + 1:02d}") for word in words for day in range(4)]
        counts(send(w, rows, source, name=f"{source}.csv"), rows=len(rows), matched=len(rows))
    eq(w.sql("SELECT count(*), min(strength) FROM evidence")[0], (20, 3))
    eq(w.person(num)["due_on"], "2024-07-15")
    eq([c["way"] for c in w.person(num)["certifications"] if c["way"] == 3], [])
    eq(w.matters(num), [])
    w.day("2024-07-17")
    s = w.matter(num, "suspension")
    w.on_file(s)
    w.move(s, "decide")
    eq(w.state(s)["state"], "decided", "they do not speak at the last look either")
    sound(w)


@on(KINDS_STORE)
def test_B20_one_event_in_many_writings_is_one_and_one_person_is_one(w):
    num, name = somebody(2)
    short = num[:6] + num[8:17]
    wide = "".join(chr(ord(c) + 0xfee0) for c in num)
    for i, text in enumerate((num, short, wide, num.lower(), f" {num} ")):
        send(w, [event(text, name, "住院", "2024-06-10")] * 2, "医院", name=f"{i}.csv")
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 1, "one source, one day, one event")
    send(w, [event(num, name, "住院", "2024-06-10")], "医保", name="other.csv")
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 2, "what a second source says is a second piece")
    eq(len([c for c in w.person(num)["certifications"] if c["way"] == 3]), 1)
    people = w.sql("SELECT count(*) FROM person")[0][0]
    w.roster([row(short, name, "2023-07-15"), row(wide, name, "2023-07-15", kind="生活护理费", amount="900")],
             name="again.csv")
    eq(w.sql("SELECT count(*) FROM person")[0][0], people, "the roster's other writings are the same person")
    sound(w)


@on(KINDS_STORE)
def test_C27_a_feed_as_offices_write_it(w):
    """GB18030, a title above the header, full-width, 15 digits, small x; bad rows with reasons."""
    people = [somebody(i) for i in (0, 2, 4, 11)]
    lines = ["威海市某医院住院人员表,,,,", ",,,,", "身份证号码,姓名,事件,事件日期,来源",
             "".join(chr(ord(c) + 0xfee0) for c in people[0][0]) + f",{people[0][1]},住院,2024年6月3日,",
             f"{people[1][0][:6] + people[1][0][8:17]},{people[1][1]},住院,2024/06/04,",
             f"\"{people[2][0].lower()}\",\"{people[2][1][0]} {people[2][1][1]}\",住院,20240605,",
             f"{people[3][0]},{people[3][1]},住院,２０２４．６．６,",
             f"{people[3][0]},{people[3][1]},住院,2024-13-01,",
             f"{people[3][0][:17]}？,{people[3][1]},住院,2024-06-07,",
             f"{people[3][0]},{people[3][1]},住园,2024-06-07,"]
    r = send(w, [], "医院", raw="\r\n".join(lines).encode("gb18030") + b"\r\n", code=4)
    counts(r, rows=7, matched=4, refused=3)
    has(r.err, "第 8 行", "第 9 行", "第 10 行", "住园")
    eq([w.person(num)["due_on"] for num, _ in people], ["2025-06-03", "2025-06-04", "2025-06-05", "2025-06-06"])
    sound(w)


main(globals())
