"""Art. 5: when the next certification is due, and what precedes it."""
import datetime as dt

from . import ages
from .periods import add_months, last_of_month, plus, last_day

REMINDERS = (90, 60, 30, 15, 3)


def due_rolling(success, cal, months=12, end="corresponding_day"):
    """Rolling cycle: each success restarts it; an end on a rest day moves on (民法典 203)."""
    day = add_months(success, months)
    if end == "month_end":
        day = last_of_month(day.year, day.month)
    return cal.roll(day)


def due_after_successes(successes, cal, months=12):
    """Several successes: the latest event date decides, whatever came in last (art. 7 (3))."""
    return due_rolling(max(successes), cal, months)


def due_with_paper(success, paper, cal, months=12, paper_months=12, end="corresponding_day",
                   birth=None, classes=()):
    """7(5): the paper from abroad gives `abroad.cycle` from its issue; the later end rules.

    Classes by age lengthen what a success here gives, never a paper's.
    """
    ends = [due_rolling(day, cal, n, end) for day, n in ((success, months), (paper, paper_months))
            if day]
    longer = ages.cycle_end(success, birth, classes, months, end, cal) if success else None
    return max(ends + ([cal.roll(longer)] if longer else []))


def due_first(start_month, imported, cal, months=12):
    """No certification yet: the end of the cycle after 起始年月, or 90 days after the import.

    The first cycle runs from the month after the approval, so it ends with the last
    day of the month `months` later.  Both ends roll.
    """
    cycle_end = last_day(plus(start_month, months))
    return max(cal.roll(cycle_end), cal.roll(imported + dt.timedelta(days=90)))


def due_window(last_window_day):
    """Collective window: an announced window ends on its announced day, no roll."""
    return last_window_day


def window_announced_in_time(announced, first, min_notice_days=15):
    """window.min_notice_days = 15, calendar days before the window starts."""
    return (first - announced).days >= min_notice_days


def reminders(due, birth=None, rows=()):
    """Days on which the ladder 90/60/30/15/3 speaks, and the day of going out early by age (B9)."""
    ahead = set(REMINDERS)
    for first, last, classes in ages.regimes(rows):
        if birth and first <= max(due, dt.date(2018, 1, 1)) <= last:
            ahead.add(ages.months_at(classes, ages.age(birth, due)))
    return [due - dt.timedelta(days=n) for n in sorted(ahead - {0}, reverse=True)]


