#!/usr/bin/env python3
"""Certification at any agency, once a day, by those who may: arts. 4, 5, 7; scenarios 5 to 8."""
from harness import (CITY, HC, RC, TOWN, WD, eq, has, inited, main, matches, number, on,
                     plus_days, row, then, true)

A, B = number(1), number(2)


@then(inited("2023-07-17"), "two people")
def PEOPLE(w):
    w.roster([row(A, "张建国", "2023-07-15"),
              row(B, "李秀兰", "2023-06-20", payer=WD),
              row(B, "李秀兰", "2023-06-20", payer=WD, kind="生活护理费", amount="900")])


def audits(w):
    return w.sql("SELECT count(*) FROM audit WHERE action LIKE '%certif%'")[0][0]


@on(PEOPLE)
def test_scenario_8_due_rolling(w):
    eq(w.person(A)["due_on"], "2024-07-15")


@on(PEOPLE)
def test_scenario_8_reminders_90_60_30_15_3(w):
    def mine():
        return w.sql("SELECT count(*) FROM notice n JOIN person p ON p.person_id = n.subject_id "
                     "WHERE p.name = '张建国'")[0][0]
    due = "2024-07-15"
    seen = []
    for n in (91, 90, 89, 60, 59, 31, 30, 29, 16, 15, 14, 4, 3, 2):
        before = mine()
        w.day(plus_days(due, -n))
        seen += [n] * (mine() - before)
    eq(seen, [90, 60, 30, 15, 3], "days before the due date on which one reminder was made")


@on(PEOPLE)
def test_day_after_a_reminder_says_nothing_twice(w):
    w.day("2024-04-16")
    before = w.sql("SELECT count(*) FROM notice")
    w.day("2024-04-16")
    eq(w.sql("SELECT count(*) FROM notice"), before)


@on(PEOPLE)
def test_art_5_rest_day_moves_the_due_date(w):
    w.certify(A, date="2023-10-05")
    eq(w.person(A, date="2023-10-06")["due_on"], "2024-10-08")


@on(PEOPLE)
def test_scenario_5_any_agency_certifies_and_the_place_is_logged(w):
    r = w.certify(A, agency=RC, date="2024-03-04")
    matches(r.out, r"2025-03-04")
    p = w.person(A, date="2024-03-04")
    eq(p["due_on"], "2025-03-04")
    last = max(p["certifications"], key=lambda c: c["held_on"])
    eq((last["way"], last["held_on"], last["agency"]), (1, "2024-03-04", RC))


@on(PEOPLE)
def test_scenario_5_a_town_certifies(w):
    w.certify(A, agency=TOWN, date="2024-03-04")
    eq(w.person(A, date="2024-03-04")["due_on"], "2025-03-04")


@on(PEOPLE)
def test_art_5_twice_on_a_day_one_effect_two_entries(w):
    before = audits(w)
    w.certify(A, date="2024-03-04")
    w.certify(A, agency=RC, date="2024-03-04")
    p = w.person(A, date="2024-03-04")
    eq(len([c for c in p["certifications"] if c["held_on"] == "2024-03-04"]), 1, "effects")
    eq(audits(w) - before, 2, "audit entries")


@on(PEOPLE)
def test_scenario_7_all_lines_valid_to_the_same_date(w):
    w.certify(B, agency=RC, date="2024-03-04")
    p = w.person(B, date="2024-03-04")
    eq((p["due_on"], len(p["lines"])), ("2025-03-04", 2))
    eq([m for m in w.matters(B) if m["kind"] == "overlap"], [])


@on(PEOPLE)
def test_art_7_ways_one_to_six(w):
    for way in range(1, 6):
        w.certify(A, way=way, date=f"2024-03-{10 + way}")
    got = {c["way"] for c in w.person(A, date="2024-03-30")["certifications"]}
    true({1, 2, 3, 4, 5} <= got, f"ways {got}")


@on(PEOPLE)
def test_art_7_6_another_way_needs_twenty_characters(w):
    def other(*note):
        return w.run("certify", A, "--way", 6, "--agency", HC, "--as", f"clerk@{HC}", "--purpose",
                     "认证", *note, date="2024-03-18", code=None).code
    true(other() in (1, 2, 5), "accepted without a description")
    true(other("--note", "打电话") in (1, 2, 5), "accepted with three characters")
    eq(other("--note", "与本人视频通话并核对身份证和近照确认健在"), 0)
    eq(w.person(A)["due_on"], "2024-07-15", "certified before a second person has released it")
    w.move(w.matter(A, "other_way"), "release", f"clerk@{HC}", code=5)
    w.move(w.matter(A, "other_way"), "release", f"reviewer@{HC}")
    eq(w.person(A)["due_on"], "2025-03-18")


