"""Questions about units: how much, from which, into which."""

import re
from dataclasses import dataclass
from functools import cache

from reckoner.core import fold

from .patterns import patterns

_INTO = (
    r"(?:is|are|equals?|make|bang|la|=)? ?(?:(?:equal )?to|into|in|as|sang|ra|thanh|qua|bang|la|=|->|→|tuong duong(?: voi)?|"
    r"doi ra|doi sang|quy ra)(?: (?:how many|bao nhieu|may|don vi))*"
)


@dataclass(frozen=True)
class Conversion:
    """``value`` is a number or a ``#n``; ``target`` is empty where the question leaves it open."""

    value: str
    source: str
    target: str


@cache
def _names() -> dict[str, str]:
    return {alias: name for name, aliases in patterns("units").items() for alias in (*aliases, name.lower())}


@cache
def _unit() -> str:
    return "|".join(re.escape(alias) for alias in sorted(_names(), key=len, reverse=True))


def conversion(text: str) -> Conversion | None:
    """The conversion that ``text`` asks for, its numbers in plain digits; or ``None``."""
    folded = _joined(re.sub(r"\s+", " ", fold(text)))
    unit = _unit()
    end = r"(?![\w/²³])"
    value = r"(?<![\w.])(?P<v>-?\d+(?:\.\d+)?|#\d+|an?|mot)"
    asked = re.search(
        rf"(?:how many|bao nhieu|may|how much) (?P<b>{unit}){end}.{{0,30}}?(?: in | is | are | trong | make | for | equal(?:s)?(?: to)? | bang | from |tu ){value} ?(?P<a>{unit}){end}",
        folded,
    )
    stated = re.search(
        rf"{value} ?(?P<a>{unit}){end},? (?:\w+ ){{0,2}}?{_INTO} (?P<b>{unit}){end}", folded
    ) or re.search(
        rf"{value} ?(?P<a>{unit}){end} (?:is|are|equals?|bang|la|=|co|has|have|contain)(?: to)? ?(?:how many|how much|what|bao nhieu|may) (?P<b>{unit}){end}",
        folded,
    )
    if match := asked or stated:
        number = "1" if match["v"] in ("a", "an", "mot") else match["v"]
        return Conversion(number, _names()[match["a"]], _names()[match["b"]])
    if (
        open_ended := re.search(rf"(?:convert|doi|chuyen|chuyen doi) {value} ?(?P<a>{unit}){end}[ .?!]*$", folded)
    ) is not None:
        return Conversion(open_ended["v"], _names()[open_ended["a"]], "")
    return None


# Each unit with the next smaller one and how many of those it holds.
_SMALLER = {
    "hour": ("minute", 60), "minute": ("second", 60), "foot": ("inch", 12), "pound": ("ounce", 16),
    "kilogram": ("gram", 1000), "meter": ("centimeter", 100), "kilometer": ("meter", 1000), "day": ("hour", 24),
}  # fmt: skip


def _joined(text: str) -> str:
    """Two units that make one quantity as the smaller of them: ``5 feet 10 inches`` is ``70 inch``; halves as .5."""
    unit = _unit()
    text = re.sub(r"(\d+) ?'(?: ?(\d+) ?(?:\"|''))", r"\1 feet \2 inches", text)
    text = re.sub(rf"\b(?:half an?|nua|mot nua) (?=(?:{unit})\b)", "0.5 ", text)
    text = re.sub(rf"(\d+) ({unit}) ruoi\b", r"\1.5 \2", text)

    def smaller(match: re.Match[str]) -> str:
        first, second = _names()[match[2]], _names()[match[4]]
        inner, count = _SMALLER.get(first, ("", 0))
        return f"{int(match[1]) * count + float(match[3]):g} {inner}" if inner == second else match[0]

    return re.sub(rf"\b(\d+) ?({unit})(?:,? and| va|,)? (\d+(?:\.\d+)?) ?({unit})\b", smaller, text)
