"""Reading a hospital's visits and bed days from a table: department, month, counts."""

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.table_file import TableError
from odoo.addons.volunteer_base.tools.table_rows import find_columns, parse_day, plain

#: How files call the columns, in plain spelling.
HEADINGS = {
    **dict.fromkeys(["科室", "部门", "科室名称", "department"], "department"),
    **dict.fromkeys(["月份", "年月", "所属月份", "期间", "month", "period"], "month"),
    **dict.fromkeys(
        ["门急诊人次", "门诊人次", "诊疗人次", "门急诊量", "visits"], "visits"
    ),
    **dict.fromkeys(
        ["床日", "实际占用床日", "占用总床日", "住院床日", "bed days"], "beds"
    ),
}
#: What can be wrong, besides what ``table_file`` says.
CODES = (
    "no_header",
    "not_a_month",
    "not_a_count",
    "no_count",
    "twice",
    "blank_cell",
    "unknown_department",
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*月?$")
_YEAR = re.compile(r"(\d{4})\s*年?$")
_COUNT = re.compile(r"[1-9]\d{0,8}(?:\.0+)?$")


class CoverageRow(NamedTuple):
    """One figure: the 1-based row of the file, and ``visits`` or ``beds``.

    An empty department is the whole unit.
    """

    row: int
    department: str
    date_from: date
    date_to: date
    kind: str
    value: int


def parse_month(text: str) -> tuple[date, date] | None:
    """Return the first and last day of the month or year that a cell says, or None.

    >>> parse_month("2026-02"), parse_month("2026年13月")
    ((datetime.date(2026, 2, 1), datetime.date(2026, 2, 28)), None)
    >>> parse_month("2026年")
    (datetime.date(2026, 1, 1), datetime.date(2026, 12, 31))
    """
    text = plain(text)
    day = parse_day(text)
    if day:
        year, month = day.year, day.month
    elif found := _YEAR.match(text):
        year = int(found[1])
        return (date(year, 1, 1), date(year, 12, 31)) if 2000 <= year < 2100 else None
    elif found := _MONTH.match(text):
        year, month = int(found[1]), int(found[2])
    else:
        return None
    if not (2000 <= year < 2100 and 1 <= month <= 12):
        return None
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def parse_count(text: str) -> int | None:
    """Return a whole number above zero, or None.

    >>> parse_count("12,345"), parse_count("３０.0"), parse_count("0")
    (12345, 30, None)
    """
    text = plain(text).replace(",", "")
    return int(float(text)) if _COUNT.match(text) else None


def read_coverage(
    rows: list[list[str]],
) -> tuple[list[CoverageRow], list[TableError]]:
    """Return the figures of a table, and everything that is wrong with it.

    :param rows: as ``table_file.read_table`` returns them
    """
    try:
        header, columns = find_columns(rows, HEADINGS)
    except TableError as error:
        return [], [error]
    if "month" not in columns or not {"visits", "beds"} & columns.keys():
        return [], [TableError("no_header")]
    good, wrong, seen = [], [], {}
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        if not any(cells):
            continue
        texts = {
            target: cells[place].strip() if place < len(cells) else ""
            for target, place in columns.items()
        }
        found, problem = _read_row(number, texts, seen)
        if problem:
            target, code, value = problem
            wrong.append(TableError(code, number, rows[header][columns[target]], value))
        good += found
    return good, wrong


def _read_row(number, texts, seen):
    """Return ``(figures, (target, code, value) of the first thing wrong)``."""
    if not texts["month"]:
        return [], ("month", "blank_cell", "")
    month = parse_month(texts["month"])
    if not month:
        return [], ("month", "not_a_month", texts["month"])
    found = []
    department = texts.get("department", "")
    for kind in ("visits", "beds"):
        if not texts.get(kind):
            continue
        value = parse_count(texts[kind])
        if value is None:
            return [], (kind, "not_a_count", texts[kind])
        key = plain(department), month, kind
        if key in seen:
            return [], (kind, "twice", str(seen[key]))
        seen[key] = number
        found.append(CoverageRow(number, department, *month, kind, value))
    if not found:
        return [], ("month", "no_count", "")
    return found, None
