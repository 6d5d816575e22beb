"""What is remembered beside the messages: the threads' names, people's feedback, and which writes were made.

One SQLite file, shared with the checkpoints. It knows nothing of what is in a message.
"""

import sqlite3
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosqlite

from reckoner.core import ReckonerError, fold, storing, writable

from .sqlite import connected

_SCHEMA = """
CREATE TABLE IF NOT EXISTS threads (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL, forked_from TEXT NOT NULL,
    collection TEXT NOT NULL DEFAULT ''
);
CREATE TABLE IF NOT EXISTS feedback (
    thread TEXT NOT NULL REFERENCES threads ON DELETE CASCADE, message TEXT NOT NULL, good INTEGER NOT NULL,
    comment TEXT NOT NULL, given TEXT NOT NULL, PRIMARY KEY (thread, message)
);
CREATE TABLE IF NOT EXISTS spending (
    day TEXT NOT NULL, thread TEXT NOT NULL, turn TEXT NOT NULL, dollars REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS spending_days ON spending (day);
CREATE TABLE IF NOT EXISTS acts (key TEXT PRIMARY KEY, tool TEXT NOT NULL, begun TEXT NOT NULL, result TEXT NOT NULL);
"""
_TITLE_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A conversation, without its messages. Times are ISO 8601, UTC."""

    id: str
    title: str
    created: str
    updated: str
    forked_from: str = ""
    collection: str = ""
    """The collection of documents that it searches."""


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """What a person thought of an answer."""

    thread: str
    message: str
    good: bool
    comment: str
    given: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """A call that changes something; ``result`` is empty until it has ended."""

    key: str
    tool: str
    begun: str
    result: str


class Memory:
    """Threads, feedback and acts. Built by ``open_memory``."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def touch(self, thread: str, title: str, *, forked_from: str = "", collection: str | None = None) -> None:
        """Note that ``thread`` was spoken in just now; a new one is called ``title``, cut to one short line.

        Args:
            thread: Its id.
            title: For a new one.
            forked_from: The thread that a new one began as.
            collection: What it searches from now on; ``None``: what it searched so far.
        """
        line = " ".join(title.split())
        short = line if len(line) <= _TITLE_LENGTH else line[: _TITLE_LENGTH - 1].rstrip() + "…"
        await self._write(
            "INSERT INTO threads VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET updated = excluded.updated",
            thread, short, now(), now(), forked_from, collection or "",
        )  # fmt: skip
        if collection is not None:
            await self._write("UPDATE threads SET collection = ? WHERE id = ?", collection, thread)

    async def threads(self, containing: str = "") -> list[Thread]:
        """The threads, the latest first; ``containing`` is looked for in their titles, whatever its diacritics."""
        rows = await self._rows("SELECT * FROM threads ORDER BY updated DESC, rowid DESC")
        found = [Thread(**row) for row in rows]
        return [thread for thread in found if fold(containing) in fold(thread.title)]

    async def thread(self, thread: str) -> Thread:
        """
        Raises:
            ReckonerError: There is none of that id.
        """
        if (found := await self.find(thread)) is None:
            raise ReckonerError("thread.unknown", thread=thread)
        return found

    async def find(self, thread: str) -> Thread | None:
        """The thread of that id, if there is one."""
        rows = await self._rows("SELECT * FROM threads WHERE id = ?", thread)
        return Thread(**rows[0]) if rows else None

    async def rename(self, thread: str, title: str) -> None:
        await self.thread(thread)
        await self._write("UPDATE threads SET title = ? WHERE id = ?", " ".join(title.split())[:200], thread)

    async def forget(self, thread: str) -> None:
        await self.thread(thread)
        await self._write("DELETE FROM threads WHERE id = ?", thread)
        # An underscore or percent sign in the id stands for itself.
        await self._write("DELETE FROM acts WHERE substr(key, 1, ?) = ?", len(thread) + 1, f"{thread}:")

    async def rate(self, thread: str, message: str, *, good: bool, comment: str = "") -> None:
        """Keep what a person thought of an answer; the last word counts."""
        await self._write(
            "INSERT OR REPLACE INTO feedback VALUES (?, ?, ?, ?, ?)", thread, message, good, comment, now()
        )

    async def ratings(self, thread: str) -> dict[str, Feedback]:
        """The feedback in ``thread``, by message."""
        rows = await self._rows("SELECT * FROM feedback WHERE thread = ?", thread)
        return {row["message"]: Feedback(**{**row, "good": bool(row["good"])}) for row in rows}

    async def begin(self, key: str, tool: str) -> Act | None:
        """Note that an act begins; if it was begun before, what is known of it instead."""
        rows = await self._rows("SELECT * FROM acts WHERE key = ?", key)
        if rows:
            return Act(**rows[0])
        await self._write("INSERT INTO acts VALUES (?, ?, ?, '')", key, tool, now())
        return None

    async def begun(self, key: str) -> bool:
        """Whether an act was begun."""
        return bool(await self._rows("SELECT 1 FROM acts WHERE key = ?", key))

    async def finish(self, key: str, result: str) -> None:
        await self._write("UPDATE acts SET result = ? WHERE key = ?", result, key)

    async def set_aside(self, thread: str, turn: str, dollars: float, limits: Mapping[str, float]) -> int | None:
        """Note what may be spent, unless a limit would be passed; ``settle`` takes what this gives.

        Args:
            thread: The conversation.
            turn: The question that is being answered.
            dollars: US dollars.
            limits: What may be spent by ``turn``, ``thread`` and ``day``.
        """
        day = now()[:10]
        where = {"turn": ("thread = ? AND turn = ?", (thread, turn)), "thread": ("thread = ?", (thread,)),
                 "day": ("day = ?", (day,))}  # fmt: skip
        conditions, values = ["1"], []
        for name, limit in limits.items():
            condition, parameters = where[name]
            conditions.append(f"(SELECT coalesce(sum(dollars), 0) FROM spending WHERE {condition}) + ? <= ?")
            values += [*parameters, dollars, limit]
        # One statement: no other request can come between the look at what is left and its taking.
        statement = f"INSERT INTO spending SELECT ?, ?, ?, ? WHERE {' AND '.join(conditions)}"
        cursor = await self._database.execute(statement, _stored((day, thread, turn, dollars, *values)))
        return cursor.lastrowid if cursor.rowcount == 1 else None

    async def settle(self, aside: int, dollars: float) -> None:
        """What was set aside came to cost ``dollars``."""
        await self._write("UPDATE spending SET dollars = ? WHERE rowid = ?", dollars, aside)

    async def spent(self, thread: str = "", turn: str = "") -> float:
        """What a conversation, or one turn of it, has cost in US dollars; without one, what this day has (UTC)."""
        values: tuple[str, ...]
        if thread:
            query, values = "thread = ? AND (? = '' OR turn = ?)", (thread, turn, turn)
        else:
            query, values = "day = ?", (now()[:10],)
        rows = await self._rows(f"SELECT coalesce(sum(dollars), 0) AS dollars FROM spending WHERE {query}", *values)
        return float(rows[0]["dollars"])

    async def _write(self, statement: str, *values: Any) -> None:
        await self._database.execute(statement, _stored(values))

    async def _rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        async with self._database.execute(query, _stored(values)) as cursor:
            return [dict(row) for row in await cursor.fetchall()]


@asynccontextmanager
async def open_memory(path: Path) -> AsyncIterator[Memory]:
    """The memory in the file ``path``, made if it is not there.

    Raises:
        StorageError: The file cannot be opened.
    """
    async with connected(path, _SCHEMA) as database:
        with storing(path):
            columns = await database.execute_fetchall("PRAGMA table_info(threads)")
            if "collection" not in {column["name"] for column in columns}:  # Written before there were any.
                with suppress(sqlite3.OperationalError):  # Another process was quicker.
                    await database.execute("ALTER TABLE threads ADD COLUMN collection TEXT NOT NULL DEFAULT ''")
        yield Memory(database)


def new_thread() -> str:
    """An id for a new conversation."""
    return uuid.uuid4().hex[:12]


def _stored(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(writable(value) if isinstance(value, str) else value for value in values)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
