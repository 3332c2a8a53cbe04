#!/usr/bin/env python3
"""Random questions for answer.py and for a C program: --seed S --count N [--only FORM,…]."""
import argparse
import datetime as dt
import json
import random

from book import idnumber, periods, rights
from book.overlap import BASIC, SURVIVOR
from book.proof import AGAINST, STRENGTH, WEAK

KINDS = sorted(BASIC | SURVIVOR) + ["伤残津贴", "伤残津贴补差", "生活护理费", "职工医保", "居民医保"]


# days on and around which some law begins or ends: asked more often than chance would
SWITCH = [dt.date.fromisoformat(d) + dt.timedelta(days=n) for n in (-1, 0, 1) for d in (
    "2018-01-01", "2019-01-01", "2021-01-01", "2023-03-01", "2023-05-01", "2023-11-07",
    "2023-12-01", "2025-01-01")]


def some_day(r, first=2017, last=2026):
    a = dt.date(first, 1, 1)
    near = [d for d in SWITCH if first <= d.year <= last] if r.random() < 0.1 else []
    if near:
        return r.choice(near)
    return a + dt.timedelta(days=r.randrange((dt.date(last, 12, 31) - a).days + 1))


def later(r, d, most):
    return d + dt.timedelta(days=r.randrange(most + 1))


def month(d):
    return d.isoformat()[:7]


def known(r):
    return r.choice([None, None, None, "2019-03-21", "2019-03-22", "2020-01-26", "2020-01-27",
                     some_day(r).isoformat()])


def a_number(r):
    place = r.choice(["371002", "371003", "371082", "372132", "379020", "110101", "123456",
                      "810000", "830000", "371021"])
    birth = some_day(r, 1885, 2027)
    text = birth.strftime("%Y%m%d")
    roll = r.random()
    if roll < 0.1:
        text = text[:4] + r.choice(["0229", "0230", "1301", "0431", "0000"])
    if roll > 0.93:
        place = "9" + "%05d" % r.randrange(100000)
    if 0.1 <= roll < 0.3:
        return place + text[2:] + r.choice(["%03d" % r.randrange(1000), "997"])
    body = place + text + "%03d" % r.randrange(1000)
    number = body + idnumber.check_char(body)
    if r.random() < 0.15:
        number = body + r.choice("0123456789X")
    if r.random() < 0.2:
        number = number.replace("X", "x")
    if r.random() < 0.1:
        number = "".join(chr(ord(c) + 0xFEE0) for c in number)
    if r.random() < 0.1:
        number = number[:6] + " " + number[6:14] + " " + number[14:]
    return number


def d_workday_add(r):
    return {"from": some_day(r), "n": r.choice([0, 1, 2, 3, 5, 7, 10, 20, 30, 60]),
            "known_at": known(r)}


def d_workday_between(r):
    a = some_day(r)
    return {"a": a, "b": later(r, a, 400), "known_at": known(r)}


def d_workday_check(r):
    return {"date": some_day(r), "known_at": known(r)}


def d_period(r):
    unit = r.choice("dm")
    return {"from": some_day(r), "unit": unit, "known_at": known(r),
            "n": r.choice([7, 30, 60, 90]) if unit == "d" else r.choice([1, 3, 6, 12, 24])}


def d_add_months(r):
    return {"from": some_day(r, 1930, 2060), "n": r.randrange(-24, 300)}


def d_id(r):
    return {"number": a_number(r), "today": some_day(r, 2018)}


CLASSES = [[[75, 24]], [[75, 24], [95, 12]], [[80, 18], [85, 36], [90, 24]], [[70, 14], [71, 13]],
           [[75, 6]], [[60, 24], [75, 36], [76, 12]]]


