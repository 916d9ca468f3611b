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

    Kinds: ``text``, ``integer``, ``decimal`` (two places), ``date``, and ``hours``:
    rows bring whole minutes, cells show hours, and the column is summed.
    """

    title: str
    width: int
    kind: str = "text"


class Sheet(NamedTuple):
    """The words around the rows."""

    name: str
    title: str
    caption: str
    total: str
    footer: str = "&C&P / &N"
    font: str = "Noto Sans CJK SC"


def write_register(
    target: BinaryIO, sheet: Sheet, columns: list[Column], rows: Iterable[tuple]
) -> tuple[int, int]:
    """Write a register and return ``(number of rows, minutes)``.

    Text is written as text whatever it begins with: ``=1+1`` is no formula and
    ``http://`` no link. One row at a time is kept in memory.

    :param target: a binary file opened for writing
    :param rows: tuples with one value a column; ``None`` and ``""`` stay empty
    :raise OverflowError: more rows than a sheet can hold
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet(sheet.name)
        styles = _add_styles(book, sheet.font)
        _lay_out(page, sheet, columns, styles)
        _write_heads(page, sheet, columns, styles)
        count, minutes = _write_rows(page, columns, styles, rows)
        end = _FIRST_ROW + count
        _write_sums(page, sheet, columns, styles, end, minutes)
        page.print_area(0, 0, end, len(columns) - 1)
        if count:
            page.autofilter(_HEADER_ROW, 0, end - 1, len(columns) - 1)
    return count, minutes


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
        "date": style(num_format="yyyy-mm-dd", align="center"),
        "hours": style(num_format="#,##0.00"),
        "total": style(bold=True, top=1),
        "total_hours": style(bold=True, top=1, num_format="#,##0.00"),
    }


def _lay_out(page, sheet, columns, styles):
    for index, column in enumerate(columns):
        page.set_column(index, index, column.width)
    page.freeze_panes(_FIRST_ROW, 0)
    page.repeat_rows(_HEADER_ROW)
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
    count = minutes = 0
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
                minutes += value
                write_number(row, index, value / 60, style)
            else:
                write_number(row, index, value, style)
    return count, minutes


def _write_sums(page, sheet, columns, styles, end, minutes):
    for index, column in enumerate(columns):
        if column.kind == "hours" and end > _FIRST_ROW:
            page.write_formula(
                end,
                index,
                "=SUM({0}{1}:{0}{2})".format(
                    xlsxwriter.utility.xl_col_to_name(index), _FIRST_ROW + 1, end
                ),
                styles["total_hours"],
                minutes / 60,
            )
        elif column.kind == "hours":
            page.write_number(end, index, 0, styles["total_hours"])
        elif index == 0:
            page.write_string(end, index, sheet.total, styles["total"])
        else:
            page.write_blank(end, index, None, styles["total"])
