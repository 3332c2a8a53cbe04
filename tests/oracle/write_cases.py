#!/usr/bin/env python3
"""Writes the boundary days of every clock as .case files: the last day and the day after, before and
after every holiday of the published years.

    python3 write_cases.py FOLDER      tests/law holds its output (20-days-*.case); a test compares

What is expected comes from this side's reading alone, and says how it was counted; the C law is asked
in tests/law/test_cases.c.
"""
import datetime as dt
import os
import sys

from book import abroad, cycle, loss, refund, reporting, reward, suspension
from book.periods import add_months, month_of
from book.workdays import calendar

CAL = calendar()
DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2026, 9, 30)
NATIONAL = dt.date(2023, 12, 1)
END = dt.date(2024, 12, 31)


def eves():
    """The working day before each run of days off longer than a weekend: where counting errs."""
    out, d = [], FIRST
    while d <= LAST:
        if CAL.is_workday(d):
            back = CAL.add(d, 1)
            if (back - d).days > 3:
                out.append(d)
        d += DAY
    return out


def counted(a, b):
    """How the days from a (not counted) to b went."""
    days = [a + DAY * i for i in range(1, (b - a).days + 1)]
    off = [d for d in days if not CAL.is_workday(d)]
    made = [d for d in days if CAL.is_workday(d) and d.weekday() > 4]
    text = f"{a}不计；其间休息{len(off)}日"
    if made:
        text += "，调休上班" + "、".join(f"{d.month}月{d.day}日" for d in made)
    return f"{text}；{b}为第{CAL.between(a, b)}个工作日"


def rolled(a, b, plain):
    return f"{plain}" + ("" if b == a else f"，遇休息日顺延到{b}")


class Files:
    def __init__(self):
        self.files = {}

    def case(self, name, item, title, today, asked, facts, expected, note):
        lines = [f"[{title}]", f"条目 = {item}", f"今日 = {today}", f"问 = {asked}"]
        lines += [f"{k} = {v}" for k, v in facts]
        lines += [f"应为 {k} = {v}" for k, v in expected]
        self.files.setdefault(name, []).append("\n".join(lines + [f"说明 = {note}"]) + "\n")

    def write(self, folder):
        for name, cases in self.files.items():
            with open(os.path.join(folder, f"20-days-{name}.case"), "w", encoding="utf-8") as f:
                f.write("# 由 tests/oracle/write_cases.py 写出，请勿手改：各期限在每个节假日前后的最后一日和次日。\n\n")
                f.write("\n".join(cases))


def report(f, d):
    """Art. 9: reported on the last day, and on the working day after it."""
    for lives, local, item in (("是", 7, "9.in"), ("否", 30, "9.out")):
        got = reporting.report_limits(d, "in" if lives == "是" else "out", CAL)
        limit = got["limit"]
        for told in (limit, CAL.add(limit, 1)):
            late = reporting.days_late(d, "in" if lives == "是" else "out", told, CAL)
            where = "市内" if lives == "是" else "市外"
            f.case("report", item if not got["national"] else "9.national",
                   f"{where}，{d}死亡，{told}报告", told, "报告期限",
                   [("丧失情形", "死亡"), ("情形发生日", d), ("报告日", told), ("报告人住在本市", lives)],
                   [("原办法期限", got["local"] or "无"), ("条例期限", got["national"] or "无"),
                    ("报告期限", limit), ("逾期", late), ("结果", "不符合" if late else "符合")],
                   counted(d, limit) + (f"；原办法{local}个工作日并列" if got["national"] else ""))


def suspend(f, d):
    """Art. 10: missed, failed, an accepted objection; and the check of an objection."""
    by = suspension.decide_by_missed(d, CAL)
    f.case("suspend", "10.missed", f"期限{d}未认证", by, "暂停期限",
           [("事由", "未按时认证"), ("认证期限", d)], [("最迟决定日", by)], counted(d, by))
    f.case("suspend", "10.failed", f"期限{d}，此前已认定未通过", by, "暂停期限",
           [("事由", "未通过认证"), ("认证期限", d), ("情形发生日", d - 5 * DAY)],
           [("最迟决定日", suspension.decide_by_failed(d - 5 * DAY, d, CAL))],
           "期限届满前的未通过不起算；" + counted(d, by))
    f.case("suspend", "10.objection", f"{d}受理异议", by, "暂停期限",
           [("事由", "公示有异议"), ("情形发生日", d)], [("最迟决定日", by)], counted(d, by))
    check = suspension.objection(d, CAL)["verdict_by"]
    f.case("suspend", "10.objection", f"{d}提出异议", d, "异议", [("提出异议日", d)],
           [("核查期限", check)], counted(d, check))
    for today, result in ((d, "不符合"), (d + DAY, "符合")):
        f.case("suspend", "10.guard", f"期限{d}，{today}决定", today, "能否决定暂停",
               [("事由", "未按时认证"), ("认证期限", d)], [("结果", result)],
               "期限的最后一日终了才算未认证")


