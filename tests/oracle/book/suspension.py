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
