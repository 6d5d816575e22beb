"""Two told by how they compare: each by what both come to or differ by, or one by the other."""

import re

from ..formula import Formula
from ..lexicon import singular
from .comparisons import Compared, compared, key
from .flows import other_unit
from .told import Amount, Told

_TOTAL = re.compile(
    r"\b(?:together|in total|altogether|in all|combined|total|totals|sum|between them|both|tong|ca hai|ca 2|tat ca|cong lai)\b"
)
_PAIR = re.compile(
    r"\b(?:an?|the|one|1|mot) [a-z]+ (?:and|va) (?:an?|the|one|1|mot) [a-z]+ (?:costs?|gia|het|weighs?|nang)\b"
)
"""Two whose number is that of both."""
_BEYOND = re.compile(
    r"\b(?:average|trung binh|each|every|moi|left|con lai|gave|gives|cho|after|before|ago|sau|truoc|if|half|nua|third|quarters?|cents|coins|"
    r"(?:than|hon) (?:twice|double|half|2 lan|gap|\d+ times))\b|%"
)
"""Words that tell of more than two parts as they are, or of what these are worth."""
_COMPARES = re.compile(r"\b(?:more|hon|than|fewer|times|lan)\b")


def two_parts(problem: Told) -> Formula | None:
    """One of two parts, by two of: how many times as much the one is, how much more, what both come to."""
    told = list(compared(problem.text))
    if not 1 <= len(told) <= 2 or _TOTAL.search(problem.asks):
        return None
    both = told[0] if len(told) == 1 else _joined(*told)
    larger = _asks_for_first(problem, both) if both else None
    if both is None or larger is None:
        return None
    if both.times and both.more:
        # Their difference is all times but one of the second.
        return Formula(f"{both.more} / ({both.times} - 1)" + (f" * {both.times}" if larger else ""))
    total = _total(problem, both)
    if not total:
        return None
    if both.times:
        return Formula(f"{total} / ({both.times} + 1)" + (f" * {both.times}" if larger else ""))
    return Formula(f"({total} {'+' if larger else '-'} {both.more}) / 2")


def other_part(problem: Told) -> Formula | None:
    """One of two by the other: *Tom has 42 marbles. Sam has 6 fewer than Tom. How many has Sam?*"""
    told = list(compared(problem.text))
    if len(told) != 1 or _TOTAL.search(problem.text) or _PAIR.search(problem.text) or other_unit(problem):
        return None
    (both,) = told
    others = problem.outside(both.start, both.end)
    wanted = _asks_for_first(problem, both)
    if len(others) != 1 or wanted is None:
        return None
    known = others[0].text
    holder = key(re.split(r"[.,;?] ", problem.text[: others[0].start])[-1])
    of_first, of_second = bool((both.first - both.second) & holder), bool((both.second - both.first) & holder)
    if of_first in (of_second, wanted):
        return None
    if both.times:
        return Formula(f"{known} {'*' if wanted else '/'} {both.times}")
    return Formula(f"{known} {'+' if wanted else '-'} {both.more}")


def _asks_for_first(problem: Told, both: Compared) -> bool | None:
    """Which of the two is asked for; ``None`` where it is both, neither, or how they compare."""
    if _COMPARES.search(problem.asks) or _BEYOND.search(problem.text):
        return None
    words = re.findall(r"[a-z]+", problem.asks)
    asked = {*words, *map(singular, words)}
    for first in (both.things, both.first):
        of_first, of_second = (first - both.second) & asked, (both.second - first) & asked
        if first and bool(of_first) != bool(of_second):
            return bool(of_first)
    return None


def _joined(one: Compared, other: Compared) -> Compared | None:
    """Two comparisons of the same two, one by how many times and one by how much."""
    if bool(one.times) == bool(other.times) or not (one.first & other.first) or not (one.second & other.second):
        return None
    return Compared(one.first, one.second, times=one.times or other.times, more=one.more or other.more)


def _total(problem: Told, both: Compared) -> str:
    """The number that both come to: told so, or of a whole that is named before its parts and by another name."""
    others = problem.outside(both.start, both.end)
    if len(others) != 1:
        return ""
    (total,) = others
    clause = _clause(problem, total)
    if _TOTAL.search(clause) or _PAIR.search(clause) or (_TOTAL.search(problem.text) and total.start > both.start):
        return total.text
    named = frozenset(re.findall(r"[a-z]+", clause))
    whole = total.end <= both.start and not named & (both.second | (both.things or both.first))
    return total.text if whole and total.noun else ""


def _clause(problem: Told, amount: Amount) -> str:
    """The words around ``amount`` up to the next comma or full stop on either side."""
    before = re.split(r"[.,;?] ", problem.text[: amount.start])[-1]
    return before + re.split(r"[.,;?](?: |$)", problem.text[amount.start :])[0]
