"""The truth: the text of the documents, its place, its words and its vectors, in one SQLite file.

Every change is one transaction, so a crash leaves the old or the new. It knows SQL; it does not know what the numbers
mean. Not safe between threads by itself.
"""

import math
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reckoner.core import DocumentError, Language, Passage, Source, writable

from .load import Page
from .split import Chunk

VERSION = 2
"""Of the tables, the splitting and the tokens; text stored under another one is indexed again by ``rebuild``."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value NOT NULL);
CREATE TABLE IF NOT EXISTS sources (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, pages INTEGER NOT NULL, size INTEGER NOT NULL,
    added TEXT NOT NULL, title TEXT NOT NULL DEFAULT '', built TEXT NOT NULL DEFAULT '',
    root TEXT NOT NULL DEFAULT '', device INTEGER NOT NULL DEFAULT 0, modified REAL NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS pages (
    source TEXT NOT NULL REFERENCES sources ON DELETE CASCADE, number INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (source, number)
);
CREATE TABLE IF NOT EXISTS chunks (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL REFERENCES sources ON DELETE CASCADE,
    page INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL, before INTEGER NOT NULL,
    after INTEGER NOT NULL, text TEXT NOT NULL, section TEXT NOT NULL, language TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS chunks_by_source ON chunks (source);
CREATE TABLE IF NOT EXISTS vectors (
    chunk INTEGER PRIMARY KEY REFERENCES chunks ON DELETE CASCADE, vector BLOB NOT NULL
);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    tokens, tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
"""
_MARKS = 30_000
"""Values that one statement is given; SQLite refuses more than 32,766."""

_LAST_PAGE = 2**31

Vectors = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The file that a document was read from."""

    root: str
    """The folder that is kept in step."""
    device: int
    """Of the file system that holds it."""
    modified: float
    """Seconds since 1970."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """A chunk as it is shown: with its surroundings."""

    passage: Passage
    title: str
    """Its document's."""
    start: int
    """Where in the passage's text the chunk itself begins."""
    end: int
    language: Language

    @property
    def text(self) -> str:
        """The chunk itself."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Which passages a search may find; what is left out does not restrict it."""

    sources: tuple[str, ...] = ()
    """Ids or names of documents."""
    kinds: tuple[str, ...] = ()
    """Kinds of documents, as ``Source.kind``."""
    since: str = ""
    """The earliest day or moment of adding, ISO 8601; in UTC unless it says otherwise."""
    until: str = ""
    """The latest; of a day its end."""
    pages: tuple[int, int] | None = None
    """The first and the last page."""

    def condition(self) -> tuple[str, list[Any]]:
        """What the rows of ``chunks c JOIN sources s`` must fulfil, in SQL, and its values.

        Raises:
            DocumentError: A moment is none.
        """
        parts: list[str] = []
        values: list[Any] = []

        def add(part: str, *given: Any) -> None:
            parts.append(part)
            values.extend(given)

        if self.sources:
            marks = _marks(self.sources)
            names = [*map(writable, self.sources)]
            add(f"(s.id IN ({marks}) OR s.name IN ({marks}))", *names, *names)
        if self.kinds:
            add(f"s.kind IN ({_marks(self.kinds)})", *self.kinds)
        if self.since:
            add("s.added >= ?", _moment(self.since, time.min))
        if self.until:
            add("s.added <= ?", _moment(self.until, time.max))
        if self.pages:
            add("c.page BETWEEN ? AND ?", *(min(page, _LAST_PAGE) for page in self.pages))
        return " AND ".join(parts), values


def _moment(text: str, of_day: time) -> str:
    """A moment as documents' are stored; a day alone is taken at the time ``of_day``."""
    try:
        day = len(text.strip()) <= len("2025-01-31")
        moment = datetime.combine(date.fromisoformat(text.strip()), of_day) if day else datetime.fromisoformat(text)
    except ValueError as error:
        raise DocumentError("document.moment", text=text) from error
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="seconds")


