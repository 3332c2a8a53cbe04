#!/usr/bin/env python3
"""Asks a program and this side the same random questions and prints where they differ.

The program reads questions on stdin and prints one JSON answer a line.  An answer
{"error": "unknown form"} means that the program does not know the form: counted, not compared.
"""
import argparse
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))


def run(command, text):
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, text=True,
                          check=True).stdout.splitlines()


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", default="1")
    p.add_argument("--count", default="20000")
    p.add_argument("--only", default="")
    p.add_argument("--show", type=int, default=10)
    p.add_argument("program", nargs="+")
    a = p.parse_args()
    questions = run([sys.executable, os.path.join(HERE, "random_questions.py"), "--seed", a.seed,
                     "--count", a.count, "--only", a.only], "")
    text = "\n".join(questions) + "\n"
    ours = run([sys.executable, os.path.join(HERE, "answer.py")], text)
    theirs = run(a.program, text)
    if len(theirs) != len(questions):
        sys.exit(f"{len(theirs)} answers to {len(questions)} questions")
    wrong, unknown, shown = collections.Counter(), collections.Counter(), 0
    for q, x, y in zip(questions, ours, theirs):
        form = json.loads(q)["q"]
        got = json.loads(y)
        if got == {"error": "unknown form"}:
            unknown[form] += 1
        elif got != json.loads(x):
            wrong[form] += 1
            if shown < a.show:
                shown += 1
                print(f"{q}\n  oracle  {x}\n  program {y}")
    for form, n in unknown.items():
        print(f"not known to the program: {form} ({n})")
    print(f"{len(questions)} questions, {sum(unknown.values())} not compared, "
          f"{sum(wrong.values())} differences {dict(wrong) if wrong else ''}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
