"""Calculations whose other half stands in a document: *what do 6 bags of it cost*, *my salary while on probation*.

The question's own number and the figures of the one sentence that speaks of what is asked. Where more than one figure would
do, or a word changes what they mean, nothing is combined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from reckoner.core import fold, language_of

from ..formula import Formula
from ..numbers import canonical
from ..operands import conditional
from ..reach import is_story, unread
from ..read import Found, found_in, ranked
from .prices import for_one, part_of_amount, price_of_many
from .rates import elapsed, much_for_each, so_often
from .remains import balance, without_grant
from .whole import all_of_list, all_rows, whole_row

__all__ = ["Combination", "combine"]

_KNOWN = frozenset(
    "times gives give gave left rest off discount discounts sold sell already only lost spend spent hon con lai giam mat da ban truoc sau nua them lan tang thua bot".split()
)
_NEAR = 0.7
"""How much of the best sentence's coverage another must have to be computed with."""


@dataclass(frozen=True)
class Combination:
    """A formula over figures of documents and the question's numbers, and the sentences that it takes them from."""

    formula: Formula
    found: tuple[Found, ...]


def combine(question: str, results: Sequence[str]) -> Combination | None:
    """The calculation that ``question`` asks for over the sentence that fits it best; or ``None``."""
    language = language_of(question)
    asked = fold(canonical(question, language))
    if is_story(question) or unread(question, _KNOWN):
        return None
    everything = ranked(question, results, language)
    sentences = everything[:4]
    near = takewhile(lambda each: each is sentences[0] or each.coverage >= _NEAR * sentences[0].coverage, sentences)
    plain = [each for each in near if not conditional(each.text)]
    for way in (
        elapsed,
        without_grant,
        balance,
        all_rows,
        all_of_list,
        price_of_many,
        whole_row,
        for_one,
        part_of_amount,
        much_for_each,
        so_often,
    ):
        for sentence in plain:
            others = everything if way is all_rows else sentences
            rivals = [each for each in others if each is not sentence]
            if (formula := way(asked, question, sentence, rivals)) is not None:
                return Combination(formula, (found_in(sentence),))
    return None