@on(PEOPLE)
def test_unknown_way_is_usage(w):
    for way in ("0", "7", "x"):
        w.certify(A, way=way, date="2024-03-04", code=2)


@on(PEOPLE)
def test_earlier_certification_allowed_and_never_makes_due_earlier(w):
    w.certify(A, date="2024-06-05")
    first = w.person(A, date="2024-06-05")["due_on"]
    w.certify(A, date="2024-06-06")
    true(w.person(A, date="2024-06-06")["due_on"] >= first, "an extra one moved it back")


@on(PEOPLE)
def test_interface_agency_other_than_that_of_as(w):
    w.certify(A, agency=RC, who=f"clerk@{HC}", date="2024-03-04", code=5)
    eq(w.person(A, date="2024-03-04")["due_on"], "2024-07-15")


@on(PEOPLE)
def test_scenario_6_supervisor_is_refused(w):
    w.certify(A, agency=CITY, who=f"supervisor@{CITY}", date="2024-03-04", code=5)
    w.certify(A, agency=CITY, who=f"officer@{CITY}", date="2024-03-04", code=5)


@on(PEOPLE)
def test_administrators_without_business_rights(w):
    for who in ("sysadmin", "secadmin", "auditadmin"):
        w.certify(A, agency=CITY, who=who, date="2024-03-04", code=5)
        w.run("person", "show", A, "--as", who, "--purpose", "看看", date="2024-03-04", code=5)


@on(PEOPLE)
def test_unknown_operator(w):
    w.certify(A, who="nobody@371002000000", date="2024-03-04", code=5)


@on(PEOPLE)
def test_without_as_or_purpose(w):
    w.run("person", "show", A, code=(2, 5))
    w.run("person", "show", A, "--as", f"clerk@{HC}", code=(2, 5))
    w.run("certify", A, "--way", 1, "--agency", HC, "--as", f"clerk@{HC}", code=(2, 5))


@on(PEOPLE)
def test_unknown_person_and_bad_number(w):
    w.certify(number(77), date="2024-03-04", code=(1, 4, 5))
    w.certify("371002194603150013", date="2024-03-04", code=(1, 2, 4, 5))


@on(PEOPLE)
def test_number_in_any_form(w):
    full = "".join(chr(ord(c) + 0xFEE0) for c in A)
    w.certify(full, date="2024-03-04")
    eq(w.person(A, date="2024-03-04")["due_on"], "2025-03-04")


@on(PEOPLE)
def test_dry_run_certifies_nobody(w):
    w.run("certify", A, "--way", 1, "--agency", HC, "--as", f"clerk@{HC}", "--purpose", "认证",
          "--dry-run", date="2024-03-04")
    eq(w.person(A, date="2024-03-04")["due_on"], "2024-07-15")


@on(PEOPLE)
def test_art_4_browsing_only_the_own_jurisdiction(w):
    w.day("2024-06-26")
    mine = w.matters(kind="suspension", who=f"clerk@{HC}")
    true(all(m["agency"] == HC for m in mine), f"foreign matters shown: {mine!r}")
    theirs = w.matters(kind="suspension", who=f"clerk@{WD}")
    eq([m["agency"] for m in theirs], [WD])


@on(PEOPLE)
def test_reads_of_a_person_are_in_the_audit(w):
    before = w.sql("SELECT count(*) FROM audit")[0][0]
    w.person(A)
    true(w.sql("SELECT count(*) FROM audit")[0][0] > before, "a read left no entry")


@on(PEOPLE)
def test_why_names_the_article(w):
    r = w.run("person", "show", A, "--as", f"clerk@{HC}", "--purpose", "核对", date="2024-03-04")
    has(r.out, "2024-07-15")
    true("条" in r.out, "no article in the text")
    true(w.person(A, date="2024-03-04")["why"], "empty why")


@on(PEOPLE)
def test_art_7_1_receipt_names_reference_and_validity(w):
    out = w.certify(A, date="2024-03-04").out
    has(out, "2025-03-04")
    true(out.strip() != "2025-03-04", "no reference")


main(globals())
