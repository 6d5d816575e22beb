"""What part of a mixture one of two things is: *200 g of sugar in 600 g of water*."""

import re

from ..formula import Formula
from ..units import unit_at
from .told import Told

_STRENGTH = re.compile(
    r"\bconcentration\b|\bstrength\b|nong do|(?:bao nhieu|may) (?:phan tram|%)|(?:what|how many) percent"
)
_MIXED = re.compile(r"\b(?:dissolv\w*|mix\w*|stir\w*|added? to|pha|hoa tan|hoa|tron)\b")
_INTO = re.compile(r"\b(?:in|into|with|to|and|vao|voi|va|cung|trong)\b")


def concentration(problem: Told) -> Formula | None:
    """The share of what is dissolved in the whole, in percent."""
    if len(problem.amounts) != 2 or not (_STRENGTH.search(problem.text) and _MIXED.search(problem.text)):
        return None
    first, second = problem.amounts
    same = unit_at(problem.text[first.end :]) == unit_at(problem.text[second.end :])
    if first.share or second.share or not same or not _INTO.search(problem.text[first.end : second.start]):
        return None
    # "Dissolved in 600 g of solution": the second is the whole.
    whole = re.match(r" ?[a-z]+ (?:of )?(?:the )?(?:solution|mixture|dung dich|hon hop)", problem.text[second.end :])
    return Formula(
        f"{first.text} / {second.text} * 100" if whole else f"{first.text} / ({first.text} + {second.text}) * 100", "%"
    )
