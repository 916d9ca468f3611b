"""The monthly report as an .xlsx file: written for the bureau, or empty for a unit
without this software, and read back.

The layout, always the same. One sheet in five columns: A what, B this month, C this
year, D the same month of the year before, E a code that tells rows apart in whatever
language they are written:

====  =============================  =====================================
row   A–D                            E
====  =============================  =====================================
1     title                          ``monthly-report-1``
2     unit | its name                ``unit``
3     credit code | the code         ``credit_code``
4     month | ``2026-10``            ``month``
5     headings of the table          ``columns``
6 …   label | three numbers          key of the indicator
then  label | a text over B–D        ``experience`` … ``filled_on``
====  =============================  =====================================

The second sheet lists the activities, see :mod:`.monthly_activities`. Labels and codes
are locked, without a password; what a unit fills in is open.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import BinaryIO, NamedTuple

import xlsxwriter

from .monthly import COLUMNS, INDICATORS, TEXTS
from .monthly_reading import HEAD, LAYOUT, MOST, WORDS, MonthlyFile, read_monthly

__all__ = ["WORDS", "Form", "MonthlyFile", "read_monthly", "write_monthly"]

#: Lines for activities in an empty form.
EMPTY_LINES = 30
FONT = "Noto Sans CJK SC"


class Form(NamedTuple):
    """What is written into a form.

    ``month`` is its first day. ``labels`` has a text for ``title``, ``sheet``,
    ``activities_sheet``, each of :data:`HEAD`, of ``columns``, ``month_column``,
    ``year_column``, ``last_year_column``, each key of the indicators, each of
    :data:`WORDS`, and ``help``, which stands at the foot and may be missing. ``values``
    and ``texts`` as in :class:`MonthlyFile`; what is missing stays empty.
    ``activity_heads`` are pairs ``(heading, width)``, ``activities`` rows of texts and
    numbers.
    """

    unit: str
    credit_code: str
    month: date
    labels: Mapping[str, str]
    values: Mapping[str, Mapping] = {}
    texts: Mapping[str, str] = {}
    activity_heads: Sequence[tuple] = ()
    activities: Iterable[Sequence] = ()


def write_monthly(target: BinaryIO, form: Form, *, is_template: bool = False) -> None:
    """Write a form, filled in or empty.

    :param target: a binary file opened for writing
    :param is_template: somebody fills it in: labels are locked, numbers are checked
    """
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(target, options) as book:
        styles = _add_styles(book)
        page = book.add_worksheet(form.labels["sheet"])
        row = _write_head(page, form, styles)
        row = _write_table(page, form, styles, row, is_template)
        row = _write_words(page, form, styles, row)
        _lay_out(page, row)
        if form.activity_heads:
            _write_activities(book, form, styles, is_template)
        if is_template:
            for sheet in book.worksheets():
                sheet.protect(
                    "", {"format_rows": True, "format_columns": True, "sort": True}
                )


def _add_styles(book):
    def style(**properties):
        shared = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        return book.add_format({**shared, **properties})

    cell = {"border": 1, "text_wrap": True}
    open_cell = {**cell, "locked": False, "align": "right"}
    words = {**cell, "locked": False, "valign": "top"}
    return {
        "title": style(bold=True, font_size=16, align="center"),
        "label": style(bg_color="#E8EEF4", **cell),
        "part": style(bg_color="#F4F7FA", indent=1, **cell),
        "head": style(bold=True, bg_color="#E8EEF4", align="center", **cell),
        "fixed": style(**cell),
        "integer": style(num_format="#,##0", **open_cell),
        "hours": style(num_format="#,##0.00", **open_cell),
        "decimal": style(num_format="#,##0.00", **open_cell),
        "percent": style(num_format="0.00", **open_cell),
        "words": style(**words),
        "date": style(num_format="yyyy-mm-dd", **words),
        "code": style(font_color="#808080", font_size=8),
        "help": style(font_size=9, text_wrap=True, valign="top"),
    }


def _write_head(page, form, styles):
    labels = form.labels
    page.merge_range(0, 0, 0, 3, labels["title"], styles["title"])
    page.write_string(0, 4, LAYOUT, styles["code"])
    page.set_row(0, 28)
    said = (form.unit, form.credit_code, f"{form.month:%Y-%m}")
    for row, (code, value) in enumerate(zip(HEAD, said, strict=True), 1):
        page.write_string(row, 0, labels[code], styles["label"])
        page.merge_range(row, 1, row, 3, "", styles["fixed"])
        page.write_string(row, 1, value or "", styles["fixed"])
        page.write_string(row, 4, code, styles["code"])
    heads = ("columns", "month_column", "year_column", "last_year_column")
    for column, code in enumerate(heads):
        page.write_string(4, column, labels[code], styles["head"])
    page.write_string(4, 4, "columns", styles["code"])
    return 5


def _write_table(page, form, styles, row, is_template):
    for indicator in INDICATORS:
        look = styles["part" if indicator.part_of else "label"]
        page.write_string(row, 0, form.labels[indicator.key], look)
        said = form.values.get(indicator.key) or {}
        for column, name in enumerate(COLUMNS, 1):
            value = said.get(name)
            if value is None:
                page.write_blank(row, column, None, styles[indicator.kind])
            else:
                page.write_number(row, column, value, styles[indicator.kind])
        if is_template:
            page.data_validation(row, 1, row, 3, _get_check(indicator))
        page.write_string(row, 4, indicator.key, styles["code"])
        row += 1
    return row


def _get_check(indicator):
    """Return what the program with which the form is filled in lets through."""
    low = -float(MOST) if indicator.signed else 0
    high = 100 if indicator.kind == "percent" else float(MOST)
    kind = "integer" if indicator.kind == "integer" else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def _write_words(page, form, styles, row):
    for code in WORDS:
        value = form.texts.get(code) or ""
        look = styles["date" if code == "filled_on" else "words"]
        page.write_string(row, 0, form.labels[code], styles["label"])
        page.merge_range(row, 1, row, 3, "", look)
        page.write_string(row, 1, str(value)[:32_767], look)
        page.write_string(row, 4, code, styles["code"])
        if code in TEXTS:
            page.set_row(row, max(60, 15 * _count_lines(str(value))))
        row += 1
    if form.labels.get("help"):
        page.merge_range(row, 0, row, 3, form.labels["help"], styles["help"])
        page.set_row(row, 45)
        row += 1
    return row


def _count_lines(text):
    """Return the lines that a text takes in a cell of 27 full-width characters."""
    return min(27, sum(len(part) // 27 + 1 for part in text.split("\n")))


def _lay_out(page, rows):
    page.set_column(0, 0, 34)
    page.set_column(1, 3, 17)
    page.set_column(4, 4, 14)
    page.set_portrait()
    page.set_paper(9)  # A4
    page.set_margins(left=0.7, right=0.7, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    page.freeze_panes(5, 1)
    page.repeat_rows(4)
    # The codes are for programs; they are not printed.
    page.print_area(0, 0, rows - 1, 3)


def _write_activities(book, form, styles, is_template):
    page = book.add_worksheet(form.labels["activities_sheet"])
    for column, (heading, width) in enumerate(form.activity_heads):
        page.set_column(column, column, width)
        page.write_string(0, column, heading, styles["head"])
    count = 0
    for count, cells in enumerate(form.activities, 1):
        for column, value in enumerate(cells):
            if isinstance(value, str):
                page.write_string(count, column, value[:32_767], styles["words"])
            elif value is None:
                page.write_blank(count, column, None, styles["words"])
            else:
                kind = "integer" if isinstance(value, int) else "hours"
                page.write_number(count, column, value, styles[kind])
    if is_template:
        for row in range(count + 1, count + EMPTY_LINES + 1):
            for column in range(len(form.activity_heads)):
                page.write_blank(row, column, None, styles["words"])
        count += EMPTY_LINES
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_footer("&C&P / &N")
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, max(count, 1), len(form.activity_heads) - 1)
