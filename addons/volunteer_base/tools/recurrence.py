"""Series of dates from a pattern of weekdays, holidays and exceptions.

Dates are local dates of a unit, times are hours of the day as decimals, moments are
naive UTC, as the database stores them.
"""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
SATURDAY = 5

LAST = -1


class Pattern(NamedTuple):
    """On which dates something takes place."""

    #: 0 is Monday.
    weekdays: frozenset
    first: date
    last: date | None = None
    #: Every so many weeks, counted from the week of ``first``.
    every: int = 1
    #: 1 to 4, or LAST: only that one of the month, e.g. the first Saturday.
    nth: int | None = None
    #: "all" dates of the pattern, "no_holidays": all but those of the table, or
    #: "working" days only.
    day_rule: str = "all"

    def matches(self, day):
        """Tell whether a date is one of the weekdays meant, whatever its holidays.

        >>> first_saturdays = Pattern(frozenset({5}), date(2026, 11, 1), nth=1)
        >>> [first_saturdays.matches(date(2026, 11, day)) for day in (7, 14)]
        [True, False]
        """
        if day.weekday() not in self.weekdays or day < self.first:
            return False
        if self.last and day > self.last:
            return False
        if self.nth == LAST:
            return (day + 7 * ONE_DAY).month != day.month
        if self.nth:
            return (day.day - 1) // 7 + 1 == self.nth
        return (_monday(day) - _monday(self.first)).days // 7 % self.every == 0

    def leaves_out(self, day, table):
        """Tell whether the rule for holidays leaves a date out.

        :param dict table: ``{date: True for a working day, False for a rest day}``, the
            exceptions from Monday to Friday
        """
        if self.day_rule == "no_holidays":
            return table.get(day) is False
        if self.day_rule == "working":
            return not is_working(day, table)
        return False


def is_working(day, table):
    """Tell whether a date is a working day.

    >>> is_working(date(2026, 10, 10), {date(2026, 10, 10): True})  # made up, Saturday
    True
    """
    return table.get(day, day.weekday() < SATURDAY)


def occurrences(pattern, since, until, *, table=None, skipped=(), added=()):
    """Return the dates of a pattern within a period, in order.

    >>> weekly = Pattern(frozenset({1, 3}), date(2026, 11, 1))
    >>> [day.day for day in occurrences(weekly, date(2026, 11, 8), date(2026, 11, 14))]
    [10, 12]

    :param Pattern pattern: which dates
    :param date since: the first date asked for
    :param date until: the last one, included
    :param dict table: working days, see :meth:`Pattern.leaves_out`
    :param skipped: dates that are left out
    :param added: dates that are taken besides the pattern, on holidays too
    :rtype: list
    """
    table, skipped, added = table or {}, set(skipped), set(added)
    since = max(since, pattern.first)
    if pattern.last:
        until = min(until, pattern.last)
    days = set(added)
    day = since
    while day <= until:
        if pattern.matches(day) and not pattern.leaves_out(day, table):
            days.add(day)
        day += ONE_DAY
    return sorted(day for day in days - skipped if since <= day <= until)


def local_period(day, start_hour, stop_hour, tz):
    """Return start and stop of a service on a date.

    A service that ends at or before the hour it starts at, ends on the next day.

    >>> local_period(date(2026, 11, 24), 8, 11.5, "Asia/Shanghai")
    (datetime.datetime(2026, 11, 24, 0, 0), datetime.datetime(2026, 11, 24, 3, 30))

    :param float start_hour: local hour of the day, 0 to 24
    :param float stop_hour: local hour of the day, 0 to 24
    :param str tz: name of a time zone
    :return: two naive UTC moments
    """
    start, stop = _utc(day, start_hour, tz), _utc(day, stop_hour, tz)
    if stop <= start:
        stop = _utc(day + ONE_DAY, stop_hour, tz)
    return start, stop


def local_hour(moment, tz):
    """Return the local hour of the day of a naive UTC moment, as a decimal.

    >>> local_hour(datetime(2026, 11, 24, 3, 30), "Asia/Shanghai")
    11.5
    """
    local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(tz))
    return local.hour + local.minute / 60


def shift_weekdays(weekdays, days):
    """Return weekdays a number of days later.

    >>> sorted(shift_weekdays({5, 6}, 2))
    [0, 1]
    """
    return frozenset((weekday + days) % 7 for weekday in weekdays)


def collisions(moved, others):
    """Return who would be in two places, after services were moved.

    :param moved: tuples ``(person, start, stop, service)`` with the new times
    :param others: the same of what stays where it is
    :return: ``[(person, service moved, service it collides with)]``, each pair once
    :rtype: list
    """
    busy = defaultdict(list)
    for person, start, stop, service in others:
        busy[person].append((start, stop, service))
    found = []
    for person, start, stop, service in moved:
        found += [
            (person, service, other)
            for other_start, other_stop, other in busy[person]
            if other_start < stop and other_stop > start
        ]
        # What was moved already may collide with what is moved next.
        busy[person].append((start, stop, service))
    return found


def _monday(day):
    return day - day.weekday() * ONE_DAY


def _utc(day, hour, tz):
    days, minutes = divmod(round(hour * 60), 24 * 60)
    clock = time(minutes // 60, minutes % 60)
    local = datetime.combine(day + days * ONE_DAY, clock, ZoneInfo(tz))
    return local.astimezone(UTC).replace(tzinfo=None)
