"""The free text of a plan's 活动时间 column, read into months.

Source: section 8 of the domain rules (reporting forms of 2017 and 2018): the column is
free text such as 1-12月, 2月15日, 7-8月, 4月及11月, 每月, 全年, 根据实际需求.
"""

import re
import unicodedata
from calendar import monthrange
from typing import NamedTuple

ALL_MONTHS = tuple(range(1, 13))


class PlanPeriod(NamedTuple):
    """What a period text says.

    ``months``: 1 to 12, ascending, empty when the text names none; ``day``: day of the
    month when the text is one single date, otherwise ``None``; ``on_demand``: served
    whenever there is need; ``recognised``: ``False`` when the text was not understood
    (it is then kept as it is and treated as on demand).
    """

    months: tuple[int, ...]
    day: int | None
    on_demand: bool
    recognised: bool


_UNKNOWN = PlanPeriod((), None, True, False)

_NAMED = {
    "上半年": tuple(range(1, 7)),
    "下半年": tuple(range(7, 13)),
    "暑期": (7, 8),
    "暑假": (7, 8),
    "暑假期间": (7, 8),
    "寒假": (1, 2),
    "寒暑假": (1, 2, 7, 8),
}
_ALL_YEAR = re.compile(
    r"(?:全年度?|常年|长年|长期|整年|每个?月|每周|每天|每日|每个?季度|各季度"
    r"|周末|双休日|工作日)(?:开展|进行|活动)?(?:[一二两三四1-9]次)?"
)
# A day of the week or of the month that comes round all year: the months are all.
_REGULAR = re.compile(
    r"(每)个?(周|月)(?:第[一二三四五1-5]个?(?:周|星期)[一二三四五六日天末]?"
    r"|[一二三四五六日天末1-7](?:[,\-][一二三四五六日天末1-7])*(?![0-9次日号])"
    r"|[0-9]{1,2}(?:[,\-][0-9]{1,2})*[日号]|初|中|底|末|[上中下]旬)"
    r"(?:上午|下午|晚上|全天)?"
)
_ON_DEMAND = re.compile(r"需求|需要|按需|待定|不定期|不定时|随时|另行|视情况|实际情况")
_QUARTERS = re.compile(r"第?([1-4])(?:(-|,)第?([1-4]))?季度")
_CHINESE_NUMBER = re.compile(
    r"(三十[一]?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
    r"(?=[月日号,\-]|季度)"
)
_CHINESE_DIGIT = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_ISO_DATE = re.compile(r"\d{4}([-,.])(\d{1,2})(?:\1(\d{1,2}))?(?:00:00(?::00)?)?")
# 3月5日学雷锋日, 10月敬老月: the name of the occasion says nothing about the time.
_OCCASION = re.compile(r"(?<=[月日号])[^\d,\-]{2,12}(?:[日节周月])(?=,|$)")
_NOISE = re.compile(
    r"\([^()]*\)|(?:19|20)?\d\d年度?|每年|今年|当年|次年|翌年|第二年|月份|左右|前后|期间"
)
_PART = re.compile(r"([-,]?)(\d{1,2})(月|日|号)?(?:[上中下]旬|初|中|底|末)?")


def parse_period(text: str) -> PlanPeriod:
    """Return the months, and the day if it is one date, that a period text names.

    :param text: free text of the plan; full-width digits, any dash, 至, 及, 、 and
        Chinese numerals are understood, ``11-2月`` goes over the turn of the year
    :return: a :class:`PlanPeriod`; text that is not understood is never guessed at:
        no months, on demand, not recognised
    """
    plain = _normalise(text)
    months: set[int] = set()
    on_demand = False
    numbers = []
    for piece in _pieces(plain):
        named = _named_months(piece)
        if named:
            months.update(named)
        elif _ON_DEMAND.search(piece) and not re.search(r"\d", piece):
            on_demand = True
        else:
            numbers.append(piece)
    day = None
    if numbers:
        dates = _parse_dates(",".join(numbers))
        if dates is None:
            known = on_demand and not re.search(r"\d", plain)
            return PlanPeriod((), None, True, known)
        if not months and len(dates[0]) == 1:
            day = dates[1]
        months.update(dates[0])
    if not months and not on_demand:
        return _UNKNOWN
    return PlanPeriod(tuple(sorted(months)), day, on_demand, True)


