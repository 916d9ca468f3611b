"""What stands beside a figure: the year before, and shares."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple


class Years(NamedTuple):
    """The days of a year and of the one before, up to the same day of both."""

    first: date
    last: date
    #: Last day of this year that can have figures: today, or the last.
    until: date
    before_first: date
    #: The same day of the year before.
    before_until: date


def years_of(year: int, today: date) -> Years:
    """Return the days of a calendar year and of the year before.

    While the year is under way, it is compared with the same days of the year before.

    >>> years_of(2024, date(2024, 2, 29)).before_until
    datetime.date(2023, 2, 28)
    >>> years_of(2023, date(2024, 2, 29)).before_until
    datetime.date(2022, 12, 31)
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    until = min(max(today, first), last)
    day = min(until.day, monthrange(year - 1, until.month)[1])
    return Years(
        first, last, until, date(year - 1, 1, 1), date(year - 1, until.month, day)
    )


def change(value: float, before: float) -> float | None:
    """Return by how many per cent a figure changed, None where there was nothing.

    >>> change(110, 100)
    10.0
    """
    return round(100 * (value - before) / before, 1) if before else None


def share(part: float, whole: float) -> float | None:
    """Return a share in per cent, None of nothing.

    >>> share(1, 3)
    33.3
    """
    return round(100 * part / whole, 1) if whole else None


def to_hours(minutes: float) -> float:
    """Return hours with two decimals of minutes.

    >>> to_hours(95)
    1.58
    """
    return round(float(minutes) / 60, 2)
