"""What is paid beyond what is free: *34 kg of luggage*, of which 20 are free, and so much for each kilo more."""

import re
from collections.abc import Sequence
from typing import Final

from reckoner.core import fold, language_of

from ..bilingual import Bilingual
from ..figures import figures
from ..formula import Formula
from ..lexicon import held
from ..numbers import canonical
from ..read import Sentence
from ..units import measures_in, unit_at
from .asked import Asked

_BEYOND: Final = Bilingual(
    en=r"\b(?:above|beyond|over|extra|excess|further|additional|more than|exceed\w*)\b",
    vi=r"\b(?:vượt|quá|phụ trội|dư|thêm)\b",
)
_FREE: Final = Bilingual(
    en=r"\b(?:free|included?|includes|allowance|allowed|up to|agreed|at no charge|no charge)\b",
    vi=r"\b(?:miễn|được mang|bao gồm|đã gồm|tối đa|định mức|giới hạn)\b",
)
_PAID: Final = r"[^\d.;]{0,24}?[$€£]? ?(?P<%s>\d+(?:\.\d+)?)"
_TIERS: Final = tuple(
    re.compile(rf"\b{first}{_PAID % 'first'}[^.;]{{0,40}}?\b{further}{_PAID % 'further'}")
    for first, further in (
        ("first (?P<what>[a-z]+)", "(?:each|every|any|per) (?:further|additional|extra|other|more)(?: [a-z]+)?"),
        (
            "(?P<what>[a-z]+) dau(?: tien)?",
            "(?:moi|tu) [a-z]+ (?:thu hai|thu 2|tiep theo|them|sau|ke tiep)(?: tro di)?",
        ),
    )
)
"""The price of the first, and of each further one: in small letters without diacritics."""
_SEVERAL: Final = 2


def beyond(asked: str, among: Sequence[Sentence]) -> tuple[Formula, tuple[Sentence, ...]] | None:
    """What the one measure in ``asked`` costs beyond the free part that ``among``, sentences of one document, tells.

    The rate and the allowance stand in one sentence, or in two; more than one of either decides nothing.
    """
    own = measures_in(fold(asked))
    if len(own) != 1:
        return None
    [(number, unit)] = own
    rates = [(each, rate) for each in among if _BEYOND.search(each.text) for rate in _rates(each.text, unit)]
    if len({rate for _, rate in rates}) != 1:
        return None
    paid, rate = rates[0]
    free = [(each, value) for each in (paid, *among) if _FREE.search(each.text) for value in _free(each.text, unit)]
    if len({value for _, value in free}) != 1 or float(free[0][1]) >= float(number):
        return None
    source, value = free[0]
    return Formula(f"({number} - {value}) * {rate}"), tuple(dict.fromkeys((source, paid)))


def first_and_further(asked: Asked, among: Sequence[Sentence]) -> tuple[Formula, tuple[Sentence, ...]] | None:
    """What the one number of things in ``asked`` costs, of which the first has one price and each further one another.

    Both stand in one sentence: *First flue £62, each further flue £38*.
    """
    counts = [token.text for token in asked.said if token.number]
    if len(counts) != 1 or not counts[0].isdigit() or int(counts[0]) < _SEVERAL:
        return None
    named = frozenset(form for token in asked.said for form in (*token.forms, token.text))
    tiers = ((tier.search(_plain(each)), each) for each in among for tier in _TIERS)
    found = [(prices, each) for prices, each in tiers if prices and named & {prices["what"], *held(prices["what"])}]
    if len(found) != 1:
        return None
    [(prices, source)] = found
    return Formula(f"{prices['first']} + {int(counts[0]) - 1} * {prices['further']}"), (source,)


def _plain(sentence: Sentence) -> str:
    return fold(canonical(sentence.text, language_of(sentence.text)))


def _rates(text: str, unit: str) -> list[str]:
    """The amounts of money that ``text`` tells for each ``unit``."""
    return [each.text for each in figures(text) if each.money and each.per and unit_at(f" {each.per}") == unit]


def _free(text: str, unit: str) -> list[str]:
    """The measures in ``unit`` that ``text`` tells and that nothing is paid for each of."""
    return [number for number, of in measures_in(fold(canonical(text, language_of(text)))) if of == unit]