class Store:
    """One file of documents.

    Args:
        path: The file; made where there is none.

    Raises:
        sqlite3.DatabaseError: It is no database.
        DocumentError: A newer version wrote it.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, check_same_thread=False)
        self._database.row_factory = _as_dict
        self._database.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
            "PRAGMA secure_delete = ON;"
        )
        if self._version > VERSION:
            self._database.close()
            raise DocumentError("document.newer", path=path)
        self._migrate()
        self._database.executescript(_SCHEMA)
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        with self._database:
            self._database.execute("INSERT OR IGNORE INTO meta VALUES ('identity', ?)", (uuid.uuid4().hex,))
        if self._meta("dirty"):
            self.scrub()

    def close(self) -> None:
        self._database.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Everything inside happens, or nothing."""
        with self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute(
                "INSERT INTO meta VALUES ('revision', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )
            yield

    @property
    def identity(self) -> str:
        """What tells this store from any other."""
        return self._text("identity")

    @property
    def revision(self) -> int:
        """Counts the changes."""
        return self._meta("revision")

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────

    def sources(self) -> list[Source]:
        """Every document, the newest first."""
        return [_source(row) for row in self._rows("SELECT * FROM sources ORDER BY added DESC, name")]

    def any(self) -> bool:
        """Whether there is a document."""
        return bool(self._rows("SELECT 1 FROM sources LIMIT 1"))

    def source(self, key: str) -> Source | None:
        """The document with that id."""
        rows = self._rows("SELECT * FROM sources WHERE id = ?", key)
        return _source(rows[0]) if rows else None

    def named(self, name: str) -> Source | None:
        """The document of that name."""
        rows = self._rows("SELECT * FROM sources WHERE name = ?", name)
        return _source(rows[0]) if rows else None

    def write(self, source: Source, pages: Iterable[Page], built: str, origin: Origin | None = None) -> None:
        """Put a document in, without chunks yet."""
        row = (*[getattr(source, name) for name in _SOURCE], built)
        self._database.execute(f"INSERT INTO sources ({', '.join(_SOURCE)}, built) VALUES ({_marks(row)})", row)
        if origin:
            self.set_origin(source.id, origin)
        self._database.executemany(
            "INSERT INTO pages VALUES (?, ?, ?)", ((source.id, page.number, page.text) for page in pages)
        )

    def set_origin(self, source: str, origin: Origin | None) -> None:
        self._database.execute(
            "UPDATE sources SET root = ?, device = ?, modified = ? WHERE id = ?",
            (*(astuple(origin) if origin else ("", 0, 0.0)), source),
        )

    def origin(self, source: str) -> Origin | None:
        """The file that a document was read from, where a folder is kept in step."""
        rows = self._rows("SELECT root, device, modified FROM sources WHERE id = ? AND root <> ''", source)
        return Origin(**rows[0]) if rows else None

    def origins(self, root: str) -> dict[str, tuple[Source, Origin]]:
        """The documents that were read from the folder ``root``, by name."""
        rows = self._rows("SELECT * FROM sources WHERE root = ?", root)
        return {
            row["name"]: (_source(row), Origin(root=root, device=row["device"], modified=row["modified"]))
            for row in rows
        }

    def write_chunks(
        self, source: str, chunks: Sequence[Chunk], words: Iterable[str], vectors: Sequence[NDArray[np.float16] | None]
    ) -> None:
        """Put a document's chunks in, with their tokens in one string each, and a vector or ``None`` each."""
        for chunk, tokens, vector in zip(chunks, words, vectors, strict=True):
            number = self._database.execute(
                "INSERT INTO chunks (id, source, page, start, end, before, after, text, section, language)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(chunk.id, source, chunk.page, chunk.start, chunk.end, chunk.before, chunk.after),
                    *(chunk.shown, chunk.section, chunk.language),
                ),
            ).lastrowid
            self._database.execute("INSERT INTO words (rowid, tokens) VALUES (?, ?)", (number, tokens))
            if vector is not None:
                self._database.execute("INSERT INTO vectors VALUES (?, ?)", (number, vector.tobytes()))

    def rename(self, source: str, name: str, words: Callable[[Found], str]) -> None:
        """Give a document another name, and its chunks the ``words`` that they have under it."""
        self._database.execute("UPDATE sources SET name = ? WHERE id = ?", (name, source))
        numbers = [row["number"] for row in self._rows("SELECT number FROM chunks WHERE source = ?", source)]
        for number, found in self.chunks(numbers).items():
            self._database.execute("UPDATE words SET tokens = ? WHERE rowid = ?", (words(found), number))
        self._set_meta("dirty", 1)

    def forget(self, source: str) -> None:
        """Take a document out; ``scrub`` must follow."""
        self.forget_chunks(source)
        self._database.execute("DELETE FROM sources WHERE id = ?", (source,))

    def forget_chunks(self, source: str) -> None:
        # Inside a virtual table nothing cascades.
        self._database.execute(
            "DELETE FROM words WHERE rowid IN (SELECT number FROM chunks WHERE source = ?)", (source,)
        )
        self._database.execute("DELETE FROM chunks WHERE source = ?", (source,))
        self._set_meta("dirty", 1)

    def scrub(self) -> None:
        """Leave no byte of what was taken out in any file.

        The index of words keeps words until its parts are merged, and pages of the file that were filled anew keep
        what stood between their records, whatever ``secure_delete`` says. What a crash cut off is done at opening.
        """
        with self._database:
            self._database.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.execute("VACUUM")
        with self._database:
            self._set_meta("dirty", 0)
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def export(self, path: Path) -> None:
        """Write a whole, compact copy to ``path``."""
        unfinished = path.with_name(f".{path.name}.unfinished")
        unfinished.unlink(missing_ok=True)
        try:
            self._database.execute("VACUUM INTO ?", (str(unfinished),))
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    def pages(self, source: str) -> list[Page]:
        rows = self._rows("SELECT number, text FROM pages WHERE source = ? ORDER BY number", source)
        return [Page(number=row["number"], text=row["text"]) for row in rows]

    def page_text(self, source: str, page: int) -> str | None:
        rows = self._rows("SELECT text FROM pages WHERE source = ? AND number = ?", source, page)
        return rows[0]["text"] if rows else None

    # ── what it was built with ───────────────────────────────────────────────────────────────────────────────

    def built_otherwise(self, built: str) -> list[tuple[str, str]]:
        """The documents that were indexed with something else, as id and with what."""
        return [(row["id"], row["built"]) for row in self._rows("SELECT * FROM sources WHERE built <> ?", built)]

    def mark_built(self, source: str, built: str) -> None:
        self._database.execute("UPDATE sources SET built = ? WHERE id = ?", (built, source))

    # ── chunks ───────────────────────────────────────────────────────────────────────────────────────────────

    def count(self, source: str = "") -> int:
        """How many chunks there are, of one document or of all."""
        where, values = ("WHERE source = ?", [source]) if source else ("", [])
        return int(self._rows(f"SELECT count(*) AS n FROM chunks {where}", *values)[0]["n"])

    def languages(self) -> frozenset[Language]:
        """Those of the chunks."""
        return frozenset(row["language"] for row in self._rows("SELECT DISTINCT language FROM chunks"))

    def lexical(self, words: Sequence[str], limit: int, where: Filter | None = None) -> dict[int, float]:
        """The chunks that hold any of ``words``, by number, with BM25 scores; higher is better."""
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in words)
        condition, values = where.condition() if where else ("", [])
        if condition:
            condition = (
                "AND words.rowid IN (SELECT c.number FROM chunks c JOIN sources s ON s.id = c.source"
                f" WHERE {condition})"
            )
        rows = self._rows(
            f"SELECT rowid, bm25(words) AS score FROM words WHERE words MATCH ? {condition} ORDER BY score LIMIT ?",
            *(query, *values, limit),
        )
        return {row["rowid"]: -row["score"] for row in rows}

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is among these chunks: its inverse document frequency, at least 0."""
        total = self.count()
        found = {}
        for word in words:
            holding = self._rows("SELECT count(*) AS n FROM words WHERE words MATCH ?", f'"{word}"')[0]["n"]
            found[word] = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        return found

    def numbers(self, where: Filter) -> list[int]:
        """The chunks that ``where`` lets through."""
        condition, values = where.condition()
        rows = self._rows(
            "SELECT c.number FROM chunks c JOIN sources s ON s.id = c.source WHERE " + (condition or "1"), *values
        )
        return [row["number"] for row in rows]

    def chunks(self, numbers: Sequence[int], collection: str = "") -> dict[int, Found]:
        """The chunks of these numbers, as passages of ``collection``."""
        rows = self._many(
            "SELECT c.number, c.id, c.text, c.source, s.name, c.page, c.before AS start, c.after AS end, c.section,"
            " s.title, c.start AS first, c.end AS last, c.language"
            " FROM chunks c JOIN sources s ON s.id = c.source WHERE c.number IN ({})",
            numbers,
        )
        found = {}
        for row in rows:
            number, title, first, last, language = (
                row.pop(name) for name in ("number", "title", "first", "last", "language")
            )
            passage = Passage(**row, collection=collection)
            start, end = first - passage.start, last - passage.start
            found[number] = Found(passage=passage, title=title, start=start, end=end, language=language)
        return found

    def ids(self) -> set[str]:
        """The chunks that have a vector."""
        return {row["id"] for row in self._rows("SELECT c.id FROM chunks c JOIN vectors v ON v.chunk = c.number")}

    def numbers_of(self, ids: Sequence[str]) -> dict[str, int]:
        """The numbers of chunks by id, of those that are there."""
        rows = self._many("SELECT id, number FROM chunks WHERE id IN ({})", ids)
        return {row["id"]: row["number"] for row in rows}

    # ── vectors ──────────────────────────────────────────────────────────────────────────────────────────────

    def vector_count(self) -> int:
        return int(self._rows("SELECT count(*) AS n FROM vectors")[0]["n"])

    def widths(self) -> list[int]:
        """How many numbers a vector has: one width, or none where there are no vectors."""
        rows = self._rows("SELECT length(vector) AS n FROM vectors LIMIT 1")
        return [row["n"] // np.dtype(np.float16).itemsize for row in rows]

    def of_other_width(self, width: int) -> list[str]:
        """The documents whose vectors have another number of numbers than ``width``."""
        size = width * np.dtype(np.float16).itemsize
        query = "SELECT DISTINCT source FROM chunks JOIN vectors ON chunk = number WHERE length(vector) <> ?"
        return [row["source"] for row in self._rows(query, size)]

    def vectors(self, numbers: Sequence[int] | None = None) -> tuple[NDArray[np.int64], Vectors]:
        """The vectors of these chunks, or of all: their numbers, shape ``(n,)``, and rows of length one ``(n, d)``."""
        if numbers is None:
            rows = self._rows("SELECT chunk, vector FROM vectors ORDER BY chunk")
        else:
            rows = list(self._many("SELECT chunk, vector FROM vectors WHERE chunk IN ({})", numbers))
        found = np.array([row["chunk"] for row in rows], np.int64)
        data = np.frombuffer(b"".join(row["vector"] for row in rows), np.float16)
        return found, data.reshape(len(rows), -1 if rows else 0).astype(np.float32)

    def vector_blocks(self, size: int) -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        """All vectors as ``vectors`` tells them, so many at a time."""
        last = -1
        while rows := self._rows("SELECT chunk FROM vectors WHERE chunk > ? ORDER BY chunk LIMIT ?", last, size):
            numbers = [row["chunk"] for row in rows]
            yield self.vectors(numbers)
            last = numbers[-1]

    # ── SQL ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        return self._database.execute(query, values).fetchall()

    def _many(self, query: str, values: Sequence[Any]) -> Iterator[dict[str, Any]]:
        for first in range(0, len(values), _MARKS):
            part = [*values[first : first + _MARKS]]
            yield from self._rows(query.format(_marks(part)), *part)

    def _migrate(self) -> None:
        """Bring tables of version 1, whose vectors lay elsewhere, to where ``rebuild`` can go on."""
        if self._version or not self._rows("PRAGMA table_info(sources)"):
            return
        with self._database:
            # Python begins no transaction of its own for changes of tables.
            self._database.execute("BEGIN IMMEDIATE")
            for column in ("title TEXT", "built TEXT", "root TEXT", "device INTEGER", "modified REAL"):
                default = "''" if column.endswith("TEXT") else "0"
                self._database.execute(f"ALTER TABLE sources ADD COLUMN {column} NOT NULL DEFAULT {default}")
            for table in ("chunks", "words", "meta"):
                self._database.execute(f"DROP TABLE IF EXISTS {table}")
            self._database.execute(f"PRAGMA user_version = {VERSION}")

    @property
    def _version(self) -> int:
        return int(self._rows("PRAGMA user_version")[0]["user_version"])

    def _meta(self, key: str) -> int:
        return int(self._text(key) or 0)

    def _text(self, key: str) -> str:
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0]["value"]) if rows else ""

    def _set_meta(self, key: str, value: int) -> None:
        self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))


_SOURCE = ("id", "name", "kind", "pages", "size", "added", "title")


def _source(row: dict[str, Any]) -> Source:
    return Source(**{name: row[name] for name in _SOURCE})


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
