"""Where the numbers of a text stand, in digits or in words, with the words of scale behind them."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from reckoner.core import Language, fold

from ..numbers import spelt
from .counts import ALONE, PATTERN

_SCALE: Final = (
    r"(?: ?(?:(?:thousand|million|billion|hundred|dozen|tram)\b|(?:k|nghin|ngan|trieu|tr|ty|ti)(?: ?\d+\b| ?ruoi\b|\b))|"
    r" and an? (?:half|quarter)\b| ruoi\b)*"
)
_DIGITS: Final = re.compile(
    rf"(?<=[\w²³)] )[-−] ?\d+(?:[.,]\d+)*(?=[a-z]\b)|(?<![\w.,])[-−]?\d+(?:[.,:]\d+)*(?:/\d+)?{_SCALE}|(?<=[$€£₫#])\d+(?:[.,]\d+)*{_SCALE}"
)
_APART: Final = 12
"""Characters between two numbers of a row, at most."""
_AND: Final = "and|va|voi|&|or|hoac"
_BESIDE: Final = re.compile(rf"[\s,;()\[\]]*(?:{_AND})?[\s,;()\[\]]*")
_TWO_LISTS: Final = re.compile(rf"[)\]],? (?:{_AND}) [(\[]")
_COUNTS_AMID: Final = re.compile(rf" [a-z]+(?: [a-z]+)?(?:, ?|;|,? (?:{_AND})) ?")
_LOOSE: Final = re.compile(r"\d+(?:[.,]\d+)*")
_WORDS: Final = re.compile(rf"\b(?:{PATTERN})\b")


def amounts(text: str, language: Language) -> list[tuple[int, int]]:
    """The numbers of ``text``, by their first character and that after the last, in order; none within another."""
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for span in sorted(_all(text, folded, language), key=lambda each: (each[0], -each[1])):
        if not found or span[0] >= found[-1][1]:
            found.append(span)
    return found


def _all(text: str, folded: str, language: Language) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _DIGITS.finditer(folded))
    yield from (match.span() for match in _LOOSE.finditer(folded))
    for start, end in spelt(text, language):
        more = re.compile(_SCALE).match(folded, end)
        yield start, more.end() if more else end
    if language == "vi" and (alone := ALONE.fullmatch(folded)):
        yield alone.span("number")
    if language == "en":
        yield from (match.span() for match in _WORDS.finditer(folded))


def runs(text: str, language: Language) -> list[tuple[int, int]]:
    """Where several numbers stand one after the other with nothing but commas, brackets and *and* between them.

    Where there are none: where three or more are listed, each with what it counts: *14 robins, 9 wrens and 3 owls*.
    """
    found = amounts(text, language)
    rows = [(run[0][0], run[-1][1]) for run in _joined(text, found, _in_a_row) if len(run) > 1]
    counted = [(run[0][0], run[-1][1]) for run in _joined(text, found, _COUNTS_AMID.fullmatch) if len(run) > 2]
    return [_bracketed(text, *span) for span in rows or counted]


def _in_a_row(between: str) -> bool:
    return len(between) <= _APART and bool(_BESIDE.fullmatch(between)) and not _TWO_LISTS.fullmatch(between)


def _joined(
    text: str, numbers: Sequence[tuple[int, int]], joins: Callable[[str], object]
) -> list[list[tuple[int, int]]]:
    """``numbers`` in groups, within which ``joins`` holds for the folded text between each and the next."""
    groups: list[list[tuple[int, int]]] = []
    for start, end in numbers:
        if groups and joins(fold(text[groups[-1][-1][1] : start])):
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _bracketed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the brackets around it."""
    while start and end < len(text) and text[start - 1] + text[end] in ("[]", "()", "{}"):
        start, end = start - 1, end + 1
    return start, end
