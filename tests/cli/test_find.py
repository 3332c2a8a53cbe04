#!/usr/bin/env python3
"""Finding people and taking a certification back: art. 4, K3, K7, M9."""
from harness import CITY, HC, RC, TOWN, WD, eq, has, inited, main, number, on, row, then, true

A, B, C = number(1), number(2), number(3)


@then(inited("2023-07-17"), "three to find")
def PEOPLE(w):
    w.roster([row(A, "张伟", "2023-07-15"),
              row(B, "张伟国", "2023-06-20"),
              row(C, "单仁", "2023-06-20", payer=WD)])


def find(w, text, who=f"clerk@{CITY}", purpose="查找", **more):
    return w.run("person", "find", text, "--as", who, "--purpose", purpose, "--json",
                 date="2024-03-04", **more)


def names(w, text, **more):
    return [p["name"] for p in find(w, text, **more).json()["persons"]]


@on(PEOPLE)
def test_by_name_initials_last_four_and_number(w):
    eq(names(w, "张伟"), ["张伟", "张伟国"])
    eq(names(w, "张伟国"), ["张伟国"])
    eq(names(w, "zwg"), ["张伟国"])
    eq(names(w, "ZW"), ["张伟", "张伟国"])
    eq(names(w, A[-4:]), ["张伟"])
    eq(names(w, A), ["张伟"])
    eq(names(w, "李"), [])


@on(PEOPLE)
def test_a_store_of_before_learns_all_readings_when_it_is_migrated(w):
    eq(names(w, "dr"), ["单仁"])
    w.sql("DROP TABLE person_reading")
    w.sql("DELETE FROM schema_migration WHERE version = 8")
    w.run("migrate")
    eq(sorted(w.sql("SELECT initials FROM person_reading")), [("cr",), ("sr",)])
    eq(names(w, "cr"), ["单仁"])
    eq(names(w, "sr"), ["单仁"])


@on(PEOPLE)
def test_only_the_own_jurisdiction_exact_number_elsewhere(w):
    eq(names(w, "单仁", who=f"clerk@{RC}"), [])
    eq(names(w, "单仁", who=f"clerk@{WD}"), ["单仁"])
    eq(names(w, C, who=f"clerk@{RC}"), ["单仁"])
    w.run("person", "find", C, "--as", f"clerk@{RC}", date="2024-03-04", code=2)
    w.run("person", "find", "张伟", "--as", "secadmin", "--purpose", "查找", date="2024-03-04",
          code=(3, 4, 5))


@on(PEOPLE)
def test_no_full_number_and_one_entry_a_list(w):
    before = w.sql("SELECT count(*) FROM audit")[0][0]
    r = find(w, "张伟")
    eq(r.json()["total"], 2)
    true(A not in r.out and B not in r.out, "a full number in a list")
    eq(w.sql("SELECT count(*) FROM audit")[0][0], before + 1)


@on(PEOPLE)
def test_who_looked_at_my_record(w):
    """C32, 14.2: when, which agency, why; no login; the list is itself logged."""
    def reads(*more):
        return w.run("person", "show", A, "--reads", "--as", f"clerk@{RC}", "--purpose", "本人要求",
                     *more, date="2024-03-04")
    has(reads().out, "还没有人看过")
    w.run("person", "show", A, "--as", f"clerk@{WD}", "--purpose", "举报核实", date="2024-03-04")
    text = reads().out
    has(text, WD)
    has(text, "举报核实")
    true("clerk@" not in text and A not in text, text)
    rows = reads("--json").json()["reads"]
    eq([(r["agency"], r["role"], r["purpose"]) for r in rows],
       [(RC, "clerk", "本人要求"), (WD, "clerk", "举报核实"), (RC, "clerk", "本人要求")])
    w.run("person", "show", A, "--reads", "--as", f"clerk@{RC}", date="2024-03-04", code=2)


@on(PEOPLE)
def test_undo_gives_the_old_due_day_back_and_keeps_the_record(w):
    ref = w.run("certify", A, "--way", 1, "--agency", HC, "--as", f"clerk@{HC}", "--purpose", "认证",
                "--json", date="2024-03-04").json()["reference"]
    eq(w.person(A, date="2024-03-04")["due_on"], "2025-03-04")

    def undo(who, code=0, reason="认错人", date="2024-03-04"):
        return w.run("certify-undo", ref, "--reason", reason, "--as", who, "--purpose", "更正", date=date,
                     code=code)
    undo(f"clerk@{RC}", code=(3, 4, 5))
    undo(f"clerk@{HC}", reason="", code=2)
    has(undo(f"clerk@{HC}").out, "2024-07-15")
    p = w.person(A, date="2024-03-04")
    eq(p["due_on"], "2024-07-15")
    mine = [c for c in p["certifications"] if c["reference"] == ref or c["reverses"] == ref]
    eq([c["counts"] for c in mine], [False, False])
    undo(f"clerk@{HC}", code=1)
    w.run("check", date="2024-03-04")
    w.run("audit", "verify", date="2024-03-04")


@on(PEOPLE)
def test_security_administrator_gives_and_takes_roles(w):
    login = f"clerk@{TOWN}"
    w.run("user", "grant", login, "reviewer", "--agency", HC, "--as", "secadmin", "--purpose", "调岗",
          date="2024-03-04")
    rows = {u["login"]: u for u in w.run("user", "list", "--json", "--as", "secadmin", date="2024-03-04").json()}
    eq((rows[login]["role"], rows[login]["agency"]), ("reviewer", HC))
    w.run("user", "revoke", login, "--as", "secadmin", "--purpose", "离岗", date="2024-03-04")
    find(w, "张伟", who=login, code=(3, 4, 5))
    w.run("user", "grant", "sysadmin", "clerk", "--agency", HC, "--as", "secadmin", "--purpose", "x",
          date="2024-03-04", code=(3, 4, 5))
    w.run("user", "grant", login, "clerk", "--agency", HC, "--as", "sysadmin", "--purpose", "x",
          date="2024-03-04", code=(3, 4, 5))


main(globals())
