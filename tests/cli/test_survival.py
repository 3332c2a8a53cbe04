#!/usr/bin/env python3
"""What is known of people's being alive, in three levels, for whom to call first (B15; C1, C2)."""
from harness import CITY, HC, TOWN, WD, eq, has, inited, main, number, on, row, then
from test_feed import event, feeds, release, reverse, send, sound

SURE, OLD, GONE, NEW, DEAD = (number(n) for n in range(1, 6))
MANAGER = ("--as", f"manager@{CITY}", "--purpose", "核对")


@then(inited("2023-07-17"), "people known well and badly")
def PEOPLE(w):
    w.roster([row(SURE, "甲", "2023-07-15"), row(OLD, "乙", "2023-06-20", payer=WD),
              row(GONE, "丙", "2023-06-20"),
              row(NEW, "丁", start="2023-05"), row(DEAD, "戊", "2023-07-01")])


def level(w, who, *args):
    return w.person(who, *args)["level"]


def counted(w, *args):
    """Everybody by level, the total and each payer's."""
    shown = w.run("evaluate", "--json", *args, *MANAGER).json()
    def of(t):
        return tuple(t[k] for k in ("confirmed", "signs", "to_verify"))
    return of(shown["total"]), {p["payer"]: of(p) for p in shown["payers"]}


def taken(w, rows, source):
    """The first feed of a source waits for two managers."""
    held = send(w, rows, source).counts()["held"]
    ident = feeds(w)[0]["id"]
    if held:
        release(w, ident, f"manager@{WD}")
        release(w, ident, f"manager@{CITY}")
    return ident


@on(PEOPLE)
def test_b15_levels_follow_what_is_on_record_and_the_counts_follow_the_levels(w):
    eq([level(w, n) for n in (SURE, OLD, GONE, NEW, DEAD)],
       ["confirmed", "confirmed", "confirmed", "to_verify", "confirmed"])
    eq(counted(w)[0], (4, 0, 1))
    w.day("2024-01-02")
    taken(w, [event(OLD, "乙", "购药", "2023-12-28")], "医院")
    w.day("2024-06-20")
    eq(level(w, OLD), "confirmed", "the last day of its term")
    w.day("2024-06-21")
    eq([level(w, n) for n in (SURE, OLD, GONE)], ["confirmed", "signs", "to_verify"])
    eq(counted(w), ((2, 1, 2), {HC: (2, 0, 2), WD: (0, 1, 0)}))
    eq(counted(w, "--rows"), counted(w, "--rebuild"))
    w.day("2024-12-28")
    eq(level(w, OLD), "signs")
    w.day("2024-12-29")
    eq(level(w, OLD), "to_verify", "the trace is a year old")
    eq(level(w, OLD, "--as-of", "2024-06-21"), "signs", "C2: what that day knew")
    eq(counted(w)[0], (0, 0, 5))


@on(PEOPLE)
def test_b15_a_level_explains_itself_and_certifies_and_spares_nobody(w):
    w.day("2024-06-03")
    taken(w, [event(OLD, "乙", "购药", "2024-06-01")], "医院")
    w.day("2024-06-24")
    shown = w.person(OLD)
    eq((shown["level"], shown["due_on"], len(shown["certifications"])), ("signs", "2024-06-20", 1))
    has("\n".join(shown["why"]), "有健在迹象", "购药", "2024-06-01", "evidence.fresh_months",
        "分级本身不改变待遇和期限")
    has(w.run("person", "show", OLD, *MANAGER).out,
        "健在情况：有健在迹象（只用来安排联系、走访的先后，不影响待遇和期限）")
    eq({m["number"] for m in w.matters(kind="suspension")}, {OLD, GONE, NEW},
       "a sign spares nobody")


@on(PEOPLE)
def test_b15_a_reported_death_is_verified_first_and_a_trace_taken_back_is_none(w):
    w.day("2024-06-03")
    feed = taken(w, [event(GONE, "丙", "公交", "2024-06-01")], "交通")
    taken(w, [event(DEAD, "戊", "火化", "2024-05-30")], "民政")
    w.day("2024-06-24")
    eq([level(w, n) for n in (GONE, DEAD)], ["signs", "to_verify"])
    before = counted(w)[0]
    reverse(w, feed)
    eq(level(w, GONE), "to_verify")
    eq(counted(w)[0], (before[0], before[1] - 1, before[2] + 1), "the file of facts is refreshed")
    eq(counted(w), counted(w, "--rows"))
    sound(w)


def listed(w, who, *args):
    shown = w.run("person", "list", "--json", *args, "--as", who, "--purpose", "安排走访").json()
    return [(p["name"], p["level"]) for p in shown["persons"]], tuple(
        shown[k] for k in ("confirmed", "signs", "to_verify"))


@on(PEOPLE)
def test_b15_a_town_lists_who_lives_there_and_a_district_whom_it_pays(w):
    w.roster([row(number(6), "己", "2023-06-19", payer=WD, lives="371002002000"),
              row(number(7), "庚", "2023-06-21", payer=WD, lives="371082001000")], name="more.csv")
    w.day("2024-06-03")
    taken(w, [event(OLD, "乙", "购药", "2024-06-01")], "医院")
    w.day("2024-06-24")
    new, moved, gone, far = ((n, "to_verify") for n in "丁己丙庚")
    old = ("乙", "signs")
    eq(listed(w, f"clerk@{CITY}"), ([new, moved, gone, far, old], (2, 1, 4)))
    eq(listed(w, f"clerk@{WD}"), ([moved, far, old], (0, 1, 2)), "whom it pays")
    town = f"clerk@{TOWN}"
    eq(listed(w, town), ([new, gone, old], (2, 1, 2)), "who lives there")
    eq(listed(w, town, "--level", "confirmed")[0], [("戊", "confirmed"), ("甲", "confirmed")])
    eq(listed(w, "clerk@371002002000"), ([moved], (0, 0, 1)))
    text = w.run("person", "list", "--as", town, "--purpose", "安排走访").out
    has(text, "确认健在 2 人，有健在迹象 1 人，需要核实 2 人", "以上列出 3 人", "371002********")
    eq([n for n in (OLD, GONE, NEW) if n in text], [], "C19: masked")
    has(w.run("person", "list", "--level", "好", "--as", town, "--purpose", "走访", code=2).err,
        "to_verify")
    w.run("person", "list", "--as", "secadmin", "--purpose", "走访", code=5)
    sound(w)


main(globals())
