"""Whether a problem lies within reach of rules: told briefly, and without a word that changes what its numbers mean.

Rules look for what they know and skip the rest. What they skip must not matter: a story of several steps, or a *twice* or
*more than* that no rule has read, makes another problem of it.
"""

import re
from collections.abc import Set

from reckoner.core import sentences

from .said import Said
from .times import any_of, unit_of

_WORDS = 34
_TOLD = 2
"""Sentences that hold numbers, beside the one that asks."""
_TURNS = Said(
    en=r"\b(?:more|less|fewer|extra|additional|another|again|twice|thrice|double[ds]?|triple[ds]?|half|halves|thirds?|fourths?|fifths?|"
    r"quarters?|times|dozens?|remain\w*|rest|left|lost|loses?|gives?|gave|ate|eats?|sold|sells?|spent|spends?|won|threw|found|breaks?|"
    r"broken?|die[ds]?|donate[ds]?|returned|join(?:ed|s)?|removed?|already|except|instead|both|average|others?|only|than|younger|older|"
    r"taller|shorter|longer|heavier|off|overtime|tips?|tax|free|now(?= ?[?.])|ago|later|earlier|save[ds]?|initially|difference|"
    r"discount(?:ed|s)?|splits?|share[ds]?)\b",
    vi=r"\b(?:hơn|gấp|nữa|nửa|còn lại|(?<!học )thêm|bớt|mất|tăng|giảm|thừa|lần|trung bình|trước|sau|đã bán|cho đi|nhau|ban đầu|hiệu)\b",
)
_TIMES = any_of("year", "month", "week", "day", "hour")
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
    return any(not (set(turn.split()) <= known or turn.rstrip("s") in known) for turn in _TURNS.all_in(text))


def other_time(folded: str) -> bool:
    """Whether an amount is told for one time and asked for another: *45 a month with 10% tax: how much a year?*"""
    told = re.search(
        rf"\d[^.?,]{{0,24}}?(?:\ba|per|each|every|in a|in one|/|moi|mot|hang|trong mot) ?({_TIMES})\b", folded
    )
    asked = re.search(
        rf"(?:how (?:much|many)|bao nhieu)(?: is (?:that|it))?(?: in| for)? (?:a|an|per|each|every|one|moi|mot) ({_TIMES})\b|"
        rf"(?:moi|mot) ({_TIMES}) [a-z ]{{0,20}}bao nhieu|(?:in|for|per|each|every|trong|moi|mot) (?:a |one |mot )?({_TIMES})[ ?.]*$|"
        rf"(?:in|for|during|trong) (?:a|one|the|mot|ca) ({_TIMES})\b(?!.*\d)",
        folded,
    )
    if told and unit_of(told[1]) != "year" and re.search(r"\b(?:annual|yearly)", folded):
        return True
    return bool(told and asked and unit_of(next(filter(None, asked.groups()))) != unit_of(told[1]))
