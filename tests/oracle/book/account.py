"""社会保险法 14: what is left of a dead person's own account is the heirs'."""
import datetime as dt

from .overlap import BASIC

DEATHS = {"死亡", "火化", "户口注销", "宣告死亡"}
HISTORY = dt.date(2018, 1, 1)  # an event before it is history only


def settle(q):
    """What may be paid to the heirs; paid counts what they have had already."""
    left = None if q["balance"] is None else q["balance"] - q["paid"]
    if q["event"] is None or q["on"] is None:
        out = "needs_evidence"
    elif q["on"] < HISTORY:
        out = "no_law"
    elif q["event"] not in DEATHS or q["kind"] not in BASIC:
        out = "not_met"
    elif left is None or not q["heir"]:
        out = "needs_evidence"
    else:
        out = "met" if left > 0 else "not_met"
    return {"outcome": out, "fen": left if out == "met" else 0}
