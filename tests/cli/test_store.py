#!/usr/bin/env python3
"""Audit, as-of, backup, faults, exit codes: issue 2, scenarios 35 and 36; capabilities B25 C2 C17 C21 C22."""
import json
import os
import re
import sqlite3
import subprocess

from harness import (CITY, HC, RC, PROGRAM, Fail, eq, has, inited, main, matches, new_world,
                     number, on, row, then, true, drop)

A, B = number(1), number(2)
PEOPLE = [number(100 + i) for i in range(12)]


@then(inited("2024-01-02"), "people and a little history")
def LIVED(w):
    w.roster([row(A, "张建国", "2023-06-01"), row(B, "李秀兰", "2023-03-01")]
             + [row(n, "王" + "甲乙丙丁戊己庚辛壬癸子丑"[i], "2023-08-01") for i, n in enumerate(PEOPLE)])
    w.certify(A, date="2024-05-10")
    w.day("2024-05-11")


# --- two axes of time ------------------------------------------------------------------------


@on(LIVED)
def test_c2_as_of_a_day_before_the_measure_says_that_it_was_not_yet_in_force(w):
    text = w.run("person", "show", A, "--as-of", "2017-06-01", "--as", f"manager@{CITY}",
                 "--purpose", "核对").out
    has(text, "自2018-01-01起才有效")
    eq([x for x in text.splitlines() if "停止有效" in x], [], "nothing had ended then")


@on(LIVED)
def test_c2_as_of(w):
    eq(w.person(A)["due_on"], "2025-05-12")
    eq(w.person(A, "--as-of", "2024-05-01")["due_on"], "2024-06-03")
    eq(w.person(A, "--as-of", "2024-05-10")["due_on"], "2025-05-12")


@on(LIVED)
def test_c2_known_at(w):
    eq(w.person(A, "--known-at", "2024-05-09")["due_on"], "2024-06-03")
    eq(w.person(A, "--known-at", "2024-05-11")["due_on"], "2025-05-12")
    eq(w.person(A, "--as-of", "2024-05-11", "--known-at", "2024-05-09")["due_on"], "2024-06-03")


@on(LIVED)
def test_c2_as_of_shows_the_status_of_that_day(w):
    m = w.matter(B, "suspension")
    w.adverse(m, released="2024-05-13")
    w.day("2024-06-11")
    eq(w.person(B)["lines"][0]["status"], "suspended")
    eq(w.person(B, "--as-of", "2024-05-10")["lines"][0]["status"], "paid")


@on(LIVED)
def test_c2_impossible_days(w):
    who = ("--as", f"clerk@{HC}", "--purpose", "核对")
    w.run("person", "show", A, "--as-of", "2024-02-30", *who, code=2)
    w.run("person", "show", A, "--known-at", "soon", *who, code=2)


# --- audit ------------------------------------------------------------------------------------


@on(LIVED)
def test_audit_verify_ok(w):
    w.run("audit", "verify")
    w.run("check")


def entries(w):
    return w.sql("SELECT chain, n FROM audit WHERE chain IN (SELECT chain FROM audit WHERE n >= 2)"
                 " AND n >= 1 ORDER BY chain, n")


@on(LIVED)
def test_scenario_36_altered_entry_is_named(w):
    chain, n = entries(w)[0]
    w.sql(f"UPDATE audit SET actor = 'nobody' WHERE chain = {chain} AND n = {n}")
    r = w.run("audit", "verify", code=1)
    true(str(chain) in r.both and str(n) in r.both, f"entry {chain}/{n} not named: {r.both!r}")


@on(LIVED)
def test_scenario_36_first_of_two_is_named(w):
    w.person(A)
    w.certify(A, date="2024-05-13")
    chain = w.sql("SELECT chain FROM audit GROUP BY chain ORDER BY count(*) DESC, chain LIMIT 1")
    chain = chain[0][0]
    ns = [n for (n,) in w.sql(f"SELECT n FROM audit WHERE chain = {chain} ORDER BY n")]
    for n in ns[1:3]:
        w.sql(f"UPDATE audit SET purpose = 'x' WHERE chain = {chain} AND n = {n}")
    r = w.run("audit", "verify", code=1)
    matches(r.both, rf"\b{chain}\b.*\b{ns[1]}\b|\b{ns[1]}\b.*\b{chain}\b")


