"""count_ctest.py JUNIT.xml: counts the single tests inside what ctest ran, shows the output of programs that failed.

A cmocka program counts as the tests that it reports; any other program (a corpus replay) as one. A program that failed
without a failed test in its report (a crash, a sanitizer's finding) counts as one failure, and so does a cmocka program
that lost tests on the way or ran none. The last line is "passed failed skipped".
"""
import re
import sys
import xml.etree.ElementTree as ET

RUNNING = re.compile(r"^\[==========\] (?:[^:\n]*: )?Running (\d+) test\(s\)", re.M)
REPORT = {
    word: re.compile(r"^\[ *%s *\] (?:[^:\n]*: )?(\d+) test\(s\)" % word.upper(), re.M)
    for word in ("passed", "failed", "skipped", "error")
}


def count(case):
    """(passed, failed, skipped, reason) of one ctest entry."""
    output = case.findtext("system-out") or ""
    ran_well = case.get("status") == "run"
    announced = [int(n) for n in RUNNING.findall(output)]
    if not announced:
        return (1, 0, 0, "") if ran_well else (0, 1, 0, case.get("status"))
    got = {word: sum(int(n) for n in find.findall(output)) for word, find in REPORT.items()}
    failed = got["failed"] + got["error"]
    lost = sum(announced) - got["passed"] - failed - got["skipped"]
    if lost > 0 or sum(announced) == 0:
        failed += max(lost, 1)
    if not ran_well and failed == 0:
        failed = 1
    return got["passed"], failed, got["skipped"], "exit status" if not ran_well else ""


def main(path):
    totals = [0, 0, 0]
    for case in ET.parse(path).getroot().iter("testcase"):
        passed, failed, skipped, _ = count(case)
        for i, n in enumerate((passed, failed, skipped)):
            totals[i] += n
        if failed or skipped:
            print("-- %s: %d failed, %d skipped" % (case.get("name"), failed, skipped))
            print((case.findtext("system-out") or "").rstrip())
    print(*totals)


main(sys.argv[1])
