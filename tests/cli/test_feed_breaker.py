#!/usr/bin/env python3
"""The breaker over whole feeds (C8, C10): poisoned and good ones, what each guard holds alone, and that
the difference which is shown is the one that comes. Art. 7(3); scenario 26's neighbours."""
import os
import random
import re

from harness import CITY, ROOT, WD, eq, has, main, number, on, plus_days, row, then, true
from test_feed import CROWD, FEED, MANY, PEOPLE, event, feed_text, feeds, release, send, sound, state

# --- 200 poisoned feeds, and good ones ----------------------------------------------------------


@then(MANY, "partners with a past")
def PARTNERS(w):
    rng = random.Random(7)
    for source in ("医院", "民政"):
        for k in range(3):
            r = send(w, honest(rng, source, k), source, name=f"past-{k}.csv")
            if r.counts()["held"]:
                for who in (WD, CITY, WD, CITY):
                    release(w, feeds(w)[0]["id"], f"manager@{who}")
    w.date = "2024-03-06"


def honest(rng, source, k):
    """What the source sends in a month: strangers for the most part, some people of the roster."""
    when = ["2023-10-01", "2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01"][k % 5]
    ours = rng.sample(CROWD, 3 if source == "民政" else 250)
    strangers = [(number(n, birth="19500101", place="370602"), f"外{chr(0x4e00 + n)}")
                 for n in rng.sample(range(1, 990), 350)]
    what = "死亡" if source == "民政" else "门诊"
    rows = [event(num, name, what, plus_days(when, rng.randrange(27)), source) for num, name in ours + strangers]
    rng.shuffle(rows)
    return rows


