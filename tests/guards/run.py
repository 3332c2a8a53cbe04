#!/usr/bin/env python3
"""run.py COPY [WORD]: each guard of feeds and lists taken out, one at a time, and its test must turn red.

COPY is a scratch copy of the tree with a configured build/dev (it is edited and put back; never the tree you work in).
WORD chooses guards. Prints the table of docs/guards.md: guard, test, what was red. Exit 1 when a test stayed green.
"""
import os
import re
import subprocess
import sys

BREAKER, ENVELOPE, FILE = "src/match/breaker.c", "src/base/envelope.c", "src/app/feed_file.c"
JUDGE, RUN = "src/app/feed_judge.c", "src/app/feed_run.c"
BATCH = "src/app/batch.c"
APPLY = "src/app/evidence_apply.c"
XLSX, PACK = "src/sheet/xlsx.c", "src/sheet/pack.c"
UNIT_B, UNIT_E = "match/test_breaker", "base/test_envelope"
BOMBS, SENDER = "cli/test_sheet.py bombs", "cli/test_feed_sender.py unsigned"
HELD, SPOILT = "cli/test_feed.py first_feed_of", "cli/test_feed_breaker.py spoilt"
FIRST = "cli/test_feed_breaker.py may_say_against"


def limited(name):
    return BREAKER, f"limited(&j, ZH_breaker_{name}, ", f"if (!people) limited(&j, ZH_breaker_{name}, ", UNIT_B


def shifted(name):
    return BREAKER, f"shifted(j, ZH_breaker_{name},", f"if (!f) shifted(j, ZH_breaker_{name},", UNIT_B


def limit(name, by="1u << 30"):
    """A limit of workbooks, lifted."""
    return "src/sheet/xlsx.h", f"#define {name} ", f"#define {name} ({by}) //", BOMBS


