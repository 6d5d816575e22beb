"""Vectors kept by what they were made from: the same text is encoded once, whatever document or collection it is in.

LangChain's ``CacheBackedEmbeddings`` writes a file for each vector and forgets none; this is one SQLite file of bounded
size.
"""

import hashlib
import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from reckoner.core import Language

from .embeddings import DocumentEmbeddings

log = logging.getLogger(__name__)
_TABLE = """
CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, used REAL NOT NULL, vector BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS vectors_used ON vectors (used);
"""
_AT_ONCE = 500


class VectorCache:
    """Vectors in a file. Safe to use from several threads and processes; a file that fails is as good as empty.

    Args:
        path: The file; it is made when the first vector is kept.
        megabytes: How much the vectors may take; those used longest ago are forgotten first.
    """

    def __init__(self, path: Path, megabytes: int) -> None:
        self._path, self._limit = path, megabytes * 2**20
        self._guard = threading.Lock()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, list[float]]:
        """Those that are known."""
        found: dict[bytes, list[float]] = {}

        def read(database: sqlite3.Connection) -> None:
            for first in range(0, len(keys), _AT_ONCE):
                some = keys[first : first + _AT_ONCE]
                marks = ",".join("?" * len(some))
                for key, vector in database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", some):
                    found[key] = np.frombuffer(vector, np.float32).tolist()
                database.execute(f"UPDATE vectors SET used = ? WHERE key IN ({marks})", [time.time(), *some])

        if self._path.exists():
            self._use(read)
        return found

    def put(self, vectors: dict[bytes, list[float]]) -> None:
        """Keep these, in the place of others of the same key."""

        def write(database: sqlite3.Connection) -> None:
            now = time.time()
            rows = [(key, now, np.asarray(vector, np.float32).tobytes()) for key, vector in vectors.items()]
            database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", rows)
            [(held, count)] = database.execute("SELECT coalesce(sum(length(vector)), 0), count(*) FROM vectors")
            if held > self._limit:
                # Somewhat more than needed, so that not every call has to forget.
                much = int(count * (1 - 0.9 * self._limit / held)) + 1
                oldest = "SELECT key FROM vectors ORDER BY used LIMIT ?"
                database.execute(f"DELETE FROM vectors WHERE key IN ({oldest})", [much])

        self._use(write)

    def _use(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do this in one transaction, if the file lets us."""
        with self._guard:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with closing(sqlite3.connect(self._path, timeout=10)) as database:
                    database.executescript(f"PRAGMA journal_mode = wal; PRAGMA synchronous = normal; {_TABLE}")
                    with database:
                        work(database)
            except (OSError, sqlite3.Error) as error:
                log.warning("Vectors are not kept in %s: %s", self._path, error)


class CachedEmbeddings(Embeddings):
    """Another encoder's vectors of documents, each made once. Questions are always encoded."""

    def __init__(self, inner: DocumentEmbeddings, cache: VectorCache) -> None:
        self._inner, self._cache = inner, cache
        self._width = 0
        """How many numbers the encoder's vectors have, as far as it was asked."""

    @property
    def fingerprint(self) -> str:
        return self._inner.fingerprint

    @property
    def languages(self) -> frozenset[Language]:
        return self._inner.languages

    @property
    def quick(self) -> bool:
        return self._inner.quick

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        keyed = {self._key(text): text for text in texts}
        known = self._cache.get(list(keyed))
        made = self._made({key: text for key, text in keyed.items() if key not in known})
        if self._width and any(len(vector) != self._width for vector in known.values()):
            # Another encoder under the same name: what was kept is worth nothing.
            known, made = {}, self._made(keyed)
        vectors = known | made
        return [vectors[self._key(text)] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        found = self._inner.embed_query(text)
        self._width = len(found)
        return found

    def _made(self, texts: dict[bytes, str]) -> dict[bytes, list[float]]:
        if not texts:
            return {}
        made = dict(zip(texts, self._inner.embed_documents(list(texts.values())), strict=True))
        self._cache.put(made)
        self._width = len(next(iter(made.values())))
        return made

    def _key(self, text: str) -> bytes:
        return hashlib.blake2b(f"{self.fingerprint}\0{text}".encode("utf-8", "surrogatepass"), digest_size=20).digest()
