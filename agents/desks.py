"""The desk of each conversation with a shop's customers, kept in a file: who is served outlives a restart.

The file holds tokens that stand for customers for two hours; only this user can read it.
"""

import json
import os
import sqlite3
from collections import OrderedDict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reckoner.core import storing, writable

if TYPE_CHECKING:
    from reckoner.tools.shop import Desk

_OPEN = 1_000
"""Desks in memory; the ones used longest ago are read again."""
_KEPT = "-1 day"
_SCHEMA = "CREATE TABLE IF NOT EXISTS desks (thread TEXT PRIMARY KEY, state TEXT NOT NULL, updated TEXT NOT NULL)"


class Desks:
    """All desks.

    Args:
        make: A new desk, from what was kept of it, with what is to be called when that changes.
        path: The file.

    Raises:
        StorageError: The file cannot be used.
    """

    def __init__(self, make: Callable[[dict[str, Any], Callable[[dict[str, Any]], None]], "Desk"], path: Path) -> None:
        self._make, self._path = make, path
        self._known: OrderedDict[str, Desk] = OrderedDict()
        with storing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(self._connected()) as database, database:
                database.execute(_SCHEMA)
                database.execute("DELETE FROM desks WHERE updated < datetime('now', ?)", (_KEPT,))

    def of(self, thread: str) -> "Desk":
        """The desk of a conversation."""
        thread = writable(thread)
        desk = self._known.pop(thread, None) or self._make(self._read(thread), lambda state: self._keep(thread, state))
        self._known[thread] = desk
        if len(self._known) > _OPEN:
            self._known.popitem(last=False)
        return desk

    def forget(self, thread: str) -> None:
        """Keep nothing of a conversation any more."""
        thread = writable(thread)
        self._known.pop(thread, None)
        with storing(self._path), closing(self._connected()) as database, database:
            database.execute("DELETE FROM desks WHERE thread = ?", (thread,))

    def _read(self, thread: str) -> dict[str, Any]:
        with storing(self._path), closing(self._connected()) as database:
            row = database.execute("SELECT state FROM desks WHERE thread = ?", (thread,)).fetchone()
        return dict(json.loads(row[0])) if row else {}

    def _keep(self, thread: str, state: dict[str, Any]) -> None:
        statement = "INSERT OR REPLACE INTO desks VALUES (?, ?, datetime('now'))"
        with storing(self._path), closing(self._connected()) as database, database:
            database.execute(statement, (thread, json.dumps(state)))

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=10)
        database.execute("PRAGMA secure_delete = ON")
        return database