GUARDS = [
    ("breaker: counts that cannot be", BREAKER, "if (!sound) {", "if (!sound && !people) {", UNIT_B),
    ("breaker: people held, of the roster", *limited("hold_share")),
    ("breaker: names that differ", *limited("mismatch")),
    ("breaker: refused rows", *limited("refused")),
    ("breaker: days to come", *limited("future")),
    ("breaker: signs of life after the event", *limited("later")),
    ("breaker: a source's first feed", BREAKER, "else add(&j, ZH_breaker_first);", "", UNIT_B),
    ("breaker: people held, of the past", BREAKER, "if (hold > allowed) {", "if (!j) {", UNIT_B),
    ("breaker: too few rows, too many", BREAKER, "if (middle < FEW) return;", "if (middle) return;", UNIT_B),
    ("breaker: numbers nobody has", *shifted("unmatched")),
    ("breaker: old days", *shifted("old")),
    ("breaker: sex", *shifted("sex")),
    ("breaker: age", BREAKER, "    judge_age(j, &past);", "    (void)judge_age;", UNIT_B),
    ("breaker: region", BREAKER, "    judge_region(j);", "    (void)judge_region;", UNIT_B),
    ("breaker: settings never raise a limit", BREAKER, "return setting && setting < ceiling ?",
     "return setting ?", UNIT_B),
    ("breaker: stages of 1 %, 10 %, all", BREAKER, "if (stage >= 2) return people;", "return people;", UNIT_B),
    ("a first feed that speaks against people", JUDGE, "return t->b.against || t->certifies",
     "return t->certifies", FIRST),
    ("a first feed that certifies many", JUDGE, "return t->b.against || t->certifies > FEED_FIRST_CERTIFIES;",
     "return t->b.against;", HELD),
    ("a small feed against many", JUDGE, "if (t->b.against <= FEED_SMALL_AGAINST) return false;", "return false;",
     FIRST),
    ("a file that breaks off", JUDGE, "return t->truncated || repeats", "return repeats", SPOILT),
    ("rows that repeat", JUDGE, "return t->truncated || repeats || names;",
     "return t->truncated || names;", SPOILT),
    ("names of the whole file spoilt", JUDGE, "repeats || names;", "repeats;", SPOILT),
    ("two different managers release", RUN,
     "notes->list[i].event == FEED_APPROVED && strcmp", "!login && strcmp", HELD),
    ("not the one who brought it", RUN, "if (strcmp(f->uploader, login) == 0)", "if (!login)", HELD),
    ("a manager of the level", RUN,
     "if (e || agency_code_level(call->who.agency) <= agency_code_level(f->agency)) return e;",
     "if (call) return e;", "cli/test_feed.py lower_level"),
    ("a day to come is a bad row", "src/domain/feed_row.c", "if (date_cmp(out->on, in->today) > 0)", "if (!in)",
     "cli/test_feed.py day_of_the_record bad_rows"),
    ("one ground is looked at once", APPLY, "if (known(a->s, payer, (int)event) || !concerns",
     "if (!concerns", "cli/test_feed.py scenario_26"),
    ("what is on record does nothing again", APPLY, "if (on_record(&a)) {", "if (!out && on_record(&a)) {",
     "cli/test_feed.py same_record same_row"),
    ("another name certifies nobody", APPLY, "if (!a->item->name_agrees ||\n", "if (!a ||\n",
     "cli/test_feed.py another_name"),
    ("a look is told of later signs of life", APPLY, "if (date_cmp(alive, a->item->on) > 0)", "if (!a)",
     "cli/test_feed.py scenario_26 sign_of_life"),
    ("a list of many waits for another", BATCH, "if (e || pass) return e;", "if (e || in) return e;",
     "cli/test_batch.py ceiling_wait"),
    ("a long list in pieces waits too", BATCH, "k->over = (size_t)row.position + k->people > k->most;",
     "k->over = k->people > k->most;", "cli/test_batch.py in_pieces"),
    ("who brought a list does not release it", BATCH, "if (asked_by(row, login))", "if (!login)",
     "cli/test_batch.py does_not_release"),
    ("who releases a list has seen it", BATCH, 'if (has_line(row->detail, "seen", login)) return ERR_OK;',
     "if (login) return ERR_OK;", "cli/test_batch.py ceiling_wait"),
    ("who released a list does not run it", BATCH, "out->held = !by || strcmp(by, call->who.login) == 0;",
     "out->held = !by;", "cli/test_batch.py does_not_run"),
    ("a list's release lapses", BATCH, "call->clock.moment - BATCH_DAYS * DAY_US", "!call",
     "cli/test_batch.py late_release"),
    ("a list of a page waits too", "src/app/worklist.c", "in->count > 1 ? batch_ask", "!in ? batch_ask",
     "web/test_batch"),
    ("an upload is held by who works on it", "src/app/upload.c", "if (flock(*fd, LOCK_EX | LOCK_NB) == 0)",
     "if (*fd >= 0)", "app/test_upload"),
    ("what nobody holds was broken off", "src/app/upload_run.c", "if (!e && free && under_way(u))", "if (!u)",
     "cli/test_upload.py killed"),
    ("a rehearsal sees the file's other rows", "src/app/feed_rehearse.c", "item.other_name = other;", "(void)other;",
     "cli/test_feed_breaker.py rehearsal"),
    ("a reversal leaves what others say too", "src/app/evidence_withdraw.c",
     "|| said_otherwise(a, gone, cause)) return",
     "|| (!a && said_otherwise(a, gone, cause))) return", "cli/test_upload.py C10"),
    ("envelope: how it is written", ENVELOPE, "same_writing(out, text, n);",
     "same_writing(out, text, n) | 1;", UNIT_E),
    ("envelope: signature", ENVELOPE,
     "return good ? ERR_OK\n                : problem_set(why, ERR_INPUT, ZH_envelope_signature",
     "return good || e ? ERR_OK\n                : problem_set(why, ERR_INPUT, ZH_envelope_signature", UNIT_E),
    ("envelope: foreign sender or recipient", ENVELOPE,
     "if (strcmp(e->sender, x->sender) != 0 || strcmp(e->recipient, "
     "x->recipient) != 0)", "if (!e)", UNIT_E),
    ("envelope: replayed", ENVELOPE, "if (e->sequence <= x->last_sequence)", "if (!e)", UNIT_E),
    ("envelope: reordered", ENVELOPE, "if (e->sequence != x->last_sequence + 1)", "if (!e)", UNIT_E),
    ("envelope: series broken", ENVELOPE,
     "if (strcmp(e->previous, x->last_sequence ? x->last_digest : nothing) != 0)",
     "if (nothing[0] != '0')", UNIT_E),
    ("envelope: early", ENVELOPE, "if (month_cmp(e->period, x->now) > 0)", "if (!e)", UNIT_E),
    ("envelope: stale, before the last one", ENVELOPE, "if (month_cmp(e->period, x->last_period) < 0 ||",
     "if (", UNIT_E),
    ("envelope: stale, too old", ENVELOPE, "month_cmp(e->period, month_add(x->now, -STALE_MONTHS)) < 0)",
     "!e)", UNIT_E),
    ("envelope: truncated", ENVELOPE, "if (e->rows > x->rows) return", "if (!e) return", UNIT_E),
    ("envelope: altered", ENVELOPE, "if (strcmp(e->digest, x->digest) != 0 || e->rows != x->rows)",
     "if (e->rows != x->rows)", UNIT_E),
    ("envelope: rows added", ENVELOPE, "!= 0 || e->rows != x->rows)", "!= 0)", UNIT_E),
    ("envelope: missing from one who signs", FILE, "if (!f->sealed)\n", "if (!f)\n", SENDER),
    ("envelope: of one who does not sign", FILE, "if (e || (!pem && !f->sealed)) return e;",
     "if (e || !pem) return e;", SENDER),
    ("xlsx: bytes of the file", *limit("SHEET_FILE")),
    ("xlsx: bytes of a part", *limit("SHEET_PART")),
    ("xlsx: ratio of a part", *limit("SHEET_RATIO")),
    ("xlsx: number of parts", *limit("SHEET_PARTS")),
    ("xlsx: rows", *limit("SHEET_ROWS")),
    ("xlsx: columns", XLSX, "} else if (column >= SHEET_COLUMNS) {",
     "} else if (column >= 4 * SHEET_COLUMNS) {", BOMBS),
    ("xlsx: bytes of a cell", XLSX, "if (b->text.n + (size_t)n > SHEET_CELL)",
     "if (b->text.n + (size_t)n > 4 * SHEET_CELL)", BOMBS),
    ("xlsx: shared strings", *limit("SHEET_STRINGS", "1u << 21")),
    ("xlsx: text of the shared strings", *limit("SHEET_TEXT", "1u << 26")),
    ("xlsx: depth", XLSX, "if (++b->depth > SHEET_DEPTH)", "if (++b->depth > 99)", BOMBS),
    ("xlsx: DOCTYPE", XLSX, "    stop(ctx, SHEET_DOCTYPE);", "    (void)ctx;", BOMBS),
    ("xlsx: rows that go back", XLSX, "if (n <= b->row_number) stop(b, SHEET_XML);", "", BOMBS),
    ("xlsx: a string that is none", XLSX, "if (*end || i >= b->string_count) return stop(b, SHEET_XML);",
     "if (*end || i >= b->string_count) return;", BOMBS),
    ("xlsx: a password", PACK, "        return SHEET_ENCRYPTED;", "        at++;", BOMBS),
]


