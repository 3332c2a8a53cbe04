"""Black-box tests of the program: a temporary store per test, TAP-like lines, exit 1 on failure.

The program comes from JIANZAI (default build/dev/jianzai).  Every test runs on SQLite and, when
JIANZAI_TEST_PG holds the base URL of a PostgreSQL server, again on a fresh database there.
A file prepares each kind of store once (see `store`) and every test works on a copy.
"""
import csv
import datetime as dt
import functools
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from decimal import Decimal
from urllib.parse import urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PROGRAM = os.path.abspath(os.environ.get("JIANZAI", os.path.join(ROOT, "build/dev/jianzai")))
PG = os.environ.get("JIANZAI_TEST_PG", "")
CITY, HC, WD, RC = "371000000000", "371002000000", "371003000000", "371082000000"
TOWN = "371002001000"
TIMEOUT = 120
_serial = itertools.count(1)
_stores = {}


class Fail(Exception):
    """A behaviour that differs from the readings."""


def eq(got, want, what=""):
    if got != want:
        raise Fail(f"{what}: got {got!r}, want {want!r}".lstrip(": "))


def true(condition, what):
    if not condition:
        raise Fail(what)


def has(text, *parts):
    for part in parts:
        if part not in text:
            raise Fail(f"{part!r} not in {text[:600]!r}")


def matches(text, pattern):
    if not re.search(pattern, text, re.S):
        raise Fail(f"no /{pattern}/ in {text[:600]!r}")


class Result:
    """What one call of the program left: exit code, stdout, stderr."""

    def __init__(self, args, done):
        self.args = args
        self.code = done.returncode
        self.out = done.stdout.decode("utf-8-sig", "replace")
        self.err = done.stderr.decode("utf-8", "replace")
        self.both = self.out + "\n" + self.err

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError as e:
            raise Fail(f"not JSON ({e}): {' '.join(self.args)} → {self.out[:300]!r}") from e

    def counts(self):
        """{name: n} out of name=n pairs on stdout (or an object with --json)."""
        return {k: int(v) for k, v in re.findall(r"([^\s=:,;]+)\s*[=:]\s*(\d+)", self.out)}


