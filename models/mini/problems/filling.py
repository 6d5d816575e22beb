"""How long it takes until something is full or empty that is partly full: *240 litres, 16 a minute, a quarter full*."""

import re

from ..formula import Formula
from ..times import any_of
from .told import FRACTIONS, NUMBER, Told, group

_TIME = any_of("second", "minute", "hour", "day")
_PARTS = {**FRACTIONS, "thirds": "2/3", "quarters": "3/4", "phan ba": "1/3", "phan tu": "1/4"}
_PART = r"(?P<share>\d+(?:\.\d+)?) ?%|(?P<top>\d)/(?P<bottom>\d{1,2})|(?:(?P<several>2|3|two|three) )?\b(?P<words>half|thirds?|quarters?|nua|phan ba|phan tu)\b"
_FULL = re.compile(
    rf"(?:{_PART}) ?(?:of the way )?(?:full|filled|day|be\b|binh|thung|ho\b)|(?:da co|co san|dang co|con)(?: san)?(?: nuoc)? (?:{_PART.replace('?P<', '?P<b_')})"
)
_RATE = re.compile(
    rf"(?P<n>{NUMBER}) ?[a-z]{{0,7}} ?(?:per|a|an|each|every|/|moi|mot|1) ?(?:{_TIME})\b|\b(?:each|every|moi|mot|1) (?:{_TIME}) [a-z ]{{0,24}}?(?P<n2>{NUMBER})"
)
_UNTIL_FULL = re.compile(
    r"until (?:it(?: is|'s|s)? |the \w+ is )?full|to (?:be )?(?:full|fill)|fill (?:it|up|the)|\bis full|\bday\b"
)
_UNTIL_EMPTY = re.compile(r"until (?:it(?: is|'s|s)? )?empty|to empty|\bis empty|\bcan\b|\bhet\b")


_UNTIL_PART = re.compile(
    r"(?:only|just|con|chi con)? ?(?:an? |1 |mot )?(?P<part>half|third|quarter|nua|phan ba|phan tu|1/2|1/3|1/4)(?: (?:of )?(?:the |its )?[a-z]+){0,3}? (?:is |are )?(?:left|remains?|remaining)|"
    r"(?:chi )?con (?:lai )?(?:mot |1 )?(?P<part2>nua|phan ba|phan tu|1/2|1/3|1/4)"
)


def until_part(problem: Told) -> Formula | None:
    """The time until only a part is left: *360 litres, 15 go a minute: when is a third left?*"""
    part, rate = _UNTIL_PART.search(problem.text), _RATE.search(problem.text)
    asked = re.search(rf"how long|(?:how many|bao nhieu|\bmay) (?:{_TIME})|bao lau", problem.text)
    if part is None or rate is None or asked is None:
        return None
    others = [each for each in problem.outside(*rate.span()) if not part.start() <= each.start < part.end()]
    if len(others) != 1:
        return None
    told = group(part, "part")
    return Formula(f"{others[0].text} * (1 - {_PARTS.get(told, told)}) / {group(rate, 'n')}")


def filling(problem: Told) -> Formula | None:
    """The time until it is full, or empty, by what it holds, what flows in a time, and the part that is full."""
    part, rate = _FULL.search(problem.text), _RATE.search(problem.text)
    if (
        part is None
        or rate is None
        or not re.search(
            rf"how long|(?:how many|bao nhieu|\bmay) (?:{_TIME})|bao lau|(?:{_TIME})s? until", problem.text
        )
    ):
        return None
    each = group(rate, "n")
    others = [
        a
        for a in problem.amounts
        if not part.start() <= a.start < part.end() and not rate.start() <= a.start < rate.end()
    ]
    if len(others) != 1:
        return None
    share = _share(part)
    if _UNTIL_FULL.search(problem.text):
        return Formula(f"{others[0].text} * (1 - {share}) / {each}")
    return Formula(f"{others[0].text} * {share} / {each}") if _UNTIL_EMPTY.search(problem.text) else None


def _share(part: re.Match[str]) -> str:
    """The part that is full, as a formula."""
    for mark in ("", "b_"):
        if part[f"{mark}share"]:
            return f"{part[f'{mark}share']}/100"
        if part[f"{mark}top"]:
            return f"{part[f'{mark}top']}/{part[f'{mark}bottom']}"
        if words := part[f"{mark}words"]:
            several = {"2": "2", "two": "2", "3": "3", "three": "3"}.get(part[f"{mark}several"] or "", "")
            one = _PARTS[words.rstrip("s")]
            return f"{several or one[0]}/{one[2]}"
    raise AssertionError("a part has one of its forms")
