#!/usr/bin/env python3
"""Asks a program and this side the same random questions and prints where they differ.

The program reads questions on stdin and prints one JSON answer a line.  An answer
{"error": "unknown form"} means that the program does not know the form: counted, not compared.
Questions come in slices of 50,000, each with the next seed, so that a million needs little memory.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
SLICE = 50000


def run(command, text):
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True,
                          check=True).stdout.splitlines()


class Tally:
    def __init__(self, show):
        self.asked, self.shown, self.show = collections.Counter(), 0, show
        self.wrong, self.unknown = collections.Counter(), collections.Counter()

    def take(self, q, x, y):
        form = json.loads(q)["q"]
        got = json.loads(y)
        self.asked[form] += 1
        if got == {"error": "unknown form"}:
            self.unknown[form] += 1
        elif got != json.loads(x):
            self.wrong[form] += 1
            if self.shown < self.show:
                self.shown += 1
                print(f"{q}\n  oracle  {x}\n  program {y}")


def compare_slice(tally, program, seed, count, only):
    questions = run([sys.executable, os.path.join(HERE, "random_questions.py"), "--seed", str(seed),
                     "--count", str(count), "--only", only], "")
    text = "\n".join(questions) + "\n"
    ours = run([sys.executable, os.path.join(HERE, "answer.py")], text)
    theirs = run(program, text)
    if len(theirs) != len(questions):
        sys.exit(f"{len(theirs)} answers to {len(questions)} questions")
    for q, x, y in zip(questions, ours, theirs):
        tally.take(q, x, y)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--count", type=int, default=20000)
    p.add_argument("--only", default="")
    p.add_argument("--show", type=int, default=10)
    p.add_argument("program", nargs="+")
    a = p.parse_args()
    tally = Tally(a.show)
    for i, begin in enumerate(range(0, a.count, SLICE)):
        compare_slice(tally, a.program, a.seed + i, min(SLICE, a.count - begin), a.only)
    for form, n in tally.unknown.items():
        print(f"not known to the program: {form} ({n})")
    wrong = sum(tally.wrong.values())
    print(f"{sum(tally.asked.values())} questions of {len(tally.asked)} forms, "
          f"{sum(tally.unknown.values())} not compared, {wrong} differences "
          f"{dict(tally.wrong) if wrong else ''}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
