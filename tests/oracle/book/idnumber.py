"""ID numbers: readings.md, "Numbers and codes".

An unknown or old division code is a hint and never a refusal (trap 3).
"""
import csv
import datetime as dt
import os
import re
import unicodedata

from . import workdays

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
_divisions = None


def check_char(first17):
    """GB 11643-1999 / ISO 7064 MOD 11-2."""
    return CHECKS[sum(w * int(c) for w, c in zip(WEIGHTS, first17)) % 11]


def clean(text):
    """Full-width to half-width, spaces away, letters upper-case."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(text.split()).upper()


def divisions():
    """{six digits: "current" or "historic:NAME"} for Weihai."""
    global _divisions
    if _divisions is None:
        folder = os.environ.get("JIANZAI_DATA", workdays.DATA)
        _divisions = {}
        with open(os.path.join(folder, "divisions-weihai-historic.csv"), encoding="utf-8") as f:
            for r in csv.DictReader(f):
                _divisions[r["code"]] = "historic:" + r["name"]
        with open(os.path.join(folder, "divisions-weihai.csv"), encoding="utf-8") as f:
            for r in csv.DictReader(f):
                if r["level"] in ("city", "district"):
                    _divisions[r["code"][:6]] = "current"
    return _divisions


def age_on(birth, day):
    """Completed years on that day (a 29 February birthday is 28 in common years)."""
    years = day.year - birth.year
    before = (day.month, day.day) < (birth.month, birth.day)
    leap_eve = (birth.month, birth.day) == (2, 29) and (day.month, day.day) == (2, 28) \
        and (day + workdays.DAY).month == 3
    return years - (before and not leap_eve)


def _eighteen(number, today):
    body, last = number[:17], number[17]
    try:
        birth = dt.date(int(body[6:10]), int(body[10:12]), int(body[12:14]))
    except ValueError:
        return {"ok": False, "reason": "date"}
    if check_char(body) != last:
        return {"ok": False, "reason": "check"}
    if birth > today:
        return {"ok": False, "reason": "future"}
    age = age_on(birth, today)
    if age > 130:
        return {"ok": False, "reason": "age"}
    kind = "citizen"
    hints = []
    if number[:6] in ("810000", "820000", "830000"):
        kind = "hmt_residence"
    elif number[0] == "9":
        kind = "foreign_permanent"
    else:
        place = divisions().get(number[:6], "unknown")
        if place != "current":
            hints.append(place)
    if age > 110:
        hints.append("old")
    return {"ok": True, "number": number, "type": kind, "birth": birth.isoformat(),
            "sex": "male" if int(number[16]) % 2 else "female", "hints": hints}


def _fifteen(number, today):
    """15 → 18: `19` after digit 6 (996-999 in sequence: a centenarian, `18`), check added."""
    century = "18" if number[12:15] in ("996", "997", "998", "999") else "19"
    body = number[:6] + century + number[6:]
    return _eighteen(body + check_char(body), today)


def check(text, today):
    """Normalise and check any supported number."""
    number = clean(text)
    if re.fullmatch(r"\d{17}[\dX]", number):
        return _eighteen(number, today)
    if re.fullmatch(r"\d{15}", number):
        return _fifteen(number, today)
    shapes = ((r"[A-Z]{3}\d{12}", "foreign_permanent_old"),
              (r"[EG]\d{8}|E[A-Z]\d{7}", "passport_cn"),
              (r"[HM]\d{8}", "hm_permit"), (r"\d{8}", "tw_permit"))
    for shape, kind in shapes:
        if re.fullmatch(shape, number):
            return {"ok": True, "number": number, "type": kind, "birth": None,
                    "sex": None, "hints": []}
    return {"ok": False, "reason": "shape"}