def by_age(r, success, months):
    """Classes in force on some days around the success, somebody near one of their ages."""
    rows, first = [], r.randrange(3)
    for _ in range(r.choice([1, 1, 2, 3])):
        begin = max(dt.date(2019, 6, 1), success) + dt.timedelta(days=r.randrange(-500, 500))
        begin = max(begin, dt.date(2019, 6, 1))
        until = r.choice([None, None, later(r, begin, 300)])
        if begin not in [a for a, _, _ in rows]:
            rows.append([begin, until, r.choice(CLASSES)])
    years = r.choice(r.choice(rows)[2])[0]
    birth = success - dt.timedelta(days=int(years * 365.25) + r.randrange(-500, 900) * (first > 0))
    if r.random() < 0.3:  # around the end of the ordinary cycle, rolled or not
        birth = periods.add_months(success, months - 12 * years) + dt.timedelta(days=r.randrange(-1, 9))
    if r.random() < 0.2:  # a birthday that most years do not have, and a success around it
        birth = dt.date((max(success.year, 2019) - years + 3) // 4 * 4, 2, 29)
        success = dt.date(birth.year + years, 2, 28) + dt.timedelta(days=r.randrange(-1, 2))
        success = periods.add_months(success, -r.choice([0, months]))
        rows = [[dt.date(2018, 1, 1), None, r.choice([c for c in CLASSES if years in dict(c)])]]
    return {"success": success, "birth": None if r.random() < 0.05 else birth, "ages": rows}


def d_due(r):
    mode = r.choice(["rolling", "rolling", "rolling", "window", "first"])
    if mode == "window":
        return {"mode": mode, "last": some_day(r)}
    if mode == "first":
        imported = some_day(r, 2018)
        return {"mode": mode, "start": month(imported - dt.timedelta(days=r.randrange(900))),
                "imported": imported}
    success, paper = r.choice([(True, False), (True, False), (True, True), (False, True)])
    q = {"mode": mode, "success": some_day(r) if success else None,
         "paper": some_day(r) if paper else None, "months": r.choice([12, 12, 6]),
         "paper_months": r.choice([12, 6, 9]),
         "end": r.choice(["corresponding_day", "corresponding_day", "month_end"])}
    return {**q, **by_age(r, q["success"], q["months"])} if success and r.random() < 0.5 else q


def d_reminders(r):
    due = some_day(r)
    if r.random() < 0.5:
        return {"due": due}
    turn = due.replace(year=due.year - 80, day=min(due.day, 28)) + dt.timedelta(days=r.randrange(-1, 2))
    first = max(dt.date(2018, 1, 1), due + dt.timedelta(days=r.choice([-200, -1, 0, 1])))
    return {"due": due, "birth": r.choice([None, turn, due.replace(year=1930, day=1)]), "ages": [
        [first, r.choice([None, due, later(r, first, 300)]) if first <= due else None,
         r.choice([[[80, 120]], [[80, 90]], [[80, 45], [90, 1]], [[60, 100], [80, 75]]])]]}


def d_suspend_by(r):
    trigger = r.choice(["missed", "missed", "failed", "objection"])
    due = some_day(r)
    if trigger == "missed":
        return {"trigger": trigger, "due": due, "known_at": known(r)}
    if trigger == "failed":
        return {"trigger": trigger, "due": due, "finding": some_day(r)}
    return {"trigger": trigger, "raised": due, "mode": r.choice(["prelim", "literal"]),
            "accepted": r.choice([None, later(r, due, 4)])}


def d_lock(r):
    return {"month": month(some_day(r))}


def d_first_month_hit(r):
    return {"released": some_day(r)}


def d_investigation(r):
    return {"released": some_day(r)}


def d_powers(r):
    return {"decided": some_day(r)}


def d_reinstate(r):
    released = some_day(r, 2018, 2024)
    certified = later(r, released, 400)
    made = dt.date(certified.year, certified.month, 1)
    after = (made + dt.timedelta(days=62)).replace(day=1) - dt.timedelta(days=1)
    reinstated = later(r, certified, (after - certified).days)
    base = r.randrange(10000, 900000)
    rates = [["2015-01", base]]
    if r.random() < 0.5:
        rates.append([month(later(r, released, 300)), base + r.randrange(1, 30000)])
    q = {"released": released, "certified": certified, "reinstated": reinstated, "rates": rates,
         "error": r.random() < 0.1}
    if r.random() < 0.2:
        start = later(r, released, 100)
        q["prison"] = [start, later(r, start, 200)]
    return q


def d_story(r):
    base = r.randrange(10000, 900000)
    rates = [["2015-01", base]]
    if r.random() < 0.5:
        rates.append([month(some_day(r, 2022, 2024)), base + r.randrange(1, 30000)])
    q = {"rates": rates, "first": "2022-01", "last": "2025-12"}
    kind = r.choice(["suspension", "prison", "death", "both"])
    a = some_day(r, 2022, 2024)
    if kind in ("suspension", "both"):
        certified = later(r, a, 300)
        q["suspension"] = {"released": a, "certified": certified,
                           "reinstated": later(r, certified, 40)}
        if r.random() < 0.2:
            q["suspension"].update(certified=None, reinstated=None)
    if kind == "both":
        span = (certified - a).days  # nobody in prison is certified at a counter
        start = later(r, a, span)
        q["prison"] = {"from": start, "release": later(r, start, (certified - start).days)}
    if kind == "prison":
        # within one month nothing falls out, and there is nothing to stop
        release, stopped = later(r, a + dt.timedelta(days=31), 500), later(r, a, 120)
        q["prison"] = {"from": a, "release": release, "stopped": stopped,
                       "resumed": later(r, max(release, stopped), 60)}
    if kind == "death":
        q["death"] = {"on": a, "stopped": later(r, a, 250)}
    return q


def d_prison(r):
    a = some_day(r)
    return {"start": a, "release": later(r, a, 1500)}


def d_overpaid(r):
    a = some_day(r)
    return {"last_payable": month(a), "stopped": later(r, a, 700)}


def d_eighteen(r):
    birth = some_day(r, 1998, 2012)
    return {"birth": birth, "relation": r.choice(["子女", "子女", "孙子女", "弟妹", "配偶", "父母"]),
            "incapable_until": r.choice([None, None, some_day(r)])}


def d_report(r):
    event = some_day(r)
    return {"event": event, "lives": r.choice(["in", "out"]), "reported": later(r, event, 90)}


def d_overlap(r):
    return {"a": r.choice(KINDS), "b": r.choice(KINDS)}


def d_top_up(r):
    return {"standard": r.randrange(600000), "top_up": r.randrange(200000),
            "pension": r.randrange(600000)}


def d_resident(r):
    return {"components": {"基础": r.randrange(50000), "个人账户": r.randrange(20000),
                           "政府补贴": r.randrange(5000)}, "months": r.randrange(1, 80)}


def d_instalments(r):
    n = r.randrange(1, 37)
    return {"total": r.randrange(n * 100, 10000000), "n": n}


def d_offset(r):
    return {"debt": r.randrange(1, 2000000), "share": r.choice([100, 200, 300, 500]),
            "payable": [r.randrange(0, 400000) for _ in range(r.randrange(1, 13))]}


def d_fraud(r):
    return {"established": some_day(r)}


def d_reward(r):
    return {"reported": some_day(r, 2023), "subject": r.choice(["person", "company", "agency"]),
            "loss": r.choice([0, r.randrange(1, 10000000), r.randrange(1, 10**9)]),
            "elsewhere": r.choice([0, 0, 0, r.randrange(10000000)])}


def d_paper(r):
    issued = some_day(r)
    posted = r.choice([None, later(r, issued, 260)])
    return {"issued": issued, "posted": posted, "received": later(r, posted or issued, 200)}


def tri(r):
    return r.choice([True, True, False, None])


def maybe(r, d):
    return r.choice([d, d, None])


def law_day(r):
    return some_day(r, 2018)


def d_may_act(r):
    bodies = sorted(rights.FIELD | rights.DEPARTMENTS | {"村"})
    return {"body": r.choice(bodies), "deed": r.choice(sorted(rights.MAY)), "today": some_day(r)}


def d_scope(r):
    return {"kind": r.choice(KINDS + [None, None, None]), "grade": r.choice([0, 0, 1, 4, 5, 10]),
            "fund": tri(r), "periodic": tri(r), "long_term": tri(r)}


def d_substance(r):
    return {"event": some_day(r)}


def d_secrecy(r):
    return {"event": some_day(r)}


def d_change(r):
    changed = law_day(r)
    return {"changed": changed, "reported": later(r, changed, 40), "known_at": known(r),
            "field": r.choice(["联系电话", "居住地址", "姓名", "身份号码", "银行账户", "婚姻状况", "就业状况",
                               "其他信息"])}


def d_clock(r):
    return {"clock": r.choice(["publication", "death_hold", "protected", "investigation"]),
            "from": law_day(r), "known_at": known(r)}


def a_trace(r):
    return r.choice(sorted(STRENGTH) * 2 + sorted(AGAINST))


def d_evidence(r):
    today = law_day(r)
    ago = r.choice([r.randrange(-20, 420), 0, r.randrange(364, 368)])
    happened = today - dt.timedelta(days=ago)
    q = {"kind": a_trace(r), "happened": happened, "today": today, "id_checked": tri(r)}
    if r.random() < 0.5:
        return q
    first = max(dt.date(2018, 1, 1), happened + dt.timedelta(days=r.choice([-400, -1, 0, 1])))
    old = dt.date(happened.year - r.choice([90, 95]), 1, 1)
    birth = r.choice([None, old, happened.replace(year=old.year, day=min(happened.day, 28))
                      + dt.timedelta(days=r.randrange(-1, 2)), dt.date(old.year // 4 * 4, 2, 29)])
    rows = [[first, r.choice([None, later(r, first, 400)]),
             r.choice([[[95, 1]], [[90, 2], [95, 1]], [[90, 1], [95, 3]]])]]
    return {**q, "birth": birth, "ages": rows}


def d_signals(r):
    today = law_day(r)
    law = {"points": [r.randrange(1, 6) * 10 for _ in range(r.randrange(1, 6))],
           "threshold": r.randrange(1, 10) * 10, "days": r.choice([30, 90, 180]),
           "sources": r.randrange(1, 4)}
    edge = law["days"]
    listed = [{"kind": a_trace(r), "source": r.choice([None, 1, 1, 2, 2, 3, 4]),
               "mark": r.choice([None] * 6 + ["doubted", "other_name"]),
               "on": maybe(r, today - dt.timedelta(days=r.choice(
                   [r.randrange(-2, edge + 9), edge, edge + 1])))}
              for _ in range(r.randrange(8))]
    for s in listed:
        if r.random() < 0.7:
            s["kind"] = r.choice(WEAK)
            s["source"] = s["source"] or r.randrange(1, 5)
            s["on"] = s["on"] or today - dt.timedelta(days=r.randrange(edge))
    dead = today - dt.timedelta(days=r.randrange(edge)) if r.random() < 0.15 else None
    q = {"today": today, "signals": listed, "dead": dead, "law": law if r.random() < 0.9 else None}
    if r.random() < 0.7:
        return q
    born = maybe(r, dt.date(today.year - 95, today.month, min(today.day, 28))
                 - dt.timedelta(days=r.randrange(-200, 200)))
    return {**q, "birth": born, "ages": [[max(dt.date(2018, 1, 1), today - dt.timedelta(
        days=r.randrange(200))), None, r.choice([[[95, 1]], [[80, 2]], [[80, 1], [95, 3]]])]]}


def d_contradiction(r):
    dead = law_day(r)
    return {"dead": dead, "kind": a_trace(r), "happened": dead + dt.timedelta(days=r.randrange(-9, 9))}


def d_grade(r):
    today = r.choice([law_day(r), law_day(r), dt.date(2017, 12, 31), dt.date(2018, 1, 1)])

    def around(*apart):
        if r.random() < 0.2:
            return None
        edge = periods.add_months(today, r.choice([0, -12])) if 0 in apart else today
        return edge + dt.timedelta(days=r.choice(apart))
    return {"today": today, "success": around(0, 1, -1, -200, 200), "due": around(-1, 0, 1, 90, 300),
            "trace": around(0, 1, -1, -100, 100), "unsettled": r.random() < 0.2}


def d_way(r):
    today = law_day(r)
    return {"way": r.choice(["社区认证", "自助认证", "协同认证", "异地协助认证", "其他认证"]),
            "today": today, "held": today - dt.timedelta(days=r.randrange(-5, 200)),
            "home_visit": r.random() < 0.5, "approved": tri(r), "officers": r.randrange(4),
            "liveness": tri(r), "evidence": a_trace(r), "mailed": r.random() < 0.5,
            "connected": tri(r), "supervisor": tri(r), "second_person": tri(r),
            "chars": r.choice([0, 19, 20, 21, 100])}


def d_proxy(r):
    issued = law_day(r)
    return {"issued": issued, "years": r.choice([None, 1, 2, 3, 4, 5]),
            "authorised": maybe(r, issued - dt.timedelta(days=r.randrange(-3, 45)))}


def d_issuer(r):
    return {"place": r.choice(["香港", "澳门", "台湾", "境外"]), "issued": law_day(r),
            "issuer": r.choice(["使领馆", "工会联合会", "公证机构", "公证认证", "其他"])}


EVENTS = ["死亡", "火化", "户口注销", "宣告死亡", "失踪", "服刑", "服刑", "服刑", "缓刑", "在押", "释放", "再婚", "再婚", "收养",
          "就业", "参军"]


DEATHS = ["死亡", "火化", "户口注销", "宣告死亡"]


def d_loss(r):
    on = law_day(r)
    return {"event": r.choice(EVENTS), "on": on, "kind": r.choice(KINDS),
            "until": maybe(r, on + dt.timedelta(days=r.choice([-1, r.randrange(40), r.randrange(900)]))),
            "sentence": r.choice(["拘役", "有期徒刑", "无期徒刑", "死刑缓期执行", "管制", "缓刑", "监外执行", None]),
            "relation": r.choice(["配偶", "子女", "父母", "祖父母", "孙子女", "弟妹", None])}


def d_recover(r):
    known = d_loss(r)
    return {**known, "amount": r.choice([0, r.randrange(1, 10**7), r.randrange(1, 10**7)]),
            "reported": maybe(r, known["on"] + dt.timedelta(days=r.randrange(120))),
            "lives": r.choice(["in", "out"]), "today": some_day(r)}


def d_account(r):
    balance = r.choice([None, 0, r.randrange(1, 10**7), r.randrange(1, 10**7), r.randrange(1, 10**7)])
    near = (balance or 0) + r.choice([-1, 0, 1, r.randrange(10**6)])
    return {"event": r.choice(EVENTS + DEATHS * 4 + [None]), "on": maybe(r, law_day(r)),
            "kind": r.choice(KINDS + ["居民养老", "职工养老"] * 4), "balance": balance,
            "heir": r.choice([True, True, True, False, None]),
            "paid": r.choice([0, 0, max(0, near)])}


def d_foreseen(r):
    today = law_day(r)

    def near():
        return maybe(r, today + dt.timedelta(days=r.choice([0, 1, *[r.randrange(-200, 600)] * 6])))

    birth = r.choice([None, some_day(r, 2000, 2010), dt.date(2004, 2, 29), dt.date(2008, 2, 29)])
    return {"kind": r.choice(KINDS + ["供养亲属抚恤金"] * 8), "birth": birth, "today": today,
            "relation": r.choice(["配偶", "子女", "父母", "孙子女", "弟妹", None]),
            "appraisal": near(), "sentence": near(), "proof": near(), "retires": near()}


def d_may_suspend(r):
    today = some_day(r)

    def near(before=30, after=3):
        return maybe(r, today - dt.timedelta(days=r.randrange(-after, before)))

    bits = ["期限后已认证", "入户申请未决", "邮寄材料未决", "异地协助未决", "受保护人员尚未上门", "经办系统故障", "有新的健在证据",
            "异议或矛盾正在核查"]
    return {"cause": r.choice(["未按时认证", "未按时认证", "未通过认证", "公示有异议", "失踪", "在押"]),
            "today": today, "event": near(), "due": near(), "compared": near(), "contacted": near(),
            "entrusted": near(), "visited": near(), "protected": r.random() < 0.3,
            "manager": r.random() < 0.5, "releasing": r.random() < 0.5,
            "against": r.choice([[], [], [], r.sample(bits, r.randrange(1, 4))])}


def d_resume(r):
    released = law_day(r)
    appeared = later(r, released, 500)
    return {"released": released, "appeared": appeared, "today": later(r, appeared, 30)}


def d_recovery(r):
    decided = law_day(r)
    demanded = maybe(r, decided + dt.timedelta(days=r.randrange(-3, 250)))
    over = r.choice([None, None, decided + dt.timedelta(days=r.randrange(-3, 400))])
    return {"decided": r.choice([decided, decided, decided, None]), "demanded": demanded,
            "over": over, "pending": tri(r), "today": later(r, decided, 700)}


def d_may_offset(r):
    demanded = law_day(r)
    return {"resident": tri(r), "consent": r.choice([True, False, False, None]),
            "demanded": maybe(r, demanded), "today": later(r, demanded, 30)}


def d_fine(r):
    filed = law_day(r)
    return {"amount": r.choice([0, r.randrange(1, 10**9)]), "filed": maybe(r, filed),
            "notice": maybe(r, filed + dt.timedelta(days=r.randrange(-2, 30))),
            "legal": maybe(r, later(r, filed, 60)), "collective": maybe(r, later(r, filed, 60)),
            "officers": r.choice([0, 1, 2, 2, 3]), "transferred": r.choice([True, False, False, None]),
            "hearing": r.choice([True, False, False, None])}


def d_eligible(r):
    return {"confirmed": tri(r), "first": tri(r), "capacity": tri(r),
            "staff": r.choice([True, False, False, None])}


def d_tip(r):
    received = some_day(r, 2023)
    return {"received": received, "accepted": maybe(r, later(r, received, 15)),
            "named": r.random() < 0.5}


def a_line(r):
    parts = r.choice([[0, 0, 0], [18300, 2800, 700],
                      [r.randrange(1, 50000), r.randrange(20000), r.randrange(5000)]])
    kind = r.choice(KINDS + ["居民养老"] * 4 + ["职工养老"] * 4 + ["伤残津贴补差"] * 3)
    amount = r.choice([0, r.randrange(1, 600000), r.randrange(1, 600000)])
    if kind == "居民养老":
        amount = r.choice([0, sum(parts), sum(parts), sum(parts) + 1])
    return {"kind": kind, "amount": amount, "parts": parts,
            "standard": r.choice([0, r.randrange(1, 600000), 350000]),
            "first": r.choice([None, "2012-01", "2015-06", "2019-01"])}


def d_refund(r):
    return {"a": a_line(r), "b": a_line(r), "today": some_day(r)}


def d_window(r):
    first = some_day(r, 2018, 2018)
    return {"first": first, "announced": first - dt.timedelta(days=r.randrange(10, 20))}


def d_half_up(r):
    return {"num": r.randrange(-10**9, 10**9), "den": r.randrange(1, 10**4)}


FORMS = {k[2:]: f for k, f in sorted(globals().items()) if k.startswith("d_")}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--count", type=int, default=20000)
    p.add_argument("--only", default="", help="forms, comma separated")
    a = p.parse_args()
    r = random.Random(a.seed)
    names = a.only.split(",") if a.only else list(FORMS)
    for _ in range(a.count):
        name = r.choice(names)
        q = {"q": name, **FORMS[name](r)}
        print(json.dumps(q, ensure_ascii=False, default=lambda d: d.isoformat()))


if __name__ == "__main__":
    main()
