#!/usr/bin/env python3
"""Arts. 8, 9, 11; capabilities B18, C9, C13, 11.1, 11.7: overlaps of one and of two payers,
refunds, losses learnt late and own accounts in any order among nights and locks of the payroll,
with `check` after each step that was done and, at the end, what must hold of the money of every
line and of every decision."""
import os
from collections import Counter

from harness import HC, WD, eq, inited, main, number, on, row, then, true
from walk import payroll, report, walk

FROM = os.environ.get("SEED")  # other histories than those that are known to do every step
SEEDS = [n + 100 * int(FROM or 0) for n in range(6)]
ON_PG = SEEDS[:2]
APART, TWINS, BOTH, RAISED, THREE, WIDOW = PEOPLE = [number(910 + n) for n in range(6)]
RESIDENT = {"kind": "居民养老", "amount": "218", "金额构成": "基础=183;个人账户=28;政府补贴=7"}
LOSSES = [(WIDOW, "再婚"), (WIDOW, "再婚"), (THREE, "死亡"), (THREE, "死亡"), (THREE, "服刑"),
          (APART, "死亡"), (APART, "死亡"), (BOTH, "死亡"), (TWINS, "服刑"), (RAISED, "失踪")]
FIRST = {"decide", "offset", "settle", "choose", "hand_over", "demand"}
NEEDED = ["overlap hand_over", "overlap choose", "overlap reject", "overlap release",
          "overlap undo", "refund decide", "refund release", "refund serve", "refund demand",
          "refund consent", "refund offset", "refund take_offset", "refund instalment",
          "refund plan", "refund paid", "refund review", "refund undo", "loss release",
          "loss settle", "loss pay_account", "loss account_back", "loss undo"]
OFTEN = {"overlap": 1, "refund": 3, "loss": 2, "offset_request": 4}
BY_TWO = {"overlap release", "refund release", "refund take_offset", "loss release",
          "loss pay_account", "offset_request take_offset"}
_done, _steps = {}, {}


@then(inited("2024-01-02"), "overlaps at one payer and at two, two losses learnt late")
def MONEY(w):
    def person(who, name, **more):
        return row(who, name, "2024-01-02", **{"start": "2023-11", **more})
    w.roster([
        person(APART, "张建国", amount="3000"), person(APART, "张建国", payer=WD, **RESIDENT),
        person(TWINS, "王秀英", amount="3100"),
        person(TWINS, "王秀英", payer=WD, kind="机关养老", amount="5000"),
        person(BOTH, "李桂兰", amount="2900"), person(BOTH, "李桂兰", **RESIDENT),
        person(RAISED, "赵德福", amount="3200"),
        person(RAISED, "赵德福", kind="伤残津贴补差", amount="500", 金额构成="标准=3500"),
        person(THREE, "孙玉珍"), person(THREE, "孙玉珍", kind="护理费", amount="900"),
        person(THREE, "孙玉珍", payer=WD, **RESIDENT),
        person(WIDOW, "吴桂英", kind="遗属生活困难补助", amount="500", 关联人号码=number(904), 关系="配偶"),
        person(WIDOW, "吴桂英", payer=HC, **RESIDENT)])
    w.day("2024-03-01")
    for who in (BOTH, RAISED):
        w.adverse(w.matter(who, "overlap"))
    for who, event in ((THREE, "死亡"), (WIDOW, "再婚")):
        w.run("report-loss", who, "--event", event, "--on", "2023-12-20", "--as", f"clerk@{HC}",
              "--purpose", "登记")
        w.adverse(next(m for m in w.matters(who, "loss") if m["agency"] == HC))


# --- one step --------------------------------------------------------------------------------


def fields(w, rnd, matter, event, day):
    """What the step asks for; amounts too large and lines of others among it."""
    if event == "choose":
        lines = w.person(matter["number"])["lines"]
        return {"refund_line": rnd.choice(lines)["line_id"]}
    return {"hand_over": {"grounds": "本人书面要求保留另一项待遇"},
            "instalment": {"amount": rnd.choice(["19", "100.50", "1000", "90000"])},
            "plan": {"instalments": rnd.choice([2, 7]), "first_due": day},
            "settle": {"balance": rnd.choice(["1234.50", "800", "2000.01"]), "heir": "张晓明（其子）"},
            "account_back": {"account_back": rnd.choice(["100", "800"])},
            "decide": {"payee": "张晓明（其子）"} if matter["kind"] == "refund" else {}}.get(event, {})


def officer(rnd, matter, event):
    """Mostly the clerk for what is decided and a manager for what is released; now and then
    somebody else, also of the other payer."""
    if rnd.random() < 0.8:
        return f"{'clerk' if event in FIRST else 'manager'}@{matter['agency']}"
    role = rnd.choice(["clerk", "reviewer", "manager"])
    return f"{role}@{rnd.choice([matter['agency'], HC, WD])}"


