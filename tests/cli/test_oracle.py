#!/usr/bin/env python3
"""Random people lived through from the command line, compared with tests/oracle.

JIANZAI_STORIES (default 16) people, JIANZAI_SEED (default 1).  Each is suspended, made up and
reinstated on random days; what every payroll of the time pays must be what the oracle's month walk
says.  Nothing here knows how the program reckons.
"""
import datetime as dt
import os
import random
import sys

from harness import HC, ROOT, Fail, eq, inited, main, number, on, row

sys.path.insert(0, os.path.join(ROOT, "tests", "oracle"))
from book import cycle, history, idnumber, periods, suspension  # noqa: E402  (after the path is set)
from book.workdays import calendar  # noqa: E402
import random_questions  # noqa: E402

CAL = calendar()
FIRST, LAST = "2024-01", "2025-06"
COUNT = int(os.environ.get("JIANZAI_STORIES", "16"))
SEED = int(os.environ.get("JIANZAI_SEED", "1"))
LETTERS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"


def name_of(i):
    return "王" + LETTERS[i // len(LETTERS)] + LETTERS[i % len(LETTERS)]


def later(r, day, least, most):
    return day + dt.timedelta(days=r.randrange(least, most + 1))


def near_lock(r, day):
    """Half the time the first day from `day` on that lies about a lock, where errors live."""
    if r.random() < 0.5:
        wanted = r.choice((8, 9, 10, 11))
        while day.day != wanted:
            day += dt.timedelta(days=1)
    return day


def near_month_end(r, day):
    """Half the time the next first or last day of a month."""
    if r.random() < 0.5:
        while day.day != 1 and (day + dt.timedelta(days=1)).day != 1:
            day += dt.timedelta(days=1)
    return day


def story(r, i):
    """One person: last success, then the days of proposal, release, make-up, reinstatement."""
    last = later(r, dt.date(2023, 1, 20), 0, 200)
    due = cycle.due_rolling(last, CAL)
    decided = later(r, due, 2, 12)
    released = near_lock(r, later(r, decided, 0, 6))
    certified = near_month_end(r, later(r, released, 0, 240))
    reinstated = near_lock(r, later(r, certified, 0, 25))
    effect = suspension.lock_day(suspension.first_month_hit(released, CAL), CAL)
    return {"in_time": certified <= effect, "number": number(100 + i), "name": name_of(i),
            "rate": r.randrange(10000, 900000),
            "last": last, "decided": decided, "released": released, "certified": certified,
            "reinstated": reinstated}


def steps(people):
    """[(day, person, event)] in the order of time.

    Who was certified before the suspension bites is found by the last look: nothing to reinstate.
    """
    order = ("decided", "released", "certified", "reinstated")
    out = [(p[event], order.index(event), i) for i, p in enumerate(people) for event in order
           if not (p["in_time"] and event == "reinstated")]
    return [(day, people[i], order[k]) for day, k, i in sorted(out)]


def act(w, p, event):
    if event == "decided":
        m = w.matter(p["number"], "suspension")
        w.on_file(m)
        w.move(m, "decide")
    elif event == "released":
        w.move(w.matter(p["number"], "suspension"), "release", f"manager@{HC}")
    elif event == "certified":
        w.certify(p["number"])
    else:
        m = w.matter(p["number"], "reinstatement")
        w.move(m, "decide")
        w.move(m, "release", f"manager@{HC}")


@on(inited("2024-01-02"))
def test_random_suspensions_paid_as_the_oracle_says(w):
    r = random.Random(SEED)
    people = [story(r, i) for i in range(COUNT)]
    w.roster([row(p["number"], p["name"], p["last"].isoformat(),
                  amount=f"{p['rate'] // 100}.{p['rate'] % 100:02d}") for p in people])
    ran = ""
    for day, p, event in steps(people):
        eve = (day - dt.timedelta(days=1)).isoformat()
        if ran < eve:
            w.day(eve)
            ran = eve
        w.date = day.isoformat()
        act(w, p, event)
    w.day("2025-07-01")
    payrolls = {m: w.pay(m) for m in periods.months(FIRST, LAST)}
    wrong = []
    for p in people:
        facts = {"suspension": {k: p[k] for k in ("released", "certified", "reinstated")}}
        if p["in_time"]:
            facts = {}
        walk = history.walk(facts, [("2015-01", p["rate"])], FIRST, LAST, CAL)
        for m, (normal, back) in walk["runs"].items():
            got = sum(int(x["实发"] * 100) for x in payrolls[m] if x["姓名"] == p["name"])
            if got != normal + back:
                wrong.append(f"{p['released']} {p['certified']} {p['reinstated']} rate {p['rate']}"
                             f" month {m}: got {got}, want {normal}+{back}")
    if wrong:
        raise Fail(f"{len(wrong)} months differ (JIANZAI_SEED={SEED}): " + "; ".join(wrong[:3]))
    w.run("check")
    w.run("audit", "verify")


@on(inited("2024-01-02"), only="sqlite")
def test_random_working_days_and_periods(w):
    r = random.Random(SEED)
    for _ in range(60):
        q = random_questions.d_workday_add(r)
        args = ["--known-at", q["known_at"]] if q["known_at"] else []
        cal = calendar(dt.date.fromisoformat(q["known_at"]) if q["known_at"] else None)
        eq(w.run("workday", "add", q["from"], q["n"], *args).out.strip(),
           cal.add(q["from"], q["n"]).isoformat(), f"{q}")
        q = random_questions.d_period(r)
        eq(w.run("period", q["from"], f"+{q['n']}{q['unit']}").out.strip(),
           periods.period(q["from"], q["n"], q["unit"], CAL).isoformat(), f"{q}")
        q = random_questions.d_workday_between(r)
        eq(w.run("workday", "between", q["a"], q["b"]).out.split()[0],
           str(CAL.between(q["a"], q["b"])), f"{q}")


@on(inited("2024-01-02"), only="sqlite")
def test_random_numbers(w):
    r = random.Random(SEED)
    for _ in range(120):
        q = random_questions.d_id(r)
        want = idnumber.check(q["number"], q["today"])
        got = w.run("id", "check", q["number"], "--json", date=q["today"].isoformat(),
                    code=(0, 1, 4, 5))
        eq(got.code == 0, want["ok"], f"{q}: {got.both.strip()[:200]} ({want})")
        if want["ok"]:
            eq(got.json()["number"], want["number"], f"{q}")


main(globals())
