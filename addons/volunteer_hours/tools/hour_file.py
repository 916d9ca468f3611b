"""Reading the rows of a file with service hours.

Nothing here knows a database: words of editable tables come in as dictionaries, values
go out as plain Python. Clock times are local and without a zone.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.register_file import (
    CellError,
    RegisterRow,
    check_document,
    parse_rows,
    read_date,
    read_number,
    read_text,
    word_reader,
)
from odoo.addons.volunteer_base.tools.register_words import ID_TYPES, spell
from odoo.addons.volunteer_base.tools.table_file import TableError

#: What can be wrong with a row, besides what can be wrong with a register's.
CODES = (
    "not_a_clock",
    "not_hours",
    "no_date",
    "no_hours",
    "two_durations",  # hours and minutes differ
    "stop_before_start",
    "longer_than_stay",  # more hours than from start to stop
    "over_day",
    "not_unit",
    "not_exact",  # of hours carried over: no multiple of 3 minutes
    "too_short",  # less than one unit
    "no_person",
    "no_service",  # nothing says what was done
)
DAY = 24 * 60
#: Hours with two exact decimals are multiples of so many minutes.
EXACT = 3
#: Nobody has served for longer than this: a typing error.
MAX_OPENING = 100_000 * 60
SENSITIVE = frozenset({"id_number"})
PEOPLE = ("code", "id_number", "external_number", "employee_number", "name")
_CLOCK = re.compile(r"(?:(\d{4}\D\d{1,2}\D\d{1,2})日?[ T]+)?(\d{1,2})[:点时](\d{2})?")
_NUMBER = r"(\d+(?:\.\d+)?)"
_HOURS = re.compile(rf"{_NUMBER}(?:个?小时|hours?|hrs?|h)?$")
_HOURS_MINUTES = re.compile(
    r"(\d+)(?::|个?小时|hours?|h)(\d{1,2})(?::00|分钟?|minutes?|min|m)?$"
)
_MINUTES = re.compile(rf"{_NUMBER}(?:分钟?|minutes?|min)$")


class HourRules(NamedTuple):
    """What rows are measured by.

    ``unit``: minutes of the rounding unit; ``round_down``: what is over whole units is
    dropped instead of being a mistake; ``opening``: hours carried over, one sum a
    person, and ``day`` is what they are dated where the file does not say.
    """

    today: date
    unit: int = 30
    round_down: bool = False
    opening: bool = False
    day: date | None = None


def read_hours(text: str) -> int:
    """Return minutes: ``2.5``, ``2小时30分``, ``2:30``, ``150分钟``.

    >>> [read_hours(text) for text in ("2.5", "2小时30分", "2:30", "150分钟", "1.7 h")]
    [150, 150, 150, 150, 102]

    :raise CellError: ``not_hours``
    """
    return _read_duration(text, 60)


def read_minutes(text: str) -> int:
    """Return minutes; a number without a unit is minutes.

    >>> read_minutes("150"), read_minutes("2小时")
    (150, 120)
    """
    return _read_duration(text, 1)


def _read_duration(text, factor):
    plain = "".join(unicodedata.normalize("NFKC", read_text(text)).lower().split())
    plain = plain.replace(",", "")
    if found := _HOURS_MINUTES.match(plain):
        hours, minutes = map(int, found.groups())
        if minutes < 60:
            return hours * 60 + minutes
    elif found := _MINUTES.match(plain):
        return _whole(Decimal(found[1]))
    elif found := _HOURS.match(plain):
        bare = plain == found[1]
        return _whole(Decimal(found[1]) * (factor if bare else 60))
    raise CellError("not_hours")


def _whole(minutes: Decimal) -> int:
    if minutes > MAX_OPENING:
        raise CellError("not_hours")
    return int(minutes.quantize(Decimal(1), ROUND_HALF_UP))


def read_clock(text: str) -> tuple[date | None, int]:
    """Return ``(date or None, minutes after midnight)`` of a clock time.

    >>> read_clock("8:05"), read_clock("2026-03-01 08:00:00")
    ((None, 485), (datetime.date(2026, 3, 1), 480))

    :raise CellError: ``not_a_clock``
    """
    plain = unicodedata.normalize("NFKC", read_text(text)).strip()
    found = _CLOCK.match(plain)
    if not found:
        raise CellError("not_a_clock")
    hour, minute = int(found[2]), int(found[3] or 0)
    if minute > 59 or hour * 60 + minute > DAY:
        raise CellError("not_a_clock")
    return found[1] and read_date(found[1], date.max), hour * 60 + minute


def parse_hours(
    rows: list[list[str]],
    header: int,
    targets: list[str],
    tables: Mapping[str, Mapping[str, object]],
    rules: HourRules,
) -> tuple[list[RegisterRow], list[TableError]]:
    """Return the good rows of a file with hours, and what is wrong with the others.

    :param rows: as ``read_table`` returns them
    :param header: index of the header in ``rows``
    :param targets: what each column holds, of ``hour_headings.TARGETS``, or ``""``
    :param tables: ``{"platform": {word: id}}``
    :return: good rows have ``date``, ``minutes``, and ``start`` and ``stop`` as naive
        local datetimes or not at all
    """
    readers = dict.fromkeys(
        ("code", "id_number", "external_number", "employee_number", "record_no"),
        read_number,
    )
    readers |= dict.fromkeys(
        ("name", "activity", "project", "organiser", "description"), read_text
    )
    readers |= {
        "id_type": word_reader(spell(ID_TYPES), "unknown_id_type"),
        "platform": word_reader(tables.get("platform", {})),
        "date": lambda text: read_date(text, rules.today),
        "start": read_clock,
        "stop": read_clock,
        "hours": read_hours,
        "minutes": read_minutes,
    }
    return parse_rows(
        rows,
        header,
        targets,
        readers,
        lambda values, _number: check_row(values, rules),
        SENSITIVE,
    )


def check_row(values: dict, rules: HourRules) -> list[tuple[str, str, str]]:
    """Complete the values of a row, and return what is wrong with it as a whole.

    :param values: of :func:`parse_hours`, changed in place
    :return: ``[(target, code, value)]``
    """
    if not any(values.get(target) for target in PEOPLE):
        return [("name", "no_person", "")]
    if "id_number" in values and (wrong := check_document(values, rules.today)):
        return wrong
    hours, minutes = values.pop("hours", None), values.pop("minutes", None)
    if None not in (hours, minutes) and hours != minutes:
        return [("minutes", "two_durations", "")]
    minutes = hours if minutes is None else minutes
    if rules.opening:
        values.pop("start", None), values.pop("stop", None)
        values.setdefault("date", rules.day or rules.today)
        if values["date"] > rules.today:
            return [("date", "future_date", "")]
        return _check_minutes(values, minutes, EXACT, rules, "not_exact")
    wrong = _check_times(values, minutes, rules)
    if wrong:
        return wrong
    if minutes is None and "stop" in values:
        minutes = (values["stop"] - values["start"]) // timedelta(minutes=1)
    if minutes is not None and minutes > DAY:
        return [("hours", "over_day", "")]
    wrong = _check_minutes(values, minutes, rules.unit, rules, "not_unit")
    if not wrong and not any(
        values.get(name) for name in ("activity", "project", "description")
    ):
        wrong = [("description", "no_service", "")]
    return wrong


def _check_minutes(values, minutes, unit, rules, problem):
    if not minutes:
        return [("hours", "no_hours", "")]
    if minutes % unit and not rules.round_down:
        return [("hours", problem, str(unit))]
    if minutes < unit:
        return [("hours", "too_short", str(unit))]
    values["minutes"] = minutes - minutes % unit
    return []


def _check_times(values, minutes, rules):
    """Put local datetimes in place of the clock times, and the date where it lacks."""
    start, stop = values.pop("start", None), values.pop("stop", None)
    said = (start and start[0]) or (stop and stop[0])
    day = values.setdefault("date", said)
    if not day:
        return [("date", "no_date", "")]
    if day > rules.today:
        return [("date", "future_date", "")]
    moments = [
        clock
        and datetime.combine(clock[0] or day, time.min) + timedelta(minutes=clock[1])
        for clock in (start, stop)
    ]
    first, last = moments
    if first and not last and minutes:
        last = first + timedelta(minutes=minutes)
    elif last and not first and minutes:
        first = last - timedelta(minutes=minutes)
    if not first or not last:
        return []
    midnight = datetime.combine(day, time.min)
    if last <= first or first < midnight or last > midnight + timedelta(days=1):
        return [("stop", "stop_before_start", "")]
    if minutes and minutes > (last - first) // timedelta(minutes=1):
        return [("hours", "longer_than_stay", "")]
    values.update(start=first, stop=last)
    return []
