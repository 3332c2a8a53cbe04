#!/usr/bin/env python3
"""Lessons from the command line (C30): begin, see not yet, do it, see done; only in a training store."""
from harness import HC, WD, eq, has, inited, main, on, true

DAY = "2024-03-05"


def training(w, *words, who=f"clerk@{HC}", **more):
    return w.run("training", *words, "--as", who, "--purpose", "练习", date=DAY, **more)


def state(w, n, who=f"clerk@{HC}"):
    return {x["lesson"]: x["state"] for x in training(w, "list", "--json", who=who).json()["lessons"]}[n]


@on(inited(DAY))
def test_a_lesson_from_start_to_done(w):
    true(len(training(w, "list", "--json").json()["lessons"]) >= 20, "twenty lessons")
    eq(state(w, 101), "new")
    number = training(w, "start", "101", "--json").json()["number"]
    has(training(w, "check", "101").out, "还没有做")
    w.run("certify", number, "--way", "1", "--agency", HC, "--as", f"clerk@{HC}", "--purpose", "练习",
          date=DAY)
    out = training(w, "check", "101").out
    has(out, "做对了")
    has(out, "第七条第（一）项")
    eq(state(w, 101), "done")
    eq(state(w, 101, who=f"clerk@{WD}"), "new")
    training(w, "reset", "101")
    eq(state(w, 101), "new")
    has(training(w, "check", "101", code=1).err, "还没有开始")
    has(training(w, "start", "998", code=1).err, "没有第 998 号练习")


@on(inited(DAY))
def test_lint_says_the_line(w):
    path = w.path("bad.lesson")
    with open(path, "w", encoding="utf-8") as f:
        f.write("[甲]\n编号 = 1\n颜色 = 红\n")
    has(w.run("training", "lint", path, code=1).err, "第 3 行：练习文件里没有“颜色”")


def PRODUCTION(w):
    w.run("init")


PRODUCTION.key = "production"


@on(PRODUCTION)
def test_a_production_store_has_none(w):
    has(w.run("training", "list", "--as", "secadmin", "--purpose", "练习", code=5).err, "培训库")


main(globals())
