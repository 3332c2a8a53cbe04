"""Arts. 11 and 12: paying back, instalments, offset, fraud report, court."""
import datetime as dt

from . import loss, reporting
from .money import half_up
from .periods import add_months


def instalments(total, n):
    """n instalments, each half-up to the 分; the last takes the remainder."""
    plan, left = [], total
    for _ in range(n - 1):
        part = min(left, half_up(total, n))
        plan.append(part)
        left -= part
    return plan + [left]


def offset_allowed(overlap_of_resident, demand_served_expired, written_consent):
    """居民 overlaps: by law once the served demand has expired; others only with consent."""
    return bool(written_consent or (overlap_of_resident and demand_served_expired))


def offset_month(debt, payable, max_share_permille):
    """One month's 扣回: at most the share, at most the debt; 实发 never negative."""
    most = max(0, payable) * max_share_permille // 1000
    taken = min(debt, most)
    return {"taken": taken, "paid": payable - taken, "carried": debt - taken}


def offset_run(debt, payables, max_share_permille):
    """Month after month until the debt is gone; what could not be taken is carried."""
    rows = []
    for payable in payables:
        row = offset_month(debt, payable, max_share_permille)
        debt = row["carried"]
        rows.append(row)
    return rows, debt


def press_by(served, cal):
    """催告: ten working days (行政强制法 54 with 69)."""
    return cal.add(served, 10)


def court_window(lapsed, cal):
    """Apply to the court within three months after the periods lapse (行政强制法 53)."""
    return cal.roll(add_months(lapsed, 3))


def fraud_report_by(established, cal):
    """Art. 12: 30 calendar days from the recorded finding; a day off rolls."""
    return cal.roll(established + dt.timedelta(days=30))


def fine_range(amount):
    """社会保险法 88: two to five times, ordered by the department only."""
    return 2 * amount, 5 * amount


def recovery(decided, demanded, over, pending, today, cal):
    """决定 → 催告 → court: the step that is open, and its days."""
    out = {"outcome": "not_met", "step": "decide", "review": None, "suit": None, "demand": None,
           "from": None, "until": None}
    if decided and ((demanded and demanded < decided) or (over and over < decided)):
        return {**out, "outcome": "needs_evidence"}
    if decided is None:
        return out
    out["review"] = cal.roll(decided + dt.timedelta(days=60))
    out["suit"] = cal.roll(add_months(decided, 6))
    end = over or max(out["review"], out["suit"])
    out["from"] = end + dt.timedelta(days=1)
    out["until"] = court_window(end, cal)
    if demanded is None:
        return {**out, "step": "demand"}
    out["demand"] = press_by(demanded, cal)
    out["from"] = max(out["from"], out["demand"] + dt.timedelta(days=1))
    if pending or today < out["from"]:
        out["step"] = "wait"
    elif today > out["until"]:
        out["step"] = "too_late"
    else:
        out["step"] = "apply"
        out["outcome"] = "needs_evidence" if pending is None else "met"
    return out


NOTICE_77 = dt.date(2021, 1, 1)


def may_offset(resident, consent, demanded, today, cal):
    """By written consent; of residents' overlaps by law (77号) once the demand has expired."""
    if consent:
        return "met"
    short = "needs_evidence" if consent is None else "not_met"
    if resident is None:
        return "needs_evidence"
    if not resident or today < NOTICE_77 or demanded is None:
        return short
    return "met" if today > press_by(demanded, cal) else short


def fine(q):
    """What a fine of two to five times needs on file."""
    if not q["amount"] or (q["filed"] and q["notice"] and q["notice"] < q["filed"]):
        return {"least": 0, "most": 0, "outcome": "needs_evidence"}
    least, most = fine_range(q["amount"])
    papers = [q["filed"], q["notice"], q["legal"], q["collective"]]
    if q["transferred"] or q["hearing"]:
        out = "not_met"
    elif None in papers or q["officers"] < 2 or q["transferred"] is None or q["hearing"] is None:
        out = "needs_evidence"
    else:
        out = "met"
    return {"least": least, "most": most, "outcome": out}


POWER_FROM = dt.date(2018, 1, 1)  # before it nothing is decided here
ENDS = {"stop", "end"}  # a doubt withholds what comes, it makes nothing overpaid


def after_loss(q, today, cal):
    """What was paid after entitlement ended: may it be decided today that it goes back?

    National law gives the power on every day since the measure began, and a late report is only
    noted.  An event before 2018 is history.
    """
    ground = loss.effect(q["event"], q["on"], q["until"], q["sentence"], q["kind"], q["relation"])
    late = limit = None
    if q["reported"] and q["reported"] >= q["on"]:
        limit = reporting.report_limits(q["on"], q["lives"], cal)["limit"]
        late = reporting.days_late(q["on"], q["lives"], q["reported"], cal)
    out = ground["outcome"]
    if min(q["on"], today) < POWER_FROM:
        out = "no_law"
    elif out == "met":
        out = "met" if ground["effect"] in ENDS and q["amount"] > 0 else "not_met"
    return {"outcome": out, "claim": q["amount"] if out == "met" else 0, "by": limit,
            "late": late or 0}
