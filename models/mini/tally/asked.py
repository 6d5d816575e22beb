"""A question for a sum, read before anything of a document is looked at."""

import re
from dataclasses import dataclass
from functools import cache

from reckoner.core import Language, fold

from ..bilingual import Bilingual
from ..bill import share_of, without_discount
from ..numbers import canonical
from ..patterns import patterns
from ..times import any_of, unit_of
from ..units import unit_names
from .named import Token, tokens

_SINGLE = re.compile(
    rf"(?<=\d )(?:single|full|whole|separate|individual) (?={any_of('day', 'night', 'week', 'month', 'year')})"
)
"""Between a number and its unit of time it says no more than that: *5 single days*."""


@dataclass(frozen=True)
class Asked:
    """What a question says of what it adds up."""

    text: str
    """Numbers in plain digits, without what is left out of the sum."""
    said: tuple[Token, ...]
    """Its words, but for ages and a share that comes off."""
    ages: tuple[int, ...]
    """How old those are that it is for."""
    factor: str
    """What the whole is multiplied by: `` * (1 - 10/100)``."""
    rest: str
    """The text without what comes off."""
    adds: bool
    """Whether it says that things are added up."""
    both_ways: bool
    """Whether a way is meant there and back."""
    with_deposit: bool
    """Whether what is left as a deposit counts, too."""
    discount: str | None = None
    """The name of a discount that comes off, whose share stands in a document; empty where it has none."""
    all_there_is: bool = False
    """Whether all is meant that there is of it: *all that is in stock*."""

    @property
    def changes(self) -> bool:
        """Whether something comes off the whole, or is put on."""
        return bool(self.factor) or self.discount is not None


def asked_of(question: str, language: Language) -> Asked | None:
    """``question`` as one for a sum; ``None`` where it asks for something else, or tells a share of its own."""
    asked = part_of(question, language)
    # A share that comes off the whole says less of it, and is no question for a difference.
    if not (_said("asks_sum").search(asked.text) or asked.discount is not None) or _said("other").search(asked.rest):
        return None
    return asked


def part_of(question: str, language: Language) -> Asked:
    """``question``, or one side of a comparison, whatever it asks for."""
    whole = _measured(canonical(question, language))
    # "Not including the deposit" is left out first: what is left of it says nothing of a deposit.
    held = _without(_once(whole), "left_out")
    text = _without(held, "with_deposit")
    folded, factor = share_of(fold(text))
    rest, discount = (folded, None) if factor else without_discount(text) or (text, None)
    counted, ages = _aged(_SINGLE.sub("", rest))
    said = () if "%" in counted else tuple(tokens(counted, language))
    return Asked(
        text,
        said,
        ages,
        factor,
        rest=rest,
        adds=bool(_said("adds").search(whole)),
        both_ways=bool(_pattern("both_ways").search(fold(whole))),
        with_deposit=text != held,
        discount=discount,
        all_there_is=bool(_said("all_there_is").search(whole)),
    )


def is_one_way(folded: str) -> bool:
    """Whether a price is told for one way."""
    return bool(_pattern("one_way").search(folded)) and not _pattern("both_ways").search(folded)


def only_asks(word: str) -> bool:
    """Whether ``word``, without diacritics, names nothing that could be paid for."""
    return word in patterns("tally")["asks"]


def _measured(asked: str) -> str:
    """``asked`` with each measure as a number and its unit: *half a kilo*, *a kilo*, *250g*; a time is no measure of a thing."""
    for match in reversed(list(_measures().finditer(fold(asked)))):
        if not unit_of(match["unit"]):
            number = match["n"] or ("0.5" if match["half"] else "1")
            asked = f"{asked[: match.start()]}{number} {asked[match.end() :]}"
    return asked


@cache
def _measures() -> re.Pattern[str]:
    unit = rf"(?=(?P<unit>{unit_names()})(?!\w))"
    number = r"(?<![\w.])(?P<n>\d+(?:\.\d+)?)"
    return re.compile(rf"(?:\b(?:(?P<half>half an? |(?:mot )?nua )|(?:an?|one) (?=[a-z ]+ of\b))|{number}){unit}")


def _once(asked: str) -> str:
    """``asked`` without a way there and back that *return* says already."""
    if not re.search(r"\breturn\b", asked.lower()):
        return asked
    return re.sub(r"\bthere and back\b", "", asked, flags=re.IGNORECASE)


def _without(asked: str, name: str) -> str:
    """``asked`` without what the pattern ``name`` finds in its folded copy."""
    for match in reversed(list(_pattern(name).finditer(fold(asked)))):
        asked = f"{asked[: match.start()]} {asked[match.end() :]}"
    return asked


def _aged(asked: str) -> tuple[str, tuple[int, ...]]:
    """``asked`` without how old somebody is, and those ages."""
    ages: list[int] = []
    for match in sorted(_pattern("aged").finditer(fold(asked)), key=lambda each: -each.start()):
        ages += [int(each) for each in re.findall(r"\d+", match[0])]
        asked = f"{asked[: match.start()]} {asked[match.end() :]}"
    return asked, tuple(ages)


@cache
def _said(name: str) -> Bilingual:
    return Bilingual(**patterns("tally")[name])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(patterns("tally")[name])
