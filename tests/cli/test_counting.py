"""What ./test counts: a failure, a skip, a crash and a silent script must never pass as green."""
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
TOOLS = os.path.join(ROOT, "tools", "testing")


def last_line(args, text=""):
    done = subprocess.run([sys.executable] + args, input=text.encode(), stdout=subprocess.PIPE)
    return done.stdout.decode().splitlines()[-1]


def tap(text, status):
    return last_line([os.path.join(TOOLS, "count_tap.py"), "x", str(status)], text)


def ctest(*cases):
    entries = "".join(
        '<testcase name="t%d" status="%s"><system-out>%s</system-out></testcase>' % (i, *case)
        for i, case in enumerate(cases))
    with tempfile.NamedTemporaryFile("w", suffix=".xml") as f:
        f.write("<testsuite>%s</testsuite>" % entries)
        f.flush()
        return last_line([os.path.join(TOOLS, "count_ctest.py"), f.name])


def cmocka(ran, passed, failed=0):
    text = "[==========] Running %d test(s).\n[==========] %d test(s) run.\n" % (ran, passed + failed)
    text += "[  PASSED  ] %d test(s).\n" % passed
    return text + ("[  FAILED  ] %d test(s), listed below:\n" % failed if failed else "")


CASES = [
    ("results of a script", tap("ok a\nnot ok b\nok c # SKIP why\n", 1), "1 1 1"),
    ("a script that dies after its results", tap("ok a\n", 139), "1 1 0"),
    ("a script that says nothing", tap("hello\n", 0), "0 1 0"),
    ("a word that only begins with ok", tap("okay\nok a\n", 0), "1 0 0"),
    ("unittest", tap("....\nRan 4 tests in 0.1s\n\nOK\n", 0), "4 0 0"),
    ("unittest with all kinds of result",
     tap("Ran 5 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n", 1), "1 3 1"),
    ("single cmocka tests", ctest(("run", cmocka(3, 3)), ("run", cmocka(2, 2))), "5 0 0"),
    ("a failed cmocka test", ctest(("fail", cmocka(3, 2, 1))), "2 1 0"),
    ("a crash in the middle", ctest(("fail", "[==========] Running 9 test(s).\n")), "0 9 0"),
    ("a sanitizer's finding at exit", ctest(("fail", cmocka(3, 3))), "3 1 0"),
    ("a program without tests", ctest(("run", cmocka(0, 0))), "0 1 0"),
    ("a replayed corpus", ctest(("run", "12 inputs replayed\n")), "1 0 0"),
    ("a program that could not be started", ctest(("notrun", "")), "0 1 0"),
]

failed = 0
for name, got, want in CASES:
    print("%s %s" % ("ok" if got == want else "not ok", name))
    if got != want:
        failed += 1
        print("# got %r, want %r" % (got, want))
sys.exit(1 if failed else 0)
