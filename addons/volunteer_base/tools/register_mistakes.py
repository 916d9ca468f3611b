"""The rows of a register that need work, as a file to correct and import again."""

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import xlsxwriter

MAX_TEXT = 32_767


def write_mistakes(
    target: BinaryIO,
    headings: list[str],
    reason_heading: str,
    rows: Iterable[tuple[int, list[str]]],
    reasons: Mapping[int, list[str]],
    columns: Mapping[int, set[str]],
) -> int:
    """Write the rows with a reason as .xlsx, the reasons in a last column.

    Texts are written as texts, whatever they begin with; so are numbers, which keep
    their digits. The file can be imported again as it is.

    :param target: a binary file opened for writing
    :param headings: the header as it was uploaded
    :param reason_heading: the heading of the last column
    :param rows: ``(1-based row of the uploaded file, its cells)``
    :param reasons: ``{row: sentences}``; other rows are left out
    :param columns: ``{row: headings of the cells that are wrong}``, which are marked
    :return: how many rows were written
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    count = 0
    with xlsxwriter.Workbook(target, options) as book:
        page = book.add_worksheet()
        text = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "num_format": "@"})
        wrong = book.add_format({"bg_color": "#F8D7DA", "num_format": "@"})
        page.freeze_panes(1, 0)
        page.set_column(0, max(0, len(headings) - 1), 16)
        page.set_column(len(headings), len(headings), 60)
        for place, heading in enumerate([*headings, reason_heading]):
            page.write_string(0, place, heading[:MAX_TEXT], head)
        for number, cells in rows:
            if number not in reasons:
                continue
            count += 1
            marked = columns.get(number, ())
            for place, cell in enumerate(cells[: len(headings)]):
                style = wrong if headings[place] in marked else text
                if cell or style is wrong:
                    page.write_string(count, place, cell[:MAX_TEXT], style)
            sentence = " ".join(reasons[number])
            page.write_string(count, len(headings), sentence[:MAX_TEXT], text)
    return count
