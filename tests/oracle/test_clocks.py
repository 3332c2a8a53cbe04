"""Cycle, suspension, reports, papers, fraud, reward: vectors of readings.md and scenarios.md."""
import datetime as dt
import unittest

from book import abroad, cycle, loss, refund, reporting, reward, suspension
from book.workdays import calendar

D = dt.date.fromisoformat
CAL = calendar()


class Cycle(unittest.TestCase):
    def test_scenario_8_rolling_and_reminders(self):
        due = cycle.due_rolling(D("2023-07-15"), CAL)
        self.assertEqual(due, D("2024-07-15"))
        self.assertEqual(cycle.reminders(due), [D("2024-04-16"), D("2024-05-16"), D("2024-06-15"),
                                                D("2024-06-30"), D("2024-07-12")])

    def test_rest_day_rolls_art_5(self):
        due = cycle.due_rolling(D("2023-10-05"), CAL)
        self.assertEqual(due, D("2024-10-08"))
        self.assertEqual(suspension.decide_by_missed(due, CAL), D("2024-10-11"))

    def test_scenario_9_window_ends_on_its_announced_day(self):
        due = cycle.due_window(D("2018-06-30"))
        self.assertEqual(suspension.decide_by_missed(due, CAL), D("2018-07-04"))
        self.assertEqual(suspension.first_month_hit(D("2018-07-04"), CAL), "2018-07")

    def test_guangdong_month_end(self):
        self.assertEqual(cycle.due_rolling(D("2018-07-10"), CAL, end="month_end"), D("2019-07-31"))

    def test_latest_event_decides(self):
        got = cycle.due_after_successes([D("2024-03-01"), D("2023-11-01")], CAL)
        self.assertEqual(got, D("2025-03-03"))

    def test_first_cycle_or_ninety_days(self):
        self.assertEqual(cycle.due_first("2024-02", D("2024-02-01"), CAL), D("2025-02-28"))
        self.assertEqual(cycle.due_first("2010-01", D("2024-03-01"), CAL), D("2024-05-30"))

    def test_window_notice(self):
        self.assertTrue(cycle.window_announced_in_time(D("2018-03-17"), D("2018-04-01")))
        self.assertFalse(cycle.window_announced_in_time(D("2018-03-18"), D("2018-04-01")))


class Suspension(unittest.TestCase):
    def test_scenarios_10_and_11(self):
        by = suspension.decide_by_missed(D("2024-09-30"), CAL)
        self.assertEqual(by, D("2024-10-10"))
        self.assertFalse(suspension.is_red(by, D("2024-10-10")))
        self.assertTrue(suspension.is_red(by, D("2024-10-11")))
        self.assertEqual(suspension.decide_by_missed(D("2024-12-31"), CAL), D("2025-01-06"))

    def test_failed_never_before_the_due_date(self):
        got = suspension.decide_by_failed(D("2024-03-01"), D("2024-09-30"), CAL)
        self.assertEqual(got, D("2024-10-10"))

    def test_objection_modes(self):
        got = suspension.objection(D("2024-03-05"), CAL, D("2024-03-07"))
        self.assertEqual(got, {"verdict_by": D("2024-03-07"), "decide_by": D("2024-03-12")})
        self.assertEqual(suspension.objection(D("2024-03-05"), CAL, mode="literal")["decide_by"],
                         D("2024-03-08"))

    def test_lock_days(self):
        for month, day in (("2024-03", "2024-03-08"), ("2024-02", "2024-02-09"),
                           ("2024-06", "2024-06-07"), ("2020-10", "2020-10-10"),
                           ("2024-11", "2024-11-08")):
            self.assertEqual(suspension.lock_day(month, CAL), D(day))

    def test_scenario_16_investigation(self):
        self.assertEqual(suspension.investigation_opens(D("2024-03-05")), D("2024-09-06"))
        self.assertEqual(suspension.investigation_opens(D("2023-08-31")), D("2024-03-01"))

    def test_powers_of_the_decision_day_trap_1(self):
        self.assertTrue(suspension.powers(D("2024-12-31"))["cites"][0] == "measure")
        after = suspension.powers(D("2025-01-01"))
        self.assertNotIn("measure", after["cites"])
        self.assertTrue(after["old_measure"] and after["file"])
        self.assertFalse(suspension.powers(D("2023-11-30"))["file"])
        self.assertTrue(suspension.powers(D("2023-12-01"))["file"])
        self.assertFalse(suspension.powers(D("2017-12-31"))["allowed"])

    def test_manager_after_twelve_months(self):
        self.assertFalse(suspension.needs_manager(D("2024-03-05"), D("2025-03-05")))
        self.assertTrue(suspension.needs_manager(D("2024-03-05"), D("2025-03-06")))


