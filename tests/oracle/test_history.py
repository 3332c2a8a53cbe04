"""The month walk and the formulas must agree; a planted error in either is found."""
import datetime as dt
import random
import unittest

from book import history, loss, money, suspension
from book.periods import first_day, last_day, month_of, plus
from book.workdays import calendar

CAL = calendar()
RATES = [("2015-01", 321055), ("2023-06", 330687)]


def one(r):
    """A random suspension, made up and reinstated no later than the month after."""
    released = dt.date(2022, 1, 1) + dt.timedelta(days=r.randrange(700))
    certified = released + dt.timedelta(days=r.randrange(300))
    end = last_day(plus(month_of(certified), 1))
    reinstated = certified + dt.timedelta(days=r.randrange((end - certified).days + 1))
    return released, certified, reinstated


class Agreement(unittest.TestCase):
    def test_reinstatement_formula_and_walk(self):
        r = random.Random(20240305)
        for _ in range(3000):
            a, b, c = one(r)
            walk = history.walk({"suspension": {"released": a, "certified": b, "reinstated": c}},
                                RATES, "2021-12", "2025-12", CAL)
            sums = money.reinstatement(a, b, c, RATES, CAL)
            self.assertEqual(walk["runs"][sums["month"]], [sums["normal"], sums["back"]], (a, b, c))
            self.assertEqual((walk["held"], walk["overpaid"]), ({}, {}), (a, b, c))

    def test_everybody_gets_what_is_due_and_no_more(self):
        r = random.Random(7)
        for _ in range(1000):
            a, b, c = one(r)
            start = a + dt.timedelta(days=r.randrange(60))
            facts = {"suspension": {"released": a, "certified": b, "reinstated": c},
                     "prison": {"from": start, "release": start + dt.timedelta(days=90)}}
            walk = history.walk(facts, RATES, "2021-12", "2025-12", CAL)
            due = history.due_months(facts, "2021-12", "2025-12")
            paid = sum(n + m for n, m in walk["runs"].values())
            self.assertEqual(paid - sum(walk["overpaid"].values()),
                             sum(money.rate(RATES, m) for m in due))

    def test_overpaid_formula_and_walk(self):
        r = random.Random(9)
        for _ in range(1000):
            on = dt.date(2022, 1, 1) + dt.timedelta(days=r.randrange(900))
            stopped = on + dt.timedelta(days=r.randrange(200))
            walk = history.walk({"death": {"on": on, "stopped": stopped}}, RATES, "2021-12",
                                "2025-12", CAL)
            self.assertEqual(sorted(walk["overpaid"]),
                             money.overpaid_months(month_of(on), stopped, CAL))

    def test_a_planted_error_is_found(self):
        """With the lock a day later the two no longer agree: the comparison can turn red."""
        true_lock = history.lock_day
        history.lock_day = lambda m, cal: first_day(m).replace(day=10)
        try:
            with self.assertRaises(AssertionError):
                self.test_reinstatement_formula_and_walk()
        finally:
            history.lock_day = true_lock

    def test_row_7_prison_learnt_late(self):
        D = dt.date.fromisoformat
        facts = {"prison": {"from": D("2023-03-01"), "release": D("2024-02-29"),
                            "stopped": D("2023-03-07"), "resumed": D("2024-03-04")}}
        walk = history.walk(facts, RATES[:1], "2023-01", "2024-04", CAL)
        paid = [m for m, (n, b) in walk["runs"].items() if n]
        self.assertEqual(paid, ["2023-01", "2023-02", "2023-03", "2024-03", "2024-04"])
        self.assertEqual(sorted(walk["not_due"]),
                         loss.prison_not_due(D("2023-03-01"), D("2024-02-29")))
        self.assertTrue(all(b == 0 for _, b in walk["runs"].values()))

    def test_lock_is_never_past_the_tenth(self):
        for i in range(2017 * 12, 2027 * 12):
            m = f"{i // 12:04d}-{i % 12 + 1:02d}"
            self.assertLessEqual(suspension.lock_day(m, CAL).day, 10)


if __name__ == "__main__":
    unittest.main()