class World:
    """One store in one folder, and the words of the command line."""

    def __init__(self, folder, backend, url):
        self.folder, self.backend, self.url = folder, backend, url
        self.date = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def env(self):
        """Nothing of the caller's settings; home and the keys of a PostgreSQL store in here."""
        clean = {k: v for k, v in os.environ.items() if not k.startswith("JIANZAI")}
        return {**clean, "HOME": self.folder, "JIANZAI_KEYS": self.path("var/keys")}

    def run(self, *args, code=0, stdin=None, env=None, preexec=None, db=True, date=None):
        """Run a subcommand; `code` is the wanted exit code, a tuple of them, or None for any."""
        args = [str(a) for a in args]
        when = date or self.date
        if self.date and date and date > self.date:
            self.date = date  # time only moves on: what follows happens on that day or later
        if when and "--date" not in args and db:
            args += ["--date", when]
        if db and "--db" not in args:
            args += ["--db", self.url]
        full = {**self.env(), **(env or {})}
        try:
            done = subprocess.run([PROGRAM] + args, cwd=self.folder, input=stdin, timeout=TIMEOUT,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=full,
                                  preexec_fn=preexec, check=False)
        except subprocess.TimeoutExpired as e:
            raise Fail(f"no answer in {TIMEOUT} s: {' '.join(args)}") from e
        r = Result(args, done)
        if r.code < 0:
            raise Fail(f"killed by signal {-r.code}: {' '.join(args)}: {r.err[-400:]}")
        wanted = (code,) if isinstance(code, int) else code
        if wanted is not None and r.code not in wanted:
            raise Fail(f"exit {r.code}, want {code}: {' '.join(args)}: {r.both.strip()[-500:]}")
        return r

    def start(self, *args):
        """Start a call beside others; returns the process."""
        cmd = [PROGRAM] + [str(a) for a in args] + ["--db", self.url]
        if self.date and "--date" not in cmd:
            cmd += ["--date", self.date]
        return subprocess.Popen(cmd, cwd=self.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=self.env())

    def finish(self, jobs):
        """Wait for calls started side by side; one told 75 is called again, as a script would."""
        for again, p in jobs:
            _, err = p.communicate(timeout=TIMEOUT)
            for _ in range(20):
                if p.returncode != 75:
                    break
                time.sleep(0.2)
                p = self.start(*again)
                _, err = p.communicate(timeout=TIMEOUT)
            if p.returncode:
                raise Fail(f"exit {p.returncode}: {err.decode('utf-8', 'replace')[-300:]}")

    def letter(self, matter, num):
        """The last letter of a matter: `matter show`, else the notices in the person's file."""
        who = ("--as", f"manager@{CITY}", "--purpose", "核对")
        r = self.run("matter", "show", matter["id"], *who, code=None)
        if r.code == 0 and "复议" in r.out:
            return r.out
        found = [n["text"] for n in self.person(num).get("notices", []) if n["kind"] == "letter"
                 and str(matter["id"]) in n["about"]]
        if not found:
            raise Fail("no letter about the matter")
        return found[-1]

    # --- words of the trade ------------------------------------------------------------------

    def day(self, date, **more):
        self.date = date
        return self.run("day", **more)

    def certify(self, number, agency=HC, way=1, who=None, **more):
        who = who or f"clerk@{agency}"
        return self.run("certify", number, "--way", way, "--agency", agency, "--as", who,
                        "--purpose", "认证", **more)

    def person(self, number, *args, who=f"manager@{CITY}", **more):
        return self.run("person", "show", number, "--json", "--as", who, "--purpose", "核对",
                        *args, **more).json()

    def matters(self, number=None, kind=None, state=None, agency=None, who=f"manager@{CITY}"):
        args = ["matter", "list", "--json", "--as", who, "--purpose", "核对"]
        for flag, value in (("--number", number), ("--kind", kind), ("--state", state),
                            ("--agency", agency)):
            if value:
                args += [flag, value]
        return self.run(*args).json()

    def matter(self, number, kind):
        """The one matter of that kind about the person."""
        found = self.matters(number, kind)
        if len(found) != 1:
            raise Fail(f"{len(found)} matters of kind {kind}, want 1: {found!r}")
        return found[0]

    def move(self, matter, event, who=f"clerk@{HC}", date=None, code=0, reason="依据材料核实"):
        if date:
            self.date = date
        ident = matter["id"] if isinstance(matter, dict) else matter
        return self.run("matter", "move", ident, event, "--as", who, "--purpose", "办理",
                        "--reason", reason, code=code)

    def brought(self, kind, number, who=f"clerk@{HC}", code=0, agency=None, date=None, **fields):
        """`matter open`: what somebody brings to an agency, its facts by name; the answer, or the
        refusal where another exit code is wanted."""
        if date:
            self.date = date
        args = ["matter", "open", kind, number, "--json", "--as", who, "--purpose", "受理"]
        if agency:
            args += ["--agency", agency]
        for name, value in fields.items():
            args += ["--field", f"{name}={value}"]
        r = self.run(*args, code=code)
        return r.json() if r.code == 0 else r

    def step(self, matter, event, who=f"clerk@{HC}", code=0, date=None, on=None, **fields):
        """`matter move` with facts by name."""
        if date:
            self.date = date
        args = ["matter", "move", matter["id"], event, "--as", who, "--purpose", "办理", "--reason",
                "依据材料核实"] + (["--on", on] if on else [])
        for name, value in fields.items():
            args += ["--field", f"{name}={value}"]
        return self.run(*args, code=code)

    def state(self, matter, who=f"manager@{CITY}"):
        return self.run("matter", "show", matter["id"], "--json", "--as", who, "--purpose",
                        "核对").json()

    def on_file(self, matter, payer=HC):
        """What 条例 art. 26 asks for before an adverse release."""
        self.move(matter, "compare", f"clerk@{payer}", reason="已比对国家人口库，无结果")
        self.move(matter, "contact", f"clerk@{payer}", reason="电话及入户均未联系上")

    def adverse(self, matter, payer=HC, released=None, decider=None, releaser=None):
        """On file, decided by one, released by another."""
        self.on_file(matter, payer)
        self.move(matter, "decide", decider or f"clerk@{payer}")
        self.move(matter, "release", releaser or f"reviewer@{payer}", date=released)

    def kindly(self, matter, payer=HC, released=None, releaser=None):
        """A matter in the person's favour: decided and released."""
        self.move(matter, "decide", f"clerk@{payer}")
        self.move(matter, "release", releaser or f"reviewer@{payer}", date=released)

    def pay(self, month, name=None, who=f"manager@{CITY}", date=None):
        """Rows of a month's payroll as dicts with Decimal amounts, all runs of it."""
        r = self.run("payroll", "show", month, "--as", who, "--purpose", "核对", date=date)
        rows = list(csv.DictReader(io.StringIO(r.out.lstrip("\ufeff"))))
        for row in rows:
            for key in ("应发", "补发", "扣回", "实发"):
                if key not in row:
                    raise Fail(f"no column {key} in payroll: {r.out[:200]!r}")
                row[key] = Decimal((row[key] or "0").replace(",", ""))
        return [x for x in rows if name is None or x["姓名"] == name]

    def paid(self, month, name, date=None):
        """(应发, 补发, 扣回, 实发) summed over the runs of the month, as strings."""
        rows = self.pay(month, name, date=date)
        return tuple(f"{sum((r[k] for r in rows), Decimal(0)):.2f}"
                     for k in ("应发", "补发", "扣回", "实发"))

    def months(self, number, field, **more):
        """{month: 分} of one field of the month ledger where it is not zero."""
        out = {}
        for row in self.person(number, **more)["months"]:
            if row[field]:
                out[row["month"]] = out.get(row["month"], 0) + row[field]
        return out

    def roster(self, rows, name="roster.csv", encoding="utf-8", code=0, extra=(), **more):
        write_csv(self.path(name), rows, encoding)
        return self.run("import", "roster", name, "--as", f"manager@{CITY}", "--purpose", "导入",
                        *extra, code=code, **more)

    def sql(self, statement):
        """Look at (or spoil) the store behind the program's back; rows of a select."""
        if self.backend == "sqlite":
            import sqlite3
            con = sqlite3.connect(self.path("var/jianzai.db"), timeout=10)
            try:
                rows = con.execute(statement).fetchall()
                con.commit()
                return rows
            finally:
                con.close()
        out = psql(self.url, statement)
        return [tuple(int(v) if re.fullmatch(r"-?\d+", v) else v for v in line.split("\x1f"))
                for line in out.splitlines() if line]


