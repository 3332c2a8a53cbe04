"""./run with a program that only writes down how it was called: what the front door does around it."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

PROGRAM = """#!/bin/bash
echo "$*" >>calls
db=${JIANZAI_DB#sqlite:}
case $1 in
init) echo new >"$db"; echo key >"$(dirname "$db")/keys" ;;
demo) [ ! -e die-in-demo ] || exit 1 ;;
migrate) [ ! -e die-in-migrate ] || exit 3 ;;
serve)
    [ -e serves ] || exit 2
    [ "${2:-}" != --help ] || exit 0
    trap 'echo drained >>calls; exit 0' TERM
    while :; do sleep 0.05; done ;;
esac
"""


class House:
    """A folder with ./run, no packages to install, a build that succeeds and the program above."""

    def __init__(self):
        self.path = tempfile.mkdtemp()
        os.makedirs(self.at("tools"))
        os.makedirs(self.at("bin"))
        os.makedirs(self.at("build/release"))
        shutil.copy(os.path.join(ROOT, "run"), self.at("run"))
        shutil.copy(os.path.join(ROOT, "tools/packages.sh"), self.at("tools"))
        self.put("tools/packages.txt", "# none\n")
        self.put("build/release/build.ninja", "")
        self.put("bin/cmake", "#!/bin/bash\n[ ! -e no-build ]\n", 0o755)
        self.put("build/release/jianzai", PROGRAM, 0o755)
        self.env = dict(os.environ, PATH=self.at("bin") + ":" + os.environ["PATH"])

    def at(self, name):
        return os.path.join(self.path, name)

    def put(self, name, text, mode=0o644):
        with open(self.at(name), "w") as f:
            f.write(text)
        os.chmod(self.at(name), mode)

    def calls(self):
        try:
            with open(self.at("calls")) as f:
                return f.read().splitlines()
        except FileNotFoundError:
            return []

    def run(self, *args):
        return subprocess.run(["./run", *args], cwd=self.path, env=self.env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)

    def start(self, *args):
        return subprocess.Popen(["./run", *args], cwd=self.path, env=self.env, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_for(what):
    for _ in range(200):
        if what():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def first_use_prepares_a_city_and_shows_the_worklist(h):
    done = h.run("--people", "300", "--no-serve")
    assert done.returncode == 0, done.stdout
    calls = h.calls()
    assert re.fullmatch(r"init --training --demo-staff --date \d{4}-\d\d-\d\d", calls[0]), calls
    assert re.fullmatch(r"demo --people 300 --seed 1 --date \d{4}-\d\d-\d\d", calls[1]), calls
    assert calls[2] == "day" and calls[3].startswith("matter list "), calls
    assert sorted(os.listdir(h.at("var"))) == ["jianzai.db", "keys"]
    assert not os.path.exists(h.at("var.new"))


def an_existing_store_is_migrated_and_never_made_again(h):
    os.mkdir(h.at("var"))
    h.put("var/jianzai.db", "mine")
    done = h.run("--people", "300", "--no-serve")
    assert done.returncode == 0, done.stdout
    assert h.calls()[0] == "migrate" and not any("init" in c for c in h.calls()), h.calls()
    with open(h.at("var/jianzai.db")) as f:
        assert f.read() == "mine"
    assert "is kept" in done.stdout


def a_half_made_store_is_not_taken_for_a_whole_one(h):
    h.put("die-in-demo", "")
    assert h.run("--no-serve").returncode != 0
    assert not os.path.exists(h.at("var/jianzai.db"))
    os.remove(h.at("die-in-demo"))
    assert h.run("--no-serve").returncode == 0
    assert sum("init" in c for c in h.calls()) == 2


def a_store_that_cannot_be_migrated_ends_it(h):
    os.mkdir(h.at("var"))
    h.put("var/jianzai.db", "newer")
    h.put("die-in-migrate", "")
    assert h.run("--no-serve").returncode == 3
    assert h.calls() == ["migrate"]


def a_build_that_fails_ends_it_with_its_words(h):
    h.put("no-build", "")
    done = h.run("--no-serve")
    assert done.returncode == 1 and "build failed" in done.stdout and not h.calls()


def a_second_run_prints_the_address_of_the_first(h):
    h.put("serves", "")
    first = h.start("--port", "18099")
    try:
        wait_for(lambda: any(c == "serve --port 18099" for c in h.calls()))
        second = h.run()
        assert second.returncode == 0 and "http://127.0.0.1:18099/" in second.stdout, second.stdout
    finally:
        first.send_signal(signal.SIGTERM)
        first.wait(20)
    assert h.calls()[-1] == "drained", h.calls()
    assert not os.path.exists(h.at("build/run.address"))
    assert h.run("--no-serve").returncode == 0 # the lock is free again


def wrong_arguments_are_refused(h):
    for args in (("--people", "many"), ("--people",), ("--port", "-1"), ("--else",)):
        assert h.run(*args).returncode == 2, args
    assert not h.calls()


TESTS = [first_use_prepares_a_city_and_shows_the_worklist,
         an_existing_store_is_migrated_and_never_made_again,
         a_half_made_store_is_not_taken_for_a_whole_one, a_store_that_cannot_be_migrated_ends_it,
         a_build_that_fails_ends_it_with_its_words, a_second_run_prints_the_address_of_the_first,
         wrong_arguments_are_refused]
failed = 0
for test in TESTS:
    house = House()
    try:
        test(house)
        print("ok run: " + test.__name__.replace("_", " "))
    except Exception as e:
        failed += 1
        print("not ok run: %s: %r" % (test.__name__.replace("_", " "), e))
    shutil.rmtree(house.path, ignore_errors=True)
sys.exit(1 if failed else 0)
