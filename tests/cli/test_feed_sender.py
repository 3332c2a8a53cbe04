#!/usr/bin/env python3
"""How feeds come: signed envelopes (docs/envelope.md), the drop folder, and what sources are worth (C9, C10)."""
import os
import random
import time

import xlsx
from harness import CITY, HC, WD, eq, has, inited, main, number, on, plus_days, row, then, true

A, B = number(1), number(2)
HEADER = "社会保障号码,姓名,事件,事件日期,来源\r\n"
KILLS = min(50, max(6, int(os.environ.get("JIANZAI_KILLS", "6"))))


def text(*rows):
    return (HEADER + "".join(",".join(r) + "\r\n" for r in rows)).encode()


def keys(w, name):
    """The store's own SM2 pair stands for the partner's."""
    found = [f"{d}/{name}" for d in ("var/jianzai.db.keys", "var/keys") if os.path.exists(w.path(f"{d}/{name}"))]
    return found[0]


@then(inited("2023-07-17"), "a partner that signs")
def SIGNED(w):
    w.roster([row(A, "张建国", "2023-07-15"), row(B, "李秀兰", "2023-06-20")])
    w.date = "2024-03-05"
    w.run("feed", "sender", "hospital", keys(w, "sign.pub"), "--as", "secadmin", "--purpose", "登记公钥")


def sign(w, name, period="2024-03", previous=None, agency=CITY, source="hospital"):
    more = ["--previous", previous] if previous else []
    return w.run("feed-sign", name, "--source", source, "--key", keys(w, "sign.key"), "--period", period,
                 "--agency", agency, *more, db=False)


def put(w, name, data):
    os.makedirs(os.path.dirname(w.path(name)), exist_ok=True)
    with open(w.path(name), "wb") as f:
        f.write(data)


def get(w, name):
    with open(w.path(name), "rb") as f:
        return f.read()


def imports(w, name, code=0, source="医院", **more):
    return w.run("import", "evidence", name, "--source", source, "--as", f"clerk@{HC}", "--purpose", "数据比对", code=code,
                 **more)


def days(n, first="2024-02-01"):
    return [text((A, "张建国", "住院", plus_days(first, i), "医院")) for i in range(n)]


@on(SIGNED)
def test_a_signed_series_is_taken_in_its_order(w):
    for i, data in enumerate(days(3)):
        put(w, f"{i}.csv", data)
        has(sign(w, f"{i}.csv", previous=f"{i - 1}.csv.sig" if i else None).out, f"sequence={i + 1}", "rows=1")
        has(imports(w, f"{i}.csv").out, "matched=1")
    eq(w.person(A)["due_on"], "2025-02-05", "02-03 of 2025 is in the Spring Festival")
    w.run("check")


@on(SIGNED)
def test_a_workbook_is_signed_and_taken_too(w):
    put(w, "a.xlsx", xlsx.book([HEADER.strip().split(","), [A, "张建国", "住院", "2024-02-05", "医院"]]))
    has(sign(w, "a.xlsx").out, "rows=1")
    has(imports(w, "a.xlsx").out, "matched=1")


