"""Arts. 11 and 12: paying back, instalments, offset, fraud report, court."""
import datetime as dt

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
