"""Measures of a calculation in one unit: half a measure more, hours with minutes, grams at a price by the kilogram."""

import re
from fractions import Fraction
from typing import Final

from reckoner.core import fold

from .times import any_of, factor
from .units import comparable, scale, unit_at, unit_named

_HALF_MORE: Final = re.compile(
    r"(?<![\w.,:/])(\d+) ?([^\W\d_]+) (?:rưỡi|ruoi)\b(?! (?:sáng|trưa|chiều|tối|đêm|sang|trua|chieu|toi|dem)\b)"
)
_TIME: Final = re.compile(
    rf"(?<![\w.,:/])(?P<hours>\d+) ?(?:{any_of('hour')})\b(?: and| va)? ?(?P<minutes>\d{{1,2}}) ?(?:{any_of('minute')})\b"
)
_PRICE: Final = re.compile(
    r"(?<![\w.#])\d+(?:\.\d+)? ?(?:[a-z]+ |[a-z]+ ?(?=/))?(?:(?:per|an?|each|every|moi|mot|1) |/ ?)(?P<unit>[a-z]+)\b"
)
_LONG: Final = frozenset({"day", "week", "month", "year"})
"""What is told for one of these has readings of its own."""
_NUMBER: Final = re.compile(r"(?<![\w.#/])\d+(?:\.\d+)?")
_CUSTOMARY: Final = {
    ("pound", "ounce"): 16,
    ("foot", "inch"): 12,
    ("yard", "foot"): 3,
    ("yard", "inch"): 36,
    ("yen_vn", "kilogram"): 10,
    ("quintal_vn", "kilogram"): 100,
    ("metric_ton", "kilogram"): 1000,
}
_SPEED: Final = re.compile(r"\bkm ?/|\bkmh\b|\bkph\b|\bmph\b|\bm ?/ ?s\b|\bmiles? (?:per|an)\b")


def with_halves(text: str, point: str = ".") -> str:
    """``text`` with half of a measure more as a number: *1 giờ rưỡi* is *1.5 giờ*; a time of day stays what it is."""
    return _HALF_MORE.sub(rf"\1{point}5 \2", text)


def in_one_unit(text: str) -> str:
    """``text``, its numbers in plain digits, with each measure in the unit that its price is for.

    *1 giờ rưỡi* is *1.5 giờ*; where a price is for an hour, *2 hours 30 minutes* are *2.5 hours*; where it is for a
    kilogram, *500 g* are *0.5 kg*. What cannot be told in that unit stays as it is.
    """
    text = with_halves(text)
    folded = fold(text)
    prices = list(_PRICE.finditer(folded))
    if len(prices) != 1 or len(folded) != len(text) or _SPEED.search(folded):
        return text
    word, priced = prices[0]["unit"], unit_named(prices[0]["unit"])
    if priced in _LONG:
        return text
    if priced == "hour" and (time := _TIME.search(folded)):
        return _with(text, time.span(), Fraction(int(time["minutes"]), 60) + int(time["hours"]), word)
    others = [
        (found, unit)
        for found in _NUMBER.finditer(folded)
        if (unit := unit_at(folded[found.end() :])) and comparable(unit, priced)
    ]
    if len(others) != 1:
        return text
    [(found, unit)] = others
    size = _size(unit, priced)
    if size is None:
        return text
    name = re.match(r" ?[a-z]+", folded[found.end() :])
    end = found.end() + (name.end() if name else 0)
    return _with(text, (found.start(), end), Fraction(found[0]) * size, word)


def _with(text: str, span: tuple[int, int], value: Fraction, unit: str) -> str:
    return f"{text[: span[0]]}{_written(value)} {unit}{text[span[1] :]}"


def _size(unit: str, priced: str) -> Fraction | None:
    """How many of what is ``priced`` one ``unit`` is."""
    known = scale(unit, priced) or factor(unit, priced)
    if known is not None:
        return known
    if count := _CUSTOMARY.get((priced, unit)):
        return Fraction(1, count)
    return Fraction(count) if (count := _CUSTOMARY.get((unit, priced))) else None


def _written(value: Fraction) -> str:
    """A decimal where that is exact, else a quotient."""
    exact = round(float(value), 4)
    return f"{exact:.12g}" if Fraction(str(exact)) == value else f"({value.numerator}/{value.denominator})"
