"""Reading what a public system answered to a batch: accepted, or why not."""

from collections.abc import Mapping
from typing import NamedTuple

from odoo.addons.volunteer_base.tools.register_headings import (
    find_header,
    guess_targets,
)
from odoo.addons.volunteer_base.tools.register_words import word_key
from odoo.addons.volunteer_base.tools.table_file import TableError

HEADINGS = {
    "ledger_no": (
        "登记簿编号 登记号 登记簿号 时长登记号 时长登记簿编号 ledgerno ledgernumber"
    ).split(),
    "serial": ("序号", "批次序号", "no", "noinbatch"),
    "row": (
        "行号",
        "行",
        "行数",
        "excel行号",
        "row",
        "line",
        "rownumber",
        "linenumber",
    ),
    "result": "结果 导入结果 录入结果 处理结果 状态 result status".split(),
    "reason": (
        "失败原因 错误原因 错误信息 原因 错误 错误说明 失败说明 未通过原因 未接收原因 "
        "whynotaccepted whynot error reason message"
    ).split(),
    "reference": (
        "记录编号 平台记录号 平台编码 系统编号 业务编号 记录号 recordnothere reference"
    ).split(),
}
BY_HEADING = {
    heading: target for target, headings in HEADINGS.items() for heading in headings
}
#: The first line of a batch stands in this row of its file.
FIRST_ROW = 4
_ACCEPTED = frozenset(
    "成功 导入成功 录入成功 已录入 通过 正常 ok success accepted yes 是 entered".split()
)


class Answer(NamedTuple):
    """What a row says about a line, named by ledger number or number in the batch."""

    row: int
    ledger_no: int | None
    serial: int | None
    accepted: bool
    reason: str
    reference: str


def read_answers(
    rows: list[list[str]], known_headings: Mapping[str, str] | None = None
) -> list[Answer]:
    """Return the rows that say whether a line was accepted.

    >>> rows = [["序号", "结果", "失败原因"], ["1", "成功", ""], ["2", "", "重复"]]
    >>> [answer[2:5] for answer in read_answers(rows)]
    [(1, True, ''), (2, False, '重复')]

    Rows with neither a result nor a reason nor a number of the record say nothing.

    :param rows: as ``read_table`` returns them
    :param known_headings: ``{normalised heading: target}`` beside the known ones
    :raise TableError: ``empty``; ``no_line``: no column names the lines; ``no_answer``:
        no column says what became of them
    """
    headings = {**BY_HEADING, **(known_headings or {})}
    header = find_header(rows, headings)
    if header is None:
        raise TableError("empty")
    targets = guess_targets(rows[header], None, headings)
    if not set(targets) & {"ledger_no", "serial", "row"}:
        raise TableError("no_line")
    if not set(targets) & {"result", "reason", "reference"}:
        raise TableError("no_answer")
    answers = []
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        values = {
            target: cells[place].strip()
            for place, target in enumerate(targets)
            if target and place < len(cells) and cells[place].strip()
        }
        ledger_no, serial = (
            _whole(values.get("ledger_no")),
            _whole(values.get("serial")),
        )
        if serial is None and (row := _whole(values.get("row"))) is not None:
            serial = row - FIRST_ROW + 1
        result, reason = values.get("result", ""), values.get("reason", "")
        reference = values.get("reference", "")
        accepted = not reason and (
            word_key(result) in _ACCEPTED if result else bool(reference)
        )
        if (ledger_no is None and serial is None) or not (
            result or reason or reference
        ):
            continue
        answers.append(
            Answer(
                number,
                ledger_no,
                serial,
                accepted,
                "" if accepted else (reason or result)[:500],
                reference[:100],
            )
        )
    return answers


def _whole(text):
    text = (text or "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
