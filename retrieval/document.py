"""A document on its way into an index: as it is given, as it is ready to be written, and what came of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reckoner.core import DocumentError, Source, UnreadableDocument, writable
from reckoner.models.embeddings import DocumentEmbeddings

from .load import Loaded
from .reader import reader
from .split import Chunk, split
from .store import Origin

_TOGETHER = 512
"""Chunks that are encoded and written together where many documents are added."""
_AT_ONCE = 512
"""Chunks that the encoder is given at once, however many a document has."""

Vector = NDArray[np.float16]


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What adding a document did; ``added`` and ``skipped`` count chunks."""

    source: Source
    added: int
    skipped: int
    failed: dict[int, str] = field(default_factory=dict)
    """Pages that could not be read, with the reason."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document to be added."""

    name: str
    data: bytes | Path
    """Its bytes, or the file that holds them."""
    title: str = ""
    origin: Origin | None = None
    """The file that it was read from, where a folder is kept in step."""
    beside: frozenset[str] = frozenset()
    """The names of all documents of that folder: none of them is given up because another holds the same bytes."""

    def read(self, limit_mb: int) -> bytes:
        """Its bytes.

        Raises:
            DocumentError: There is no such file, it is too large, or it cannot be opened.
        """
        if isinstance(self.data, bytes):
            return self.data
        try:
            if (size := self.data.stat().st_size) > limit_mb * 2**20:
                raise UnreadableDocument("document.large", name=self.name, size=size // 2**20, limit=limit_mb)
            return self.data.read_bytes()
        except FileNotFoundError as error:
            raise DocumentError("document.missing", name=self.data) from error
        except (OSError, ValueError) as error:  # A name with a zero byte is none.
            why = getattr(error, "strerror", None) or error
            raise UnreadableDocument("document.unopened", name=self.data, why=why) from error


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A document that was read and split, and waits to be written."""

    source: Source
    loaded: Loaded
    chunks: list[Chunk]
    origin: Origin | None
    vectors: list[Vector | None] | None = None
    """One for each chunk, ``None`` where the encoder does not read it; or they are still to be encoded."""

    def receipt(self, *, late: bool = False) -> Receipt:
        """What is told of it; ``late``: it was there already."""
        added, skipped = (0, len(self.chunks)) if late else (len(self.chunks), 0)
        return Receipt(source=self.source, added=added, skipped=skipped, failed=self.loaded.failed)


Outcome = Ready | Receipt | DocumentError


def id_of(data: bytes) -> str:
    """A document's id: the same bytes are the same document."""
    return sha256(data).hexdigest()


def prepared(document: Document, data: bytes, source: str, *, limit_mb: int) -> Ready:
    """``document`` read and split.

    Args:
        document: What is to be added.
        data: Its bytes.
        source: Their id, as ``id_of`` tells it.
        limit_mb: The largest document that is read.

    Raises:
        DocumentError: It cannot be read, or has no name.
    """
    name = writable(document.name)
    if not name.strip():
        raise DocumentError("document.no_name")
    loaded = reader().load(name, data, limit_mb=limit_mb)
    added = Source(
        id=source,
        name=name,
        kind=loaded.kind,
        pages=max(page.number for page in loaded.pages),
        size=len(data),
        added=datetime.now(UTC).isoformat(timespec="seconds"),
        title=writable(document.title),
    )
    return Ready(source=added, loaded=loaded, chunks=split(source, loaded.pages), origin=document.origin)


def encoded(chunks: Sequence[Chunk], embeddings: DocumentEmbeddings) -> list[Vector | None]:
    """A vector for each chunk in a language that the encoder reads; others are found by their words."""
    found: list[Vector | None] = [None] * len(chunks)
    places = [place for place, each in enumerate(chunks) if each.language in embeddings.languages]
    for first in range(0, len(places), _AT_ONCE):
        some = places[first : first + _AT_ONCE]
        vectors = embeddings.embed_documents([chunks[place].text for place in some])
        # As they are stored: lists of Python's numbers would take sixteen times the room.
        for place, vector in zip(some, np.asarray(vectors, np.float16), strict=True):
            found[place] = vector
    return found


def batches(outcomes: Iterable[tuple[str, Outcome]]) -> Iterator[list[tuple[str, Outcome]]]:
    """What is encoded and stored together; the same document twice is in it once."""
    batch: list[tuple[str, Outcome]] = []
    ahead: set[str] = set()
    filled = 0
    for name, outcome in outcomes:
        if isinstance(outcome, Ready):
            if outcome.source.id in ahead:
                outcome = outcome.receipt(late=True)
            else:
                ahead.add(outcome.source.id)
                filled += len(outcome.chunks)
        batch.append((name, outcome))
        if filled >= _TOGETHER or len(batch) >= _TOGETHER:
            yield batch
            batch, ahead, filled = [], set(), 0
    if batch:
        yield batch
