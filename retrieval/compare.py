"""Passages that say different things of what is asked: another number, another date, another name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from reckoner.core import Language, Passage, language_of, sentences

from .tokens import question_tokens, tokens
from .values import labels, names, numbers

_ALIKE = ((0.75, 0.25), (0.5, 0.6))
"""How alike two sentences must be, but for what differs, and the share of the question's words that each must hold:
of two that are nearly the same, less of it needs to be there."""
_LONGEST = 400
"""Characters of a sentence that is compared."""
_MOST_STATEMENTS = 60
_MOST = 4
"""Disagreements that are told; who reads four reads the documents."""
_VALUE = re.compile(r"\d+(?:[.,:/]\d+)*")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A sentence of a passage."""

    passage: Passage
    start: int
    """Its first character's offset in the page."""
    quote: str


@dataclass(frozen=True)
class _Told:
    """A statement, ready to be compared."""

    statement: Statement
    language: Language
    asked: frozenset[str]
    """The question's words that it holds."""
    share: float
    rest: frozenset[str]
    """Its words, but for numbers and names."""
    numbers: frozenset[float]
    names: frozenset[str]
    labels: frozenset[tuple[str, str]]


@lru_cache(maxsize=512)
def disagreements(question: str, passages: tuple[Passage, ...]) -> tuple[tuple[Statement, Statement], ...]:
    """Pairs of sentences of different documents that speak of what is asked, are alike, and differ in a value.

    At most one for each two documents, the likeliest first, and a few altogether.
    """
    asked = question_tokens(question)
    told = [each for passage in passages for each in _statements(asked, passage)]
    told = sorted(told, key=lambda each: -each.share)[:_MOST_STATEMENTS]
    found: dict[frozenset[str], tuple[Statement, Statement]] = {}
    for first, second in combinations(told, 2):
        documents = frozenset((first.statement.passage.source, second.statement.passage.source))
        if len(documents) == 2 and documents not in found and _differ(first, second):
            found[documents] = (first.statement, second.statement)
    return tuple(found.values())[:_MOST]


def _statements(asked: dict[Language, list[str]], passage: Passage) -> Iterator[_Told]:
    language = language_of(passage.text)
    # Without pairs of syllables, which another name beside them changes.
    wanted = frozenset(word for word in asked.get(language, []) if word.count("_") < 2)
    # A number in a question names what is meant: order 603 is not order 601.
    named = {word for word in wanted if word.removeprefix("0_").removeprefix("1_").isdigit()}
    for start, end in sentences(passage.text):
        quote = passage.text[start:end]
        if not wanted or len(quote) > _LONGEST:
            continue
        words = tokens(quote, language)
        held = wanted.intersection(words)
        share = len(held) / len(wanted)
        if share >= min(share for _, share in _ALIKE) and named <= held:
            own = frozenset(names(quote, language))
            plain = (word for word in tokens(_VALUE.sub(" ", quote), language) if word.count("_") < 2)
            yield _Told(
                Statement(passage=passage, start=passage.start + start, quote=quote),
                language,
                held,
                share,
                frozenset(plain) - _as_tokens(own, language),
                frozenset(numbers(quote, language)),
                own,
                frozenset(labels(quote)),
            )


def _as_tokens(found: frozenset[str], language: Language) -> set[str]:
    return {token for name in found for token in tokens(name, language)}


def _differ(first: _Told, second: _Told) -> bool:
    # What is asked about stands in one alone, or they have different labels: they speak of different things.
    if first.language != second.language or first.asked != second.asked or first.labels != second.labels:
        return False
    together = first.rest | second.rest
    alike = len(first.rest & second.rest) / len(together) if together else 1.0
    if not any(alike >= least and min(first.share, second.share) >= share for least, share in _ALIKE):
        return False
    own_numbers = first.numbers - second.numbers, second.numbers - first.numbers
    own_names = first.names - second.names, second.names - first.names
    if any(own_numbers) and not any(own_names):
        years = [any(number in _YEARS for number in each) for each in own_numbers]
        others = [any(number not in _YEARS for number in each) for each in own_numbers]
        # Two years with a number each are two facts; two numbers of one year, or two years of one thing, are not.
        return all(own_numbers) and not (all(years) and all(others))
    # A name more on one side alone is a detail.
    return all(own_names) and not any(own_numbers) and alike >= _ALIKE[0][0]
