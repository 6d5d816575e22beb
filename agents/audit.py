"""The record of everything that was decided and done: written once, changed by nobody.

It outlives the conversations that it speaks of. SQLite itself refuses to change or remove a line.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import aiosqlite

from reckoner.core import writable

from .memory import now
from .sqlite import connected

_SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, thread TEXT NOT NULL, call TEXT NOT NULL,
    tool TEXT NOT NULL, what TEXT NOT NULL, who TEXT NOT NULL, arguments TEXT NOT NULL, outcome TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS audit_threads ON audit (thread);
CREATE TRIGGER IF NOT EXISTS audit_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the record is kept'); END;
CREATE TRIGGER IF NOT EXISTS audit_whole BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the record is kept'); END;
"""
_LONGEST = 2_000
"""Characters of an outcome."""
What = Literal["approved", "edited", "rejected", "expired", "done", "failed"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the record."""

    number: int
    at: str
    """ISO 8601, UTC."""
    thread: str
    call: str
    tool: str
    what: What
    who: str
    """Who decided, as the door calls them; empty of what was done after that."""
    arguments: dict[str, Any]
    outcome: str
    """What the tool answered, or why it was refused."""


class Audit:
    """Built by ``open_audit``."""

    def __init__(self, database: aiosqlite.Connection) -> None:
        self._database = database

    async def note(
        self,
        what: What,
        *,
        thread: str,
        call: str,
        tool: str,
        arguments: Mapping[str, Any],
        who: str = "",
        outcome: str = "",
    ) -> None:
        """Add a line."""
        told = json.dumps(arguments, ensure_ascii=False, default=str)
        line = (now(), thread, call, tool, what, who, told, outcome[:_LONGEST])
        statement = "INSERT INTO audit (at, thread, call, tool, what, who, arguments, outcome) VALUES (?,?,?,?,?,?,?,?)"
        await self._database.execute(statement, tuple(map(writable, line)))

    async def entries(self, thread: str = "", *, limit: int = 1_000) -> list[Entry]:
        """The latest lines, of one conversation or of all, the latest first."""
        query = "SELECT * FROM audit WHERE ? IN ('', thread) ORDER BY number DESC LIMIT ?"
        async with self._database.execute(query, (thread, limit)) as cursor:
            rows = [dict(row) for row in await cursor.fetchall()]
        return [Entry(**{**row, "arguments": json.loads(row["arguments"])}) for row in rows]


@asynccontextmanager
async def open_audit(path: Path) -> AsyncIterator[Audit]:
    """The record in the file ``path``, made if it is not there.

    Raises:
        StorageError: The file cannot be opened.
    """
    async with connected(path, _SCHEMA) as database:
        yield Audit(database)
