"""Two parts told by how they compare, with what they come to or differ by: *42 pupils, 6 more girls than boys*."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..formula import Formula
from ..lexicon import singular
from .told import NUMBER, Told

_NAME = r"[a-z'][a-z' ]{0,28}?"
_IS = (
    r"(?:is|are|was|were|has|have|had|weighs?|costs?|scored|got|gets?|owns?|sold|made|picked|collected|saved|earns?|ran)"
)
_TIMES = rf"(?:(?P<n>{NUMBER}) times|(?P<word>twice|double|triple|thrice))"
_MORE = r"(?P<way>more|fewer|less|older|younger|heavier|lighter|longer|shorter|taller)"
_HON = r"(?P<way>nhieu|it|lon|be|nho|dai|ngan|nang|nhe|cao|thap|gia|tre|dat|re|mac)?"
_COMPARED = tuple(
    map(
        re.compile,
        (
            rf"{_TIMES} as (?:many|much) (?P<a>{_NAME}) as (?P<b>{_NAME})(?: in | on | at | live |[.,;?]|$)",
            rf"(?P<a>{_NAME}) {_IS} {_TIMES} (?:as [a-z]+(?: [a-z]+)? as|older than|the (?:age|price|weight|length|number) of|more than) (?P<b>{_NAME})(?: does| do| is| has)?(?: and |[.,;?]|$)",
            rf"(?P<n>{NUMBER}) {_MORE} (?P<a>{_NAME}) than (?P<b>{_NAME})(?: in | on | at |[.,;?]|$)",
            rf"(?P<a>{_NAME}) {_IS} (?P<n>{NUMBER})(?: (?!more|less)[a-z]+)? {_MORE}(?: [a-z]+)? than (?P<b>{_NAME})(?: does| do| is| has)?(?: and |[.,;?]|$)",
            rf"(?P<a>{_NAME}) (?:nhieu )?gap (?:(?P<n>{NUMBER})(?: lan)?|(?P<word>doi|ba|ruoi))(?: so)? (?P<b>{_NAME})(?: va |[.,;?]|$)",
            rf"(?P<a>{_NAME}) (?:{_HON} ?hon|(?P<kem>kem)) (?P<b>{_NAME}) (?:la )?(?P<n>{NUMBER})",
        ),
    )
)
_WORDS = {"twice": "2", "double": "2", "doi": "2", "triple": "3", "thrice": "3", "ba": "3"}
_PRONOUNS = frozenset({"he", "she", "it", "they"})
_LESS = frozenset("fewer less younger lighter shorter it be nho ngan nhe thap tre re kem".split())
_TOTAL = re.compile(
    r"\b(?:together|in total|altogether|in all|combined|total|totals|sum|between them|both|tong|ca hai|ca 2|tat ca|cong lai)\b"
)
_ARTICLE = re.compile(r"^(?:(?:the|an?|some|his|her|my|our|their|so) )+")
_IDLE = frozenset(
    "of there are is were was in on at and if has have had number so cac nhung ban em hoc sinh nguoi la co thi ma biet rang trong do "
    "tuoi cua chiec cai qua con to quyen s lop how many old much what each does do may bao nhieu hoi".split()
)
_BEYOND = re.compile(
    r"\b(?:average|trung binh|each|every|moi|left|con lai|gave|gives|cho|after|before|ago|sau|truoc|if|half|nua|third|quarters?|cents|coins|"
    r"(?:than|hon) (?:twice|double|half|2 lan|gap|\d+ times))\b|%"
)
"""Words that tell of more than two parts as they are, or of what these are worth."""
_COMPARES = re.compile(r"\b(?:more|hon|than|fewer|times|lan)\b")


@dataclass(frozen=True)
class _Compared:
    """The first is so many times the second, or so much more."""

    first: frozenset[str]
    second: frozenset[str]
    times: str = ""
    more: str = ""
    start: int = 0
    end: int = 0


def two_parts(problem: Told) -> Formula | None:
    """One of two parts, by two of: how many times as much the one is, how much more, what both come to."""
    found = list(_compared(problem.text))
    if not 1 <= len(found) <= 2 or _BEYOND.search(problem.text):
        return None
    first = found[0]
    if len(found) == 2 and (first := _joined(*found)) is None:
        return None
    asked = frozenset(re.findall(r"[a-z]+", problem.asks)) | {singular(each) for each in re.findall(r"[a-z]+", problem.asks)}
    of_first, of_second = (first.first - first.second) & asked, (first.second - first.first) & asked
    if bool(of_first) == bool(of_second) or _COMPARES.search(problem.asks) or _TOTAL.search(problem.asks):
        return None
    larger = bool(of_first)
    if first.times and first.more:
        # Their difference is all times but one of the second.
        return Formula(f"{first.more} / ({first.times} - 1)" + (f" * {first.times}" if larger else ""))
    total = _total(problem, first)
    if not total:
        return None
    if first.times:
        return Formula(f"{total} / ({first.times} + 1)" + (f" * {first.times}" if larger else ""))
    return Formula(f"({total} {'+' if larger else '-'} {first.more}) / 2")


def _compared(text: str) -> Iterator[_Compared]:
    start, former = 0, frozenset[str]()
    while found := min(
        (each for pattern in _COMPARED if (each := pattern.search(text, start))), key=lambda each: each.start(), default=None
    ):
        groups = found.groupdict()
        number = groups.get("n") or _WORDS.get(groups.get("word") or "", "")
        first, second = _key(groups["a"]), _key(groups["b"])
        if not number or not first - second or not second - first:
            return
        if first <= _PRONOUNS:
            first = former
        former = first
        less = (groups.get("way") or groups.get("kem") or "") in _LESS
        more = "way" in groups and "times" not in found[0]
        if less:
            first, second = second, first
        parts = {"more": number} if more else {"times": number}
        yield _Compared(first, second, **parts, start=found.start(), end=found.end())
        start = max(found.end() - 1, start + 1)


def _key(name: str) -> frozenset[str]:
    """What tells a part from the other: its words without those that say nothing."""
    own = _ARTICLE.sub("", re.split(r" (?:and|that|who|which|co|ma) ", f" {name.strip()}")[-1].strip())
    words = re.findall(r"[a-z]+", own)
    # *Con* counts animals, and is a child where nothing else is named.
    telling = [word for word in words if word not in _IDLE] or words
    return frozenset(each for word in telling for each in (word, singular(word)))


def _joined(one: _Compared, other: _Compared) -> _Compared | None:
    """Two comparisons of the same two, one by how many times and one by how much."""
    if bool(one.times) == bool(other.times) or not (one.first & other.first) or not (one.second & other.second):
        return None
    return _Compared(one.first, one.second, one.times or other.times, one.more or other.more)


def _total(problem: Told, compared: _Compared) -> str:
    """The number that both come to: told so, or of a whole that is named before its parts and by another name."""
    others = [each for each in problem.amounts if not compared.start <= each.start < compared.end]
    if len(others) != 1:
        return ""
    (total,) = others
    clause_start = max((problem.text.rfind(each, 0, total.start) for each in (". ", ", ", "; ", "? ")), default=-1)
    ends = [end for each in (". ", ", ", "; ", "? ") if (end := problem.text.find(each, total.end)) >= 0]
    clause = problem.text[clause_start + 1 : min(ends, default=len(problem.text))]
    if _TOTAL.search(clause) or (_TOTAL.search(problem.text) and total.start > compared.start):
        return total.text
    named = frozenset(re.findall(r"[a-z]+", clause))
    whole = total.end <= compared.start and not named & (compared.first | compared.second)
    parts = re.search(r"\b(?:there (?:is|are|were|was)|of (?:them|these|which))\b", problem.text) or total.noun not in ("",)
    return total.text if whole and parts else ""
