#!/usr/bin/env python3
"""Recipients whom another place pays and who live here (7(4)): capability 7.14."""
from harness import CITY, HC, TOWN, eq, has, inited, main, number, on, row, then, true

OURS = number(1)


@then(inited("2024-06-03"), "one of ours")
def ONE(w):
    w.roster([row(OURS, "王守义", "2023-11-20")])
    w.day("2024-06-03")


def asked(w, num, code=0, who=f"clerk@{TOWN}", **more):
    fields = {"number": num, "name": "赵来威", "payer": "黑龙江省某市社会保险事业中心", "requires": "本人持身份证到场",
              "lives": "环翠区某街1号", **more}
    args = [x for k, v in fields.items() for x in ("--field", f"{k}={v}")]
    r = w.run("matter", "open", "inbound", "--json", "--as", who, "--purpose", "受理", *args, code=code)
    return r.json() if r.code == 0 else r


def confirm(w, m, code=0, who=f"clerk@{TOWN}", held_on="2024-06-03"):
    return w.run("matter", "move", m["id"], "confirm", "--as", who, "--purpose", "办理", "--reason",
                 "本人到场核对", "--field", f"held_on={held_on}", "--field", "how=本人持身份证到场",
                 code=code)


def letters(w):
    return w.sql("SELECT count(*) FROM notice WHERE kind = 2")[0][0]


@on(ONE)
def test_the_result_goes_to_the_payer_and_nobody_of_ours_is_touched(w):
    before = w.person(OURS), w.sql("SELECT count(*) FROM certification")[0][0]
    m = asked(w, OURS)  # even a number that is on our roster
    confirm(w, m)
    shown = w.run("matter", "show", m["id"], "--json", "--as", f"clerk@{TOWN}", "--purpose", "核对").json()
    eq(shown["state"], "closed")
    has(shown["letters"][-1]["body"], "通过", OURS, "赵来威", "黑龙江省某市社会保险事业中心", "2024-06-03")
    after = w.person(OURS), w.sql("SELECT count(*) FROM certification")[0][0]
    for field in ("due_on", "certifications", "lines", "notices"):
        eq(after[0][field], before[0][field], field)
    eq(after[1], before[1])
    w.run("check")
    w.run("audit", "verify")


@on(ONE)
def test_not_passed_goes_back_with_the_reason(w):
    m = asked(w, number(70))
    w.run("matter", "move", m["id"], "reject", "--as", f"clerk@{TOWN}", "--purpose", "办理", "--reason",
          "本人未到场", code=0)
    eq(letters(w), 1)


@on(ONE)
def test_bad_input_says_what_to_do(w):
    has(asked(w, "371082197102290012", code=5).err, "证件号码不对")
    has(w.run("matter", "open", "inbound", OURS, "--json", "--as", f"clerk@{TOWN}", "--purpose", "受理",
              code=2).err, "number")
    asked(w, number(70), code=5, who=f"supervisor@{HC}")
    m = asked(w, number(70))
    has(confirm(w, m, code=5, held_on="2024-06-04").err, "认证日期")
    has(confirm(w, m, code=5, held_on="2024-06-02").err, "认证日期")
    true(letters(w) == 0, "nothing was sent")


main(globals())
