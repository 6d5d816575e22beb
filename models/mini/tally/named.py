"""Which offers a question names, in which words of it, and how many of each."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from reckoner.core import Language, fold

from ..lexicon import MONEY, singular, spots
from ..patterns import patterns
from ..reach import label_before
from ..times import NAMES, unit_of
from ..units import unit_at
from .bounds import Bounds, sizes_of
from .offers import Offer

_TOKEN: Final = re.compile(r"(?<![\w./])(?P<n>\d+(?:\.\d+)?)(?![\w/])|(?P<word>[^\W_]+)|(?P<joint>[,;+&.?!:])")
_TIME: Final = re.compile("|".join(NAMES.values()))
_ADDED: Final = re.compile(r" (?:\d|voi\b|them\b|ca\b)")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_IN_YEAR: Final = re.compile(r"\b(?:in|of|for|since|nam|vu|mua) $")
_NAME: Final = re.compile(r"\b(?:thang|khoi|lop|quy|tuan|loi|grade|class|year|level|week) $")
"""Before a number it makes a name of it: grade 4, May."""
_BETWEEN: Final = 3
"""So many words may stand between a number and the name that it counts: *12 bags of the best coffee*."""
_FOR: Final = frozenset(("per", "for", "each", "every", "moi", "cho"))
_BESIDE: Final = 3
"""So many words from its name the size of a thing is told at most."""
_NAMED, _NAMED_ALONE, _NAMED_ROW = 0.6, 0.5, 0.3
"""The least share of an offer's words that names it: in a sentence, there without a rival, and in a table."""
_GENERIC: Final = 3
"""A word that so many offers share with it names none of them."""


@dataclass(frozen=True)
class Token:
    """A word, a number or a joint of the question."""

    start: int
    end: int
    text: str
    """Without diacritics."""
    number: bool = False
    joint: bool = False
    capital: bool = False
    forms: frozenset[str] = frozenset()
    """What the word may stand for; nothing where it tells nothing."""


@dataclass(frozen=True)
class Mention:
    """An offer where the question names it: the tokens from ``first`` to before ``last``."""

    offer: Offer
    first: int
    last: int
    count: int | None = None
    """The token that says how many of it."""


class Unclear(Exception):
    """A word of the question names two offers that it does not tell apart."""


def tokens(asked: str, language: Language) -> list[Token]:
    """The words, numbers and joints of ``asked``, numbers in plain digits."""
    ways = _ways_in(fold(asked)) if language == "vi" else []
    forms: dict[int, frozenset[str]] = {}
    for place, each in spots(asked):
        forms[place] = forms.get(place, frozenset()) | each
    marked = language == "vi" and asked.lower() != fold(asked)
    joints, idle = (_words(name, language, marked) for name in ("joints", "idle"))
    found = []
    for match in _TOKEN.finditer(asked):
        word = fold(match[0])
        before = fold(asked[: match.start()])
        if match["n"] and (
            (_YEAR.fullmatch(word) and _IN_YEAR.search(before)) or _NAME.search(before) or label_before(before)
        ):
            continue
        of_way = any(start <= match.start() < end for start, end in ways)
        if of_way and match["n"]:
            continue  # "1 chiều" counts nothing.
        written = match[0].lower() if marked else word
        joint = match["joint"] is not None or (written in joints and not before.endswith("tong "))
        if written == "cong" and not _ADDED.match(fold(asked[match.end() :])):
            joint = False  # Without diacritics it may be any of a dozen words.
        time = _TIME.fullmatch(written) if marked else unit_of(word)
        tells = not joint and match["word"] is not None and written not in idle and not time and not of_way
        tells = tells and not _is_piece(asked, match, language) and not forms.get(match.start(), frozenset()) & MONEY
        # "Grade A": a capital by itself is a name.
        alone = len(word) == 1 and match[0].isupper() and match.start() > 0 and word != "i"
        found.append(
            Token(
                match.start(),
                match.end(),
                word,
                number=match["n"] is not None,
                joint=joint,
                forms=frozenset((word,)) if alone else forms.get(match.start(), frozenset()) if tells else frozenset(),
                capital=match[0][0].isupper(),
            )
        )
    return found


