#!/usr/bin/env python3
"""Files through the upload page, over HTTP (K12, capabilities C8, C9, C10): a workbook end to end,
the server killed in the middle, another process that looks on. Art. 7(3); scenarios 12 and 39."""
import csv
import io
import re

import xlsx
from browser import Browser, Serving
from harness import CITY, HC, WD, eq, has, inited, main, number, on, row, then, true, write_csv
from test_feed import event, feed_text, feeds, send, sound

A, B = number(1), number(2)
CLERK = f"clerk@{HC}"
PEOPLE_OF_ROSTER = 12000


@then(inited("2023-07-17"), "a known hospital")
def KNOWN(w):
    """Two people, and a hospital whose first file has been let through by two."""
    w.roster([row(A, "张建国", "2023-07-15"), row(B, "李秀兰", "2023-06-20", payer=WD)])
    w.date = "2024-07-12"


def uploaded(b, name, data, what="feed", source="hospital"):
    """The page of the upload."""
    eq(b.get("/staff/import"), 200)
    eq(b.send_file("/staff/import", name, data, what=what, source=source), 303, b.text[-300:])
    page = b.location
    eq(b.get(page), 200)
    return page


def tried(b, page):
    eq(b.post(page, event="try"), 303, b.text[-300:])
    return b.wait(page)


def numbers(page_text):
    """What the page counts: {label: value}."""
    found = re.findall(r"<dt>([^<]+)</dt><dd class=\"num\">(?:<span[^>]*>)?(\d+)", page_text)
    return {label: int(value) for label, value in found}


def released(s, feed, *managers):
    for who in managers:
        m = Browser(s.host, training=True)
        m.sign_in(f"manager@{who}")
        eq(m.decide(feed, event="release"), 303, m.text[-300:])
        m.wait(feed)
    return m


@on(KNOWN)
def test_scenario_12_a_workbook_end_to_end(w):
    """Looked at, tried, held as the source's first, let through by two, certified; the bad rows come
    back in the file's own columns with line and reason."""
    sheet = [["7月住院信息", None, None, None, None, None],
             ["社会保障号码", "姓名", "事件", "事件日期", "来源", "科室"],
             [A, "张建国", "住院", xlsx.num("45485", xlsx.DAY), "医院", "内科"],
             [B, "李秀兰", "住院", xlsx.num("45484", xlsx.DAY), "医院", "=外科"],
             ["123", "某某", "住院", xlsx.num("45484", xlsx.DAY), "医院", "骨科"],
             [number(3), "无此人", "住院", xlsx.num("45484", xlsx.DAY), "医院", "儿科"],
             [A, "张建国", "住院", "2024-13-01", "医院", "眼科"]]
    crowd = [(number(n, birth="19510203"), f"王{chr(0x4e00 + n)}") for n in range(1, 61)]
    w.roster([row(num, name, "2023-07-10") for num, name in crowd], name="crowd.csv")
    sheet += [[num, name, "住院", xlsx.num("45484", xlsx.DAY), "医院", ""] for num, name in crowd]
    with Serving(w) as s:
        b = Browser(s.host, training=True)
        b.sign_in(CLERK)
        page = uploaded(b, "住院.xlsx", xlsx.book(sheet))
        has(b.text, "Excel", "科室", "不认识，不导入")
        true(A not in b.text, "a whole number on the page")
        shown = tried(b, page)
        has(shown, "将认证 62 人，拦下 0 人")
        eq(numbers(shown), {"总行数": 65, "匹配到人": 62, "没有这个人": 1, "有错误的行": 2, "说法互相矛盾": 0, "姓名不一致": 0})
        eq(w.sql("SELECT count(*) FROM evidence")[0][0], 0, "a trial changes nothing")
        b.post(page, event="run")
        done = b.wait(page)
        eq(b.get(page + "/errors"), 200)
        table = list(csv.reader(io.StringIO(b.bytes.decode("utf-8-sig"))))
        eq(table[0], ["社会保障号码", "姓名", "事件", "事件日期", "来源", "科室", "行号", "错误原因"])
        eq([(r[1], r[5], r[6]) for r in table[1:]], [("某某", "骨科", "5"), ("张建国", "眼科", "7")])
        true(all(len(r) == 8 and r[7] for r in table[1:]), table)
        has(done, "已收下，等待放行", "62 行已暂存")
        feed = re.search(r"/staff/feed/\w+", done)[0]
        eq(b.get(feed), 200)
        has(b.text, "首批")
        certified = []
        for who in (WD, CITY, CITY, CITY):
            released(s, feed, who)
            certified.append(w.sql("SELECT count(*) FROM certification WHERE way = 3")[0][0])
        eq(certified, [0, 1, 7, 62], "two names, then 1 %, 10 %, all")
        eq(feeds(w)[0]["state"], "applied")
        for num, day in ((A, "2024-07-12"), (B, "2024-07-11")):
            eq([c["held_on"] for c in w.person(num)["certifications"] if c["way"] == 3], [day])
        eq(w.person(A)["due_on"], "2025-07-14")
        # the error file, put right, is what is sent next: nobody is counted twice
        table[2][3] = "2024-07-10"
        again = io.StringIO()
        csv.writer(again).writerows([table[0][:6], table[2][:6]])
        b.sign_in(CLERK)
        page = uploaded(b, "改好.csv", again.getvalue().encode())
        tried(b, page)
        b.post(page, event="run")
        b.wait(page)
        eq(w.sql("SELECT count(*) FROM evidence")[0][0], 63)
        eq(w.person(A)["due_on"], "2025-07-14", "an earlier day takes nothing back")
    sound(w)


