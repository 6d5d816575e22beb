"""Whether the offers that a question names are all that it adds up, and nothing else decides what they cost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from reckoner.core import fold

from ..figures import Figure, cells_of, figures, is_row
from ..lexicon import held
from ..operands import LESS, conditional
from ..read import Sentence
from ..times import unit_of
from ..units import unit_at
from .asked import Asked, only_asks
from .named import Mention, exact_sizes, is_in, sizes_in

_UNKNOWN: Final = 2
"""So many words may tell something that no document speaks of: who buys, and why."""
_RARE: Final = 2
"""A word of so few sentences says which is meant."""
_AT_MOST: Final = re.compile(r"\b(?:at most|maximum|toi da)\b")
_EACH_ONE: Final = frozenset(("each", "apiece", "everyone"))


@dataclass(frozen=True)
class Listed:
    """The offers of one document that a question names."""

    asked: Asked
    named: tuple[Mention, ...]
    among: Sequence[Sentence]
    """The document's sentences that were found."""
    rule: Sentence | None = None
    """That by which a discount comes off that the question only names."""
    side: bool = False
    """Whether it is one side of a comparison."""

    @cached_property
    def times(self) -> list[int]:
        """The tokens that say for how long: numbers before a unit of time."""
        return [at for at in self._free if at + 1 < len(self.asked.said) and unit_of(self.asked.said[at + 1].text)]

    @property
    def is_clear(self) -> bool:
        """Whether every number has its part, every part of the list its offer, and no rule of the document another price."""
        return (
            self._counts_fit
            and self._is_list
            and self._all_named
            and self._unknown <= _UNKNOWN
            and not any(map(_conditional, self.named))
            and not (self.asked.ages and not self.rule and not any(each.offer.ages for each in self.named))
            and not self._has_rule
            and not self._one_for_each
        )

    @cached_property
    def _free(self) -> list[int]:
        """The numbers that count no offer."""
        counted = {each.count for each in self.named}
        return [at for at, each in enumerate(self.asked.said) if each.number and at not in counted]

    @property
    def _counts_fit(self) -> bool:
        said = self.asked.said
        keys = " ".join(f"{each.offer.name} {price.key}" for each in self.named for price in each.offer.prices)
        sizes = sizes_in(said, [each.offer for each in self.named])
        own = {size for each in self.named for size in each.offer.sizes}
        sizes |= {at: size for at, size in exact_sizes(said).items() if size in own}
        others = [
            said[at].text
            for at in self._free
            if at not in self.times and at not in sizes and said[at].text != "1" and not is_in(said[at].text, keys)
        ]
        # "The two fees": as many as are named.
        as_many = all(float(each) == len(self.named) > 1 for each in others)
        pieces = sum(float(said[each.count].text) if each.count is not None else 1 for each in self.named)
        several = pieces > 1 or bool(self.times) or self._alone or self._measured
        return as_many and len(self.times) < 2 and several

    @property
    def _measured(self) -> bool:
        """Whether so much is meant of one of them, and not so many: *half a kilo*."""
        said = self.asked.said
        behind = [
            said[each.count + 1].text for each in self.named if each.count is not None and each.count + 1 < len(said)
        ]
        return any(unit_at(f" {each}") for each in behind)

    @property
    def _alone(self) -> bool:
        """Whether one thing alone is something to calculate: with what comes off, or as all that there is of it."""
        return self.side or self.asked.changes or self.asked.all_there_is

    @property
    def _is_list(self) -> bool:
        """Whether the offers are parts of a list: between two of them stands a joint, or the second has its own number."""
        counted = any(each.count is not None for each in self.named)
        return (counted or bool(self.times) or self.asked.adds or self._alone) and all(
            second.count is not None or any(each.joint for each in self.asked.said[first.last : second.first])
            for first, second in pairwise(self.named)
        )

    @property
    def _all_named(self) -> bool:
        """Whether each part names something: what is joined with *and* and is no offer lacks in the sum."""
        said, first = self.asked.said, 0
        within = {at for each in self.named for at in range(each.first, each.last)}
        for last in [at for at, each in enumerate(said) if each.joint and at not in within] + [len(said)]:
            tells = any(each.forms and not only_asks(each.text) for each in said[first:last])
            if tells and self._is_part(first, last) and not any(first <= each.first < last for each in self.named):
                return False
            first = last + 1
        return True

    def _is_part(self, first: int, last: int) -> bool:
        """Whether the words from ``first`` to before ``last`` are an item of a list and no clause of their own."""
        said = self.asked.said
        if not first:
            # "The scooter and a charger"; "the scooter, with a charger".
            return any(each.joint and each.text.isalpha() for each in said[last : last + 2])
        joint = said[first - 1].text
        return joint.isalpha() or joint in "+&" or (joint == "," and first < len(said) and said[first].number)

    @cached_property
    def _rest(self) -> list[int]:
        """The telling words that are no part of a name."""
        taken = {at for each in self.named for at in range(each.first, each.last)}
        return [
            at for at, each in enumerate(self.asked.said) if each.forms and at not in taken and not only_asks(each.text)
        ]

    @property
    def _unknown(self) -> int:
        """How many of these the document does not speak of."""
        spoken = held(
            " ".join({each.passage["text"] for each in self.among} | {each.passage["name"] for each in self.among})
        )
        said = self.asked.said
        return sum(not (said[at].capital and at) and not said[at].forms & spoken for at in self._rest)

    @property
    def _one_for_each(self) -> bool:
        """Whether something is for each of so many others: *two adults, one guided tour each*."""
        said = self.asked.said
        behind = [said[each.last].text for each in self.named if each.count is None and each.last < len(said)]
        return len(self.named) > 1 and any(each in _EACH_ONE for each in behind)

    @property
    def _has_rule(self) -> bool:
        """Whether they may fall under a rule of the document: a share, or what is paid on top."""
        rest = [self.asked.said[at].forms for at in self._rest]
        of_them = {each.offer.sentence.text for each in self.named} | ({self.rule.text} if self.rule else set())
        spoken = {each.text: held(cells_of(each.text) if is_row(each.text) else each.text) for each in self.among}
        rare = [forms for forms in rest if sum(bool(forms & words) for words in spoken.values()) <= _RARE]
        rules = (words for text, words in spoken.items() if text not in of_them and _is_rule(text))
        return any(
            any(forms & words for forms in rare) or sum(bool(forms & words) for forms in rest) > 1 for words in rules
        )


def once(named: Sequence[Mention]) -> tuple[Mention, ...]:
    """``named`` without what is named again."""
    kept: dict[tuple[str, tuple[Figure, ...]], Mention] = {}
    for each in named:
        key = each.offer.text, each.offer.prices
        if key not in kept or (kept[key].count is None and each.count is not None):
            kept[key] = each
    return tuple(kept.values())


def _is_rule(text: str) -> bool:
    return conditional(text) or any(each.share for each in figures(text))


def _conditional(mention: Mention) -> bool:
    """Whether the price depends on more than a count: a surcharge, or a card that brings a discount."""
    text, sentence = mention.offer.text, mention.offer.sentence.text
    # A column of percents, "Moisture: 18 %", takes nothing off unless it says so.
    shares = any(each.share and (not each.key or LESS.search(each.key)) for each in figures(sentence))
    at_most = _AT_MOST.search(fold(cells_of(text) if mention.offer.is_row else text))
    return shares or (conditional(text) and mention.offer.bounds is None) or bool(at_most)
