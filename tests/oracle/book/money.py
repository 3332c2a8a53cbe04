"""Half-up to the 分; rates by month; what is paid, withheld and back-paid.

Readings, "Money, worked" and art. 10.
"""
from .periods import index_of, month_of, months, plus
from .suspension import first_month_hit, lock_day


def half_up(numerator, denominator):
    """numerator/denominator rounded half-up (half away from zero) in whole 分."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    return sign * ((abs(numerator) * 2 + denominator) // (2 * denominator))


def raised(fen, permille):
    """A rate after a rise of so many thousandths."""
    return half_up(fen * (1000 + permille), 1000)


def rate(rates, month):
    """The amount of a month: rates is [(first month, 分)], later rows win."""
    amount = 0
    for first, fen in sorted(rates):
        if first <= month:
            amount = fen
    return amount


def arrears(old, new, first, last):
    """A rise decided late: what each month already paid still lacks, month by month."""
    return [(m, rate(new, m) - rate(old, m)) for m in months(first, last)]


def withheld_months(released, certified, cal):
    """Months M_s … M that a make-up of month M back-pays; empty when none was held."""
    return months(first_month_hit(released, cal), month_of(certified))


def reinstatement(released, certified, rel2, rates, cal, not_due=(), error=False):
    """Effect of a suspension released on `released`, made up on `certified`, reinstated on `rel2`.

    Normal: the payroll of M+1 carries M+1 itself and, as back-pay, the months through M.
    Released after the lock of M+1: a supplementary run in M+1.  After an agency's error or
    a false death: a supplementary run at once.  Months in `not_due` are never paid.
    """
    cal_first = first_month_hit(released, cal)
    if error:
        pay = month_of(rel2)
        held_through = pay if rel2 > lock_day(pay, cal) else plus(pay, -1)
        regular = None
    else:
        pay = max(plus(month_of(certified), 1), month_of(rel2))
        late = rel2 > lock_day(pay, cal)
        held_through = pay if late else plus(pay, -1)
        regular = None if late else pay
    held = months(cal_first, held_through)
    back = [(m, rate(rates, m)) for m in held if m not in not_due]
    gone = [(m, rate(rates, m)) for m in held if m in not_due]
    normal = rate(rates, regular) if regular and regular not in not_due else 0
    return {"month": pay, "run": "regular" if regular else "supplementary",
            "normal": normal, "back": sum(a for _, a in back), "back_months": back,
            "not_due": gone}


def paid_on(released, cal, month):
    """Was the regular payroll of `month` paid, given a suspension released then?"""
    return index_of(month) < index_of(first_month_hit(released, cal))


def overpaid_months(last_payable, stopped, cal):
    """Months paid after the last payable one, until the stop released on `stopped` bites."""
    return months(plus(last_payable, 1), plus(first_month_hit(stopped, cal), -1))


def ledger_holds(entry):
    """The rule of model.md: per line and month the books balance."""
    get = entry.get
    left = get("entitled", 0) - get("paid", 0) - get("back_paid", 0) + get("refunded", 0) \
        + get("offset", 0) + get("written_off", 0)
    right = get("withheld", 0) - get("overpaid", 0) + get("turned_not_due", 0)
    return left == right

