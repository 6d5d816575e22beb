"""What a customer's message asks for and tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from reckoner.core import fold

from .cues import Patterns, cues
from .places import address
from .wanted import wanted

_SURE = 0.45
"""The least probability of what is wanted."""
_EITHER = 0.2

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
_ORDER = re.compile(r"#\s?([A-Za-z]{0,3}\d{3,})|\b([Ww]\d{5,})\b")
_NAME_ZIP = re.compile(
    r"(?P<first>[^\W\d_][^\W\d_'-]*)[ ,]+(?P<last>[^\W\d_][\w'-]*)[ ,.:;-]+(?:(?:my |the )?(?:zip|post(?:al)?)[ -]?(?:code)?(?: is)?|"
    r"(?:mã )?(?:bưu (?:chính|điện)|zip)(?: là)?|and|,)?[ ,.:]*(?P<zip>\d{5,6})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """One message of the customer's."""

    text: str
    folded: str = field(repr=False)

    @classmethod
    def of(cls, text: str) -> "Said":
        return cls(text, " ".join(fold(text.replace("’", "'")).split()))

    @cached_property
    def likely(self) -> Mapping[str, float]:
        """The probability of each thing that may be wanted."""
        return wanted(self.text)

    @property
    def intent(self) -> str:
        """What is wanted, as ``training/data/intents.jsonl`` calls it; empty where nothing is, or it is not clear what."""
        if cues("intents")["label"].search(self.folded):
            return "label"
        best = max(self.likely, key=self.likely.__getitem__)
        return "" if best == "none" or self.likely[best] < _SURE else best

    @property
    def which_address(self) -> bool:
        """Whether it speaks of an address, and not clearly of which."""
        sides = sorted((self.likely["address"], self.likely["own_address"]))
        return sides[0] > _EITHER and not self.orders

    @property
    def email(self) -> str:
        found = _EMAIL.search(self.text)
        return found[0].rstrip(".") if found else ""

    @property
    def name_and_zip(self) -> tuple[str, str, str] | None:
        found = _NAME_ZIP.search(self.text)
        return (found["first"], found["last"], found["zip"]) if found else None

    @property
    def orders(self) -> list[str]:
        """Numbers of orders, as the shop writes them."""
        return [f"#{(first or second).upper()}" for first, second in _ORDER.findall(self.text)]

    @property
    def reason(self) -> str:
        """Why an order is to be cancelled, as the shop names it."""
        if self.says("mistake"):
            return "ordered by mistake"
        return "no longer needed" if self.says("not_needed") else ""

    @property
    def address(self) -> dict[str, str]:
        """The parts of an address that it holds."""
        return address(_ORDER.sub(" ", _EMAIL.sub(" ", self.text)))

    def says(self, name: str) -> bool:
        """Whether it speaks of what ``patterns/counter.toml`` calls so."""
        return bool(_told()[name].search(self.folded))

    def is_only(self, name: str) -> bool:
        """Whether it says nothing else."""
        return bool(_told()[name].fullmatch(self.folded.strip(" .!?,")))


@cache
def _told() -> Patterns:
    return {**cues("about"), **cues("flow")}