@on(LIVED)
def test_audit_entry_removed_is_found(w):
    chain, n = entries(w)[-1]
    w.sql(f"DELETE FROM audit WHERE chain = {chain} AND n = {n}")
    w.run("audit", "verify", code=1)


@on(LIVED)
def test_audit_each_column_counts(w):
    chain, n = entries(w)[0]
    for change in ("moment = moment + 1", "action = 'x'", "object = 'x'",
                   "request_id = request_id + 1"):
        copy = new_world(w.backend, w)
        try:
            copy.sql(f"UPDATE audit SET {change} WHERE chain = {chain} AND n = {n}")
            copy.run("audit", "verify", code=1)
        finally:
            drop(copy)


@on(LIVED)
def test_check_finds_a_due_date_changed_by_hand(w):
    w.sql("UPDATE person SET due_on = 20991231 WHERE name = '张建国'")
    r = w.run("check", code=1)
    true(r.both.strip(), "silent")


@on(LIVED)
def test_check_finds_a_certification_removed_by_hand(w):
    w.sql("DELETE FROM certification WHERE held_on = 20240510")
    w.run("check", code=1)


@on(LIVED)
def test_check_finds_a_status_without_its_event(w):
    w.sql("UPDATE line SET status = 2, status_matter = 77 WHERE person_id IN "
          "(SELECT person_id FROM person WHERE name = '张建国')")
    w.run("check", code=1)


@on(LIVED)
def test_scenario_35_no_command_edits_a_past_certification(w):
    w.certify(A, date="2024-05-10")
    eq(len([c for c in w.person(A)["certifications"] if c["held_on"] == "2024-05-10"]), 1)
    w.run("audit", "verify")


@on(LIVED, only="sqlite")
def test_numbers_are_not_in_the_file_in_clear(w):
    for folder, _, names in os.walk(w.path("var")):
        for name in names:
            with open(os.path.join(folder, name), "rb") as f:
                true(A.encode() not in f.read(), f"{name} holds a number in clear")


@on(inited("2024-01-02"), only="sqlite")
def test_a_stolen_backup_tells_no_number_phone_or_account(w):
    """Canary people: what is sealed (model.md) is in clear in no byte of file, WAL, log or backup."""
    canary, phone, account = number(501), "13912345678", "6222020200112233445"
    w.roster([row(canary, "金丝雀", "2023-06-01", 联系电话=phone)])
    w.run("matter", "open", "change", canary, "--field", "field=银行账户", "--field",
          f"value={account}", "--field", "changed_on=2024-01-02",
          "--as", f"clerk@{HC}", "--purpose", "受理")
    err = w.certify(canary, date="2024-01-03").err
    w.run("backup", "copy.jz")
    seen = 0
    for folder, _, names in os.walk(w.folder):
        for name in names:
            if name.endswith(".csv"):
                continue  # the roster itself
            with open(os.path.join(folder, name), "rb") as f:
                bytes_, seen = f.read(), seen + 1
            for secret in (canary, phone, account):
                true(secret.encode() not in bytes_, f"{name} holds {secret} in clear")
    true(seen >= 4 and canary not in err and phone not in err, "searched too little")


@on(LIVED)
def test_no_personal_data_on_stderr(w):
    for r in (w.certify(A, date="2024-05-13"), w.certify(number(77), date="2024-05-13", code=None)):
        for secret in (A, number(77), "张建国"):
            true(secret not in r.err, f"{secret} on stderr")


# --- many at once, power, damage --------------------------------------------------------------


@on(LIVED)
def test_twelve_processes_at_once(w):
    w.date = "2024-05-13"
    who = ("--as", f"clerk@{RC}", "--purpose", "认证")
    todo = [("certify", n, "--way", 1, "--agency", RC, *who) for n in PEOPLE]
    w.finish([(args, w.start(*args)) for args in todo])
    eq({w.person(n)["due_on"] for n in PEOPLE}, {"2025-05-13"})
    w.run("audit", "verify")
    w.run("check")


