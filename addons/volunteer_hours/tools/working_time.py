"""Working time: the hours that the employer pays, beside which one volunteers.

Source: section 2 of the domain rules (民政部令第67号, Arts. 7 and 19: what is not
volunteering is not recorded). A service of staff that overlaps their working time is
marked. Shifts come first, where a roster was imported; else the weekly schedule, with
public holidays and make-up days; who is on leave does not work.

Moments are naive UTC, periods are half open: a service that begins when the work ends
does not overlap.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

Period = tuple[datetime, datetime]

_UTC = ZoneInfo("UTC")
_WEEKDAYS = range(5)


class Slot(NamedTuple):
    """Some hours on one weekday of a schedule."""

    weekday: int
    hour_from: float
    hour_to: float
    #: 0 or 1 in a schedule of two weeks; None: every week.
    parity: int | None = None


class WorkWeek:
    """A weekly schedule, or one of two weeks in turn."""

    __slots__ = ("_slots",)

    def __init__(self, slots: Iterable[Slot] = ()):
        """Take the hours worked; none for a schedule without fixed hours."""
        self._slots = sorted(slots)

    def get_hours(self, day: date, working: bool | None = None) -> list:
        """Return the hours worked on a date, ``[(hour from, hour to)]``.

        On a make-up day (班) people work the hours of an ordinary weekday: where the
        schedule has nothing for the day, or less, those of the fullest one.

        :param day: a local date
        :param working: what the table of days says: True 班, False 休, None nothing
        """
        if working is False:
            return []
        own = self._of(day.weekday(), day)
        if working is None or (own and day.weekday() in _WEEKDAYS):
            return own
        return max(own, *(self._of(number, day) for number in _WEEKDAYS), key=_total)

    def _of(self, weekday, day):
        return [
            (slot.hour_from, slot.hour_to)
            for slot in self._slots
            if slot.weekday == weekday and slot.parity in (None, week_parity(day))
        ]


def _total(hours):
    return sum(until - since for since, until in hours)


def week_parity(day: date) -> int:
    """Return which of two weeks in turn a date lies in: 0 or 1, as Odoo counts."""
    return (day.toordinal() - 1) // 7 % 2


def to_periods(day: date, hours: Iterable, tz: str) -> list[Period]:
    """Return the hours of a date as periods.

    :param day: a local date
    :param hours: ``[(hour from, hour to)]`` on the clock; 24.0 is midnight
    :param tz: name of the time zone of the clock
    """
    return [
        (_to_moment(day, since, tz), _to_moment(day, until, tz))
        for since, until in hours
        if since < until
    ]


def _to_moment(day, hour, tz):
    local = datetime.combine(day, time.min) + timedelta(minutes=round(hour * 60))
    aware = local.replace(tzinfo=ZoneInfo(tz))
    return aware.astimezone(_UTC).replace(tzinfo=None)


def get_days(start: datetime, stop: datetime, tz: str) -> list[date]:
    """Return the local dates that a period touches."""
    first, last = (
        moment.replace(tzinfo=_UTC).astimezone(ZoneInfo(tz)).date()
        for moment in (start, max(start, stop - timedelta(microseconds=1)))
    )
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def without(periods: Iterable[Period], absences: Iterable[Period]) -> list[Period]:
    """Return what is left of periods outside absences."""
    left = list(periods)
    for away, back in absences:
        rest = []
        for start, stop in left:
            if back <= start or stop <= away:
                rest.append((start, stop))
                continue
            if start < away:
                rest.append((start, away))
            if back < stop:
                rest.append((back, stop))
        left = rest
    return left


def overlaps(start: datetime, stop: datetime, periods: Iterable[Period]) -> bool:
    """Tell whether a service lies in working time, if only for a minute."""
    return any(begin < stop and start < end for begin, end in periods)
