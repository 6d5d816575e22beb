"""All of a row, of a table, or of what a sentence lists."""

import re
from collections.abc import Sequence

from reckoner.core import fold

from ..bilingual import Bilingual
from ..figures import columns_of, figures, is_row
from ..formula import Formula
from ..lexicon import held, singular, terms
from ..numbers import spelt_out
from ..read import Sentence, named_document
from .meant import ALL_OF, PAYS, chosen, own_amounts, row_is_meant

_ALL = Bilingual(
    en=r"\b(?:all|whole|entire|full|every)\b|\bstock\b.*\bworth\b|\btotal\b|come to",
    vi=r"\b(?:toàn bộ|tất cả|hết(?! bao| mấy)|đủ số|cả lô|tổng tiền|tổng cộng)\b",
)
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_COUNTED = 0.2
"""The least share of the question that a sentence must speak of that lists as many amounts as the question says."""
_TOTAL_ASKED = re.compile(r"\btotal|altogether|in all|add up|\btong\b|cong lai|\bcong\b|ca thay")


def whole_row(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """All of a row or of a lot, its count times its price of one; or the price of one, where that of all is told."""
    if re.search(r"percent|%|average|trung binh|giam|discount", asked) or own_amounts(asked, sentence):
        return None
    found = figures(sentence.text)
    price = chosen([each for each in found if each.money and each.per], asked)
    if price is None or any(each.share for each in found) or not row_is_meant(question, sentence, rivals):
        return None
    counts = [each for each in found if each.counts]
    if one := re.search(r"\b(?:per|each|moi|mot) ([a-z]+)", asked):
        parts = [each for each in counts if singular(one[1]) in (each.noun, *each.key.split())]
        return Formula(f"{price.text} / {parts[0].text}") if len(parts) == 1 and price.per == "one" else None
    if not (PAYS.search(asked) and _ALL.search(question)) or re.search(r"\bfee\b|phi", price.key):
        return None
    fitting = [each for each in counts if price.per in ("one", "suat", each.noun) or price.per in each.key]
    named = [each for each in fitting if set(each.key.split()) & set(re.findall(r"[a-z]+", asked))]
    counts = fitting if len(fitting) == 1 else named
    return Formula(f"{counts[0].text} * {price.text}") if len(counts) == 1 else None


def all_rows(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What all rows of a table come to, where as many are named as there are: *all 5 filters*."""
    named, own = ALL_OF.search(asked), own_amounts(asked, sentence)
    if named is None or not is_row(sentence.text) or not (PAYS.search(asked) or _TOTAL_ASKED.search(asked)):
        return None
    columns = columns_of(sentence.text)
    rows = [sentence, *(each for each in rivals if columns_of(each.text) == columns and _same_table(each, sentence))]
    words = held(" ".join((*columns, sentence.text)))
    count = _COUNTS.get(named["n"]) or int(named["n"])
    if len(rows) != count or not any(term.stands_in(words) for term in terms(named["what"])):
        return None
    found = [_column_asked(each, asked) for each in rows]
    return Formula(" + ".join(found)) if all(found) and len(own) <= 1 else None


def all_of_list(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What the amounts that one sentence lists come to, as many as the question says: *all five items*."""
    named = ALL_OF.search(fold(spelt_out(asked, "en")))
    if named is None or is_row(sentence.text) or not (PAYS.search(asked) or _TOTAL_ASKED.search(asked)):
        return None
    listed = [each for each in figures(sentence.text) if not each.share]
    count = _COUNTS.get(named["n"]) or int(named["n"])
    if len(listed) != count or not any(each.money for each in listed) or sentence.coverage < _COUNTED:
        return None
    return Formula(" + ".join(each.text for each in listed))


def _column_asked(row: Sentence, asked: str) -> str:
    numbers = [each for each in figures(row.text) if each.money == bool(PAYS.search(asked)) and not each.share]
    words = set(re.findall(r"[a-z]+", asked))
    named = [each.text for each in numbers if set(each.key.split()) & words]
    return named[0] if len(named) == 1 else numbers[0].text if len(numbers) == 1 else ""


def _same_table(first: Sentence, second: Sentence) -> bool:
    return named_document(first) == named_document(second)
