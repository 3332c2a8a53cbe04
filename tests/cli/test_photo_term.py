#!/usr/bin/env python3
"""How long a photo is kept once every benefit has ended: photo.keep_months, which the city lays down
(个人信息保护法 19, 47; C2)."""
from harness import HC, TOWN, WD, eq, has, inited, main, number, on, row, then
from test_ages import matter_of, propose, release
from test_loss import report
from test_photo import png, put

GONE, HALF, ALIVE = number(1), number(2), number(3)


@then(inited("2024-01-02"), "one dead, one with a line left, one alive, each with a photo")
def THREE(w):
    w.roster([row(GONE, "甲", "2023-07-15"), row(HALF, "乙", "2023-07-15"),
              row(HALF, "乙", "2023-07-15", kind="伤残津贴", payer=WD), row(ALIVE, "丙", "2023-07-15")])
    for n in (GONE, HALF, ALIVE):
        photo(w, "set", n, put(w, "a.png", png(120, 150)), "--consent", "self")
    w.day("2024-03-04")
    for n, payer in ((GONE, HC), (HALF, HC)):
        report(w, n, "死亡", "2024-03-02", "2024-03-05")
        w.adverse(next(m for m in w.matters(n, kind="loss") if m["agency"] == payer))


def photo(w, *words, code=0, who=f"clerk@{TOWN}"):
    return w.run("photo", *words, "--as", who, "--purpose", "核对", code=code)


def pictures(w):
    return w.sql("SELECT count(*) FROM photo_picture")[0][0]


def lay_down(w, months, first):
    release(w, matter_of(propose(w, months, first, key="photo.keep_months")))


@on(THREE)
def test_without_a_value_a_picture_stays(w):
    eq([line["status"] for line in w.person(GONE)["lines"]], ["ended"])
    w.day("2026-03-04")
    eq(pictures(w), 3)
    has(photo(w, "show", GONE).out, "kept_until=\n")


@on(THREE)
def test_the_night_after_the_last_day_deletes_it_and_the_fact_stays(w):
    lay_down(w, "6", "2024-04-01")
    w.day("2024-04-01")
    has(photo(w, "show", GONE).out, "kept_until=2024-09-30")
    has(photo(w, "show", ALIVE).out, "kept_until=\n")
    eq(photo(w, "show", HALF, "--json").json()["kept_until"], "", "something is still paid")
    eq("photo=" in w.day("2024-09-30").out, False)
    eq(pictures(w), 3)
    has(w.day("2024-10-01").out, "photo=1")
    eq(pictures(w), 2)
    photo(w, "show", GONE, code=1)
    photo(w, "show", HALF)
    eq(w.sql("SELECT withdraws, recorded_by FROM photo WHERE withdraws > 0"), [(3, "system")])
    eq(w.sql("SELECT count(*) FROM audit WHERE action = 'photo.expire'"), [(1,)])
    eq("photo=" in w.day("2024-10-08").out, False, "once")
    w.run("check")
    w.run("audit", "verify")


@on(THREE)
def test_a_death_undone_in_time_keeps_the_photo(w):
    lay_down(w, "6", "2024-04-01")
    w.run("person", "alive", GONE, "--as", f"clerk@{TOWN}", "--purpose", "本人到场")
    w.day("2024-12-02")
    eq(pictures(w), 3)
    has(photo(w, "show", GONE).out, "kept_until=\n")


@on(THREE)
def test_a_death_that_becomes_known_late_is_forgotten_no_sooner(w):
    lay_down(w, "1", "2024-04-01")
    w.day("2024-08-05")
    report(w, ALIVE, "死亡", "2024-02-10", "2024-08-05")
    w.adverse(next(m for m in w.matters(ALIVE, kind="loss")), released="2024-08-06")
    has(photo(w, "show", ALIVE).out, "kept_until=2024-09-30")
    w.day("2024-09-30")
    eq(pictures(w), 2, "who died in March is forgotten since May")
    w.day("2024-10-01")
    eq(pictures(w), 1)


main(globals())
