"""oracle.py ROSTER FEED: what `jianzai match` must answer, by plain Python and its standard library alone.

Writes the answer's lines to stdout and to stderr one line `LINE REASON` for each refused row (roster
first, then feed), then the counts. It decides everything by itself: rows are taken apart by regular
expressions over the whole text, not by a state machine
over bytes, numbers are strings, and dates are datetime's.
"""
import csv
import datetime
import io
import re
import sys

CELL = rb'(?:"(?:[^"\0]|"")*"|[^",\r\n\0]*)'
ROW = re.compile(rb"(%s)((?:,%s)*)(\r\n|\n|\Z)" % (CELL, CELL))
NEXT = re.compile(rb",(%s)" % CELL)
LONGEST = 16 << 10


def rows(data):
    """(line, cells), cells None for a bad row; empty lines are passed over."""
    at, line = 3 if data.startswith(b"\xef\xbb\xbf") else 0, 1
    while at < len(data):
        found = ROW.match(data, at, at + LONGEST)
        end = found.end() if found else at
        if not found or (not found.group(3) and end < len(data)):
            newline = data.find(b"\n", at)
            yield line, None
            at, line = (newline + 1, line + 1) if newline >= 0 else (len(data), line)
            continue
        whole = found.group(1) + found.group(2)
        if whole:
            cells = [found.group(1)] + [m.group(1) for m in NEXT.finditer(found.group(2))]
            yield line, [c[1:-1].replace(b'""', b'"') if c.startswith(b'"') else c for c in cells]
        line += data.count(b"\n", at, end)
        at = end


def number(cell):
    text = cell.decode("latin-1")
    if re.fullmatch(r"[0-9]{17}[0-9Xx]", text):
        return text.upper()
    if not re.fullmatch(r"[0-9]{15}", text):
        return None
    wide = text[:6] + "19" + text[6:]
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(wide))
    return wide + "10X98765432"[total % 11]


def date(cell):
    text = cell.decode("latin-1")
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return text


def body(data):
    """The rows behind the header; a first row that begins with a number is none."""
    first = True
    for line, cells in rows(data):
        if first and cells is not None and not number(cells[0]):
            first = False
            continue
        first = False
        yield line, cells


def event(cells):
    """(number, kind, date), or the reason why it is none."""
    if len(cells) > 64:
        return "csv"
    if len(cells) != 5:
        return "columns"
    who, when = number(cells[0]), date(cells[3])
    if not who:
        return "number"
    if not when:
        return "date"
    if not 1 <= len(cells[2]) <= 200:
        return "kind"
    try:
        return who, cells[2].decode("utf-8"), when
    except UnicodeDecodeError:
        return "utf8"


def main():
    with open(sys.argv[1], "rb") as f:
        roster = f.read()
    with open(sys.argv[2], "rb") as f:
        feed = f.read()
    people, counts, latest = set(), dict(rows=0, matched=0, unmatched=0, refused=0), {}
    for line, cells in body(roster):
        who = number(cells[0]) if cells else None
        if who:
            people.add(who)
        else:
            print(line, "roster", file=sys.stderr)
    for line, cells in body(feed):
        counts["rows"] += 1
        found = event(cells) if cells is not None else "csv"
        if isinstance(found, str):
            counts["refused"] += 1
            print(line, found, file=sys.stderr)
        elif found[0] not in people:
            counts["unmatched"] += 1
        else:
            counts["matched"] += 1
            latest[found[:2]] = max(latest.get(found[:2], ""), found[2])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for (who, kind), when in sorted(latest.items(), key=lambda item: (item[0][0], item[0][1].encode())):
        writer.writerow([who, kind, when])
    sys.stdout.buffer.write(out.getvalue().encode())
    print(" ".join("%s=%d" % item for item in counts.items()), file=sys.stderr)


main()
