"""A folder of files and the documents read from it, kept in step.

Nothing is removed because a disk is missing: a document goes only when the place where its file was can be looked at
and the file is not there.
"""

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from reckoner.core import DocumentError, Source, UnreadableDocument

from .document import Document, Receipt
from .index import DocumentIndex
from .store import Origin


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A document whose file is gone, or holds nothing that can be read any more."""

    name: str


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A document whose file cannot be looked for."""

    name: str


_UNSEEN = frozenset({"document.unopened", "document.slow", "document.heavy", "document.no_reader"})
"""Errors that say nothing of what a file holds now."""

Change = Receipt | DocumentError | Removed | Kept


def files(folder: Path) -> list[Path]:
    """The files in a folder and the folders in it, without hidden ones, in the order of their names.

    Raises:
        DocumentError: There is no such folder.
    """
    if not folder.is_dir():
        raise DocumentError("document.no_folder", name=folder)
    found = (
        path for path in folder.rglob("*") if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )
    return sorted(path for path in found if path.is_file())


def named(path: PurePath) -> str:
    """A path as a name; bytes of another encoding stay told apart."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def sync(index: DocumentIndex, folder: Path, *, prefix: str = "", settled: float = 0.0) -> Iterator[tuple[str, Change]]:
    """Make ``index`` hold what ``folder`` holds: new and edited files added, moved ones renamed, lost ones removed.

    Documents that came from elsewhere stay. Files that have the time and size they had are not read again. Each change
    is told when it is done; what is unchanged is not told.

    Args:
        index: The documents.
        folder: Where the files are.
        prefix: What the documents' names begin with; their path in the folder follows.
        settled: Seconds that a file must have been left alone; one that is still being written is left for later.

    Raises:
        DocumentError: There is no such folder, or it is empty though documents came from it.
    """
    folder = folder.resolve()
    present = {prefix + named(path.relative_to(folder)): path for path in files(folder)}
    known = index.origins(str(folder))
    if known and not present:
        raise DocumentError("document.empty_folder", name=folder)
    for name, outcome in index.add_all(_changed(folder, present, known, settled)):
        if isinstance(outcome, DocumentError) or outcome.added:
            yield name, outcome
        if isinstance(outcome, UnreadableDocument) and name in known and outcome.key not in _UNSEEN:
            index.remove(name)  # What the file held is not in it any more.
            yield name, Removed(name=name)
    # Asked anew: a file that was moved has its new name now.
    for name, (_, origin) in index.origins(str(folder)).items():
        if name in present:
            continue
        if _can_be_seen(folder / name.removeprefix(prefix), folder, origin):
            index.remove(name)
            yield name, Removed(name=name)
        else:
            yield name, Kept(name=name)


def _changed(
    folder: Path, present: Mapping[str, Path], known: Mapping[str, tuple[Source, Origin]], settled: float
) -> Iterator[Document]:
    """The files whose time or size is not the one that is known."""
    beside = frozenset(present)
    for name, path in present.items():
        try:
            state = path.stat()
        except OSError:
            yield Document(name=name, data=path)  # Whoever reads it says why it cannot be read.
            continue
        if 0 <= time.time() - state.st_mtime < settled:
            continue
        source, former = known.get(name, (None, None))
        if source and former and (source.size, former.modified) == (state.st_size, state.st_mtime):
            continue
        origin = Origin(root=str(folder), device=state.st_dev, modified=state.st_mtime)
        yield Document(name=name, data=path, origin=origin, beside=beside)


def _can_be_seen(path: Path, folder: Path, origin: Origin) -> bool:
    """Whether the file's absence is certain: the nearest folder that is there is on the disk that held the file."""
    place = path.parent
    while not place.is_dir() and place != folder:
        place = place.parent
    try:
        return os.access(place, os.R_OK | os.X_OK) and place.stat().st_dev == origin.device
    except OSError:
        return False
