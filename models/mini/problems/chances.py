"""How likely one of several kinds is drawn."""

import re

from ..formula import Formula
from .told import Told

_CHANCE = re.compile(r"\b(?:chances?|probability|likely|odds)\b|xac suat")
_ONE = re.compile(
    r"\b(?:draw(?:s|n|ing)?|(?:pick|tak|pull|choos|gett)ing|picks?|picked|takes?|taken|pulls?|chosen|lay|rut|boc|chon)\b"
)
_AGAIN = re.compile(r"\b(?:two|both|again|replace\w*|twice|hai vien|2 vien|ca hai|lan luot)\b")
_PERCENT = re.compile(r"percent|%|phan tram")


def chance(problem: Told) -> Formula | None:
    """The chance of one kind among several: *5 red, 3 blue and 4 green, one is drawn: the chance of blue?*"""
    text, asks = problem.text, problem.asks or problem.text
    if len(problem.amounts) < 2 or not (_CHANCE.search(text) and _ONE.search(text)) or _AGAIN.search(text):
        return None
    kinds = {}
    for each in problem.amounts:
        # "3 viên bi xanh": what they all are stands before the kind.
        words = re.findall(r"[a-z]+", re.split(r"[.,;?]| (?:and|va) ", problem.after(each))[0])
        kinds[each.text, each.start] = set(words)
    shared = set.intersection(*kinds.values())
    behind = asks[found.end() :] if (found := _CHANCE.search(asks)) else asks
    asked = set(re.findall(r"[a-z]+", behind)) - shared
    meant = [key[0] for key, words in kinds.items() if (words - shared) & asked]
    if len(meant) != 1 or any(each.share for each in problem.amounts):
        return None
    part = f"{meant[0]} / ({' + '.join(key[0] for key in kinds)})"
    return Formula(f"{part} * 100", "%") if _PERCENT.search(text) else Formula(part)
