"""What is left to pay."""

import re
from collections.abc import Sequence

from reckoner.core import fold

from ..figures import figures, is_row
from ..formula import Formula
from ..read import Sentence
from .meant import own_amounts, row_is_meant

_SPOKEN = 0.35
"""How much of the question a sentence must speak of at least whose price somebody pays a share of."""
_GRANT = re.compile(r"\b(?:covers?|pays?|subsid\w+|grant|contributes?|refunds?|ho tro|tai tro|chi tra|bao hiem)\b")
_REST_PAID = re.compile(
    r"(?:once|after|when|with|less|minus)\b.*\b(?:taken off|off|deducted|grant|subsidy|contribution)|\bourselves\b|\bitself\b|\bleft to pay|still (?:have|has) to pay|"
    r"sau khi .*(?:ho tro|tai tro|tru)|con phai (?:tra|dong|chi|nop)|tu (?:tra|chi|bo)"
)
_OWED = re.compile(
    r"still (?:owe|due|to pay)|left to pay|balance|outstanding|con (?:phai|no|thieu)|conlai|con lai phai"
)
_PAID = re.compile(r"\b(?:deposit|paid|advance|coc|da tra|da thu|tam ung|dat truoc)\b")


def without_grant(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What is left to pay of a price of which somebody pays a share that stands beside it."""
    found = figures(sentence.text)
    prices, shares = [each for each in found if each.money], [each for each in found if each.share]
    if len(prices) != 1 or len(shares) != 1 or own_amounts(asked, sentence) or not _REST_PAID.search(asked):
        return None
    if not _GRANT.search(fold(sentence.text)) or sentence.coverage < _SPOKEN:
        return None
    return Formula(f"{prices[0].text} * (1 - {shares[0].text} / 100)")


def balance(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What is still to be paid of a row: its total without what was paid."""
    if not _OWED.search(asked) or not is_row(sentence.text) or own_amounts(asked, sentence):
        return None
    found = [each for each in figures(sentence.text) if each.key and not each.share]
    paid = [each for each in found if _PAID.search(each.key)]
    totals = [each for each in found if each.money and re.search(r"\b(?:total|tong|thanh tien)\b", each.key)]
    prices = [each for each in found if each.money and each.per and each not in paid]
    counts = [each for each in found if each.counts]
    if len(paid) != 1 or not row_is_meant(question, sentence, rivals):
        return None
    if len(totals) == 1:
        return Formula(f"{totals[0].text} - {paid[0].text}")
    if totals or len(prices) != 1 or len(counts) > 1:
        return None
    return Formula(" * ".join(each.text for each in (*counts, *prices)) + f" - {paid[0].text}")
