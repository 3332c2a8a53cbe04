"""Arts. 3, 4, 6 to 8, 10 to 14, 17: vectors of readings.md and scenarios.md for the later forms."""
import datetime as dt
import unittest

from book import loss, overlap, proof, refund, reward, rights, suspension
from book.workdays import calendar

D = dt.date.fromisoformat
CAL = calendar()


class Rights(unittest.TestCase):
    def test_scenario_6_a_supervisor_never_certifies(self):
        self.assertEqual(rights.may_act("市行政部门", "认证", D("2024-03-01")), "not_met")

    def test_a_town_is_never_a_payer_trap_11(self):
        for body in ("社保所", "服务站", "村"):
            self.assertEqual(rights.may_act(body, "决定暂停", D("2024-03-01")), "not_met")

    def test_only_the_department_fines(self):
        self.assertEqual(rights.may_act("区市经办机构", "罚款", D("2024-03-01")), "not_met")
        self.assertEqual(rights.may_act("区市行政部门", "罚款", D("2024-03-01")), "met")

    def test_grades_five_and_six_are_paid_by_employers(self):
        self.assertEqual(rights.scope("伤残津贴", 5, None, None, None), "outside")
        self.assertEqual(rights.scope("伤残津贴", 4, None, None, None), "covered")

    def test_art_17_continuous_to_the_end_of_2024(self):
        got = [rights.substance(D(d)) for d in ("2017-12-31", "2018-01-01", "2023-01-01",
                                                "2024-12-31", "2025-01-01")]
        self.assertEqual(got, ["no_law", "met", "met", "met", "not_applicable"])

    def test_order_11_then_49(self):
        self.assertEqual([rights.tips_order(D(d)) for d in ("2023-04-30", "2023-05-01")], [11, 49])

    def test_scenario_21_a_bank_change_waits(self):
        self.assertTrue(rights.change("银行账户")["review"])
        self.assertFalse(rights.change("联系电话")["review"])


class Proof(unittest.TestCase):
    def test_scenario_12_hospital_with_id_check(self):
        got = proof.weigh("住院", D("2024-03-01"), D("2024-03-06"), CAL, True)
        self.assertEqual(got, {"outcome": "met", "due": D("2025-03-03")})

    def test_a_card_never_proves_life_alone_trap_7(self):
        self.assertEqual(proof.weigh("购药", D("2024-03-01"), D("2024-03-06"), CAL)["outcome"],
                         "not_met")

    def test_negative_evidence_goes_to_a_person(self):
        self.assertEqual(proof.weigh("死亡", D("2024-03-01"), D("2024-03-06"), CAL)["outcome"],
                         "needs_evidence")

    def test_freshness_is_twelve_months(self):
        self.assertEqual(proof.weigh("入境", D("2023-03-06"), D("2024-03-06"), CAL)["outcome"], "met")
        self.assertEqual(proof.weigh("入境", D("2023-03-05"), D("2024-03-06"), CAL)["outcome"],
                         "not_met")

    def test_proxy_thirty_days_and_three_years(self):
        got = [proof.proxy(D("2024-03-05"), D(a), y)
               for a, y in (("2024-02-04", 1), ("2024-02-03", 1), ("2024-03-01", 3), ("2024-03-01", 4))]
        self.assertEqual(got, ["met", "not_met", "met", "not_met"])


class Loss(unittest.TestCase):
    def effect(self, *a):
        return loss.effect(*a)["effect"]

    def test_scenario_24_own_pension_untouched(self):
        on = D("2024-03-05")
        self.assertEqual(self.effect("再婚", on, None, None, "遗属生活困难补助", "配偶"), "end")
        self.assertEqual(self.effect("再婚", on, None, None, "居民养老", "配偶"), "none")

    def test_scenario_25_probation_continues_frozen(self):
        self.assertEqual(self.effect("服刑", D("2024-03-05"), D("2026-03-05"), "缓刑", "职工养老", None),
                         "freeze")

    def test_medical_lines_are_notified(self):
        self.assertEqual(self.effect("死亡", D("2024-03-05"), None, None, "职工医保", None), "notify")

    def test_scenario_22_foreseen_ninety_days_before(self):
        got = loss.foreseen("供养亲属抚恤金", D("2006-05-20"), "子女", None, None, None, None,
                            D("2024-03-01"))
        self.assertEqual(got, [["adulthood", D("2024-05-20"), D("2024-02-20")]])


class Suspension(unittest.TestCase):
    BASE = {"cause": "未按时认证", "event": None, "due": D("2024-12-31"), "compared": D("2025-01-02"),
            "contacted": D("2025-01-03"), "entrusted": None, "visited": None, "protected": False,
            "manager": True, "releasing": True, "against": []}

    def may(self, today, **change):
        return suspension.may_suspend({**self.BASE, **change}, D(today))

    def test_scenario_11_after_the_end_on_national_law_with_the_file(self):
        self.assertEqual(self.may("2025-01-06"), "met")
        self.assertEqual(self.may("2025-01-06", compared=None), "needs_evidence")
        self.assertEqual(self.may("2025-01-06", contacted=None), "needs_evidence")
        self.assertEqual(self.may("2025-01-06", contacted=None, entrusted=D("2025-01-03")), "met")

    def test_not_on_the_due_day_itself(self):
        self.assertEqual(self.may("2024-12-31"), "not_met")

    def test_protected_visit_then_a_manager(self):
        self.assertEqual(self.may("2025-01-06", protected=True), "needs_evidence")
        seen = {"protected": True, "visited": D("2025-01-04")}
        self.assertEqual(self.may("2025-01-06", **seen), "met")
        self.assertEqual(self.may("2025-01-06", manager=False, **seen), "not_met")

    def test_before_the_measure_history_only(self):
        self.assertEqual(self.may("2017-12-31"), "no_law")


class Recovery(unittest.TestCase):
    def test_scenario_30_steps_cannot_be_skipped(self):
        day = D("2024-03-05")
        steps = [refund.recovery(*a, CAL)["step"] for a in (
            (None, None, None, False, day), (day, None, None, False, D("2024-04-01")),
            (day, D("2024-08-01"), None, False, D("2024-09-05")),
            (day, D("2024-08-01"), None, False, D("2024-09-06")),
            (day, D("2024-08-01"), None, False, D("2024-12-06")))]
        self.assertEqual(steps, ["decide", "demand", "wait", "apply", "too_late"])

    def test_offset_of_others_needs_consent(self):
        day = D("2024-05-06")
        self.assertEqual(refund.may_offset(False, False, day, D("2024-06-03"), CAL), "not_met")
        self.assertEqual(refund.may_offset(True, False, day, D("2024-05-17"), CAL), "not_met")
        self.assertEqual(refund.may_offset(True, False, day, D("2024-05-20"), CAL), "met")

    def test_money_row_9(self):
        a = {"kind": "职工养老", "amount": 321055, "parts": [0, 0, 0], "standard": 0, "first": None}
        b = {"kind": "居民养老", "amount": 21800, "parts": [18300, 2800, 700], "standard": 0,
             "first": None}
        got = overlap.refund(a, b, D("2024-06-03"))
        self.assertEqual((got["side"], got["amount"] * 4, got["own"] * 4), (1, 76000, 11200))

    def test_rewards_exclude(self):
        self.assertEqual(reward.outcome(True, True, True, None), "not_met")
        self.assertEqual(reward.outcome(True, True, False, None), "needs_evidence")


if __name__ == "__main__":
    unittest.main()
