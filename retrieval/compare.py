"""Passages that say different things of what is asked: another number, another date, another name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from reckoner.core import Language, Passage, language_of, sentences

from .tokens import question_tokens, tokens

_ALIKE = ((0.75, 0.25), (0.5, 0.6))
"""How alike two sentences must be, but for what differs, and the share of the question's words that each must hold:
of two that are nearly the same, less of it needs to be there."""
_VALUE = re.compile(r"\d+(?:[.,:/]\d+)*|\b[A-ZÀ-ỸĐ][\w’'-]+")
_LONGEST = 400
"""Characters of a sentence that is compared."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of a passage."""

    passage: Passage
    start: int
    """Its first character's offset in the page."""
    quote: str
    asked: float
    """The share of the question's words that it holds."""


def disagreements(question: str, passages: Sequence[Passage]) -> list[tuple[Statement, Statement]]:
    """Pairs of sentences of different documents that speak of what is asked, are alike, and differ in a value."""
    asked = question_tokens(question)
    told = [statement for passage in passages for statement in _statements(asked, passage)]
    found: list[tuple[Statement, Statement]] = []
    for first, second in combinations(told, 2):
        apart = first.passage.source != second.passage.source
        if apart and _differ(question, first, second) and not _told(found, first, second):
            found.append((first, second))
    return found


def _told(found: Sequence[tuple[Statement, Statement]], first: Statement, second: Statement) -> bool:
    """Whether this disagreement is known already, from other passages that say the same."""
    pair = {first.quote, second.quote}
    return any({each.quote for each in known} == pair for known in found)


def _statements(asked: dict[Language, list[str]], passage: Passage) -> Iterator[Statement]:
    language = language_of(passage.text)
    wanted = set(asked.get(language, []))
    for start, end in sentences(passage.text):
        quote = passage.text[start:end]
        if wanted and len(quote) <= _LONGEST:
            asked_here = len(wanted.intersection(tokens(quote, language))) / len(wanted)
            if asked_here >= min(share for _, share in _ALIKE):
                yield Statement(passage=passage, start=passage.start + start, quote=quote, asked=asked_here)


def _differ(question: str, first: Statement, second: Statement) -> bool:
    alike = _alike(first.quote, second.quote)
    if not any(alike >= least and min(first.asked, second.asked) >= share for least, share in _ALIKE):
        return False
    values = _values(first.quote), _values(second.quote)
    own = values[0] - values[1], values[1] - values[0]
    if (own[0] | own[1]) & _values(question):
        return False  # What is asked about stands in one alone: the other is about something else.
    numbers = [{value for value in each if value[0].isdigit()} for each in own]
    if any(numbers):
        return all(numbers)
    # A name more on one side alone is a detail.
    return alike >= _ALIKE[0][0] and all(own)


def _alike(first: str, second: str) -> float:
    """The share of their words that both have in common, numbers and names aside; 0 if they differ in language."""
    language = language_of(first)
    if language != language_of(second):
        return 0.0
    one, other = (set(tokens(_VALUE.sub(" ", each), language)) for each in (first, second))
    return len(one & other) / len(one | other) if one | other else 0.0


def _values(sentence: str) -> set[str]:
    """Its numbers and names, without words that only begin a sentence."""
    language = language_of(sentence)
    found = set()
    for value in _VALUE.findall(sentence):
        if value[0].isdigit():
            found.add(re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", value))
        elif tokens(value, language):
            found.add(value.lower())
    return found
