#!/usr/bin/env python3
"""The command line beside a server and beside other commands: architecture.md, docs/handover.md."""
import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request

from harness import (CITY, HC, PROGRAM, Fail, eq, has, inited, main, matches, number, on, row, then,
                     true)

PEOPLE = [number(200 + i) for i in range(64)]
READY = re.compile(r"^ready pid=(\d+) http=(\S+)(?: socket=(\S+))?", re.M)


@then(inited("2024-01-02"), "64 people")
def PEOPLED(w):
    w.roster([row(n, f"人{i}", "2023-03-01") for i, n in enumerate(PEOPLE)])


class Served:
    """A server on the world's store, for a with statement."""

    def __init__(self, w):
        self.w = w

    def __enter__(self):
        self.server = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--db", self.w.url], cwd=self.w.folder,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                       env=self.w.env())
        self.line = self.server.stdout.readline().decode()
        if not READY.match(self.line):
            self.server.kill()
            raise Fail(f"no ready line: {self.line!r} {self.server.stderr.read()!r}")
        self.http, self.socket = READY.match(self.line).group(2, 3)
        return self

    def __exit__(self, *_):
        if self.server.poll() is None:
            self.server.kill()
        self.server.wait()
        self.server.stdout.close()
        self.server.stderr.close()

    def stop(self):
        self.server.send_signal(signal.SIGTERM)
        self.server.wait(60)
        return self.server.returncode


def clients(w, calls):
    """All calls at once; their (code, stdout, stderr) in order."""
    started = [w.start(*c) for c in calls]
    out = []
    for p in started:
        o, e = p.communicate(timeout=120)
        out.append((p.returncode, o.decode(), e.decode()))
    return out


def hold(w):
    """What a short command does to the file: its lock, for as long as the result lives."""
    f = open(w.path("var/jianzai.db.lock"), "r+")
    fcntl.flock(f, fcntl.LOCK_EX)
    return f


@on(PEOPLED, "sqlite")
def test_64_certify_beside_a_server(w):
    direct = w.certify(PEOPLE[0]).out
    w.date = "2024-01-03"
    with Served(w) as s:
        answers = clients(w, [("certify", n, "--way", 1, "--agency", HC, "--as", f"clerk@{HC}",
                               "--purpose", "认证") for n in PEOPLE])
        eq([c for c, _, _ in answers], [0] * 64, "exit codes " + answers[0][2])
        for _, out, _ in answers:
            eq(re.sub(r"\d{10,}", "N", out.replace("2025-01-03", "2025-01-02")),
               re.sub(r"\d{10,}", "N", direct.replace("2025-01-03", "2025-01-02")))
        eq(len({out for _, out, _ in answers}), 64, "references differ")
        eq(s.stop(), 0, "server")
    for n in PEOPLE:
        held = [c["held_on"] for c in w.person(n)["certifications"]]
        eq(held.count("2024-01-03"), 1, n)
    w.run("audit", "verify")
    w.run("check")


@on(PEOPLED, "sqlite")
def test_every_answer_is_the_direct_one(w):
    who = ("--as", f"manager@{CITY}", "--purpose", "核对")
    calls = [
        ("person", "show", PEOPLE[1], "--json", *who), ("person", "show", PEOPLE[1], *who),
        ("matter", "list", "--json", *who), ("payroll", "show", "2024-01", *who),
        ("person", "show", number(999), *who), ("certify", PEOPLE[1], *who),
        ("certify", PEOPLE[1], "--way", 1, "--agency", CITY, "--as", "nobody", "--purpose", "x"),
        ("person", "show"), ("matter", "frob"), ("day", "--date", "2024-13-01"),
        ("law", "explain", "12345", *who), ("check",),
    ]
    direct = [w.run(*c, code=None) for c in calls]
    with Served(w):
        for call, want in zip(calls, direct):
            got = w.run(*call, code=None)
            eq((got.code, got.out, got.err), (want.code, want.out, want.err), " ".join(map(str, call)))


@on(PEOPLED, "sqlite")
def test_files_are_the_clients(w):
    """A roster by a relative name from another folder, with an error file of a relative name."""
    from harness import write_csv
    os.mkdir(w.path("office"))
    write_csv(w.path("office/r.csv"), [row(number(300), "新人"), row("123", "错人")])
    cmd = [PROGRAM, "import", "roster", "r.csv", "--errors", "bad.csv", "--as", f"manager@{CITY}",
           "--purpose", "导入", "--date", w.date, "--db", f"sqlite:{w.path('var/jianzai.db')}"]
    with Served(w):
        done = subprocess.run(cmd, cwd=w.path("office"), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=w.env(), check=False)
        eq(done.returncode, 4, done.stderr.decode())
        has(done.stdout.decode(), "rows=2 new=1", "refused=1")
        true(os.path.exists(w.path("office/bad.csv")), "the error file is beside the client")
        w.run("backup", "copy")
        true(os.path.exists(w.path("copy/jianzai.db")), "the backup is beside the client")
        w.run("import", "roster", "/dev/stdin", "--as", f"manager@{CITY}", "--purpose", "x", code=2)


