"""Taps on a leader's roster: made on a phone, maybe without network, applied later.

A phone's clock may be wrong. It sends its own time along with the taps, so that each
tap is dated by how long ago it was made, not by what the phone thought the time was.
All datetimes are naive UTC, as Odoo stores them.
"""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

#: What a tap can say.
KINDS = ("in", "out", "present", "absent", "times", "undo", "rate", "add")
#: Kinds that many rows get at once and that are applied to them at once.
BULK_KINDS = ("in", "out", "present", "absent")
NOTE_LENGTH = 500
CODE_LENGTH = 32
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
#: Milliseconds of dates that datetime can hold with room on both sides.
_LAST_MOMENT = 32503680000000


class Tap(NamedTuple):
    """One tap; ``when`` is naive UTC, ids are 0 and texts empty where not given."""

    uuid: str
    kind: str
    when: datetime
    signup_id: int = 0
    quality: int = 0
    note: str = ""
    time_in: str = ""
    time_out: str = ""
    code: str = ""
    slot_id: int = 0
    instead_of: int = 0


def read_taps(raw_taps, phone_clock, now: datetime) -> list[Tap]:
    """Return taps in the order in which they were made.

    :param raw_taps: list of dicts from a phone: ``uuid``, ``kind``, ``at``
        (milliseconds since 1970 by the phone's clock) and what else a :class:`Tap` has
    :param phone_clock: milliseconds since 1970 by the phone's clock, when it sent them
    :param now: naive UTC, by the server's clock
    :raises ValueError: something is not what our page sends
    """
    if not isinstance(raw_taps, list):
        raise ValueError("Taps are a list.")
    ahead = _milliseconds(phone_clock)
    taps = [_read_tap(raw, ahead, now) for raw in raw_taps]
    if len({tap.uuid for tap in taps}) < len(taps):
        raise ValueError("No two taps have the same UUID.")
    return sorted(taps, key=lambda tap: tap.when)


def _read_tap(raw, phone_clock: int, now: datetime) -> Tap:
    if not isinstance(raw, dict):
        raise ValueError("A tap is a dict.")
    uuid, kind = raw.get("uuid"), raw.get("kind")
    if not isinstance(uuid, str) or not _UUID.fullmatch(uuid):
        raise ValueError("A tap has a UUID.")
    if kind not in KINDS:
        raise ValueError("A tap is of a known kind.")
    ago = timedelta(milliseconds=phone_clock - _milliseconds(raw.get("at")))
    when = now - max(ago, timedelta(0))
    return Tap(
        uuid=uuid,
        kind=kind,
        when=when.replace(microsecond=0),
        signup_id=_number(raw.get("signup_id")),
        quality=_number(raw.get("quality")),
        note=_text(raw.get("note"), NOTE_LENGTH),
        time_in=_text(raw.get("time_in"), 5),
        time_out=_text(raw.get("time_out"), 5),
        code=_text(raw.get("code"), CODE_LENGTH),
        slot_id=_number(raw.get("slot_id")),
        instead_of=_number(raw.get("instead_of")),
    )


def group_taps(taps: list[Tap]) -> list[list[Tap]]:
    """Return taps in groups that can be applied at once, in the same order.

    A group is of one kind and one moment, and names nobody twice: what "all present"
    makes on a phone.
    """
    groups: list[list[Tap]] = []
    for tap in taps:
        last = groups[-1] if groups else None
        if (
            last
            and tap.kind in BULK_KINDS
            and (tap.kind, tap.when) == (last[0].kind, last[0].when)
            and tap.signup_id not in {other.signup_id for other in last}
        ):
            last.append(tap)
        else:
            groups.append([tap])
    return groups


def typed_stay(
    day: date,
    time_in: str,
    time_out: str,
    tz: str,
    came: datetime | None = None,
) -> tuple[datetime | None, datetime | None]:
    """Return a stay typed as two clock times, in naive UTC.

    >>> typed_stay(date(2026, 11, 23), "8:00", "11:30", "Asia/Shanghai")
    (datetime.datetime(2026, 11, 23, 0, 0), datetime.datetime(2026, 11, 23, 3, 30))

    :param day: local date of the activity's start
    :param time_in: ``HH:MM`` by the clock of the place, or empty
    :param time_out: ``HH:MM``, or empty; not after ``time_in`` means the next day
    :param tz: name of the time zone of the place
    :param came: naive UTC, when they came, where ``time_in`` does not say it
    :raises ValueError: something typed is no time of day
    """
    zone = ZoneInfo(tz)
    start, stop = (
        text and datetime.combine(day, _clock(text), tzinfo=zone)
        for text in (time_in, time_out)
    )
    start = _to_utc(start) if start else None
    since = start or came
    if stop and since and _to_utc(stop) <= since:
        stop += timedelta(days=1)
    return start, _to_utc(stop) if stop else None


def _clock(text: str) -> time:
    found = _CLOCK.fullmatch(text)
    if not found:
        raise ValueError("A time of day is HH:MM.")
    return time(int(found[1]), int(found[2]))


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def _milliseconds(value) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("A moment is a number of milliseconds.")
    if not 0 <= value <= _LAST_MOMENT:
        raise ValueError("This moment is out of range.")
    return int(value)


def _number(value) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("An id is a whole number.")
    if not 0 <= value < 2**31:
        raise ValueError("This number is out of range.")
    return value


def _text(value, length: int) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("A text is a text.")
    return value.strip()[:length]
