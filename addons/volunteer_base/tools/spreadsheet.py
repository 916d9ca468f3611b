"""A register as an .xlsx file: rows go in, a file comes out, memory stays flat."""

from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

import xlsxwriter

#: Rows of a sheet that the format allows, less title, caption, header and sums.
MAX_ROWS = 1_048_576 - 4
#: Cells hold no more; xlsxwriter would drop longer ones.
MAX_TEXT = 32_767
#: ``date.toordinal()`` of the day before the format's day 1.
_EPOCH = 693_594
_TITLE_ROW, _CAPTION_ROW, _HEADER_ROW, _FIRST_ROW = 0, 1, 2, 3


class Column(NamedTuple):
    """A column: its header, its width in characters, and what stands in it.

    Kinds: ``text``, ``integer``, ``decimal`` (two places), ``number`` (as it is),
    ``percent`` (rows bring shares: 0.5 shows as 50.0 %), ``date``, and ``hours``: rows
    bring whole minutes, cells show hours. Hours are summed below the rows; other
    numbers where ``summed`` says so, which heads never do: a person counted in two rows
    is one person.
    """

    title: str
    width: int
    kind: str = "text"
    summed: bool | None = None

    def is_summed(self) -> bool:
        """Return whether a sum stands below the column."""
        return self.kind == "hours" if self.summed is None else self.summed


class Sheet(NamedTuple):
    """The words around the rows.

    ``empty`` stands in the first row of a register that has none; ``notes`` stand below
    the sums, such as who signs. Without ``total``, and where no column is summed, there
    is no line of sums.
    """

    name: str
    title: str
    caption: str
    total: str
    footer: str = "&C&P / &N"
    font: str = "Noto Sans CJK SC"
    empty: str = ""
    notes: tuple[str, ...] = ()
    landscape: bool = True


def write_register(
    target: BinaryIO, sheet: Sheet, columns: list[Column], rows: Iterable[tuple]
) -> tuple[int, int]:
    """Write a register and return ``(number of rows, minutes)``.

    Text is written as text whatever it begins with: ``=1+1`` is no formula and
    ``http://`` no link. One row at a time is kept in memory.

    :param target: a binary file opened for writing
    :param rows: tuples with one value a column; ``None`` and ``""`` stay empty
    :return: rows, and the minutes of all columns of hours
    :raise OverflowError: more rows than a sheet can hold
    """
    [totals] = write_registers(target, [(sheet, columns, rows)])
    return totals


def write_registers(
    target: BinaryIO, registers: Iterable[tuple[Sheet, list[Column], Iterable[tuple]]]
) -> list[tuple[int, int]]:
    """Write registers as the sheets of one file, one after the other.

    :param target: a binary file opened for writing
    :param registers: ``(sheet, columns, rows)`` as for ``write_register``; the sheets'
        names are shortened to what the format allows, and told apart by a number
    :return: ``(number of rows, minutes)`` of each
    :raise OverflowError: more rows than a sheet can hold
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    totals = []
    with xlsxwriter.Workbook(target, options) as book:
        for sheet, columns, rows in registers:
            names = {page.get_name().lower() for page in book.worksheets()}
            page = book.add_worksheet(sheet_name(sheet.name, names))
            totals.append(_write_page(book, page, sheet, columns, rows))
        if not totals:
            book.add_worksheet()
    return totals


def sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a spreadsheet accepts, unlike those that are taken.

    >>> sheet_name("2026/1: 门诊", set()), sheet_name("a" * 40, {"a" * 31})[-5:]
    ('2026 1  门诊', 'a (2)')

    :param taken: names in use, in lower case
    """
    for character in "[]:*?/\\":
        name = name.replace(character, " ")
    name = name.strip("' ") or "1"
    found, number = name[:31], 1
    while found.lower() in taken:
        number += 1
        tail = f" ({number})"
        found = name[: 31 - len(tail)] + tail
    return found


