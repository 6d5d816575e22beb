"""Vectors in Chroma's graph (HNSW: Malkov and Yashunin 2018, https://arxiv.org/abs/1603.09320), in a folder or on a
server, by the ids of their chunks.

It is made from the store and brought up to its revision, what is much in the background; it can be thrown away at any
time.
"""

import logging
import sqlite3
import threading
from collections.abc import Iterator
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

log = logging.getLogger(__name__)

_BATCH = 1_000
"""Vectors handed to Chroma at once; it refuses more than 5,461."""
_AT_ONCE = 2_000
"""Vectors that are put in before the next question is answered; more of them would keep it waiting."""
_TUNED = {"hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 400}}
"""Under which it finds 999 in 1,000 of what comparing all vectors finds, among 20,000 like those of texts, and 997
among 100,000; under Chroma's own 970 in the first case."""


class Graph:
    """The graph over a store's vectors.

    Args:
        store: Where the vectors are.
        guard: Held while the store is used; held by whoever calls these methods.
        folder: Where Chroma keeps it, unless a server does.
        server: The address of a Chroma server, ``http://host:port``, or nothing.
        name: Chroma's collection.
    """

    def __init__(self, store: Store, guard: threading.RLock, folder: Path, server: str, name: str) -> None:
        self._store, self._guard, self._folder, self._server, self._name = store, guard, folder, server, name
        self._collection: Collection | None = None
        self._revision = -1
        self._filling: threading.Thread | None = None
        self._stopped = threading.Event()

    def ready(self) -> bool:
        """Whether it holds what the store holds; if little is missing it is put in, if much it begins to be.

        Raises:
            DocumentError: Chroma refuses.
        """
        if self._filling is not None and self._filling.is_alive():
            return False
        revision = self._store.revision
        if self._revision == revision:
            return True
        with self._answering():
            missing = self._tidied()
            if len(missing) > _AT_ONCE:
                self._filling = threading.Thread(target=self._fill, args=(missing,), daemon=True)
                self._filling.start()
                return False
            for ids in _batches(missing):
                self._put(ids)
        self._revision = revision
        return True

    def wait(self) -> None:
        """Until what is done in the background is done; the guard must not be held."""
        if self._filling is not None:
            self._filling.join()

    def nearest(self, wanted: NDArray[np.float32], limit: int) -> dict[int, float]:
        """The chunks nearest to ``wanted``, by number, with cosines.

        Raises:
            DocumentError: Chroma refuses.
        """
        with self._answering():
            near = self._opened().query(query_embeddings=wanted, n_results=limit, include=["distances"])
        ids, distances = near["ids"][0], (near["distances"] or [[]])[0]
        numbers = self._store.numbers_of(ids)
        return {numbers[key]: 1 - distance for key, distance in zip(ids, distances, strict=True) if key in numbers}

    def scrub(self) -> None:
        """Take out what the store holds no more."""
        if self._exists():
            with self._answering():
                self._tidied()

    def drop(self) -> None:
        """Give it up."""
        self.close()
        if self._exists():
            with self._answering():
                self._client.delete_collection(self._opened().name)
        self._collection, self._revision = None, -1

    def close(self) -> None:
        """Stop what is done in the background."""
        self._stopped.set()

    def _exists(self) -> bool:
        return bool(self._server) or self._folder.exists()

    def _tidied(self) -> list[str]:
        """Take out what the store holds no more, and tell what it holds that is not here."""
        collection = self._opened()
        wanted, stored = self._store.ids(), set(collection.get(include=[])["ids"])
        for ids in _batches([*(stored - wanted)]):
            collection.delete(ids=ids)
        return sorted(wanted - stored)

    def _fill(self, missing: list[str]) -> None:
        """Put much in, part by part, while questions are answered without it."""
        try:
            for ids in _batches(missing):
                if self._stopped.is_set():
                    return
                with self._answering():
                    self._put(ids)
        except (DocumentError, sqlite3.Error):
            # Whoever asks next begins anew, and is told what is wrong.
            log.warning("The graph of vectors was not finished.")

    def _put(self, ids: list[str]) -> None:
        with self._guard:
            by_number = {number: key for key, number in self._store.numbers_of(ids).items()}
            found, vectors = self._store.vectors([*by_number])
        if len(found):
            self._opened().upsert(ids=[by_number[int(number)] for number in found], embeddings=vectors)

    def _opened(self) -> "Collection":
        collection = self._collection = self._collection or self._open()
        return collection

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


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for first in range(0, len(ids), _BATCH):
        yield ids[first : first + _BATCH]
