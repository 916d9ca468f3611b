"""Reading the plan form from an uploaded .csv or .xlsx file.

Source: section 8 of the domain rules. The form is 序号 | 志愿服务项目 | 服务对象 |
服务内容 | 活动时间; a wider form adds 责任科室, 责任人 and 完成情况, which are ignored.

Files come from anybody's desktop: they are bounded in size, and nothing is guessed.
"""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

COLUMNS = {
    "序号": "sequence",
    "志愿服务项目": "name",
    "服务对象": "population",
    "服务内容": "content",
    "活动时间": "period",
}
_HEADINGS = {field: heading for heading, field in COLUMNS.items()}
IGNORED_COLUMNS = ("责任科室", "责任人", "完成情况", "备注")

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 1000
MAX_ROWS = 5000
MAX_COLUMNS = 50
MAX_CELL = 32767  # what a spreadsheet's cell holds

#: What can be wrong with a file or a row.
CODES = (
    "empty",  # no bytes, or no row below the header
    "too_large",  # more than MAX_BYTES, or unpacks to too much
    "too_many_rows",
    "too_many_columns",  # in the file, or in a row: more cells than the header
    "xls",  # old or password-protected Excel file: save it as .xlsx
    "not_a_table",  # neither text nor a workbook that can be read
    "encoding",  # neither UTF-8, UTF-16 nor GB18030
    "quotes",  # a quotation mark is not closed
    "too_long",  # column: the number of a cell of more than MAX_CELL characters
    "header_missing",  # column: what the header lacks; value: what stands there
    "header_unknown",  # column and value: a heading that is not of the form
    "header_duplicate",  # column: a heading that stands twice
    "missing_cell",  # the row ends before this column
    "blank",  # the cell must not be empty
    "not_integer",
    "duplicate",  # the 序号 stands twice
)
_SHOWN = 80
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_TITLE_ROWS = 3
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class TableError(ValueError):
    """What is wrong, and where, for whoever writes the sentence.

    ``code`` is one of :data:`CODES`; ``row`` is the 1-based row of the file, 0 when the
    whole file is meant; ``column`` is the heading of the column, or its 1-based number
    as text, or ``""``; ``value`` is the text that was found, shortened, or ``""``.
    """

    def __init__(self, code: str, row: int = 0, column: str = "", value: str = ""):
        super().__init__(f"{code} (row {row}, column {column or '-'})")
        self.code = code
        self.row = row
        self.column = column
        self.value = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"

    def __eq__(self, other):
        return isinstance(other, TableError) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def _key(self):
        return self.code, self.row, self.column, self.value


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
        return [], [error]


def read_table(data: bytes, filename: str) -> list[list[str]]:
    """Return all rows of a .csv file or of the first sheet of a .xlsx file.

    :param data: the file: .xlsx, or .csv in UTF-8 (with or without byte order mark),
        UTF-16 with byte order mark, or GBK / GB18030, separated by comma, tab or
        semicolon
    :param filename: its name, with extension
    :return: rows of stripped texts; index + 1 is the row's number in the file, so empty
        rows are kept as empty lists. Whole numbers have no decimals; dates are
        ``2月15日`` where the sheet shows them so, otherwise ``2017-02-15``; formulas
        give the values last saved
    :raises TableError: when the file cannot be read as a table
    """
    name = (filename or "").lower().strip()
    if not data:
        raise TableError("empty")
    if len(data) > MAX_BYTES:
        raise TableError("too_large")
    if data.startswith(_ZIP):
        rows = _read_xlsx(data)
    elif data.startswith(_OLE) or name.endswith((".xls", ".et")):
        raise TableError("xls")
    elif name.endswith((".xlsx", ".xlsm")):
        raise TableError("not_a_table")
    else:
        rows = _read_csv(data)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


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


def _read_csv(data: bytes) -> list[list[str]]:
    text = _decode(data)
    if not text.strip():
        raise TableError("empty")
    # A title may stand above the header, so the first few lines decide.
    delimiter = max(",\t;", key="".join(text.splitlines()[:5]).count)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    broken = False
    try:
        for cells in reader:
            _check_limits(cells, len(rows) + 1)
            rows.append([cell.strip() for cell in cells])
    except csv.Error:
        broken = True
    if broken:
        raise TableError("quotes", len(rows) + 1)
    return rows


