"""The vectors nearest to a question's: all of them compared while that is as fast, Chroma's graph beyond.

SQLite holds the vectors; what is here is made from it and can be made again at any time.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .graph import Graph
from .store import Store, Vectors

EXACT_LIMIT = 50_000
"""Vectors up to which comparing them all is as fast as a graph, and finds more."""


class Nearest:
    """Finds the nearest vectors of a store.

    Args:
        store: Where the vectors are.
        folder: Where Chroma may keep its graph.
        server: The address of a Chroma server to keep it instead, ``http://host:port``; it is used whatever the number.
        collection: Its name on that server.
    """

    def __init__(self, store: Store, folder: Path, *, server: str = "", collection: str) -> None:
        self._store = store
        self._graph = Graph(store, folder, server, collection)
        self._server = server
        self._exact: tuple[int, NDArray[np.int64], Vectors, bool] | None = None

    def nearest(self, vector: Sequence[float], limit: int, numbers: Sequence[int] | None = None) -> dict[int, float]:
        """The chunks nearest to ``vector``, by number, with cosines.

        Args:
            vector: Of length one.
            limit: How many at most.
            numbers: Look only among these.
        """
        wanted = np.asarray(vector, np.float32)
        if numbers is not None:
            return _best(*self._store.vectors(numbers), wanted, limit)
        revision = self._store.revision
        if self._exact is None or self._exact[0] != revision:
            few = not self._server and self._store.vector_count() <= EXACT_LIMIT
            self._exact = (revision, *(self._store.vectors() if few else self._store.vectors([])), few)
        _, known, vectors, few = self._exact
        return _best(known, vectors, wanted, limit) if few else self._graph.nearest(wanted, limit)

    def scrub(self) -> None:
        """Take out of the graph what the store holds no more, if there is a graph."""
        self._graph.scrub()

    def drop(self) -> None:
        """Give the graph up, if there is one."""
        self._graph.drop()


def _best(numbers: NDArray[np.int64], vectors: Vectors, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
    if not len(numbers):
        return {}
    cosines = vectors @ wanted
    best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
    return {int(numbers[place]): float(cosines[place]) for place in best}
