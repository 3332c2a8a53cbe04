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
