"""Calculations with what documents say: the lines that speak of the question, and the question, read as one problem."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reckoner.core import Language, language_of

from .numbers import canonical
from .read import Found, Sentence, found_in, ranked
from .solver.quantities import plain, quantities
from .story import Story, story

_LINES: Final = 3
"""So many lines are read together at most."""
_LONGEST: Final = 700
"""Characters that the solver reads whole."""


@dataclass(frozen=True)
class Workout:
    """A calculation, and the lines whose numbers it takes."""

    story: Story
    found: tuple[Found, ...]


def workout(question: str, results: Sequence[str], language: Language) -> Workout | None:
    """The likeliest calculation with numbers of what was found; ``None`` where none needs any of them.

    Args:
        question: As the person put it.
        results: What the document search returned, as text.
        language: The question's.
    """
    # What shares no word with the question has numbers of something else.
    telling = [each for each in ranked(question, results, language)[:_LINES] if each.coverage > 0]
    told = [_read(question, telling[:count], language) for count in range(1, len(telling) + 1)]
    return max(filter(None, told), key=lambda each: each.story.likely, default=None)


def _as_asked(line: str, language: Language) -> str:
    """A line of a document, whose numbers are as its own language writes them, with those of the question's."""
    told = canonical(line, language_of(line))
    return re.sub(r"(?<=\d)\.(?=\d)", ",", told) if language == "vi" else told


def _read(question: str, lines: Sequence[Sentence], language: Language) -> Workout | None:
    texts = [_as_asked(each.text, language) for each in lines]
    if sum(map(len, (*texts, question))) > _LONGEST:
        return None  # The question stands last, and would be cut off.
    understood = story("\n".join([*texts, question]), language)
    if understood is None:
        return None
    used, first = [], 0
    for line, text in zip(lines, texts, strict=True):
        count = len(quantities(plain(text, language)))
        if understood.used & set(range(first, first + count)):
            used.append(found_in(line))
        first += count
    return Workout(understood, tuple(used)) if used else None
