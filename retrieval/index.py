"""The documents of one folder: added, listed, removed, rebuilt; one owner a folder.

What takes long (reading, splitting, encoding) happens outside the guard, so questions are answered meanwhile.
"""

import hashlib
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout

from reckoner.core import (
    DocumentError,
    DocumentsBusy,
    IndexMismatch,
    Language,
    Passage,
    ReckonerError,
    Source,
    storing,
    writable,
)
from reckoner.models.embeddings import DocumentEmbeddings, MiniEmbeddings, Reranker

from .document import Document, Outcome, Ready, Receipt, Vector, batches, encoded, id_of, prepared
from .exported import read_export
from .load import Loaded, Page
from .originals import SHOWN, Originals
from .reader import painter
from .split import Chunk, split
from .store import VERSION, Filter, Found, Origin, Store
from .tokens import tokens
from .vectors import Nearest


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def _words(title: str, section: str, text: str, language: Language) -> str:
    """What a chunk is found by: its own words, its document's title and its heading."""
    return " ".join(tokens(f"{title} {section} {text}", language))


class DocumentIndex:
    """The documents in one folder. Safe to use from several threads of one process.

    The folder is locked when it is first used; until ``close`` no other process can use it.

    Args:
        folder: Where they are kept; made when the first is added.
        embeddings: The encoder; by default the one that ships inside.
        reranker: A cross-encoder that orders what is found; by default the ranker that ships inside does.
        limit_mb: The largest document that is read.
        server: A Chroma server that keeps the vectors' graph, ``http://host:port``; by default the folder does.
        collection: What its passages say they are of.
        keep: Keep the files of kinds whose pages can be shown as they look.
    """

    def __init__(
        self,
        folder: Path,
        *,
        embeddings: DocumentEmbeddings | None = None,
        reranker: Reranker | None = None,
        limit_mb: int = 100,
        server: str = "",
        collection: str = "",
        keep: bool = True,
    ) -> None:
        self.embeddings: DocumentEmbeddings = embeddings or MiniEmbeddings()
        self._folder = folder
        self._limit_mb = limit_mb
        self.reranker = reranker
        self.collection = collection
        self._server, self._keep = server, keep
        self._originals = Originals(folder / "originals")
        self._coming: Counter[str] = Counter()
        self._gone = False
        self._guard = threading.RLock()
        self._lock = FileLock(folder / ".lock", timeout=0, thread_local=False)
        self._store: Store | None = None
        self._nearest: Nearest | None = None

    # ── adding ───────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, name: str, data: bytes, *, title: str = "") -> Receipt:
        """Add a document, or replace the one of the same name; the same bytes again change nothing.

        Raises:
            DocumentError: It cannot be read, or the documents are in use elsewhere.
            StorageError: It cannot be stored; nothing was changed.
            IndexMismatch: The folder was built with another encoder.
        """
        [(_, outcome)] = self.add_all([Document(name=name, data=data, title=title)])
        if isinstance(outcome, DocumentError):
            raise outcome
        return outcome

    def add_all(self, documents: Iterable[Document]) -> Iterator[tuple[str, Receipt | DocumentError]]:
        """Add many documents as ``add`` does, and tell of each what came of it, in order.

        Memory holds some of them at a time, however many there are. What has been told of is stored.

        Raises:
            StorageError: The disk refuses; what had been told of is stored, the rest not.
            DocumentsBusy: The documents are in use elsewhere.
            IndexMismatch: The folder was built with another encoder.
        """
        coming: list[str] = []
        try:
            yield from self.add_ready(
                (writable(document.name), self._prepare(document, coming)) for document in documents
            )
        finally:
            # Files of documents that came to nothing, whatever ended it.
            if coming:
                self._coming.subtract(coming)
                with suppress(ReckonerError), self._storing(any_build=True) as store:
                    self._sweep(store)

    def add_ready(self, outcomes: Iterable[tuple[str, Outcome]]) -> Iterator[tuple[str, Receipt | DocumentError]]:
        """As ``add_all``, of documents that were read and split, maybe encoded too, here or elsewhere."""
        replaced = False
        try:
            for batch in batches(outcomes):
                done, took_a_place = self._write(batch)
                replaced |= took_a_place
                yield from done
        finally:
            if replaced:
                self._scrub()

    def _prepare(self, document: Document, coming: list[str]) -> Outcome:
        try:
            data = document.read(self._limit_mb)
            source = id_of(data)
            with self._storing() as store:
                if known := self._known(store, source, document):
                    return known
            ready = prepared(document, data, source, limit_mb=self._limit_mb)
            if self._keep and ready.source.kind in SHOWN:
                with self._storing():
                    coming.append(source)
                    self._coming[source] += 1
                    self._originals.keep(source, data)
            return ready
        except (DocumentsBusy, IndexMismatch):
            raise
        except DocumentError as error:
            return error

    def _known(self, store: Store, source: str, document: Document) -> Receipt | None:
        """The receipt of a document whose bytes are there; its name may be new.

        What was added by hand, or belongs to another folder, is not taken over by a folder that holds the same.
        """
        known = store.source(source)
        if known is None:
            return None
        name, former = writable(document.name), store.origin(source)
        mine = document.origin is None or (former is not None and former.root == document.origin.root)
        if mine and known.name not in document.beside - {name}:
            renamed = known.name != name
            if renamed or former != document.origin:
                with store.changing():
                    store.set_origin(source, document.origin)
                    if renamed:
                        self._replace(store, name)
                        store.rename(source, name, self._words_of)
            if renamed:
                self._scrub()
        return Receipt(source=store.source(source) or known, added=0, skipped=store.count(source))

    def _write(self, waiting: Sequence[tuple[str, Outcome]]) -> tuple[list[tuple[str, Receipt | DocumentError]], bool]:
        """Encode and store what waits, in one transaction; also tells whether it took the place of something."""
        ready = [each for _, each in waiting if isinstance(each, Ready)]
        vectors = iter(
            encoded([chunk for each in ready if each.vectors is None for chunk in each.chunks], self.embeddings)
        )
        replaced = False
        late: set[str] = set()
        if ready:
            with self._storing() as store, store.changing():
                for each in ready:
                    mine = [next(vectors) for _ in each.chunks] if each.vectors is None else each.vectors
                    self._check_width(store, *{len(vector) for vector in mine if vector is not None})
                    if store.source(each.source.id) is not None:
                        late.add(each.source.id)  # Somebody else was quicker with the same bytes.
                        continue
                    replaced |= self._replace(store, each.source.name)
                    store.write(each.source, each.loaded.pages, self._built, each.origin)
                    self._write_chunks(store, each.source, each.chunks, mine)
        done = [
            (name, each.receipt(late=each.source.id in late) if isinstance(each, Ready) else each)
            for name, each in waiting
        ]
        return done, replaced

    def _replace(self, store: Store, name: str) -> bool:
        if (former := store.named(name)) is None:
            return False
        store.forget(former.id)
        return True

    def _write_chunks(
        self, store: Store, source: Source, chunks: Sequence[Chunk], vectors: Sequence[Vector | None]
    ) -> None:
        title = source.title or _stem(source.name)
        words = (_words(title, each.section, each.text, each.language) for each in chunks)
        store.write_chunks(source.id, chunks, words, vectors)

    def _words_of(self, found: Found) -> str:
        title = found.title or _stem(found.passage.name)
        return _words(title, found.passage.section, found.text, found.language)

    # ── listing and removing ─────────────────────────────────────────────────────────────────────────────────

    def sources(self) -> list[Source]:
        """Every document, the newest first."""
        if self._empty():
            return []
        with self._storing() as store:
            return store.sources()

    def origins(self, root: str) -> dict[str, tuple[Source, Origin]]:
        """The documents that were read from the folder ``root``, by name."""
        if self._empty():
            return {}
        with self._storing() as store:
            return store.origins(root)

    def remove(self, name: str) -> Source:
        """Remove a document and its every trace, by its name or id.

        Raises:
            DocumentError: There is none of that name.
        """
        name = writable(name)
        with self._storing(any_build=True) as store:
            if (source := store.named(name) or store.source(name)) is None:
                raise DocumentError("document.unknown", name=name)
            with store.changing():
                store.forget(source.id)
            self._scrub()
        return source

    def clear(self) -> None:
        """Remove all documents and their every trace."""
        if self._empty():
            return
        with self._storing(any_build=True) as store:
            with store.changing():
                for source in store.sources():
                    store.forget(source.id)
            self._scrub()
            assert self._nearest is not None
            self._nearest.drop()

    def destroy(self) -> None:
        """Remove all documents and the folder; whoever still holds this index is told that it is gone."""
        with self._guard:
            self.clear()
            self._gone = True
            self.close()
            with storing(self._folder):
                shutil.rmtree(self._folder)

    def passages_of(self, name: str) -> list[Passage]:
        """All passages of the document ``name``, in the order of its pages; neighbours overlap.

        Raises:
            DocumentError: There is none of that name.
        """
        if self._empty():
            raise DocumentError("document.unknown", name=name)
        with self._storing() as store:
            found = store.chunks(store.numbers(Filter(sources=(name,))), self.collection)
        if not found:
            raise DocumentError("document.unknown", name=name)
        return sorted((each.passage for each in found.values()), key=lambda each: (each.page, each.start))

    def page_text(self, passage: Passage) -> str | None:
        """The stored text of the page that ``passage`` is of, or ``None`` if it is not there (any more)."""
        if self._empty() or passage.collection != self.collection:
            return None
        with self._storing() as store:
            return store.page_text(writable(passage.source), min(passage.page, 2**31))

    def picture(self, passage: Passage, quote: str = "") -> bytes | None:
        """The page that ``passage`` is of as PNG, ``quote`` marked; ``None`` where its file was not kept.

        Raises:
            UnreadableDocument: It cannot be drawn.
        """
        if self._empty() or passage.collection != self.collection:
            return None
        with self._storing():
            data = self._originals.read(passage.source)
        return None if data is None else painter().picture(data, passage.page, quote)

    # ── finding ──────────────────────────────────────────────────────────────────────────────────────────────

    def lexical(self, words: Sequence[str], limit: int, where: Filter | None = None) -> dict[int, float]:
        """The chunks' numbers that hold any of ``words``, with BM25 scores, higher is better."""
        with self._storing() as store:
            return store.lexical(words, limit, where)

    def dense(self, vector: Sequence[float], limit: int, where: Filter | None = None) -> dict[int, float]:
        """The chunks' numbers whose vectors are nearest to ``vector``, with cosines."""
        with self._storing() as store:
            assert self._nearest is not None
            self._check_width(store, len(vector))
            return self._nearest.nearest(vector, limit, store.numbers(where) if where else None)

    def cosines(self, vector: Sequence[float], numbers: Sequence[int]) -> dict[int, float]:
        """The cosines of these chunks' vectors with ``vector``; chunks without one are left out."""
        with self._storing() as store:
            self._check_width(store, len(vector))
            known, vectors = store.vectors(numbers)
        if not len(known):
            return {}
        return dict(zip(known.tolist(), (vectors @ np.asarray(vector, np.float32)).tolist(), strict=True))

    def rarity(self, words: Sequence[str]) -> dict[str, float]:
        """How telling each word is among these chunks: its inverse document frequency, at least 0."""
        with self._storing() as store:
            return store.rarity(words)

    def chunks(self, numbers: Sequence[int]) -> dict[int, Found]:
        """The chunks of these numbers."""
        with self._storing() as store:
            return store.chunks(numbers, self.collection)

    def passages(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The chunks of these numbers as passages, without scores."""
        return {number: found.passage for number, found in self.chunks(numbers).items()}

    def languages(self) -> frozenset[Language]:
        """Those that the documents are written in."""
        if self._empty():
            return frozenset()
        with self._storing() as store:
            return store.languages()

    def empty(self) -> bool:
        """Whether there are no documents."""
        if self._empty():
            return True
        with self._storing() as store:
            return not store.any()

    # ── rebuilding, moving ───────────────────────────────────────────────────────────────────────────────────

    def rebuild(self, told: Callable[[int, int], None] = lambda done, all_: None) -> int:
        """Index again, from the stored text, what was indexed with another encoder or by an older version.

        A document at a time: when it is interrupted it goes on where it was.

        Args:
            told: Is called with how many documents are done, and how many there are to do.

        Returns:
            How many documents were indexed again.
        """
        if self._empty():
            return 0
        with self._storing(any_build=True) as store:
            stale = [source for source, _ in store.built_otherwise(self._built)]
        if not stale and not self.embeddings.quick:
            width = len(self.embeddings.embed_query("width"))
            with self._storing(any_build=True) as store:
                stale = store.of_other_width(width)
        for done, each in enumerate(stale):
            told(done, len(stale))
            with self._storing(any_build=True) as store:
                source, pages = store.source(each), store.pages(each)
            chunks = split(each, pages)
            vectors = encoded(chunks, self.embeddings)
            with self._storing(any_build=True) as store, store.changing():
                if source is not None and store.source(each) is not None:
                    store.forget_chunks(each)
                    self._write_chunks(store, source, chunks, vectors)
                    store.mark_built(each, self._built)
        told(len(stale), len(stale))
        return len(stale)

    def export(self, path: Path) -> int:
        """Write all documents to one file, which ``import_`` reads; a file that is there is replaced.

        Returns:
            How many documents it holds.

        Raises:
            StorageError: It cannot be written.
        """
        with self._storing(any_build=True) as store, storing(path):
            store.export(path)
            return len(store.sources())

    def import_(self, path: Path) -> Iterator[tuple[str, Receipt | DocumentError]]:
        """Add the documents of an exported file, and tell of each; only their text is taken from it.

        Raises:
            DocumentError: It is no such file.
        """
        exported = read_export(path)
        return self.add_ready((source.name, self._imported(source, pages)) for source, pages in exported)

    def _imported(self, source: Source, pages: Sequence[Page]) -> Outcome:
        with self._storing() as store:
            if store.source(source.id) is not None:
                return Receipt(source=source, added=0, skipped=store.count(source.id))
        loaded = Loaded(kind=source.kind, pages=tuple(pages), failed={})
        return Ready(source=source, loaded=loaded, chunks=split(source.id, pages), origin=None)

    def finish(self) -> None:
        """Wait until the graph of vectors, where there is one, holds all of them.

        Raises:
            DocumentError: The server that keeps it does not answer.
        """
        while not self.empty():
            with self._storing():
                nearest = self._nearest
                assert nearest is not None
                if nearest.ready():
                    return
            nearest.wait()

    def close(self) -> None:
        """Give the folder back."""
        with self._guard:
            if self._nearest is not None:
                self._nearest.close()
            if self._store is not None:
                self._store.close()
            self._store = self._nearest = None
            self._lock.release()

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _built(self) -> str:
        return f"{VERSION}:{self.embeddings.fingerprint}"

    def _empty(self) -> bool:
        return self._store is None and not (self._folder / "documents.sqlite").exists()

    def _scrub(self) -> None:
        with self._storing(any_build=True) as store:
            store.scrub()
            self._sweep(store)
            assert self._nearest is not None
            self._nearest.scrub()

    def _sweep(self, store: Store) -> None:
        self._originals.sweep(
            {source.id for source in store.sources()} | {each for each, count in self._coming.items() if count > 0}
        )

    @contextmanager
    def _storing(self, *, any_build: bool = False) -> Iterator[Store]:
        """The open store; what the disk or SQLite refuses becomes an error of ours."""
        with self._guard, storing(self._folder, broken=DocumentError("document.broken", folder=self._folder)):
            store = self._store or self._open()
            if not any_build:
                self._check_built(store)
            yield store

    def _open(self) -> Store:
        if self._gone:
            raise DocumentError("collection.unknown", name=self.collection)
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire()
        except Timeout as error:
            raise DocumentsBusy("document.busy", folder=self._folder) from error
        try:
            store = Store(self._folder / "documents.sqlite")
        except BaseException:
            self._lock.release()
            raise
        self._store = store
        self._sweep(store)
        encoder = hashlib.sha256(self._built.encode()).hexdigest()[:8]
        name = f"{store.identity}-{encoder}"
        self._nearest = Nearest(store, self._guard, self._folder / "vectors", server=self._server, collection=name)
        self._checked = False
        return store

    _checked = False

    def _check_built(self, store: Store) -> None:
        """Refuse what another encoder, or an older version, has indexed; once is enough, we are the only owner."""
        if self._checked:
            return
        if other := store.built_otherwise(self._built):
            stored = other[0][1] or "an older version"
            raise IndexMismatch("document.mismatch", folder=self._folder, stored=stored, current=self._built)
        self._checked = True

    def _check_width(self, store: Store, *widths: int) -> None:
        """Refuse vectors of another length than those that are stored: another encoder under the same name."""
        for stored in store.widths():
            for width in widths:
                if width != stored:
                    raise IndexMismatch(
                        "document.width", folder=self._folder, encoder=self.embeddings.fingerprint,
                        stored=stored, current=width,
                    )  # fmt: skip