def build(copy, test):
    room, name = test.split(" ")[0].split("/")
    target = "jianzai" if room == "cli" else f"{room}_{name}"
    done = subprocess.run(["cmake", "--build", "--preset", "dev", "-j2", "--target", target], cwd=copy,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout[-1500:]


def red(copy, test):
    """The names of what is red."""
    room, rest = test.split("/", 1)
    env = {**os.environ, "JIANZAI": f"{copy}/build/dev/jianzai", "BUILD": f"{copy}/build/dev"}
    cmd = ["python3", *rest.split()] if room == "cli" else [f"{copy}/build/dev/tests/{room}_{rest}"]
    done = subprocess.run(cmd, cwd=f"{copy}/tests/{room}", env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, errors="replace", check=False)
    found = re.findall(r"^not ok \S+ (\w+)|^\[  FAILED  \] (\w+)$", done.stdout, re.M)
    return sorted({a or b for a, b in found}), done.returncode


def one(copy, guard, path, old, new, test):
    whole = f"{copy}/{path}"
    with open(whole, encoding="utf-8") as f:
        text = f.read()
    if text.count(old) != 1:
        return f"{text.count(old)} places in {path}"
    with open(whole, "w", encoding="utf-8") as f:
        f.write(text.replace(old, new))
    try:
        broken = build(copy, test)
        if broken:
            return "does not build: " + broken
        names, code = red(copy, test)
    finally:
        with open(whole, "w", encoding="utf-8") as f:
            f.write(text)
    if not names:
        return f"stayed green (exit {code})"
    print(f"| {guard} | `{path}` | `{test}` | {', '.join(n.replace('_', ' ') for n in names)} |", flush=True)
    return None


def main(copy, word=""):
    bad = {}
    for guard, *rest in GUARDS:
        if word in guard:
            said = one(os.path.abspath(copy), guard, *rest)
            if said:
                bad[guard] = said
                print(f"# {guard}: {said}", file=sys.stderr, flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