def roster_of(n):
    rows = [row(number(i % 900 + 1, birth=f"19{40 + i // 900}0{1 + i % 9}1{i % 7}"), f"王{chr(0x4e00 + i)}",
                "2023-07-01") for i in range(n)]
    return list({r["社会保障号码"]: r for r in rows}.values())


def at_rows(word, least=500):
    """Until the page says that it has read, or handled, so many rows; or that the work is over."""
    def there(b):
        said = re.search(word + r" (\d+) 行", b.text)
        return (said and int(said[1]) >= least) or not b.waits
    return there


@on(KNOWN)
def test_a_roster_whose_server_was_killed_is_shown_and_finished(w):
    rows = roster_of(PEOPLE_OF_ROSTER)
    write_csv(w.path("big.csv"), rows)
    with open(w.path("big.csv"), "rb") as f:
        data = f.read()
    who = f"manager@{HC}"
    with Serving(w) as s:
        b = Browser(s.host, training=True)
        b.sign_in(who)
        page = uploaded(b, "big.csv", data, what="roster")
        tried(b, page)
        b.post(page, event="run")
        b.wait(page, at_rows("已读"))
        true(b.waits, "killed in the middle")
        s.kill()
    there = w.sql("SELECT count(*) FROM person")[0][0]
    true(2 < there < len(rows), f"{there} of {len(rows)} were in")
    jobs = {j["kind"]: j for j in w.run("job", "list", "--json", "--as", f"manager@{CITY}", "--purpose", "核对").json()}
    eq(jobs["upload"]["state"], "open", "on record, with the moment it moved last")
    with Serving(w) as s:
        b = Browser(s.host, training=True)
        b.sign_in(who)
        eq(b.get("/staff/import"), 200)
        has(b.text, "big.csv", "中断")
        eq(b.get(page), 200)
        has(b.text, "处理中断了", "接着做")
        true(not b.waits, "nobody is at it")
        eq(b.post(page, event="run"), 303)
        has(b.wait(page), "导入完成")
        eq(w.sql("SELECT count(*) FROM person")[0][0], len(rows) + 2)
        eq(w.sql("SELECT count(*) FROM audit WHERE action = 'job.resume'")[0][0], 1, "taken up, not begun anew")
        b.post(page, event="run")
        has(b.text, "这个文件已经导入过了")
    sound(w)


@on(KNOWN)
def test_a_feed_whose_server_was_killed_is_shown_and_its_rows_are_exact(w):
    people = [(r["社会保障号码"], r["姓名"]) for r in roster_of(900)]
    w.roster([row(num, name, "2023-07-01") for num, name in people], name="crowd.csv")
    rows = [event(*people[i % len(people)], "门诊", f"2024-0{1 + i // 4500}-{1 + i // len(people) % 28:02d}")
            for i in range(9000)]
    rows = list({(r["社会保障号码"], r["事件日期"]): r for r in rows}.values())
    page = None
    for word, state in (("已读", "reading"), ("已处理", "applying"), (None, "applied")):
        with Serving(w) as s:
            b = Browser(s.host, training=True)
            b.sign_in(CLERK)
            if page:
                eq(b.get(page), 200)
                has(b.text, "处理中断了", "接着做")
            else:
                page = uploaded(b, "门诊.csv", feed_text(rows).encode())
                tried(b, page)
            eq(b.post(page, event="run"), 303)
            b.wait(page, at_rows(word) if word else lambda b: not b.waits)
            if word:
                true(b.waits, "killed in the middle")
                s.kill()
            else:
                has(b.text, "导入完成")
        eq([(f["state"], f["matched"] if not word else None) for f in feeds(w)], [(state, None if word else len(rows))])
    for table in ("feed_row", "evidence"):
        eq(w.sql(f"SELECT count(*) FROM {table}")[0][0], len(rows), table)
    eq(w.sql("SELECT count(DISTINCT feed_row) FROM evidence")[0][0], len(rows))
    sound(w)