def events_of(w, matter):
    """The table's steps from a state are the same for every matter of a kind."""
    key = matter["kind"], matter["state"]
    if key not in _steps:
        _steps[key] = [s["event"] for s in w.state(matter)["steps"]]
    return _steps[key]


def wish(w, step):
    """How much a step is wanted: what was done often less than what no walk has done yet."""
    done = sum(c[step] for c in _done[w.backend].values())
    return 20 / (1 + done) if step in NEEDED else 5 if step.split()[1] == "decide" else 0.3


def move(w, rnd, day, counts, hand):
    """A step of a matter, mostly of the one in hand: else hardly one comes to its later steps."""
    found = [m for m in w.matters() if m["kind"] in OFTEN and events_of(w, m)]
    if not found:
        return None
    same = [m for m in found if m["id"] in hand]
    matter = same[0] if same and rnd.random() < 0.8 else rnd.choices(
        found, [OFTEN[m["kind"]] for m in found])[0]
    hand[:] = [matter["id"]]
    events = events_of(w, matter)
    event = rnd.choices(events, [wish(w, f"{matter['kind']} {e}") for e in events])[0]
    if event == "release":
        for note in ("compare", "contact"):
            w.move(matter, note, f"clerk@{matter['agency']}", code=(0, 5))
    r = w.step(matter, event, officer(rnd, matter, event), code=(0, 4, 5), on=day,
               **fields(w, rnd, matter, event, day))
    counts[f"{matter['kind']} {event}"] += r.code == 0
    return r


def step_of(counts):
    hand = []

    def one_step(w, rnd, day):
        what = rnd.choices(["run", "loss", "certify", "move"], [3, 2, 1, 20])[0]
        if what == "run":
            return payroll(w, rnd, day, rnd.choice([HC, WD]))
        if what == "loss":
            who, event = rnd.choice(LOSSES)
            return report(w, rnd, day, who, event, [0, 20, 50, 90])
        if what == "certify":
            return w.certify(rnd.choice(PEOPLE))
        return move(w, rnd, day, counts, hand)
    return one_step


# --- what holds at the end -------------------------------------------------------------------


def positive(amount):
    return max(amount, 0)


def every_month_balances(w, who):
    """The equation of the ledger, from what is shown of a month and from nothing else."""
    for m in w.person(who)["months"]:
        entitled, paid, withheld, back, over, refunded, offset, off, gone = (
            m[f"{k}_fen"] for k in ("entitled", "paid", "withheld", "back_paid", "overpaid",
                                    "refunded", "offset", "written_off", "turned_not_due"))
        returned = refunded + offset + off
        eq(entitled - paid - back + returned,
           positive(withheld - back - gone) - positive(over - returned) + gone, f"the month {m}")


def no_row_pays_less_than_nothing(w):
    year, month = int(w.date[:4]), int(w.date[5:7])
    for n in range(2, month + 2 + 12 * (year - 2024)):
        for r in w.pay(f"{2024 + (n - 1) // 12}-{(n - 1) % 12 + 1:02d}"):
            true(r["实发"] >= 0, f"less than nothing is paid: {r}")


def two_people_burden(w, who):
    """Decided by one, released by another: what takes money or ends it."""
    for m in w.person(who)["matters"]:
        for e in m["events"]:
            if f"{m['kind']} {e['event']}" in BY_TWO:
                true(e["by"] and e["released_by"] and e["by"] != e["released_by"], f"{m}: {e}")


def each_payer_keeps_to_its_lines(w):
    eq([tuple(r) for r in w.sql(
        "SELECT e.person_id, e.line_id, e.month, e.kind, m.kind, m.agency, l.payer"
        " FROM month_entry e"
        " JOIN line l ON l.person_id = e.person_id AND l.line_id = e.line_id"
        " JOIN matter m ON m.matter_id = e.matter_id WHERE m.agency <> l.payer")], [],
       "another's line")


def _walk(seed):
    def test(w):
        counts = _done.setdefault(w.backend, {})[seed] = Counter()
        walk(w, seed, step_of(counts), steps=70, jumps=(1, 4, 11, 20))
        for who in PEOPLE:
            every_month_balances(w, who)
            two_people_burden(w, who)
        no_row_pays_less_than_nothing(w)
        each_payer_keeps_to_its_lines(w)
    return on(MONEY, only=None if seed in ON_PG else "sqlite")(test)


for n, its_seed in enumerate(SEEDS):
    globals()[f"test_money_in_any_order_keeps_the_books_seed_{n}"] = _walk(its_seed)


def _did_every_step(w):
    """After the walks: a property that nothing exercises proves nothing."""
    walked = _done.get(w.backend, {})
    eq(sorted(walked), SEEDS, "walks before this test")
    total = sum(walked.values(), Counter())
    print(f"# {w.backend}: " + ", ".join(f"{k} {v}" for k, v in sorted(total.items()) if v))
    eq([k for k in NEEDED if not total[k]], [], "never done")


if not FROM:
    test_money_in_any_order_did_every_step = on(None, only="sqlite")(_did_every_step)


if __name__ == "__main__":
    main(globals())