def _ways_in(folded: str) -> list[tuple[int, int]]:
    """Where ``folded`` says that a way is meant there and back, or but there."""
    return [found.span() for name in ("both_ways", "one_way") for found in re.finditer(patterns("tally")[name], folded)]


@cache
def _words(name: str, language: Language, marked: bool) -> frozenset[str]:
    told = patterns("tally")[name][language]
    return frozenset(told if marked else map(fold, told))


def _is_piece(asked: str, word: re.Match[str], language: Language) -> bool:
    """Whether the word only says in what pieces something is counted: *3 bags of*, *3 bát*."""
    if not re.search(r"(?<![\w.])\d+ $", asked[: word.start()]):
        return False
    behind = asked[word.end() :]
    if unit_at(f" {fold(word[0])}"):
        return True
    return (
        bool(re.match(r" of ", behind))
        if language == "en"
        else fold(word[0]) in pieces() and bool(re.match(r" \w", behind))
    )


def mentions(said: Sequence[Token], found: Sequence[Offer], ages: Sequence[int], language: Language) -> list[Mention]:
    """The offers that the question names, each with its count.

    Raises:
        Unclear: Two offers fit the same words as well.
    """
    named: list[Mention] = []
    sizes, exact = sizes_in(said, found), exact_sizes(said)
    found = [each for each in found if each.bounds is None or _holds(each.bounds, said, sizes)]
    place = 0
    while place < len(said):
        best = _best(said, place, found, ages, language, exact) if said[place].forms else None
        if best is None:
            place += 1
            continue
        floor = named[-1].last if named else 0
        others = {at for at, size in exact.items() if size in best[0].sizes} | sizes.keys()
        mention = Mention(best[0], place, best[1], _count(said, place, best[1], floor, language, best[0].name, others))
        place = best[1]
        if best[0].sizes & set(exact.values()) or _is_meant(said, mention, found):
            named.append(mention)
    return named


def _is_meant(said: Sequence[Token], mention: Mention, found: Sequence[Offer]) -> bool:
    """Whether enough of an offer's words are said to mean it: half of them where no other offer has those words."""
    label = mention.offer.label
    words = [token.forms for token in said[mention.first : mention.last] if token.forms]
    told = [term for term in label if any(term.stands_in(forms) for forms in words)]
    if mention.offer.is_row:
        return len(told) >= _NAMED_ROW * len(label)
    shared = any(each.label != label and set(told) & set(each.label) for each in found)
    return len(told) >= (_NAMED if shared else _NAMED_ALONE) * len(label)


def _best(
    said: Sequence[Token],
    place: int,
    found: Sequence[Offer],
    ages: Sequence[int],
    language: Language,
    exact: Mapping[int, str],
) -> tuple[Offer, int] | None:
    """The offer that the words from ``place`` on name, and where they end."""
    ends = [(each, _end(said, place, each, through=language == "vi")) for each in found]
    furthest = max((end for _, end in ends), default=place)
    if furthest == place:
        return None
    fitting = [each for each, end in ends if end == furthest]
    words = {token.text for token in said[place:furthest] if token.forms}
    # A dog is rather a dog than another pet.
    alike = {singular(each) for each in words}
    fitting = [each for each in fitting if alike & {singular(term.text) for term in each.label}] or fitting
    near = {size for at, size in exact.items() if place - _BESIDE <= at < furthest + _BESIDE}
    fitting = [each for each in fitting if each.sizes & near] or fitting
    if ages:
        by_age = [each for each in fitting if each.ages and all(each.ages[0] <= age <= each.ages[1] for age in ages)]
        fitting = by_age if len(by_age) == 1 else fitting
    shares = [len(words) / max(1, len(each.label)) for each in fitting]
    fitting = [each for each, share in zip(fitting, shares, strict=True) if share == max(shares)]
    # "2 adults, return tickets": what else is said of the name may stand further on.
    others = [token.forms for token in said if token.forms]
    rests = [
        sum(any(term.stands_in(forms) for forms in others) for term in each.label) / len(each.label) for each in fitting
    ]
    fitting = [each for each, rest in zip(fitting, rests, strict=True) if rest == max(rests)]
    distinct = {(each.prices, each.is_row and each.label) for each in fitting}
    if len(distinct) > 1:
        if len(words) == 1 and len(distinct) >= _GENERIC:
            return None
        raise Unclear
    return fitting[0], furthest


