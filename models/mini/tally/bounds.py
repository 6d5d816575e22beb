"""Sizes that an offer is for: *small dog (under 10 kg)*, *5–10 kg*, *over 20 km*."""

import re
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Final

from reckoner.core import fold

from ..times import unit_of
from ..units import unit_at

SAYS_SIZES: Final = frozenset("under below up less than over above from more to duoi toi da den tren tu hon".split())
_NUMBER: Final = r"\d+(?:\.\d+)?"
_SPAN: Final = re.compile(rf"(?P<low>{_NUMBER})(?: ?[a-z]{{1,2}})? ?(?:-|–|to|den) ?(?P<high>{_NUMBER})(?= ?[a-z])")
_BELOW: Final = re.compile(rf"\b(?:under|below|up to|less than|duoi|toi da|den) (?P<high>{_NUMBER})(?= ?[a-z])")
_ABOVE: Final = re.compile(rf"\b(?:over|above|from|more than|tren|tu|hon) (?P<low>{_NUMBER})(?= ?[a-z])")


_UNIT: Final = re.compile(rf"(?:(?<![\w.])(?P<n>{_NUMBER}) ?)?(?P<word>(?<![a-z])[a-z]+)")
_SIZE: Final = re.compile(rf"(?<![\w.,]){_NUMBER}")


@dataclass(frozen=True)
class Bounds:
    """From ``low`` up to ``high``, in ``unit``."""

    low: float
    high: float
    unit: str

    def hold(self, size: float) -> bool:
        """Whether something of that size lies between them."""
        return self.low <= size <= self.high


def bounds_in(text: str) -> Bounds | None:
    """The only sizes that ``text``, its numbers in plain digits, tells; ``None`` where it tells none, or several."""
    folded = fold(text)
    found = []
    for pattern in (_SPAN, _BELOW, _ABOVE):
        for match in pattern.finditer(folded):
            told = match.groupdict()
            unit = unit_at(folded[match.end() :])
            if unit and not unit_of(unit):  # Ages are told apart otherwise.
                found.append(Bounds(float(told.get("low") or 0), float(told.get("high") or inf), unit))
                folded = f"{folded[: match.start()]}{' ' * len(match[0])}{folded[match.end() :]}"
    return found[0] if len(found) == 1 else None


def sizes_in_text(folded: str) -> list[tuple[str, Fraction]]:
    """The units that the words of ``folded`` name, each with the number before it, or one: *price per 100g*."""
    found = ((unit_at(f" {each['word']}"), Fraction(each["n"] or 1)) for each in _UNIT.finditer(folded))
    return [(unit, number) for unit, number in found if unit and number and not unit_of(unit)]


def sizes_of(text: str) -> frozenset[str]:
    """How large what ``text``, its numbers in plain digits, names is: *a 500 ml bottle*, each a number with its unit."""
    folded = fold(text)
    found = ((match[0], unit_at(folded[match.end() :])) for match in _SIZE.finditer(folded))
    return frozenset(f"{number} {unit}" for number, unit in found if unit and not unit_of(unit))
