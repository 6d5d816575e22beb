"""What the things that a question names come to."""

from collections.abc import Sequence
from dataclasses import replace

from reckoner.core import Language

from ..combine import Combination
from ..formula import Formula
from ..read import Sentence, found_in, named_document, ranked
from .allowance import beyond
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
    asked, sides = asked_of(question, language), sides_of(question, language)
    if asked is None and sides is None:
        return None
    telling = ranked(question, results, language)
    documents = [
        [each for each in telling if named_document(each) == name]
        for name in dict.fromkeys(map(named_document, telling))
    ]
    if sides is not None:
        return difference(sides, documents, language)
    assert asked is not None
    for among in documents:
        if more := beyond(asked.text, among):
            return Combination(more[0], tuple(map(found_in, more[1])))
    listed = _named_most(asked, documents, language)
    if listed is None:
        return None
    share = ""
    if asked.discount is not None:
        if (rule := discount_of(asked, listed.among)) is None:
            return None
        listed, share = replace(listed, rule=rule[1]), rule[0]
    if not listed.is_clear or not (whole := formula(listed, share)):
        return None
    sources = [*(each.offer.sentence for each in listed.named), *([listed.rule] if listed.rule else ())]
    return Combination(Formula(whole), tuple(dict.fromkeys(map(found_in, sources))))


def asks(question: str, language: Language) -> bool:
    """Whether ``question`` is one for a sum, or for how far two of them lie apart."""
    return asked_of(question, language) is not None or sides_of(question, language) is not None


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
