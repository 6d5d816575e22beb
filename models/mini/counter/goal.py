"""What a customer is after, gathered over several messages: a first one that asks, and those that answer questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .utterance import Utterance

GOALS = frozenset(
    {
        "track",
        "order",
        "orders",
        "cancel",
        "return",
        "address",
        "own_address",
        "product",
        "exchange",
        "payment",
        "person",
        "label",
    }
)


PLACE = frozenset({"address1", "city", "state", "zip"})
"""What an address must have; the country is the customer's own where none is said."""
_OF_ORDERS = frozenset({"track", "order", "cancel", "return", "address", "label"})
LEFT_ALONE = frozenset({"cancel", "return", "address"})
_CLEARLY = 0.85
_SHORT = 7
"""Words of a question that leans on the one before."""


@dataclass
class Goal:
    """One thing that is wanted."""

    intent: str
    said: list[Utterance] = field(default_factory=list)
    former: str = ""
    """The order that was spoken of before."""
    before: "Goal | None" = None
    """What was wanted, and done, before."""
    others: tuple[str, ...] = ()
    """Orders that the same message spoke of as well."""

    @property
    def text(self) -> str:
        return "\n".join(each.text for each in self.said)

    @property
    def order(self) -> str:
        """The number of the order that is meant, where it was said."""
        named = [number for each in self.said for number in each.orders]
        return named[-1] if named else ""

    @property
    def back(self) -> bool:
        """Whether it speaks of what was spoken of before."""
        first = self.said[0]
        return bool(self.former) and (first.says("back") or len(first.text.split()) <= _SHORT)

    @property
    def reason(self) -> str:
        return next((each.reason for each in self.said if each.reason), "")

    @property
    def address(self) -> dict[str, str]:
        """What was said of an address, in one message or in pieces; a whole one that came later counts."""
        texts = [each.text for each in self.said]
        tries = [Utterance.of(", ".join(texts[start:])).address for start in reversed(range(len(texts)))]
        whole = (found for found in tries if found.keys() >= PLACE)
        return next(whole, max(tries, key=len, default={}))

    def says(self, name: str) -> bool:
        return any(each.says(name) for each in self.said)


def goal(messages: Sequence[str], done: Sequence[bool], touched: Sequence[str]) -> Goal | None:
    """What is wanted after all ``messages``.

    Args:
        messages: The customer's.
        done: For each, whether what was wanted had been done when the next came.
        touched: For each, the order that was looked up or acted on for it; may be empty.
    """
    wanted: Goal | None = None
    closed: Goal | None = None
    former = ""
    for number, text in enumerate(messages):
        said = Utterance.of(text)
        if wanted is not None and (said.says("stop") or said.is_only("no")):
            closed, wanted = wanted, None
        if _asks(said) and not _answers(wanted, said):
            wanted = _new(said, former, closed)
        elif wanted is not None:
            wanted.said.append(said)
        elif closed is not None and _goes_on(closed, said):
            # Of another order nothing that was said of the first one holds.
            told = [*closed.said, said] if closed.intent == "product" else [said]
            wanted = Goal(closed.intent, told, closed.former)
        former = touched[number] or (said.orders or [former])[-1]
        if done[number]:
            closed, wanted = wanted or closed, None
    return wanted


def _new(said: Utterance, former: str, closed: Goal | None) -> Goal:
    first = said.alone
    intent = first.intent if _asks(first) else said.intent
    others = tuple(dict.fromkeys(each for each in said.orders if each not in first.orders))
    return Goal(intent, [first], former, before=closed, others=others)


def _asks(said: Utterance) -> bool:
    """Whether a message asks for something, and not that it be left alone."""
    side = {"own_address": "address"}.get(said.intent, said.intent)
    return said.intent in GOALS and not (side in LEFT_ALONE and said.says(f"negated_{side}"))


def _goes_on(closed: Goal, said: Utterance) -> bool:
    """Whether a message asks the same of something else: *and in blue?*, *and #W1234567?*"""
    if closed.intent == "product":
        return bool(len(said.text.split()) <= _SHORT and said.says("further"))
    return closed.intent in _OF_ORDERS and bool(said.orders) and len(said.text.split()) <= _SHORT


def _answers(wanted: Goal | None, said: Utterance) -> bool:
    """Whether a message that could ask for something is the answer to what was asked of the customer."""
    if wanted is None:
        return False
    if said.intent == wanted.intent or said.told_only:
        return True
    if wanted.intent in ("address", "own_address"):
        return said.intent in ("address", "own_address") or said.says("own") or bool(said.address)
    # Why an order is cancelled, or what an item is called, may sound like a request: "I found a better price".
    if wanted.intent == "cancel" and said.reason:
        return True
    named = said.intent in ("product", "exchange") and said.likely[said.intent] < _CLEARLY
    return wanted.intent in _OF_ORDERS and named
