"""When a step of an approval has waited too long.

Source: section 2 of the domain rules: each step goes up after two working days, so that
hours are recorded within ten.
"""

from datetime import date, datetime, timedelta

from .working_days import WorkingDays

_ONE_DAY = timedelta(days=1)


def escalation_cutoff(
    now: datetime, days: int, calendar: WorkingDays
) -> datetime | None:
    """Return the moment since when, or before, a step has waited for so long.

    Time runs on working days only: what arrives on a Friday at three goes up, after two
    days, on Tuesday at three; what arrives on a Sunday, as Wednesday begins.

    :param now: local date and time
    :param days: working days, at least 1
    :param calendar: which days are working days
    :return: a local date and time; None on a day that is no working day, when nothing
        goes up
    :raises ValueError: less than one day
    """
    if days < 1:
        raise ValueError("A step waits for at least a day.")
    if not calendar.is_working(now.date()):
        return None
    day = _working_day_before(now.date(), days, calendar)
    return datetime.combine(day, now.time())


def _working_day_before(day: date, count: int, calendar: WorkingDays) -> date:
    while count:
        day -= _ONE_DAY
        count -= calendar.is_working(day)
    return day
