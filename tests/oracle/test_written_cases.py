"""tests/law/20-days-*.case are what write_cases.py writes today; nothing of it is edited by hand."""
import os
import tempfile
import unittest

import write_cases

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "law")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


class Written(unittest.TestCase):
    def test_the_files_are_current(self):
        with tempfile.TemporaryDirectory() as folder:
            write_cases.build().write(folder)
            names = sorted(os.listdir(folder))
            self.assertEqual(names, sorted(n for n in os.listdir(FOLDER)
                                           if n.startswith("20-days-")))
            for name in names:
                self.assertEqual(read(os.path.join(folder, name)), read(os.path.join(FOLDER, name)),
                                 name)

    def test_every_holiday_of_the_published_years_has_its_eve(self):
        years = {d.year for d in write_cases.eves()}
        self.assertEqual(years, set(range(2018, 2027)))
        self.assertGreater(len(write_cases.eves()), 50)


if __name__ == "__main__":
    unittest.main()
