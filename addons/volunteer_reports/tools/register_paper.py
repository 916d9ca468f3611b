"""A register on paper: cells as text, widths, sums and pages."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.paper import format_hours, paginate
from odoo.addons.volunteer_base.tools.spreadsheet import Column

#: Millimetres of a sheet inside its margins: width, and height for header and rows.
ACROSS, UPRIGHT = (255, 146), (159, 216)
#: Of a full-width character, of a line of text, and of a cell's padding and border.
SIZE, LINE, PADDING, BORDER = 3.2, 4.2, 2.5, 2.1
#: Of a date in one line: ten figures and hyphens, and the cell's padding.
DATE_WIDTH = 21
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


def _char_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    # Capitals, and the few wide small letters, are wider than figures.
    return 0.75 if character.isupper() or character in "mw@%&" else 0.56


def wrap(text: str, width: float) -> list[str]:
    """Return the lines a text takes in a column; words are kept whole where they fit.

    >>> wrap("门诊导医 11月20日 上午", 5)
    ['门诊导医 ', '11月20日 ', '上午']
    >>> wrap("abcdef123456", 4)
    ['abcdef1', '23456']

    :param width: of the column, in full-width characters
    """
    lines = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for word in re.findall(r"[!-~]+|\s|[^!-~\s]", part):
            size = sum(map(_char_width, word))
            if used + size <= width:
                line, used = line + word, used + size
                continue
            if word.isspace():
                # A blank hangs over the end of its line.
                line += word
                continue
            if line:
                lines.append(line)
                line, used = "", 0.0
            for character in word:
                size = _char_width(character)
                if used + size > width and line:
                    lines.append(line)
                    line, used = "", 0.0
                line, used = line + character, used + size
        lines.append(line)
    return lines


def cut(text: str, width: float, lines: int = MAX_LINES) -> str:
    """Return a text that takes at most so many lines of a column.

    >>> cut("门诊导医" * 3, 4, lines=2)
    '门诊导医\\n门诊导…'

    :param width: of the column, in full-width characters
    """
    if len(text) * 0.5 <= width:
        return text
    wrapped = wrap(text, width)
    if len(wrapped) <= lines:
        return text
    kept = [line.rstrip() for line in wrapped[:lines]]
    kept[-1] = kept[-1][:-1] + "…"
    return "\n".join(kept)


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
    width, room = ACROSS if across else UPRIGHT
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

    def height(cells):
        lines = (
            len(wrap(cell, space)) for cell, space in zip(cells, spaces, strict=True)
        )
        return BORDER + LINE * max(lines)

    room -= height([column.title for column in columns]) + head
    if any(value is not None for value in sums):
        tail += BORDER + LINE
    pages = paginate([*texts, None], [*map(height, texts), tail], room)
    pages[-1] = pages[-1][:-1]
    return Laid(
        shares,
        pages,
        [
            "" if value is None else spell_cell(value, column.kind)
            for value, column in zip(sums, columns, strict=True)
        ],
    )
