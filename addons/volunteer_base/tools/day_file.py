"""Reading a year's public holidays and make-up days from a table.

Source of the table: the yearly notice of the State Council on holidays; one row a date.
"""

from datetime import date
from typing import NamedTuple

from .table_file import TableError
from .table_rows import find_columns, parse_day, plain

#: How files call the columns, in plain spelling.
HEADINGS = {
    **dict.fromkeys(["日期", "date", "day"], "date"),
    **dict.fromkeys(
        ["休/班", "休班", "班/休", "类型", "安排", "working", "type", "kind"], "working"
    ),
    **dict.fromkeys(
        ["名称", "节日", "节假日", "说明", "事由", "occasion", "name"], "name"
    ),
}
WORDS = {
    **dict.fromkeys(["休", "休息", "放假", "假", "节假日", "rest", "off"], "rest"),
    **dict.fromkeys(["班", "上班", "调休上班", "补班", "调班", "work", "on"], "work"),
}
#: What can be wrong, besides what ``table_file`` says.
CODES = ("no_header", "not_a_date", "unknown_day_kind", "twice", "blank_cell")


class DayRow(NamedTuple):
    """One date: the 1-based row of the file, and ``rest`` or ``work``."""

    row: int
    date: date
    working: str
    name: str


def read_days(rows: list[list[str]]) -> tuple[list[DayRow], list[TableError]]:
    """Return the dates of a table, and everything that is wrong with it.

    A file without headings is read as date, 休 or 班, occasion.

    :param rows: as ``table_file.read_table`` returns them
    """
    try:
        header, columns = find_columns(rows, HEADINGS)
    except TableError as error:
        return [], [error]
    if header < 0 and rows and rows[0] and parse_day(rows[0][0]):
        columns = {"date": 0, "working": 1, "name": 2}
    if not {"date", "working"} <= columns.keys():
        return [], [TableError("no_header")]
    headings = rows[header] if header >= 0 else ["1", "2", "3"]
    good, wrong, seen = [], [], {}
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        if not any(cells):
            continue
        texts = {
            target: cells[place] if place < len(cells) else ""
            for target, place in columns.items()
        }
        problem = _find_problem(texts, seen)
        if problem:
            target, code, value = problem
            wrong.append(TableError(code, number, headings[columns[target]], value))
            continue
        day = parse_day(texts["date"])
        seen[day] = number
        working = WORDS[plain(texts["working"])]
        good.append(DayRow(number, day, working, texts.get("name", "")))
    return good, wrong


def _find_problem(texts, seen):
    """Return ``(target, code, value)`` of the first thing wrong in a row, or None."""
    for target in ("date", "working"):
        if not texts[target]:
            return target, "blank_cell", ""
    day = parse_day(texts["date"])
    if not day:
        return "date", "not_a_date", texts["date"]
    if day in seen:
        return "date", "twice", str(seen[day])
    if plain(texts["working"]) not in WORDS:
        return "working", "unknown_day_kind", texts["working"]
    return None