def _check_limits(cells: list[str], row: int) -> None:
    if row > MAX_ROWS and any(cells):
        raise TableError("too_many_rows", row)
    if len(cells) > MAX_COLUMNS:
        raise TableError("too_many_columns", row, str(MAX_COLUMNS + 1))
    for place, cell in enumerate(cells, 1):
        if len(cell) > MAX_CELL:
            raise TableError("too_long", row, str(place))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    furthest = 0
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
            continue
        strange = _strange(text)
        if strange is None:
            return text
        before = text[:strange]
        raise _encoding_error(before.count("\n"), before.rpartition("\n")[2].count(","))
    before = data[:furthest]
    raise _encoding_error(before.count(b"\n"), before.rpartition(b"\n")[2].count(b","))


def _strange(text: str) -> int | None:
    """Return where a character stands that no plan holds: it was decoded wrongly."""
    found = re.search(r"[\x00-\x08\x0e-\x1f\x7f\ue000-\uf8ff\ufffd]", text)
    return found.start() if found else None


def _encoding_error(row: int, place: int) -> TableError:
    headings = list(COLUMNS)
    column = headings[place] if place < len(headings) else str(place + 1)
    return TableError("encoding", row + 1, column)


# --- .xlsx --------------------------------------------------------------------


def _read_xlsx(data: bytes) -> list[list[str]]:
    # Imported late: reading text needs no spreadsheet library.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_zip(data)
    problems = (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        OSError,
        EOFError,
        zlib.error,
        SyntaxError,  # the XML parsers' errors
    )
    rows = None
    try:
        book = load_workbook(
            io.BytesIO(data), read_only=True, data_only=True, keep_links=False
        )
        try:
            rows = _sheet_rows(book.worksheets[0])
        finally:
            book.close()
    except TableError:
        raise
    except problems:
        rows = None
    if rows is None:
        raise TableError("not_a_table")
    return rows


def _sheet_rows(sheet) -> list[list[str]]:
    sheet.reset_dimensions()  # the file's own word for its size may be a lie
    rows: list[list[str]] = []
    empty = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), 1):
        texts = [_cell_text(cell) for cell in cells]
        if any(texts[MAX_COLUMNS:]):
            raise TableError("too_many_columns", number, str(MAX_COLUMNS + 1))
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            # Formatted but empty rows below the table, or a gap: kept only if used.
            empty += 1
            continue
        if number > MAX_ROWS:
            raise TableError("too_many_rows", number)
        rows += [[] for _skipped in range(empty)]
        empty = 0
        rows.append(texts)
    # A sheet has no "missing" cells, only empty ones at the end of a row.
    width = max(map(len, rows), default=0)
    return [cells + [""] * (width - len(cells)) if cells else cells for cells in rows]


def _cell_text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (datetime, date, time)):
        return _date_text(value, str(cell.number_format or ""))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return _CONTROL.sub("", str(value)).strip()


def _date_text(value, number_format: str) -> str:
    if isinstance(value, time):
        return value.isoformat("minutes")
    shown = re.sub(r"\[[^\]]*\]|\\.", "", number_format).lower()
    day = "d" in shown or "日" in shown
    year = "y" in shown or "年" in shown
    if not day and "m" in shown:
        return f"{value.year}年{value.month}月" if year else f"{value.month}月"
    if not year and "m" in shown:
        return f"{value.month}月{value.day}日"
    if isinstance(value, datetime) and value.time() != time.min:
        return value.isoformat(" ", "minutes")
    return value.strftime("%Y-%m-%d")


def _check_zip(data: bytes) -> None:
    """Refuse archives that unpack to far more than a plan can be."""
    broken = too_large = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            too_large = (
                len(entries) > MAX_ENTRIES
                or total > MAX_UNPACKED_BYTES
                or (total > MAX_BYTES and total > MAX_RATIO * packed)
            )
            for entry in entries if not too_large else ():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(entry) as stream:
                        head = stream.read(65536).replace(b"\x00", b"")
                    broken = broken or b"<!DOCTYPE" in head or b"<!ENTITY" in head
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,  # a password
        OSError,
        ValueError,
    ):
        broken = True
    if too_large:
        raise TableError("too_large")
    if broken:
        raise TableError("not_a_table")
