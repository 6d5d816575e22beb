"""Which of several offers is the cheapest by what is got for the money: *12 oz for $3.60 or 20 oz for $5.40*."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from reckoner.core import Language, fold

from .dimensional import Amount, amounts_of
from .dimensional.measure import COIN
from .dimensional.sizes import COUNT, MONEY
from .formula import number

_ASKED: Final = re.compile(
    r"\bwhich\b[^?]*\b(?:cheap|expensive|dearer|better|best|value|deal|save)|\b(?:cheaper|better (?:deal|value|buy|price)|best (?:deal|value|buy))\b|"
    r"\b(?:re|loi|tiet kiem|hoi|duoc gia|dat)(?: tien)? hon\b|\b(?:nao|gi) (?:thi )?(?:re|loi)\b|nen mua (?:cai|loai|goi|hop|chai|o) "
)
_DEARER: Final = re.compile(r"more expensive|dearer|\bdat hon|mac hon")
_BETWEEN: Final = re.compile(r"[,.?!;:](?!\d)|\b(?:or|and|vs|versus|hay|hoac|con|va|voi)\b")
_LEAD: Final = re.compile(r"^(?:which|what|is it|a|an|the|one|con|thi|loai|mua|i can buy|you can get|is|o)\b ?")
_SENTENCE: Final = re.compile(r"[.;?!](?= |$)|,? (?:or|vs|versus|hay|hoặc|hoac) ")
_FEWEST: Final = 2
_HOW_MUCH: Final = re.compile(
    r"how many [a-z ]+ cheaper|how much (?:cheaper|less|more|do|would)|(?:re|dat) hon (?:bao nhieu|bn|may)|chenh"
)


def deal(text: str, language: Language) -> str | None:
    """The program that tells the best of the offers in ``text``, each a number of things and a price; or ``None``."""
    folded = fold(text)
    if not _ASKED.search(folded) or _HOW_MUCH.search(folded):
        return None
    shown, told = amounts_of(text, language)
    offers, unit = _offers(shown, told), ""
    if offers:
        unit = _unit(shown, told)
    else:
        offers = _tariffs(shown, told)
    if len(offers) < _FEWEST:
        return None
    best = "max" if _DEARER.search(folded) else "min"
    listed = ", ".join(f"{name!r}: {price}" for name, price in offers.items())
    return (
        f"offers = {{{listed}}}\n"
        f"print('; '.join(f'{{offer}}: {{price:.4g}}{unit}' for offer, price in offers.items()))\n"
        f"print({best}(offers, key=offers.get))"
    )


def _offers(shown: str, told: Sequence[Amount]) -> dict[str, str]:
    """The offers by the words that tell them, each with what one of its unit costs as an expression; or none."""
    if not told or len(told) % 2 or any(each.share for each in told):
        return {}
    pairs = list(zip(told[::2], told[1::2], strict=True))
    if not all(_is_money(second) for _, second in pairs):
        pairs = [(second, first) for first, second in pairs]
    if not all(_is_money(price) and not _is_money(count, plain=False) for count, price in pairs):
        return {}
    kinds = {tuple(sorted(count.dimensions)) for count, _ in pairs if count.dimensions}
    measured = any(not name.startswith(COUNT) for kind in kinds for name in kind)
    if (measured and len(kinds) > 1) or not all(count.plain and float(count.text) for count, _ in pairs):
        return {}
    smallest = min(count.size for count, _ in pairs)
    return {
        _words(shown, count, price): f"{price.text} / {_times(count.text, count.size / smallest)}"
        for count, price in pairs
    }


def _tariffs(shown: str, told: Sequence[Amount]) -> dict[str, str]:
    """The offers that have a price for each of what is used: *3.50 and 1.80 per km, or 5 and 1.60 per km, for 10 km*."""
    used = [each for each in told if MONEY not in each.dimensions and not each.bare]
    if len(used) != 1 or any(each.share for each in told):
        return {}
    per = {name: -power for name, power in used[0].dimensions.items()}
    prices = [each for each in told if each is not used[0]]
    offers: dict[str, str] = {}
    for group in _parted(shown, prices, {**per, MONEY: 1}):
        rates = [each for each in group if each.dimensions == {**per, MONEY: 1}]
        if len(rates) != 1 or not all(_is_money(each) for each in group if each is not rates[0]):
            return {}
        once = "".join(f" + {each.text}" for each in group if each is not rates[0])
        offers[_words(shown, group[0], group[-1])] = (
            f"{rates[0].text} * {_times(used[0].text, used[0].size * rates[0].size)}{once}"
        )
    return offers


def _parted(shown: str, prices: Sequence[Amount], rate: Mapping[str, int]) -> list[list[Amount]]:
    """The prices of each offer: those of its sentence or, where all stand in one, up to its price for each."""
    parted = [
        [each for each in prices if start <= each.start < end]
        for start, end in pairwise((0, *(found.end() for found in _SENTENCE.finditer(shown)), len(shown)))
    ]
    parted = [group for group in parted if group]
    if len(parted) >= _FEWEST:
        return parted
    groups: list[list[Amount]] = [[]]
    for each in prices:
        groups[-1].append(each)
        if each.dimensions == rate:
            groups.append([])
    return groups if groups.pop() == [] else []


def _is_money(amount: Amount, *, plain: bool = True) -> bool:
    """Whether ``amount`` is money: told as such or, if ``plain`` will do, without anything that it counts."""
    return dict(amount.dimensions) == {MONEY: 1} or (plain and amount.bare and not amount.dimensions)


def _times(text: str, size: Fraction) -> str:
    """A number in a unit so many times as small."""
    return text if size == 1 else f"({text} * {number(size)})"


def _unit(shown: str, told: Sequence[Amount]) -> str:
    """The unit of measure that a price is for one of, as it is written: ``/oz``; nothing where things are counted."""
    counts = [each for each in told if each.dimensions and not each.nouns and MONEY not in each.dimensions]
    smallest = min(counts, key=lambda each: each.size, default=None)
    word = re.match(r" ?([^\W\d_]+)", shown[smallest.end :]) if smallest else None
    return f"/{word[1]}" if word else ""


def _words(shown: str, count: Amount, price: Amount) -> str:
    """An offer as it is told, from the start of its clause."""
    start, end = min(count.start, price.start), max(count.end, price.end)
    before = [each.end() for each in _BETWEEN.finditer(fold(shown[:start]))]
    words = re.sub(r"\s+", " ", shown[max(before, default=0) : end].replace(COIN, "")).strip(" ,.:;")
    while lead := _LEAD.match(fold(words)):
        words = words[lead.end() :]
    return words