def _write_page(book, page, sheet, columns, rows):
    styles = _add_styles(book, sheet.font)
    _lay_out(page, sheet, columns, styles)
    _write_heads(page, sheet, columns, styles)
    count, sums = _write_rows(page, columns, styles, rows)
    end = _FIRST_ROW + count
    if not count and sheet.empty:
        page.write_string(end, 0, sheet.empty, styles["text"])
        end += 1
    if sheet.total and any(column.is_summed() for column in columns):
        _write_sums(page, sheet, columns, styles, end, sums if count else None)
    else:
        end -= 1
    last = end
    for last, note in enumerate(sheet.notes, end + 2):
        page.write_string(last, 0, note, styles["caption"])
    page.print_area(0, 0, last, len(columns) - 1)
    if count:
        page.autofilter(_HEADER_ROW, 0, _HEADER_ROW + count, len(columns) - 1)
    hours = (index for index, column in enumerate(columns) if column.kind == "hours")
    return count, sum(sums.get(index, 0) for index in hours)


def _add_styles(book, font):
    def style(**properties):
        return book.add_format({"font_name": font, "font_size": 10, **properties})

    head = {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
    return {
        "title": style(bold=True, font_size=16, align="center"),
        "caption": style(font_size=10),
        "head": style(bg_color="#E8EEF4", text_wrap=True, **head),
        "text": style(),
        "integer": style(num_format="0"),
        "decimal": style(num_format="0.00"),
        "number": style(num_format="General"),
        "percent": style(num_format="0.0%"),
        "date": style(num_format="yyyy-mm-dd", align="center"),
        "hours": style(num_format="#,##0.00"),
        "total": style(bold=True, top=1),
        "total_integer": style(bold=True, top=1, num_format="#,##0"),
        "total_decimal": style(bold=True, top=1, num_format="#,##0.00"),
        "total_hours": style(bold=True, top=1, num_format="#,##0.00"),
    }


def _lay_out(page, sheet, columns, styles):
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
    page.freeze_panes(_FIRST_ROW, 0)
    page.repeat_rows(_HEADER_ROW)
    if sheet.landscape:
        page.set_landscape()
    page.set_paper(9)  # A4
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)
    page.set_footer(sheet.footer)
    page.set_row(_TITLE_ROW, 28)
    page.set_row(_HEADER_ROW, 22)


def _write_heads(page, sheet, columns, styles):
    # Not merged, which needs rows kept in memory: centred across empty cells.
    styles["title"].set_center_across()
    page.write_string(_TITLE_ROW, 0, sheet.title, styles["title"])
    for index in range(1, len(columns)):
        page.write_blank(_TITLE_ROW, index, None, styles["title"])
    page.write_string(_CAPTION_ROW, 0, sheet.caption, styles["caption"])
    for index, column in enumerate(columns):
        page.write_string(_HEADER_ROW, index, column.title, styles["head"])


def _write_rows(page, columns, styles, rows):
    write_string, write_number = page.write_string, page.write_number
    cells = [
        (index, column.kind, styles[column.kind])
        for index, column in enumerate(columns)
    ]
    sums = {index: 0 for index, column in enumerate(columns) if column.kind == "hours"}
    added = [
        index
        for index, column in enumerate(columns)
        if column.is_summed() and column.kind != "hours"
    ]
    sums.update(dict.fromkeys(added, 0))
    count = 0
    for count, values in enumerate(rows, 1):
        if count > MAX_ROWS:
            raise OverflowError("A sheet holds no more rows.")
        row = _HEADER_ROW + count
        for (index, kind, style), value in zip(cells, values, strict=True):
            if value is None or value == "":
                continue
            if kind == "text":
                write_string(row, index, value[:MAX_TEXT], style)
            elif kind == "date":
                write_number(row, index, value.toordinal() - _EPOCH, style)
            elif kind == "hours":
                sums[index] += value
                write_number(row, index, value / 60, style)
            else:
                write_number(row, index, value, style)
        for index in added:
            sums[index] += values[index] or 0
    return count, sums


def _write_sums(page, sheet, columns, styles, end, sums):
    for index, column in enumerate(columns):
        style = styles["total"]
        if column.is_summed():
            style = styles.get(f"total_{column.kind}", style)
        if column.is_summed() and sums is not None:
            page.write_formula(
                end,
                index,
                "=SUM({0}{1}:{0}{2})".format(
                    xlsxwriter.utility.xl_col_to_name(index), _FIRST_ROW + 1, end
                ),
                style,
                sums[index] / 60 if column.kind == "hours" else sums[index],
            )
        elif column.is_summed():
            page.write_number(end, index, 0, style)
        elif index == 0:
            page.write_string(end, index, sheet.total, style)
        else:
            page.write_blank(end, index, None, style)