# --- rows of a roster ------------------------------------------------------------------------

COLUMNS = ["社会保障号码", "姓名", "待遇类别", "待遇发放地", "月标准", "起始年月", "居住地", "联系电话",
           "上次认证日期", "上次认证方式", "关联人号码", "关系", "金额构成", "鉴定有效期", "备注"]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(n, birth="19580312", place="371002"):
    """A made-up number that checks; n is its sequence."""
    body = f"{place}{birth}{n:03d}"
    return body + "10X98765432"[sum(w * int(c) for w, c in zip(WEIGHTS, body)) % 11]


def row(num, name, last="", kind="职工养老", payer=HC, amount="3210.55", start="2015-01",
        lives=TOWN, **more):
    base = {"社会保障号码": num, "姓名": name, "待遇类别": kind, "待遇发放地": payer, "月标准": amount,
            "起始年月": start, "居住地": lives, "上次认证日期": last}
    base.update(more)
    return base


def write_csv(path, rows, encoding="utf-8", header=None):
    header = header or [c for c in COLUMNS if any(r.get(c) for r in rows)
                        or COLUMNS.index(c) < 7]
    text = io.StringIO()
    out = csv.DictWriter(text, header, extrasaction="ignore", lineterminator="\r\n")
    out.writeheader()
    out.writerows(rows)
    with open(path, "wb") as f:
        f.write(text.getvalue().encode(encoding))


# --- stores ----------------------------------------------------------------------------------


def psql(url, statement):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\x1f", "-v", "ON_ERROR_STOP=1",
                           url, "-c", statement], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    if done.returncode:
        raise Fail("psql: " + done.stderr.decode()[-300:])
    return done.stdout.decode()


def pg_url(name):
    parts = urlsplit(PG)
    return f"{parts.scheme}://{parts.netloc}/{name}" + (f"?{parts.query}" if parts.query else "")


@functools.cache
def copied():
    """How a database is copied fastest: file by file, which before 15 is the only way."""
    version = int(psql(pg_url("postgres"), "SHOW server_version_num"))
    return " STRATEGY FILE_COPY" if version >= 150000 else ""


