"""Reading the monthly report of a unit: see :mod:`.monthly_file` for the layout."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.table_file import TableError
from odoo.addons.volunteer_base.tools.table_rows import parse_day, plain

from .monthly import COLUMNS, INDICATORS, SIGNERS, TEXTS, find_contradictions

LAYOUT = "monthly-report-1"
HEAD = ("unit", "credit_code", "month")
#: Rows that a unit fills in with words.
WORDS = (*TEXTS, *SIGNERS)
#: Text that a cell is good for, and the largest number.
MOST_TEXT = 10_000
MOST = Decimal(100_000_000)
CENT = Decimal("0.01")
#: What can be wrong, besides what ``table_file`` says.
CODES = (
    "no_layout",  # not a form of this kind, or an older one
    "no_unit",
    "no_month",  # value: what stands there
    "row_twice",  # value: the code
    "not_a_number",
    "not_whole",
    "negative",
    "over_hundred",
    "too_large",
    "part_exceeds",  # value: the label of the whole
)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?(?:[-/.]?0?1日?)?$")


class MonthlyFile(NamedTuple):
    """What a form says; texts are stripped, and empty where nothing was filled in.

    ``values`` is ``{key: {"month" | "year" | "last_year": number or None}}`` with every
    key of :data:`tools.monthly.INDICATORS`; ``texts`` has every key of :data:`WORDS`.
    ``activities`` is of the second sheet, see :mod:`.monthly_activities`.
    """

    unit: str
    credit_code: str
    month: date | None
    values: dict
    texts: dict
    activities: list | tuple = ()


def read_monthly(
    rows: list[list[str]],
) -> tuple[MonthlyFile | None, list[TableError]]:
    """Return what a form says, and everything that is wrong with it.

    Rows are found by their codes, so that inserted or sorted rows do no harm.

    :param rows: as ``table_file.read_table`` returns them with ``iso_dates``
    :return: ``(None, errors)`` where it is no such form; values that cannot be read are
        None, with an error that names row and column
    """
    if not any(LAYOUT in map(str.strip, row) for row in rows[:5]):
        return None, [TableError("no_layout")]
    codes = {*HEAD, *WORDS, "columns", *(one.key for one in INDICATORS)}
    found, wrong = {}, []
    for number, cells in enumerate(rows, 1):
        code = next((cell.strip() for cell in cells[4:] if cell.strip()), "")
        if code not in codes:
            continue
        if code in found:
            wrong.append(TableError("row_twice", number, "E", code))
            continue
        found[code] = number, [*cells[:4], *[""] * (4 - len(cells))]
    missing = [one.key for one in INDICATORS if one.key not in found]
    if missing or "month" not in found:
        return None, [TableError("no_layout", 0, "E", (missing or ["month"])[0])]
    said = {
        code: _read_words(found.get(code)) for code in ("unit", "credit_code", *WORDS)
    }
    month = _read_month(*found["month"], wrong)
    if not said["unit"] and not said["credit_code"]:
        wrong.append(TableError("no_unit", found.get("unit", (2,))[0], "B"))
    values = {
        one.key: {
            name: read_number(one, found[one.key][0], "BCD"[index], text, wrong)
            for index, (name, text) in enumerate(
                zip(COLUMNS, found[one.key][1][1:], strict=True)
            )
        }
        for one in INDICATORS
    }
    for part, whole, name in find_contradictions(values):
        number, column = found[part][0], "BCD"[COLUMNS.index(name)]
        label = found[whole][1][0].strip() or whole
        wrong.append(TableError("part_exceeds", number, column, label))
    texts = {code: said[code] for code in WORDS}
    day = parse_day(texts["filled_on"]) if texts["filled_on"] else None
    texts["filled_on"] = day.isoformat() if day else ""
    form = MonthlyFile(said["unit"], said["credit_code"], month, values, texts)
    return form, sorted(wrong, key=lambda error: (error.row, error.column))


def _read_words(place):
    """Return the text of a row: merged cells hold it in the first of them."""
    if not place:
        return ""
    text = next((cell.strip() for cell in place[1][1:] if cell.strip()), "")
    return text[:MOST_TEXT]


def _read_month(number, cells, wrong):
    text = next((plain(cell) for cell in cells[1:] if cell.strip()), "")
    match = _MONTH.match(text)
    if match and 1 <= int(match[2]) <= 12 and 2000 <= int(match[1]) <= 2199:
        return date(int(match[1]), int(match[2]), 1)
    wrong.append(TableError("no_month", number, "B", text))
    return None


def read_number(indicator, number, column, text, wrong):
    """Return the number of a cell, None where it is empty or wrong.

    :param indicator: what it has to be: its ``kind``, and whether it may be ``signed``
    :param wrong: a list to which a :class:`TableError` is added
    """
    spelled = plain(text).replace(",", "").replace(" ", "").removesuffix("%")
    if spelled in ("", "-", "—", "–", "/"):
        return None
    try:
        value = Decimal(spelled)
    except InvalidOperation:
        value = None
    code = ""
    if value is None or not value.is_finite():
        code = "not_a_number"
    elif abs(value) > MOST:
        code = "too_large"
    elif value < 0 and not indicator.signed:
        code = "negative"
    elif indicator.kind == "percent" and value > 100:
        code = "over_hundred"
    elif indicator.kind == "integer" and value != value.to_integral_value():
        code = "not_whole"
    if code:
        wrong.append(TableError(code, number, column, text))
        return None
    value = value.quantize(CENT, ROUND_HALF_UP)
    return int(value) if value == value.to_integral_value() else float(value)
