"""Golden vectors of readings.md, "Numbers and codes", and scenarios 1 to 4."""
import datetime as dt
import unittest

from book.idnumber import check, check_char

TODAY = dt.date(2024, 6, 1)


class Numbers(unittest.TestCase):
    def test_check_characters(self):
        self.assertEqual(check_char("37100219460315001"), "2")
        self.assertEqual(check_char("37100319581120002"), "X")
        self.assertEqual(check_char("37108219710229001"), "2")

    def test_scenario_1_lower_case_x(self):
        for text in ("37100319581120002x", "３７１００３１９５８１１２０００２ｘ", " 371003 19581120 002X "):
            got = check(text, TODAY)
            self.assertEqual((got["number"], got["sex"], got["birth"]),
                             ("37100319581120002X", "female", "1958-11-20"))

    def test_scenario_2_fifteen_digits(self):
        self.assertEqual(check("371002460315001", TODAY)["number"], "371002194603150012")

    def test_scenario_3_no_such_day(self):
        self.assertEqual(check("371082197102290012", TODAY), {"ok": False, "reason": "date"})

    def test_scenario_4_historic_division(self):
        number = "37213219500101001"
        got = check(number + check_char(number), TODAY)
        self.assertTrue(got["ok"])
        self.assertEqual(got["hints"], ["historic:文登县"])

    def test_unknown_division_is_a_hint(self):
        number = "12345619500101001"
        self.assertEqual(check(number + check_char(number), TODAY)["hints"], ["unknown"])

    def test_residence_permits(self):
        for number in ("810000195001010010", "830000194808080027"):
            self.assertEqual(check(number, TODAY)["type"], "hmt_residence")

    def test_centenarian_sequences(self):
        got = check("371002990315997", TODAY)
        self.assertEqual(got["birth"], "1899-03-15")
        self.assertIn("old", got["hints"])

    def test_refusals(self):
        self.assertEqual(check("371002194603150013", TODAY)["reason"], "check")
        self.assertEqual(check("12345", TODAY)["reason"], "shape")
        for birth, reason in (("20300101", "future"), ("18930101", "age")):
            body = "371002" + birth + "001"
            self.assertEqual(check(body + check_char(body), TODAY)["reason"], reason)

    def test_other_papers(self):
        for text, kind in (("E12345678", "passport_cn"), ("G12345678", "passport_cn"),
                           ("EA1234567", "passport_cn"), ("h12345678", "hm_permit"),
                           ("12345678", "tw_permit"), ("FRA123456789012", "foreign_permanent_old")):
            self.assertEqual(check(text, TODAY)["type"], kind)

    def test_new_foreign_permanent_card(self):
        body = "93725019700101" + "001"
        self.assertEqual(check(body + check_char(body), TODAY)["type"], "foreign_permanent")


if __name__ == "__main__":
    unittest.main()
