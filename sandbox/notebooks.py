"""Notebooks: whose process lives, and the cells that bring a lost one back."""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Any

from .worker import Libraries

ALIVE = 8
"""Processes of notebooks that are kept waiting; the one used longest ago gives way, and its cells stay."""
MEMORY = 2 * 2**30
"""Bytes that idle notebooks may hold together."""
KNOWN = 4_096
"""Notebooks whose cells are kept: text, a few kilobytes each."""
_CELLS = 200


@dataclass(eq=False)
class Notebook:
    """The cells of one conversation, and their process while it lives."""

    name: str
    libraries: Libraries = "core"
    order: int = 0
    """The order number of its process; 0: there is none."""
    channel: Any = None
    worker: Any = None
    cells: deque[str] = field(default_factory=lambda: deque(maxlen=_CELLS))
    memory: int = 0
    """Bytes that its process says it holds."""
    busy: bool = False
    waiting: deque[Any] = field(default_factory=deque)

    def lose(self) -> None:
        """The process is gone; the cells stay."""
        if self.channel is not None:
            self.channel.close()
        self.order, self.channel, self.worker = 0, None, None


class Notebooks:
    """The notebooks in use, the one used last at the end."""

    def __init__(self) -> None:
        self._all: OrderedDict[str, Notebook] = OrderedDict()

    def get(self, name: str) -> Notebook:
        notebook = self._all.setdefault(name, Notebook(name))
        self._all.move_to_end(name)
        return notebook

    def pop(self, name: str) -> Notebook | None:
        return self._all.pop(name, None)

    def all(self) -> list[Notebook]:
        return list(self._all.values())

    def knows(self, notebook: Notebook) -> bool:
        """Whether it has not been forgotten."""
        return self._all.get(notebook.name) is notebook

    def of_order(self, order: int) -> Notebook | None:
        return next((each for each in self._all.values() if each.order == order), None)

    def of_worker(self, worker: Any) -> list[Notebook]:
        return [each for each in self._all.values() if each.worker is worker]

    def surplus(self) -> list[Notebook]:
        """Idle notebooks whose process should end; those beyond ``KNOWN`` are dropped altogether."""
        idle = [each for each in self._all.values() if not each.busy]
        for each in idle[: max(0, len(self._all) - KNOWN)]:
            del self._all[each.name]
        alive = [each for each in idle if each.order]
        surplus = max(0, len(alive) - ALIVE)
        while surplus < len(alive) - 1 and sum(each.memory for each in alive[surplus:]) > MEMORY:
            surplus += 1
        return alive[:surplus]
