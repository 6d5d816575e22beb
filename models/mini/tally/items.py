"""What the things that a question names come to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from reckoner.core import Language, fold

from ..bill import share_of
from ..figures import Figure, cells_of, figures, is_row, values_of
from ..formula import Formula
from ..lexicon import held, singular
from ..numbers import canonical
from ..operands import conditional
from ..patterns import patterns
from ..read import Found, Sentence, found_in, named_document, ranked
from ..said import Said
from ..times import unit_of
from ..units import scale, unit_at
from .allowance import beyond
from .named import Mention, Token, Unclear, mentions, pieces, tokens
from .offers import Offer, offers

_UNKNOWN: Final = 2
"""So many words may tell something that no document speaks of: who buys, and why."""
_RARE: Final = 2
"""A word of so few sentences says which is meant."""
_NOT_PRICES: Final = re.compile(r"deposit|coc\b|stock|ton kho|quantity|so luong|total|thanh tien|paid|da tra")


@dataclass(frozen=True)
class Tally:
    """A sum, and the sentences whose prices it adds."""

    formula: Formula
    found: tuple[Found, ...]


def tally(question: str, results: Sequence[str], language: Language) -> Tally | None:
    """What the offers that ``question`` names come to; ``None`` where it names fewer than two pieces, or not clearly.

    Args:
        question: As the person put it.
        results: What the document searches returned, as text.
        language: The question's.
    """
    asked = canonical(question, language)
    adds, asked = bool(_said("adds").search(asked)), _without(asked)
    if not _said("asks_sum").search(asked) or _said("other").search(asked):
        return None
    telling = ranked(question, results, language)
    for name in dict.fromkeys(map(named_document, telling)):
        if more := beyond(asked, [each for each in telling if named_document(each) == name]):
            return Tally(more[0], tuple(map(found_in, more[1])))
    asked, factor = _shared(asked)
    asked, ages = _aged(asked)
    if "%" in asked:
        return None
    said = tokens(asked, language)
    try:
        named, among = _of_one_document(said, telling, ages, language)
        return _sum(said, named, among, ages, factor, adds=adds) if named else None
    except Unclear:
        return None


def _of_one_document(
    said: Sequence[Token], telling: Sequence[Sentence], ages: Sequence[int], language: Language
) -> tuple[list[Mention], list[Sentence]]:
    """What is named of the document that most is named of, and that document's sentences."""
    best: tuple[int, list[Mention], list[Sentence]] = (0, [], [])
    for name in dict.fromkeys(map(named_document, telling)):
        among = [each for each in telling if named_document(each) == name]
        try:
            named = mentions(said, offers(among), ages, language)
        except Unclear:
            if not best[0]:
                raise
            continue
        size = sum(each.last - each.first for each in named)
        if size > best[0]:
            best = size, named, among
    return best[1], best[2]


def _sum(
    said: Sequence[Token],
    named: Sequence[Mention],
    among: Sequence[Sentence],
    ages: Sequence[int],
    factor: str,
    *,
    adds: bool,
) -> Tally | None:
    counted = {each.count for each in named if each.count is not None}
    times = [at for at, each in enumerate(said) if each.number and at not in counted and _time_of(said, at)]
    named = _once(named)
    others = [at for at, each in enumerate(said) if each.number and at not in counted and at not in times]
    others = [at for at in others if said[at].text != "1"]
    # "The two fees": as many as are named.
    if any(float(said[at].text) != len(named) or len(named) < 2 for at in others) or len(times) > 1:
        return None
    pieces = sum(float(said[each.count].text) if each.count is not None else 1 for each in named)
    if (pieces < 2 and not times) or not _joined(said, named) or any(map(_conditional, named)):
        return None
    if ages and not any(each.offer.ages for each in named):
        return None  # Somebody's age asks for a rule that is told elsewhere.
    if not counted and not times and not adds:
        return None
    if not _all_named(said, named) or _unknown(said, named, among) > _UNKNOWN or _has_rule(said, named, among):
        return None
    parts, timed = [], False
    for each in named:
        price = _price(each, said[each.last : _end_of_part(said, each.last)]) or _price(each, said)
        times_of = _counts(said, each, price) if price is not None else None
        if price is None or times_of is None:
            return None
        part = f"{said[each.count].text}{times_of} * {price.text}" if each.count is not None else price.text
        if times and _for_each(said[times[0] + 1].text, price, each.offer):
            part, timed = f"{part} * {said[times[0]].text}", True
        parts.append(part)
    if times and not timed:
        return None
    whole = " + ".join(parts)
    found = tuple(dict.fromkeys(found_in(each.offer.sentence) for each in named))
    return Tally(Formula(f"({whole}){factor}" if factor else whole), found)


def _conditional(mention: Mention) -> bool:
    """Whether the price depends on more than a count: a surcharge, or a card that brings a discount."""
    text = mention.offer.text
    return conditional(text) or any(each.share for each in figures(mention.offer.sentence.text))


def _once(named: Sequence[Mention]) -> list[Mention]:
    """``named`` without what is named again."""
    kept: dict[tuple[str, tuple[Figure, ...]], Mention] = {}
    for each in named:
        key = each.offer.text, each.offer.prices
        if key not in kept or (kept[key].count is None and each.count is not None):
            kept[key] = each
    return list(kept.values())


def _joined(said: Sequence[Token], named: Sequence[Mention]) -> bool:
    """Whether the mentions are parts of a list: between two of them stands a joint, or the second has its own number."""
    return all(
        second.count is not None or any(each.joint for each in said[first.last : second.first])
        for first, second in pairwise(named)
    )


