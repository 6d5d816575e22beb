"""Reading an exported file. It may come from anybody, so nothing but text is taken from it, and that within bounds."""

import hashlib
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reckoner.core import DocumentError, Source, writable

from .load import Page

_SECONDS = 30.0
"""That one document may take to be read."""
_TABLES = {"sources", "pages"}


class _Source(BaseModel):
    model_config = ConfigDict(strict=True)

    id: str
    name: str = Field(min_length=1, max_length=1_000)
    kind: str = Field(min_length=1, max_length=100)
    pages: int = Field(ge=1, lt=2**31)
    size: int = Field(ge=0, lt=2**53)
    added: str = Field(max_length=100)
    title: str = Field(max_length=1_000)


class _Page(BaseModel):
    model_config = ConfigDict(strict=True)

    number: int = Field(ge=1, lt=2**31)
    text: str = Field(min_length=1)


def read_export(path: Path) -> Iterator[tuple[Source, list[Page]]]:
    """The documents of an exported file. Their ids are made from their text, whatever the file says.

    Raises:
        DocumentError: It is no such file.
    """
    if not path.is_file():
        raise DocumentError("document.missing", name=path)
    try:
        # By its address, since a connection by name could make the file, or change it.
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            yield from _documents(database)
    except (sqlite3.Error, ValidationError, OverflowError) as error:
        raise DocumentError("document.not_exported", name=path) from error


def _documents(database: sqlite3.Connection) -> Iterator[tuple[Source, list[Page]]]:
    database.execute("PRAGMA trusted_schema = OFF")
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables >= _TABLES:
        raise sqlite3.DatabaseError("Its tables are others.")
    query = f"SELECT {', '.join(_Source.model_fields)} FROM sources ORDER BY added, name"
    for row in _bounded(database, query):
        told = _Source.model_validate(dict(zip(_Source.model_fields, row, strict=True)))
        rows = _bounded(database, "SELECT number, text FROM pages WHERE source = ? ORDER BY number", told.id)
        checked = [_Page.model_validate({"number": number, "text": text}) for number, text in rows]
        pages = [Page(number=page.number, text=writable(page.text)) for page in checked]
        if not pages or len({page.number for page in pages}) < len(pages):
            raise sqlite3.DatabaseError("Its pages are none, or are there twice.")
        key = hashlib.sha256("\f".join(page.text for page in pages).encode()).hexdigest()
        yield (
            Source(
                id=key,
                name=writable(told.name),
                kind=writable(told.kind),
                pages=told.pages,
                size=told.size,
                added=writable(told.added),
                title=writable(told.title),
            ),
            pages,
        )


def _bounded(database: sqlite3.Connection, query: str, *values: str) -> list[tuple[object, ...]]:
    """The rows of a query, unless it takes too long."""
    end = time.monotonic() + _SECONDS
    database.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    return database.execute(query, values).fetchall()
