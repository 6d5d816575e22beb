"""Whether a problem lies within reach of rules: told briefly, and without a word that changes what its numbers mean.

Rules look for what they know and skip the rest. What they skip must not matter: a story of several steps, or a *twice* or
*more than* that no rule has read, makes another problem of it.
"""

import re
from collections.abc import Set

from reckoner.core import sentences

_WORDS = 34
_TOLD = 2
"""Sentences that hold numbers, beside the one that asks."""
_TURNS = re.compile(
    r"\b(?:"
    r"more|less|fewer|extra|additional|another|again|twice|double[ds]?|triple[ds]?|half|halves|third|thirds|quarters?|times|dozens?|"
    r"remain\w*|rest|left|lost|loses?|gives?|gave|ate|eats?|sold|sells?|spent|spends?|won|threw|found|breaks?|broken?|"
    r"d(?:ies|ied)|donate[ds]?|returned|join(?:ed|s)?|removed?|already|except|instead|both|average|others?|only|than|"
    r"younger|older|taller|shorter|longer|heavier|off|overtime|tips?|tax|free|now(?= ?[?.])|ago|later|earlier|"
    r"save[ds]?|hon|gap|nua|con lai|them|bot|mat|tang|giam|thua|lan|trung binh|truoc|sau|da ban|cho di|nhau"
    r")\b"
)
_QUESTION = re.compile(r"how|what|which|find|calculate|compute|bao nhieu|may|bao lau|bao xa|tinh|hoi|\?")


def is_story(text: str) -> bool:
    """Whether ``text`` tells more than a rule can have read."""
    told = [text[start:end] for start, end in sentences(text)]
    with_numbers = [each for each in told if re.search(r"\d", each)]
    words = sum(len(each.split()) for each in told if re.search(r"\d", each) or _QUESTION.search(each))
    return words > _WORDS or len(with_numbers) > _TOLD + 1


def unread(folded: str, known: Set[str]) -> bool:
    """Whether ``folded`` has a word that changes what its numbers mean and that is none of those ``known``."""
    return any(not set(match.split()) <= known for match in _TURNS.findall(folded))


def words_of(pattern: str) -> frozenset[str]:
    """The words that a rule's pattern names, optional endings included and left out."""
    spelt = re.sub(r"\(\?(?:[:!=]|<[!=]|P<\w+>|P=\w+\))", " ", pattern)
    return frozenset(re.findall(r"[a-z]+", re.sub(r"([a-z]+)([a-z])\?", r"\1 \1\2", spelt)))
