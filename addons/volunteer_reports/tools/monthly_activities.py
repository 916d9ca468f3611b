"""Reading the second sheet of a monthly report: the activities of the month.

One a row below the headings: number, day, name, place, person-times, hours, people
served, effect; as ``_get_activity_heads`` of the report writes them.
"""

from datetime import date

from odoo.addons.volunteer_base.tools.table_file import TableError
from odoo.addons.volunteer_base.tools.table_rows import parse_day

from .monthly import Indicator
from .monthly_reading import MOST_TEXT, MonthlyFile, read_number

WIDTH = 8
#: What a name or a place is cut to.
MOST_NAME = 200
#: Columns of numbers.
NUMBERS = {
    4: Indicator("person_times"),
    5: Indicator("hours", "hours"),
    6: Indicator("people_served"),
}
#: What can be wrong, besides what ``monthly_reading`` says: all named by cell.
CODES = (
    "not_a_date",
    "other_month",  # value: the day that stands there
    "no_name_in_row",
    "part_exceeds",  # more activities than the first sheet counts
)


def read_activities(
    rows: list[list[str]], month: date | None, sheet: str
) -> tuple[list[list], list[TableError]]:
    """Return the activities that a form lists, and everything wrong with them.

    A sheet with more or fewer headings is some other one: no activities.

    >>> head = list("abcdefgh")
    >>> row = ["1", "2026-11-03", "Guiding", "", "4", "8.5", "", ""]
    >>> read_activities([head, row], date(2026, 11, 1), "Activities")
    ([[1, '2026-11-03', 'Guiding', '', 4, 8.5, None, '']], [])
    >>> read_activities([head, ["", "x"]], None, "S")[1][0].column
    'S!B'

    :param rows: of the second sheet, as ``table_file.read_table`` returns them
    :param month: its first day; None: that is wrong already
    :param sheet: its name, so that errors name the cell as spreadsheets do
    """
    if not rows or sum(map(bool, rows[0])) != WIDTH:
        return [], []
    found, wrong = [], []
    for number, row in enumerate(rows[1:], 2):
        cells = [*row, *[""] * WIDTH][:WIDTH]
        # A number alone stood there before: no activity.
        if not any(cells[1:]):
            continue
        day = parse_day(cells[1])
        if not day:
            wrong.append(TableError("not_a_date", number, f"{sheet}!B", cells[1]))
        elif month and (day.year, day.month) != (month.year, month.month):
            wrong.append(TableError("other_month", number, f"{sheet}!B", cells[1]))
        if not cells[2]:
            wrong.append(TableError("no_name_in_row", number, f"{sheet}!C"))
        numbers = [
            read_number(kind, number, f"{sheet}!{'ABCDEFGH'[at]}", cells[at], wrong)
            for at, kind in NUMBERS.items()
        ]
        found.append(
            [
                len(found) + 1,
                day.isoformat() if day else "",
                cells[2][:MOST_NAME],
                cells[3][:MOST_NAME],
                *numbers,
                cells[7][:MOST_TEXT],
            ]
        )
    return found, wrong


def compare_activities(
    form: MonthlyFile, activities: list[list], sheet: str, label: str
) -> list[TableError]:
    """Return what is wrong where more activities are listed than counted.

    :param label: of the row of the first sheet that counts them
    """
    counted = form.values["activities"]["month"]
    if counted is None or len(activities) <= counted:
        return []
    return [TableError("part_exceeds", len(activities) + 1, f"{sheet}!A", label)]
