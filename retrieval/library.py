"""Collections of documents, each an index of its own; those of one tenant are out of reach of any other.

Names are a person's, so folders bear their checksums: no name is a path, and no two share a folder.
"""

import json
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

from reckoner.core import DocumentError, Passage, Settings, composed, storing
from reckoner.models.embeddings import DocumentEmbeddings, Reranker
from reckoner.models.encoders import encoder, reranker

from .index import DocumentIndex

MAIN = ""
"""The name of the collection that is always there."""
_LONGEST = 80
"""Characters of a name."""


class Library:
    """The collections of one tenant. Safe to use from several threads of one process.

    Args:
        folder: Where all tenants' are kept; the main collection of tenant ``""`` lies in it directly.
        tenant: Whose they are: an account or an organisation, never a name that a model gives.
        embeddings: The encoder; by default the one that ships inside.
        reranker: See ``DocumentIndex``.
        limit_mb: The largest document that is read.
        server: See ``DocumentIndex``.
        keep: See ``DocumentIndex``.
    """

    def __init__(
        self,
        folder: Path,
        *,
        tenant: str = "",
        embeddings: DocumentEmbeddings | None = None,
        reranker: Reranker | None = None,
        limit_mb: int = 100,
        server: str = "",
        keep: bool = True,
    ) -> None:
        self._folder = folder / "tenants" / _checksum(composed(tenant)) if tenant else folder
        self._embeddings, self._reranker = embeddings, reranker
        self._limit_mb, self._server, self._keep = limit_mb, server, keep
        self._guard = threading.Lock()
        self._opened: dict[str, DocumentIndex] = {}

    @classmethod
    def of(cls, settings: Settings, folder: Path | None = None) -> Self:
        """The collections that ``settings`` name, in ``settings.home`` or another folder.

        Raises:
            SettingsError: The encoder or the cross-encoder cannot be had with these settings.
        """
        return cls(
            folder or settings.home / "documents",
            embeddings=encoder(settings),
            reranker=reranker(settings),
            limit_mb=settings.document_mb,
            server=settings.chroma,
            keep=settings.document_files,
        )

    def names(self) -> list[str]:
        """The collections' names, the main one's first.

        Raises:
            StorageError: Their folder cannot be read.
        """
        with storing(self._folder):
            return [MAIN, *sorted(self._named())]

    def collection(self, name: str = MAIN) -> DocumentIndex:
        """The documents of one collection.

        Raises:
            DocumentError: There is none of that name.
        """
        name = _clean(name)
        with self._guard:
            if name not in self._opened:
                folder = self._place(name)
                if name and not (folder / _LABEL).is_file():
                    raise DocumentError("collection.unknown", name=name)
                self._opened[name] = DocumentIndex(
                    folder,
                    embeddings=self._embeddings,
                    reranker=self._reranker,
                    limit_mb=self._limit_mb,
                    server=self._server,
                    collection=name,
                    keep=self._keep,
                )
            return self._opened[name]

    def create(self, name: str) -> DocumentIndex:
        """A new collection, or the one of that name.

        Raises:
            DocumentError: The name is empty or too long.
            StorageError: It cannot be stored.
        """
        name = _clean(name)
        if not name or len(name) > _LONGEST:
            raise DocumentError("collection.name", limit=_LONGEST)
        folder = self._place(name)
        with self._guard, storing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if not (folder / _LABEL).is_file():
                unfinished = folder / f".{_LABEL}.{os.getpid()}"
                unfinished.write_text(json.dumps({"name": name}, ensure_ascii=False), "utf-8")
                unfinished.replace(folder / _LABEL)
        return self.collection(name)

    def remove(self, name: str) -> None:
        """Remove a collection with all its documents; the main one cannot be removed.

        Raises:
            DocumentError: There is none of that name, or it is in use by another process.
            StorageError: It cannot be removed.
        """
        name = _clean(name)
        if not name:
            raise DocumentError("collection.main")
        index = self.collection(name)
        index.destroy()
        with self._guard:
            self._opened.pop(name, None)

    def page_text(self, passage: Passage) -> str | None:
        """See ``DocumentIndex.page_text``; of whichever collection the passage is."""
        try:
            return self.collection(passage.collection).page_text(passage)
        except DocumentError:
            return None  # The collection is gone, or in use elsewhere: nothing can be said to stand there.

    def close(self) -> None:
        """Give all folders back."""
        with self._guard:
            for index in self._opened.values():
                index.close()
            self._opened.clear()

    def _named(self) -> Iterator[str]:
        for label in self._folder.glob(f"collections/*/{_LABEL}"):
            # One that was just removed, or that a disk has lost, is none.
            with suppress(OSError, ValueError, KeyError, TypeError):
                yield str(json.loads(label.read_text("utf-8"))["name"])

    def _place(self, name: str) -> Path:
        return self._folder / "collections" / _checksum(name) if name else self._folder


_LABEL = "collection.json"


def _clean(name: str) -> str:
    """``name`` on one line, without signs that nobody sees."""
    seen = (sign if not unicodedata.category(sign).startswith("C") else " " for sign in composed(name))
    return " ".join("".join(seen).split())


def _checksum(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:32]
