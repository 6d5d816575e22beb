"""Discounts that a question only names and whose share stands in a document: *with the group discount*."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from reckoner.core import fold, language_of

from ..figures import figures
from ..lexicon import held, terms
from ..numbers import canonical
from ..operands import LESS
from ..read import Sentence
from .asked import Asked

_PART: Final = re.compile(r"[;,] (?=[^;,]*%)")
_LEAST: Final = re.compile(
    r"(?:\b(?:from|over|at least|more than|tu|tren|it nhat) )?(?<![\w.,])(?P<n>\d+)(?! ?%)(?= [a-z ]{0,16}(?:or (?:more|over|older|longer)|and (?:over|up|more)|upwards?|tro len)| ?\+)|"
    r"\b(?:from|over|at least|more than|tu|tren|it nhat) (?P<m>\d+)(?! ?%)"
)
"""From what number on a rule holds: *groups of 10 or more*."""
_COUNT: Final = 200
"""What is larger is no number of pieces, people or days."""


class _Rule(NamedTuple):
    """A share that a document takes off."""

    share: str
    """In percent."""
    part: str
    """The part of the sentence that tells it."""
    sentence: Sentence

    def speaks_of(self, forms: frozenset[str]) -> bool:
        """Whether it holds a word that may stand for one of ``forms``."""
        return bool(forms & held(self.part))

    def holds(self, numbers: Sequence[int]) -> bool:
        """Whether one of ``numbers`` is as large as it wants; what a sum of money must be is not known."""
        least = _LEAST.search(fold(canonical(self.part, language_of(self.part))))
        wanted = int(least["n"] or least["m"]) if least else 0
        return wanted > _COUNT or max(numbers, default=0) >= wanted


def discount_of(asked: Asked, among: Sequence[Sentence]) -> tuple[str, Sentence] | None:
    """The share that comes off by the one rule of ``among``, sentences of a document, that the question names, and the rule.

    ``None`` where there is none, or more than one, or it holds from a number on that the question does not tell.
    """
    rules = _rules(among)
    if asked.discount:
        named = terms(asked.discount, language_of(asked.text))
        rules = [rule for rule in rules if any(term.stands_in(held(rule.part)) for term in named)]
    else:
        rules = [rule for rule in rules if any(rule.speaks_of(token.forms) for token in asked.said)] or rules
    numbers = [int(each) for each in re.findall(r"(?<![\w.,])\d+(?![\w.,]*\d)", asked.rest)]
    rules = [rule for rule in rules if rule.holds(numbers)]
    return (rules[0].share, rules[0].sentence) if len({rule.share for rule in rules}) == 1 else None


def _rules(among: Sequence[Sentence]) -> list[_Rule]:
    """What is taken off by the parts of ``among`` that tell one share."""
    parts = ((part, each) for each in among if LESS.search(fold(each.text)) for part in _PART.split(each.text))
    told = ((part, each, [figure.text for figure in figures(part) if figure.share]) for part, each in parts)
    return [_Rule(shares[0], part, each) for part, each, shares in told if len(shares) == 1]
