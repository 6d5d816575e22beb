"""Whether a problem lies within reach of rules: told briefly, and without a word that changes what its numbers mean.

Rules look for what they know and skip the rest. What they skip must not matter: a story of several steps, or a *twice* or
*more than* that no rule has read, makes another problem of it.
"""

import re
from collections.abc import Set

from reckoner.core import Language, fold, language_of, sentences

_WORDS = 34
_TOLD = 2
"""Sentences that hold numbers, beside the one that asks."""
_TURNS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(?:more|less|fewer|extra|additional|another|again|twice|thrice|double[ds]?|triple[ds]?|half|halves|thirds?|fourths?|fifths?|quarters?|"
        r"times|dozens?|remain\w*|rest|left|lost|loses?|gives?|gave|ate|eats?|sold|sells?|spent|spends?|won|threw|found|breaks?|"
        r"broken?|die[ds]?|donate[ds]?|returned|join(?:ed|s)?|removed?|already|except|instead|both|average|others?|only|than|younger|older|"
        r"taller|shorter|longer|heavier|off|overtime|tips?|tax|free|now(?= ?[?.])|ago|later|earlier|save[ds]?|initially|difference|discount(?:ed|s)?|splits?|share[ds]?)\b"
    ),
    "vi": re.compile(
        r"\b(?:hon|gap|nua|con lai|(?<!hoc )them|bot|mat|tang|giam|thua|lan|trung binh|truoc|sau|da ban|cho di|nhau|ban dau|hieu)\b"
    ),
}
A_DATE = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b")
_QUESTION = re.compile(r"how|what|which|find|calculate|compute|bao nhieu|may|bao lau|bao xa|tinh|hoi|\?")


def is_story(text: str) -> bool:
    """Whether ``text`` tells more than a rule can have read."""
    told = [text[start:end] for start, end in sentences(text)]
    with_numbers = [each for each in told if re.search(r"\d", each)]
    words = sum(len(each.split()) for each in told if re.search(r"\d", each) or _QUESTION.search(each))
    return words > _WORDS or len(with_numbers) > _TOLD + 1


def unread(text: str, known: Set[str]) -> bool:
    """Whether ``text`` has a word that changes what its numbers mean and that is none of those ``known``."""
    turns = _TURNS[language_of(text)].findall(fold(text))
    return any(not (set(turn.split()) <= known or turn.rstrip("s") in known) for turn in turns)


def words_of(pattern: str) -> frozenset[str]:
    """The words that a rule's pattern names, optional endings included and left out."""
    spelt = re.sub(r"\(\?(?:[:!=]|<[!=]|P<\w+>|P=\w+\))|\\[a-z]", " ", pattern)
    return frozenset(re.findall(r"[a-z]+", re.sub(r"([a-z]+)([a-z])\?", r"\1 \1\2", spelt)))
