"""Pieces of a paper laid out on pages: tables, texts, facts and pictures in a row.

WebKit tears rows where a page ends, so that the pages are made beforehand. A heading
never stands alone at the foot of a page, and a table goes on under its own head.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.paper import count_lines, text_width

#: In mm: a title, a line of a table, its padding and border, a line of text, a picture.
TITLE, LINE, PADDING, TEXT_LINE, PICTURE = 10.6, 4.9, 1.6, 6.2, 66.0
#: In mm: a full-width character of a table, of a text; what a cell keeps free.
TABLE_SIZE, TEXT_SIZE, CELL_PADDING = 3.7, 4.0, 3.9
#: Marks that begin no line, and marks that end none.
CLOSING, OPENING = "，。；：、！？）》〉」』】”’…", "（《〈「『【“‘"


class Piece(NamedTuple):
    """A part of a paper under its own title.

    Kinds: ``table`` (rows of cells below headings), ``facts`` (rows of label, value,
    label, value), ``text`` (rows are lines) and ``pictures`` (rows of pairs of source
    and caption, two a row). ``shares`` are the columns' widths in per cent; ``right``
    the columns that hold figures. A row of one cell goes across the table.
    """

    kind: str
    title: str = ""
    headings: Sequence[str] = ()
    shares: Sequence[int] = ()
    rows: Sequence = ()
    right: Sequence[int] = ()
    total: Sequence[str] = ()


def wrap_text(text: str, width: float, indent: str = "") -> list[str]:
    """Return the lines of a text, each at most so many full-width characters wide.

    Words of letters and digits are kept whole where a line holds them.

    :param indent: what the first line of each paragraph begins with

    >>> wrap_text("门诊大厅引导患者", 4)
    ['门诊大厅', '引导患者']
    >>> wrap_text("a line of words", 4)
    ['a line', 'of words']
    >>> wrap_text("引导患者。", 4)
    ['引导患', '者。']
    """
    lines = []
    for paragraph in (text or "").splitlines():
        if not paragraph.strip():
            continue
        line, used = indent, text_width(indent)
        for word in _split_words(paragraph.strip()):
            room = text_width(word)
            if line.strip() and used + room > width and word.strip():
                lines.append(line.rstrip())
                line, used = "", 0.0
            while room > width:  # one word, longer than a line
                cut = max(1, int(width * 2) if word.isascii() else int(width))
                lines.append(word[:cut])
                word = word[cut:]
                room = text_width(word)
            if line or word.strip():
                line, used = line + word, used + room
        if line.strip():
            lines.append(line.rstrip())
    return lines


def lay_out(
    pieces: Iterable[Piece],
    *,
    width: float,
    height: float,
    first: float = 0,
    tail: float = 0,
) -> list[list[Piece]]:
    """Return pages of pieces; what does not fit goes on with the next page.

    >>> table = Piece("table", "T", ("A",), (100,), [("x",)] * 40)
    >>> pages = lay_out([table], width=160, height=100)
    >>> [sum(len(piece.rows) for piece in page) for page in pages]
    [12, 12, 12, 4]

    :param width: of the text, in mm
    :param height: of a page, in mm
    :param first: mm of the first page that are taken by its title
    :param tail: mm that the last page needs below, for signatures and the seal
    """
    pages, room = [[]], height - first
    for piece in pieces:
        heights = _row_heights(piece, width)
        head = _head_height(piece, width)
        rest, here = list(zip(piece.rows, heights, strict=True)), []
        if not rest or head + rest[0][1] > room:
            if pages[-1] and room < height:
                pages.append([])
                room = height
        room -= head
        while rest:
            row, needed = rest[0]
            if needed > room and here:
                pages[-1].append(piece._replace(rows=here, total=()))
                pages.append([])
                if piece.kind == "text":
                    # A text simply goes on; a table has its head on every page.
                    piece, head = piece._replace(title=""), 0
                here, room = [], height - head
                continue
            here.append(row)
            room -= needed
            rest.pop(0)
        if piece.total:
            room -= PADDING + LINE
        pages[-1].append(piece._replace(rows=here))
    if tail > room and pages[-1]:
        pages.append([])
    return pages


def _split_words(text):
    """Yield what must not be torn: a run of letters and digits, or one character.

    Marks stay with what they close or open, so that none begins a line it ends.
    """
    word = ""
    for character in text:
        if word and not _holds(word[-1], character):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _holds(left, right):
    """Return whether no line ends between these two characters."""
    if left.isspace() or right.isspace():
        return False
    return right in CLOSING or left in OPENING or (left.isascii() and right.isascii())


def _head_height(piece, width):
    head = TITLE if piece.title else 0.0
    if piece.headings:
        head += _table_row(piece.headings, _columns(piece.shares, width))
    return head


def _row_heights(piece, width):
    if piece.kind == "text":
        return [TEXT_LINE] * len(piece.rows)
    if piece.kind == "pictures":
        return [PICTURE] * len(piece.rows)
    columns = _columns(piece.shares, width)
    whole = _columns((sum(piece.shares),), width)
    return [_table_row(row, whole if len(row) == 1 else columns) for row in piece.rows]


def _columns(shares, width):
    return [
        max(1.0, (width * share / 100 - CELL_PADDING) / TABLE_SIZE) for share in shares
    ]


def _table_row(cells, columns):
    lines = (
        sum(count_lines(part, column) for part in str(cell or "").split("\n"))
        for cell, column in zip(cells, columns, strict=True)
    )
    return PADDING + LINE * max(lines, default=1)
