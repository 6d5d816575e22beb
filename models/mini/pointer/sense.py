"""What arguments mean together: nothing ends before it begins, and no least is above its most."""

import re
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations
from typing import Any, Final

from reckoner.core import Language, fold

from .days import day

_DAYS: Final = (
    "start end, begin end, from to, from until, since until, pickup dropoff, pick_up drop_off, check_in check_out, "
    "checkin checkout, departure return, depart return, outbound return, outbound inbound, earliest latest"
)
_NUMBERS: Final = "min max, minimum maximum, lower upper, least most"
"""Words by which the names of two arguments differ, that of the smaller first: of days, and of numbers, of which "from 5
to 2" may be meant."""

_NAMES_A_MONTH: Final = re.compile(r"\d{4}|[a-z]{3,} \d|\d(?:st|nd|rd|th)? (?:of )?[a-z]{3,}|thang")
"""A weekday may be of any week, and a bare number of any month."""
_LONG: Final = timedelta(days=200)


def in_order(arguments: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """``arguments``, where two that are a beginning and an end, or a least and a most, were taken for each other."""
    ordered = dict(arguments)
    for one, other in combinations(arguments, 2):
        for small, large in ((one, other), (other, one)):
            if _are_turned(small, large, ordered, language):
                ordered[small], ordered[large] = ordered[large], ordered[small]
    return ordered


def _are_sides(small: str, large: str, words: str) -> bool:
    names = tuple(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", each).lower() for each in (small, large))
    sides = (each.split() for each in words.split(", "))
    return any(_without(names[0], left) == _without(names[1], right) is not None for left, right in sides)


def _without(name: str, side: str) -> str | None:
    """``name`` without that word; nothing where it is not in it."""
    rest, count = re.subn(rf"(?:^|(?<=_)){side}(?:$|(?=_))", "", name)
    return rest if count else None


def _are_turned(small: str, large: str, values: Mapping[str, Any], language: Language) -> bool:
    """Whether what ``small`` has comes after what ``large`` has, and their names say that it should not."""
    one, other = values[small], values[large]
    if isinstance(one, str) and isinstance(other, str):
        return _are_sides(small, large, _DAYS) and _far(one, other, language) and not _far(other, one, language)
    numbers = all(isinstance(each, int | float) and not isinstance(each, bool) for each in (one, other))
    return numbers and one > other and _are_sides(small, large, _NUMBERS)


def _far(start: str, end: str, language: Language) -> bool:
    """Whether a time from ``start`` to ``end`` would be longer than anybody means, or negative; both name a month."""
    if not (_NAMES_A_MONTH.search(fold(start)) and _NAMES_A_MONTH.search(fold(end))):
        return False
    first = day(start, language)
    last = day(end, language, first) if first else None
    return first is not None and last is not None and not timedelta(0) <= last - first <= _LONG
