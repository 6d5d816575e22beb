"""What the things that a question names come to."""

from collections.abc import Sequence
from dataclasses import replace

from reckoner.core import Language

from ..combine import Combination
from ..formula import Formula
from ..read import Sentence, found_in, named_document, ranked
from .allowance import beyond, first_and_further
from .asked import Asked, asked_of
from .compared import difference, sides_of
from .listed import Listed, once
from .named import Unclear, mentions
from .offers import offers
from .rules import discount_of
from .sums import formula


def tally(question: str, results: Sequence[str], language: Language) -> Combination | None:
    """What the offers that ``question`` names come to; ``None`` where it names fewer than two pieces, or not clearly.

    Args:
        question: As the person put it.
        results: What the document searches returned, as text.
        language: The question's.
    """
    if sides := sides_of(question, language):
        return difference(sides, _documents(question, results, language), language)
    asked = asked_of(question, language)
    return _sum(asked, _documents(question, results, language), language) if asked else None


def _documents(question: str, results: Sequence[str], language: Language) -> list[list[Sentence]]:
    """The sentences that ``question`` may be answered with, those of each document together."""
    telling = ranked(question, results, language)
    return [
        [each for each in telling if named_document(each) == name]
        for name in dict.fromkeys(map(named_document, telling))
    ]


def _sum(asked: Asked, documents: Sequence[Sequence[Sentence]], language: Language) -> Combination | None:
    """What is named of the document of which the question names most."""
    for among in documents:
        if more := beyond(asked.text, among) or first_and_further(asked, among):
            return Combination(more[0], tuple(map(found_in, more[1])))
    listed = _named_most(asked, documents, language)
    if listed is None:
        return None
    if asked.discount is not None:
        if (rule := discount_of(asked, listed.among)) is None:
            return None
        share, sentence = rule
        listed = replace(listed, asked=replace(asked, factor=f" * (1 - {share}/100)"), rule=sentence)
    if not listed.is_clear or not (whole := formula(listed)):
        return None
    sources = [*(each.offer.sentence for each in listed.named), *([listed.rule] if listed.rule else ())]
    return Combination(Formula(whole), tuple(dict.fromkeys(map(found_in, sources))))


def _named_most(asked: Asked, documents: Sequence[Sequence[Sentence]], language: Language) -> Listed | None:
    """What is named of the document of which the question names most; ``None`` where it names nothing, or not clearly."""
    best: Listed | None = None
    most = 0
    for among in documents:
        try:
            named = mentions(asked.said, offers(among), asked.ages, language)
        except Unclear:
            if best is None:
                return None
            continue
        size = sum(each.last - each.first for each in named)
        if size > most:
            best, most = Listed(asked, once(named), among), size
    return best
