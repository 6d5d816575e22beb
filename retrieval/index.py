"""The documents: added, listed, removed, one owner a folder.

The text, its place and the lexical index are in one SQLite file, which is the truth; the vectors are in Chroma beside
it. A write commits in SQLite last (first, when removing), so a crash leaves at most vectors that nothing points to;
they are swept when the folder is opened.
"""

import hashlib
import math
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock, Timeout

from reckoner.core import DocumentError, DocumentsBusy, IndexMismatch, Passage, Source, storing, writable
from reckoner.models.embeddings import MiniEmbeddings

from .load import load
from .split import Chunk, split
from .tokens import tokens

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, pages INTEGER NOT NULL, size INTEGER NOT NULL,
    added TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS pages (
    source TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, number INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (source, number)
);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES sources ON DELETE CASCADE,
    page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_source ON chunks (source);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    tokens, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
"""
_BATCH = 1_000
"""Vectors handed to Chroma at once; it refuses more than 5,461."""


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What adding a document did; ``added`` and ``skipped`` count chunks."""

    source: Source
    added: int
    skipped: int
    failed: dict[int, str] = field(default_factory=dict)
    """Pages that could not be read, with the reason."""


class DocumentIndex:
    """The documents in one folder. Safe to use from several threads of one process.

    The folder is locked when it is first used; until ``close`` no other process can use it.
    """

    def __init__(self, folder: Path, *, embeddings: MiniEmbeddings | None = None, limit_mb: int = 100) -> None:
        self._folder = folder
        self._limit_mb = limit_mb
        self._embeddings = embeddings or MiniEmbeddings()
        self._guard = threading.RLock()
        self._lock = FileLock(folder / ".lock", timeout=0)
        self._database: sqlite3.Connection | None = None
        self._collection: Collection | None = None

    def add(self, name: str, data: bytes) -> Receipt:
        """Add a document, or replace the one of the same name; the same bytes again change nothing.

        Raises:
            DocumentError: It cannot be read, or the documents are in use elsewhere.
            StorageError: It cannot be stored; nothing was changed.
            IndexMismatch: The folder was built with another encoder.
        """
        name = writable(name)
        with self._storing() as database:
            source = hashlib.sha256(data).hexdigest()
            if known := self._source("id", source):
                if known.name != name:
                    known = self._rename(known, name)
                return Receipt(source=known, added=0, skipped=self._count(source))
            loaded = load(name, data, limit_mb=self._limit_mb)
            chunks = split(source, loaded.pages)
            self._embed(chunks)
            former = self._source("name", name)
            stale = self._vectors_of(former.id) if former else []
            added = Source(
                id=source,
                name=name,
                kind=loaded.kind,
                pages=max(page.number for page in loaded.pages),
                size=len(data),
                added=datetime.now(UTC).isoformat(timespec="seconds"),
            )
            with database:
                if former:
                    self._forget(former.id)
                database.execute("INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)", tuple(vars(added).values()))
                database.executemany(
                    "INSERT INTO pages VALUES (?, ?, ?)",
                    [(source, page.number, page.text) for page in loaded.pages],
                )
                self._write(added, chunks)
            self._drop_vectors(stale)
            return Receipt(source=added, added=len(chunks), skipped=0, failed=loaded.failed)

    def sources(self) -> list[Source]:
        """Every document, the newest first."""
        if self._empty():
            return []
        with self._storing() as database:
            rows = database.execute("SELECT * FROM sources ORDER BY added DESC, name").fetchall()
        return [Source(**row) for row in rows]

    def remove(self, name: str) -> Source:
        """Remove a document and its every trace, by its name or id.

        Raises:
            DocumentError: There is none of that name.
        """
        name = writable(name)
        with self._storing() as database:
            source = self._source("name", name) or self._source("id", name)
            if source is None:
                raise DocumentError("document.unknown", name=name)
            stale = self._vectors_of(source.id)
            with database:
                self._forget(source.id)
            self._drop_vectors(stale)
        return source

    def page_text(self, source: str, page: int) -> str | None:
        """The stored text of a page, or ``None`` if it is not there (any more)."""
        if self._empty():
            return None
        with self._storing() as database:
            row = database.execute("SELECT text FROM pages WHERE source = ? AND number = ?", (source, page)).fetchone()
        return row["text"] if row else None

    def lexical(self, words: Sequence[str], limit: int) -> dict[int, float]:
        """The chunks' numbers that hold any of ``words``, with BM25 scores, higher is better."""
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(words))
        with self._storing() as database:
            rows = database.execute(
                "SELECT rowid, bm25(words) AS score FROM words WHERE words MATCH ? ORDER BY score LIMIT ?",
                (query, limit),
            ).fetchall()
        return {row["rowid"]: -row["score"] for row in rows}

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is among these chunks: its inverse document frequency, at least 0."""
        with self._storing() as database:
            total = database.execute("SELECT count(*) AS n FROM chunks").fetchone()["n"]
            found = {}
            for word in dict.fromkeys(words):
                row = database.execute("SELECT count(*) AS n FROM words WHERE words MATCH ?", (f'"{word}"',)).fetchone()
                found[word] = math.log(1 + (total - row["n"] + 0.5) / (row["n"] + 0.5))
        return found

    def dense(self, question: str, limit: int) -> dict[int, float]:
        """The chunks' numbers whose vectors are nearest to the question's, with cosines."""
        with self._storing() as database:
            collection = self._vectors()
            if not collection.count():
                return {}
            vector = self._embeddings.embed_query(question)
            near = collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])  # type: ignore[arg-type]  # a list of floats is an embedding
            ids, distances = near["ids"][0], (near["distances"] or [[]])[0]
            numbers = {
                row["id"]: row["number"]
                for row in database.execute(f"SELECT id, number FROM chunks WHERE id IN ({_marks(ids)})", ids)
            }
        return {numbers[key]: 1 - distance for key, distance in zip(ids, distances, strict=True) if key in numbers}

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The chunks of these numbers as passages, without scores."""
        with self._storing() as database:
            rows = database.execute(
                "SELECT c.number, c.id, substr(p.text, c.start + 1, c.end - c.start) AS text, c.source, s.name, c.page,"
                " c.start, c.end, c.section FROM chunks c JOIN sources s ON s.id = c.source"
                f" JOIN pages p ON p.source = c.source AND p.number = c.page WHERE c.number IN ({_marks(numbers)})",
                list(numbers),
            ).fetchall()
        return {row.pop("number"): Passage(**row) for row in rows}

    def close(self) -> None:
        """Give the folder back."""
        with self._guard:
            if self._database is not None:
                self._database.close()
            self._database = self._collection = None
            self._lock.release()

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────────

    def _empty(self) -> bool:
        return self._database is None and not (self._folder / "documents.sqlite").exists()

    @contextmanager
    def _storing(self) -> Iterator[sqlite3.Connection]:
        """The open database; what the disk or SQLite refuses becomes an error of ours."""
        with self._guard, storing(self._folder, broken=DocumentError("document.broken", folder=self._folder)):
            yield self._open()

    def _open(self) -> sqlite3.Connection:
        if self._database is not None:
            return self._database
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise DocumentsBusy("document.busy", folder=self._folder) from error
        try:
            database = sqlite3.connect(self._folder / "documents.sqlite", check_same_thread=False)
            database.row_factory = _as_dict
            database.executescript("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;")
            database.executescript(_SCHEMA)
            self._check_encoder(database)
        except BaseException:
            self._lock.release()
            raise
        self._database = database
        return database

    def _check_encoder(self, database: sqlite3.Connection) -> None:
        current = self._embeddings.fingerprint
        with database:
            database.execute("INSERT OR IGNORE INTO meta VALUES ('encoder', ?)", (current,))
        stored = database.execute("SELECT value FROM meta WHERE key = 'encoder'").fetchone()["value"]
        if stored != current:
            database.close()
            raise IndexMismatch("document.mismatch", folder=self._folder, stored=stored, current=current)

    # ── text and words ───────────────────────────────────────────────────────────────────────────────────────

    def _source(self, column: str, value: str) -> Source | None:
        row = self._open().execute(f"SELECT * FROM sources WHERE {column} = ?", (value,)).fetchone()
        return Source(**row) if row else None

    def _count(self, source: str) -> int:
        row = self._open().execute("SELECT count(*) AS n FROM chunks WHERE source = ?", (source,)).fetchone()
        return int(row["n"])

    def _rename(self, source: Source, name: str) -> Source:
        database = self._open()
        with database:
            if (other := self._source("name", name)) is not None:
                self._forget(other.id)
            database.execute("UPDATE sources SET name = ? WHERE id = ?", (name, source.id))
        return self._source("id", source.id) or source

    def _write(self, source: Source, chunks: Sequence[Chunk]) -> None:
        title = source.name.rpartition(".")[0] or source.name
        for chunk in chunks:
            inserted = self._open().execute(
                "INSERT INTO chunks (id, source, page, start, end, section, language) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (chunk.id, source.id, chunk.page, chunk.start, chunk.end, chunk.section, chunk.language),
            )
            counted = tokens(f"{title} {chunk.section} {chunk.text}", chunk.language)
            self._open().execute(
                "INSERT INTO words (rowid, tokens) VALUES (?, ?)", (inserted.lastrowid, " ".join(counted))
            )

    def _forget(self, source: str) -> None:
        database = self._open()
        database.execute("DELETE FROM words WHERE rowid IN (SELECT number FROM chunks WHERE source = ?)", (source,))
        database.execute("DELETE FROM sources WHERE id = ?", (source,))

    # ── vectors ──────────────────────────────────────────────────────────────────────────────────────────────

    def _vectors(self) -> "Collection":
        if self._collection is None:
            import chromadb
            from chromadb.config import Settings

            client = chromadb.PersistentClient(str(self._folder / "vectors"), Settings(anonymized_telemetry=False))
            self._collection = client.get_or_create_collection(
                "chunks",
                embedding_function=None,
                configuration={
                    "hnsw": {"space": "cosine", "max_neighbors": 48, "ef_construction": 400, "ef_search": 400}
                },
            )
            self._sweep(self._collection)
        return self._collection

    def _sweep(self, collection: "Collection") -> None:
        """Drop the vectors that a crash left behind, and make those it kept from being made."""
        rows = self._open().execute("SELECT id FROM chunks WHERE language = 'en'").fetchall()
        wanted = {row["id"] for row in rows}
        if collection.count() == len(wanted):
            return
        stored = set(collection.get(include=[])["ids"])
        self._collection = collection
        self._drop_vectors(sorted(stored - wanted))
        lost = sorted(wanted - stored)
        numbers = self._open().execute(f"SELECT id, number FROM chunks WHERE id IN ({_marks(lost)})", lost).fetchall()
        texts = self.passages([row["number"] for row in numbers])
        self._put([row["id"] for row in numbers], [texts[row["number"]].text for row in numbers])

    def _embed(self, chunks: Sequence[Chunk]) -> None:
        # The encoder reads English alone; other chunks are found by their words.
        readable = [chunk for chunk in chunks if chunk.language == "en"]
        if readable:
            self._put([chunk.id for chunk in readable], [chunk.text for chunk in readable])

    def _put(self, ids: list[str], texts: list[str]) -> None:
        for first in range(0, len(ids), _BATCH):
            vectors: Any = self._embeddings.embed_documents(texts[first : first + _BATCH])
            self._vectors().upsert(ids=ids[first : first + _BATCH], embeddings=vectors)

    def _vectors_of(self, source: str) -> list[str]:
        query = "SELECT id FROM chunks WHERE source = ? AND language = 'en'"
        return [row["id"] for row in self._open().execute(query, (source,))]

    def _drop_vectors(self, ids: list[str]) -> None:
        for first in range(0, len(ids), _BATCH):
            self._vectors().delete(ids=ids[first : first + _BATCH])


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
