"""Sums of party and league branches: each person counts once, whatever the tree."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
#: What is added up over the members of a branch.
SUMMED = (
    "minutes_proven",
    "minutes_claimed",
    "services",
    "projects_claimed",
    "projects_done",
    "wishes_claimed",
    "wishes_done",
    "honours",
)


def hours_a_head(minutes: int, members: int) -> Decimal:
    """Return hours a head, half a cent rounded up.

    >>> hours_a_head(605, 2), hours_a_head(60, 0)
    (Decimal('5.04'), Decimal('0.00'))
    """
    if not members:
        return Decimal("0.00")
    return (Decimal(minutes) / 60 / members).quantize(CENT, ROUND_HALF_UP)


def add_up(rows: Iterable[Mapping]) -> dict:
    """Return the sums over members: how many, how many reported, and what they did.

    :param rows: one mapping a member, with ``reported`` and the keys of ``SUMMED``
    """
    rows = list(rows)
    sums = {key: sum(row[key] for row in rows) for key in SUMMED}
    return {
        "members": len(rows),
        "reported": sum(bool(row["reported"]) for row in rows),
        **sums,
        "hours_a_head": hours_a_head(
            sums["minutes_proven"] + sums["minutes_claimed"], len(rows)
        ),
    }


def sum_branches(rows: Iterable[Mapping], above: Mapping[int, Iterable[int]]) -> dict:
    """Return ``{branch id: sums}``, the branches below included in each.

    Branches without members in or below them are left out.

    :param rows: as of :func:`add_up`, each with its ``branch_id``
    :param above: ids of a branch and of those above it, by id of the branch
    """
    members: dict[int, list] = {}
    for row in rows:
        for branch_id in above[row["branch_id"]]:
            members.setdefault(branch_id, []).append(row)
    return {branch_id: add_up(found) for branch_id, found in members.items()}
