"""What a customer is after, gathered over several messages: a first one that asks, and those that answer questions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .said import Said

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


_SHORT = 7
"""Words of a question that leans on the one before."""


@dataclass
class Goal:
    """One thing that is wanted."""

    intent: str
    said: list[Said] = field(default_factory=list)
    former: str = ""
    """The order that was spoken of before."""
    begun: int = 0
    """The number of the message that asked."""
    before: "Goal | None" = None
    """What was wanted, and done, before."""

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
        return bool(self.former) and self.said[0].says("back")

    @property
    def reason(self) -> str:
        return next((each.reason for each in self.said if each.reason), "")

    @property
    def address(self) -> dict[str, str]:
        return next((found for each in reversed(self.said) if (found := each.address)), {})

    def says(self, name: str) -> bool:
        return any(each.says(name) for each in self.said)


def goal(messages: Sequence[str], done: Sequence[bool]) -> Goal | None:
    """What is wanted after all ``messages``.

    Args:
        messages: The customer's.
        done: For each, whether what was wanted had been done when the next came.
    """
    wanted: Goal | None = None
    closed: Goal | None = None
    former = ""
    for number, text in enumerate(messages):
        said = Said.of(text)
        if said.intent in GOALS and not _answers(wanted, said):
            wanted = Goal(said.intent, [said], former, number, before=closed)
        elif wanted is not None:
            wanted.said.append(said)
        elif closed is not None and _goes_on(closed, said):
            wanted = Goal(closed.intent, [*closed.said, said], closed.former, number)
        former = (said.orders or [former])[-1]
        if done[number]:
            closed, wanted = wanted, None
    return wanted


def _goes_on(closed: Goal, said: Said) -> bool:
    """Whether a message asks the same of something else: *and in blue?*, *and #W1234567?*"""
    if closed.intent == "product":
        return bool(len(said.text.split()) <= _SHORT and said.says("further"))
    return closed.intent in ("track", "order") and bool(said.orders)


def _answers(wanted: Goal | None, said: Said) -> bool:
    """Whether a message that could ask for something is the answer to what was asked of the customer."""
    if wanted is None or said.intent == wanted.intent:
        return wanted is not None
    if wanted.intent in ("address", "own_address"):
        return said.intent in ("address", "own_address")
    # Why an order is cancelled, or what an item is called, may sound like a request: "I found a better price".
    return wanted.intent == "cancel" and bool(said.reason)
