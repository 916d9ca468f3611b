"""The plan as the form that is handed in, as .xlsx."""

from collections.abc import Iterable
from typing import BinaryIO

import xlsxwriter

MAX_TEXT = 32_767
#: Characters a column is wide: number, name, people, content, time, and the rest.
WIDTHS = (6, 26, 22, 48, 16, 14, 12, 12, 12)


def write_plan(
    target: BinaryIO, title: str, headings: list[str], rows: Iterable[list]
) -> None:
    """Write a plan's table; texts stay texts, whatever they begin with.

    :param target: a binary file opened for writing
    :param title: stands above the table, over all its columns
    :param headings: of the columns, at most as many as :data:`WIDTHS`
    :param rows: the cells of each line; the first is the number of the line
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet()
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)
        page.freeze_panes(2, 0)
        heading = book.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}
        )
        head = book.add_format(
            {"bold": True, "border": 1, "align": "center", "valign": "vcenter"}
        )
        text = book.add_format(
            {"num_format": "@", "border": 1, "text_wrap": True, "valign": "vcenter"}
        )
        number = book.add_format({"border": 1, "align": "center", "valign": "vcenter"})
        for place in range(len(headings)):
            page.set_column(place, place, WIDTHS[place])
        page.set_row(0, 32)
        page.merge_range(0, 0, 0, len(headings) - 1, title[:MAX_TEXT], heading)
        for place, name in enumerate(headings):
            page.write_string(1, place, name, head)
        for row, (first, *cells) in enumerate(rows, start=2):
            page.write_number(row, 0, first, number)
            for place, cell in enumerate(cells, start=1):
                page.write_string(row, place, (cell or "")[:MAX_TEXT], text)
