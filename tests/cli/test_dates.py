#!/usr/bin/env python3
"""init, working days, periods, numbers: readings.md "Working days", "Numbers and codes"; capabilities C29 (the deadline
engine on the command line), B34."""
import json
import subprocess

from harness import CITY, HC, PROGRAM, Fail, eq, has, inited, main, matches, number, on, true

INIT = inited()
GOLDEN = (("2024-09-30", 3, "2024-10-10"), ("2024-02-08", 7, "2024-02-23"),
          ("2024-02-08", 30, "2024-03-27"), ("2024-03-15", 7, "2024-03-26"),
          ("2024-03-15", 20, "2024-04-15"), ("2024-03-15", 30, "2024-04-28"),
          ("2023-09-27", 7, "2023-10-12"), ("2022-12-30", 3, "2023-01-05"),
          ("2020-01-23", 3, "2020-02-05"), ("2018-12-26", 3, "2018-12-29"),
          ("2026-09-30", 3, "2026-10-10"), ("2026-02-12", 7, "2026-02-28"),
          ("2024-12-31", 3, "2025-01-06"))


UNDECIDED = {"cycle.age_months", "evidence.age_strength", "outreach.age_days", "signals.points", "signals.threshold",
             "signals.days", "signals.sources", "photo.keep_months"}

@on(INIT)
def test_issue_2_agency_tree_1_7_73_2768(w):
    rows = w.sql("SELECT level, count(*) FROM agency WHERE kind = 1 GROUP BY level ORDER BY level")
    eq([n for _, n in rows], [1, 7, 73, 2768], "agencies per level")


@on(INIT)
def test_interface_demo_staff_for_every_agency(w):
    for role in ("clerk", "reviewer", "manager"):
        eq(w.sql(f"SELECT count(*) FROM staff WHERE login LIKE '{role}@%'"), [(2849,)], role)
    for login in (f"supervisor@{CITY}", f"officer@{CITY}", f"finance@{CITY}", f"legal@{HC}",
                  f"caseaudit@{HC}", "sysadmin", "secadmin", "auditadmin"):
        eq(w.sql(f"SELECT count(*) FROM staff WHERE login = '{login}'"), [(1,)], login)


@on(INIT)
def test_issue_2_calendar_is_loaded(w):
    eq(w.run("workday", "check", "2024-10-01").out.split()[0], "rest")
    has(w.run("workday", "check", "2024-10-01").out, "国庆")


@on(INIT)
def test_init_twice_changes_nothing_and_says_so(w):
    r = w.run("init", "--demo-staff", code=None)
    true(r.code in (0, 1, 3, 5), f"exit {r.code}")
    eq(w.sql("SELECT count(*) FROM agency WHERE kind = 1"), [(2849,)])


def test_init_without_training_has_no_demo_staff(w):
    w.run("init", date="2024-01-02")
    eq(w.sql("SELECT count(*) FROM staff WHERE login LIKE 'clerk@%'"), [(0,)])


def test_production_store_refuses_a_date_before_its_last_day(w):
    w.run("init", date="2024-06-03")
    w.run("day", date="2024-06-04")
    w.run("day", date="2024-06-03", code=(2, 3, 5))


@on(INIT)
def test_working_days_golden_vectors(w):
    for start, n, end in GOLDEN:
        eq(w.run("workday", "add", start, n).out.strip(), end, f"{start}+{n}")


@on(INIT)
def test_working_days_known_at_2020(w):
    for known, end in (("2020-01-26", "2020-02-03"), ("2020-01-27", "2020-02-05"),
                       ("2020-01-28", "2020-02-05")):
        eq(w.run("workday", "add", "2020-01-23", 3, "--known-at", known).out.strip(), end, known)


@on(INIT)
def test_working_days_known_at_2019_labour_day(w):
    for known, end in (("2019-03-21", "2019-05-06"), ("2019-03-22", "2019-05-07")):
        eq(w.run("workday", "add", "2019-04-29", 4, "--known-at", known).out.strip(),
           {"2019-03-21": "2019-05-06", "2019-03-22": "2019-05-07"}[known], known)


