"""Working days with a calendar that knows what was published when.

Readings, "Working days": weekend and statutory holiday are off; a published
make-up Saturday or Sunday is a working day; the start day is not counted.
"""
import csv
import datetime as dt
import os

DAY = dt.timedelta(days=1)
DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "data")


def _rows(name, folder):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as f:
        yield from csv.DictReader(f)


class Calendar:
    """The calendar as known at a day (None: as known today).

    A day counts as always known unless the superseded file says otherwise; a
    superseded holiday replaces all rows of that holiday in its year (trap 4).
    """

    def __init__(self, known_at=None, folder=None):
        folder = folder or os.environ.get("JIANZAI_DATA", DATA)
        rows = [(dt.date.fromisoformat(r["date"]), r["day"], r["name"])
                for r in _rows("public-holidays-cn.csv", folder)]
        old = []
        if known_at is not None:
            old = [r for r in _rows("public-holidays-cn-superseded.csv", folder)
                   if known_at < dt.date.fromisoformat(r["superseded_on"])]
        replaced = {(int(r["year"]), r["name"]) for r in old}
        self.days = {d: (kind, name) for d, kind, name in rows
                     if (d.year, name) not in replaced}
        for r in old:
            self.days[dt.date.fromisoformat(r["date"])] = (r["day"], r["name"])
        self.first_year = min(d.year for d, _, _ in rows)
        self.last_year = max(d.year for d, _, _ in rows)

    def is_workday(self, day):
        """True when offices work on that day."""
        kind = self.days.get(day, (None, ""))[0]
        if kind is not None:
            return kind == "workday"
        return day.weekday() < 5

    def name(self, day):
        """Name of the holiday the day belongs to, or an empty string."""
        return self.days.get(day, (None, ""))[1]

    def published(self, day):
        """False past the last published year: the answer then carries a warning."""
        return self.first_year <= day.year <= self.last_year

    def add(self, day, n):
        """The n-th working day after `day`; `day` itself is not counted."""
        if n < 0:
            raise ValueError("a period has no negative length")
        while n > 0:
            day += DAY
            n -= self.is_workday(day)
        return day

    def between(self, a, b):
        """Working days in (a, b]: the n for which add(a, n) ends at or before b."""
        if b < a:
            return -self.between(b, a)
        n = 0
        while a < b:
            a += DAY
            n += self.is_workday(a)
        return n

    def roll(self, day):
        """民法典 203: a last day that is a day off moves to the next working day."""
        while not self.is_workday(day):
            day += DAY
        return day

    def last_workday_upto(self, day):
        """The last working day not after `day`."""
        while not self.is_workday(day):
            day -= DAY
        return day


_cache = {}


def calendar(known_at=None):
    """A shared Calendar for that knowledge day."""
    if known_at not in _cache:
        _cache[known_at] = Calendar(known_at)
    return _cache[known_at]
