"""Golden vectors of readings.md, "Working days"."""
import datetime as dt
import unittest

from book import periods
from book.workdays import calendar

D = dt.date.fromisoformat


class WorkingDays(unittest.TestCase):
    def check(self, start, n, end, known=None):
        self.assertEqual(calendar(D(known) if known else None).add(D(start), n), D(end))

    def test_golden_vectors(self):
        for start, n, end in (
                ("2024-09-30", 3, "2024-10-10"), ("2024-02-08", 7, "2024-02-23"),
                ("2024-02-08", 30, "2024-03-27"), ("2024-03-15", 7, "2024-03-26"),
                ("2024-03-15", 20, "2024-04-15"), ("2024-03-15", 30, "2024-04-28"),
                ("2023-09-27", 7, "2023-10-12"), ("2022-12-30", 3, "2023-01-05"),
                ("2020-01-23", 3, "2020-02-05"), ("2018-12-26", 3, "2018-12-29"),
                ("2026-09-30", 3, "2026-10-10"), ("2026-02-12", 7, "2026-02-28"),
                ("2024-12-31", 3, "2025-01-06")):
            with self.subTest(start=start, n=n):
                self.check(start, n, end)

    def test_2020_known_before_and_after_the_amendment(self):
        self.check("2020-01-23", 3, "2020-02-03", "2020-01-26")
        self.check("2020-01-23", 3, "2020-02-05", "2020-01-27")

    def test_2019_labour_day_known_before_and_after_the_amendment(self):
        old, new = calendar(D("2019-03-21")), calendar(D("2019-03-22"))
        for day, before, after in (("2019-04-28", False, True), ("2019-05-02", True, False),
                                   ("2019-05-03", True, False), ("2019-05-05", False, True)):
            self.assertEqual(old.is_workday(D(day)), before, day)
            self.assertEqual(new.is_workday(D(day)), after, day)

    def test_working_days_of_each_year(self):
        got = [calendar().between(dt.date(y - 1, 12, 31), dt.date(y, 12, 31))
               for y in range(2018, 2027)]
        self.assertEqual(got, [250, 250, 249, 250, 249, 249, 251, 248, 248])

    def test_2024_02_09_and_18_work(self):
        self.assertTrue(calendar().is_workday(D("2024-02-09")))
        self.assertTrue(calendar().is_workday(D("2024-02-18")))

    def test_between_undoes_add(self):
        cal, day = calendar(), D("2024-01-01")
        for n in range(1, 60):
            self.assertEqual(cal.between(day, cal.add(day, n)), n)

    def test_past_the_published_years_is_not_published(self):
        self.assertTrue(calendar().published(D("2026-12-31")))
        self.assertFalse(calendar().published(D("2027-01-01")))


class Periods(unittest.TestCase):
    def test_calendar_thirty_days_roll(self):
        self.assertEqual(periods.period(D("2024-09-05"), 30, "d", calendar()), D("2024-10-08"))

    def test_months_end_on_the_corresponding_day_or_month_end(self):
        for start, n, end in (("2023-08-31", 6, "2024-02-29"), ("2024-01-31", 1, "2024-02-29"),
                              ("2023-01-31", 1, "2023-02-28"), ("2024-02-29", 12, "2025-02-28"),
                              ("2024-03-05", 6, "2024-09-05"), ("2024-03-31", -1, "2024-02-29")):
            self.assertEqual(periods.add_months(D(start), n), D(end))


if __name__ == "__main__":
    unittest.main()
