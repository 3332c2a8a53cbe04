"""Art. 7 (5): papers from abroad."""
import datetime as dt

from .cycle import due_rolling
from .periods import add_months

APOSTILLE_FROM = dt.date(2023, 11, 7)


def valid_through(issued, cal, months=6):
    """Usable if posted no later than this day (民法典 202; the end rolls)."""
    return cal.roll(add_months(issued, months))


def usable(issued, posted, received, cal):
    """abroad.date_basis = postmark; the day of receipt where there is none."""
    day = posted or received
    return issued <= day <= valid_through(issued, cal)


def due(issued, cal, months=12):
    """The qualification runs from the day of issue for the ordinary cycle."""
    return due_rolling(issued, cal, months)


def issuer_fits(place, issuer):
    """HK/Macau 工会联合会; Taiwan 公证机构; elsewhere 使领馆, notary with apostille by review."""
    if place in ("香港", "澳门"):
        return "fits" if issuer == "工会联合会" else "refused"
    if place == "台湾":
        return "fits" if issuer == "公证机构" else "refused"
    if issuer == "使领馆":
        return "fits"
    return "review" if issuer == "公证认证" else "refused"
