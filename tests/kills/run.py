"""run.py [KILLS]: kills the store in mid-load, again and again, on SQLite and on PostgreSQL.

After each kill the load begins again where each worker was in doubt, with the same request ids.
At the end nothing that was acknowledged may be missing, nothing may be there twice, at most one job
of each worker may be there without having been acknowledged, and the log must be whole and have one
entry for each job.
"""
import collections
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOAD = os.path.join(os.environ.get("BUILD", os.path.join(ROOT, "build/dev")), "tests", "kills_load")
PG = os.environ.get("JIANZAI_TEST_PG", "")
WORKER = 1000000000
WORKERS = 16


def call(mode, url, keys, *more):
    return subprocess.run([LOAD, mode, url, keys, *more], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=300)


def database(name):
    """A database of its own on the server of JIANZAI_TEST_PG."""
    subprocess.run(["psql", PG, "-qc", "CREATE DATABASE " + name], check=True,
                   stdout=subprocess.DEVNULL)
    head, tail = PG.split("///", 1)
    return head + "///" + name + "?" + tail.split("?", 1)[1]


def killed_once(url, keys, following, luck):
    """Runs the load, kills it after a while, returns what it acknowledged."""
    child = subprocess.Popen([LOAD, "load", url, keys] + [str(n) for n in following],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    lines = []
    reader = threading.Thread(target=lambda: lines.extend(child.stdout))
    reader.start()
    for _ in range(600): # the killing begins once it works
        if lines or child.poll() is not None:
            break
        time.sleep(0.05)
    time.sleep(luck.uniform(0.01, 0.5))
    if child.poll() is not None:
        reader.join()
        raise AssertionError("the load ended by itself: " + child.stderr.read()[-400:])
    child.kill()
    child.wait()
    reader.join()
    return [int(line) for line in lines if line.endswith("\n")]


def judge(url, keys, acknowledged, following):
    done = call("show", url, keys)
    assert done.returncode == 0, done.stdout[-400:]
    rows = collections.Counter(int(l[4:]) for l in done.stdout.splitlines() if l.startswith("row "))
    twice = [n for n, count in rows.items() if count > 1]
    assert not twice, "there twice: %s" % twice[:5]
    lost = [n for n in acknowledged if n not in rows]
    assert not lost, "acknowledged and lost: %d, such as %s" % (len(lost), lost[:5])
    doubt = set(following)
    foreign = [n for n in rows if n not in acknowledged and n not in doubt]
    assert not foreign, "never asked for: %s" % foreign[:5]
    entries = int(done.stdout.rsplit("audit ", 1)[1])
    assert entries == len(rows), "%d jobs, %d entries in the log" % (len(rows), entries)


def kills(url, keys, count, luck):
    made = call("create", url, keys)
    assert made.returncode == 0, made.stdout
    following = [(w + 1) * WORKER for w in range(WORKERS)]
    acknowledged = set()
    for i in range(count):
        got = killed_once(url, keys, following, luck)
        assert not acknowledged.intersection(got), "acknowledged twice"
        acknowledged.update(got)
        for n in got:
            w = n // WORKER - 1
            following[w] = max(following[w], n + 1)
        if i % 20 == 19 or i == count - 1:
            judge(url, keys, acknowledged, following)
    return len(acknowledged)


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    folder = tempfile.mkdtemp()
    name = "jz_kills_%d" % os.getpid()
    failed = 0
    if not os.access(LOAD, os.X_OK):
        print("not ok kills: %s is not there" % LOAD)
        return 1
    for backend in ("sqlite", "postgresql"):
        try:
            if backend == "postgresql" and not PG:
                raise AssertionError("JIANZAI_TEST_PG is not set")
            url = database(name) if backend == "postgresql" else "sqlite:%s/kills.db" % folder
            jobs = kills(url, os.path.join(folder, backend), count, random.Random(20241123))
            print("ok kills on %s: %d, %d jobs acknowledged, none lost or doubled" % (backend, count, jobs))
        except Exception as e:
            failed += 1
            print("not ok kills on %s: %s" % (backend, e))
        sys.stdout.flush()
    if PG:
        subprocess.run(["psql", PG, "-qc", "DROP DATABASE IF EXISTS %s WITH (FORCE)" % name],
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


sys.exit(main())
