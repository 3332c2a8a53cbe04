#!/usr/bin/env python3
"""Runs every tests/cli/test_*.py, two at a time, and sums up."""
import glob
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))


def one(path):
    done = subprocess.run([sys.executable, path] + sys.argv[1:], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def main():
    files = sorted(glob.glob(os.path.join(HERE, "test_*.py")))
    passed = failed = broken = 0
    with ThreadPoolExecutor(2) as pool:
        for path, (code, out) in zip(files, pool.map(one, files)):
            print(out, end="", flush=True)
            good, bad = len(re.findall(r"^ok ", out, re.M)), len(re.findall(r"^not ok ", out, re.M))
            if code and not bad:
                print(f"not ok {os.path.basename(path)}: ended with {code}")
                broken += 1
            passed, failed = passed + good, failed + bad
    failed += broken
    print(f"{passed} passed, {failed} failed, 0 skipped")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
