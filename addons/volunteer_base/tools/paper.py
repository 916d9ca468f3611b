"""Arithmetic of a printed page: widths, lines, pages, hours and days in words."""

import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date

from babel.dates import format_date

from odoo.tools.misc import babel_locale_parse


def format_hours(minutes: int) -> str:
    """Return minutes as hours, without idle zeros.

    >>> format_hours(210), format_hours(720), format_hours(63), format_hours(0)
    ('3.5', '12', '1.05', '0')

    :param minutes: a multiple of 3, so that two decimals are exact
    """
    text = f"{minutes / 60:.2f}"
    return text.rstrip("0").rstrip(".")


def format_day(day: date, lang: str | None) -> str:
    """Return a day as the running text of a paper writes it, not as a table does.

    The format of the language on screen is for the eye of a machine: 2026/11/23.

    >>> from datetime import date
    >>> format_day(date(2026, 11, 3), "zh_CN"), format_day(date(2026, 11, 3), "en_US")
    ('2026年11月3日', 'November 3, 2026')
    >>> format_day(False, "zh_CN")
    ''

    :param lang: code of a language, like ``zh_CN``
    """
    if not day:
        return ""
    return format_date(day, format="long", locale=babel_locale_parse(lang))


def format_days(first: date, last: date, lang: str | None) -> str:
    """Return a period as the running text of a paper writes it, see format_day.

    >>> from datetime import date
    >>> format_days(date(2026, 11, 3), date(2026, 12, 1), "zh_CN")
    '2026年11月3日 – 2026年12月1日'
    """
    return f"{format_day(first, lang)} – {format_day(last, lang)}"


def text_width(text: str) -> float:
    """Return the width of a text in full-width characters.

    >>> text_width("志愿服务"), text_width("abc 1")
    (4.0, 2.5)
    """
    return sum(
        1.0 if unicodedata.east_asian_width(character) in "WF" else 0.5
        for character in text
    )


def clip(text: str, width: int) -> str:
    """Return the first line of a text, cut to a width in full-width characters.

    >>> clip("门诊大厅引导患者就诊", 6)
    '门诊大厅引…'
    """
    line = next((part.strip() for part in text.splitlines() if part.strip()), "")
    if text_width(line) <= width:
        return line
    kept, used = [], 1.0
    for character in line:
        used += text_width(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def count_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, never less than one.

    Full-width characters wrap anywhere; words are kept whole, which costs up to one
    more line, and that is counted in.

    >>> count_lines("门诊大厅引导", 4), count_lines("", 4), count_lines("门诊", 4)
    (2, 1, 1)

    :param width: of the column, in full-width characters
    """
    used = text_width(text)
    lines = max(1, -int(-used // width))
    latin = any(character.isascii() and character.isalpha() for character in text)
    return lines + 1 if latin and used > width else lines


def paginate(rows: Iterable, heights: Iterable[int], capacity: int) -> list[Sequence]:
    """Split rows into pages.

    >>> paginate("abcde", [1, 1, 2, 1, 1], 3)
    [['a', 'b'], ['c', 'd'], ['e']]

    :param heights: of each row
    :param capacity: what fits on a page; a row that is higher gets a page of its own
    """
    pages, used = [], capacity + 1
    for row, height in zip(rows, heights, strict=True):
        if used + height > capacity:
            pages.append([])
            used = 0
        pages[-1].append(row)
        used += height
    return pages


def paginate_table(
    rows: Sequence[Sequence],
    shares: Sequence[int],
    *,
    width: float,
    height: float,
    tail: float = 0,
    size: float = 3.7,
    line: float = 4.9,
) -> list[Sequence]:
    """Split the rows of a table into pages, each row as high as its fullest cell.

    WebKit tears rows where a page ends, so that the pages are made beforehand.

    >>> rows = [["1", "门诊导医"], ["2", "门诊导医" * 9], ["3", ""]]
    >>> [len(page) for page in paginate_table(rows, [20, 80], width=60, height=25)]
    [1, 1, 1]

    :param rows: cells; what is no text counts as one line
    :param shares: of the columns, in per cent
    :param width: of the table, in mm
    :param height: what a page has for rows, in mm
    :param tail: mm that the last page needs below its rows, for the seal
    :param size: of a full-width character, in mm
    :param line: mm a line takes
    :return: pages of rows; one without rows where the tail fits on no other
    """
    padding, border = 3.9, 2.1
    columns = [max(1.0, (width * share / 100 - padding) / size) for share in shares]
    heights = [
        border
        + line
        * max(
            sum(count_lines(part, column) for part in str(cell or "").split("\n"))
            for cell, column in zip(row, columns, strict=True)
        )
        for row in rows
    ]
    pages = paginate([*rows, None], [*heights, tail], height)
    pages[-1] = pages[-1][:-1]
    return pages
