"""Art. 13: rewards by the rule of the report date."""
import datetime as dt

from .money import half_up

CAP = 100_000_00
FIXED = 500_00
SHANDONG_FROM = dt.date(2023, 3, 1)
NATIONAL_FROM = dt.date(2023, 1, 1)
PERCENT = {"person": 2, "company": 3, "agency": 5}


def reward(reported, subject, loss, elsewhere=0):
    """分 to pay, or None where no rate is known for the report date.

    From 2023-03-01: 2/3/5 % of the confirmed loss, ¥500 fixed without loss, capped at
    ¥100 000 a matter across bodies (`elsewhere` is what others already pay).
    """
    if reported < SHANDONG_FROM:
        return None
    due = FIXED if loss == 0 else half_up(loss * PERCENT[subject], 100)
    return max(0, min(due, CAP - elsewhere))


def eligible(first_report, staff_with_duty, full_capacity=True):
    """First reporter only; staff with a supervisory duty are excluded; full capacity needed."""
    return first_report and not staff_with_duty and full_capacity


def outcome(confirmed, first, staff, capacity):
    """One exclusion decides; short of that an unknown leaves it open."""
    if confirmed is False or first is False or staff or capacity is False:
        return "not_met"
    return "needs_evidence" if None in (confirmed, first, staff, capacity) else "met"


ORDER_49 = dt.date(2023, 5, 1)


def clocks(received, accepted, named, cal):
    """Order 49: 5 WD review, 10 WD for a named reporter, 60 WD from acceptance."""
    begin = accepted or received
    return {"review": cal.add(received, 5) if received >= ORDER_49 else None,
            "notify": cal.add(begin, 10) if named and begin >= ORDER_49 else None,
            "conclude": cal.add(accepted, 60) if accepted and accepted >= ORDER_49 else None}
