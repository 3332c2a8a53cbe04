"""B9: cycles by classes of age, as a city may lay them down (art. 16); Weihai has none.

A row is [first day, last day or None, [[from age, months], ...]]; of those that hold on a day
the one that began last counts.  Read without any cleverness: every day is looked at.
"""
import datetime as dt

from .periods import add_months, last_of_month

DAY = dt.timedelta(days=1)


def birthday(birth, years):
    """29 February completes its years on 28 February of a common year."""
    return add_months(birth, 12 * years)


def age(birth, day):
    years = day.year - birth.year
    return years if birthday(birth, years) <= day else years - 1


def regimes(rows):
    """[(first, last, classes)] without overlaps, by the days on which anything begins or ends."""
    edges = sorted({r[0] for r in rows} | {r[1] + DAY for r in rows if r[1]})
    out = []
    for i, first in enumerate(edges):
        last = edges[i + 1] - DAY if i + 1 < len(edges) else dt.date.max
        holding = [r for r in rows if r[0] <= first and (r[1] is None or r[1] >= first)]
        if holding:
            out.append((first, last, max(holding, key=lambda r: r[0])[2]))
    return out


def months_at(classes, years):
    """The months of the highest class that has been reached, 0 below the first."""
    return max(([a, m] for a, m in classes if a <= years), default=[0, 0])[1]


def end(day, months, rule):
    day = add_months(day, months)
    return last_of_month(day.year, day.month) if rule == "month_end" else day


def own_end(success, birth, when, ordinary, rule, cal):
    """What one success has by the longest class of any day of its ordinary cycle."""
    last = cal.roll(end(success, ordinary, rule))
    years = range(age(birth, success), age(birth, last) + 1)
    most = max((months_at(classes, y) for first, until, classes in when
                if first <= last and until >= success for y in years), default=0)
    return end(success, most, rule) if most > ordinary else None


def cycle_end(success, birth, rows, ordinary, rule, cal):
    """The latest end that this success or any before it has; None when no class lengthens."""
    if birth is None or not rows:
        return None
    when = regimes(rows)
    most = max(m for r in rows for _, m in r[2])
    ends, day = [], success
    while day >= add_months(success, ordinary - most) - 31 * DAY:
        got = own_end(day, birth, when, ordinary, rule, cal)
        if got:
            ends.append(got)
        day -= DAY
    return max(ends, default=None)
