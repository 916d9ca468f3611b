"""Calendars as phones read them: iCalendar, RFC 5545."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

#: Bytes a line may have, without its end.
_LINE = 75
_ESCAPES = str.maketrans(
    {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None}
)


class Event(NamedTuple):
    """One event; moments are naive UTC."""

    uid: str
    title: str
    start: datetime
    stop: datetime
    changed: datetime
    place: str = ""
    text: str = ""
    url: str = ""
    #: Minutes before the start at which the phone reminds.
    alarms: tuple = ()


def write_calendar(name: str, tz: str, events: Iterable[Event]) -> str:
    """Return a calendar file.

    Moments are written in UTC, which every phone shows in its own time zone, whatever
    it knows of others; ``tz`` is the one that the calendar is shown in.

    >>> moment = datetime(2026, 11, 23)
    >>> event = Event("1@x", "A, B", moment, moment, moment)
    >>> "SUMMARY:A\\\\, B" in write_calendar("C", "Asia/Shanghai", [event])
    True
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Hospital Volunteers//Odoo//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escape(name)}",
        f"X-WR-TIMEZONE:{escape(tz)}",
    ]
    for event in events:
        lines += _write_event(event)
    lines.append("END:VCALENDAR")
    return "".join(f"{fold(line)}\r\n" for line in lines)


def _write_event(event):
    yield "BEGIN:VEVENT"
    yield f"UID:{escape(event.uid)}"
    yield f"DTSTAMP:{_stamp(event.changed)}"
    yield f"LAST-MODIFIED:{_stamp(event.changed)}"
    # Whoever imports the file again gets what changed meanwhile.
    yield f"SEQUENCE:{int((event.changed - datetime(2020, 1, 1)).total_seconds())}"
    yield f"DTSTART:{_stamp(event.start)}"
    yield f"DTEND:{_stamp(event.stop)}"
    yield f"SUMMARY:{escape(event.title)}"
    if event.place:
        yield f"LOCATION:{escape(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{escape(event.text)}"
    if event.url:
        # An address is no text: it has no escapes, and may hold no line end.
        yield f"URL:{event.url.splitlines()[0]}"
    for minutes in event.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{escape(event.title)}"
        yield f"TRIGGER:-PT{minutes}M"
        yield "END:VALARM"
    yield "END:VEVENT"


def _stamp(moment):
    return moment.strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    """Return a text as a value, so that it ends no line and starts no other value.

    >>> escape("a;b, c")
    'a\\\\;b\\\\, c'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ESCAPES)
    return "".join(char for char in text if char >= " " or char == "\t")


def fold(line: str) -> str:
    """Return a line cut into pieces of 75 bytes, never within a character.

    >>> max(len(piece.encode()) for piece in fold("门" * 99).split("\\r\\n"))
    75
    """
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE:
            pieces.append(piece)
            # The blank that marks a continuation counts too.
            piece, size = " ", 1
        piece += char
        size += width
    return "\r\n".join([*pieces, piece])
