#!/usr/bin/env python3
"""Workbooks (xlsx): issue 5 "Feeds in CSV and xlsx", capabilities B33 C27; the same reader for rosters and feeds."""
import csv
import os
import subprocess
import sys
import zipfile

import xlsx
from harness import CITY, HC, PROGRAM, eq, has, inited, main, number, on, row, then, true

A, B, C = number(1), number(2), number(3)
FEED = ["社会保障号码", "姓名", "事件", "事件日期", "来源"]
INIT = inited("2023-07-17")


@then(INIT, "two people")
def PEOPLE(w):
    w.roster([row(A, "张建国", "2023-07-15"), row(B, "李秀兰", "2023-06-20")])
    w.date = "2024-07-12"


def send(w, data, code=0, source="医院", name="feed.xlsx"):
    with open(w.path(name), "wb") as f:
        f.write(data)
    return w.run("import", "evidence", name, "--source", source, "--as", f"clerk@{HC}", "--purpose", "数据比对", code=code)


def certified(w, num=A):
    return w.person(num)["due_on"]


# A small process between: what a child has used counts from the memory of the one that started it.
MEASURE = """
import os, subprocess, sys
with open("in.xlsx", "rb") as i, open("out.csv", "wb") as o:
    child = subprocess.Popen([sys.argv[1], "read-sheet"], stdin=i, stdout=o, stderr=subprocess.DEVNULL, env={})
    _, status, used = os.wait4(child.pid, 0)
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


# A sanitizer's own memory and time are not the program's: there only the plain limits of the child speak.
SANITIZED = 3 if os.path.basename(os.environ.get("BUILD", "dev")) in ("asan", "tsan") else 1


def to_csv(w, data):
    """What the child makes of it: (exit status, text, processor seconds, KiB with the CSV in memory)."""
    with open(w.path("in.xlsx"), "wb") as f:
        f.write(data)
    done = subprocess.run([sys.executable, "-c", MEASURE, PROGRAM], cwd=w.folder, stdout=subprocess.PIPE, check=True)
    status, seconds, kib = done.stdout.split()
    with open(w.path("out.csv"), encoding="utf-8") as f:
        text = f.read()
    return int(status), text, float(seconds), int(kib) + len(text.encode()) // 1024


@on(PEOPLE)
def test_a_feed_as_a_workbook_with_days_as_the_program_stores_them(w):
    rows = [["2024年7月住院人员"], FEED, [A, "张建国", "住院", xlsx.num("45483", xlsx.DAY), "医院"], [],
            [B, "李秀兰", "住院", xlsx.num("45482.5", xlsx.CUSTOM_DAY)]]
    r = send(w, xlsx.book(rows))
    has(r.out, "rows=2 matched=2")
    eq((certified(w), certified(w, B)), ("2025-07-10", "2025-07-09"))
    w.run("check")


@on(PEOPLE)
def test_inline_strings_and_a_hidden_sheet_before_it(w):
    send(w, xlsx.book([FEED, [A, "张建国", "住院", "2024-07-10", "医院"]], inline=True, hidden=True))
    eq(certified(w), "2025-07-10")


@on(PEOPLE)
def test_a_number_stored_as_a_number_is_refused_with_the_cause_and_its_row(w):
    r = send(w, xlsx.book([FEED, [xlsx.num("371002195803120000"), "张建国", "住院", "2024-07-10", "医院"],
                           [A, "张建国", "住院", "2024-07-10", "医院"]]), code=4)
    has(r.err, "第 2 行“社会保障号码”", "文本")
    eq(certified(w), "2025-07-10")
    with open(w.path("feed.xlsx.errors.csv"), encoding="utf-8-sig", newline="") as f:
        errors = list(csv.DictReader(f))
    eq([(e["社会保障号码"], e["行号"]) for e in errors], [("3.71002E+17", "2")])
    eq(list(errors[0]), FEED + ["行号", "错误原因"])


@on(INIT)
def test_a_roster_as_a_workbook(w):
    one = row(A, "张建国", "2023-07-15")
    one["月标准"], one["上次认证日期"] = xlsx.num("3210.55"), xlsx.num("45122", xlsx.DAY)
    with open(w.path("r.xlsx"), "wb") as f:
        f.write(xlsx.book([list(one), list(one.values())]))
    r = w.run("import", "roster", "r.xlsx", "--as", f"manager@{CITY}", "--purpose", "导入")
    has(r.out, "rows=1 new=1")
    p = w.person(A)
    eq((p["name"], p["due_on"]), ("张建国", "2024-07-15"))


@on(INIT)
def test_cells_as_a_person_sees_them(w):
    rows = [["a", "b,c", 'say "x"', "two\nlines", " pad "], [],
            [xlsx.num("1"), None, xlsx.num("0.1"), xlsx.num("1.5", xlsx.RED), xlsx.num("59", xlsx.DAY)],
            [xlsx.num("61", xlsx.DAY), xlsx.num("371002460315001"), xlsx.num("3.71002194603150016E17"), xlsx.num("-2")]]
    status, text, _, _ = to_csv(w, xlsx.book(rows))
    eq((status, text), (0, 'a,"b,c","say ""x""",two lines, pad \n\n1,,0.1,1.5,1900-02-28\n'
                           '1900-03-01,371002460315001,3.71002E+17,-2,\n'))


def sheet_of(body, **more):
    p = xlsx.parts([["a", "b"]], **more)
    return xlsx.pack({**p, "xl/worksheets/sheet1.xml": body})


def said_to_be(book, name, size):
    """The directory of the packed file gives the part another size."""
    at = book.rindex(name.encode()) - 46
    eq(book[at:at + 4], b"PK\1\2")
    return book[:at + 24] + size.to_bytes(4, "little") + book[at + 28:]