@on(INIT)
def test_working_days_of_each_year(w):
    got = []
    for year in range(2018, 2027):
        r = w.run("workday", "between", f"{year - 1}-12-31", f"{year}-12-31")
        got.append(int(r.out.split()[0]))
    eq(got, [250, 250, 249, 250, 249, 249, 251, 248, 248])


@on(INIT)
def test_clocks_of_the_law_by_name(w):
    for start, clock, want in (("2024-09-30", "suspend.days", "2024-10-10"),
                               ("2024-02-08", "art9.local_days", "2024-02-23"),
                               ("2024-09-05", "fraud.report_days", "2024-10-08"),
                               ("2024-03-05", "investigate.months", "2024-09-05")):
        eq(w.run("period", start, clock).out.strip(), want, clock)
    r = w.run("period", "2024-09-05", "abroad.proxy_days", code=5)  # not laid down: both days are said
    has(r.err, "2024-10-05", "2024-10-08")
    has(w.run("period", "2025-01-02", "art9.local_days", code=5).err, "2025-01-02")
    eq(w.run("period", "2025-01-02", "art9.local_days", "--on", "2024-12-31").out.strip(), "2025-01-13")


@on(INIT)
def test_workday_check_names(w):
    eq(w.run("workday", "check", "2024-02-09").out.split()[0], "workday")
    eq(w.run("workday", "check", "2024-02-18").out.split()[0], "workday")
    eq(w.run("workday", "check", "2024-06-15").out.split()[0], "rest")
    has(w.run("workday", "check", "2024-06-10").out, "rest", "端午")


@on(INIT)
def test_trap_4_past_the_published_calendar_warns(w):
    r = w.run("workday", "add", "2026-12-30", 5)
    matches(r.out.strip(), r"^2027-01-0\d$")
    true("2026" in r.err or "2027" in r.err, f"no warning on stderr: {r.err!r}")


@on(INIT)
def test_within_the_calendar_no_warning(w):
    eq(w.run("workday", "add", "2024-09-30", 3).err.strip(), "")


@on(INIT)
def test_periods_by_civil_code_202_and_203(w):
    for start, span, end in (("2024-09-05", "+30d", "2024-10-08"),
                             ("2023-08-31", "+6m", "2024-02-29"),
                             ("2023-10-05", "+12m", "2024-10-08"),
                             ("2023-07-15", "+12m", "2024-07-15"),
                             ("2024-03-05", "+6m", "2024-09-05")):
        eq(w.run("period", start, span).out.strip(), end, start + span)


@on(INIT)
def test_impossible_dates_are_usage_errors(w):
    for args in (("workday", "add", "2024-02-30", "3"), ("workday", "add", "2024-13-01", "3"),
                 ("workday", "check", "yesterday"), ("period", "2024-01-01", "+6x"),
                 ("workday", "add", "2024-01-01", "-3"), ("workday", "add", "2024-01-01", "x")):
        r = w.run(*args, code=2)
        eq(r.out, "", "stdout of " + " ".join(args))
        true(r.err.strip(), "silent: " + " ".join(args))


def id_check(w, text, **more):
    return w.run("id", "check", text, date="2024-06-01", **more)


@on(INIT)
def test_scenario_1_lower_case_x(w):
    for text in ("37100319581120002x", "３７１００３１９５８１１２０００２ｘ", "371003 19581120 002X"):
        has(id_check(w, text).out, "37100319581120002X", "1958-11-20")
    got = id_check(w, "37100319581120002x", ).out
    true("女" in got or "female" in got, f"sex: {got!r}")


@on(INIT)
def test_scenario_2_fifteen_digits(w):
    has(id_check(w, "371002460315001").out, "371002194603150012", "1946-03-15")


@on(INIT)
def test_scenario_3_no_such_day(w):
    r = id_check(w, "371082197102290012", code=(1, 4, 5))
    true("1971" in r.both or "日期" in r.both, f"reason: {r.both!r}")


@on(INIT)
def test_scenario_4_historic_division_is_a_hint(w):
    has(id_check(w, number(1, "19500101", "372132")).out, "文登县")
    has(id_check(w, number(1, "19500101", "379020")).out, "乳山市")


@on(INIT)
def test_unknown_division_is_accepted(w):
    id_check(w, number(1, "19500101", "123456"))


