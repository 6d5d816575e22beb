"""What one thing costs more or less than another: *how much do I save with the pass instead of ten single days?*"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Final, NamedTuple

from reckoner.core import Language, fold

from ..combine import Combination
from ..formula import Formula
from ..lexicon import held
from ..numbers import canonical
from ..patterns import patterns
from ..read import Sentence, found_in
from .asked import Asked, only_asks, part_of
from .listed import Listed, once
from .named import Mention, Token, Unclear, mentions
from .offers import offers
from .sums import formula

_ONE_BY_ONE: Final = re.compile(
    r"\b(?:single|separate|individual|ordinary|normal|le|rieng|don)\b.*|.*\b(?:separately|individually|singly|one by one|le)\b"
)
"""A side that says no more than that things are paid for one by one."""


class Sides(NamedTuple):
    """What a question compares, and what it tells before."""

    first: Asked
    second: Asked
    before: Asked


def sides_of(question: str, language: Language) -> Sides | None:
    """The two sides that ``question`` compares; ``None`` where it compares nothing."""
    text = canonical(question, language).strip(" ?.!")
    folded = fold(text)
    for pattern in _compares():
        if found := pattern.fullmatch(folded):
            told = (text[found.start(name) : found.end(name)] for name in ("a", "b", "before"))
            sides = Sides(*(part_of(each, language) for each in told))
            # Whether a discount is for both sides, or for one, is not known.
            return sides if all(each.discount is None for each in sides) else None
    return None


def difference(sides: Sides, documents: Sequence[Sequence[Sentence]], language: Language) -> Combination | None:
    """How far the sums of two sides lie apart, by the offers of the first of ``documents`` that has both."""
    for among in documents:
        pair = _both(sides, among, language)
        if pair is None:
            continue
        said = [each.asked.said for each in pair]
        first, second = formula(pair[0], beside=said[1]), formula(pair[1], beside=said[0])
        if first and second and first != second and all(each.is_clear for each in pair):
            sources = (each.offer.sentence for side in pair for each in side.named)
            return Combination(Formula(f"abs({first} - ({second}))"), tuple(dict.fromkeys(map(found_in, sources))))
    return None


def _both(sides: Sides, among: Sequence[Sentence], language: Language) -> tuple[Listed, Listed] | None:
    """What each side names of one document; the second says it of what the first names, where it names nothing itself."""
    first, second, before = (_named(each, among, language) for each in sides)
    if not first or not first.named or second is None:
        return None
    alone = _ONE_BY_ONE.search(" ".join(each.text for each in second.asked.said))
    if before and before.named and not second.named and alone:
        return first, before
    # What is told before and is no side has a number that this knows no use for.
    if any(each.number for each in sides.before.said):
        return None
    if second.named:
        return first, second
    return (first, _put_into(first, second)) if _says_how(second, first) else None


def _named(asked: Asked, among: Sequence[Sentence], language: Language) -> Listed | None:
    try:
        named = mentions(asked.said, offers(among), asked.ages, language)
    except Unclear:
        return None
    return Listed(asked, once(named), among, side=True)


def _says_how(second: Listed, first: Listed) -> bool:
    """Whether all that ``second`` tells is how those of ``first`` are paid: the name of a column, or one by one."""
    spoken = held(" ".join(each.offer.sentence.text for each in first.named))
    return all(
        each.forms & spoken or only_asks(each.text) or _ONE_BY_ONE.search(each.text)
        for each in second.asked.said
        if each.forms
    )


def _put_into(first: Listed, second: Listed) -> Listed:
    """``second``, which names no thing, with those of ``first``: *the rotavator for a week instead of seven days*."""
    own = any(each.number for each in second.asked.said)
    said: list[Token] = []
    named: list[Mention] = []
    for each in first.named:
        start = each.first if each.count is None or own else min(each.first, each.count)
        moved = len(said) - start
        count = None if each.count is None or own else each.count + moved
        said += first.asked.said[start : each.last]
        named.append(replace(each, first=each.first + moved, last=each.last + moved, count=count))
    asked = replace(second.asked, said=(*said, *second.asked.said))
    return Listed(asked, tuple(named), second.among, side=True)


@cache
def _compares() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each["when"]) for each in patterns("tally")["compares"])