def _counts(said: Sequence[Token], mention: Mention, price: Figure) -> str | None:
    """What turns the number of a mention into what the price is for, grams into kilos; ``None`` where nothing does."""
    if mention.count is None or mention.count + 1 >= len(said):
        return ""
    word = said[mention.count + 1].text
    unit = unit_at(f" {word}")
    if not unit or word in pieces():
        return ""
    told = (*re.findall(r"[a-z]+", price.key), price.per, *map(fold, values_of(mention.offer.sentence.text)))
    priced = {unit_at(f" {each}") for each in told if each} - {""}
    if unit in priced:
        return ""
    scales = [each for each in (scale(unit, other) for other in priced) if each is not None]
    return (
        f" * {scales[0]}"
        if len(scales) == 1 and scales[0] >= 1
        else f" / {1 / scales[0]}"
        if len(scales) == 1
        else None
    )


def _time_of(said: Sequence[Token], at: int) -> str:
    return unit_of(said[at + 1].text) if at + 1 < len(said) else ""


def _for_each(time: str, price: Figure, offer: Offer) -> bool:
    """Whether ``price`` is told for each such unit of time."""
    told = f"{price.key} {price.per} {fold(offer.text)} {fold(offer.sentence.passage['section'] or '')}"
    return any(unit_of(word) == unit_of(time) for word in re.findall(r"[a-z]+", told))


def _end_of_part(said: Sequence[Token], start: int) -> int:
    """Where the part of the list that holds the token at ``start`` ends."""
    return next((at for at in range(start, len(said)) if said[at].joint), len(said))


def _price(mention: Mention, said: Sequence[Token]) -> Figure | None:
    """The price that is meant: the only one, that of the column that the question names, or the only one to pay."""
    prices = mention.offer.prices
    if len(prices) == 1:
        return prices[0]
    # "20 trees": a word for pieces names no column.
    words = {singular(each.text) for at, each in enumerate(said) if not (at and said[at - 1].number)}
    keys = [set(map(singular, re.findall(r"[a-z]+", each.key))) for each in prices]
    shared = set.intersection(*keys)
    scores = [len((key - shared) & words) for key in keys]
    if max(scores) and scores.count(max(scores)) == 1:
        return prices[scores.index(max(scores))]
    plain = [each for each in prices if not _NOT_PRICES.search(each.key)]
    return plain[0] if not max(scores) and len(plain) == 1 else None


def _all_named(said: Sequence[Token], named: Sequence[Mention]) -> bool:
    """Whether each part of the list names something: what is joined with *and* and is no offer lacks in the sum."""
    first = 0
    for last in [at for at, each in enumerate(said) if each.joint] + [len(said)]:
        tells = any(each.forms and not _asks(each.text) for each in said[first:last])
        if tells and _is_part(said, first, last) and not any(first <= each.first < last for each in named):
            return False
        first = last + 1
    return True


def _is_part(said: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words from ``first`` to before ``last`` are an item of a list and no clause of their own."""
    if not first:
        return last < len(said) and said[last].text.isalpha()  # "The scooter and a charger".
    return (
        said[first - 1].text.isalpha()
        or said[first - 1].text in "+&"
        or (said[first - 1].text == "," and said[first].number)
    )


def _unknown(said: Sequence[Token], named: Sequence[Mention], among: Sequence[Sentence]) -> int:
    """How many telling words are neither part of a name nor spoken of in the document."""
    taken = {at for each in named for at in range(each.first, each.last)}
    spoken = held(" ".join({each.passage["text"] for each in among} | {each.passage["name"] for each in among}))
    return sum(
        bool(each.forms) and at not in taken and not (each.capital and at) and not each.forms & spoken
        for at, each in enumerate(said)
    )


def _has_rule(said: Sequence[Token], named: Sequence[Mention], among: Sequence[Sentence]) -> bool:
    """Whether what else is said may fall under a rule of the document: a share, or what is paid on top."""
    taken = {at for each in named for at in range(each.first, each.last)}
    rest = [each.forms for at, each in enumerate(said) if each.forms and at not in taken]
    of_them = {each.offer.sentence.text for each in named}
    spoken = {each.text: held(cells_of(each.text) if is_row(each.text) else each.text) for each in among}
    rare = [forms for forms in rest if sum(bool(forms & words) for words in spoken.values()) <= _RARE]
    for text, words in spoken.items():
        if text in of_them or not (conditional(text) or any(each.share for each in figures(text))):
            continue
        if any(forms & words for forms in rare) or sum(bool(forms & words) for forms in rest) > 1:
            return True
    return False


def _asks(word: str) -> bool:
    return word in patterns("tally")["asks"]


def _shared(asked: str) -> tuple[str, str]:
    folded, factor = share_of(fold(asked))
    return (folded, factor) if factor else (asked, "")


def _without(asked: str) -> str:
    """``asked`` without what it says is left out, or says twice."""
    if re.search(r"\breturn\b", asked.lower()):
        asked = re.sub(r"\bthere and back\b", "", asked, flags=re.IGNORECASE)
    for span in sorted((match.span() for match in _pattern("left_out").finditer(fold(asked))), reverse=True):
        asked = f"{asked[: span[0]]} {asked[span[1] :]}"
    return asked


def _aged(asked: str) -> tuple[str, list[int]]:
    """``asked`` without how old somebody is, and those ages."""
    folded, ages = fold(asked), []
    for match in sorted(_pattern("aged").finditer(folded), key=lambda each: -each.start()):
        ages += [int(each) for each in re.findall(r"\d+", match[0])]
        asked = f"{asked[: match.start()]} {asked[match.end() :]}"
    return asked, ages


@cache
def _said(name: str) -> Said:
    return Said(**patterns("tally")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(patterns("tally")[name])