@on(INIT)
def test_golden_numbers(w):
    for text in ("371002194603150012", "37100319581120002X", "810000195001010010",
                 "830000194808080027"):
        has(id_check(w, text).out, text)


@on(INIT)
def test_centenarian_sequence_of_fifteen_digits(w):
    has(id_check(w, "371002990315997").out, "1899-03-15")


@on(INIT)
def test_bad_numbers_are_refused_with_the_reason(w):
    for text in ("371002194603150013", "12345", number(1, "20300101"), number(1, "18800101"),
                 "3.71002E+17", "张三", ""):
        r = id_check(w, text, code=(1, 2, 4, 5))
        true(r.err.strip() or r.out.strip(), f"silent about {text!r}")


@on(INIT)
def test_foreign_permanent_card_new_and_old(w):
    body = "93725019700101001"
    has(id_check(w, number(1, "19700101", "937250")).out, body)
    id_check(w, "FRA123456789012")


@on(INIT)
def test_other_papers(w):
    for text in ("E12345678", "G12345678", "EA1234567", "H12345678", "M12345678", "12345678"):
        id_check(w, text)


@on(INIT)
def test_id_check_json(w):
    got = id_check(w, "37100319581120002x", ).out
    j = w.run("id", "check", "37100319581120002x", "--json", date="2024-06-01").json()
    eq(j.get("number"), "37100319581120002X", got)
    for key in ("type", "sex", "hints"):
        if key not in j:
            raise Fail(f"no {key} in {j!r}")


@on(INIT)
def test_usage_errors_are_2_and_on_stderr(w):
    for args in ((), ("nonsense",), ("workday",), ("certify",), ("id", "check"),
                 ("payroll", "show", "2024-13", "--as", f"manager@{CITY}", "--purpose", "x"),
                 ("workday", "add", "2024-01-01", "3", "--nonsense")):
        r = w.run(*args, code=2)
        eq(r.out, "", "stdout")


@on(INIT)
def test_every_subcommand_has_help_with_examples(w):
    for name in ("init", "demo", "import", "day", "certify", "matter", "report-loss", "person",
                 "payroll", "workday", "period", "id", "law", "audit", "check", "backup",
                 "restore"):
        r = w.run(name, "--help", db=False)
        true(r.out.count("jianzai " + name) >= 2, f"{name} --help: fewer than two examples")


@on(INIT)
def test_version(w):
    matches(w.run("version", db=False).out, r"\d+\.\d+")


@on(INIT)
def test_law_show_art_10(w):
    out = w.run("law", "show", "10").out
    has(out, "暂停")
    has(out, "解释（第十六条")  # capability 16.1: beside the article
    has(out, "suspend.missed")
    has(w.run("law", "show").out, "劳社厅函〔2001〕44号")
    rows = json.loads(w.run("law", "show", "26", "--json", "--date", "2023-11-30").out)
    eq([r["in_force"] for r in rows if "经办条例" in r["citation"]], [False])
    r = w.run("law", "show", "999", code=1)
    has(r.err, "没有一部法规有第999条")


@on(INIT)
def test_law_params_lists_values_with_citation(w):
    """What no Weihai text lays down has no value (B9, B14, the term of a photo); all else has one."""
    out = w.run("law", "params", "--date", "2018-06-01").out
    has(out, "cycle.mode = collective\n")
    has(out, "《威海市社会保险长期待遇领取资格认证办法》第五条")
    rows = {r["key"]: r for r in json.loads(w.run("law", "params", "--date", "2023-04-30",
                                                  "--json").out)}
    eq((rows["tip.review_days"]["value"], rows["reward.cap"]["value"]), (None, "10000000"))
    eq(rows["cycle.mode"]["values"][-1]["until"] or rows["cycle.mode"]["values"][0]["until"],
       "2018-12-31")
    for row in rows.values():  # capability B28: dated values with references
        assert row["text"] and row["unit"] and row["citations"], row
        eq(not row["values"], row["key"] in UNDECIDED, row)


def test_flags_before_the_subcommand(w):
    r = subprocess.run([PROGRAM, "--date", "2024-01-02", "workday", "add", "2024-09-30", "3"],
                       stdout=subprocess.PIPE, text=True, check=False)
    eq((r.returncode, r.stdout.strip()), (0, "2024-10-10"))


main(globals())
