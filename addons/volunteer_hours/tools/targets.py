"""How far a target is reached, and when it will be at the pace so far."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from .service_time import to_cents

#: A pace that needs longer says nothing.
MOST_DAYS = 3650


class Course(NamedTuple):
    """Where a target stands on a day; shares are in per cent."""

    attainment: float
    aim_to_date: float
    forecast: float
    expected_on: date | None
    status: str


def days_passed(date_from: date, date_to: date, today: date) -> tuple[int, int]:
    """Return how many days of a period have begun, and how many it has.

    >>> days_passed(date(2026, 1, 1), date(2026, 12, 31), date(2026, 1, 31))
    (31, 365)
    """
    days = (date_to - date_from).days + 1
    return min(max((today - date_from).days + 1, 0), days), days


def course(
    actual: float,
    aim: float,
    date_from: date,
    date_to: date,
    today: date,
    *,
    grows: bool = True,
) -> Course:
    """Compare what was reached with an aim, now and at today's pace.

    Source: domain rules, section 7 (4000 hours a year, 25 a head); the pace is even
    over the days of the year, today included.

    :param actual: of the period so far
    :param aim: for the whole period
    :param grows: sums grow with the days; a share, as of those registered, does not
    :return: statuses are ``coming``, ``reached``, ``on_course``, ``behind`` and, once
        the period is over, ``missed``; ``expected_on`` is empty where the aim is
        reached already or out of sight
    """
    passed, days = days_passed(date_from, date_to, today)
    exact, wanted = Fraction(str(actual)), Fraction(str(aim))
    share = Fraction(passed, days) if grows else Fraction(1 if passed else 0)
    to_date = wanted * share
    if exact >= wanted:
        status = "reached"
    elif today > date_to:
        status = "missed"
    elif not passed:
        status = "coming"
    else:
        status = "on_course" if exact >= to_date else "behind"
    return Course(
        attainment=to_cents(100 * exact / wanted) if wanted else 0.0,
        aim_to_date=to_cents(to_date),
        forecast=to_cents(exact / share if grows and passed else exact),
        expected_on=(
            _expect(exact, wanted, date_from, passed)
            if grows and status in ("on_course", "behind")
            else None
        ),
        status=status,
    )


def _expect(actual, aim, date_from, passed):
    """Return the day on which the aim is reached at the pace so far."""
    if actual <= 0:
        return None
    needed = -int(-aim * passed // actual)
    if needed > MOST_DAYS:
        return None
    return date_from + timedelta(days=needed - 1)
