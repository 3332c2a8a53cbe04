"""Art. 7: what a trace proves, whether a way was kept, papers by proxy."""
from . import ages
from .cycle import due_rolling
from .periods import add_months
from .rights import MEASURE, MET, NEEDS, NOT_FOR, NOT_MET, NO_LAW

STRENGTH = {"生物识别": "A", "现场核验": "A", "住院": "B", "出境": "B", "入境": "B", "疫苗接种": "B",
            "门诊": "C", "体检": "C", "购药": "C", "缴费": "C", "公交": "C"}
AGAINST = {"死亡", "火化", "户口注销", "宣告死亡", "失踪", "服刑", "缓刑", "在押", "释放", "再婚", "收养",
           "就业", "参军"}


def strength(kind, id_checked=None):
    """住院 counts as strong with an ID check only."""
    if kind == "住院" and id_checked is False:
        return "C"
    return STRENGTH.get(kind)


def too_weak(kind, id_checked, happened, birth, rows):
    """B9: from some age only a stronger trace counts, as laid down on the day of the trace."""
    for first, last, classes in ages.regimes(rows):
        if birth and first <= happened <= last:
            weakest = ages.months_at(classes, ages.age(birth, happened))
            return weakest and "ABC".index(strength(kind, id_checked)) + 1 > weakest
    return False


def weigh(kind, happened, today, cal, id_checked=None, birth=None, rows=()):
    """Does it certify alone?  C never; no older than 12 months; negative goes to a person."""
    if kind in AGAINST:
        return {"outcome": NEEDS, "due": None}
    good = strength(kind, id_checked) in ("A", "B") and happened <= today <= add_months(happened, 12)
    good = good and not too_weak(kind, id_checked, happened, birth, rows)
    return {"outcome": MET if good else NOT_MET, "due": due_rolling(happened, cal) if good else None}


def contradiction(dead, kind, happened):
    """A life trace of any strength after the day of a reported death."""
    if kind in AGAINST:
        return NOT_FOR
    return MET if happened > dead else NOT_MET


WEAK = ["门诊", "体检", "购药", "缴费", "公交"]


def strictest(on, birth, rows):
    """B9: of an age at which only what is stronger than the ordinary counts (A alone)."""
    return any(birth and first <= on <= last and ages.months_at(classes, ages.age(birth, on)) == 1
               for first, last, classes in ages.regimes(rows))


def package(signals, today, dead, law, cal, birth=None, rows=()):
    """Weak signals by points: Weihai has no values (law None); then nobody is certified."""
    none = {"points": 0, "sources": 0, "whole": None, "due": None}
    if law is None or today < MEASURE[0]:
        return {**none, "outcome": NO_LAW}
    points = dict(zip(WEAK, law["points"]))
    best, unclear = {}, False
    for s in signals:
        if s["mark"]:
            continue
        if s["on"] is None or s["source"] is None:
            unclear = True
        elif (s["kind"] in points and 0 <= (today - s["on"]).days <= law["days"]
                and (dead is None or s["on"] > dead) and not strictest(s["on"], birth, rows)):
            worth = (points[s["kind"]], s["on"])
            best[s["source"]] = max(worth, best.get(s["source"], worth))
    total, whole = 0, None
    for n, (on, worth) in enumerate(sorted((on, worth) for worth, on in best.values()), 1):
        total += worth
        if whole is None and total >= law["threshold"] and n >= law["sources"]:
            whole = on
    out = MET if whole else NEEDS if unclear else NOT_MET
    if dead is not None:
        out = NEEDS
    return {"points": total, "sources": len(best), "whole": whole, "outcome": out,
            "due": due_rolling(whole, cal) if out == MET else None}


def grade(success, due, trace, unsettled, today):
    """B15: 1 certified and fresh, 2 either of the two or any fresh trace, 3 the rest; and how long."""
    def fresh(on):
        return on is not None and on <= today <= add_months(on, 12)
    if today < MEASURE[0]:
        return {"level": None, "until": None}
    valid = success is not None and success <= today and due is not None and today <= due
    if unsettled or not (valid or fresh(success) or fresh(trace)):
        return {"level": 3, "until": None}
    if valid and fresh(success):
        return {"level": 1, "until": min(due, add_months(success, 12))}
    ends = [due] * valid + [add_months(on, 12) for on in (success, trace) if fresh(on)]
    return {"level": 2, "until": max(ends)}


def worst(parts):
    """One no decides; short of that an unknown; else yes.  Parts are True, False or None."""
    if False in parts:
        return NOT_MET
    return NEEDS if None in parts else MET


def way(q, held, today, cal):
    """Ways one to six; on success the cycle starts with the day on which it was held."""
    if held < MEASURE[0]:
        return {"outcome": NO_LAW, "due": None}
    parts = [held <= today]
    if q["way"] == "社区认证" and q["home_visit"]:
        parts += [q["approved"], q["officers"] >= 2]
    if q["way"] == "自助认证":
        parts.append(q["liveness"])
    if q["way"] == "协同认证":
        parts.append({MET: True, NOT_MET: False, NEEDS: None}[
            weigh(q["evidence"], held, today, cal)["outcome"]])
    if q["way"] == "异地协助认证":
        parts.append(q["supervisor"] if q["mailed"] else q["connected"])
    if q["way"] == "其他认证":
        parts += [q["second_person"], q["chars"] >= 20]
    out = worst(parts)
    return {"outcome": out, "due": due_rolling(held, cal) if out == MET else None}


def proxy(issued, authorised, years):
    """代办: an authorisation at most 30 days old; after three years the fourth in person."""
    if authorised is None or years is None:
        return NEEDS
    if authorised > issued:
        return NEEDS
    return MET if (issued - authorised).days <= 30 and years <= 3 else NOT_MET
