"""Measures of a calculation in one unit: half a measure more, hours with minutes, grams at a price by the kilogram."""

import re
from fractions import Fraction
from typing import Final

from reckoner.core import fold

from .formula import Formula, number
from .times import any_of, factor
from .units import comparable, held_by, scale, unit_at, unit_named

_HALF_MORE: Final = re.compile(
    r"(?<![\w.,:/])(\d+) ?([^\W\d_]+) (?:rưỡi|ruoi)\b(?! (?:sáng|trưa|chiều|tối|đêm|sang|trua|chieu|toi|dem)\b)"
)
_TIME: Final = re.compile(
    rf"(?<![\w.,:/])(?P<hours>\d+) ?(?:{any_of('hour')})\b(?: and| va)? ?(?P<minutes>\d{{1,2}}) ?(?:{any_of('minute')})\b"
)
_PRICE: Final = re.compile(
    r"(?<![\w.#])\d+(?:\.\d+)? ?(?:[a-z]+ |[a-z]+ ?(?=/))?(?:(?:per|an?|each|every|moi|mot|1) |/ ?)(?P<unit>[a-z]+)\b"
)
_CUT: Final = re.compile(r"\bcut|\bpieces?\b|\bbits?\b|\bstrips?\b|\bcat\b|\bdoan\b|\bkhuc\b|\bmieng\b")
_LONG: Final = frozenset({"day", "week", "month", "year"})
"""What is told for one of these has readings of its own."""
_NUMBER: Final = re.compile(r"(?<![\w.#/])\d+(?:\.\d+)?")
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
    if _CUT.search(folded) and (alike := _in_smaller_unit(text, folded)):
        return alike
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


def _in_smaller_unit(text: str, folded: str) -> str:
    """``text`` with what is cut in the unit of its pieces; nothing where they are in one unit, or none is."""
    measures = [
        (found, unit)
        for found in _NUMBER.finditer(folded)
        if (unit := unit_at(folded[found.end() :])) and unit != "inch"
    ]
    if len(measures) != 2 or not comparable(*(unit for _, unit in measures)):
        return ""
    (larger, of), (_, into) = sorted(measures, key=lambda each: _size(each[1], measures[0][1]) or 0, reverse=True)
    size = _size(of, into)
    name = re.match(r" ?[a-z]+", folded[larger.end() :])
    if size is None or size < 1 or name is None:
        return ""
    return _with(text, (larger.start(), larger.end() + name.end()), Fraction(larger[0]) * size, into)


def _with(text: str, span: tuple[int, int], value: Fraction, unit: str) -> str:
    return f"{text[: span[0]]}{number(value)} {unit}{text[span[1] :]}"


def _size(unit: str, priced: str) -> Fraction | None:
    """How many of what is ``priced`` one ``unit`` is."""
    known = scale(unit, priced) or factor(unit, priced)
    if known is not None:
        return known
    if count := held_by(priced, unit):
        return Fraction(1, count)
    return Fraction(held_by(unit, priced)) or None


_ASKED: Final = re.compile(r"\b(?:how many|bao nhieu|may) (?P<unit>[a-z]+(?:\^[23])?)\b")


def in_unit_asked(found: Formula, text: str) -> Formula:
    """``found`` in the unit that ``text`` asks for, where its one measure of that kind is in another: *80 m a minute: how many km?*

    What computes with a number that the text does not tell has seen to its units.
    """
    folded = fold(text)
    asked = [unit for each in _ASKED.finditer(folded) if (unit := unit_named(each["unit"]))]
    told = set(_NUMBER.findall(folded))
    if len(asked) != 1 or found.unit or set(_NUMBER.findall(found.expression)) - told:
        return found
    (into,) = asked
    units = {unit_at(folded[each.end() :]) for each in _NUMBER.finditer(folded)} - {""}
    alike = [each for each in units if comparable(each, into)]
    size = _size(alike[0], into) if len(alike) == 1 and into not in units else None
    if size is None:
        return found
    whole = found.expression if re.fullmatch(r"\([^()]*\)", found.expression) else f"({found.expression})"
    return Formula(f"{whole} * {number(size)}")
