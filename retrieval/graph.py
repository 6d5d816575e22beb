"""Vectors in Chroma's graph (HNSW: Malkov and Yashunin 2018, https://arxiv.org/abs/1603.09320), in a folder or on a
server, by the ids of their chunks.

It is made from the store and brought up to its revision before each use; it can be thrown away at any time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from reckoner.core import DocumentError

from .store import Store

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_BATCH = 5_000
"""Vectors handed to Chroma at once; it refuses more than 5,461."""
_TUNED = {"hnsw": {"space": "cosine", "max_neighbors": 48, "ef_construction": 400, "ef_search": 400}}
"""Under which it finds what comparing all vectors finds; under Chroma's own 4 in 100 are missed."""


class Graph:
    """The graph over a store's vectors.

    Args:
        store: Where the vectors are.
        folder: Where Chroma keeps it, unless a server does.
        server: The address of a Chroma server, ``http://host:port``, or nothing.
        name: Chroma's collection.
    """

    def __init__(self, store: Store, folder: Path, server: str, name: str) -> None:
        self._store, self._folder, self._server, self._name = store, folder, server, name
        self._collection: Collection | None = None
        self._revision = -1

    def nearest(self, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
        """The chunks nearest to ``wanted``, by number, with cosines.

        Raises:
            DocumentError: The server does not answer.
        """
        with self._answering():
            collection = self._current()
            if not collection.count():
                return {}
            near = collection.query(query_embeddings=wanted, n_results=limit, include=["distances"])
        ids, distances = near["ids"][0], (near["distances"] or [[]])[0]
        numbers = self._store.numbers_of(ids)
        return {numbers[key]: 1 - distance for key, distance in zip(ids, distances, strict=True) if key in numbers}

    def scrub(self) -> None:
        """Take out what the store holds no more."""
        if self._exists():
            with self._answering():
                self._current()

    def drop(self) -> None:
        """Give it up."""
        if self._exists():
            with self._answering():
                self._client.delete_collection(self._current().name)
        self._collection, self._revision = None, -1

    def _exists(self) -> bool:
        return bool(self._server) or self._folder.exists()

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
        if not self._server:
            for other in self._client.list_collections():
                if other.name != self._name:  # Of another encoder.
                    self._client.delete_collection(other.name)
        return self._client.get_or_create_collection(  # type: ignore[no-any-return]  # the client is one of two
            self._name, embedding_function=None, configuration=_TUNED
        )

    @cached_property
    def _client(self) -> Any:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if not self._server:
            return chromadb.PersistentClient(str(self._folder), settings)
        address = urlsplit(self._server)
        return chromadb.HttpClient(
            host=address.hostname or "localhost",
            port=address.port or (443 if address.scheme == "https" else 8000),
            ssl=address.scheme == "https",
            settings=settings,
        )

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What Chroma or the way to it refuses becomes an error of ours; the next use begins anew."""
        from chromadb.errors import ChromaError
        from httpx import HTTPError

        try:
            yield
        except (ChromaError, HTTPError, ValueError, OSError) as error:
            self._collection = None
            self.__dict__.pop("_client", None)
            if self._server:
                raise DocumentError("document.server", server=self._server, why=error) from error
            raise DocumentError("document.graph", folder=self._folder, why=error) from error


def _in_batches(ids: list[str], do: Callable[[list[str]], object]) -> None:
    for first in range(0, len(ids), _BATCH):
        do(ids[first : first + _BATCH])
