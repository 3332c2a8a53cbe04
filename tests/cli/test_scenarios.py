#!/usr/bin/env python3
"""Rows of the mission's scenarios that stand nowhere else, and walks through many of them at once:
scenario 42, and lock, send, recall and every other step in any order with `check` after each."""
import os
import signal
import subprocess
import time

from harness import HC, PROGRAM, eq, has, inited, main, number, on, row, then, true
from walk import payroll, report, walk

MANY = 1500
A, B = number(901), number(902)


# --- scenario 42 -----------------------------------------------------------------------------


def let_through(w, event, who):
    """Too many at once: a manager looks at the list and releases it (test_batch.py)."""
    r = w.run("matter", "move-all", "ids", event, "--as", who, "--purpose", "办理", "--reason", "x", code=5)
    for what in ("show", "release"):
        w.run("matter", "batch", what, r.counts()["held"], "--as", f"manager@{HC}", "--purpose", "复核")


@then(inited("2024-01-02"), "many decided suspensions")
def DECIDED(w):
    w.roster([row(number(1 + i % 990, f"195803{1 + i // 990:02d}"), f"第{i}人", "2023-03-01")
              for i in range(MANY)])
    w.day("2024-03-04")
    with open(w.path("ids"), "w") as f:
        f.writelines(m["id"] + "\n" for m in w.matters(kind="suspension"))
    for event in ("compare", "contact", "decide"):
        r = w.run("matter", "move-all", "ids", event, "--as", f"clerk@{HC}", "--purpose", "办理",
                  "--reason", "依据材料核实")
        has(r.out, f"moved={MANY} already=0 refused=0")


def release(w, **more):
    return w.run("matter", "move-all", "ids", "release", "--as", f"reviewer@{HC}", "--purpose", "办理",
                 "--reason", "依据材料核实", **more)


def released(w):
    return len(w.matters(kind="suspension", state="released"))


@on(DECIDED)
def test_scenario_42_cut_off_in_the_middle_and_taken_up_again(w):
    def there():
        return w.sql("SELECT COUNT(*) FROM matter WHERE kind = 1 AND state = 3")[0][0]
    cuts, before = 0, 0
    let_through(w, "release", f"reviewer@{HC}")
    for wanted in (100, 500, 1000):
        p = subprocess.Popen([PROGRAM, "matter", "move-all", "ids", "release", "--as",
                              f"reviewer@{HC}", "--purpose", "办理", "--reason", "依据材料核实", "--date",
                              w.date, "--db", w.url], cwd=w.folder, env=w.env(),
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.time() + 60
        while there() < wanted and p.poll() is None and time.time() < until:
            pass
        p.send_signal(signal.SIGKILL)
        p.wait()
        now = released(w)
        true(now >= max(before, wanted), "what was released is not any more")
        cuts += before < now < MANY
        before = now
        w.run("check")  # all or nothing: status, spans, events and letters of each person agree
    true(cuts >= 1, "never cut off in the middle")
    r = release(w)
    has(r.out, f"moved={MANY - before} already={before} refused=0")
    has(release(w).out, f"moved=0 already={MANY} refused=0")
    eq(released(w), MANY)
    letters = w.sql("SELECT COUNT(*), COUNT(DISTINCT matter_id) FROM notice WHERE kind = 2")[0]
    eq(tuple(letters), (MANY, MANY), "letters")
    w.run("check")
    w.run("audit", "verify")


@on(DECIDED)
def test_scenario_42_every_check_of_a_single_step_holds_for_each(w):
    let_through(w, "release", f"clerk@{HC}")
    r = w.run("matter", "move-all", "ids", "release", "--as", f"clerk@{HC}", "--purpose", "办理",
              "--reason", "x", code=4)
    has(r.out, f"moved=0 already=0 refused={MANY}")
    first = open(w.path("ids")).readline().strip()
    with open(w.path("two"), "w") as f:
        f.write(f"{first}\t某人\n\n12345\n")
    r = w.run("matter", "move-all", "two", "release", "--as", f"reviewer@{HC}", "--purpose", "办理",
              "--reason", "x", code=4)
    has(r.out, "moved=1 already=0 refused=1")
    has(r.err, "12345", "matter list")
    for bad in (["nofile", "release"], ["ids", "nonsense"]):
        w.run("matter", "move-all", *bad, "--as", f"reviewer@{HC}", "--purpose", "x", "--reason", "x",
              code=2)
    with open(w.path("bad"), "w") as f:
        f.write("甲\n")
    has(w.run("matter", "move-all", "bad", "release", "--as", f"reviewer@{HC}", "--purpose", "x",
              "--reason", "x", code=2).err, "每行写一个编号")


# --- any order -------------------------------------------------------------------------------


@then(inited("2024-01-02"), "two people, one of them with an overlap")
def WALK(w):
    w.roster([row(A, "张建国", "2023-03-01", amount="3000", start="2023-10"),
              row(A, "张建国", "2023-03-01", kind="居民养老", amount="218", start="2023-10",
                  金额构成="基础=183;个人账户=28;政府补贴=7"), row(B, "李秀兰", "2023-03-01")])


BROUGHT = [("home_visit", {"ground": "残疾"}), ("objection", {"text": "x", "published_on": ""}),
           ("failed", {"means": "窗口", "found_on": "", "text": "x"}),
           ("other_way", {"description": "与本人视频通话并核对身份证和近照确认健在"}),
           ("mailed_form", {"place": "成都", "connected": "否", "held_on": ""}),
           ("change", {"field": "银行账户", "value": "6222000011112222", "changed_on": ""})]
EXTRA = {"visit": {"visitor_one": "甲", "visitor_two": "乙"}, "instalment": {"amount": "19"}}


def one_step(w, rnd, day):
    """Something that somebody might do on that day; refusals are answers too."""
    what = rnd.choice(["run"] * 3 + ["move"] * 5 + ["certify", "loss", "brought"])
    who = rnd.choice([A, B])
    if what == "run":
        return payroll(w, rnd, day, HC)
    if what == "certify":
        return w.certify(who)
    if what == "loss":
        return report(w, rnd, day, who, rnd.choice(["死亡", "服刑", "失踪"]), [0, 20, 50])
    if what == "brought":
        kind, fields = rnd.choice(BROUGHT)
        return w.brought(kind, who, code=(0, 5), **{k: v or day for k, v in fields.items()})
    found = [m for m in w.matters() if m["state"] not in ("closed", "rejected", "undone")]
    if not found:
        return None
    matter = rnd.choice(found)
    events = [s["event"] for s in w.state(matter)["steps"]]
    if not events:
        return None
    weights = [5 if e in ("decide", "release", "undo", "offset", "take_offset", "accept") else 1 for e in events]
    event = rnd.choices(events, weights)[0]
    if event in ("decide", "release"):
        w.move(matter, "compare", code=(0, 5))
        w.move(matter, "contact", code=(0, 5))
    who = f"{'reviewer' if event in ('decide', 'offset') else 'manager'}@{HC}"
    fields = EXTRA.get(event, {}) if matter["kind"] != "suspension" and event != "visit" or \
        matter["kind"] == "home_visit" else {}
    return w.step(matter, event, who, code=(0, 1, 5), on=day, **fields)


def _walk(seed):
    def test(w):
        walk(w, seed, one_step)
    return on(WALK)(test)


for n in range(4):
    globals()[f"test_any_order_keeps_the_books_seed_{n}"] = _walk(n + int(os.environ.get("SEED", "0")))


if __name__ == "__main__":
    main(globals())
