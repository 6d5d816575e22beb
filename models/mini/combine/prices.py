"""Prices of one, of many, and of a part."""

import re
from collections.abc import Sequence

from reckoner.core import fold, language_of

from ..figures import Figure, figures, is_row, values_of
from ..formula import Formula
from ..lexicon import MONEY, singular
from ..numbers import canonical
from ..operands import LESS
from ..patterns import patterns
from ..problems.told import Amount
from ..quantities import amounts_of_money
from ..read import Sentence
from ..times import factor, unit_of
from ..units import unit_at, unit_named
from .meant import ALL_OF, PAYS, SEVERAL, chosen, is_about, own_amounts, row_is_meant, says_all

_WHOLE_SPAN = re.compile(
    r"\b(?:a|one|per|whole|full|entire|the)(?: whole| full| entire)? (year|week)\b|\b(?:ca|mot|moi|suot mot|tron) (nam|tuan)\b"
)
_BOTH_WAYS = re.compile(patterns("tally")["both_ways"])
_ONE = re.compile(
    r"\b(?:cost|costs|price|pay|charge|gia|tien)\b.*?\b(?:per|for (?:each|one)|moi|mot|1) (?P<what>[a-z0-9³² ]+)"
)
_WHAT_REMAINS = re.compile(r"\bpay|cost|left|price|\bbe\b|con (?:bao|may|lai)|\bcon\b|tra|after|sau khi")
_HOW_MUCH_LESS = re.compile(
    r"save|how much (?:off|discount)|discount (?:is|do|would)|(?:bot|giam|tiet kiem)(?: duoc)? (?:bao nhieu|may)|duoc (?:bot|giam)"
)


def price_of_many(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """So many at the price of one that is told."""
    if not PAYS.search(asked) or SEVERAL.search(question) or ALL_OF.search(asked):
        return None
    prices = [each for each in figures(sentence.text) if each.money and each.per]
    price = chosen(prices, asked)
    if price is None:
        return None
    own = own_amounts(asked, sentence)
    if len(own) > 1 or any(each.share for each in own):
        return None
    # A time counts no pieces, and a way there and back has another price than one way.
    if own and unit_of(own[0].noun) and unit_of(own[0].noun) != unit_of(price.per):
        return None
    # A weight is no count of pieces; at the price of another weight it is one of the things that are added up.
    weight = unit_at(f" {own[0].noun}") if own and not unit_of(own[0].noun) else ""
    if weight and weight != unit_at(f" {price.per}") and not _is_for_each(weight, sentence.text):
        return None
    if _BOTH_WAYS.search(asked) and not _BOTH_WAYS.search(fold(f"{sentence.text} {price.key}")):
        return None
    if price.per == "one" or (is_row(sentence.text) and not unit_of(price.per)):
        fits = own and row_is_meant(question, sentence, rivals)
        return Formula(f"{own[0].text} * {price.text}") if fits else None
    return _for_each(asked, own, price, sentence)


def _is_for_each(unit: str, text: str) -> bool:
    """Whether something is told for each of a unit: *price per metre of width*, or in a column of units, *kg*."""
    folded = fold(text)
    if any(unit_named(fold(cell)) == unit for cell in values_of(text)):
        return True
    return any(
        unit_at(folded[each.end() :]) == unit for each in re.finditer(r"(?:\b(?:per|each|every|moi|mot) |/ ?)", folded)
    )


def _for_each(asked: str, own: list[Amount], price: Figure, sentence: Sentence) -> Formula | None:
    """So many of what the price is told for each of."""
    if own and (re.search(r"years? old|tuoi", asked) or not is_about(sentence)):
        return None
    if own and (
        singular(own[0].noun) == price.per or (unit_of(price.per) and unit_of(own[0].noun) == unit_of(price.per))
    ):
        return Formula(f"{own[0].text} * {price.text}")
    if span := _WHOLE_SPAN.search(asked):
        count = factor(unit_of(span[1] or span[2]), unit_of(price.per)) if unit_of(price.per) else None
        if count and not own and says_all(sentence):
            return Formula(f"{count} * {price.text}")
    # "3 of my garden work hours": the noun stands further on, and nowhere else is a number.
    nouns = {singular(word) for word in re.findall(r"[a-z]+", asked[own[0].end :].split("?")[0])[:6]} if own else set()
    return Formula(f"{own[0].text} * {price.text}") if own and price.per in nouns else None


def for_one(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """What one costs of so many that cost so much together: *what is that per cubic metre?*"""
    one, found = _ONE.search(asked), figures(sentence.text)
    paid = [each for each in found if each.money]
    if one is None or own_amounts(asked, sentence) or len(paid) != 1 or paid[0].per or is_row(sentence.text):
        return None
    unit, noun = unit_at(f" {one['what']}"), singular(one["what"].split()[0])
    # That money is meant, and for each of what, need not be said beside it.
    lacking = (term for term in sentence.missing if not term.forms & MONEY and term.text not in ("per", "moi"))
    if unit_of(noun) or any(term.text not in sentence.beside for term in lacking):
        return None
    plain = fold(canonical(sentence.text, language_of(sentence.text)))
    behind = [(each[0], plain[each.end() :]) for each in re.finditer(r"(?<![\w.])\d+(?:\.\d+)?", plain)]
    of_it = [
        number
        for number, rest in behind
        if (unit_at(rest) == unit if unit else singular(re.sub(r"[^a-z].*", "", rest.strip())) == noun)
    ]
    return Formula(f"{paid[0].text} / {of_it[0]}") if len(of_it) == 1 and of_it[0] != "1" else None


def part_of_amount(asked: str, question: str, sentence: Sentence, rivals: Sequence[Sentence]) -> Formula | None:
    """A share that is told, of the amount that the question names: *5% of the order* and an order of 900,000."""
    shares = [each for each in figures(sentence.text) if each.share]
    own = [each for each in own_amounts(asked, sentence) if not each.share]
    if len(shares) != 1 or len(own) != 1 or is_row(sentence.text) or sentence.coverage < 0.4:
        return None
    if own[0].text not in amounts_of_money(question, language_of(question)) or not PAYS.search(asked):
        return None
    if unit_of(own[0].noun) or float(own[0].text) < 10 or re.search(r"percent|%|phan tram", asked):
        return None
    part, whole = shares[0].text, own[0].text
    if not LESS.search(fold(sentence.text)) or _HOW_MUCH_LESS.search(asked):
        return Formula(f"{whole} * {part} / 100")
    return Formula(f"{whole} * (1 - {part} / 100)") if _WHAT_REMAINS.search(asked) else None
