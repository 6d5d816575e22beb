"""The vectors nearest to a question's: all of them compared while that is as fast, Chroma's graph beyond.

SQLite holds the vectors; what is here is made from it and can be made again at any time.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .graph import Graph
from .store import Store, Vectors

EXACT_LIMIT = 50_000
"""Vectors up to which comparing them all is as fast as a graph, and finds more."""
_BLOCK = 20_000


class Nearest:
    """Finds the nearest vectors of a store.

    Args:
        store: Where the vectors are.
        guard: Held while the store is used, by whoever calls these methods too.
        folder: Where Chroma may keep its graph.
        server: The address of a Chroma server to keep it instead, ``http://host:port``; it is used whatever the number.
        collection: Its name in Chroma.
    """

    def __init__(
        self, store: Store, guard: threading.RLock, folder: Path, *, server: str = "", collection: str
    ) -> None:
        self._store = store
        self._graph = Graph(store, guard, folder, server, collection)
        self._server = server
        self._revision = -1
        self._exact: tuple[NDArray[np.int64], Vectors] | None = None

    def nearest(self, vector: Sequence[float], limit: int, numbers: Sequence[int] | None = None) -> dict[int, float]:
        """The chunks nearest to ``vector``, by number, with cosines.

        Args:
            vector: Of length one.
            limit: How many at most.
            numbers: Look only among these.

        Raises:
            DocumentError: The server does not answer.
        """
        wanted = np.asarray(vector, np.float32)
        if numbers is not None:
            return _best(*self._store.vectors(numbers), wanted, limit)
        if not self._server and (few := self._few()) is not None:
            return _best(*few, wanted, limit)
        if self._graph.ready():
            return self._graph.nearest(wanted, limit)
        return self._one_by_one(wanted, limit)

    def ready(self) -> bool:
        """Whether questions are answered as fast as they will be; if not, that is begun."""
        return (not self._server and self._few() is not None) or self._graph.ready()

    def wait(self) -> None:
        """Until what is done in the background is done; the guard must not be held."""
        self._graph.wait()

    def scrub(self) -> None:
        """Take out of the graph what the store holds no more, if there is a graph."""
        self._graph.scrub()

    def drop(self) -> None:
        """Give the graph up, if there is one."""
        self._graph.drop()

    def close(self) -> None:
        """Stop what is done in the background."""
        self._graph.close()

    def _few(self) -> tuple[NDArray[np.int64], Vectors] | None:
        """All vectors, kept in memory while they are few; ``None`` where they are many."""
        if self._revision != (revision := self._store.revision):
            self._exact = self._store.vectors() if self._store.vector_count() <= EXACT_LIMIT else None
            self._revision = revision
        return self._exact

    def _one_by_one(self, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
        """What comparing all vectors finds, without room for all of them: until the graph is there."""
        found: dict[int, float] = {}
        for numbers, vectors in self._store.vector_blocks(_BLOCK):
            found |= _best(numbers, vectors, wanted, limit)
        return dict(sorted(found.items(), key=lambda each: -each[1])[:limit])


def _best(numbers: NDArray[np.int64], vectors: Vectors, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
    if not len(numbers):
        return {}
    cosines = vectors @ wanted
    best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
    return {int(numbers[place]): float(cosines[place]) for place in best}
