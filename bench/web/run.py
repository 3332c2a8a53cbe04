#!/usr/bin/env python3
"""The figures of the site, on a store of its own, load generator on the same machine:
    python3 bench/web/run.py [--people N] [--seconds S] [--idle N] [--build build/release] [PART...]
Parts: start public person certify idle import first. Prints one line a figure, with its gate;
README.md says what each is."""
import argparse
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from urllib.parse import quote

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OFFICE = "371002000000"


class Site:
    """A training store of made-up people and a server on it."""

    def __init__(self, build, people):
        self.program = os.path.join(build, "jianzai")
        self.loader = os.path.join(build, "bench", "http_load")
        self.folder = tempfile.mkdtemp(prefix="jz-bench-web-")
        self.db = f"sqlite:{self.folder}/jianzai.db"
        began = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600 - 10 * 86400))
        self.run("init", "--training", "--demo-staff", "--date", began)
        self.run("demo", "--people", str(people), "--seed", "1", "--date", began)
        self.run("day")
        self.numbers = self.find_numbers()
        self.server, self.flags = None, []

    def run(self, *args):
        return subprocess.run([self.program, *args, "--db", self.db], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()

    def find_numbers(self):
        month = time.strftime("%Y-%m", time.gmtime(time.time() + 8 * 3600))
        rows = self.run("payroll", "show", month).splitlines()[1:]
        found = dict.fromkeys(r.split(",")[1] for r in rows if r.count(",") > 3)
        return [n for n in found if re.fullmatch(r"\d{17}[\dX]", n)]

    def start(self):
        """Starts the server; seconds until the first whole page."""
        began = time.monotonic()
        unlimited = {"JIANZAI_REQUESTS_PER_MINUTE": "0", "JIANZAI_ACCOUNT_PER_MINUTE": "0"}
        self.server = subprocess.Popen([self.program, "serve", "--port", "0", *self.flags, "--db", self.db],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       env={**os.environ, **unlimited})
        line = self.server.stdout.readline().decode()
        self.port = int(re.search(r"http=http://127\.0\.0\.1:(\d+)/", line)[1])
        self.get("/")
        return time.monotonic() - began

    def stop(self):
        if self.server:
            self.server.send_signal(signal.SIGTERM)
            self.server.wait(60)
        shutil.rmtree(self.folder, ignore_errors=True)

    def get(self, path, cookie=""):
        q = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers={"Cookie": cookie})
        return urllib.request.urlopen(q, timeout=60).read().decode()

    def sign_in(self):
        code = re.search(r"\b\d{6}\b", re.sub(r"<[^>]*>", " ", self.get("/staff/sign-in")))[0]
        body = json.dumps({"user": f"clerk@{OFFICE}", "password": "jianzai-demo", "code": code})
        q = urllib.request.Request(f"http://127.0.0.1:{self.port}/api/v1/session", body.encode(),
                                   {"Content-Type": "application/json"})
        with urllib.request.urlopen(q, timeout=60) as r:
            self.cookie = r.headers["Set-Cookie"].split(";")[0]
            self.token = json.load(r)["token"]

    # --- requests as they go over the line ---

    def text(self, method, path, body=None, kind="application/json"):
        head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nCookie: {self.cookie}\r\n"
        if body is None:
            return head + "\r\n"
        return (f"{head}X-Token: {self.token}\r\nContent-Type: {kind}\r\n"
                f"Content-Length: {len(body.encode())}\r\n\r\n{body}")

    def json_text(self, path, number, **more):
        return self.text("POST", path, json.dumps({"number": number, **more}))

    def load(self, requests, *flags, save=False):
        """Figures of a run; with save the answers too."""
        path, kept = f"{self.folder}/requests", f"{self.folder}/answers"
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write("".join(r + "\0" for r in requests))
        done = subprocess.run([self.loader, str(self.port), path, *flags,
                               *(["--save", kept] if save else [])],
                              stdout=subprocess.PIPE, check=False)
        found = {k: float(v) for k, v in re.findall(r"(\w+)=([\d.]+)", done.stdout.decode())}
        if done.returncode not in (0, 1) or not found:
            raise SystemExit("http_load failed")
        if save:
            with open(kept, encoding="utf-8", newline="") as f:
                found["answers"] = f.read().split("\0")[:-1]
        return found


