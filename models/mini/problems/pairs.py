"""Two of whom one is told by the other: so many times as much, so much more."""

import re

from ..formula import Formula
from .told import NUMBER, Told, part

_OLDER = re.compile(
    rf"(?P<who>[a-z' ]+?),? (?P<n>{NUMBER}) (?:years? |yrs? )?(?P<way>older|younger)"
    r"(?: than (?P<than>[a-z' ]+?)(?= and | but |[^a-z' ]|$))?"
)
_HOLDER = re.compile(r"(?P<holder>[a-z' ]+?)(?: (?:is|am|has|just|now|turned)|'m|'s)* $")
_AGE_ASKED = re.compile(
    r"(?:so |then |and |now )?how old (?:is|am|are) (?P<whose>(?!(?:they|we|both|together)\b)[a-z' ]+)"
)
_THEN = re.compile(r"\b(?:ago|next|last|when|was|were|will|twice|half|together|both)\b")
_PRONOUNS = {"he", "she", "him", "her"}
_IDLE = frozenset("and but if is am are m s does now years old the a an".split())


def sum_and_difference(problem: Told) -> Formula | None:
    """Two numbers by their sum and their difference."""
    text = problem.text
    total = part(r"(?:sum|total|add up|adds? to|tong)(?: is| of| to| la| bang| bang la|:)* N", text)
    apart = part(r"(?:difference|differ by|hieu|chenh(?: lech)?|hon kem nhau)(?: is| of| la| bang|:)* N", text)
    if not total or not apart or len(re.findall(NUMBER, text)) > 2:
        return None
    if re.search(r"larger|bigger|greater|so lon", text):
        return Formula(f"({total} + {apart}) / 2")
    return Formula(f"({total} - {apart}) / 2") if re.search(r"smaller|lesser|so be|so nho", text) else None


def age(problem: Told) -> Formula | None:
    """How old one of two is, by the other's age: *Tom is 12. His sister is 4 years older. How old is she?*"""
    told, asked = _OLDER.search(problem.text), _AGE_ASKED.fullmatch(problem.asks)
    if told is None or asked is None or len(problem.amounts) != 2 or _THEN.search(problem.text):
        return None
    known = next(each for each in problem.amounts if not told.start("n") <= each.start < told.end("n"))
    # The other's age is told of whom it is told, or behind "older than Tom, who is 12".
    found = _HOLDER.search(re.split(r"[.,;?!]| and | but ", problem.before(known))[-1])
    holder = _words(found["holder"]) if found else set()
    who, than = _words(told["who"]), _words(told["than"] or "")
    if not holder or holder <= _PRONOUNS or holder == _words(asked["whose"]):
        return None
    if holder == who:
        first = False
    elif holder in (than, {"who"}) or than <= _PRONOUNS:
        first = True
    else:
        return None
    more = (told["way"] == "older") == first
    return Formula(f"{known.text} {'+' if more else '-'} {told['n']}")


def _words(text: str) -> set[str]:
    return {"i" if each == "me" else each for each in re.findall(r"[a-z]+", text)} - _IDLE