CROWD = [(number(n, birth="19510203"), f"王{chr(0x4e00 + n)}") for n in range(1, 25)]


@then(inited("2023-07-17"), "a crowd")
def ALIVE(w):
    w.roster([row(num, name, "2023-07-10") for num, name in CROWD])
    w.date = "2024-03-04"


@on(ALIVE)
def test_C10_a_feed_of_false_deaths_is_taken_back_with_one_click_and_the_money_follows(w):
    """Held, let through by two, the money stopped by people; then the whole feed back: the money of
    the months without comes by supplementary runs, and so does everybody's own clock. Its neighbours:
    somebody whose death another source says too, somebody of whom only a check was open, and one who
    was certified meanwhile."""
    gone, certain, checked, seen = (num for num, _ in CROWD[:4])
    with Serving(w) as s:
        b = Browser(s.host, training=True)
        b.sign_in(CLERK)
        deaths = [event(num, name, "死亡", "2024-03-01", "民政") for num, name in CROWD]
        page = uploaded(b, "死亡.csv", feed_text(deaths).encode(), source="civil")
        has(tried(b, page), "将认证 0 人，拦下 24 人", "熔断")
        b.post(page, event="run")
        feed = re.search(r"/staff/feed/\w+", b.wait(page))[0]
        eq(w.matters(gone, "evidence_check"), [], "held: nobody is touched")
        eq(b.get(feed), 200)
        has(b.text, "2024年3月7日")  # the clock of a held feed: three working days
        released(s, feed, WD, CITY, CITY, CITY)
    eq(len(w.matters(kind="evidence_check", state="proposed")), 24)
    send(w, [event(*CROWD[1], "火化", "2024-03-03")], "殡葬", name="again.csv", date="2024-03-05")
    for num in (gone, certain):
        w.move(w.matter(num, "evidence_check"), "found_dead")
        w.adverse(w.matter(num, "loss"))
    w.day("2024-05-20")
    eq([w.person(num)["lines"][0]["status"] for num in (gone, certain, checked)], ["ended", "ended", "paid"])
    eq(w.paid("2024-05", CROWD[0][1])[3], "0.00", "stopped")
    eq(w.certify(seen).code, 0)
    with Serving(w) as s:
        m = Browser(s.host, training=True)
        m.sign_in(f"manager@{CITY}")
        eq(m.get(feed), 200)
        eq(m.post(feed, event="reverse", reason=""), 403, "another code first")
        eq(m.decide(feed, event="reverse", reason="来源更正"), 303)
        has(m.wait(feed), "已撤销", "来源更正")
        eq(m.post(feed, event="reverse", reason="来源更正"), 409, "not twice")
    eq((w.matter(gone, "loss")["state"], w.person(gone)["lines"][0]["status"]), ("undone", "paid"))
    eq((w.matter(certain, "loss")["state"], w.person(certain)["lines"][0]["status"]), ("in_effect", "ended"))
    eq([x["state"] for x in w.matters(checked, "evidence_check")], ["undone"])
    eq(w.paid("2024-05", CROWD[0][1])[1], "6421.10", "April and May, by a supplementary run of May")
    eq(sum(w.months(gone, "back_paid_fen").values()), 2 * 321055)
    eq(w.sql("SELECT count(*) FROM payroll_run WHERE month = 202405 AND sequence > 0")[0][0], 1)
    eq((w.person(gone)["due_on"], w.person(seen)["due_on"]), ("2024-07-10", "2025-05-20"), "own clocks go on")
    w.day("2024-06-20")
    eq(w.paid("2024-06", CROWD[0][1]), ("3210.55", "0.00", "0.00", "3210.55"), "and not a second time")
    sound(w)


@on(KNOWN, only="pg")
def test_a_second_server_knows_what_the_first_is_at_and_begins_nothing_of_it(w):
    write_csv(w.path("big.csv"), roster_of(PEOPLE_OF_ROSTER))
    with open(w.path("big.csv"), "rb") as f:
        data = f.read()
    who = f"manager@{HC}"
    with Serving(w) as s, Serving(w) as other:
        b, c = Browser(s.host, training=True), Browser(other.host, training=True)
        b.sign_in(who)
        page = uploaded(b, "big.csv", data, what="roster")
        tried(b, page)
        b.post(page, event="run")
        b.wait(page, at_rows("已读"))
        c.sign_in(who)  # which ends the session at the first
        eq(c.get(page), 200)
        true(c.waits, "at work, for both")
        c.wait(page, at_rows("已读", least=1))
        true(c.waits, "as far as the store says, which is part by part")
        eq(c.post(page, event="run"), 503, "not twice at once")
        has(c.text, "正在处理")
        has(c.wait(page), "导入完成")
        eq(c.post(page, event="remove"), 303)
        eq(c.get(page), 404)
    sound(w)


if __name__ == "__main__":
    main(globals())
