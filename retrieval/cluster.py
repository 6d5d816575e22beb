"""Many documents read, split and encoded on several machines by Ray Data; one process stores them, each once.

https://docs.ray.io/en/latest/data/data.html
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from reckoner.core import DocumentError, SettingsError, writable
from reckoner.models.embeddings import DocumentEmbeddings, MiniEmbeddings

from .document import Document, Outcome, Receipt, encoded, id_of, prepared
from .index import DocumentIndex

_TOGETHER = 32
"""Documents that a worker is given at once."""


def add_all(
    index: DocumentIndex,
    documents: Iterable[Document],
    *,
    workers: int,
    address: str = "",
    limit_mb: int = 100,
) -> Iterator[tuple[str, Receipt | DocumentError]]:
    """As ``DocumentIndex.add_all``, the work shared between ``workers`` processes of a Ray cluster.

    What has a path is read by the workers, so every machine must see the file. A worker that dies is replaced and its
    documents are read again; the index stores each content once, whoever brings it and however often. What is told
    comes in no order.

    Args:
        index: Where they go; it must be built with an encoder that ships inside, which every worker has.
        documents: What is added.
        workers: How many processes, each on one processor.
        address: The cluster's, as for ``ray.init``; by default this machine becomes one.
        limit_mb: The largest document that is read.

    Raises:
        SettingsError: Ray is not installed, or its cluster does not answer.
        DocumentsBusy, IndexMismatch, StorageError: See ``DocumentIndex.add_all``.
    """
    if not isinstance(index.embeddings, MiniEmbeddings):
        raise SettingsError("settings.ray_encoder")
    return index.add_ready(_prepared(documents, workers, address, limit_mb))


def _prepared(
    documents: Iterable[Document], workers: int, address: str, limit_mb: int
) -> Iterator[tuple[str, Outcome]]:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise SettingsError("settings.no_ray") from error
    ours = not ray.is_initialized()
    try:
        ray.init(
            address=address or None,
            # One more than work: what hands the documents out needs one too.
            num_cpus=None if address else workers + 1,
            ignore_reinit_error=True,
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise SettingsError("settings.ray_address", address=address, why=error) from error
    try:
        ray.data.DataContext.get_current().enable_progress_bars = False
        # Documents are objects of Python, which Ray carries as they are.
        rows = ray.data.from_items([{"document": each} for each in documents], override_num_blocks=workers * 4)
        worked = rows.map_batches(
            _Worker, fn_constructor_args=(limit_mb,), batch_size=_TOGETHER, concurrency=workers, max_restarts=-1
        )
        for row in worked.iter_rows():
            yield row["outcome"]
    finally:
        if ours:
            ray.shutdown()


class _Worker:
    """What one process does."""

    def __init__(self, limit_mb: int) -> None:
        self._limit_mb = limit_mb
        self._embeddings: DocumentEmbeddings = MiniEmbeddings()

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        found = np.empty(len(batch["document"]), object)
        for place, document in enumerate(batch["document"]):
            found[place] = (writable(document.name), self._outcome(document))
        return {"outcome": found}

    def _outcome(self, document: Document) -> Outcome:
        try:
            data = document.read(self._limit_mb)
            ready = prepared(document, data, id_of(data), limit_mb=self._limit_mb)
        except DocumentError as error:
            return error
        return replace(ready, vectors=encoded(ready.chunks, self._embeddings))
