"""Small tables with known headings: which column holds what, and what cells say.

For files with a handful of columns, which are taken over whole or not at all.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta

from .table_file import TableError

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+[0:]+)?$"
)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_CLOCK = re.compile(r"(次日|\+)?\s*(\d{1,2})(?:[:.点时](\d{1,2})?分?(?::\d{1,2})?)?$")
_CLOCK_DIGITS = re.compile(r"(\d{2})(\d{2})$")


def plain(text: str) -> str:
    """Return a text in one spelling: ``Ａ １：３０`` is ``a 1:30``."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def find_columns(rows: list[list[str]], words: Mapping[str, str]) -> tuple[int, dict]:
    """Return where the headings stand, and which column holds what.

    A title may stand above: the first row with two known headings is the header.

    :param rows: as ``table_file.read_table`` returns them
    :param words: ``{heading in plain spelling: target}``
    :return: ``(index of the header, {target: index of its column})``; ``(-1, {})``
        where there is no header
    :raises TableError: ``header_duplicate``, two columns hold the same
    """
    for index, row in enumerate(rows[:10]):
        found = [(words.get(plain(cell)), place) for place, cell in enumerate(row)]
        found = [(target, place) for target, place in found if target]
        if len(found) < 2:
            continue
        columns = {}
        for target, place in found:
            if target in columns:
                raise TableError("header_duplicate", index + 1, row[place])
            columns[target] = place
        return index, columns
    return -1, {}


def parse_day(text: str) -> date | None:
    """Return the date that a cell says, or None.

    >>> parse_day("2026-10-01"), parse_day("2026年10月1日")
    (datetime.date(2026, 10, 1), datetime.date(2026, 10, 1))
    >>> parse_day("20261001"), parse_day("2026/13/1")
    (datetime.date(2026, 10, 1), None)
    """
    text = plain(text)
    found = _DAY.match(text) or _DIGITS.match(text)
    try:
        day = found and date(*map(int, found.groups()))
    except ValueError:
        return None
    return day if day and 1900 <= day.year <= 9998 else None


def parse_clock(text: str) -> timedelta | None:
    """Return the time of day that a cell says, as time since midnight, or None.

    24:00 is the end of the day, and what is marked as of the next day lies after it.

    >>> str(parse_clock("8:30")), str(parse_clock("0830")), str(parse_clock("８：３０"))
    ('8:30:00', '8:30:00', '8:30:00')
    >>> str(parse_clock("次日8:00")), str(parse_clock("24:00")), parse_clock("25:00")
    ('1 day, 8:00:00', '1 day, 0:00:00', None)
    """
    text = plain(text)
    digits = _CLOCK_DIGITS.match(text)
    if digits:
        later, (hour, minute) = None, digits.groups()
    else:
        found = _CLOCK.match(text)
        if not found:
            return None
        later, hour, minute = found.groups()
    clock = timedelta(hours=int(hour), minutes=int(minute or 0))
    if int(minute or 0) > 59 or clock > timedelta(days=1):
        return None
    return clock + timedelta(days=1) if later else clock
