"""A second, independent reading of the law, in plain Python.

Written from readings.md and the regulation alone, without a look at src/law.
One module a topic; dates are datetime.date, months are "YYYY-MM", money is an
int in 分.  Nothing here reads a clock: every function takes its days as facts.
"""
