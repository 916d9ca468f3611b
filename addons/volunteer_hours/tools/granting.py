"""From stamps to granted service hours.

Source: section 2 of the domain rules. Art. 7 of 民政部令第67号: time really given, in
hours. Default rule: stamps within 10 minutes of the planned start or end count as
planned, the rest rounds down to half an hour, with a minimum of half an hour; raw
stamps stay as they are. A stay over midnight becomes a line for each local date.

All datetimes are naive UTC, as Odoo stores them; all durations are whole minutes.
"""

from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: Rounding units in minutes. Multiples of 3, so that hours have two exact decimals.
UNITS = (60, 30, 15, 6, 3)
_EXACT = 3
_DAY = 24 * 60


class Granted(NamedTuple):
    """What counts: ``start`` and ``stop`` (naive UTC or ``None``), ``minutes``."""

    start: datetime | None
    stop: datetime | None
    minutes: int


class DatedGrant(NamedTuple):
    """What counts on one local date."""

    date: date
    start: datetime
    stop: datetime
    minutes: int


class ClaimMinutesError(ValueError):
    """Minutes that cannot be claimed; ``reason``: not_positive, not_unit, over_day."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def granted_interval(
    check_in: datetime,
    check_out: datetime,
    planned_start: datetime | None = None,
    planned_stop: datetime | None = None,
    *,
    tolerance: int = 10,
    unit: int = 30,
    minimum: int = 30,
) -> Granted:
    """Return what counts of a stay.

    :param check_in: arrival, naive UTC; seconds are dropped, as a clock shows it
    :param check_out: departure, naive UTC; seconds are dropped
    :param planned_start: start of the activity, naive UTC, or nothing
    :param planned_stop: end of the activity, naive UTC, or nothing
    :param tolerance: minutes; a stamp this near to the planned time counts as planned
    :param unit: minutes, one of :data:`UNITS`; what is over a whole unit is dropped
    :param minimum: minutes, a multiple of 3; a shorter stay counts as this long, as
        long as there was a stay at all. 0: nothing below one unit counts
    :return: ``stop`` is ``start`` plus the minutes, but never after the departure (or
        the planned end that stands for it), so that a minimum does not collide with
        the next service: then alone are the minutes more than ``stop - start``.
        Without a stay of one minute: ``Granted(None, None, 0)``
    :raises ValueError: for a unit, tolerance or minimum outside these bounds
    """
    _check_rule(tolerance, unit, minimum)
    start = _snap(check_in, planned_start, tolerance)
    stop = _snap(check_out, planned_stop, tolerance)
    stay = (stop - start) // timedelta(minutes=1)
    if stay <= 0 or _whole_minute(check_out) <= _whole_minute(check_in):
        return Granted(None, None, 0)
    minutes = max(stay // unit * unit, minimum)
    if not minutes:
        return Granted(None, None, 0)
    return Granted(start, min(start + timedelta(minutes=minutes), stop), minutes)


def granted_by_date(
    check_in: datetime,
    check_out: datetime,
    planned_start: datetime | None = None,
    planned_stop: datetime | None = None,
    *,
    tz: tzinfo | str,
    tolerance: int = 10,
    unit: int = 30,
    minimum: int = 30,
) -> list[DatedGrant]:
    """Return what counts of a stay, a row for each local date with minutes in it.

    :param tz: time zone of the place, or its name
    :return: rows in order of date. Their minutes are multiples of the unit and add up
        to what :func:`granted_interval` grants for the whole stay: a unit that
        straddles midnight belongs to the date it ends on, and the minimum is given
        once, on the first date. Empty when nothing counts

    The other arguments and errors are those of :func:`granted_interval`.
    """
    whole = granted_interval(
        check_in,
        check_out,
        planned_start,
        planned_stop,
        tolerance=tolerance,
        unit=unit,
        minimum=minimum,
    )
    if not whole.minutes:
        return []
    pieces = split_at_midnight(whole.start, whole.stop, tz)
    if (whole.stop - whole.start) // timedelta(minutes=1) < unit:
        # Less than one unit in all: the minimum, on the date where most of it lies.
        longest = max(pieces, key=lambda piece: piece[2] - piece[1])
        return [DatedGrant(*longest, whole.minutes)]
    rows = []
    given = 0
    for day, start, stop in pieces:
        elapsed = (stop - whole.start) // timedelta(minutes=1)
        reached = whole.minutes if stop == whole.stop else elapsed // unit * unit
        if reached > given:
            rows.append(DatedGrant(day, start, stop, reached - given))
            given = reached
    return rows


def split_at_midnight(
    start: datetime, stop: datetime, tz: tzinfo | str
) -> list[tuple[date, datetime, datetime]]:
    """Return the pieces of an interval, one for each local date.

    :param start: naive UTC
    :param stop: naive UTC
    :param tz: time zone of the place (zoneinfo or pytz), or its name. Days on which
        clocks change have 23 or 25 hours, and their midnight may not exist: the day
        then begins with its first moment
    :return: ``[(local date, start, stop), ...]`` in naive UTC, without gaps and without
        empty pieces; ``[]`` when ``stop`` is not after ``start``
    :raises zoneinfo.ZoneInfoNotFoundError: for an unknown time zone
    """
    zone = ZoneInfo(str(tz))
    pieces = []
    moment = start
    while moment < stop:
        day = moment.replace(tzinfo=timezone.utc).astimezone(zone).date()
        midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)
        border = midnight.astimezone(timezone.utc).replace(tzinfo=None)
        end = min(border, stop)
        pieces.append((day, moment, end))
        moment = end
    return pieces


def day_bounds(day: date, tz: tzinfo | str) -> tuple[datetime, datetime]:
    """Return the first moment of a local date and that of the next, in naive UTC.

    >>> day_bounds(date(2026, 3, 3), "Asia/Shanghai")
    (datetime.datetime(2026, 3, 2, 16, 0), datetime.datetime(2026, 3, 3, 16, 0))
    """
    zone = ZoneInfo(str(tz))
    first, after = (
        datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
        .astimezone(timezone.utc)
        .replace(tzinfo=None)
        for days in (0, 1)
    )
    return first, after


def hours_from_minutes(minutes: int) -> Decimal:
    """Return hours with two exact decimals.

    :param minutes: a multiple of 3, negative for a reversal
    :return: minutes / 60
    :raises ValueError: when the hours would not be exact
    """
    if minutes % _EXACT:
        raise ValueError("Minutes are a multiple of 3, so that hours are exact.")
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))


def check_claim_minutes(minutes: int, unit: int) -> int:
    """Return the minutes of a claim unchanged when they can be granted.

    :param minutes: what is claimed for one date
    :param unit: rounding unit in minutes, one of :data:`UNITS`
    :raises ClaimMinutesError: ``not_positive``, ``over_day`` (more than 24 hours on
        one date) or ``not_unit`` (not a multiple of the unit: a claim is not rounded
        behind the claimant's back)
    :raises ValueError: for a unit outside :data:`UNITS`
    """
    _check_rule(0, unit, 0)
    if minutes <= 0:
        raise ClaimMinutesError("not_positive")
    if minutes > _DAY:
        raise ClaimMinutesError("over_day")
    if minutes % unit:
        raise ClaimMinutesError("not_unit")
    return minutes


def _check_rule(tolerance: int, unit: int, minimum: int) -> None:
    if unit not in UNITS:
        raise ValueError(f"A rounding unit is one of {UNITS} minutes.")
    if tolerance < 0:
        raise ValueError("A tolerance is not negative.")
    if minimum < 0 or minimum % _EXACT:
        raise ValueError("A minimum is a multiple of 3 minutes, or 0.")


def _whole_minute(stamp: datetime) -> datetime:
    return stamp.replace(second=0, microsecond=0)


def _snap(stamp: datetime, planned: datetime | None, tolerance: int) -> datetime:
    stamp = _whole_minute(stamp)
    if planned:
        planned = _whole_minute(planned)
        if abs(stamp - planned) <= timedelta(minutes=tolerance):
            return planned
    return stamp
