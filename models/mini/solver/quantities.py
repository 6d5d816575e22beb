"""The quantities of a word problem, and the row of word pieces in which they are marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from reckoner.core import Language

from ..numbers import canonical
from ..pointer.tokens import CLS, NUMBER, SEP, Tokens
from .parts import with_fractions

CONSTANTS: Final = tuple(map(Fraction, (1, 2, 3, 4, 5, 7, 10, 12, 24, 30, 52, 60, 100, 1000)))
"""What a problem may need without saying it: days of a week, months of a year, a half."""
MOST: Final = 30
"""Quantities of one problem."""
_LONGEST: Final = 384
_DIGITS: Final = 30
"""A number of more is none to calculate with."""
_PERCENT = re.compile(r"(?<=\d) ?(?:percent|per cent|phần trăm|phan tram)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?<![\w.])(?:(?P<whole>\d+) (?=\d+/\d))?(?P<top>\d+(?:\.\d+)?)(?:/(?P<bottom>\d+)(?![\w/]))?(?P<share> ?%)?"
)


@dataclass(frozen=True)
class Quantity:
    """A number of the text."""

    value: Fraction
    start: int
    end: int
    percent: bool = False
    """Whether it is so many percent: its value is the share, 0.2 for 20 %."""
    asked: bool = True
    """Whether it stands in the last line, which asks; lines of documents before it tell more than is asked for."""


@dataclass(frozen=True)
class Problem:
    """A problem as the network reads it."""

    ids: tuple[int, ...]
    places: tuple[int, ...]
    """Where the mark of each quantity stands among ``ids``."""
    quantities: tuple[Quantity, ...]


def quantities(text: str) -> list[Quantity]:
    """Every number of ``text``, whose numbers are ``plain``."""
    found = []
    last = text.rstrip().rfind("\n")
    for match in _NUMBER.finditer(text):
        if max(len(match[name] or "") for name in ("top", "bottom", "whole")) > _DIGITS:
            continue
        value = Fraction(match["top"])
        if match["bottom"] and int(match["bottom"]):
            value = value / int(match["bottom"]) + int(match["whole"] or 0)
        percent = bool(match["share"])
        found.append(Quantity(value / 100 if percent else value, *match.span(), percent, match.start() > last))
    return found


def problem(tokens: Tokens, text: str, language: Language) -> Problem:
    """The problem that ``text`` tells."""
    told = plain(text, language)
    found = quantities(told)[:MOST]
    ids, places = _marked(tokens, told, found)
    return Problem(ids, places, tuple(found[: len(places)]))


def plain(text: str, language: Language) -> str:
    """``text`` with every number and fraction in plain digits."""
    return with_fractions(_PERCENT.sub(" %", canonical(re.sub(r"(?<=\d)%", " %", text), language)))


def _marked(tokens: Tokens, text: str, found: Sequence[Quantity]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    ids, places, end = [CLS], [], 0
    for each in found:
        ids += tokens.read(text[end : each.start]).ids
        places.append(len(ids))
        # The number itself stands behind its mark: whether it is 3 or 3,000 tells what it may count.
        ids += [NUMBER, *tokens.read(text[each.start : each.end]).ids[:4]]
        end = each.end
    ids += [*tokens.read(text[end:]).ids, SEP]
    kept = [place for place in places if place < _LONGEST]
    return tuple(ids[:_LONGEST]), tuple(kept)
