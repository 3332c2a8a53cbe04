"""Art. 11: duplicate benefits by month of entitlement."""
from .money import rate
from .periods import months

BASIC = {"职工养老", "机关养老", "退职", "企业离休", "居民养老"}
EMPLOYEE = BASIC - {"居民养老"}
SURVIVOR = {"供养亲属抚恤金", "遗属生活困难补助"}


def case(a, b):
    """Which sub-item two kinds of line fall under: 1 to 4, or None (trap 6)."""
    pair = {a, b}
    if a in BASIC and b in BASIC:
        return 1
    if pair & EMPLOYEE and pair & SURVIVOR:
        return 2
    if pair & EMPLOYEE and pair & {"伤残津贴", "伤残津贴补差"}:
        return 3
    if pair == {"职工医保", "居民医保"}:
        return 4
    return None


def top_up_overlap(standard, top_up, pension):
    """③ exception: max(0, top-up − max(0, standard − pension of that month))."""
    return max(0, top_up - max(0, standard - pension))


def top_up_months(standard, top_up, pensions, first, last):
    """The same month by month; arrears count in the month they are for."""
    rows = [(m, top_up_overlap(standard, top_up, rate(pensions, m)))
            for m in months(first, last)]
    return rows, sum(a for _, a in rows)


def resident_refund(components, count=1):
    """77号: 基础养老金 and the government part go back; the own account part is the person's."""
    back = components.get("基础", 0) + components.get("政府补贴", 0)
    own = components.get("个人账户", 0)
    return {"refund": back * count, "own": own * count}


def refunded_side(a, b):
    """Default side to refund: ① 居民; ②③ the other than the pension; ④ none (status)."""
    which = case(a, b)
    if which == 1:
        return "居民养老" if "居民养老" in (a, b) else None
    if which in (2, 3):
        return b if a in EMPLOYEE else a
    return None


def common_months(a_first, a_last, b_first, b_last):
    """Months in which both lines are entitled."""
    return months(max(a_first, b_first), min(a_last, b_last))


def refund(a, b, today):
    """One month of two lines (each {kind, amount, parts, standard, first}): what goes back.

    Adverse, so it needs a day from 2018 on; ④ is told to 医保局; two work pensions or two
    residents' lines that began together need an officer.
    """
    which = case(a["kind"], b["kind"])
    out = {"item": which or 0, "side": None, "amount": None, "own": None}
    if which is None:
        return {**out, "outcome": "not_met"}
    if which == 4:
        return {**out, "outcome": "not_applicable"}
    if today.year < 2018:
        return {**out, "outcome": "no_law"}
    side = _side(which, a, b)
    if side is None:
        return {**out, "outcome": "needs_evidence"}
    gone, kept = (b, a) if side else (a, b)
    amount, own = _part(gone, kept)
    if amount is None:
        return {**out, "side": side, "outcome": "needs_evidence"}
    return {"item": which, "side": side, "amount": amount, "own": own,
            "outcome": "met" if amount > 0 else "not_met"}


def _side(which, a, b):
    if which != 1:
        return 1 if a["kind"] in EMPLOYEE else 0
    residents = [line["kind"] == "居民养老" for line in (a, b)]
    if residents == [True, True]:
        if not a["first"] or not b["first"] or a["first"] == b["first"]:
            return None
        return 1 if a["first"] < b["first"] else 0
    return residents.index(True) if any(residents) else None


def _part(gone, kept):
    parts = gone["parts"]
    if gone["kind"] == "居民养老":
        total = sum(parts)
        if not total or (gone["amount"] and gone["amount"] != total):
            return None, None
        return parts[0] + parts[2], parts[1]
    if gone["kind"] == "伤残津贴补差":
        if not (gone["standard"] and gone["amount"] and kept["amount"]):
            return None, None
        return top_up_overlap(gone["standard"], gone["amount"], kept["amount"]), 0
    return (gone["amount"], 0) if gone["amount"] else (None, None)
