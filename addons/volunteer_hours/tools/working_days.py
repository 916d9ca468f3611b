"""Working days with the yearly table of holidays and make-up days.

Source: section 2 of the domain rules: the table of dates marked 休 (off) or 班 (on)
overrides the weekdays, because make-up Saturdays and Sundays are working days.
"""

from collections.abc import Mapping
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


class WorkingDays:
    """A calendar of working days."""

    __slots__ = ("_exceptions",)

    def __init__(self, exceptions: Mapping[date, bool] | None = None):
        """Take the table that overrides Monday to Friday.

        :param exceptions: ``{date: True for 班 (working), False for 休 (off)}``
        """
        self._exceptions = dict(exceptions or {})

    def is_working(self, day: date) -> bool:
        """Tell whether a date is a working day.

        :param day: a local date
        """
        known = self._exceptions.get(day)
        return day.weekday() < _SATURDAY if known is None else known

    def add(self, day: date, count: int) -> date:
        """Return the date ``count`` working days after a date.

        :param day: a local date, working or not; it is not counted itself
        :param count: working days, not negative
        :return: a working day, or ``day`` itself for 0
        :raises ValueError: for a negative count
        """
        if count < 0:
            raise ValueError("Working days are counted forwards.")
        while count:
            day += _ONE_DAY
            count -= self.is_working(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Return how many working days lie after ``first``, up to and with ``last``.

        :param first: a local date, not counted
        :param last: a local date, counted if it is a working day
        :return: days; ``between(d, add(d, n)) == n``. Negative when ``last`` is before
            ``first``: then the working days after ``last`` up to and with ``first``
        """
        if last < first:
            return -self.between(first=last, last=first)
        count = 0
        while first < last:
            first += _ONE_DAY
            count += self.is_working(first)
        return count
