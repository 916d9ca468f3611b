"""Reading the plan form: rows of an uploaded table become rows of a plan.

Source: section 8 of the domain rules. The form is 序号 | 志愿服务项目 | 服务对象 |
服务内容 | 活动时间; a wider form adds 责任科室, 责任人 and 完成情况, which are ignored.
"""

import re
import unicodedata
from typing import NamedTuple

from .table_file import FILE_CODES, TableError, read_table

COLUMNS = {
    "序号": "sequence",
    "志愿服务项目": "name",
    "服务对象": "population",
    "服务内容": "content",
    "活动时间": "period",
}
_HEADINGS = {field: heading for heading, field in COLUMNS.items()}
IGNORED_COLUMNS = ("责任科室", "责任人", "完成情况", "备注")

#: What can be wrong with a file or a row.
CODES = (
    *FILE_CODES,
    "header_missing",  # column: what the header lacks; value: what stands there
    "header_unknown",  # column and value: a heading that is not of the form
    "header_duplicate",  # column: a heading that stands twice
    "missing_cell",  # the row ends before this column
    "blank",  # the cell must not be empty
    "not_integer",
    "duplicate",  # the 序号 stands twice
)
_TITLE_ROWS = 3


class PlanRow(NamedTuple):
    """One row of the plan; ``row`` is the 1-based row of the file."""

    row: int
    sequence: int
    name: str
    population: str
    content: str
    period: str


def read_plan(data: bytes, filename: str) -> tuple[list[PlanRow], list[TableError]]:
    """Return the plan rows of a file and everything that is wrong with it.

    :param data: the file
    :param filename: its name; the content decides, the name only helps
    :return: rows and errors; whoever imports does so only when there are no errors
    """
    try:
        return parse_plan_rows(read_table(data, filename))
    except TableError as error:
        return [], [_name_column(error)]


def _name_column(error: TableError) -> TableError:
    """Return an error of the file with the form's heading in place of a number."""
    headings = dict(enumerate(COLUMNS, start=1))
    if error.column.isdigit() and int(error.column) in headings:
        column = headings[int(error.column)]
        return TableError(error.code, error.row, column, error.value)
    return error


def parse_plan_rows(
    rows: list[list[str]],
) -> tuple[list[PlanRow], list[TableError]]:
    """Return the plan's rows and everything that is wrong with the table.

    :param rows: as :func:`read_table` returns them. Up to three title rows (a single
        cell with text) may stand above the header; empty rows are skipped. Columns are
        found by heading, in which white space does not matter
    :return: the good rows in order of the file, and all errors in order of the file.
        With a wrong header no row is read
    """
    header_row = _find_header(rows)
    if header_row is None:
        return [], [TableError("empty")]
    header = [_heading(cell) for cell in rows[header_row]]
    errors = _check_header(header, header_row + 1)
    if errors:
        return [], errors
    while header and not header[-1]:
        header.pop()
    places = {COLUMNS[text]: header.index(text) for text in COLUMNS}
    plan: list[PlanRow] = []
    seen: dict[int, int] = {}
    filled = False
    for number, cells in enumerate(rows[header_row + 1 :], header_row + 2):
        if not any(cell.strip() for cell in cells):
            continue
        filled = True
        line, wrong = _parse_row(cells, number, places, len(header), seen)
        errors += wrong
        if line:
            plan.append(line)
    if not filled:
        errors.append(TableError("empty", header_row + 1))
    return plan, errors


def _parse_row(cells, number, places, width, seen):
    """Return (row or ``None``, errors); ``seen`` collects the 序号 of good rows."""
    wrong = []
    values = {}
    for field, place in sorted(places.items(), key=lambda item: item[1]):
        if place >= len(cells):
            # The first one is enough: the rest follows from it.
            wrong.append(TableError("missing_cell", number, _HEADINGS[field]))
            break
        values[field] = cells[place].strip()
    for place, cell in enumerate(cells[width:], width + 1):
        if cell.strip():
            wrong.append(TableError("too_many_columns", number, str(place), cell))
            break
    if "sequence" in values:
        code = _check_sequence(values["sequence"], number, seen)
        if code:
            heading = _HEADINGS["sequence"]
            wrong.append(TableError(code, number, heading, values["sequence"]))
    if values.get("name") == "":
        wrong.append(TableError("blank", number, _HEADINGS["name"]))
    if wrong:
        return None, wrong
    values["sequence"] = _sequence(values["sequence"])
    return PlanRow(number, **values), []


def _check_sequence(text: str, number: int, seen: dict[int, int]) -> str:
    if not text:
        return "blank"
    sequence = _sequence(text)
    if sequence is None:
        return "not_integer"
    if seen.setdefault(sequence, number) != number:
        return "duplicate"
    return ""


def _sequence(text: str) -> int | None:
    text = unicodedata.normalize("NFKC", text)
    if not re.fullmatch(r"[0-9]{1,6}", text):
        return None
    return int(text) or None


def _find_header(rows) -> int | None:
    titles = 0
    for index, cells in enumerate(rows):
        filled = [cell for cell in cells if cell.strip()]
        if not filled:
            continue
        # A title is one cell above the form; a file with one column has no title.
        following = any(
            sum(bool(cell.strip()) for cell in below) > 1 for below in rows[index + 1 :]
        )
        if len(filled) == 1 and titles < _TITLE_ROWS and following:
            titles += 1
            continue
        return index
    return None


def _heading(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())


def _check_header(header, row) -> list[TableError]:
    errors = []
    known = set(COLUMNS) | set(IGNORED_COLUMNS)
    for place, expected in enumerate(COLUMNS):
        if expected not in header:
            found = header[place] if place < len(header) else ""
            errors.append(TableError("header_missing", row, expected, found))
        elif header.count(expected) > 1:
            errors.append(TableError("header_duplicate", row, expected, expected))
    for place, text in enumerate(header, 1):
        if text and text not in known:
            errors.append(TableError("header_unknown", row, str(place), text))
    return errors


# --- .csv ---------------------------------------------------------------------