def say(name, figure, gate, more=""):
    print(f"{name}: {figure} (gate {gate}){' ' + more if more else ''}", flush=True)


def public(site, a):
    page = "GET / HTTP/1.1\r\nHost: bench\r\n\r\n"
    f = site.load([page], "--seconds", str(a.seconds))
    say("public page", f"{f['rate']:.0f}/s", ">= 20000/s", f"p99 {f['p99_ms']:.1f} ms, bad {f['bad']:.0f}")


def person(site, a):
    requests = [site.json_text("/api/v1/person", n, purpose="bench") for n in site.numbers]
    f = site.load(requests, "--seconds", str(a.seconds))
    say("person by number, read in the log", f"{f['rate']:.0f}/s", ">= 5000/s, aim 12000/s",
        f"p99 {f['p99_ms']:.1f} ms, bad {f['bad']:.0f}")
    f = site.load(requests, "--seconds", str(a.seconds), "--rate", "2000")
    say("the same at a fixed 2000/s", f"p99 {f['p99_ms']:.1f} ms", "< 20 ms",
        f"p50 {f['p50_ms']:.1f} ms, reached {f['rate']:.0f}/s, bad {f['bad']:.0f}")


def form_rate(site, numbers):
    """Number, card, confirmation, as a clerk's browser sends them; the waiting of a person between card and
    confirmation (600 ms at least) is left out."""
    form = "application/x-www-form-urlencoded"
    asked = site.load([site.text("POST", "/staff/counter", f"token={site.token}&number={n}", form)
                       for n in numbers], save=True)
    places = [re.search(r"^Location: (\S+)", t, re.M)[1] for t in asked["answers"]]
    cards = site.load([site.text("GET", p) for p in places], save=True)
    bodies = []
    for t in cards["answers"]:
        shown = re.search(r'name="shown" value="([^"]+)"', t)
        who = re.search(r'name="person" value="([^"]+)"', t)
        if shown and who:
            bodies.append(f"token={site.token}&person={who[1]}&shown={quote(shown[1])}")
    time.sleep(0.7)
    confirmed = site.load([site.text("POST", "/staff/counter/confirm", b, form) for b in bodies], save=True)
    seconds = asked["seconds"] + cards["seconds"] + confirmed["seconds"]
    return len(bodies) / seconds, len(bodies) / confirmed["seconds"], confirmed["bad"]


def certify(site, a):
    os.makedirs(f"{site.folder}/store")
    out = subprocess.run([os.path.join(a.build, "bench", "bench_store"), "--people", str(a.people),
                          "--folder", f"{site.folder}/store", "--rounds", "1", "--seconds", str(a.seconds),
                          "store"], stdout=subprocess.PIPE, check=True).stdout.decode()
    store = float(re.search(r"store, certifications/s ([\d.]+)", out)[1])
    half = len(site.numbers) // 2
    f = site.load([site.json_text("/api/v1/certification", n, way=1) for n in site.numbers[:half]], "--once")
    say("certifications through JSON", f"{f['rate']:.0f}/s, {f['rate'] / store:.2f} of the store's {store:.0f}/s",
        ">= 0.50", f"p99 {f['p99_ms']:.1f} ms, {f['done']:.0f} of them, bad {f['bad']:.0f}")
    rate, confirm, bad = form_rate(site, site.numbers[half:])
    say("certifications through the form", f"{confirm:.0f}/s the confirmation, {confirm / store:.2f} of the store's",
        ">= 0.50", f"with number and card {rate:.0f} people/s, bad {bad:.0f}")


def memory_kb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read())[1])


