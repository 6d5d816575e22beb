"""The formula over the offers that a question names."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from reckoner.core import fold, language_of

from ..figures import Figure, figures, values_of
from ..lexicon import singular
from ..numbers import canonical
from ..times import unit_of
from ..units import scale, unit_at
from .asked import is_one_way
from .bounds import sizes_in_text
from .listed import Listed
from .named import Mention, Token, pieces
from .offers import Offer

_DEPOSIT: Final = re.compile(r"\bdeposit|\bcoc\b")
_WHOLE: Final = frozenset(("full", "whole", "single", "per", "moi"))
"""In the name of a column of prices they say no more than that it is for one: *full day*."""
_EACH_TIME: Final = re.compile(r"(?:\b(?:per|an?|each|every|moi|mot|1|theo|hang|:) ?|/ ?)([a-z]+)\b")
"""A price for each such time: *£15 a day*; of a row it may be a value by itself."""
_BEHIND: Final = re.compile(
    r"^[ £$€₫đ]*(?:usd|eur|gbp|vnd|dong|pounds?|euros?|dollars?|d|k)?\b ?(?:/|per|for|an?|each|mot|moi)* ?"
)
_NEAR: Final = 12
"""So many characters behind a price, but for its currency, may say how much it is for."""
_NOT_PRICES: Final = re.compile(r"deposit|coc\b|stock|ton kho|quantity|so luong|total|thanh tien|paid|da tra")


def formula(listed: Listed, beside: tuple[Token, ...] = ()) -> str:
    """What all of them come to; nothing where one has no price that is surely meant.

    Args:
        listed: What is named.
        beside: Words that may say which price is meant where those of the list do not.
    """
    said, parts, timed, one_way = listed.asked.said, [], False, []
    time = listed.times[0] if listed.times else None
    for each in listed.named:
        end = next((at for at in range(each.last, len(said)) if said[at].joint), len(said))
        prices = _payable(each.offer, said)
        price = (
            _price(prices, said[each.last : end])
            or _price(prices, said)
            or (_price(prices, beside) if beside else None)
        )
        part = _part(listed, each, price) if price else ""
        if not price or not part:
            return ""
        if time is not None and _for_each(said[time + 1].text, price, each.offer):
            part, timed = f"{part} * {said[time].text}", True
        if listed.asked.with_deposit:
            deposit = _deposit(each.offer)
            held = _so_many(said, each, deposit) if deposit else ""
            if not held:
                return ""
            part = f"{part} + {held}"
        parts.append(part)
        one_way.append(_is_one_way(each.offer, price))
    ways = listed.asked.both_ways and any(one_way)
    if (time is not None and not timed) or (ways and not all(one_way)):
        return ""
    whole = " + ".join(parts)
    whole = f"2 * ({whole})" if ways else whole
    return f"({whole}){listed.asked.factor}" if listed.asked.factor else whole


def _part(listed: Listed, mention: Mention, price: Figure) -> str:
    """So many at ``price``, or all that there is of it."""
    if listed.asked.all_there_is and mention.count is None:
        stock = [each for each in figures(mention.offer.sentence.text) if each.counts]
        units = {unit for unit, _ in sizes_in_text(stock[0].key)} if stock else set()
        return _at(stock[0].text, next(iter(units), ""), price, mention.offer) if len(stock) == 1 else ""
    return _so_many(listed.asked.said, mention, price)


def _payable(offer: Offer, said: tuple[Token, ...]) -> tuple[Figure, ...]:
    """The prices of ``offer`` without deposits and the like, but where the question speaks of them."""
    if _DEPOSIT.search(" ".join(each.text for each in said)):
        return offer.prices
    return tuple(each for each in offer.prices if not _NOT_PRICES.search(each.key)) or offer.prices


def _price(prices: Sequence[Figure], said: tuple[Token, ...]) -> Figure | None:
    """The price that is meant: the only one, that of the column that the question names, or the only one to pay."""
    if len(prices) == 1:
        return prices[0]
    keys = [set(map(singular, re.findall(r"[a-z]+|\d+", each.key))) for each in prices]
    shared = set.intersection(*keys)
    # "20 trees": a word for pieces names no column, that for a time does; but "3 nets" may be those of one column alone.
    every = {singular(each.text) for each in said}
    words = {
        singular(each.text) for at, each in enumerate(said) if not (at and said[at - 1].number) or unit_of(each.text)
    }
    for spoken in (words, every):
        scores = [len((key - shared) & spoken) for key in keys]
        if max(scores) and scores.count(max(scores)) == 1:
            return prices[scores.index(max(scores))]
    # "A day" is no half day, but a full one.
    whole = [each for each, key in zip(prices, keys, strict=True) if key - shared - _WHOLE <= words and key & words]
    return whole[0] if len(whole) == 1 else None


def _deposit(offer: Offer) -> Figure | None:
    """What is left as a deposit for each of it."""
    found = [each for each in offer.prices if _DEPOSIT.search(each.key)]
    return found[0] if len(found) == 1 else None


def _so_many(said: tuple[Token, ...], mention: Mention, price: Figure) -> str:
    """So many at ``price``; nothing where they are counted in what it is not for and cannot be turned into."""
    if mention.count is None:
        return price.text
    count, word = said[mention.count].text, said[mention.count + 1].text if mention.count + 1 < len(said) else ""
    return _at(count, "" if word in pieces() else unit_at(f" {word}"), price, mention.offer)


def _at(count: str, unit: str, price: Figure, offer: Offer) -> str:
    """``count`` of ``unit`` at ``price``, which may be that of another unit, or of several: *6.5 kg* at *4.20 per 100 g*."""
    if not unit:
        return f"{count} * {price.text}"
    for told in _priced_by(price, offer):
        shares = {into / size for other, size in sizes_in_text(told) if (into := scale(unit, other)) is not None}
        if len(shares) == 1:
            share = shares.pop()
            if Fraction(count) * share == 1:
                return price.text
            times = "" if share == 1 else f" / {share.denominator}" if share.numerator == 1 else f" * {share}"
            return f"{count}{times} * {price.text}"
    return ""


def _priced_by(price: Figure, offer: Offer) -> Iterator[str]:
    """What may tell how much ``price`` is for, the most telling first: its column, what stands behind it, the row's cells."""
    yield price.key
    yield price.per
    plain = fold(canonical(offer.text, language_of(offer.text)))
    yield _BEHIND.sub("", plain.partition(price.text)[2], count=1)[:_NEAR]
    yield " ; ".join(map(fold, values_of(offer.sentence.text)))


def _for_each(time: str, price: Figure, offer: Offer) -> bool:
    """Whether ``price`` is told for each such unit of time."""
    if any(unit_of(word) == unit_of(time) for word in re.findall(r"[a-z]+", f"{price.key} {price.per}")):
        return True
    told = f"{fold(offer.text)} {fold(offer.sentence.passage['section'] or '')}"
    return any(unit_of(found[1]) == unit_of(time) for found in _EACH_TIME.finditer(told))


def _is_one_way(offer: Offer, price: Figure) -> bool:
    """Whether ``price`` takes somebody there and not back: its column says so, or else the sentence or what stands over it."""
    if offer.is_row and len(offer.prices) > 1:
        return is_one_way(price.key)
    return is_one_way(fold(f"{offer.sentence.text} {offer.sentence.over}"))