def poisons(rng, source):
    """(kind, rows or bytes): what comes when a partner's export goes wrong."""
    rows = honest(rng, source, 4)
    dead = "死亡" if source == "民政" else "住院"
    fresh = "2024-03-01"
    ours = rng.sample(CROWD, 500)
    shift = [dict(zip(FEED, [r["姓名"], r["社会保障号码"], r["事件日期"], r["事件"], r["来源"]])) for r in rows]
    yield "shifted", shift
    yield "all_dead", [event(num, name, "死亡", fresh, source) for num, name in ours]
    yield "duplicated", [event(num, name, dead, fresh, source) for num, name in ours[:60]] * 8
    yield "next_year", [{**r, "事件日期": "2025" + r["事件日期"][4:]} for r in rows]
    yield "old_year", [event(num, name, dead, "2022-02-01", source) for num, name in ours]
    yield "off_by_one", [{**r, "社会保障号码": str(int(r["社会保障号码"][:17]) + 1) + r["社会保障号码"][17]} for r in rows]
    whole = feed_text([event(num, name, dead, fresh, source) for num, name in ours]).encode()
    yield "truncated", whole[:len(whole) // 2 // 60 * 60 + 25]
    yield "re_encoded", feed_text(rows).encode().decode("gb18030", "replace").encode()
    yield "names_re_encoded", feed_text(
        [{**r, "姓名": r["姓名"].encode().decode("gb18030", "replace")} for r in rows]).encode()
    names = [n for _, n in ours]
    yield "swapped_names", [event(num, names[(i + 1) % len(names)], dead, fresh, source)
                            for i, (num, _) in enumerate(ours)]
    yield "mostly_false", [event(num, name, "死亡", fresh, source) for num, name in ours[:420]] + rows[:180]


@on(PARTNERS)
def test_200_poisoned_feeds_change_nobody(w):
    rng = random.Random(200)
    before, sent, passed = state(w), 0, {}
    while sent < 200:
        for source in ("医院", "民政"):
            for kind, what in poisons(rng, source):
                raw = what if isinstance(what, bytes) else None
                r = send(w, what, source, raw=raw, name="poison.csv", code=(0, 1, 4))
                sent += 1
                if state(w) != before:
                    passed[kind, source] = r.err[-300:]
                    before = state(w)
    eq(passed, {}, f"of {sent} poisoned feeds")


@on(PARTNERS)
def test_100_good_feeds_are_not_held_and_applied_on_the_day_they_came(w):
    rng, held = random.Random(100), []
    for k in range(50):
        for source in ("医院", "民政"):
            if send(w, honest(rng, source, k), source, name="good.csv").counts()["held"]:
                held.append((k, source))
    eq(held, [], "good feeds held")
    eq({f["state"] for f in feeds(w)}, {"applied"}, "none waits for another day")
    eq(len(feeds(w)), 106)


@on(PARTNERS)
def test_settings_lower_the_breaker_and_never_raise_it(w):
    rows = honest(random.Random(3), "医院", 4)
    ours = [r for r in rows if any(r["社会保障号码"] == num for num, _ in CROWD)]

    def held(wrong, **env):
        spoilt = {id(r) for r in ours[:wrong]}
        said = [{**r, "姓名": "某某"} if id(r) in spoilt else r for r in rows]
        return send(w, said, extra=("--dry-run",), env=env).counts()["held"] > 0

    eq((held(4), held(8)), (False, True), "1.6 % of the names, 3.2 %")
    eq(held(4, JIANZAI_BREAKER_MISMATCH_SHARE="100"), True, "lowered to 1 %")
    eq(held(8, JIANZAI_BREAKER_MISMATCH_SHARE="9000"), True, "beyond the ceiling")

    said = w.run("check-config", db=False).out
    ceilings = dict(re.findall(r"^breaker_(\w+) = (\d+)$", said, re.M))
    eq(len(ceilings), 13)
    for name, ceiling in ceilings.items():
        setting = f"JIANZAI_BREAKER_{name.upper()}"
        has(w.run("check-config", env={setting: str(int(ceiling) + 1)}, db=False, code=3).err, f"1 到 {ceiling}")
        w.run("check-config", env={setting: "1"}, db=False)
    with open(os.path.join(ROOT, "packaging/jianzai.conf")) as f:
        eq(dict(re.findall(r"^# breaker_(\w+) = (\d+)$", f.read(), re.M)), ceilings, "the example names them all")


@on(PARTNERS)
def test_a_limit_other_than_the_first_four_is_lowered_too(w):
    rows = honest(random.Random(3), "医院", 4)
    ours = [i for i, r in enumerate(rows) if any(r["社会保障号码"] == num for num, _ in CROWD)]
    for i in ours[:20]:
        rows[i] = {**rows[i], "事件日期": plus_days(rows[i]["事件日期"], -500)}

    def reasons(**env):
        return send(w, rows, extra=("--dry-run",), env=env)

    eq(reasons().counts()["held"], 0, "8 % of the dates are old, 15 points more than before may be")
    true(reasons(JIANZAI_BREAKER_OLD_POINTS="1").counts()["held"] > 0, "against one in ten thousand")


# --- the difference that is shown is the one that comes ------------------------------------------


def told(r):
    """(people certified, people held, contradictions) of a rehearsal."""
    found = re.search(r"将认证 (\d+) 人，将暂缓并核实 (\d+) 人，其中说法互相矛盾的 (\d+) 件", r.err)
    true(found, r.err[-300:])
    return tuple(int(n) for n in found.groups())


def came(w, before=None):
    """What stands on record; with what stood before, the same three numbers of what came since."""
    certified = set(w.sql("SELECT person_id, seq FROM certification WHERE way = 3"))
    mine = {m["id"] for m in w.matters(kind="evidence_check")}
    checks = {m for m in w.sql("SELECT subject_id, matter_id, cause, parent_matter FROM matter") if str(m[1]) in mine}
    if before is None:
        return certified, checks
    fresh = checks - before[1]
    return (len({person for person, _ in certified - before[0]}), len({c[0] for c in fresh}),
            sum(not c[2] or c[3] != 0 for c in fresh))


def all_of_it(w, rows, source, raw=None, name="property.csv"):
    """The file in, and let through to the end where it is held."""
    r = send(w, rows, source, raw=raw, name=name, code=(0, 1, 4))
    while r.code != 1 and feeds(w)[0]["state"] in ("held", "applying"):
        for who in (WD, CITY):
            release(w, feeds(w)[0]["id"], f"manager@{who}", code=(0, 5))


def shown_and_done(w, rows, source, what, raw=None):
    before = came(w)
    r = send(w, rows, source, raw=raw, name="property.csv", code=(0, 1, 4), extra=("--dry-run",))
    eq(came(w), before, f"{what}: a rehearsal changes nothing")
    if r.code == 1:  # no table at all
        return (0, 0, 0)
    shown = told(r)
    all_of_it(w, rows, source, raw)
    eq(came(w, before), shown, f"{what} of {source}: done, shown")
    r = send(w, rows, source, raw=raw, name="property.csv", code=(0, 1, 4), extra=("--dry-run",))
    eq(told(r), (0, 0, 0), f"{what} of {source} once more")
    return shown


def tangled(rng, k):
    """Rows that meet each other on one number: the same twice, two names, life and death, two days."""
    names = [n for _, n in CROWD]
    for num, name in rng.sample(CROWD, 120):
        day = f"2024-02-{rng.randrange(1, 29):02d}"
        for what in rng.sample(["住院", "住院", "住院", "门诊", "死亡", "火化"], rng.randrange(1, 4)):
            said = name if rng.random() < 0.8 else rng.choice(names)
            yield event(num, said, what, day if rng.random() < 0.6 else f"2024-01-{k + 1:02d}")


@on(PARTNERS)
def test_what_a_rehearsal_shows_is_what_the_import_does(w):
    """Good feeds, poisoned ones, rows that meet on one number: 将认证, 将暂缓并核实 and contradictions
    are the same numbers before and after, whoever else was certified or reported meanwhile."""
    rng, sums = random.Random(41), [0, 0, 0]
    for k in range(3):
        for source in ("医院", "民政"):
            sums = [a + b for a, b in zip(sums, shown_and_done(w, honest(rng, source, k), source, "good"))]
        for source in ("公安", "医院"):
            rows = [r for r in tangled(rng, k) if source != "医院" or r["事件"] not in ("死亡", "火化")]
            sums = [a + b for a, b in zip(sums, shown_and_done(w, rows, source, f"tangled {k}"))]
    for kind, what in poisons(rng, "民政"):
        raw = what if isinstance(what, bytes) else None
        shown_and_done(w, what, "民政", kind, raw)
    for kind, what in poisons(rng, "医院"):
        raw = what if isinstance(what, bytes) else None
        sums = [a + b for a, b in zip(sums, shown_and_done(w, what, "医院", kind, raw))]
    true(all(sums), f"each of the three happened: {sums}")
    sound(w)


# --- what holds alone ---------------------------------------------------------------------------


@then(PEOPLE, "a town, so that ten are few")
def TOWNSFOLK(w):
    w.roster([row(number(n % 900 + 1, birth=f"19{50 + n // 900}0415"), f"王{chr(0x4e00 + n)}", "2023-07-01")
              for n in range(2600)], name="town.csv")
    w.date = "2024-03-04"


def town(n):
    return [(number(k + 1, birth="19500415"), f"王{chr(0x4e00 + k)}") for k in range(n)]


def strangers(n):
    return [event(number(k + 1, birth="19500101", place="370602"), f"外{chr(0x4e00 + k)}", "死亡", "2024-03-01")
            for k in range(n)]


def strangers_seen(n):
    return [{**r, "事件": "门诊"} for r in strangers(n)]


@then(TOWNSFOLK, "a hospital with a past")
def PARTNERS_OF_TOWN(w):
    for k in range(3):
        send(w, [event(num, name, "门诊", f"2024-02-0{k + 1}") for num, name in town(4)] + strangers_seen(60),
             name=f"past{k}.csv")


@on(TOWNSFOLK)
def test_what_a_first_feed_may_say_against_people_before_somebody_looks(w):
    """A short list of at most ten people, and a longer one of nobody; one more is held."""
    deaths = [event(num, name, "死亡", "2024-03-01") for num, name in town(11)]

    def held(rows, source):
        return send(w, rows, source, name="first.csv", extra=("--dry-run",)).counts()["held"]

    eq([held(deaths[:n], "公安") for n in (10, 11)], [0, 11], "a short list")
    eq([held(deaths[:n] + strangers(60), "民政") for n in (0, 1)], [0, 1], "a long one")
    eq([held(strangers(49)[:50 - n] + deaths[:n], "民政") for n in (1, 2)], [0, 0], "fifty rows are short")


@on(PARTNERS_OF_TOWN)
def test_a_file_that_is_spoilt_as_a_whole_is_held_and_its_neighbour_is_not(w):
    """Cut off in a row, the same rows again and again, names that are most of them another's: each is
    held for that alone, and not one row less of it."""
    def held(rows, raw=None, code=0):
        r = send(w, rows, name="spoilt.csv", raw=raw, extra=("--dry-run",), code=code)
        return r.counts()["held"], r.err

    seen = [event(num, name, "门诊", "2024-03-01") for num, name in town(60)]
    whole = feed_text(seen[:5]).encode()
    eq(held(None, whole[:-2])[0], 0, "whole, without its last end of line")
    n, why = held(None, whole[:-9], code=4)
    eq(n, 4, why)
    eq([held(seen[:12] + seen[:n])[0] for n in (2, 3, 4)], [0, 0, 16], "a fifth of the rows")
    wrong = [{**r, "姓名": "某某"} for r in seen]
    eq([held(wrong[:n] + seen[n:4] + strangers_seen(60))[0] for n in (1, 2)], [0, 4], "half of those we know")


if __name__ == "__main__":
    main(globals())
