"""Art. 8: how each loss of entitlement hits the months of a line."""
import datetime as dt

from .periods import add_years, month_of, months, plus

OWN = {"职工养老", "机关养老", "退职", "企业离休", "居民养老", "伤残津贴", "伤残津贴补差", "生活护理费"}
DEPENDANT = {"供养亲属抚恤金", "遗属生活困难补助"}
SERVED = {"拘役", "有期徒刑", "无期徒刑", "死刑缓期执行"}
FREE = {"管制", "缓刑", "监外执行"}
AGE_RELATIONS = {"子女", "孙子女", "弟妹"}


def prison_not_due(start, release):
    """服刑: the month it starts in is paid; payable again from the month after release."""
    return months(plus(month_of(start), 1), month_of(release))


def sentence_effect(kind):
    """拘役/有期徒刑 and above stop while served; 管制/缓刑/监外 go on without adjustment."""
    if kind in SERVED:
        return {"stops": True, "adjusts": False}
    if kind in FREE:
        return {"stops": False, "adjusts": False}
    raise ValueError("unknown sentence")


def custody(held, verdict):
    """在押未决 is a suspension: convicted → not due, acquitted → back-paid, else still open."""
    if verdict == "convicted":
        return {"back": [], "not_due": list(held), "open": []}
    if verdict == "acquitted":
        return {"back": list(held), "not_due": [], "open": []}
    return {"back": [], "not_due": [], "open": list(held)}


def missing(held, outcome):
    """失踪 is a suspension: reappears → back-paid with adjustments; 宣告死亡 → not due."""
    if outcome == "declared_dead":
        return {"back": [], "not_due": list(held), "open": []}
    if outcome == "reappeared":
        return {"back": list(held), "not_due": [], "open": []}
    return {"back": [], "not_due": [], "open": list(held)}


def eighteenth(birth, reached_on="birthday"):
    """Day on which 18 years are complete; 29 February → 28 February in common years."""
    day = add_years(birth, 18)
    return day + dt.timedelta(days=1) if reached_on == "next_day" else day


def eighteen_stop(birth, incapable_until=None, relation="子女"):
    """满18: last payable month, first stopped month, day foreseen (90 days before).

    Children, grandchildren and younger siblings only.  A valid appraisal of 完全丧失劳动能力
    moves the question to its expiry.
    """
    if relation not in AGE_RELATIONS:
        return None
    day = eighteenth(birth)
    if incapable_until is not None and incapable_until >= day:
        day = incapable_until
        foreseen = day - dt.timedelta(days=90)
        return {"recheck": day, "foreseen": foreseen, "last": None, "stop": None}
    return {"recheck": None, "foreseen": day - dt.timedelta(days=90),
            "last": month_of(day), "stop": plus(month_of(day), 1)}


def last_payable(event, day):
    """pay.stop = month_after_event: the month of the event is still paid."""
    return month_of(day)


def lines_hit(event, kinds, relation=None):
    """Which lines an event hits: remarriage, adoption, employment only dependants' lines."""
    if event == "再婚":
        return [k for k in kinds if k in DEPENDANT and relation == "配偶"]
    if event in ("收养", "就业", "参军"):
        return [k for k in kinds if k in DEPENDANT]
    if event in ("死亡", "宣告死亡", "失踪", "服刑", "在押"):
        return list(kinds)
    return []


def duration(event):
    """Temporary loss suspends or stops; permanent loss ends (trap 10)."""
    return {"失踪": "suspended", "在押": "suspended", "服刑": "stopped", "死亡": "ended",
            "宣告死亡": "ended", "满18": "ended", "就业": "ended", "参军": "ended",
            "收养": "ended", "再婚": "ended"}[event]


ALL = {"死亡", "火化", "户口注销", "宣告死亡"}
GROWN = {"收养", "就业", "参军"}


def effect(event, on, until, sentence, kind, relation):
    """Art. 8 for one line: {effect, from, until, not_due, outcome}; the month of the event is paid."""
    first = plus(month_of(on), 1)
    again = plus(month_of(until), 1) if until else None
    medical = kind in ("职工医保", "居民医保")

    def out(what, outcome="met", begin=None, end=None, not_due=False):
        if medical:
            what = "notify" if what in ("suspend", "stop", "end") else "none"
            begin = end = None
            not_due = False
        return {"effect": what, "from": begin, "until": end, "not_due": not_due, "outcome": outcome}

    if until and until < on:
        return {"effect": "none", "from": None, "until": None, "not_due": False,
                "outcome": "needs_evidence"}
    if event in ALL:
        return out("end", begin=first, not_due=event == "宣告死亡")
    if event in ("失踪", "在押"):
        return out("suspend", begin=first)
    if event == "释放":
        return out("none", end=first)
    if event == "服刑" and sentence is None:
        return out("none", "needs_evidence")
    if event == "服刑" and sentence in SERVED:
        if again and again <= first:
            return out("none")
        return out("stop", begin=first, end=again, not_due=True)
    if event in ("服刑", "缓刑"):
        return out("none", "not_applicable") if medical else out("freeze", begin=first, end=again)
    if kind not in DEPENDANT:
        return out("none", "not_applicable")
    if event == "再婚" and relation is None:
        return out("none", "needs_evidence")
    if event in GROWN or relation == "配偶":
        return out("end", begin=first)
    return out("none", "not_applicable")


def foreseen(kind, birth, relation, appraisal, sentence, proof, retires, today):
    """What lies ahead, earliest first: [cause, day, shown from], shown 90 days ahead."""
    found = []
    adult = eighteenth(birth) if birth and kind in DEPENDANT and relation in AGE_RELATIONS else None
    if adult and not (appraisal and appraisal >= adult):
        found.append(("adulthood", adult))
    if appraisal and (adult is None or appraisal >= adult):
        found.append(("appraisal", appraisal))
    found += [("sentence_end", sentence), ("proof", proof),
              ("retirement", retires if kind == "伤残津贴" else None)]
    order = ["adulthood", "appraisal", "sentence_end", "proof", "retirement"]
    rows = [(d, order.index(c), c) for c, d in found if d and d >= today]
    return [[c, d, d - dt.timedelta(days=90)] for d, _, c in sorted(rows)]