def others(f, d):
    by = reporting.change_report_limit(d, CAL)
    if d <= dt.date(2026, 8, 31):
        for told in (by, CAL.add(by, 1)):
            late = CAL.between(by, told)
            f.case("change", "6.report", f"{d}变更，{told}报告", told, "信息变更",
                   [("变更日", d), ("报告日", told)],
                   [("报告期限", by), ("逾期", late), ("结果", "不符合" if late else "符合")],
                   counted(d, by))
    last = reporting.publication_until(d, CAL)
    f.case("notices", "7.1.publication", f"{d}起公示", d, "公示", [("公示开始日", d)],
           [("最后一日", last)], rolled(d + 7 * DAY, last, f"7日到{d + 7 * DAY}"))
    hold = reporting.death_check_by(d, CAL)
    f.case("notices", "7.3", f"{d}收到死亡信息", d, "死亡保留", [("收到日", d)],
           [("保留至", hold)], counted(d, hold))
    visit = reporting.protected_visit_by(d, CAL)
    f.case("notices", "10.guard", f"{d}开立，先上门", d, "受保护上门", [("事项开立日", d)],
           [("上门期限", visit)], counted(d, visit))
    told = refund.fraud_report_by(d, CAL)
    f.case("notices", "12.report", f"{d}查明骗取", d, "骗取报告", [("查明骗取事实日", d)],
           [("报告期限", told)], rolled(d + 30 * DAY, told, f"30日到{d + 30 * DAY}"))
    if d >= reward.ORDER_49:
        c = reward.clocks(d, d, True, CAL)
        f.case("notices", "13.clock", f"{d}收到并受理的实名举报", d, "举报期限",
               [("收到日", d), ("受理日", d), ("实名", "是")],
               [("审查期限", c["review"]), ("告知期限", c["notify"]), ("办结期限", c["conclude"])],
               counted(d, c["review"]))
    recovery = refund.recovery(d, None, None, False, d, CAL)
    f.case("notices", "11.court", f"{d}送达决定", d, "追回", [("决定书送达日", d)],
           [("复议期限", recovery["review"]), ("诉讼期限", recovery["suit"])],
           f"60日到{d + 60 * DAY}，六个月到{add_months(d, 6)}，遇休息日顺延")


def years(f, d):
    """What runs in months: cycle, investigation, papers, freshness."""
    due = cycle.due_rolling(d, CAL)
    if due.year < 2027 and due.year > 2018:
        f.case("months", "5.rolling", f"{d}认证成功", d, "认证期限", [("最近一次成功认证", d)],
               [("期限", due)], rolled(add_months(d, 12), due, f"12个月到{add_months(d, 12)}"))
    opens = suspension.investigation_opens(d)
    f.case("months", "10.investigation", f"{d}放行暂停", d, "调查", [("放行暂停日", d)],
           [("启动日", opens)], f"六个月到{add_months(d, 6)}，次日启动，不顺延")
    through = abroad.valid_through(d, CAL)
    for posted in (through, through + DAY):
        good = abroad.usable(d, posted, posted, CAL)
        f.case("months", "7.5", f"{d}出具，{posted}寄出", posted, "境外证明",
               [("居住国家或地区", "境外"), ("出具机构", "使领馆"), ("出具日", d), ("邮戳日", posted),
                ("收到日", posted)],
               [("最后可用日", through), ("可用", "是" if good else "否")],
               rolled(add_months(d, 6), through, f"六个月到{add_months(d, 6)}"))
    fresh = add_months(d, 12)
    for today, strong in ((fresh, True), (fresh + DAY, False)):
        f.case("months", "7.3", f"{d}入境，{today}使用", today, "证据",
               [("证据种类", "入境"), ("证据发生日", d)],
               [("强度", "乙（住院、出入境、接种）"), ("结果", "符合" if strong else "不符合")],
               f"时效12个月到{fresh}")


def locks(f):
    """Art. 10: released on the lock day the month is hit, the day after the next one."""
    for i in range(2018 * 12, 2026 * 12 + 11):
        month = f"{i // 12:04d}-{i % 12 + 1:02d}"
        lock = suspension.lock_day(month, CAL)
        for today in (lock, lock + DAY):
            f.case("locks", "10.payroll", f"{today}放行", today, "生效月", [],
                   [("生效月", suspension.first_month_hit(today, CAL)), ("当月锁定日", lock)],
                   f"{month}最后一个不晚于10日的工作日是{lock.day}日")


def grown(f):
    """Art. 8(3): the month of the eighteenth birthday is paid, also for 29 February."""
    for birth in [dt.date(y, m, d) for y in range(2000, 2008) for m, d in (
            (1, 1), (2, 28), (3, 1), (5, 20), (12, 31))] + [dt.date(2000, 2, 29), dt.date(2004, 2, 29)]:
        day, stop = loss.eighteenth(birth), loss.eighteen_stop(birth)["stop"]
        f.case("months", "8.3", f"{birth}出生的子女", day, "丧失",
               [("丧失情形", "满18周岁"), ("待遇类别", "供养亲属抚恤金"), ("与工亡职工的关系", "子女"),
                ("出生日期", birth)], [("处理", "终止"), ("自何月", stop)],
               f"{day}满18周岁，{month_of(day)}照发")


def build():
    f = Files()
    for d in eves():
        report(f, d)
        suspend(f, d)
        others(f, d)
        years(f, d)
    locks(f)
    grown(f)
    return f


if __name__ == "__main__":
    build().write(sys.argv[1])