class Reports(unittest.TestCase):
    def test_scenario_19_on_time(self):
        got = reporting.report_limits(D("2024-02-08"), "in", CAL)
        self.assertEqual(got["local"], D("2024-02-23"))
        self.assertEqual(reporting.days_late(D("2024-02-08"), "in", D("2024-02-23"), CAL), 0)

    def test_scenario_20_national_binds(self):
        got = reporting.report_limits(D("2024-03-15"), "out", CAL)
        self.assertEqual((got["local"], got["national"], got["binds"]),
                         (D("2024-04-28"), D("2024-04-15"), "national"))

    def test_before_december_2023_the_local_limit_binds(self):
        got = reporting.report_limits(D("2023-11-30"), "in", CAL)
        self.assertEqual((got["binds"], got["national"]), ("local", None))
        self.assertEqual(reporting.report_limits(D("2023-12-01"), "in", CAL)["binds"], "national")

    def test_after_the_measure_only_the_national_limit(self):
        self.assertIsNone(reporting.report_limits(D("2025-01-02"), "in", CAL)["local"])

    def test_late_by_working_days(self):
        limit = reporting.report_limits(D("2024-03-15"), "in", CAL)["limit"]
        self.assertEqual(reporting.days_late(D("2024-03-15"), "in", CAL.add(limit, 4), CAL), 4)


class Losses(unittest.TestCase):
    def test_scenario_22_birthday_completes_18(self):
        got = loss.eighteen_stop(D("2006-05-20"))
        self.assertEqual((got["last"], got["stop"], got["foreseen"]),
                         ("2024-05", "2024-06", D("2024-02-20")))

    def test_scenario_23_appraisal(self):
        got = loss.eighteen_stop(D("2006-05-20"), incapable_until=D("2026-01-31"))
        self.assertEqual((got["last"], got["recheck"]), (None, D("2026-01-31")))

    def test_leap_day_birth(self):
        self.assertEqual(loss.eighteenth(D("2008-02-29")), D("2026-02-28"))
        self.assertEqual(loss.eighteenth(D("2008-02-29"), "next_day"), D("2026-03-01"))

    def test_eighteen_never_for_spouse_or_parents(self):
        for relation in ("配偶", "父母", "祖父母"):
            self.assertIsNone(loss.eighteen_stop(D("2006-05-20"), relation=relation))

    def test_scenario_24_remarriage_spares_the_own_pension(self):
        self.assertEqual(loss.lines_hit("再婚", ["遗属生活困难补助", "居民养老"], "配偶"),
                         ["遗属生活困难补助"])

    def test_scenario_25_suspended_sentence(self):
        self.assertEqual(loss.sentence_effect("缓刑"), {"stops": False, "adjusts": False})
        self.assertTrue(loss.sentence_effect("有期徒刑")["stops"])


class Papers(unittest.TestCase):
    def test_golden_six_months(self):
        self.assertEqual(abroad.valid_through(D("2023-08-31"), CAL), D("2024-02-29"))
        self.assertTrue(abroad.usable(D("2023-08-31"), D("2024-02-29"), D("2024-04-01"), CAL))
        self.assertFalse(abroad.usable(D("2023-08-31"), D("2024-03-01"), D("2024-04-01"), CAL))
        self.assertFalse(abroad.usable(D("2023-08-31"), None, D("2024-03-01"), CAL))

    def test_scenario_37_issuer(self):
        self.assertEqual(abroad.issuer_fits("香港", "公证机构"), "refused")
        self.assertEqual(abroad.issuer_fits("香港", "工会联合会"), "fits")
        self.assertEqual(abroad.issuer_fits("台湾", "公证机构"), "fits")
        self.assertEqual(abroad.issuer_fits("FR", "公证认证"), "review")


class FraudAndReward(unittest.TestCase):
    def test_scenario_31(self):
        self.assertEqual(refund.fraud_report_by(D("2024-09-05"), CAL), D("2024-10-08"))

    def test_scenario_34(self):
        day = D("2024-05-01")
        self.assertEqual(reward.reward(day, "person", 80_000_00), 1_600_00)
        self.assertEqual(reward.reward(day, "person", 0), 500_00)
        self.assertEqual(reward.reward(day, "person", 9_000_000_00), 100_000_00)

    def test_cap_across_bodies_and_dates(self):
        day = D("2023-03-01")
        self.assertEqual(reward.reward(day, "agency", 9_000_000_00, 60_000_00), 40_000_00)
        self.assertEqual(reward.reward(day, "company", 80_000_00), 2_400_00)
        self.assertIsNone(reward.reward(D("2023-02-28"), "person", 80_000_00))

    def test_fine(self):
        self.assertEqual(refund.fine_range(100), (200, 500))


if __name__ == "__main__":
    unittest.main()
