"""Documents in the terminal."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from reckoner.core import DocumentError, DocumentsBusy, Settings, say
from reckoner.retrieval import Change, Document, DocumentIndex, Filter, Kept, Library, Removed, files, hits, named, sync

from .draw import visible
from .exits import Exit, complain

_LOOK = 2
"""Seconds after which a watched folder is looked at anyway."""
_SETTLED = 1.0
"""Seconds that a file in it must have been left alone."""


def add(paths: Sequence[str], *, collection: str, workers: int, cluster: str) -> Exit:
    """Add files, and the files in folders; what cannot be read is named and the rest added.

    Args:
        paths: Files or folders.
        collection: Where they go.
        workers: How many processes of a Ray cluster share the work; 0: this one does it.
        cluster: That cluster's address; by default this machine becomes one.
    """
    with _opened(collection, new=True) as index:
        wanted = (Document(name=name, data=file) for path in paths for name, file in _files(Path(path)))
        if workers:
            from reckoner.retrieval.cluster import add_all

            limit = Settings.load().document_mb
            outcomes = add_all(index, wanted, workers=workers, address=cluster, limit_mb=limit)
        else:
            outcomes = index.add_all(wanted)
        told = max([_tell(name, outcome) for name, outcome in outcomes], default=Exit.DONE)
        index.finish()
        return told


def add_folder(index: DocumentIndex, folder: Path, *, quiet: bool) -> None:
    """Make ``index`` hold what ``folder`` holds now."""
    for name, change in sync(index, folder):
        _tell(name, change, quiet=quiet)


def keep_in_step(folder: Path, *, watch: bool, collection: str) -> Exit:
    """Make the documents hold what ``folder`` holds, once, or again whenever something changes there."""
    prefix = _prefix(folder.resolve())
    with _opened(collection, new=True) as index:
        told = [_tell(name, change) for name, change in sync(index, folder, prefix=prefix)]
        if not told:
            print("Nothing has changed.", file=sys.stderr)
        if not watch:
            return max(told, default=Exit.DONE)
        from watchfiles import watch as changes

        print(f"Watching {visible(str(folder))}. Stop with Ctrl+C.", file=sys.stderr)
        # Looked at now and then as well: some disks tell of no change, and what came before the watching is not told.
        for _ in changes(folder, raise_interrupt=True, yield_on_timeout=True, rust_timeout=_LOOK * 1_000):
            try:
                for name, change in sync(index, folder, prefix=prefix, settled=_SETTLED):
                    _tell(name, change)
            except DocumentsBusy:
                raise
            except DocumentError as error:
                complain(error)  # The folder may come back.
    return Exit.DONE


def _prefix(folder: Path) -> str:
    """What tells the files of one folder from those of another that bears the same name."""
    home = Path.home()
    return f"{(folder.relative_to(home) if folder.is_relative_to(home) else folder).as_posix().lstrip('/')}/"


def rebuild(*, collection: str) -> None:
    """Index all documents again from their stored text, where another encoder or an older version did it."""
    with _opened(collection) as index, Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("documents", total=None)
        count = index.rebuild(lambda done, wanted: progress.update(task, completed=done, total=wanted))
    print(f"Indexed again: {count}.")


def export(file: Path, *, collection: str) -> None:
    """Write all documents to one file."""
    with _opened(collection) as index:
        print(f"Exported: {index.export(file)}.")


def import_(file: Path, *, collection: str) -> Exit:
    """Add the documents of an exported file."""
    with _opened(collection, new=True) as index:
        return max([_tell(name, outcome) for name, outcome in index.import_(file)], default=Exit.DONE)


def show(*, as_json: bool, collection: str) -> None:
    with _opened(collection) as index:
        sources = index.sources()
    for source in sources:
        row = (
            json.dumps(vars(source), ensure_ascii=False)
            if as_json
            else f"{source.name}\t{source.kind}\t{source.pages} p.\t{source.added}"
        )
        print(row if as_json else visible(row))
    if not sources and not as_json:
        print("There are no documents yet. Add some with: reckoner docs add FILE")


def look(
    question: str, *, limit: int, sources: tuple[str, ...], kinds: tuple[str, ...], as_json: bool, collection: str
) -> None:
    """Show the passages that fit best, and why they stand where they do."""
    with _opened(collection) as index:
        found = hits(index, question, limit=limit, where=Filter(sources=sources, kinds=kinds))
    for hit in found:
        if as_json:
            print(json.dumps(asdict(hit), ensure_ascii=False))
            continue
        passage = hit.passage
        place = " · ".join(filter(None, (passage.name, f"p. {passage.page}", passage.section)))
        why = f"words {hit.words:.2f} · letters {hit.letters:.2f} · meaning {hit.meaning:.2f}"
        print(visible(f"{place}\n  covers {passage.score:.0%} of the question ({why})\n  {passage.text}\n"))
    if not found and not as_json:
        print("Nothing in the documents fits.")


def remove(names: Sequence[str], *, collection: str) -> None:
    with _opened(collection) as index:
        for name in names:
            print(visible(f"Removed {index.remove(name).name}."))


def collections() -> None:
    """List the collections."""
    with _library() as library:
        for name in library.names():
            print(visible(name or "(main)"))


def remove_collection(name: str) -> None:
    """Remove a collection with all its documents."""
    with _library() as library:
        library.remove(name)
    print(visible(f"Removed {name}."))


@contextmanager
def _library() -> Iterator[Library]:
    library = Library.of(Settings.load())
    try:
        yield library
    finally:
        library.close()


@contextmanager
def _opened(collection: str, *, new: bool = False) -> Iterator[DocumentIndex]:
    """The documents of a collection; ``new``: make it where there is none of that name."""
    with _library() as library:
        made = new and collection and collection not in library.names()
        index = library.create(collection) if made else library.collection(collection)
        try:
            yield index
        finally:
            if made and not index.sources():
                library.remove(collection)


def _files(path: Path) -> list[tuple[str, Path]]:
    """Files by the names of their documents: in a folder two may bear the same one."""
    if not path.is_dir():
        return [(path.name, path)]
    return [(named(file.relative_to(path)), file) for file in files(path)]


def _tell(name: str, change: Change, *, quiet: bool = False) -> Exit:
    """Say what came of one document."""
    if isinstance(change, DocumentError):
        complain(change)
        return Exit.DOCUMENT
    if isinstance(change, Removed):
        what = "removed: its file is gone, or holds nothing that can be read"
    elif isinstance(change, Kept):
        what = "kept: the place where its file was cannot be looked at"
    else:
        what = f"{change.added} passages" if change.added else "known already"
        for page, why in change.failed.items():
            told = say("reckoner.core", "errors", f"document.page_{why}", "en")
            print(visible(f"{name}: page {page} could not be read ({told})"), file=sys.stderr)
    if not quiet:
        print(visible(f"{name}: {what}"), file=sys.stderr)
    return Exit.DONE