def _end(said: Sequence[Token], place: int, offer: Offer, *, through: bool = False) -> int:
    """Where the words from ``place`` on cease to name ``offer``."""
    end = at = place
    while at < len(said):
        if said[at].joint:
            # "Bath and brush": the joint stands within the name.
            inner = said[at].text.isalpha() and at > place and at + 1 < len(said) and said[at + 1].forms
            if not inner or not any(term.stands_in(said[at + 1].forms) for term in offer.label):
                break
        # "Giặt sấy 7 kg đồ thường": in Vietnamese the number may stand within the name.
        if said[at].number and not (through and at > place):
            break
        if said[at].forms:
            spoken = said[at].text in offer.name.split() or any(term.stands_in(said[at].forms) for term in offer.label)
            if not spoken:
                break
            end = at + 1
        at += 1
    return end


def _count(
    said: Sequence[Token], first: int, last: int, floor: int, language: Language, name: str, sizes: Container[int]
) -> int | None:
    """The number that says how many: before the name, or in Vietnamese behind it, with a word for pieces."""
    within = [
        at
        for at in range(first, last)
        if said[at].number and not _is_time(said, at) and at not in sizes and not is_in(said[at].text, name)
    ]
    if within:
        return within[0] if len(within) == 1 else None
    between = 0
    for at in range(first - 1, floor - 1, -1):
        if at in sizes:
            continue
        if said[at].number:
            return None if _is_time(said, at) else at
        if said[at].joint:
            break
        between += bool(said[at].forms)
        if between > _BETWEEN:
            break
    if language == "vi" and last + 1 < len(said) and said[last].number and said[last + 1].text in pieces():
        return last
    return _measure_behind(said, last)


def _measure_behind(said: Sequence[Token], last: int) -> int | None:
    """The number of a measure that follows a name: *Assam, 250 g*, *what does Assam cost per 100 g*."""
    for at in range(last, min(last + _BESIDE, len(said) - 1)):
        if said[at].number:
            unit = unit_at(f" {said[at + 1].text}")
            following = said[at + 2 :]
            # "A tea, 250 g of another": it counts what stands behind it.
            return at if unit and not unit_of(unit) and not (following and _counts_on(following)) else None
        if (said[at].forms and said[at].text not in _FOR) or (said[at].joint and said[at].text != ","):
            return None
    return None


def _counts_on(following: Sequence[Token]) -> bool:
    """Whether what follows a measure is what it is of."""
    return following[0].text == "of" or bool(following[0].forms)


def is_in(number: str, name: str) -> bool:
    """Whether ``number`` is part of a name: *tables for 10*."""
    return bool(re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", name))


def exact_sizes(said: Sequence[Token]) -> dict[int, str]:
    """The tokens that say how large something is, with the size: *500 ml*."""
    found: dict[int, str] = {}
    for at, each in enumerate(said):
        behind = said[at + 1].text if each.number and at + 1 < len(said) else ""
        for size in sizes_of(f"{each.text} {behind}" if behind else re.sub(r"(?<=\d)(?=[a-z])", " ", each.text)):
            found[at] = size
    return found


def sizes_in(said: Sequence[Token], found: Sequence[Offer]) -> dict[int, str]:
    """The numbers that say how large something is of which ``found`` are for some sizes, with their units."""
    units = {each.bounds.unit for each in found if each.bounds}
    told = {at: unit_at(f" {said[at + 1].text}") for at, each in enumerate(said) if each.number and at + 1 < len(said)}
    return {at: unit for at, unit in told.items() if unit in units}


def _holds(bounds: Bounds, said: Sequence[Token], sizes: Mapping[int, str]) -> bool:
    """Whether what is told to be of such a size lies within them."""
    return all(bounds.hold(float(said[at].text)) for at, unit in sizes.items() if unit == bounds.unit)


def _is_time(said: Sequence[Token], at: int) -> bool:
    return at + 1 < len(said) and bool(unit_of(said[at + 1].text))


@cache
def pieces() -> frozenset[str]:
    """Words for pieces that something is counted in, without diacritics."""
    return frozenset(patterns("tally")["pieces"])
