"""plain.py ROSTER FEED: the matching job as one would write it in plain Python; the answer to stdout."""
import csv
import sys


def main():
    with open(sys.argv[1], encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        next(rows)
        people = {row[0].upper() for row in rows}
    latest = {}
    with open(sys.argv[2], encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        next(rows)
        for number, _, kind, date, _ in rows:
            key = number.upper(), kind
            if key[0] in people and latest.get(key, "") < date:
                latest[key] = date
    lines = sorted("%s,%s,%s\n" % (*key, date) for key, date in latest.items())
    sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.writelines(lines)


main()
