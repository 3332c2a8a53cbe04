"""What the documents say must be so: links resolve, identifiers exist, every article has its terms."""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SKIPPED = {"build", "var", "var.new", "node_modules", ".git", "__pycache__"}


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as f:
        return f.read()


def files(*endings, under=""):
    for folder, names, here in os.walk(os.path.join(ROOT, under)):
        names[:] = [n for n in names if n not in SKIPPED]
        for name in here:
            if name.endswith(endings):
                yield os.path.relpath(os.path.join(folder, name), ROOT)


def broken_links():
    for path in files(".md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", read(path)):
            if not os.path.exists(os.path.join(ROOT, os.path.dirname(path), target)):
                yield "%s -> %s" % (path, target)


def unknown_identifiers(source, law):
    """Constants and dated parameters that the glossary names and nobody has."""
    quoted = set(re.findall(r"`([^`\s]+)`", read("docs/glossary.md")))
    for word in sorted(quoted):
        if re.fullmatch(r"[A-Z]+_[A-Z0-9_]+", word) and word not in source:
            yield word
    heads = {line.split(".")[0] for line in re.findall(r"^(?:param|rule) (\S+)", law, re.M)}
    for word in sorted(quoted):
        if "." in word and not word.endswith("*") and word.split(".")[0] in heads - {"window"}:
            if not re.search(r"^(?:param|rule) %s$" % re.escape(word), law, re.M):
                yield word


def articles_without_terms():
    seen = set()
    for cell in re.findall(r"\| ([^|]*) \|$", read("docs/glossary.md"), re.M):
        seen.update(int(n) for n in re.findall(r"(?:^|, )(\d+)(?:\(|,|$)", cell))
    return sorted(set(range(1, 18)) - seen)


def exit_status(*command):
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL).returncode


def packages():
    rows = [line.split() for line in read("tools/packages.txt").splitlines()
            if line and not line.startswith("#")]
    return [row for row in rows
            if len(row) not in (2, 3) or row[1] not in ("build", "test", "fuzz", "pages",
                                                       "scan")]


MONEY_ROWS = 12  # of "Money, worked" in the readings


def body_of(path, name):
    """The text of a test that is there and is run; None when it is not."""
    if not os.path.exists(os.path.join(ROOT, path)):
        return None
    text = read(path)
    if path.endswith(".c"):
        found = re.search(r"^static void %s\(.*?^}" % name, text, re.M | re.S)
        return found[0] if found and "TEST(%s)" % name in text else None
    found = re.search(r"^( *)def %s\(.*?(?=^\1(?:def|class|@)|^if |\Z)" % name, text, re.M | re.S)
    return found[0] if found else None


def says(amount, text):
    """As people write it, as files have it, or in 分."""
    plain = amount.replace(",", "")
    return any(re.search(r"(?<![\d.,])%s(?![\d,]|\.\d)" % re.escape(form), text)
               for form in (amount, plain, plain.replace(".", "")))


def faults_of(cells):
    """Of one row: columns without a test, tests that are not there, amounts that no test says."""
    bodies = []
    for column in cells[3:]:
        refs = re.findall(r"`(\S+?):(\w+)`", column)
        if not refs:
            yield "row %s: a column without a test" % cells[0]
        for path, name in refs:
            bodies.append(body_of(path, name))
            if bodies[-1] is None:
                yield "row %s: no test %s in %s" % (cells[0], name, path)
    text = "\n".join(b for b in bodies if b)
    for amount in re.findall(r"[\d,]+\.\d\d", cells[2]):
        if not says(amount, text):
            yield "row %s: no test says %s" % (cells[0], amount)


def money_rows_without_tests():
    rows = [[c.strip() for c in line.strip("| ").split(" | ")]
            for line in read("docs/money-worked.md").splitlines() if re.match(r"\| \d+ \|", line)]
    if [r[0] for r in rows] != [str(n + 1) for n in range(MONEY_ROWS)]:
        yield "the rows are not 1 to %d" % MONEY_ROWS
    for cells in rows:
        if len(cells) != 6:
            yield "row %s has %d columns" % (cells[0], len(cells))
        yield from faults_of(cells)


def main():
    source = "\n".join(read(p) for p in files(".c", ".h", under="src"))
    law = read("law/params.txt") + read("law/rules.txt")
    checks = [
        ("links in the documents resolve", list(broken_links())),
        ("identifiers of the glossary exist", list(unknown_identifiers(source, law))),
        ("every article has its terms in the glossary", articles_without_terms()),
        ("every row of Money, worked has its tests", list(money_rows_without_tests())),
        ("every package has a part", packages()),
        ("./run refuses a port that is no number",
         [] if exit_status("./run", "--port", "http") == 2 else ["exit status"]),
        ("./test refuses a folder that is not there",
         [] if exit_status("./test", "nowhere") == 2 else ["exit status"]),
        ("the licence is there in both languages",
         [w for w in ("木兰宽松许可证，第2版", "Mulan PSL v2") if w not in read("LICENSE")]),
    ]
    for name, wrong in checks:
        print("%s %s" % ("not ok" if wrong else "ok", name))
        for item in wrong:
            print("# %s" % (item,))
    return 1 if any(wrong for _, wrong in checks) else 0


sys.exit(main())