def idle(site, a):
    requests = [site.json_text("/api/v1/person", n, purpose="bench") for n in site.numbers[:2000]]
    alone = site.load(requests, "--seconds", str(a.seconds), "--rate", "200", "--connections", "8")
    before, open_ones = memory_kb(site.server.pid), []
    for _ in range(a.idle):
        s = socket.create_connection(("127.0.0.1", site.port))
        s.sendall(b"GET /help HTTP/1.1\r\nHost: bench\r\n\r\n")
        open_ones.append(s)
        s.recv(65536)
    after = memory_kb(site.server.pid)
    beside = site.load(requests, "--seconds", str(a.seconds), "--rate", "200", "--connections", "8")
    for s in open_ones:
        s.close()
    say(f"{a.idle} idle connections", f"{(after - before) / 1024:.0f} MB more, {after / 1024:.0f} MB in all",
        "<= 180 MB at 10000", f"p99 beside them {beside['p99_ms']:.1f} ms, alone {alone['p99_ms']:.1f} ms")


def start_import(site, rows, seed):
    roster = f"{site.folder}/roster{seed}.csv"
    with open(roster, "wb") as f:
        subprocess.run([sys.executable, os.path.join(ROOT, "bench/app/gen_roster.py"), str(rows), str(seed)],
                       stdout=f, check=True)
    return subprocess.Popen([site.program, "import", "roster", roster, "--as", "manager@371000000000",
                             "--purpose", "bench", "--db", site.db], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def first(site, a):
    """One certification at a time, each after a stretch in which the import was alone."""
    began, waits = time.monotonic(), []
    job = start_import(site, a.rows, 8)
    for n in site.numbers:
        time.sleep(5.5 + 0.137 * (len(waits) % 8))  # longer than the writer remembers company; never in step with it
        if job.poll() is not None:
            break
        q = urllib.request.Request(f"http://127.0.0.1:{site.port}/api/v1/certification",
                                   json.dumps({"number": n, "way": 1}).encode(),
                                   {"Content-Type": "application/json", "Cookie": site.cookie, "X-Token": site.token})
        asked = time.monotonic()
        urllib.request.urlopen(q, timeout=60).read()
        waits.append((time.monotonic() - asked) * 1000)
    job.communicate()
    waits.sort()
    longest = f"longest {waits[-1]:.0f} ms" if waits else "none: more --rows"
    every = " ".join(f"{w:.0f}" for w in waits)
    say("the first after a quiet stretch beside an import", longest, "<= 100 ms",
        f"{len(waits)} of them: {every}; the import took {time.monotonic() - began:.1f} s")


def importing(site, a):
    requests = [site.json_text("/api/v1/certification", n, way=1) for n in site.numbers]
    rate = ("--rate", "50", "--connections", "16")
    alone = site.load(requests, "--seconds", str(a.seconds), *rate)
    job = start_import(site, a.rows, 7)
    time.sleep(1)
    beside = site.load(requests, "--seconds", str(a.seconds), *rate)
    running = job.poll() is None
    job.communicate()
    say("counter at 50/s beside an import", f"p99 {beside['p99_ms']:.1f} ms, alone {alone['p99_ms']:.1f} ms",
        "moved by <= 100 ms",
        f"p50 {beside['p50_ms']:.1f} ms, longest {beside['max_ms']:.0f} ms" if running
        else "the import ended before the measuring: more --rows")


PARTS = {"public": public, "person": person, "idle": idle, "import": importing, "first": first, "certify": certify}


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--people", type=int, default=50000)
    p.add_argument("--seconds", type=float, default=5)
    p.add_argument("--idle", type=int, default=10000)
    p.add_argument("--rows", type=int, default=200000)
    p.add_argument("--build", default=os.path.join(ROOT, "build/release"))
    p.add_argument("--workers", help="threads that may wait for the store")
    p.add_argument("--soak", action="store_true", help="a million people, a minute each")
    p.add_argument("parts", nargs="*")
    a = p.parse_args()
    if a.soak:
        a.people, a.seconds, a.rows = 1000000, 60, 1000000
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    site = Site(os.path.abspath(a.build), a.people)
    site.flags = ["--workers", a.workers] if a.workers else []
    try:
        first = site.start()
        if not a.parts or "start" in a.parts:
            say("start to first page", f"{first:.2f} s", "< 1 s")
        site.sign_in()
        for name, part in PARTS.items():
            if not a.parts or name in a.parts:
                part(site, a)
    finally:
        site.stop()


main()
