"""Calendar periods: 民法典 202 (corresponding day or month end) and 203 (roll)."""
import calendar as _stdlib
import datetime as dt


def last_of_month(year, month):
    return dt.date(year, month, _stdlib.monthrange(year, month)[1])


def add_months(day, n):
    """民法典 202: the corresponding day n months on, or that month's last day."""
    index = day.year * 12 + day.month - 1 + n
    last = last_of_month(index // 12, index % 12 + 1)
    return min(last, last.replace(day=min(day.day, last.day)))


def add_years(day, n):
    return add_months(day, 12 * n)


def period(day, amount, unit, cal):
    """A period of days ("d") or months ("m") that ends, rolled, on a working day."""
    end = day + dt.timedelta(days=amount) if unit == "d" else add_months(day, amount)
    return cal.roll(end)


def month_of(day):
    return f"{day.year:04d}-{day.month:02d}"


def index_of(month):
    """Months as one running number, for arithmetic."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def month_at(index):
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def plus(month, n):
    return month_at(index_of(month) + n)


def months(first, last):
    """All months first … last, both included; empty when last < first."""
    return [month_at(i) for i in range(index_of(first), index_of(last) + 1)]


def first_day(month):
    return dt.date(int(month[:4]), int(month[5:7]), 1)


def last_day(month):
    return last_of_month(int(month[:4]), int(month[5:7]))
