"""The vectors nearest to a question's: all of them compared while that is as fast, Chroma's graph beyond.

SQLite holds the vectors; what is here is made from it and can be made again at any time.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .store import Store, Vectors

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

EXACT_LIMIT = 50_000
"""Vectors up to which comparing them all is as fast as a graph, and finds more."""
_BATCH = 5_000
"""Vectors handed to Chroma at once; it refuses more than 5,461."""


class Nearest:
    """Finds the nearest vectors of a store.

    Args:
        store: Where the vectors are.
        folder: Where Chroma may keep its graph.
        server: The address of a Chroma server to keep it instead, ``http://host:port``; it is used whatever the number.
        collection: Its name on that server.
    """

    def __init__(self, store: Store, folder: Path, *, server: str = "", collection: str = "chunks") -> None:
        self._store = store
        self._graph = _Graph(store, folder, server, collection)
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


def _best(numbers: NDArray[np.int64], vectors: Vectors, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
    if not len(numbers):
        return {}
    cosines = vectors @ wanted
    best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(cosines) else np.arange(len(cosines))
    return {int(numbers[place]): float(cosines[place]) for place in best}


class _Graph:
    """The vectors in Chroma, by the ids of their chunks, brought up to the store's revision before each use."""

    def __init__(self, store: Store, folder: Path, server: str, name: str) -> None:
        self._store, self._folder, self._server, self._name = store, folder, server, name
        self._collection: Collection | None = None
        self._revision = -1

    def nearest(self, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
        collection = self._current()
        if not collection.count():
            return {}
        near = collection.query(query_embeddings=wanted, n_results=limit, include=["distances"])
        ids, distances = near["ids"][0], (near["distances"] or [[]])[0]
        numbers = self._store.numbers_of(ids)
        return {numbers[key]: 1 - distance for key, distance in zip(ids, distances, strict=True) if key in numbers}

    def scrub(self) -> None:
        if self._server or self._folder.exists():
            self._current()

    def _current(self) -> "Collection":
        collection = self._collection = self._collection or self._open()
        revision = self._store.revision
        if self._revision != revision:
            wanted, stored = self._store.ids(), set(collection.get(include=[])["ids"])
            _in_batches([*(stored - wanted.keys())], lambda ids: collection.delete(ids=ids))
            _in_batches([*(wanted.keys() - stored)], lambda ids: self._put(collection, ids, wanted))
            self._revision = revision
        return collection

    def _put(self, collection: "Collection", ids: list[str], numbers: dict[str, int]) -> None:
        by_number = {numbers[key]: key for key in ids}
        found, vectors = self._store.vectors([*by_number])
        collection.upsert(ids=[by_number[int(number)] for number in found], embeddings=vectors)

    def _open(self) -> "Collection":
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        client: Any
        if self._server:
            from urllib.parse import urlsplit

            address = urlsplit(self._server)
            client = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 8000),
                ssl=address.scheme == "https",
                settings=settings,
            )
        else:
            client = chromadb.PersistentClient(str(self._folder), settings)
            for other in client.list_collections():
                if other.name != self._name:  # Of another encoder.
                    client.delete_collection(other.name)
        return client.get_or_create_collection(  # type: ignore[no-any-return]  # the client is one of two
            self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "max_neighbors": 48, "ef_construction": 400, "ef_search": 400}},
        )


def _in_batches(ids: list[str], do: Any) -> None:
    for first in range(0, len(ids), _BATCH):
        do(ids[first : first + _BATCH])
