"""What arguments mean together: nothing ends before it begins, no least is above its most, and *under 30* is no least."""

import re
from collections.abc import Collection, Mapping
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

_BOUNDS: Final = f"{_NUMBERS}, from to, above below, over under, after before, since until, tu den"
"""The same of arguments that bound what is wanted."""
_AT_LEAST: Final = re.compile(
    r"(?:\b(?:over|above|(?:more|greater|older|no less|not less) than|at least|min(?:imum)?(?: of)?|from|starting (?:at|from)|"
    r"not (?:under|below)|khong duoi|tren|it nhat|toi thieu|hon|tu|sau|after|since)|>=?)(?: [a-z]+)? ?[$€£]?$"
)
_AT_MOST: Final = re.compile(
    r"(?:\b(?:under|below|(?:less|fewer|cheaper|younger|no more|not more) than|at most|max(?:imum)?(?: of)?|up to|within|"
    r"not (?:over|above)|khong (?:qua|tren|hon)|duoi|nhieu nhat|toi da|truoc|before|until)|<=?)(?: [a-z]+)? ?[$€£]?$"
)
_OR_MORE: Final = re.compile(
    r"\W{0,2}(?:[a-z]+ )?(?:or (?:more|over|above|older|later)|and (?:up|over|above|older)|tro len)\b"
)
_OR_LESS: Final = re.compile(r"\W{0,2}(?:[a-z]+ )?(?:or (?:less|fewer|under|below|younger|earlier)|tro xuong|do lai)\b")

_WAYS: Final = (
    "from to, source target, source dest, source destination, origin destination, start end, di den, nguon dich"
)
"""The same of where something comes from and goes to."""
_WHITHER: Final = re.compile(r"\b(?:in|to|into|towards?|reach|sang|ra|toi|den|bang) (?:the )?$")

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


def on_their_sides(
    arguments: Mapping[str, Any], around: Mapping[str, tuple[str, str]], declared: Collection[str]
) -> dict[str, Any]:
    """``arguments``, where a lone bound that the words around it call the other one changes sides.

    Args:
        arguments: By their names.
        around: What stands before and behind the words of each, where it was said in words.
        declared: The names of all arguments that there are.
    """
    sides = dict(arguments)
    for given, (before, after) in around.items():
        if bound := _bound(before, after):
            for other in [each for each in declared if each not in sides]:
                small, large = (given, other) if bound == "most" else (other, given)
                if _are_sides(small, large, _BOUNDS):
                    sides[other] = sides.pop(given)
                    break
    return sides


def on_their_way(arguments: Mapping[str, Any], around: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """``arguments``, where of two alone the one that something comes from stands behind a *to*, *into* or *in*."""
    turned = dict(arguments)
    for one, other in combinations(around, 2):
        for whence, whither in ((one, other), (other, one)):
            goes = [bool(_WHITHER.search(fold(around[each][0]))) for each in (whence, whither)]
            if goes == [True, False] and _are_sides(whence, whither, _WAYS):
                turned[whence], turned[whither] = turned[whither], turned[whence]
    return turned


def _bound(before: str, after: str) -> str:
    """Which bound the words around a number call it, if any."""
    before, after = fold(before), fold(after)
    if _OR_MORE.match(after):
        return "least"
    if _OR_LESS.match(after):
        return "most"
    # "Not under" says both, and the longer words first.
    least, most = _AT_LEAST.search(before), _AT_MOST.search(before)
    if least and most:
        return "least" if least.start() < most.start() else "most"
    return "least" if least else "most" if most else ""


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
