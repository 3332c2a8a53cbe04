"""One line, month after month, as its payroll saw it: the slow way, lock by lock.

The other modules answer with formulas; this one walks every payroll with what had been
released by its lock, so that the two check each other.
"""
from .loss import prison_not_due
from .money import rate
from .periods import month_of, months, plus
from .suspension import lock_day


class Block:
    """Something that keeps a line out of payrolls: from a release on, until a lifting."""

    def __init__(self, released, not_before, lifted=None, again=None):
        self.released, self.not_before = released, not_before
        self.lifted, self.again = lifted, again

    def holds(self, month, lock):
        """Does the payroll of `month`, locked at `lock`, leave the line out?"""
        if self.released > lock or month < self.not_before:
            return False
        return not (self.lifted is not None and self.lifted <= lock and month >= self.again)


def blocks_of(facts):
    """The blocks a history holds; facts are dates as in README.md, form `story`."""
    out = []
    s = facts.get("suspension")
    if s:
        again = plus(month_of(s["certified"]), 1) if s.get("certified") else None
        out.append(Block(s["released"], "0000-00", s.get("reinstated"), again))
    p = facts.get("prison")
    if p and p.get("stopped"):
        out.append(Block(p["stopped"], plus(month_of(p["from"]), 1), p.get("resumed"),
                         plus(month_of(p["release"]), 1)))
    d = facts.get("death")
    if d:
        out.append(Block(d["stopped"], plus(month_of(d["on"]), 1)))
    return out


def due_months(facts, first, last):
    """Months of entitlement by law: no prison month, nothing after the death month."""
    gone = set()
    if facts.get("prison"):
        gone = set(prison_not_due(facts["prison"]["from"], facts["prison"]["release"]))
    end = month_of(facts["death"]["on"]) if facts.get("death") else last
    return {m for m in months(first, last) if m not in gone and m <= end}


def back_run(block, cal):
    """Payroll month of a lifting, and whether its regular run still takes it."""
    month = max(block.again, month_of(block.lifted))
    return month, block.lifted <= lock_day(month, cal)


def walk(facts, rates, first, last, cal):
    """What each payroll month pays, normal and back; overpaid, still held, turned not due."""
    due, blocks = due_months(facts, first, last), blocks_of(facts)
    runs = {m: [0, 0] for m in months(first, last)}
    out = {"overpaid": {}, "held": {}, "not_due": {}}
    held = {}
    for m in months(first, last):
        by = [b for b in blocks if b.holds(m, lock_day(m, cal))]
        if by:
            held[m] = by
        else:
            runs[m][0] = rate(rates, m)
            if m not in due:
                out["overpaid"][m] = rate(rates, m)
    for m, by in held.items():
        if m not in due:
            out["not_due"][m] = rate(rates, m)
        elif any(b.lifted is None or back_run(b, cal)[0] > last for b in by):
            out["held"][m] = rate(rates, m)
        else:
            runs[max(back_run(b, cal)[0] for b in by)][1] += rate(rates, m)
    out["runs"] = {m: v for m, v in runs.items()}
    return out
