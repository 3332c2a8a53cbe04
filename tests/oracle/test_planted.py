"""A planted error is found: each fault below must change at least one of 600 random answers.

So every form is asked where it matters.  The same questions go to the C program (compare.py), where
a fault would show in the same way.
"""
import datetime as dt
import json
import random
import unittest
from unittest import mock

import answer
import random_questions
from book import (abroad, account, ages, cycle, loss, money, overlap, periods, proof, refund,
                  reporting, reward, rights, suspension)
from book.workdays import Calendar

DAY = dt.timedelta(days=1)
true_roll, true_add, true_back = Calendar.roll, Calendar.add, Calendar.last_workday_upto
true_months, true_prison, true_money = periods.add_months, loss.prison_not_due, money.half_up

# form, where, what, the fault
FAULTS = [
    ("workday_add", Calendar, "is_workday", lambda c, d: d.weekday() < 5),
    ("period", Calendar, "roll", lambda c, d: d),
    ("due", cycle, "add_months", lambda d, n: true_months(d, n) - DAY),
    ("due", ages, "age", lambda b, d: d.year - b.year - ((d.month, d.day) < (b.month, b.day))),
    ("due", ages, "regimes", lambda rows: [(a, b or dt.date.max, c) for a, b, c in rows[:1]]),
    ("due", ages, "own_end", lambda s, b, w, n, e, c: ages.end(s, ages.months_at(
        w[-1][2], ages.age(b, s)), e) if ages.months_at(w[-1][2], ages.age(b, s)) > n else None),
    ("suspend_by", Calendar, "add", lambda c, d, n: true_add(c, d, n + 1)),
    ("lock", Calendar, "last_workday_upto", lambda c, d: d),
    ("investigation", suspension, "add_months", lambda d, n: true_months(d, n) + DAY),
    ("powers", suspension, "MEASURE_UNTIL", dt.date(2025, 12, 31)),
    ("reinstate", money, "lock_day", lambda m, c: periods.first_day(m).replace(day=10)),
    ("story", answer.history, "prison_not_due", lambda a, b: true_prison(a, b)[1:]),
    ("eighteen", loss, "eighteenth", lambda b, r="": true_months(b, 216) + DAY),
    ("report", reporting, "NATIONAL_FROM", dt.date(2023, 12, 2)),
    ("overlap", overlap, "EMPLOYEE", overlap.EMPLOYEE - {"退职"}),
    ("top_up", overlap, "top_up_overlap", lambda s, t, p: max(0, t - s + p)),
    ("instalments", refund, "half_up", lambda a, b: a // b),
    ("offset", refund, "offset_month", lambda d, p, s: {"taken": min(d, p), "carried": 0}),
    ("fraud", Calendar, "roll", lambda c, d: d),
    ("reward", reward, "CAP", 90_000_00),
    ("paper", abroad, "add_months", lambda d, n: true_months(d, n) - DAY),
    ("half_up", money, "half_up", lambda a, b: true_money(a, b) + (a % 7 == 0)),
    ("may_act", rights, "MAY", {**rights.MAY, "罚款": rights.AGENCIES}),
    ("scope", rights, "MEDICAL", set()),
    ("substance", rights, "MEASURE", (dt.date(2018, 1, 1), dt.date(2022, 12, 31))),
    ("secrecy", rights, "ORDER_49", dt.date(2023, 1, 17)),
    ("change", rights, "AT_ONCE", {"联系电话", "居住地址", "银行账户"}),
    ("clock", answer, "CLOCKS", {**answer.CLOCKS, "death_hold": lambda d, c: c.add(d, 4)}),
    ("evidence", proof, "add_months", lambda d, n: true_months(d, n) - DAY),
    ("evidence", proof, "STRENGTH", {**proof.STRENGTH, "购药": "B"}),
    ("evidence", proof, "too_weak", lambda k, i, on, birth, rows: False),
    ("reminders", ages, "age", lambda b, d: d.year - b.year),
    ("signals", proof, "WEAK", ["体检", "门诊", "购药", "缴费", "公交"]),
    ("signals", proof, "due_rolling", lambda d, c: d),
    ("signals", proof, "strictest", lambda on, birth, rows: False),
    ("contradiction", proof, "AGAINST", proof.AGAINST - {"释放"}),
    ("grade", proof, "add_months", lambda d, n: true_months(d, n) - DAY),
    ("grade", proof, "MEASURE", (dt.date(2017, 1, 1), dt.date(2024, 12, 31))),
    ("way", proof, "worst", lambda parts: "met" if None in parts else "not_met"),
    ("proxy", proof, "proxy", lambda i, a, y: "met" if a and y and y <= 4 else "not_met"),
    ("issuer", abroad, "APOSTILLE_FROM", dt.date(2018, 1, 1)),
    ("loss", loss, "DEPENDANT", loss.DEPENDANT | {"职工养老"}),
    ("loss", loss, "SERVED", loss.SERVED - {"拘役"}),
    ("recover", refund, "ENDS", {"stop", "end", "suspend"}),
    ("recover", refund, "POWER_FROM", dt.date(2019, 1, 1)),
    ("account", account, "DEATHS", account.DEATHS | {"失踪"}),
    ("account", account, "HISTORY", dt.date(2018, 1, 2)),
    ("foreseen", loss, "AGE_RELATIONS", {"子女"}),
    ("may_suspend", suspension, "COMPARE_FROM", dt.date(2025, 1, 1)),
    ("resume", suspension, "plus", lambda m, n: periods.plus(m, n + 1)),
    ("recovery", refund, "press_by", lambda d, c: true_add(c, d, 9)),
    ("may_offset", refund, "NOTICE_77", dt.date(2022, 1, 1)),
    ("fine", refund, "fine_range", lambda a: (a, 5 * a)),
    ("eligible", reward, "outcome", lambda c, f, s, k: "met" if c and f and k else "not_met"),
    ("tip", reward, "ORDER_49", dt.date(2023, 1, 1)),
    ("refund", overlap, "_side", lambda w, a, b: 0),
    ("window", cycle, "window_announced_in_time", lambda a, f: (f - a).days > 15),
]


def questions(form, count=600):
    r = random.Random(form)
    for _ in range(count):
        q = {"q": form, **random_questions.FORMS[form](r)}
        yield json.loads(json.dumps(q, default=lambda d: d.isoformat()))


class Planted(unittest.TestCase):
    def test_each_fault_changes_an_answer(self):
        for form, where, what, fault in FAULTS:
            asked = list(questions(form))
            right = [answer.answer(q) for q in asked]
            self.assertFalse([a for a in right if "error" in (a or {})], form)
            with mock.patch.object(where, what, fault):
                found = right != [answer.answer(q) for q in asked]
            self.assertTrue(found, (form, what))

    def test_every_form_is_asked_and_answered(self):
        self.assertEqual(set(random_questions.FORMS), set(answer.FORMS))


if __name__ == "__main__":
    unittest.main()