@on(PEOPLED, "sqlite")
def test_each_request_has_its_own_day(w):
    """A training store: every client's --date, at the same time."""
    days = ["2024-01-%02d" % d for d in range(3, 23)]
    with Served(w):
        answers = clients(w, [("certify", PEOPLE[i], "--way", 1, "--agency", HC, "--as",
                               f"clerk@{HC}", "--purpose", "认证", "--date", d)
                              for i, d in enumerate(days)])
        eq([c for c, _, _ in answers], [0] * len(days))
        for i, d in enumerate(days):
            w.date = d
            held = [c["held_on"] for c in w.person(PEOPLE[i])["certifications"]]
            true(d in held, f"{d} in {held}")


@on(PEOPLED, "sqlite")
def test_the_night_beside_readers(w):
    """Catching up many days changes the day of nobody else."""
    with Served(w):
        night = w.start("day", "--date", "2024-07-01")
        for _ in range(5):
            r = w.run("certify", PEOPLE[0], "--way", 1, "--agency", HC, "--as", f"clerk@{HC}",
                      "--purpose", "认证", "--date", "2024-01-05", "--json")
            eq(r.json()["held_on"], "2024-01-05")
        out, err = night.communicate(timeout=120)
        eq(night.returncode, 0, err.decode())
        has(out.decode(), "days=182")
        two = clients(w, [("day", "--date", "2024-07-03"), ("day", "--date", "2024-07-03")])
        eq(sorted(re.search(r"days=(\d+)", o).group(1) for _, o, _ in two), ["0", "2"], str(two))
    w.run("check", date="2024-07-03")


@then(inited("2024-06-03"), "one person due")
def DUE(w):
    w.roster([row(PEOPLE[0], "张建国", "2023-06-01")])


@on(DUE, "sqlite")
def test_a_calendar_imported_beside_a_server_counts_at_once(w):
    with open(w.path("c.csv"), "w", encoding="utf-8") as f:
        f.write("date,day,name\n2024-06-05,holiday,市民节\n")
    with Served(w):
        w.run("import", "calendar", "c.csv", "--as", "sysadmin", "--purpose", "更新")
        w.day("2024-06-04")
        eq(w.matter(PEOPLE[0], "suspension")["due_on"], "2024-06-07")


@on(DUE)
def test_a_parameter_released_by_another_process_counts_at_once(w):
    """On PostgreSQL the command line connects by itself: the server sees it by the law's version."""
    def front(s):
        with urllib.request.urlopen(s.http if s.http.startswith("http") else f"http://{s.http}/", timeout=30) as r:
            return r.read().decode()

    r = w.run("law", "propose", "cycle.months", "6", "--from", "2024-06-03", "--citation",
              "威人社发〔2024〕9号第三条", "--reason", "缩短周期", "--as", f"clerk@{CITY}", "--purpose", "参数变更")
    matter = re.search(r"matter=(\d+)", r.out).group(1)
    w.move(matter, "decide", f"reviewer@{CITY}")
    with Served(w) as s:
        has(front(s), "每 12 个月")
        w.move(matter, "release", f"manager@{CITY}")
        has(front(s), "每 6 个月")


@on(PEOPLED, "sqlite")
def test_killed_server_leaves_the_file_usable(w):
    with Served(w) as s:
        w.certify(PEOPLE[0], date="2024-01-03")
        s.server.kill()
        s.server.wait()
        true(os.path.exists(s.socket), "a stale socket stays")
        w.certify(PEOPLE[1], date="2024-01-03")
    with Served(w) as s:
        w.certify(PEOPLE[2], date="2024-01-03")
        eq(s.stop(), 0)
        true(not os.path.exists(s.socket), "the socket goes with the server")
    w.run("audit", "verify")


@on(PEOPLED, "sqlite")
def test_killed_with_clients_loses_nothing_acknowledged(w):
    for round_ in range(3):
        w.date = "2024-02-0%d" % (round_ + 1)
        with Served(w) as s:
            started = [w.start("certify", n, "--way", 1, "--agency", HC, "--as", f"clerk@{HC}",
                               "--purpose", "认证") for n in PEOPLE[:32]]
            time.sleep(0.05 * (round_ + 1))
            s.server.kill()
            codes = []
            for p in started:
                p.communicate(timeout=120)
                codes.append(p.returncode)
        true(set(codes) <= {0, 1, 75}, f"codes {set(codes)}")
        for n, code in zip(PEOPLE, codes):
            held = [c["held_on"] for c in w.person(n)["certifications"]]
            if code == 0:
                eq(held.count(w.date), 1, "acknowledged")
            true(held.count(w.date) <= 1, "not doubled")
    w.run("audit", "verify")
    w.run("check")


