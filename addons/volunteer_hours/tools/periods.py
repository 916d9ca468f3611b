"""Assessment periods: years that may start in any month, and their parts."""

from calendar import monthrange
from datetime import date
from typing import NamedTuple

MONTHS = {"year": 12, "half": 6, "quarter": 3}


class Period(NamedTuple):
    """A part of an assessment year; ``number`` counts from 1, and both days count."""

    kind: str
    year: int
    number: int
    date_from: date
    date_to: date


def period(kind: str, year: int, number: int = 1, start_month: int = 1) -> Period:
    """Return one period of an assessment year.

    A year that starts in July or later is named after the year in which it ends, as
    most of it, or its end, lies there: December to November 2026 is 2026.

    :param kind: ``year``, ``half`` or ``quarter``
    :param number: which half or quarter of the assessment year, from 1
    :param start_month: the month in which the assessment year starts, 1 to 12
    :raises ValueError: there is no such period
    """
    months = MONTHS.get(kind)
    if not months or not 1 <= start_month <= 12 or not 1 <= number <= 12 // months:
        raise ValueError("There is no such period.")
    first = (year - (start_month > 6)) * 12 + start_month - 1 + (number - 1) * months
    last = first + months - 1
    last_year, last_month = last // 12, last % 12 + 1
    return Period(
        kind,
        year,
        number,
        date(first // 12, first % 12 + 1, 1),
        date(last_year, last_month, monthrange(last_year, last_month)[1]),
    )


def period_of(kind: str, day: date, start_month: int = 1) -> Period:
    """Return the period in which ``day`` lies; arguments as of :func:`period`."""
    for year in (day.year, day.year + 1, day.year - 1):
        for number in range(1, 12 // MONTHS[kind] + 1):
            found = period(kind, year, number, start_month)
            if found.date_from <= day <= found.date_to:
                return found
    raise ValueError("There is no such period.")


def period_before(given: Period, start_month: int = 1) -> Period:
    """Return the period of the same kind that ends before ``given`` begins."""
    if given.number > 1:
        return period(given.kind, given.year, given.number - 1, start_month)
    last = 12 // MONTHS[given.kind]
    return period(given.kind, given.year - 1, last, start_month)
