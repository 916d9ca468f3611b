"""Needs without volunteers and volunteers without needs: who would fit where."""

from collections.abc import Iterable
from typing import NamedTuple


class Need(NamedTuple):
    """Seats of a post on a weekday (1 to 7); ``asks`` are courses and licences."""

    post: int
    weekday: int
    category: int | None
    asks: frozenset
    open: int


class Person(NamedTuple):
    """What is known of a volunteer: posts and weekdays served, fields, what is held."""

    id: int
    posts: frozenset
    weekdays: frozenset
    categories: frozenset
    held: frozenset


def fits(person: Person, need: Need) -> bool:
    """Return whether somebody would fill a need.

    Somebody who served in the post or named its field of service, holds what the post
    asks for, and serves on that weekday; of whom no weekday is known, any will do.

    >>> need = Need(1, 6, 4, frozenset({"first aid"}), 2)
    >>> fits(Person(7, frozenset({1}), frozenset(), frozenset(), need.asks), need)
    True
    >>> fits(Person(7, frozenset(), frozenset({5}), frozenset({4}), need.asks), need)
    False
    """
    knows = need.post in person.posts or (
        need.category is not None and need.category in person.categories
    )
    return (
        knows
        and need.asks <= person.held
        and (not person.weekdays or need.weekday in person.weekdays)
    )


def pair(
    needs: Iterable[Need], people: Iterable[Person]
) -> tuple[dict[tuple[int, int], list[int]], dict[int, list[tuple[int, int]]]]:
    """Return who fits each need that is open, and which needs fit each person.

    :return: ``{(post, weekday): [person]}`` and ``{person: [(post, weekday)]}``; all
        needs and people are in it, those without a match with an empty list
    """
    needs, people = list(needs), list(people)
    by_need = {(need.post, need.weekday): [] for need in needs}
    by_person = {person.id: [] for person in people}
    for need in needs:
        if need.open <= 0:
            continue
        key = need.post, need.weekday
        for person in people:
            if fits(person, need):
                by_need[key].append(person.id)
                by_person[person.id].append(key)
    return by_need, by_person
