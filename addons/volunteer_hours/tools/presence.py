"""What a scan means: one code, one badge or one PIN serves for coming and for leaving.

All datetimes are naive UTC; all durations are whole minutes.
"""

from datetime import datetime, timedelta
from enum import Enum

#: Presence is confirmed from so long before the planned start.
EARLY = 120


class Meaning(Enum):
    """What becomes of a scan."""

    TOO_EARLY = "too_early"
    CHECK_IN = "check_in"
    ALREADY_IN = "already_in"
    ASK_LEAVE = "ask_leave"
    CHECK_OUT = "check_out"
    ALREADY_OUT = "already_out"
    ASK_RETURN = "ask_return"
    OVER = "over"


def read_scan(
    now: datetime,
    start: datetime,
    stop: datetime,
    stays: list[tuple[datetime, datetime | None]],
    *,
    gap: int,
    tolerance: int,
) -> Meaning:
    """Return what a scan of one person at one activity means.

    :param now: when the scan was taken
    :param start: planned start of the service
    :param stop: planned end of the service
    :param stays: stamps of arrival and departure so far, in order; None: still here
    :param gap: a scan this soon after the last stamp is the same one, sent twice
    :param tolerance: leaving this shortly before the planned end needs no question
    """
    if not stays:
        if now < start - timedelta(minutes=EARLY):
            return Meaning.TOO_EARLY
        return Meaning.OVER if now >= stop else Meaning.CHECK_IN
    came, left = stays[-1]
    if abs(now - (left or came)) < timedelta(minutes=gap):
        return Meaning.ALREADY_OUT if left else Meaning.ALREADY_IN
    if left:
        return Meaning.ALREADY_OUT if now >= stop else Meaning.ASK_RETURN
    if now < stop - timedelta(minutes=tolerance):
        return Meaning.ASK_LEAVE
    return Meaning.CHECK_OUT


def free_part(
    came: datetime,
    left: datetime,
    taken: list[tuple[datetime, datetime]],
) -> tuple[datetime, datetime]:
    """Return the part of a stay that no other service hours take.

    Nobody is in two places: hours that began before the stay push its beginning back,
    hours that began during it end it.

    >>> at = lambda hour: datetime(2026, 1, 1, hour)
    >>> [moment.hour for moment in free_part(at(8), at(12), [(at(7), at(9))])]
    [9, 12]
    >>> [moment.hour for moment in free_part(at(8), at(12), [(at(11), at(13))])]
    [8, 11]

    :param taken: starts and ends of what counts already
    :return: arrival and departure; nothing is left where they do not lie in order
    """
    for start, stop in sorted(taken):
        if start <= came < stop:
            came = stop
        elif came < start < left:
            left = start
    return came, left
