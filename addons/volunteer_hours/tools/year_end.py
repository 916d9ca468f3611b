"""The end of an assessment year: until when it takes claims, and which one is due.

Source: section 6 of the domain rules and the year's closing (年终结账). The number of
working days is a setting of the unit; no law gives one.
"""

from datetime import date

from .periods import Period, period_before, period_of
from .working_days import WorkingDays


def cutoff_day(year_end: date, count: int, working_days: WorkingDays) -> date | None:
    """Return the last day on which hours of a year are claimed as usual.

    :param year_end: the last day of the assessment year
    :param count: working days after it; 0 is no limit
    :return: a local date, or None without a limit
    """
    return working_days.add(year_end, count) if count else None


def year_to_close(today: date, start_month: int = 1) -> Period:
    """Return the assessment year somebody means who closes one today.

    In its first half a year is still young: people close the one before.

    >>> year_to_close(date(2027, 1, 20)).year, year_to_close(date(2026, 11, 22)).year
    (2026, 2026)
    """
    current = period_of("year", today, start_month)
    if period_of("half", today, start_month).number == 1:
        return period_before(current, start_month)
    return current


def is_prior_year(
    day: date, entered_on: date, start_month: int, cutoff: date | None
) -> bool:
    """Tell whether hours came in after their year had stopped taking claims.

    :param day: local date of the service
    :param entered_on: local date on which the line was entered
    :param cutoff: the last day of claims of that year; None: no limit

    >>> is_prior_year(date(2026, 12, 30), date(2027, 1, 18), 1, date(2027, 1, 15))
    True
    >>> is_prior_year(date(2026, 12, 30), date(2027, 1, 15), 1, date(2027, 1, 15))
    False
    """
    if entered_on <= period_of("year", day, start_month).date_to:
        return False
    return bool(cutoff) and entered_on > cutoff
