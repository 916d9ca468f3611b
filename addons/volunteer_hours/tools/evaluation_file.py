"""Reading back the register of an evaluation: what HR decided, by sheet.

Columns are found by their headings, so that their order is free.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.table_file import TableError
from odoo.addons.volunteer_base.tools.table_rows import find_columns, plain

#: What a column can hold, with the headings that say so, in plain spelling.
HEADINGS = {
    "sheet": ("考核表号", "考核表编号", "sheet no.", "sheet number"),
    "number": ("工号", "员工编号", "职工编号", "employee no.", "employee number"),
    "name": ("姓名", "name", "full name"),
    "points": (
        "计入医德考评加分",
        "计入考评分",
        "加分",
        "points into the appraisal",
        "points",
    ),
    "grade": ("考核等次", "等次", "grade"),
    "text": ("人力资源部意见", "opinion of human resources"),
}
MOST_POINTS = Decimal(100_000)
CENT = Decimal("0.01")
#: What can be wrong, besides what ``table_file`` says.
CODES = ("no_header", "header_duplicate", "no_sheet", "not_a_number", "sheet_twice")


class ResultRow(NamedTuple):
    """What a row says; ``sheet`` 0: found by the employee's number, or the name.

    ``points`` is None, ``grade`` and ``text`` are empty where the row says nothing.
    """

    row: int
    sheet: int
    number: str
    name: str
    points: Decimal | None
    grade: str
    text: str


def read_results(
    rows: list[list[str]], spoken: Mapping[str, str] | None = None
) -> tuple[list[ResultRow], list[TableError]]:
    """Return the results of a table, and everything that is wrong with it.

    :param rows: as ``table_file.read_table`` returns them
    :param spoken: ``{heading as the register shows it: target}``
    """
    words = {word: target for target, found in HEADINGS.items() for word in found}
    words |= {plain(word): target for word, target in (spoken or {}).items()}
    try:
        header, columns = find_columns(rows, words)
    except TableError as error:
        return [], [error]
    if not {"sheet", "number"} & columns.keys() or not (
        {"points", "grade", "text"} & columns.keys()
    ):
        return [], [TableError("no_header")]
    good, wrong, seen = [], [], set()
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        texts = {
            target: cells[place].strip() if place < len(cells) else ""
            for target, place in columns.items()
        }
        # Empty rows, and the sums below the table.
        if not any(texts.get(key) for key in ("number", "name")) and not (
            texts.get("sheet", "").isdecimal()
        ):
            continue
        found, problem = _read_row(number, texts, rows[header], columns)
        if problem:
            wrong.append(problem)
            continue
        key = found.sheet or found.number
        if key in seen:
            wrong.append(TableError("sheet_twice", number, "", str(key)))
            continue
        seen.add(key)
        good.append(found)
    return good, wrong


def _read_row(number, texts, heads, columns):
    """Return ``(row, None)`` or ``(None, what is wrong)``."""
    sheet = texts.get("sheet", "")
    if sheet and not sheet.isdecimal():
        heading = heads[columns["sheet"]]
        return None, TableError("not_a_number", number, heading, sheet)
    if not sheet and not texts.get("number"):
        return None, TableError("no_sheet", number)
    said = texts.get("points", "")
    points = parse_points(said) if said else None
    if said and points is None:
        heading = heads[columns["points"]]
        return None, TableError("not_a_number", number, heading, said)
    return (
        ResultRow(
            number,
            int(sheet or 0),
            texts.get("number", ""),
            texts.get("name", ""),
            points,
            texts.get("grade", ""),
            texts.get("text", ""),
        ),
        None,
    )


def parse_points(text: str) -> Decimal | None:
    """Return the points that a cell says, rounded half up to the cent, or None.

    >>> parse_points("12.345"), parse_points("１２"), parse_points("-1")
    (Decimal('12.35'), Decimal('12.00'), Decimal('-1.00'))
    >>> parse_points("twelve"), parse_points("NaN"), parse_points("1e9")
    (None, None, None)
    """
    try:
        number = Decimal(plain(text))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) > MOST_POINTS:
        return None
    return number.quantize(CENT, ROUND_HALF_UP)
