"""What people claim by hand: until when, at what time, and whether it is claimed twice.

Source: section 2 of the domain rules; hours are claimed within three working days of
the service, so that the ten working days of Art. 11 of 民政部令第67号 can be met.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.local_input import to_utc

from .working_days import WorkingDays

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
#: A shorter text is found in too many others to say anything.
_SHORTEST_TEXT = 4


class ClaimTimeError(ValueError):
    """A time that cannot be; ``reason``: clock (no time of day) or midnight."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


class Service(NamedTuple):
    """What two lines of one person on one date are compared by."""

    project: int | None
    activity: int | None
    minutes: int
    start: datetime | None
    text: str | None


def last_claim_day(day: date, count: int, working_days: WorkingDays) -> date | None:
    """Return the last day on which hours of a date are claimed.

    :param day: local date of the service
    :param count: working days after it; 0 is no limit
    :return: a local date, or None without a limit
    """
    return working_days.add(day, count) if count else None


def claimed_period(
    day: date, start: str | None, minutes: int, tz: str
) -> tuple[datetime, datetime] | None:
    """Return from when to when a claim was, in naive UTC.

    :param day: local date of the service
    :param start: time of day as it was typed, ``HH:MM``; empty: not said
    :param minutes: length
    :param tz: name of the time zone of the place
    :return: start and end, or None without a start
    :raises ClaimTimeError: no time of day, or an end after midnight: a service over
        midnight is two lines
    """
    if not start:
        return None
    found = _CLOCK.fullmatch(start.strip()) if isinstance(start, str) else None
    if not found:
        raise ClaimTimeError("clock")
    hour, minute = map(int, found.groups())
    if hour * 60 + minute + minutes > 24 * 60:
        raise ClaimTimeError("midnight")
    begin = to_utc(f"{day.isoformat()}T{hour:02d}:{minute:02d}", tz)
    return begin, begin + timedelta(minutes=minutes)


def is_same_service(one: Service, other: Service) -> bool:
    """Tell whether two lines of one person on one date look like one service.

    Where both say when they began, they are what they say: overlaps are the
    database's matter. Else they are the same where project (or activity) and length
    agree, or where neither says when and both say the same in words.

    >>> morning = Service(1, None, 120, None, "Guided patients")
    >>> is_same_service(morning, morning._replace(text="Ward 3"))
    True
    >>> is_same_service(morning, morning._replace(minutes=60, text="guided  patients!"))
    True
    >>> is_same_service(morning, morning._replace(minutes=60, text="Ward 3"))
    False
    """
    if one.start and other.start:
        return False
    place = (one.activity, other.activity)
    if not all(place):
        place = (one.project, other.project)
    if all(place) and place[0] != place[1]:
        return False
    same_text = _is_same_text(one.text, other.text)
    if all(place) and one.minutes == other.minutes:
        return True
    return same_text and (
        one.minutes == other.minutes or not (one.start or other.start)
    )


def _is_same_text(one: str | None, other: str | None) -> bool:
    first, second = sorted((_bare(one), _bare(other)), key=len)
    if not first:
        return False
    return first == second or (len(first) >= _SHORTEST_TEXT and first in second)


def _bare(text: str | None) -> str:
    """Return a text in small letters without blanks and punctuation."""
    folded = unicodedata.normalize("NFKC", text or "").casefold()
    return "".join(char for char in folded if char.isalnum())
