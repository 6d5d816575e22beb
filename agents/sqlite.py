"""The files beside the checkpoints."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from reckoner.core import storing


@asynccontextmanager
async def connected(path: Path, schema: str) -> AsyncIterator[aiosqlite.Connection]:
    """The SQLite file ``path``, made if it is not there, with the tables of ``schema``.

    Raises:
        StorageError: It cannot be opened.
    """
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        # Each statement commits itself: whoever is cancelled behind one leaves no transaction open, and no lock.
        database = await aiosqlite.connect(path, isolation_level=None)
    # Its thread outlives the program unless it is closed, whatever happens in between.
    try:
        with storing(path):
            database.row_factory = aiosqlite.Row
            # WAL lets several processes read while one writes; a writer waits for another instead of failing.
            await database.executescript(
                f"PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 10000; {schema}"
            )
        yield database
    finally:
        await database.close()
