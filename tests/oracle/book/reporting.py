"""Art. 9 with 条例 art. 25; and the other clocks in working days."""
import datetime as dt

NATIONAL_FROM = dt.date(2023, 12, 1)
LOCAL_FROM = dt.date(2018, 1, 1)
LOCAL_UNTIL = dt.date(2024, 12, 31)


def report_limits(event, lives, cal):
    """Local limit (7 WD in the city, 30 WD outside), national (20 WD), and which binds.

    The start is the event date.  For events from 2023-12-01 the national limit binds and
    the local one is shown beside it; the measure speaks of events 2018 to 2024.
    """
    local = None
    if LOCAL_FROM <= event <= LOCAL_UNTIL:
        local = cal.add(event, 7 if lives == "in" else 30)
    national = cal.add(event, 20) if event >= NATIONAL_FROM else None
    binds = "national" if national else ("local" if local else None)
    return {"local": local, "national": national, "binds": binds,
            "limit": national or local}


def days_late(event, lives, reported, cal):
    """Working days past the binding limit; 0 when on time or when nothing binds."""
    limit = report_limits(event, lives, cal)["limit"]
    if limit is None or reported <= limit:
        return 0
    return cal.between(limit, reported)


def receiving_agencies(lives):
    """In the city any 认证机构; outside the agency of the payer."""
    return "any" if lives == "in" else "payer"


def change_report_limit(changed, cal):
    """Art. 6: ten working days from the day of change."""
    return cal.add(changed, 10)


def publication_until(start, cal):
    """Art. 7 (1): seven calendar days, the last rolled to a working day."""
    return cal.roll(start + dt.timedelta(days=7))


def death_check_by(noticed, cal):
    """Negative evidence: human confirmation within three working days."""
    return cal.add(noticed, 3)


def protected_visit_by(opened, cal):
    """A protected person gets a visit within ten working days."""
    return cal.add(opened, 10)


def tip_review_by(received, cal):
    """Order 49: review within five working days."""
    return cal.add(received, 5)


def tip_notice_by(received, cal):
    """Order 49: a named reporter learns of the acceptance within ten working days."""
    return cal.add(received, 10)