@on(PEOPLED, "sqlite")
def test_second_server_names_the_first(w):
    with Served(w) as s:
        r = w.run("serve")
        eq(r.out, s.line)
        has(r.err, "已有服务")


@on(PEOPLED, "sqlite")
def test_init_beside_a_holder(w):
    with Served(w):
        has(w.run("init", code=3).err, "不能在它上面建库")
    f = hold(w)
    has(w.run("init", code=3).err, "不能在它上面建库")
    f.close()


@on(PEOPLED, "sqlite")
def test_a_short_holder_is_waited_for(w):
    f = hold(w)
    p = w.start("check")
    time.sleep(0.5)
    true(p.poll() is None, "it waits")
    f.close()
    out, err = p.communicate(timeout=30)
    eq(p.returncode, 0, err.decode())
    has(out.decode(), "breaks=0")
    answers = clients(w, [("matter", "list", "--as", f"manager@{CITY}", "--purpose", "x")] * 8)
    eq([c for c, _, _ in answers], [0] * 8)


@on(PEOPLED, "sqlite")
def test_a_long_holder_is_told(w):
    f = hold(w)
    began = time.time()
    r = w.run("check", code=75, env={"JIANZAI_BUSY_MS": "700"})
    true(0.6 < time.time() - began < 5, "as long as busy_ms says")
    has(r.err, "正由进程")
    f.close()


@on(PEOPLED, "sqlite")
def test_stopping_finishes_what_runs(w):
    with Served(w) as s:
        night = w.start("day", "--date", "2024-12-30")
        time.sleep(0.3)
        s.server.send_signal(signal.SIGTERM)
        out, err = night.communicate(timeout=120)
        eq(night.returncode, 0, err.decode())
        has(out.decode(), "days=364")
        s.server.wait(60)
        eq(s.server.returncode, 0)
    w.run("check", date="2024-12-30")


@on(PEOPLED, "sqlite")
def test_the_socket_is_private(w):
    with Served(w) as s:
        eq(os.stat(s.socket).st_mode & 0o777, 0o600)
        if os.geteuid() == 0:
            os.chmod(s.socket, 0o666)
            os.chmod(w.path("var"), 0o755)

            def other():
                os.setuid(65534)
            code = ("import socket,sys\nc=socket.socket(socket.AF_UNIX)\nc.connect(sys.argv[1])\n"
                    "c.sendall(b'Q\\0\\0\\0\\x0dJZH1\\2\\0\\0\\0\\0\\0\\0\\1/')\n"
                    "sys.stdout.buffer.write(c.recv(99))\n")
            done = subprocess.run(["python3", "-c", code, s.socket], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, preexec_fn=other, check=False)
            eq(done.stdout, b"", "another user hears nothing")


@on(PEOPLED, "sqlite")
def test_a_foreign_protocol_is_refused(w):
    with Served(w) as s:
        c = socket.socket(socket.AF_UNIX)
        c.connect(s.socket)
        c.sendall(b"Q\0\0\0\x0cJZH9\1\0\0\0\0\0\0\0")
        eq(c.makefile("rb").read(), b"R\0\0\0\1\3", "and then the end")
        c.close()
        w.run("check")


@on(PEOPLED, "sqlite")
def test_a_store_in_a_deep_folder(w):
    deep = w.path("/".join(["d" * 60] * 3))
    os.makedirs(deep)
    shutil.copytree(w.path("var"), deep + "/var")
    w.url = f"sqlite:{deep}/var/jianzai.db"
    with Served(w) as s:
        w.certify(PEOPLE[0])
        eq(s.stop(), 0)


@on(PEOPLED, "pg")
def test_on_postgresql_everybody_connects(w):
    server = subprocess.Popen([PROGRAM, "serve", "--port", "0", "--db", w.url], cwd=w.folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=w.env())
    try:
        matches(server.stdout.readline().decode(), r"^ready pid=\d+ http=\S+\n$")
        answers = clients(w, [("certify", n, "--way", 1, "--agency", HC, "--as", f"clerk@{HC}",
                               "--purpose", "认证") for n in PEOPLE[:8]])
        eq([c for c, _, _ in answers], [0] * 8, answers[0][2])
        server.send_signal(signal.SIGTERM)
        eq(server.wait(30), 0)
    finally:
        server.kill()
        server.communicate()


if __name__ == "__main__":
    main(globals())
