"""count_tap.py LABEL STATUS < output: counts what a script reported.

Lines `ok NAME` and `not ok NAME` (`ok NAME # SKIP why` is a skip), or the closing lines of Python's
unittest. A script that exits with another status than 0 without a failure in its report, or reports
nothing at all, counts as one failure. When something failed it shows the output without the lines
of what passed; the last line is "passed failed skipped".
"""
import re
import sys

LINE = re.compile(r"^(not )?ok\b(.*)$")
GOOD = re.compile(r"^ok\b(?!.*#\s*(?i:skip))")
RAN = re.compile(r"^Ran (\d+) tests? in ")
CLOSING = re.compile(r"^(?:OK|FAILED)(?: \((.*)\))?$")


def tap(lines):
    passed = failed = skipped = 0
    for match in filter(None, map(LINE.match, lines)):
        if match.group(1):
            failed += 1
        elif re.search(r"#\s*skip", match.group(2), re.I):
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def unittest(lines):
    ran = sum(int(m.group(1)) for m in filter(None, map(RAN.match, lines)))
    if not ran:
        return 0, 0, 0
    words = {}
    for match in filter(None, map(CLOSING.match, lines)):
        words.update((k, int(n)) for k, n in re.findall(r"(\w+)=(\d+)", match.group(1) or ""))
    failed = words.get("failures", 0) + words.get("errors", 0)
    skipped = words.get("skipped", 0)
    return max(ran - failed - skipped, 0), failed, skipped


def main(label, status):
    lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
    passed, failed, skipped = (a + b for a, b in zip(tap(lines), unittest(lines)))
    if (status != "0" and failed == 0) or passed + failed + skipped == 0:
        failed += 1
    if failed or skipped:
        print("-- %s: exit status %s" % (label, status))
        print("\n".join([line for line in lines if not GOOD.match(line)][-200:]))
    print(passed, failed, skipped)


main(sys.argv[1], sys.argv[2])