@on(LIVED)
def test_two_processes_certify_the_same_person(w):
    w.date = "2024-05-13"
    todo = [("certify", A, "--way", 1, "--agency", a, "--as", f"clerk@{a}", "--purpose", "认证")
            for a in (HC, RC)]
    w.finish([(args, w.start(*args)) for args in todo])
    eq(len([c for c in w.person(A)["certifications"] if c["held_on"] == "2024-05-13"]), 1)


@on(LIVED)
def test_two_days_at_once_propose_once(w):
    w.date = "2024-06-12"
    jobs = [w.start("day") for _ in range(2)]
    for p in jobs:
        _, err = p.communicate(timeout=60)
        true(p.returncode in (0, 75), f"exit {p.returncode}: {err.decode()[-200:]}")
    eq(len(w.matters(B, "suspension")), 1)
    w.run("check")


@on(LIVED, only="sqlite")
def test_locked_database_is_75(w):
    con = sqlite3.connect(w.path("var/jianzai.db"), isolation_level=None)
    con.execute("BEGIN IMMEDIATE")
    try:
        r = w.certify(A, date="2024-05-13", code=75)
        true(r.err.strip(), "silent")
    finally:
        con.execute("ROLLBACK")
        con.close()
    w.certify(A, date="2024-05-13")


def as_nobody():
    os.setgid(65534)
    os.setuid(65534)


@on(LIVED, only="sqlite")
def test_read_only_database(w):
    if os.geteuid() != 0:
        raise Fail("needs root to become somebody else")
    for folder, _, names in os.walk(w.folder, topdown=False):
        for name in names:
            os.chmod(os.path.join(folder, name), 0o444)
            os.chown(os.path.join(folder, name), 65534, 65534)
        os.chmod(folder, 0o555)
    r = w.certify(A, date="2024-05-13", code=(1, 3, 75), preexec=as_nobody)
    matches(r.err, "[\u4e00-\u9fff]")


@on(LIVED)
def test_newer_schema_is_refused(w):
    before = w.sql("SELECT count(*) FROM audit")
    w.sql("INSERT INTO schema_migration (version, name, moment) VALUES (9999, 'later', 1)")
    r = w.certify(A, date="2024-05-13", code=(1, 3))
    matches(r.err, "[\u4e00-\u9fff]")
    eq(w.sql("SELECT count(*) FROM audit"), before, "nothing written")


def undo_newest_migration(w):
    """The store as the version before left it, by the text of the newest migration."""
    folder = os.path.join(os.path.dirname(__file__), "..", "..", "sql")
    newest = sorted(n for n in os.listdir(folder) if re.match(r"\d{4}-.*\.sql$", n))[-1]
    with open(os.path.join(folder, newest), encoding="utf-8") as f:
        text = re.sub(r"--.*", "", f.read())
    for index in re.findall(r"CREATE INDEX (\w+)", text):
        w.sql(f"DROP INDEX {index}")
    for table, column in reversed(re.findall(r"ALTER TABLE (\w+) ADD COLUMN (\w+)", text)):
        w.sql(f"ALTER TABLE {table} DROP COLUMN {column}")
    renamed = re.findall(r"ALTER TABLE (\w+) RENAME TO", text)  # built anew, wider: as good as the old one
    for table in reversed(re.findall(r"CREATE TABLE (\w+)", text)):
        if table not in renamed:
            w.sql(f"DROP TABLE {table}")
    w.sql(f"DELETE FROM schema_migration WHERE version = {int(newest[:4])}")


@on(LIVED)
def test_an_older_store_is_refused_until_it_is_migrated(w):
    entries = "SELECT * FROM month_entry ORDER BY person_id, line_id, month, n"
    w.sql("INSERT INTO month_entry (person_id, line_id, month, n, kind, amount, run_month, run_sequence, matter_id,"
          " recorded_at) SELECT person_id, line_id, 202401, 1, 8, 0, 0, 0, 0, 7 FROM line")  # a run recalled
    before, money = w.person(A)["certifications"], w.sql(entries)
    undo_newest_migration(w)
    r = w.certify(A, date="2024-05-13", code=3)
    has(r.err, "jianzai migrate")
    has(w.run("migrate", "--date", "2024-05-13").out, "schema=")
    eq(w.person(A)["certifications"], before, "nothing lost")
    eq(w.sql(entries), money, "no month either")
    true(money, "there was something to lose")
    w.certify(A, date="2024-05-13")
    w.run("check")


