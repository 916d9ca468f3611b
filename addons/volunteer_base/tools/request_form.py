"""What a department types on its phone, read without trusting any of it."""

import re
from datetime import date

from .weekdays import WEEKDAYS

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:：]([0-5]\d)", re.ASCII)
#: Characters kept of each text.
LIMITS = {"name": 100, "place": 100, "population": 100, "reason": 2000}


def read_clock(text) -> float | None:
    """Return a time of day in hours, or None.

    >>> read_clock("08:30"), read_clock("24:00"), read_clock("8"), read_clock(None)
    (8.5, 24.0, None, None)
    """
    match = _CLOCK.fullmatch(text.strip()) if isinstance(text, str) else None
    if not match:
        return None
    return int(match[1]) + int(match[2]) / 60


def read_day(text) -> date | None:
    """Return a date as browsers send it, or None.

    >>> read_day("2026-12-01"), read_day("1.12."), read_day(None)
    (datetime.date(2026, 12, 1), None, None)
    """
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def read_number(text) -> int | None:
    """Return a whole number of at most four digits, or None.

    >>> read_number(" 12 "), read_number("-1"), read_number("1e9"), read_number(None)
    (12, None, None, None)
    """
    text = text.strip() if isinstance(text, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None


def read_request_form(form) -> dict:
    """Return the values of a request; what was left out or cannot be read is None.

    >>> values = read_request_form({"name": " Guides ", "heads": "2", "mon": "on"})
    >>> values["name"], values["heads"], values["mon"], values["tue"], values["date_to"]
    ('Guides', 2, True, False, None)

    :param form: mapping of what the browser sent
    """
    values = {
        name: (form.get(name) or "").strip()[:limit] or None
        for name, limit in LIMITS.items()
    }
    return {
        **values,
        "heads": read_number(form.get("heads")),
        "post_id": read_number(form.get("post_id")),
        "date_from": read_day(form.get("date_from")),
        "date_to": read_day(form.get("date_to")),
        "time_from": read_clock(form.get("time_from")),
        "time_to": read_clock(form.get("time_to")),
        **{name: bool(form.get(name)) for name in WEEKDAYS},
    }
