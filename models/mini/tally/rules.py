"""Discounts that a question only names and whose share stands in a document: *with the group discount*."""

import re
from collections.abc import Sequence
from typing import Final

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


def discount_of(asked: Asked, among: Sequence[Sentence]) -> tuple[str, Sentence] | None:
    """The share that comes off by the one rule of ``among``, sentences of a document, that the question names, and the rule.

    ``None`` where there is none, or more than one, or it holds from a number on that the question does not tell.
    """
    rules = [
        (share, part, each)
        for each in among
        if LESS.search(fold(each.text))
        for part in _PART.split(each.text)
        for share in [[figure.text for figure in figures(part) if figure.share]]
        if len(share) == 1
    ]
    if asked.discount:
        named = terms(asked.discount, language_of(asked.text))
        rules = [rule for rule in rules if any(term.stands_in(held(rule[1])) for term in named)]
    else:
        said = [token.forms for token in asked.said if token.forms]
        rules = [rule for rule in rules if any(forms & held(rule[1]) for forms in said)] or rules
    numbers = [int(each) for each in re.findall(r"(?<![\w.,])\d+(?![\w.,]*\d)", asked.rest)]
    rules = [rule for rule in rules if _holds(rule[1], numbers)]
    if len({share for [share], _, _ in rules}) != 1:
        return None
    [share], _, sentence = rules[0]
    return share, sentence


def _holds(rule: str, numbers: Sequence[int]) -> bool:
    """Whether one of the question's ``numbers`` is as large as the rule wants it; what a sum of money must be is not known."""
    least = _LEAST.search(fold(canonical(rule, language_of(rule))))
    wanted = int(least["n"] or least["m"]) if least else 0
    return wanted > _COUNT or any(each >= wanted for each in (0, *numbers))