@on(SIGNED)
def test_unsigned_replayed_reordered_stale_early_foreign_altered_truncated_are_refused_with_the_reason(w):
    one, two, three = days(3)
    put(w, "1.csv", one)
    has(imports(w, "1.csv", code=1).err, "必须附同名 .sig 签名信封")
    put(w, "civil.csv", one)
    sign(w, "civil.csv", source="civil")
    has(imports(w, "civil.csv", code=1, source="民政").err, "还没有登记公钥")
    sign(w, "1.csv")
    imports(w, "1.csv")
    put(w, "2.csv", two)
    put(w, "3.csv", three)

    cases = {}
    sign(w, "2.csv")  # number 1 again
    cases["replayed"] = imports(w, "2.csv", code=1).err
    sign(w, "2.csv", previous="1.csv.sig", period="2023-10")
    cases["stale"] = imports(w, "2.csv", code=1).err
    sign(w, "2.csv", previous="1.csv.sig", period="2024-04")
    cases["early"] = imports(w, "2.csv", code=1).err
    sign(w, "2.csv", previous="1.csv.sig", agency="370200000000")
    cases["foreign recipient"] = imports(w, "2.csv", code=1).err
    sign(w, "2.csv", previous="1.csv.sig", source="civil")
    cases["foreign sender"] = imports(w, "2.csv", code=1).err
    sign(w, "2.csv", previous="1.csv.sig")
    sign(w, "3.csv", previous="2.csv.sig")
    cases["reordered"] = imports(w, "3.csv", code=1).err
    put(w, "2.csv", two.replace(b"2024-02-02", b"2024-02-03"))
    cases["altered"] = imports(w, "2.csv", code=1).err
    put(w, "2.csv", HEADER.encode())
    cases["truncated"] = imports(w, "2.csv", code=1).err
    put(w, "2.csv", two)
    put(w, "2.csv.sig", get(w, "2.csv.sig").replace(b"rows=1", b"rows=2"))
    cases["signature"] = imports(w, "2.csv", code=1).err
    put(w, "2.csv.sig", get(w, "2.csv.sig")[:-9])
    cases["format"] = imports(w, "2.csv", code=1).err
    said = {k: v.strip().splitlines()[-1] for k, v in cases.items()}
    eq(len(set(said[k] for k in said if not k.startswith("foreign"))), len(said) - 2, f"a reason of its own: {said}")
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 1)
    sign(w, "2.csv", previous="1.csv.sig")
    imports(w, "2.csv")
    imports(w, "3.csv")
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], 3)


# --- the drop folder ---------------------------------------------------------------------------


def drop(w, code=0, **more):
    return w.run("feed", "drop", "in", "--as", f"clerk@{HC}", "--purpose", "收取", code=code, **more)


def names(w, source="hospital"):
    return sorted(os.listdir(w.path(f"in/{source}")))


@then(inited("2023-07-17"), "two people")
def PEOPLE(w):
    w.roster([row(A, "张建国", "2023-07-15"), row(B, "李秀兰", "2023-06-20")])
    w.date = "2024-03-05"


@on(PEOPLE)
def test_a_file_is_taken_once_its_ok_is_there(w):
    put(w, "in/hospital/a.csv", text((A, "张建国", "住院", "2024-02-05", "医院")))
    has(drop(w).out, "files=0")
    eq(w.person(A)["due_on"], "2024-07-15")
    put(w, "in/hospital/a.csv.ok", b"")
    put(w, "in/civil/b.csv", text((B, "李秀兰", "死亡", "2024-02-05", "民政")))
    put(w, "in/civil/b.csv.ok", b"")
    has(drop(w).out, "files=2 refused_files=0 waiting=0 rows=2 matched=2")
    eq((names(w), names(w, "civil")), (["a.csv", "a.csv.done"], ["b.csv", "b.csv.done"]))
    eq((w.person(A)["due_on"], w.matter(B, "evidence_check")["state"]), ("2025-02-05", "proposed"))
    has(drop(w).out, "files=0")
    w.run("check")


@on(PEOPLE)
def test_a_file_that_is_none_is_refused_with_the_reason_beside_it_and_the_next_is_taken(w):
    put(w, "in/hospital/a.csv", b"\0\0")
    put(w, "in/hospital/a.csv.ok", b"")
    put(w, "in/hospital/b.csv", text((A, "张建国", "住院", "2024-02-05", "医院"),
                                     (B, "李秀兰", "服刑", "2024-02-05", "医院")))
    put(w, "in/hospital/b.csv.ok", b"")
    put(w, "outside.csv", text((B, "李秀兰", "住院", "2024-02-06", "医院")))
    os.symlink(w.path("outside.csv"), w.path("in/hospital/c.csv"))
    put(w, "in/hospital/c.csv.ok", b"")
    has(drop(w, code=4).out, "files=1 refused_files=2 waiting=0 rows=2 matched=1 refused=1")
    eq(names(w), ["a.csv", "a.csv.refused", "b.csv", "b.csv.done", "b.csv.errors.csv", "c.csv", "c.csv.refused"])
    true(len(get(w, "in/hospital/a.csv.refused")) > 20, "no reason")
    eq(w.person(A)["due_on"], "2025-02-05")