def new_world(backend, copy_of=None):
    """An empty folder (and database), or a copy of a prepared one."""
    folder = tempfile.mkdtemp(prefix="jz-cli-", dir=_top())
    os.chmod(folder, 0o755)
    if copy_of is not None:
        shutil.copytree(copy_of.folder, folder, dirs_exist_ok=True)
    else:
        os.makedirs(os.path.join(folder, "var"))
    if backend == "sqlite":
        world = World(folder, backend, "sqlite:var/jianzai.db")
    else:
        name = f"jz_cli_{os.getpid()}_{next(_serial)}"
        like = f" TEMPLATE {urlsplit(copy_of.url).path[1:]}{copied()}" if copy_of is not None else \
            " TEMPLATE template0 ENCODING 'UTF8'"
        psql(pg_url("postgres"), f"CREATE DATABASE {name}{like}")
        world = World(folder, backend, pg_url(name))
    if copy_of is not None:
        world.date = copy_of.date
    return world


def drop(world):
    shutil.rmtree(world.folder, ignore_errors=True)
    if world.backend == "pg":
        try:
            psql(pg_url("postgres"), f"DROP DATABASE IF EXISTS {urlsplit(world.url).path[1:]}"
                 " WITH (FORCE)")
        except Fail:
            pass


_top_folder = None


def _top():
    """The folder of all stores: in memory where there is room, for the many small commits."""
    global _top_folder
    if _top_folder is None:
        place = os.environ.get("TMPDIR")
        if not place and os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > 1 << 30:
            place = "/dev/shm"
        _top_folder = tempfile.mkdtemp(prefix="jz-cli-", dir=place)
        os.chmod(_top_folder, 0o755)
    return _top_folder


def inited(date="2024-01-02"):
    """A preparation: `init --demo-staff` on that day."""
    def prepare(world):
        world.date = date
        world.run("init", "--demo-staff")
    prepare.key = "init " + date
    return prepare


def then(before, key):
    """Decorator: a preparation that builds on another one."""
    def wrap(f):
        f.before, f.key = before, before.key + " " + key
        return f
    return wrap


def store(backend, prepare):
    """The prepared store of that kind, made once; a failed preparation fails every user."""
    slot = (backend, prepare.key)
    if slot not in _stores:
        try:
            before = getattr(prepare, "before", None)
            world = new_world(backend, store(backend, before) if before else None)
            prepare(world)
            _stores[slot] = world
        except Fail as e:
            _stores[slot] = e
        told = _stores[slot]
    else:
        told = "failed as above"
    if isinstance(_stores[slot], Fail):
        raise Fail(f"preparation [{prepare.key}] {told}")
    return _stores[slot]


def on(prepare, only=None):
    """Decorator: the store a test wants, and perhaps the one backend it is about."""
    def wrap(f):
        f.prepare, f.only = prepare, only
        return f
    return wrap


def _one(name, test, backend):
    world = None
    try:
        prepare = getattr(test, "prepare", None)
        world = new_world(backend, store(backend, prepare) if prepare else None)
        test(world)
        print(f"ok {name}", flush=True)
        return True
    except Fail as e:
        why = str(e)
    except Exception as e:  # a broken shape in the answer is a failure of the test, told in full
        where = traceback.extract_tb(e.__traceback__)[-1]
        why = f"{type(e).__name__}: {e} at {os.path.basename(where.filename)}:{where.lineno}"
    finally:
        if world is not None:
            drop(world)
    print(f"not ok {name}: " + " ".join(why.split()), flush=True)
    return False


def main(scope, title=None):
    """Run every test_* of a module on every backend; names after -- on the line select."""
    wanted = [a for a in sys.argv[1:] if not a.startswith("-")]
    began, failed, ran = time.time(), 0, 0
    if not os.access(PROGRAM, os.X_OK):
        print(f"not ok program: {PROGRAM} is not there")
        sys.exit(1)
    try:
        for backend in ["sqlite"] + (["pg"] if PG else []):
            for name, test in list(scope.items()):
                if not name.startswith("test_") or (wanted and not any(w in name for w in wanted)):
                    continue
                if getattr(test, "only", None) not in (None, backend):
                    continue
                ran += 1
                failed += not _one(f"{backend} {name[5:]}", test, backend)
    finally:
        for world in _stores.values():
            if isinstance(world, World):
                drop(world)
        shutil.rmtree(_top(), ignore_errors=True)
    title = title or os.path.basename(sys.argv[0])
    print(f"# {title}: {ran - failed} passed, {failed} failed, {time.time() - began:.1f} s")
    sys.exit(1 if failed else 0)


def plus_days(day, n):
    return (dt.date.fromisoformat(day) + dt.timedelta(days=n)).isoformat()
