"""Spans of days in the words people use: tomorrow, this weekend."""

from calendar import monthrange
from datetime import date, timedelta

#: In the order in which they are offered.
WINDOWS = ("today", "tomorrow", "week", "weekend", "month")
_SATURDAY, _SUNDAY = 5, 6


def window(name: str, today: date) -> tuple[date, date] | None:
    """Return the first and last day that a name means, seen from ``today``.

    What is over is left out: on a Wednesday, this week is Wednesday to Sunday.

    >>> window("weekend", date(2026, 11, 25))  # a Wednesday
    (datetime.date(2026, 11, 28), datetime.date(2026, 11, 29))
    >>> window("weekend", date(2026, 11, 29))  # a Sunday
    (datetime.date(2026, 11, 29), datetime.date(2026, 11, 29))
    >>> window("some day", date(2026, 11, 25)) is None
    True

    :return: None for a name that is none of WINDOWS; anything comes in a URL
    """
    sunday = today + timedelta(days=_SUNDAY - today.weekday())
    if name == "today":
        return today, today
    if name == "tomorrow":
        return today + timedelta(days=1), today + timedelta(days=1)
    if name == "week":
        return today, sunday
    if name == "weekend":
        return max(today, sunday - timedelta(days=_SUNDAY - _SATURDAY)), sunday
    if name == "month":
        return today, today.replace(day=monthrange(today.year, today.month)[1])
    return None
