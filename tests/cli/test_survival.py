#!/usr/bin/env python3
"""What is known of people's being alive, in three levels, for whom to call first (B15; C1, C2)."""
from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then
from test_feed import event, feeds, release, reverse, send, sound

SURE, OLD, GONE, NEW, DEAD = (number(n) for n in range(1, 6))
MANAGER = ("--as", f"manager@{CITY}", "--purpose", "核对")


@then(inited("2023-07-17"), "people known well and badly")
def PEOPLE(w):
    w.roster([row(SURE, "甲", "2023-07-15"), row(OLD, "乙", "2023-06-20", payer=WD),
              row(GONE, "丙", "2023-06-20"), row(NEW, "丁", start="2023-05"), row(DEAD, "戊", "2023-07-01")])


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
    has("\n".join(shown["why"]), "有健在迹象", "购药", "2024-06-01", "evidence.fresh_months", "分级本身不改变待遇和期限")
    has(w.run("person", "show", OLD, *MANAGER).out, "健在情况：有健在迹象（只用来安排联系、走访的先后，不影响待遇和期限）")
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


main(globals())
