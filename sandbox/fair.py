"""A queue that is fair between those who wait in it: each caller has its turn, however much the others have asked."""

from collections import OrderedDict, deque
from typing import Generic, TypeVar

Item = TypeVar("Item")


class FairQueue(Generic[Item]):
    """First come, first served for one caller; in turns between callers. Not safe between threads."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[Item]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._waiting.values()))

    def add(self, caller: str, item: Item) -> None:
        self._waiting.setdefault(caller, deque()).append(item)

    def take(self) -> Item | None:
        """The next item, whose caller then goes to the end; ``None`` where nothing waits."""
        if not self._waiting:
            return None
        caller, items = self._waiting.popitem(last=False)
        item = items.popleft()
        if items:
            self._waiting[caller] = items
        return item

    def drain(self) -> list[Item]:
        """All that waits, which then waits no more."""
        items = [item for each in self._waiting.values() for item in each]
        self._waiting.clear()
        return items
