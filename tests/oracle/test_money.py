"""Every row of readings.md, "Money, worked"."""
import datetime as dt
import unittest

from book import loss, money, overlap, refund, suspension
from book.periods import months
from book.workdays import calendar

D = dt.date.fromisoformat
CAL = calendar()
RATE = 321055
RATES = [("2015-01", RATE)]


def reinstate(released, certified, rel2, rates=RATES, **more):
    return money.reinstatement(D(released), D(certified), D(rel2), rates, CAL, **more)


class MoneyWorked(unittest.TestCase):
    def test_row_1_released_2024_03_05_withholds_march(self):
        self.assertEqual(suspension.first_month_hit(D("2024-03-05"), CAL), "2024-03")

    def test_row_2_released_after_the_lock_nothing_withheld(self):
        self.assertTrue(money.paid_on(D("2024-03-12"), CAL, "2024-03"))
        got = reinstate("2024-03-12", "2024-03-28", "2024-04-02")
        self.assertEqual((got["month"], got["run"], got["normal"], got["back"]),
                         ("2024-04", "regular", RATE, 0))

    def test_row_3_certified_2024_05_31(self):
        got = reinstate("2024-03-05", "2024-05-31", "2024-06-05")
        self.assertEqual((got["month"], got["normal"], got["back"], got["normal"] + got["back"]),
                         ("2024-06", 321055, 963165, 1284220))

    def test_row_4_certified_2024_06_01(self):
        got = reinstate("2024-03-05", "2024-06-01", "2024-07-03")
        self.assertEqual((got["month"], got["normal"], got["back"]), ("2024-07", 321055, 1284220))
        self.assertEqual([m for m, _ in got["back_months"]], months("2024-03", "2024-06"))

    def test_row_5_rise_decided_late(self):
        new = money.raised(RATE, 30)
        self.assertEqual(new, 330687)
        rates = RATES + [("2024-01", new)]
        got = reinstate("2024-03-05", "2024-05-31", "2024-06-05", rates)
        self.assertEqual(got["back_months"], [(m, 330687) for m in months("2024-03", "2024-05")])
        self.assertEqual(money.arrears(RATES, rates, "2024-01", "2024-02"),
                         [("2024-01", 9632), ("2024-02", 9632)])

    def test_row_6_missing_comes_back(self):
        got = reinstate("2024-03-05", "2025-01-10", "2025-02-05")
        self.assertEqual((got["month"], got["back"], len(got["back_months"])),
                         ("2025-02", 3531605, 11))
        held = months("2024-03", "2025-01")
        self.assertEqual(loss.missing(held, "declared_dead")["back"], [])
        self.assertEqual(loss.missing(held, "reappeared")["back"], held)

    def test_row_7_prison(self):
        gone = loss.prison_not_due(D("2023-03-01"), D("2024-02-29"))
        self.assertEqual(gone, months("2023-04", "2024-02"))
        self.assertEqual(len(gone), 11)

    def test_row_8_prison_inside_a_suspension(self):
        gone = set(loss.prison_not_due(D("2024-04-10"), D("2024-06-20")))
        got = reinstate("2024-03-05", "2024-08-15", "2024-09-03", not_due=gone)
        self.assertEqual([m for m, _ in got["back_months"]], ["2024-03", "2024-04", "2024-07",
                                                              "2024-08"])
        self.assertEqual([m for m, _ in got["not_due"]], ["2024-05", "2024-06"])

    def test_row_9_employee_and_resident_pension(self):
        parts = {"基础": 18300, "个人账户": 2800, "政府补贴": 700}
        self.assertEqual(overlap.case("职工养老", "居民养老"), 1)
        self.assertEqual(overlap.refunded_side("职工养老", "居民养老"), "居民养老")
        n = len(overlap.common_months("2024-01", "2024-04", "2023-01", "2024-12"))
        self.assertEqual(overlap.resident_refund(parts, n), {"refund": 76000, "own": 11200})

    def test_row_10_and_11_top_up(self):
        pensions = [("2023-01", 300000), ("2024-01", 312000)]
        rows, total = overlap.top_up_months(350000, 50000, pensions, "2024-01", "2024-06")
        self.assertEqual({a for _, a in rows}, {12000})
        self.assertEqual(total, 72000)
        self.assertEqual(overlap.top_up_overlap(350000, 50000, 300000), 0)
        self.assertEqual(overlap.top_up_overlap(350000, 50000, 360000), 50000)

    def test_row_12_offset(self):
        self.assertTrue(refund.offset_allowed(True, True, False))
        self.assertFalse(refund.offset_allowed(True, False, False))
        self.assertFalse(refund.offset_allowed(False, True, False))
        self.assertTrue(refund.offset_allowed(False, False, True))
        rows, left = refund.offset_run(150000, [RATE, RATE, RATE], 200)
        self.assertEqual([r["taken"] for r in rows], [64211, 64211, 21578])
        self.assertEqual(left, 0)


class MoneyBesides(unittest.TestCase):
    def test_released_after_the_lock_of_next_month_supplementary(self):
        got = reinstate("2024-03-05", "2024-05-31", "2024-06-11")
        self.assertEqual((got["month"], got["run"], got["normal"], got["back"]),
                         ("2024-06", "supplementary", 0, 1284220))

    def test_31_january_and_1_february_differ_by_a_month(self):
        a = reinstate("2023-12-05", "2024-01-31", "2024-02-02")
        b = reinstate("2023-12-05", "2024-02-01", "2024-03-04")
        self.assertEqual((a["month"], b["month"]), ("2024-02", "2024-03"))
        self.assertEqual(b["back"] - a["back"], RATE)

    def test_agency_error_at_once(self):
        got = reinstate("2024-03-05", "2024-04-03", "2024-04-03", error=True)
        self.assertEqual((got["month"], got["run"], got["back"]),
                         ("2024-04", "supplementary", RATE))

    def test_instalments_remainder_last(self):
        self.assertEqual(refund.instalments(10000, 3), [3333, 3333, 3334])
        self.assertEqual(refund.instalments(20000, 3), [6667, 6667, 6666])
        self.assertEqual(refund.instalments(6, 10), [1] * 6 + [0] * 4)

    def test_half_up(self):
        self.assertEqual([money.half_up(n, 2) for n in (1, 3, 4, -1)], [1, 2, 2, -1])

    def test_never_below_zero(self):
        self.assertEqual(refund.offset_month(500, 0, 200), {"taken": 0, "paid": 0, "carried": 500})

    def test_books_balance(self):
        self.assertTrue(money.ledger_holds({"entitled": 5, "withheld": 5}))
        self.assertTrue(money.ledger_holds({"paid": 5, "overpaid": 5}))
        self.assertFalse(money.ledger_holds({"entitled": 5, "paid": 4}))

    def test_death_learnt_late(self):
        self.assertEqual(money.overpaid_months("2024-02", D("2024-05-20"), CAL),
                         ["2024-03", "2024-04", "2024-05"])


if __name__ == "__main__":
    unittest.main()
