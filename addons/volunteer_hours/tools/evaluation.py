"""From figures to a score: how a scheme of rules counts.

No official table says how hours become points (domain rules, section 7), so the rules
are configuration; here is only their arithmetic. Everything is exact decimals, and what
is rounded is rounded half up to the cent: each line first, so that the lines as shown
add up to the score as shown.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

CENT = Decimal("0.01")
ZERO = Decimal(0)
RULES = ("rate", "share", "above", "fixed", "factor", "deduct", "veto")


class Line(NamedTuple):
    """One step of a calculation.

    ``figure`` is a figure's key, empty for the cap of the scheme; ``counted`` its
    value, None when nothing is known; ``points`` what the step adds, negative when it
    takes off; ``total`` the score after it; ``is_capped`` whether a limit cut it.
    """

    name: str
    rule: str
    figure: str
    counted: Decimal | None
    value: Decimal
    threshold: Decimal
    cap: Decimal
    points: Decimal
    total: Decimal
    is_capped: bool


class Result(NamedTuple):
    """A score in points, to the cent, the name of its grade, and how it came about."""

    score: Decimal
    grade: str
    lines: tuple

    def as_json(self) -> list:
        """Return the lines as dicts of texts, numbers as exact decimal texts."""
        return [
            {
                key: format(value, "f") if isinstance(value, Decimal) else value
                for key, value in line._asdict().items()
            }
            for line in self.lines
        ]


def exact(number) -> Decimal:
    """Return an int, float, text or Decimal as the decimal it is written as."""
    return number if isinstance(number, Decimal) else Decimal(str(number or 0))


def to_cent(number) -> Decimal:
    """Return ``number`` rounded to the cent, halves away from zero."""
    return exact(number).quantize(CENT, ROUND_HALF_UP)


def mean(total, count) -> Decimal | None:
    """Return ``total / count`` to the cent, None of nothing."""
    return to_cent(exact(total) / exact(count)) if count else None


def percent(part, whole) -> Decimal | None:
    """Return ``part`` of ``whole`` in percent, to the cent, None of nothing."""
    return to_cent(exact(part) * 100 / exact(whole)) if whole else None


def score(figures: dict, scheme: dict) -> Result:
    """Return the score of ``figures`` by the rules of ``scheme``.

    :param figures: ``{key: number}``; a key that is missing or None is unknown, and a
        rule about it neither gives nor takes anything
    :param scheme: ``{"cap": points, "rules": [{"name", "rule", "figure", "value",
        "threshold", "cap", "grade"}], "grades": [{"name", "minimum"}]}``; rules count
        in their order, a cap of 0 is none
    :return: the :class:`Result`; without a grade that begins at or below the score its
        grade is an empty text. Deductions may take a score below zero.
    :raises ValueError: a rule of no known kind, or a share of an aim that is not
        above zero
    """
    total, lines, vetoed = ZERO, [], ""
    for rule in scheme.get("rules", ()):
        counted = figures.get(rule["figure"])
        counted = None if counted is None else exact(counted)
        points, is_capped = _points(rule, counted, total)
        total += points
        lines.append(
            Line(
                rule.get("name") or "",
                rule["rule"],
                rule["figure"],
                counted,
                exact(rule.get("value")),
                exact(rule.get("threshold")),
                exact(rule.get("cap")),
                points,
                total,
                is_capped,
            )
        )
        if _is_vetoed(rule, counted):
            vetoed = vetoed or rule.get("grade") or rule.get("name") or ""
    cap = to_cent(scheme.get("cap"))
    if cap and total > cap:
        off = cap - total
        total = cap
        lines.append(Line("", "cap", "", None, ZERO, ZERO, cap, off, cap, True))
    total = to_cent(total)
    return Result(total, vetoed or grade_of(total, scheme), tuple(lines))


def grade_of(points, scheme: dict) -> str:
    """Return the name of the highest grade that begins at or below ``points``."""
    reached = [
        grade
        for grade in scheme.get("grades", ())
        if to_cent(grade["minimum"]) <= to_cent(points)
    ]
    return max(reached, key=lambda grade: exact(grade["minimum"]), default={}).get(
        "name", ""
    )


def _points(rule, counted, so_far):
    """Return what one rule adds, to the cent, and whether its limit cut it."""
    kind = rule["rule"]
    if kind not in RULES:
        raise ValueError(f"Unknown rule: {kind}")
    value, threshold = exact(rule.get("value")), exact(rule.get("threshold"))
    cap = exact(rule.get("cap"))
    if kind == "share":
        if threshold <= 0:
            raise ValueError("An aim is above zero.")
        # In full is the most, unless the rule says otherwise.
        cap = cap or value
    if counted is None or kind == "veto":
        return ZERO.quantize(CENT), False
    above = max(counted - threshold, ZERO)
    reached = counted >= threshold
    points = {
        "rate": lambda: counted * value,
        "share": lambda: value * counted / threshold,
        "above": lambda: above * value,
        "fixed": lambda: value if reached else ZERO,
        "factor": lambda: so_far * (value - 1) if reached else ZERO,
        "deduct": lambda: -above * value,
    }[kind]()
    if cap and abs(points) > cap:
        return to_cent(cap.copy_sign(points)), True
    return to_cent(points), False


def _is_vetoed(rule, counted):
    """Return whether a veto holds: what is unknown vetoes nothing."""
    return (
        rule["rule"] == "veto"
        and counted is not None
        and counted < exact(rule.get("threshold"))
    )
