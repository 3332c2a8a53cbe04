"""Art. 10: clocks of a suspension, the payroll lock, the investigation."""
import datetime as dt

from .periods import add_months, first_day, month_of, plus

COMPARE_FROM = dt.date(2023, 12, 1)
MEASURE_FROM = dt.date(2018, 1, 1)
MEASURE_UNTIL = dt.date(2024, 12, 31)


def decide_by_missed(due, cal):
    """(a) missed: three working days from the last day of the period."""
    return cal.add(due, 3)


def decide_by_failed(finding, due, cal):
    """(b) failed: three working days from an officer's finding, never before the due date."""
    return cal.add(max(finding, due), 3)


def objection(raised, cal, accepted=None, mode="prelim"):
    """(c) objection: prelim = a verdict within 2 WD; accepted → 3 WD from then."""
    if mode == "literal":
        return {"verdict_by": None, "decide_by": cal.add(raised, 3)}
    return {"verdict_by": cal.add(raised, 2),
            "decide_by": cal.add(accepted, 3) if accepted else None}


def is_red(decide_by, day):
    """Overdue from the day after the limit."""
    return day > decide_by


def lock_day(month, cal):
    """payroll.lock = the last working day not after the 10th of the month."""
    return cal.last_workday_upto(first_day(month).replace(day=10))


def first_month_hit(released, cal):
    """The next payroll not yet locked on the day of release.

    The lock falls at the close of the lock day: a release on that day still hits.
    """
    month = month_of(released)
    return month if released <= lock_day(month, cal) else plus(month, 1)


def investigation_opens(released):
    """More than six months: the day after the corresponding day of month +6, never rolled."""
    return add_months(released, 6) + dt.timedelta(days=1)


def investigation_sla(opened, cal):
    """No legal term; SLA of 60 working days."""
    return cal.add(opened, 60)


def needs_manager(released, made_up):
    """More than 12 months suspended: a manager approves."""
    return made_up > add_months(released, 12)


def powers(decided):
    """What an adverse decision taken on that day may cite, and what must be on file (trap 1)."""
    if decided < MEASURE_FROM:
        return {"allowed": False, "cites": [], "old_measure": False, "file": False}
    national = decided >= COMPARE_FROM
    local = decided <= MEASURE_UNTIL
    cites = (["measure"] if local else []) + ["insurance_law"] + (
        ["regulation"] if national else [])
    return {"allowed": True, "cites": cites, "old_measure": not local, "file": national}


def may_suspend(q, today):
    """May a suspension be decided or released on that day?  (readings, art. 10 and trap 1)"""
    if today < MEASURE_FROM:
        return "no_law"
    over, unknown = list(q["against"]), []
    if q["cause"] == "未按时认证":
        when = q["due"]
        over += ["early"] if when and today <= when else []
    else:
        when = q["event"]
        over += ["early"] if when and when > today else []
    unknown += [] if when else ["event"]
    if q["cause"] == "未通过认证" and when and not over[len(q["against"]):]:
        if q["due"] is None:
            unknown.append("due")
        elif today <= q["due"]:
            over.append("early")
    done = lambda d: d is not None and d <= today  # noqa: E731
    if q["releasing"] and today >= COMPARE_FROM:
        if not (done(q["compared"]) and (done(q["contacted"]) or done(q["entrusted"]))):
            unknown.append("file")
    if q["protected"]:
        if not done(q["visited"]):
            unknown.append("visit")
        elif q["releasing"] and not q["manager"]:
            over.append("manager")
    if over:
        return "not_met"
    return "needs_evidence" if unknown else "met"


def resume_month(appeared):
    """次月恢复: any day of M gives M+1; nothing is decided for days before the measure."""
    return plus(month_of(appeared), 1) if appeared >= MEASURE_FROM else None
