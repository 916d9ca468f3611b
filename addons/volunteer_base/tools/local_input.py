"""Times that people type, as the database keeps them."""

from datetime import datetime

from .local_time import UTC, _zone


def to_utc(text, tz):
    """Return the naive UTC moment of what an input for date and time sends, or None.

    >>> to_utc("2026-11-23T08:00", "Asia/Shanghai")
    datetime.datetime(2026, 11, 23, 0, 0)
    >>> to_utc("soon", "Asia/Shanghai"), to_utc(None, "UTC")
    (None, None)

    :param str text: ``YYYY-MM-DDTHH:MM``, with or without seconds
    :param str tz: name of the time zone in which it was typed
    """
    try:
        typed = datetime.fromisoformat(text)
        moment = typed.replace(tzinfo=typed.tzinfo or _zone(tz)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=None)