@on(LIVED)
def test_c17_the_database_of_the_file_of_settings_is_the_one_that_is_served(w):
    """db and pg_writers of a file reach the store; a flag and the environment win over the file."""
    settings = w.path("jianzai.conf")

    def served(writers, db=None, *flags):
        with open(settings, "w", encoding="utf-8") as f:
            f.write(f"db = {db or w.url}\npg_writers = {writers}\n")
        p = subprocess.Popen([PROGRAM, "serve", "--config", settings, "--port", "0", *flags], cwd=w.folder,
                             env=w.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            ready = p.stdout.readline().startswith(b"ready")
            return ready and (w.backend == "sqlite" or w.sql(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")[0][0])
        finally:
            p.terminate()
            p.communicate(timeout=60)

    one, six = served(1), served(6)
    true(one and six, "it serves the store that the file names")
    if w.backend != "sqlite":
        eq(six - one, 5)
    eq(served(1, db="sqlite:absent.db"), False)
    true(served(1, "sqlite:absent.db", "--db", w.url), "the flag wins")


@on(LIVED, only="sqlite")
def test_c17_the_writer_keeps_as_many_pages_as_cache_mb_says(w):
    def most_memory(mb):
        p = subprocess.Popen([PROGRAM, "demo", "--people", "8000", "--seed", str(mb), "--db", w.url], cwd=w.folder,
                             env={**w.env(), "JIANZAI_CACHE_MB": str(mb)}, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(p.pid, 0)
        p.returncode = os.waitstatus_to_exitcode(status)
        eq(p.returncode, 0)
        return used.ru_maxrss

    true(most_memory(64) - most_memory(1) > 5000, "KiB that the pages of 8,000 people take")


LOOKUPS = ("person_initials", "person_last4", "person_name", "person_next", "person_phone", "person_place")


def lookups(w):
    catalogue = ("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'person'"
                 if w.backend == "sqlite" else
                 "SELECT indexname FROM pg_indexes WHERE tablename = 'person'")
    found = str(w.sql(catalogue))
    return tuple(i for i in LOOKUPS if i in found)


@on(LIVED)
def test_the_first_load_makes_the_lookup_indexes_at_its_end(w):
    eq(lookups(w), LOOKUPS)
    said = w.sql("SELECT value FROM store_meta WHERE name = 'lookup_indexes_missing'")
    eq(str(said[0][0]), "0", "they were away while it ran")


@on(LIVED)
def test_c22_a_killed_first_load_leaves_the_indexes_to_the_next_start(w):
    for name in LOOKUPS:
        w.sql(f"DROP INDEX {name}")
    w.sql("UPDATE store_meta SET value = '1' WHERE name = 'lookup_indexes_missing'")
    w.run("migrate")
    eq(lookups(w), LOOKUPS)
    for name in ("person_initials", "person_last4", "person_phone", "person_place"):  # killed between two of them
        w.sql(f"DROP INDEX {name}")
    w.sql("UPDATE store_meta SET value = '3' WHERE name = 'lookup_indexes_missing'")
    w.run("migrate")
    eq(lookups(w), LOOKUPS)


@on(inited("2024-01-02"), only="sqlite")
def test_damaged_file(w):
    w.sql("PRAGMA wal_checkpoint(TRUNCATE)")
    with open(w.path("var/jianzai.db"), "r+b") as f:
        f.write(b"not a database at all, really")
    r = w.run("check", code=(1, 3))
    true(r.err.strip(), "silent")


def test_store_not_initialised(w):
    r = w.run("check", code=(1, 3), date="2024-01-02")
    matches(r.err, "[\u4e00-\u9fff]")


@on(inited("2024-01-02"))
def test_configuration_errors_are_3(w):
    for url in ("mysql://x/y", "sqlite:", "nonsense"):
        r = w.run("check", "--db", url, code=(2, 3))
        true(r.err.strip(), f"silent about {url}")
    r = w.run("check", db=False, env={"JIANZAI_DB": "mysql://x/y"}, code=3)
    true(r.err.strip(), "silent")


@on(inited("2024-01-02"), only="sqlite")
def test_jianzai_db_in_the_environment(w):
    out = w.run("workday", "add", "2024-09-30", 3, db=False, env={"JIANZAI_DB": w.url}).out
    eq(out.strip(), "2024-10-10")


@on(inited("2024-01-02"), only="pg")
def test_postgresql_away_is_75_or_1(w):
    r = w.run("check", "--db", "postgresql://nobody@127.0.0.1:1/none", code=(1, 3, 75))
    matches(r.err, "[\u4e00-\u9fff]")


# --- backup ------------------------------------------------------------------------------------


@on(LIVED)
def test_backup_and_restore(w):
    before = json.dumps(w.person(A), sort_keys=True)
    w.run("backup", "copy.jz")
    true(os.path.exists(w.path("copy.jz")), "no backup there")
    w.certify(A, date="2024-05-13")
    w.date = "2024-05-11"
    empty = new_world(w.backend)
    try:
        empty.date = "2024-05-11"
        empty.run("restore", w.path("copy.jz"))
        eq(json.dumps(empty.person(A), sort_keys=True), before, "the person after the restore")
        empty.run("audit", "verify")
        empty.run("check")
    finally:
        drop(empty)


@on(LIVED)
def test_restore_never_over_a_store_in_use(w):
    w.run("backup", "copy.jz")
    w.run("restore", "copy.jz", code=(1, 2, 3, 5))
    eq(w.person(A)["due_on"], "2025-05-12")


@on(LIVED)
def test_restore_of_a_damaged_backup(w):
    w.run("backup", "copy.jz")
    files = [os.path.join(d, n) for d, _, names in os.walk(w.path("copy.jz")) for n in names]
    files = files or [w.path("copy.jz")]
    largest = max(files, key=os.path.getsize)
    os.truncate(largest, os.path.getsize(largest) // 2)
    empty = new_world(w.backend)
    try:
        empty.run("restore", w.path("copy.jz"), code=(1, 3, 4), date="2024-05-11")
    finally:
        drop(empty)


@on(LIVED, only="pg")
def test_backup_says_which_tool_is_missing(w):
    r = w.run("backup", "copy.jz", env={"PATH": "/nonexistent"}, code=3)
    has(r.err, "pg_dump")
    true(not os.path.exists(w.path("copy.jz")), "an empty backup is left")


@on(LIVED)
def test_restore_beside_other_keys_is_refused(w):
    w.run("backup", "copy.jz")
    empty = new_world(w.backend)
    ring = empty.path("var/keys" if w.backend == "pg" else "var/jianzai.db.keys")
    os.mkdir(ring, 0o700)
    try:
        r = empty.run("restore", w.path("copy.jz"), code=1, date="2024-05-11")
        matches(r.err, "密钥")
        empty.run("check", code=(1, 3), date="2024-05-11")
    finally:
        drop(empty)


# --- demo ---------------------------------------------------------------------------------------


def test_b34_demo_same_seed_same_city(w):
    w.date = "2024-01-02"
    w.run("init", "--training")
    first = w.run("demo", "--people", 300, "--seed", 7)
    true(first.out.strip(), "no counts")
    eq(w.sql("SELECT count(*) FROM person")[0][0], 300)
    other = new_world(w.backend)
    try:
        other.date = "2024-01-02"
        other.run("init", "--training")
        other.run("demo", "--people", 300, "--seed", 7)
        look = "SELECT name, birth, sex, due_on FROM person ORDER BY person_id"
        eq(other.sql(look), w.sql(look))
        faces = "SELECT p.name, f.digest FROM photo f JOIN person p ON p.person_id = f.person_id ORDER BY p.name"
        true(10 <= len(w.sql(faces)) <= 15, "a drawn photo for one in twenty")
        eq(other.sql(faces), w.sql(faces))
    finally:
        drop(other)
    w.run("check")


def test_demo_refused_in_a_production_store(w):
    w.run("init", date="2024-01-02")
    w.run("demo", "--people", 10, "--seed", 1, date="2024-01-02", code=(1, 3, 5))
    eq(w.sql("SELECT count(*) FROM person")[0][0], 0)


@on(LIVED)
def test_evaluate_what_if_changes_nothing(w):
    before = json.dumps(w.matters(), sort_keys=True)
    w.run("evaluate", "--set", "cycle.months=6", "--list", "--as", f"manager@{CITY}", "--purpose",
          "试算")
    eq(json.dumps(w.matters(), sort_keys=True), before)


main(globals())