def locked(book, name):
    """Its entries say that the part has a password."""
    at, here = book.rindex(name.encode()) - 46, book.index(name.encode()) - 30
    eq((book[at:at + 4], book[here:here + 4]), (b"PK\1\2", b"PK\3\4"))
    data = bytearray(book)
    data[at + 8] |= 1
    data[here + 6] |= 1
    return bytes(data)


def bombs():
    """(what is wrong with it, exit status of the child as src/sheet/xlsx.h numbers it)."""
    p = xlsx.parts([["a", "b"], ["c", "d"]])
    good = xlsx.pack(p)
    start = f'<worksheet xmlns="{xlsx.MAIN}"><sheetData>'

    def cells(body):
        return f'{start}<row r="1">{body}</row></sheetData></worksheet>'
    laughs = ('<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
              '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>')
    outside = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    yield "cut off", good[:len(good) // 2], 1
    stored = xlsx.pack(p, zipfile.ZIP_STORED)
    yield "a flipped byte", stored.replace(b"</sheetData>", b"</sheetDatb>"), 6
    yield "a flipped byte in a cell", stored.replace(b"<v>2</v>", b"<v>3</v>"), 1
    yield "no sheet", xlsx.pack({k: v for k, v in p.items() if "sheet1" not in k}), 2
    yield "no workbook", xlsx.pack({"a.txt": "a"}), 2
    yield "zip bomb", sheet_of(start + " " * (40 << 20)), 4
    yield "zip bomb in the strings", xlsx.pack({**p, "xl/sharedStrings.xml": "<sst>" + " " * (30 << 20)}), 4
    yield "many parts", xlsx.pack({**p, **{f"x/{i}": "" for i in range(1001)}}), 3
    yield "laughs", sheet_of(laughs + cells('<c t="str"><v>&c;</v></c>')), 5
    yield "a file outside", sheet_of(outside + cells('<c t="str"><v>&f;</v></c>')), 5
    inside = "<!DOCTYPE x>" + p["xl/workbook.xml"].split("\n", 1)[1]
    yield "a doctype in the workbook", xlsx.pack({**p, "xl/workbook.xml": inside}), 5
    yield "not well formed", sheet_of(start + "<row></sheetData>"), 6
    yield "deep", sheet_of(start + "<a>" * 40 + "</a>" * 40 + "</sheetData></worksheet>"), 6
    yield "rows that go back", sheet_of(start + '<row r="5"/><row r="4"/></sheetData></worksheet>'), 6
    yield "no such string", sheet_of(cells('<c t="s"><v>9</v></c>')), 6
    yield "row a million and more", sheet_of(start + '<row r="1048577"/></sheetData></worksheet>'), 3
    yield "wide", sheet_of(cells('<c r="IW1"><v>1</v></c>')), 8
    long = "<sst><si><t>" + os.urandom(20000).hex() + "</t></si></sst>"
    yield "a long cell", xlsx.pack({**p, "xl/sharedStrings.xml": long}), 7
    big = "".join(f"<si><t>{os.urandom(1000).hex()}</t></si>" for _ in range(13000))
    many = xlsx.pack({**p, "xl/sharedStrings.xml": "<sst>" + "<si/>" * 1000001 + "</sst>"}, zipfile.ZIP_STORED)
    yield "a million strings and one", many, 7
    yield "a file of more than 64 MB", good + bytes(64 << 20), 3
    yield "a part that is said to be 600 MB", said_to_be(good, "xl/worksheets/sheet1.xml", 600 << 20), 3
    yield "a password", locked(good, "xl/worksheets/sheet1.xml"), 9
    yield "much text", xlsx.pack({**p, "xl/sharedStrings.xml": f"<sst>{big}</sst>"}), 7


@on(PEOPLE)
def test_bombs_and_broken_workbooks_are_refused_and_nothing_is_in(w):
    made = list(bombs())
    for what, data, want in made:
        status, _, seconds, kib = to_csv(w, data)
        eq((what, status), (what, want))
        true(kib < SANITIZED * 100 << 10, f"{what}: {kib} KiB")
        true(seconds < 10, f"{what}: {seconds} s")
    for what, data, _ in made[:8]:
        has(send(w, data, code=(1, 2, 4)).err, "feed.xlsx", "请")
    eq(w.sql("SELECT (SELECT count(*) FROM evidence) + (SELECT count(*) FROM feed)")[0][0], 0)


@on(PEOPLE)
def test_an_old_workbook_is_told_how_to_be_saved(w):
    has(send(w, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, code=(1, 2)).err, "xls", "另存为")


@on(INIT)
def test_100000_rows_within_3_seconds_and_32_megabytes(w):
    rows = [FEED] + [[number(i % 999, birth=f"19{40 + i // 36000}{1 + i // 3000 % 12:02d}{1 + i // 1000 % 28:02d}"),
                      f"王{chr(0x4e00 + i % 5000)}{chr(0x4e00 + i // 5)}", "住院",
                      xlsx.num(str(45000 + i % 300), xlsx.DAY), "医院"]
                     for i in range(100000)]
    data = xlsx.book(rows)
    status, text, seconds, kib = to_csv(w, data)
    eq((status, text.count("\n")), (0, 100001))
    eq(text.splitlines()[1], ",".join([rows[1][0], rows[1][1], "住院", "2023-03-15", "医院"]))
    print(f"# xlsx 100,000 rows, {len(data)} bytes: {seconds:.2f} processor seconds, {kib} KiB")
    true(seconds <= SANITIZED * 3, f"{seconds:.2f} processor seconds")
    true(kib <= SANITIZED * 32 << 10, f"{kib} KiB")


main(globals())
