"""A problem as it is told: its numbers with the words around them, and what it asks."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from ..lexicon import singular

NUMBER = r"(?<![\w.#])(?<![a-z]-)(?:\d+(?:\.\d+)?|#\d+)(?![\d.]*\d)"
"""A number in plain digits, or a reference to one."""
FRACTIONS = {
    "half": "1/2", "third": "1/3", "quarter": "1/4", "fifth": "1/5", "sixth": "1/6", "eighth": "1/8", "tenth": "1/10", "nua": "1/2",
}  # fmt: skip
"""One part of a whole in words, without diacritics."""
_ASKS = re.compile(
    r"(?:[.?!;,]|^)(?P<asks>(?:[^.?!;,]|\.(?=\d))*(?:how|whats?|which|bao nhieu|may|bao lau|bao xa|nhieu)\b[^.?!]*)[.?! ]*$"
)
_LAST = re.compile(r"[.;,:] (?P<asks>[^.;,:]*)\?$")
_EACH_AFTER = re.compile(
    r" ?(?:(?:[a-z-]+ ){0,3}?(?:each|apiece|per [a-z]+|/ ?[a-z]+|(?:in|for|to|on) each)|(?:[a-z]+ )?moi [a-z]+(?! \d)|an? [a-z]+|mot [a-z]+)\b"
)
_EACH_BEFORE = re.compile(
    r"\b(?:each|every|per|moi)(?: one| cai| chiec)? (?P<of>(?!and\b|plus\b|with\b)[a-z]+)(?: [a-z]+){0,3} ?$|\beach(?! of\b| and\b| plus\b| with\b)(?: [a-z]+){0,3} ?$|\d [a-z]+ of $|\d (?:[a-z]+ ){1,3}at $"
)
_EMPTY = frozenset(
    "a an the of on in at for to from and or with is are was were la co cua va o tren trong cho voi thi it that this each per moi mot".split()
)


@dataclass(frozen=True)
class Amount:
    """A number of a problem."""

    text: str
    start: int
    end: int
    noun: str
    """The word behind it, without its plural; nothing where that is no noun."""
    share: bool
    """Whether it is followed by a percent sign."""
    each: bool
    """Whether it is told of each one of something."""


@dataclass(frozen=True)
class Told:
    """A problem in small letters without diacritics, its numbers in plain digits."""

    text: str
    amounts: tuple[Amount, ...] = field(default=())

    @cached_property
    def asks(self) -> str:
        """The clause that asks, from its last comma or full stop before the question word."""
        found = _ASKS.search(self.text) or _LAST.search(self.text)
        return found["asks"].strip() if found else ""

    @cached_property
    def shares(self) -> tuple[Amount, ...]:
        """Those that are told in percent."""
        return tuple(each for each in self.amounts if each.share)

    @cached_property
    def wholes(self) -> tuple[Amount, ...]:
        """Those that are not."""
        return tuple(each for each in self.amounts if not each.share)

    def outside(self, start: int, end: int) -> tuple[Amount, ...]:
        """The numbers that do not stand between two places."""
        return tuple(each for each in self.amounts if not start <= each.start < end)

    def before(self, amount: Amount) -> str:
        """The words between the amount before and this one."""
        ends = [each.end for each in self.amounts if each.end <= amount.start]
        return self.text[max(ends, default=0) : amount.start]

    def after(self, amount: Amount) -> str:
        """The words between this amount and the next, or the end."""
        starts = [each.start for each in self.amounts if each.start >= amount.end]
        return self.text[amount.end : min(starts, default=len(self.text))]


def told(folded: str) -> Told:
    """Read the numbers of a problem."""
    amounts = []
    for match in re.finditer(NUMBER, folded):
        behind, ahead = folded[: match.start()], folded[match.end() :]
        clause = re.split(r"[.?!;,] ", behind)[-1]
        word = re.match(r"[ -]?([a-z]+)", ahead)
        amounts.append(
            Amount(
                match[0],
                match.start(),
                match.end(),
                noun="" if word is None or word[1] in _EMPTY else singular(word[1]),
                share=bool(re.match(r" ?(?:%|percent\b|per cent\b|phan tram\b)", ahead)),
                each=bool(_EACH_AFTER.match(re.split(r"[.?!;,]", ahead)[0]) or _EACH_BEFORE.search(clause)),
            )
        )
    return Told(folded, tuple(amounts))


def part(pattern: str, text: str) -> str:
    """The number at the ``N`` of ``pattern`` in ``text``, or nothing."""
    match = re.search(pattern.replace("N", f"({NUMBER})"), text)
    return next((group for group in match.groups() if group), "") if match else ""


def group(match: re.Match[str], name: str) -> str:
    """The group ``name``, or the same of another way of telling it, ``name2``, ``name3``; nothing where none is told."""
    key = _key(match, name)
    return match[key] if key else ""


def place(match: re.Match[str], name: str) -> int:
    """Where that group begins; -1 where none is told."""
    key = _key(match, name)
    return match.start(key) if key else -1


def _key(match: re.Match[str], name: str) -> str:
    return next((key for key, each in match.groupdict().items() if each and key.rstrip("0123456789") == name), "")


def without(text: str, match: re.Match[str]) -> str:
    """``text`` with a mark in the place of ``match``, so that what stands on both sides of it does not become one."""
    return f"{text[: match.start()]} _ {text[match.end() :]}"
