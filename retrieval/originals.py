"""The files whose pages are shown as they look: kept beside the index, by the id of their document."""

from collections.abc import Container
from pathlib import Path

SHOWN = frozenset({"pdf"})
"""Kinds whose pages are drawn; of others the text is shown."""


class Originals:
    """Files in a folder.

    Args:
        folder: Where they are kept; made when the first is.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, source: str, data: bytes) -> None:
        """Keep a document's bytes."""
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self._folder / f".{source}.unfinished"
        unfinished.write_bytes(data)
        unfinished.replace(self._folder / source)

    def read(self, source: str) -> bytes | None:
        """A document's bytes, where they were kept."""
        file = self._folder / source
        return file.read_bytes() if file.is_file() else None

    def sweep(self, known: Container[str]) -> None:
        """Delete those of documents that are not ``known``, and what was never finished."""
        if self._folder.is_dir():
            for file in self._folder.iterdir():
                if file.name not in known:
                    file.unlink(missing_ok=True)
