"""count_tap.py LABEL STATUS < output: counts the `ok NAME` and `not ok NAME` lines of a black-box script.

`ok NAME # SKIP why` counts as skipped. A script that exits with another status than 0 without a `not ok`, or prints no
result at all, counts as one failure. Shows the output when something failed; the last line is "passed failed skipped".
"""
import re
import sys

LINE = re.compile(r"^(not )?ok\b(.*)$")


def main(label, status):
    lines = sys.stdin.buffer.read().decode("utf-8", "replace").splitlines()
    passed = failed = skipped = 0
    for match in filter(None, map(LINE.match, lines)):
        if match.group(1):
            failed += 1
        elif re.search(r"#\s*skip", match.group(2), re.I):
            skipped += 1
        else:
            passed += 1
    if (status != "0" and failed == 0) or passed + failed + skipped == 0:
        failed += 1
    if failed or skipped:
        print("-- %s: exit status %s" % (label, status))
        print("\n".join(lines[-200:]))
    print(passed, failed, skipped)


main(sys.argv[1], sys.argv[2])
