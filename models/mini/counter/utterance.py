"""What a customer's message asks for and tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from reckoner.core import fold

from .cues import EMAIL, Patterns, cues
from .places import address
from .wanted import wanted

_SURE = 0.45
"""The least probability of what is wanted."""
_EITHER = 0.2
_FEW = 4
"""Words that a message may have beside a number or an address, and still only answer a question."""

_ORDER = re.compile(r"#\s?([A-Za-z]{0,3}\d{3,})|\b([Ww]\d{5,})\b")
_CODE = r"(?:[ ,.:;-]|my|the|and|is|zip|post(?:al)?|code|mã|ma|bưu|buu|chính|chinh|điện|dien|là|la)*(?P<zip>\d{5,6})\b"
_NAME = r"(?P<first>[^\W\d_][^\W\d_'-]*)[ ,]+(?P<last>[^\W\d_][^\W\d_'-]*)"
_NAMED = (
    re.compile(
        rf"\b(?:name(?:'s| is|:)|i am|i'm|this is|tên(?: (?:tôi|mình|em))?(?: là)?|ten(?: (?:toi|minh|em))?(?: la)?|"
        rf"(?:mình|tôi|em|minh|toi) (?:là|la)) {_NAME}{_CODE}",
        re.IGNORECASE,
    ),
    re.compile(rf"\W*{_NAME}{_CODE}\W*", re.IGNORECASE),
)
"""A name where it is called one, or where a message is nothing else: a city stands before a zip code as well."""
_BETWEEN = re.compile(r"[,;.\n]|\b(?:and|then|also|và|va|với|cũng|cung|còn)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Utterance:
    """One message of the customer's."""

    text: str
    folded: str = field(repr=False)

    @classmethod
    def of(cls, text: str) -> "Utterance":
        return cls(text, " ".join(fold(text.replace("’", "'")).split()))

    @cached_property
    def likely(self) -> Mapping[str, float]:
        """The probability of each thing that may be wanted."""
        return wanted(self.text)

    @property
    def intent(self) -> str:
        """What is wanted, as ``training/data/intents.jsonl`` calls it; empty where nothing is, or it is not clear what."""
        if cues("intents")["label"].search(self.folded) and not self.says("sent"):
            return "label"
        if self.says("gift_card") and cues("intents")["return"].search(self.folded):
            return "return"  # Where the money goes is no other way of paying.
        best = max(self.likely, key=self.likely.__getitem__)
        return "" if best == "none" or self.likely[best] < _SURE else best

    @property
    def which_address(self) -> bool:
        """Whether it speaks of an address, and not clearly of which."""
        sides = sorted((self.likely["address"], self.likely["own_address"]))
        return sides[0] > _EITHER and not self.orders

    @property
    def email(self) -> str:
        found = EMAIL.search(self.text)
        return found[0].rstrip(".") if found else ""

    @property
    def name_and_zip(self) -> tuple[str, str, str] | None:
        """First name, last name and zip code, in the order in which they were written."""
        parts = re.split(r"[.?!\n]+", self.text)
        tries = (_NAMED[0].search(self.text), *(_NAMED[1].fullmatch(part) for part in parts))
        found = next(filter(None, tries), None)
        return (found["first"], found["last"], found["zip"]) if found else None

    @property
    def orders(self) -> list[str]:
        """Numbers of orders, as the shop writes them."""
        return [f"#{(first or second).upper()}" for first, second in _ORDER.findall(self.text)]

    @property
    def alone(self) -> "Utterance":
        """Its first part, where it speaks of several orders: one thing at a time."""
        numbers = list(_ORDER.finditer(self.text))
        second = next((each for each in numbers if each[0] != numbers[0][0]), None)
        if second is None:
            return self
        between = [each.start() for each in _BETWEEN.finditer(self.text, numbers[0].end(), second.start())]
        return Utterance.of(self.text[: between[-1] if between else second.start()])

    @property
    def told_only(self) -> bool:
        """Whether it does no more than tell who somebody is, or which order."""
        bare = _ORDER.sub(" ", EMAIL.sub(" ", self.text))
        told = bare != self.text or self.name_and_zip is not None
        return told and (self.name_and_zip is not None or len(re.findall(r"\w+", bare)) <= _FEW)

    @property
    def reason(self) -> str:
        """Why an order is to be cancelled, as the shop names it."""
        if self.says("mistake"):
            return "ordered by mistake"
        return "no longer needed" if self.says("not_needed") else ""

    @property
    def address(self) -> dict[str, str]:
        """The parts of an address that it holds."""
        return address(_ORDER.sub(" ", EMAIL.sub(" ", self.text)))

    def says(self, name: str) -> bool:
        """Whether it speaks of what ``patterns/counter.toml`` calls so."""
        return bool(_told()[name].search(self.folded))

    def matches(self, name: str) -> list[re.Match[str]]:
        """Where it speaks of that."""
        return list(_told()[name].finditer(self.folded))

    def without(self, name: str) -> str:
        """What it says beside that, in small letters without diacritics."""
        return _told()[name].sub(" ", self.folded)

    def is_only(self, name: str) -> bool:
        """Whether it says nothing else."""
        return bool(_told()[name].fullmatch(self.folded.strip(" .!?,")))


@cache
def _told() -> Patterns:
    return {**cues("about"), **cues("flow")}
