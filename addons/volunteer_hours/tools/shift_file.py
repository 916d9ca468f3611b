"""Reading a roster of shifts (排班) from a table: 工号 or 姓名, 日期, 起, 止, 班次."""

from datetime import date, timedelta
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.table_file import TableError
from odoo.addons.volunteer_base.tools.table_rows import (
    find_columns,
    parse_clock,
    parse_day,
    plain,
)

#: How files call the columns, in plain spelling.
HEADINGS = {
    **dict.fromkeys(
        ["工号", "员工编号", "职工编号", "employee no.", "employee number", "badge"],
        "number",
    ),
    **dict.fromkeys(["姓名", "员工", "员工姓名", "职工", "name", "employee"], "name"),
    **dict.fromkeys(["日期", "班次日期", "date", "day"], "date"),
    **dict.fromkeys(
        ["起", "开始", "开始时间", "上班", "上班时间", "from", "start"], "start"
    ),
    **dict.fromkeys(
        ["止", "结束", "结束时间", "下班", "下班时间", "until", "to", "stop"], "stop"
    ),
    **dict.fromkeys(["班次", "班别", "排班", "shift", "kind"], "kind"),
}
#: A row without times says by one of these that it is a day off.
OFF = frozenset(
    "休 休息 轮休 公休 调休 补休 存休 年假 年休 事假 病假 产假 婚假 丧假 请假 off rest "
    "leave".split()
)
#: What can be wrong, besides what ``table_file`` says.
CODES = (
    "no_header",
    "header_duplicate",
    "no_person",
    "blank_cell",
    "not_a_date",
    "not_a_clock",
    "no_times",
    "same_times",
)


class ShiftRow(NamedTuple):
    """One shift: the 1-based row of the file; times count from the date's midnight.

    Without times it is a day off.
    """

    row: int
    number: str
    name: str
    date: date
    start: timedelta | None
    stop: timedelta | None
    kind: str


class _Problem(ValueError):
    def __init__(self, target, code, value=""):
        super().__init__(code)
        self.parts = target, code, value


def read_shifts(rows: list[list[str]]) -> tuple[list[ShiftRow], list[TableError]]:
    """Return the shifts of a table, and everything that is wrong with it.

    A shift that ends at or before its start ends on the next day.

    :param rows: as ``table_file.read_table`` returns them
    """
    try:
        header, columns = find_columns(rows, HEADINGS)
    except TableError as error:
        return [], [error]
    if not {"date", "start", "stop"} <= columns.keys() or not (
        {"number", "name"} & columns.keys()
    ):
        return [], [TableError("no_header")]
    good, wrong, seen = [], [], set()
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        if not any(cells):
            continue
        texts = {
            target: cells[place] if place < len(cells) else ""
            for target, place in columns.items()
        }
        try:
            row = _read_row(number, texts)
        except _Problem as problem:
            target, code, value = problem.parts
            heading = rows[header][columns[target]] if target in columns else ""
            wrong.append(TableError(code, number, heading, value))
            continue
        # The same row twice is one shift.
        if row[1:] not in seen:
            seen.add(row[1:])
            good.append(row)
    return good, wrong


def _read_row(number, texts):
    who = texts.get("number", ""), texts.get("name", "")
    if not any(who):
        raise _Problem("number", "no_person")
    if not texts["date"]:
        raise _Problem("date", "blank_cell")
    day = parse_day(texts["date"])
    if not day:
        raise _Problem("date", "not_a_date", texts["date"])
    kind = texts.get("kind", "")
    # Some write the day off where the time would stand.
    off = [text for text in (kind, texts["start"], texts["stop"]) if plain(text) in OFF]
    times = [texts["start"], texts["stop"]]
    if not any(text for text in times if plain(text) not in OFF):
        if not off:
            raise _Problem("start", "no_times")
        return ShiftRow(number, *who, day, None, None, off[0])
    start, stop = (_read_clock(target, texts[target]) for target in ("start", "stop"))
    if start == stop:
        raise _Problem("stop", "same_times", texts["stop"])
    if stop < start:
        stop += timedelta(days=1)
    return ShiftRow(number, *who, day, start, stop, kind)


def _read_clock(target, text):
    if not text:
        raise _Problem(target, "blank_cell")
    clock = parse_clock(text)
    if clock is None:
        raise _Problem(target, "not_a_clock", text)
    return clock
