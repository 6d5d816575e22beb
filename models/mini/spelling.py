"""Words as they were meant: mistyped words of calculation in English, what chats shorten in Vietnamese."""

import re
from collections.abc import Iterator
from functools import cache
from string import ascii_lowercase
from typing import Final

from reckoner.core import Language, fold

from .patterns import patterns
from .pointer.tokens import tokens

_WORD: Final = re.compile(r"(?<![\w'’.@/])[a-z]{5,}(?![\w'’@/]|\.\w)", re.IGNORECASE)
_QUOTED: Final = re.compile(r"(\"[^\"]*\"|“[^”]*”|‘[^’]*’|«[^»]*»)")
_ENDING: Final = re.compile(r"(?:ers?|ors?|s)$")
FILE_KINDS: Final = "txt|md|csv|json|html"
_FILE: Final = re.compile(rf"\.(?:{FILE_KINDS})\b", re.IGNORECASE)
_BEHIND_A_NUMBER: Final = r"(?<!\d)(?<!\d )"
"""There *bn* is a billion."""


def mended(question: str, language: Language) -> str:
    """``question`` with such words written out; what stands in quotation marks, or is to be saved, stays as it is."""
    if _FILE.search(question):
        return question
    parts = _QUOTED.split(question)
    return "".join(
        part if place % 2 else _WORD.sub(_meant, _in_order(part)) if language == "en" else _in_full(part)
        for place, part in enumerate(parts)
    )


def _meant(match: re.Match[str]) -> str:
    word = match[0].lower()
    named = match[0][0].isupper()
    known = _words("proper") if named else _words("words") | _words("proper")
    if word in known or word in _words("own") or any(len(tokens().read(each).ids) == 1 for each in _singular(word)):
        return match[0]
    found = {each for each in _one_off(word) if each in known and not _is_form(word, each)}
    return found.pop() if len(found) == 1 else match[0]


def _singular(word: str) -> tuple[str, ...]:
    """``word``, and what it may be the plural of."""
    return (word, word[:-1]) if word.endswith("s") else (word,)


def _is_form(word: str, known: str) -> bool:
    """Whether ``word`` is a word of its own that ends otherwise: a solver solves, and timers are no times."""
    ending = _ENDING.search(word)
    return bool(ending and known.startswith(word[: ending.start()]) and len(known) <= len(word))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(patterns("spelling")[kind].split())


def _one_off(word: str) -> Iterator[str]:
    """Every spelling that one letter more, less, another, or two in turned order lead to.

    Damerau, *A technique for computer detection and correction of spelling errors*, 1964: four in five are of these.
    """
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        yield before + after[1:]
        yield before + after[1:2] + after[:1] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            yield before + letter + after[1:]


def _in_order(question: str) -> str:
    for pattern, meant in _replaced("typed"):
        question = pattern.sub(meant, question)
    return question


def _in_full(question: str) -> str:
    bare = question.lower() == fold(question)
    for pattern, meant in _replaced("short", rf"{_BEHIND_A_NUMBER}(?<!\bbao )"):
        question = pattern.sub(fold(meant) if bare else meant, question)
    return question


@cache
def _replaced(table: str, behind: str = "") -> tuple[tuple[re.Pattern[str], str], ...]:
    """What the words of ``table`` stand for; ``behind`` is what must stand before them."""
    return tuple((re.compile(rf"{behind}\b(?:{each})\b"), meant) for each, meant in patterns("spelling")[table].items())
