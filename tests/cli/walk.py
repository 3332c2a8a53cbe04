"""Random histories: what somebody might do on some day, and `check` after each thing done."""
import datetime as dt
import random

from harness import HC, true

SENTENCE = {"服刑": ["--sentence", "有期徒刑"]}


def payroll(w, rnd, day, payer):
    """Locked, sent or recalled."""
    verb = rnd.choice(["lock", "send", "recall", "recall"])
    return w.run("payroll", verb, day.strftime("%Y-%m"), "--payer", payer, "--as",
                 f"finance@{payer}", "--purpose", "发放", code=(0, 5))


def report(w, rnd, day, who, event, ago):
    """A loss of some days ago."""
    when = day - dt.timedelta(days=rnd.choice(ago))
    return w.run("report-loss", who, "--event", event, "--on", when, *SENTENCE.get(event, []),
                 "--as", f"clerk@{HC}", "--purpose", "登记", code=(0, 5))


def walk(w, seed, one_step, steps=40, jumps=(1, 3, 7, 16)):
    """`one_step(w, rnd, day)` again and again; its answer is what the program said, or None."""
    rnd, day = random.Random(seed), dt.date(2024, 3, 4)
    w.day(str(day))
    done = 0
    for i in range(steps):
        if rnd.random() < 0.2:
            day += dt.timedelta(days=rnd.choice(jumps))
            w.day(str(day))
        r = one_step(w, rnd, day)
        if r is not None and getattr(r, "code", 0):
            continue  # refused: nothing was written
        done += r is not None
        checked = w.run("check", code=None)
        true(checked.code == 0, f"seed {seed}, step {i}: {' '.join(getattr(r, 'args', []))}: "
             f"{checked.both.strip()[-300:]}")
    true(done > steps // 4, f"seed {seed}: almost nothing was allowed ({done} of {steps})")
    w.run("audit", "verify")