def months_text(months) -> str:
    """Return months the way the plan form writes them.

    :param months: numbers 1 to 12 in any order
    :return: ``全年`` for all twelve, a run of three or more as ``3-5月``, otherwise
        ``4月、11月``; ``""`` for none
    :raises ValueError: for a number that is not a month
    """
    ordered = sorted(set(months))
    if any(month not in ALL_MONTHS for month in ordered):
        raise ValueError("A month is a number from 1 to 12.")
    if len(ordered) == 12:
        return "全年"
    runs: list[list[int]] = []
    for month in ordered:
        if runs and month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    parts = []
    for run in runs:
        if len(run) > 2:
            parts.append(f"{run[0]}-{run[-1]}月")
        else:
            parts.extend(f"{month}月" for month in run)
    return "、".join(parts)


def _normalise(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text or "").split())
    plain = re.sub(r"[-\u2010-\u2015\u2212\u2500~至到]+", "-", plain)
    plain = re.sub(r"以及|[、,;/及和与跟]", ",", plain).strip(",.。")
    plain = plain.replace("星期", "周").replace("礼拜", "周")
    plain = _REGULAR.sub(r"\1\2", plain)
    plain = _CHINESE_NUMBER.sub(lambda found: str(_chinese_number(found[1])), plain)
    iso = _ISO_DATE.fullmatch(plain)
    if iso:
        return f"{int(iso[2])}月" + (f"{int(iso[3])}日" if iso[3] else "")
    plain = _NOISE.sub(lambda found: "月" if found[0] == "月份" else "", plain)
    return _OCCASION.sub("", plain)


def _chinese_number(text: str) -> int:
    tens, _ten, ones = text.rpartition("十")
    if not _ten:
        return _CHINESE_DIGIT[text]
    return 10 * _CHINESE_DIGIT.get(tens, 1) + _CHINESE_DIGIT.get(ones, 0)


def _pieces(plain: str) -> list[str]:
    """Split at commas, but keep a list of quarters (1,2季度) together."""
    protected = re.sub(r"(第?[1-4]),(第?[1-4]季度)", r"\1&\2", plain)
    return [
        piece.replace("&", ",") for piece in protected.split(",") if piece.strip(",")
    ]


def _named_months(piece: str) -> tuple[int, ...]:
    if _ALL_YEAR.fullmatch(piece):
        return ALL_MONTHS
    quarters = _QUARTERS.fullmatch(piece)
    if quarters:
        first = int(quarters[1])
        last = int(quarters[3] or first)
        chosen = {first, last}
        if quarters[2] == "-":
            chosen = set(range(first, last + 1))
        return tuple(m for m in ALL_MONTHS if (m + 2) // 3 in chosen)
    return _NAMED.get(piece, ())


def _parse_dates(plain: str):
    """Return (months, day) of a list of months and dates, or ``None``."""
    parts = _number_parts(plain)
    if not parts:
        return None
    months: set[int] = set()
    days: list[int] = []
    month = before = None
    for separator, number, unit in parts:
        if unit == "月":
            if not 1 <= number <= 12 or bool(separator) != bool(before):
                return None
            months.update(_month_range(month, number) if separator == "-" else [number])
            month = number
        else:
            # A day follows its month directly (2月15日), or another day (15-20日).
            if month is None or bool(separator) != (before == "日"):
                return None
            if not 1 <= number <= monthrange(2000, month)[1]:
                return None
            days.append(number)
        before = unit
    return months, days[0] if len(days) == len(months) == 1 else None


def _number_parts(plain: str):
    """Return ``[separator, number, unit]`` in order, or ``None``.

    A number without a unit has the unit of the next number (4,11月); the last one,
    written right after a month (2月15), is a day.
    """
    parts = []
    position = 0
    while position < len(plain):
        found = _PART.match(plain, position)
        if not found:
            return None
        parts.append(
            [found[1], int(found[2]), found[3] and found[3].replace("号", "日")]
        )
        position = found.end()
    if len(parts) > 1 and not parts[-1][0] and parts[-2][2] == "月":
        parts[-1][2] = parts[-1][2] or "日"
    unit = None
    for part in reversed(parts):
        unit = part[2] = part[2] or unit
        if not unit:
            return None
    return parts


def _month_range(first: int, last: int) -> set[int]:
    span = (last - first) % 12
    return {(first - 1 + step) % 12 + 1 for step in range(span + 1)}
