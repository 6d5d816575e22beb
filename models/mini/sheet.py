"""The lines of documents that a question may compute with, as the solver reads them before it."""

import re
from collections.abc import Sequence
from math import log
from typing import Final

from reckoner.core import Language

from .lexicon import held, spots, terms
from .solver import quantities

MOST: Final = 8
"""So many lines are read together."""
_LONGEST: Final = 900
"""Characters of all of them together."""
_END: Final = " |"
"""Stands at the end of each: a line break is nothing that the network sees."""
_SAID: Final = "* "


def told(lines: Sequence[str], question: str, language: Language) -> str:
    """``lines`` and the ``question`` as one problem; what a line says of the question is marked in it."""
    asked = frozenset(form for term in terms(question, language) for form in term.forms)
    return "\n".join([*(f"{_marked(each, asked)}{_END}" for each in lines), question])


def _marked(line: str, asked: frozenset[str]) -> str:
    """``line`` with a mark before each word that the question speaks of: the network need not find them itself."""
    for place in sorted({start for start, forms in spots(line) if forms & asked}, reverse=True):
        line = f"{line[:place]}{_SAID}{line[place:]}"
    return line


def telling(question: str, lines: Sequence[str], language: Language) -> list[int]:
    """Which of ``lines`` to read with ``question``, the most telling first; only those that hold a number.

    What stands in few lines tells more of a question than what stands in many.
    """
    words = [held(each) for each in lines]
    found: dict[int, float] = {place: 0.0 for place, each in enumerate(lines) if re.search(r"\d", each)}
    for term in terms(question, language):
        having = [place for place, each in enumerate(words) if term.stands_in(each)]
        for place in having:
            if place in found:
                found[place] += log(1 + len(lines) / len(having))
    return sorted(found, key=lambda place: (-found[place], place))


def fitting(question: str, lines: Sequence[str], order: Sequence[int], language: Language) -> list[int]:
    """As many of the first of ``order`` as are read together, in the order of the document."""
    chosen: list[int] = []
    left, numbers = _LONGEST - len(question), quantities.MOST - _numbers(question, language)
    for place in order[:MOST]:
        left -= len(lines[place]) + len(_END)
        numbers -= _numbers(lines[place], language)
        if min(left, numbers) < 0:
            break  # The question stands last, and would be cut off.
        chosen.append(place)
    return sorted(chosen)


def _numbers(text: str, language: Language) -> int:
    """How many numbers the solver sees in ``text``, those in words too."""
    return len(quantities.quantities(quantities.plain(text, language)))
