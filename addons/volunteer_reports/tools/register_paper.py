"""A register on paper: cells as text, widths, sums and pages."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.paper import (
    count_lines,
    format_hours,
    paginate_table,
    text_width,
)
from odoo.addons.volunteer_base.tools.spreadsheet import Column

#: Millimetres of a sheet inside its margins: width, and height for header and rows.
ACROSS, UPRIGHT = (255, 132), (159, 208)
#: Of a full-width character, of a line of text, and of a cell's padding and border.
SIZE, LINE, PADDING, BORDER = 3.2, 4.2, 2.5, 2.1
#: A date is not broken.
DATE_WIDTH = 19
#: Lines a cell is cut to, so that a row fits on a page.
MAX_LINES = 18


class Laid(NamedTuple):
    """A register that is laid out: widths in per cent, pages of rows of text, sums."""

    shares: list[float]
    pages: list[Sequence[Sequence[str]]]
    sums: list[str]


def spell_cell(value, kind: str) -> str:
    """Return what stands in a cell on paper.

    >>> spell_cell(210, "hours"), spell_cell(0.1234, "percent"), spell_cell(None, "")
    ('3.5', '12.3%', '')
    """
    if value is None or value == "":
        return ""
    if kind == "hours":
        return format_hours(value)
    if kind == "decimal":
        return f"{value:.2f}"
    if kind == "percent":
        return f"{value:.1%}"
    if kind == "date":
        return value.isoformat()
    return str(value)


def share_widths(columns: Sequence[Column], width: float) -> list[float]:
    """Return the widths of the columns in per cent of a table ``width`` mm wide.

    Dates have what they need, and the others share the rest as in the spreadsheet.

    >>> from odoo.addons.volunteer_base.tools.spreadsheet import Column
    >>> share_widths([Column("a", 10), Column("b", 30)], 100)
    [25.0, 75.0]
    """
    dates = sum(column.kind == "date" for column in columns)
    rest = sum(column.width for column in columns if column.kind != "date") or 1
    date = DATE_WIDTH * 100 / width
    return [
        date if column.kind == "date" else (100 - dates * date) * column.width / rest
        for column in columns
    ]


def cut(text: str, width: float, lines: int = MAX_LINES) -> str:
    """Return a text that takes at most so many lines of a column.

    >>> cut("门诊导医" * 3, 4, lines=2)
    '门诊导医门诊…'

    :param width: of the column, in full-width characters
    """
    parts, left = [], lines
    for part in text.split("\n"):
        if left <= 0:
            break
        needed = count_lines(part, width)
        if needed > left:
            room, kept = width * left - 1.5, []
            for character in part:
                room -= text_width(character)
                if room < 0:
                    break
                kept.append(character)
            parts.append("".join(kept) + "…")
            left = 0
            break
        parts.append(part)
        left -= needed
    return "\n".join(parts)


def lay_out(
    columns: Sequence[Column],
    rows: Iterable[Sequence],
    *,
    across: bool,
    head: float = 0,
    tail: float = 0,
) -> Laid:
    """Return a register's rows as pages of texts.

    :param rows: as they go into the spreadsheet
    :param across: landscape or portrait
    :param head: mm above the table that each page needs besides its title
    :param tail: mm that the last page needs below its rows, without the sums
    """
    width, height = ACROSS if across else UPRIGHT
    shares = share_widths(columns, width)
    spaces = [max(1.0, (width * share / 100 - PADDING) / SIZE) for share in shares]
    sums = [0 if column.is_summed() else None for column in columns]
    texts = []
    for row in rows:
        for index, value in enumerate(row):
            if sums[index] is not None:
                sums[index] += value or 0
        texts.append(
            [
                cut(spell_cell(value, column.kind), space)
                for value, column, space in zip(row, columns, spaces, strict=True)
            ]
        )
    header = BORDER + LINE * max(
        count_lines(column.title, space)
        for column, space in zip(columns, spaces, strict=True)
    )
    summed = BORDER + LINE if any(value is not None for value in sums) else 0
    pages = paginate_table(
        texts,
        shares,
        width=width,
        height=height - header - head,
        tail=tail + summed,
        size=SIZE,
        line=LINE,
        padding=PADDING,
    )
    return Laid(
        shares,
        pages,
        [
            "" if value is None else spell_cell(value, column.kind)
            for value, column in zip(sums, columns, strict=True)
        ],
    )