@on(PEOPLE)
def test_killed_at_random_moments_and_taken_up_again_rows_are_exact(w):
    crowd = [(number(n, birth=f"19{40 + n % 25}0312"), f"王{chr(0x4e00 + n)}") for n in range(10, 700)]
    w.roster([row(num, name, "2023-07-01") for num, name in crowd], name="crowd.csv")
    rng, kills, files = random.Random(50), 0, 3 if KILLS == 6 else 12
    for f in range(files):
        rows = [(*crowd[i % len(crowd)], "门诊", plus_days("2023-08-01", 15 * f + i // len(crowd)), "医院")
                for i in range(4000)]
        put(w, f"in/hospital/{f}.csv", text(*rows))
    while True:
        for f in range(files):
            if not os.path.exists(w.path(f"in/hospital/{f}.csv.done")):
                put(w, f"in/hospital/{f}.csv.ok", b"")
        if kills >= KILLS:
            break
        job = w.start("feed", "drop", "in", "--as", f"clerk@{HC}", "--purpose", "收取")
        time.sleep(rng.uniform(0.0, 0.12))
        kills += job.poll() is None
        job.kill()
        job.communicate()
        if all(os.path.exists(w.path(f"in/hospital/{f}.csv.done")) for f in range(files)):
            for f in range(files):  # and once more from the start: what is in stays as it is
                os.rename(w.path(f"in/hospital/{f}.csv.done"), w.path(f"in/hospital/{f}.csv.ok"))
    for _ in range(60):
        r = drop(w, code=(0, 75))
        if r.code == 0 and " waiting=0 " in r.out:
            break
        time.sleep(1)
    for feed in w.run("feed", "list", "--json", "--as", f"manager@{CITY}", "--purpose", "核对").json():
        if feed["state"] == "held":
            for who in (WD, CITY, WD, CITY):
                w.run("feed", "release", feed["id"], "--as", f"manager@{who}", "--purpose", "放行")
    eq(w.sql("SELECT count(*) FROM evidence")[0][0], files * 4000)
    apart = "(SELECT person_id, happened_on FROM evidence GROUP BY person_id, happened_on) x"
    eq(w.sql(f"SELECT count(*) FROM {apart}")[0][0], files * 4000)
    w.run("check")
    w.run("audit", "verify")


# --- the league --------------------------------------------------------------------------------


def league(w, **more):
    r = w.run("feed", "league", "--json", "--as", f"manager@{CITY}", "--purpose", "核对", **more).json()
    return r, {s["source"]: s for s in r["sources"]}


@on(PEOPLE)
def test_share_without_effort_and_what_each_source_is_worth(w):
    put(w, "a.csv", text((A, "张建国", "住院", "2024-02-05", "医院"), (number(8), "路人", "住院", "2024-02-05", "医院")))
    imports(w, "a.csv")
    w.certify(B)
    whole, by = league(w)
    eq((whole["certified"], whole["without_effort"], whole["without_effort_bp"]), (2, 1, 5000))
    h = by["hospital"]
    eq((h["feeds"], h["rows"], h["matched"], h["certified"], h["certified_bp"]), (1, 2, 1, 1, 5000))
    feed = w.run("feed", "list", "--json", "--as", f"manager@{CITY}", "--purpose", "核对").json()[0]
    w.run("feed", "reverse", feed["id"], "--reason", "来源更正", "--as", f"manager@{CITY}", "--purpose", "撤销")
    whole, by = league(w)
    eq((whole["without_effort"], by["hospital"]["certified"], by["hospital"]["taken_back"]), (0, 0, 1))
    has(w.run("feed", "league", "--as", f"manager@{CITY}", "--purpose", "核对").out, "医院", "%")


@on(PEOPLE)
def test_silence_is_told_after_three_feeds_and_not_before(w):
    for i in range(3):
        put(w, "a.csv", text((A, "张建国", "门诊", plus_days("2024-03-01", 7 * i), "医院")))
        imports(w, "a.csv", date=plus_days("2024-03-05", 7 * i))
    eq([(league(w, date=d)[1]["hospital"]["silent"]) for d in ("2024-03-19", "2024-04-09", "2024-04-10")],
       [False, False, True], "twice a week and a week")


@on(PEOPLE)
def test_a_false_death_is_undone_in_one_action_with_the_money_at_once_and_marks_its_source(w):
    """C9; its neighbour: the other person's death stands."""
    put(w, "a.csv", text((A, "张建国", "死亡", "2024-03-01", "民政"), (B, "李秀兰", "死亡", "2024-03-01", "民政")))
    imports(w, "a.csv", source="民政")
    for num in (A, B):
        w.move(w.matter(num, "evidence_check"), "found_dead")
        w.adverse(w.matter(num, "loss"))
    w.day("2024-05-20")
    eq(w.person(A)["lines"][0]["status"], "ended")
    eq(w.paid("2024-05", "张建国"), ("0.00", "0.00", "0.00", "0.00"))
    eq(league(w)[1]["civil"]["wrong"], 0)
    loss = w.matter(A, "loss")
    w.move(loss, "undo", who=f"manager@{HC}", reason="本人到场")
    eq((w.matter(A, "loss")["state"], w.person(A)["lines"][0]["status"]), ("undone", "paid"))
    back = w.paid("2024-05", "张建国")
    eq(back[1], "6421.10", "April and May, by a supplementary run of May")
    true([n for n in w.person(A)["notices"] if str(loss["id"]) in n["about"]], "no notice")
    eq(w.person(B)["lines"][0]["status"], "ended")
    civil = league(w)[1]["civil"]
    eq((civil["against"], civil["wrong"]), (2, 1))
    w.run("check")


@on(PEOPLE)
def test_a_false_death_is_undone_at_any_counter_by_one_clerk(w):
    """C9; its neighbours: no purpose, somebody of whom no death is reported, a role that keeps no counter."""
    put(w, "a.csv", text((A, "张建国", "火化", "2024-03-01", "民政")))
    imports(w, "a.csv", source="民政")
    w.move(w.matter(A, "evidence_check"), "found_dead")
    w.adverse(w.matter(A, "loss"))
    w.day("2024-05-20")
    town = "371003001000"
    eq(w.run("person", "alive", A, "--as", f"finance@{HC}", "--purpose", "本人到场", code=5).code, 5)
    has(w.run("person", "alive", B, "--as", f"clerk@{town}", "--purpose", "本人到场", code=5).err, "不用撤销")
    r = w.run("person", "alive", A, "--as", f"clerk@{town}", "--purpose", "本人持身份证到场")
    has(r.out, "undone=1 ended=0")
    eq((w.matter(A, "loss")["state"], w.person(A)["lines"][0]["status"]), ("undone", "paid"))
    eq(w.paid("2024-05", "张建国")[1], "6421.10", "April and May, at once")
    has(w.run("person", "alive", A, "--as", f"clerk@{town}", "--purpose", "本人到场", code=5).err, "不用撤销")
    eq(league(w)[1]["civil"]["wrong"], 1)
    w.run("check")
    w.run("audit", "verify")


@on(PEOPLE)
def test_the_money_of_a_false_death_does_not_wait_for_the_next_regular_run(w):
    """C9, its neighbour: May is not locked yet, and April is paid in May at once all the same."""
    put(w, "a.csv", text((A, "张建国", "死亡", "2024-03-01", "民政")))
    imports(w, "a.csv", source="民政")
    w.move(w.matter(A, "evidence_check"), "found_dead")
    w.adverse(w.matter(A, "loss"))
    w.day("2024-05-06")
    runs = "SELECT count(*) FROM payroll_run WHERE month = 202405 AND sequence > 0"
    eq(w.sql(runs)[0][0], 0)
    w.move(w.matter(A, "loss"), "undo", who=f"manager@{HC}", reason="本人到场")
    eq(w.sql(runs)[0][0], 1, "a supplementary run")
    eq(sum(w.months(A, "back_paid_fen").values()), 321055)
    w.run("check")


main(globals())
