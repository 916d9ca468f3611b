"""Reading a table from an uploaded .csv or .xlsx file, as rows of texts.

Files come from anybody's desktop: they are bounded in size, and nothing is guessed.
"""

import csv
import io
import re
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple
from xml.parsers import expat

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 1000
MAX_ROWS = 5000
MAX_COLUMNS = 50
SHEET_ROWS = 1_048_576  # what a spreadsheet's sheet has
MAX_CELL = 32767  # what a spreadsheet's cell holds


class Limits(NamedTuple):
    """How large a file may be: bytes, bytes unpacked, rows, columns."""

    size: int
    unpacked: int
    rows: int
    columns: int


#: What can be wrong with a file.
FILE_CODES = (
    "empty",  # no bytes, or no row below the header
    "too_large",  # more bytes than the limit, or unpacks to too much
    "too_many_rows",
    "too_many_columns",  # in the file, or in a row: more cells than the header
    "xls",  # old or password-protected Excel file: save it as .xlsx
    "not_a_table",  # neither text nor a workbook that can be read
    "encoding",  # neither UTF-8, UTF-16 nor GB18030
    "quotes",  # a quotation mark is not closed
    "too_long",  # column: the number of a cell of more than MAX_CELL characters
)
_SHOWN = 80
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class TableError(ValueError):
    """What is wrong, and where, for whoever writes the sentence.

    ``code`` is one of :data:`FILE_CODES`, or of the codes of who reads the rows;
    ``row`` is the 1-based row of the file, 0 when the whole file is meant;
    ``column`` is the heading of the column, or its 1-based number
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


def read_table(
    data: bytes,
    filename: str,
    limits: Limits | None = None,
    iso_dates: bool = False,
    sheet: int = 0,
) -> list[list[str]]:
    """Return all rows of a .csv file or of one sheet of a .xlsx file.

    :param data: the file: .xlsx, or .csv in UTF-8 (with or without byte order mark),
        UTF-16 with byte order mark, or GBK / GB18030, separated by comma, tab or
        semicolon
    :param filename: its name, with extension
    :param limits: how large the file may be; those of a plan when omitted
    :param iso_dates: every date of a workbook is ``2017-02-15``, however it is shown
    :param sheet: which one, counted from 0; no rows where the file has fewer
    :return: rows of stripped texts; index + 1 is the row's number in the file, so empty
        rows are kept as empty lists. Whole numbers have no decimals; dates are
        ``2月15日`` where the sheet shows them so, otherwise ``2017-02-15``; formulas
        give the values last saved
    :raises TableError: when the file cannot be read as a table
    """
    limits = limits or Limits(MAX_BYTES, MAX_UNPACKED_BYTES, MAX_ROWS, MAX_COLUMNS)
    name = (filename or "").lower().strip()
    if not data:
        raise TableError("empty")
    if len(data) > limits.size:
        raise TableError("too_large")
    if data.startswith(_ZIP):
        rows = _read_xlsx(data, limits, iso_dates, sheet)
    elif data.startswith(_OLE) or name.endswith((".xls", ".et")):
        raise TableError("xls")
    elif name.endswith((".xlsx", ".xlsm")):
        raise TableError("not_a_table")
    else:
        rows = [] if sheet else _read_csv(data, limits)
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _read_csv(data: bytes, limits: Limits) -> list[list[str]]:
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
            _check_limits(cells, len(rows) + 1, limits)
            rows.append([cell.strip() for cell in cells])
    except csv.Error:
        broken = True
    if broken:
        raise TableError("quotes", len(rows) + 1)
    return rows


def _check_limits(cells: list[str], row: int, limits: Limits) -> None:
    if row > limits.rows and any(cells):
        raise TableError("too_many_rows", row)
    if len(cells) > limits.columns:
        raise TableError("too_many_columns", row, str(limits.columns + 1))
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
    return TableError("encoding", row + 1, str(place + 1))


# --- .xlsx --------------------------------------------------------------------


def _read_xlsx(
    data: bytes, limits: Limits, iso_dates: bool, sheet: int
) -> list[list[str]]:
    # Imported late: reading text needs no spreadsheet library.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_zip(data, limits)
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
            if sheet and sheet >= len(book.worksheets):
                rows = []
            else:
                rows = _sheet_rows(book.worksheets[sheet], limits, iso_dates)
        finally:
            book.close()
    except TableError:
        raise
    except problems:
        rows = None
    if rows is None:
        raise TableError("not_a_table")
    return rows


def _sheet_rows(sheet, limits: Limits, iso_dates: bool) -> list[list[str]]:
    sheet.reset_dimensions()  # the file's own word for its size may be a lie
    rows: list[list[str]] = []
    empty = gap = 0
    before = None
    width = limits.columns
    # How a date is shown only the cell knows; without it reading is much faster.
    text = _value_text if iso_dates else _cell_text
    shown = sheet.iter_rows(max_col=width + 1, values_only=iso_dates)
    for number, cells in enumerate(shown, 1):
        texts = ["" if cell is None else text(cell) for cell in cells]
        if any(texts[width:]):
            raise TableError("too_many_columns", number, str(width + 1))
        while texts and not texts[-1]:
            texts.pop()
        if not texts:
            # Formatted but empty rows below the table, or a gap: kept only if used.
            empty += 1
            # Rows that the file leaves out are made up, one object for all of them:
            # a single row with a large number would keep us busy for a minute.
            gap = gap + 1 if cells is before else 0
            before = cells
            if gap > limits.rows or number > SHEET_ROWS:
                raise TableError("too_many_rows", number)
            continue
        if number > limits.rows:
            raise TableError("too_many_rows", number)
        rows += [[] for _skipped in range(empty)]
        empty = 0
        rows.append(texts)
    # A sheet has no "missing" cells, only empty ones at the end of a row.
    width = max(map(len, rows), default=0)
    return [cells + [""] * (width - len(cells)) if cells else cells for cells in rows]


def _cell_text(cell) -> str:
    value = cell.value
    if isinstance(value, (datetime, date, time)):
        return _date_text(value, str(cell.number_format or ""))
    return _value_text(value)


def _value_text(value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return _CONTROL.sub("", value).strip()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, (datetime, date, time)):
        return _date_text(value, "yyyy-mm-dd")
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


class _PrologEnd(Exception):
    """The first element, or what must not stand before it, was found."""


def _has_doctype(stream) -> bool:
    """Return whether XML declares a document type, or is none, before its content."""
    found = []

    def stop(doctype):
        def handler(*_arguments):
            found.append(doctype)
            raise _PrologEnd

        return handler

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = stop(True)
    parser.StartElementHandler = stop(False)
    try:
        # A comment of any length may stand before a document type.
        while chunk := stream.read(65536):
            parser.Parse(chunk)
    except _PrologEnd:
        return found[0]
    except expat.ExpatError:
        return True
    return False


def _check_zip(data: bytes, limits: Limits) -> None:
    """Refuse archives that unpack to far more than a table can be."""
    broken = too_large = False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            packed = sum(entry.compress_size for entry in entries) or 1
            too_large = (
                len(entries) > MAX_ENTRIES
                or total > limits.unpacked
                or (total > limits.size and total > MAX_RATIO * packed)
            )
            for entry in entries if not too_large else ():
                if entry.filename.lower().endswith((".xml", ".rels")):
                    with archive.open(entry) as stream:
                        broken = broken or _has_doctype(stream)
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
