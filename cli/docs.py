"""Documents in the terminal."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from reckoner.core import DocumentError, DocumentsBusy, Settings, UnreadableDocument
from reckoner.retrieval import DocumentIndex

from .draw import visible
from .exits import Exit, complain


def add(paths: Sequence[str]) -> Exit:
    """Add files, and the files in folders; what cannot be read is named and the rest added."""
    with _Index() as index:
        results = [_add(index, file, file.name) for path in paths for file in _files(Path(path))]
    return max(results, default=Exit.DONE)


def add_folder(index: DocumentIndex, folder: Path, *, quiet: bool) -> None:
    """Make ``index`` hold what ``folder`` holds now, and nothing else."""
    files = _files(folder)
    for file in files:
        _add(index, file, str(file.relative_to(folder)), quiet=quiet)
    present = {str(file.relative_to(folder)) for file in files}
    for source in index.sources():
        if source.name not in present:
            index.remove(source.name)


def show(*, as_json: bool) -> None:
    with _Index() as index:
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


def remove(names: Sequence[str]) -> None:
    with _Index() as index:
        for name in names:
            print(visible(f"Removed {index.remove(name).name}."))


class _Index:
    def __enter__(self) -> DocumentIndex:
        settings = Settings.load()
        self._index = DocumentIndex(settings.home / "documents", limit_mb=settings.document_mb)
        return self._index

    def __exit__(self, *error: object) -> None:
        self._index.close()


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
    return [path]


def _add(index: DocumentIndex, file: Path, name: str, *, quiet: bool = False) -> Exit:
    try:
        receipt = index.add(name, _read(file))
    except DocumentError as error:
        if isinstance(error, DocumentsBusy):
            raise
        complain(error)
        return Exit.DOCUMENT
    if not quiet:
        what = f"{receipt.added} passages" if receipt.added else "known already"
        print(visible(f"{name}: {what}"), file=sys.stderr)
    for page, why in receipt.failed.items():
        print(f"{name}: page {page} could not be read ({why})", file=sys.stderr)
    return Exit.DONE


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError("document.missing", name=file) from error
    except OSError as error:
        raise UnreadableDocument("document.damaged", name=file) from error
