#!/usr/bin/env python3
"""A list of more people than the ceiling waits until another person has seen and released it
(B17; the breaker of issue 4 for what is moved at once)."""
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then, true

SETTING = "JIANZAI_BATCH_PEOPLE"
PEOPLE_ = [number(n) for n in range(1, 6)]


def all_(w, event, who=None, code=0, most="4", name="ids", **more):
    return w.run("matter", "move-all", name, event, "--as", who or f"clerk@{HC}", "--purpose", "办理",
                 "--reason", "依据材料核实", code=code, env={SETTING: most}, **more)


@then(inited("2024-01-02"), "five suspensions to release")
def PEOPLE(w):
    w.roster([row(n, f"第{i}人", "2023-03-01") for i, n in enumerate(PEOPLE_)])
    w.day("2024-03-04")
    with open(w.path("ids"), "w") as f:
        f.writelines(m["id"] + "\n" for m in w.matters(kind="suspension"))
    for event in ("compare", "contact", "decide"):  # what has no effect yet waits for nobody
        has(all_(w, event).out, "moved=5 already=0 refused=0")


def released(w, who=f"reviewer@{HC}", **more):
    return all_(w, "release", who, **more)


def held(w, who=f"reviewer@{HC}", **more):
    r = released(w, who, code=5, **more)
    return r.counts()["held"], r


def batch(w, what, ident, who=f"manager@{HC}", code=0, **more):
    return w.run("matter", "batch", what, ident, "--as", who, "--purpose", "复核", code=code, **more)


def let_through(w, ident, who=f"manager@{HC}"):
    batch(w, "show", ident, who)
    batch(w, "release", ident, who)


def states(w):
    return sorted(m["state"] for m in w.matters(kind="suspension"))


@on(PEOPLE)
def test_more_people_than_the_ceiling_wait_for_another_who_has_seen_them(w):
    ident, r = held(w)
    has(r.out, "people=5")
    has(r.err, "另一名负责人", f"matter batch show {ident}")
    eq(states(w), ["decided"] * 5, "held: nobody is moved")
    eq(held(w)[0], ident, "the same list waits once")
    batch(w, "show", ident, f"manager@{WD}", code=5)
    batch(w, "show", ident, f"clerk@{HC}", code=5)
    has(batch(w, "release", ident, code=5).err, "还没有看过")
    shown = batch(w, "show", ident).out
    eq([f"第{i}人" in shown for i in range(5)], [True] * 5)
    eq([n for n in PEOPLE_ if n in shown], [], "C19: masked")
    has(batch(w, "release", ident).out, f"released={ident}")
    has(batch(w, "release", ident, code=5).err, "已由")
    eq(states(w), ["decided"] * 5, "a release moves nobody either")
    retried = ("--request-id", "7")
    has(w.run("matter", "move-all", "ids", "release", *retried, "--as", f"reviewer@{HC}", "--purpose",
              "办理", "--reason", "依据材料核实", env={SETTING: "4"}).out, "moved=5 already=0 refused=0")
    has(released(w).out, "moved=0 already=5 refused=0")
    w.run("check")
    w.run("audit", "verify")


@on(PEOPLE)
def test_who_brought_a_list_does_not_release_it(w):
    ident, _ = held(w, f"manager@{HC}")
    batch(w, "show", ident)
    has(batch(w, "release", ident, code=5).err, "不能由本人放行")
    let_through(w, ident, f"manager@{CITY}")
    has(released(w, f"manager@{HC}").out, "moved=5")


@on(PEOPLE)
def test_who_released_a_list_does_not_run_it(w):
    ident, _ = held(w)
    let_through(w, ident)
    eq(held(w, f"manager@{HC}")[0], ident, "who released it brings another person's list")
    has(released(w).out, "moved=5")


@on(PEOPLE)
def test_a_shorter_list_another_list_and_a_late_release(w):
    ids = open(w.path("ids")).read().split()
    with open(w.path("turned"), "w") as f:
        f.write("\n".join(reversed(ids)) + "\n")
    with open(w.path("four"), "w") as f:
        f.write("\n".join(ids[:4]) + "\n")
    ident, _ = held(w)
    eq(held(w, name="turned")[0], ident, "in another order it is the same list")
    let_through(w, ident)
    eq(held(w, date="2024-03-12")[0] == ident, False, "a release lapses after seven days")
    has(released(w, name="four").out, "moved=4")
    eq(states(w), ["decided"] + ["released"] * 4)


def in_pieces(w):
    ids = open(w.path("ids")).read().split()
    for name, piece in (("three", ids[:3]), ("two", ids[3:])):
        with open(w.path(name), "w") as f:
            f.write("\n".join(piece) + "\n")


@on(PEOPLE)
def test_a_long_list_in_pieces_is_a_long_list(w):
    in_pieces(w)
    has(released(w, name="three").out, "moved=3")
    ident, r = held(w, name="two")
    has(r.out, "people=2")
    eq(states(w), ["decided"] * 2 + ["released"] * 3)
    let_through(w, ident)
    has(released(w, name="two").out, "moved=2")
    eq([j["kind"] for j in w.run("job", "list", "--json", "--as", f"manager@{HC}", "--purpose", "x").json()
        if j["kind"] != "roster"], [], "imports alone")


def wait_for(holds, what):
    for _ in range(300):
        if holds():
            return
        time.sleep(0.05)
    true(False, f"never: {what}")


@on(PEOPLE, "pg")
def test_two_pieces_at_the_same_moment_are_counted_in_turn(w):
    """Two programs that both have read the day's count before either has written it."""
    in_pieces(w)
    with subprocess.Popen(["psql", "-X", "-q", w.url], stdin=subprocess.PIPE, text=True) as other, \
            ThreadPoolExecutor(2) as pool:
        other.stdin.write("BEGIN; LOCK TABLE job IN SHARE MODE;\n")
        other.stdin.flush()
        wait_for(lambda: w.sql("SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock' AND granted"
                               " AND relation = 'job'::regclass") == [(1,)], "the lock")
        both = [pool.submit(released, w, name=name, code=(0, 5)) for name in ("three", "two")]
        wait_for(lambda: w.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                               " AND datname = current_database()") == [(2,)], "both wait")
        other.stdin.write("COMMIT;\n")
        other.stdin.close()
        eq(sorted(f.result().code for f in both), [0, 5], "one goes, one is held")
    eq(len(set(states(w))), 2, "decided beside released")


@on(PEOPLE)
def test_pieces_of_another_day_count_anew(w):
    in_pieces(w)
    released(w, name="three")
    has(released(w, name="two", date="2024-03-05").out, "moved=2")


@on(PEOPLE)
def test_the_setting_lowers_the_ceiling_and_never_raises_it(w):
    has(w.run("check-config", env={SETTING: "201"}, code=(1, 3), db=False).out +
        w.run("check-config", env={SETTING: "201"}, code=(1, 3), db=False).err, "batch_people")
    has(released(w, most="5").out, "moved=5")


main(globals())
