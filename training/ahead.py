"""Batches of the next epoch, made by another process while the GPU works on those at hand."""

import multiprocessing
import queue
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

Batches = Callable[[int], Sequence[Any]]
"""The batches of an epoch, the same whenever they are asked for."""
_WAIT = 1.0
"""Seconds after which somebody looks whether the other process still lives."""


def ahead(batches: Batches, epochs: Sequence[int]) -> Iterator[Sequence[Any]]:
    """The batches of each of ``epochs``, one epoch ahead of what is asked for.

    The process begins at once, so call it before anything touches the GPU: what is forked later shares its handles.

    Raises:
        RuntimeError: The other process ended early.
    """
    context = multiprocessing.get_context("fork")
    made: Any = context.Queue(maxsize=1)
    worker = context.Process(target=_make, args=(batches, epochs, made), daemon=True)
    worker.start()
    return _taken(worker, made, epochs)


def _make(batches: Batches, epochs: Iterable[int], made: Any) -> None:
    for epoch in epochs:
        made.put(batches(epoch))


def _taken(worker: Any, made: Any, epochs: Iterable[int]) -> Iterator[Sequence[Any]]:
    try:
        for epoch in epochs:
            yield _next(worker, made, epoch)
    finally:
        worker.terminate()
        worker.join()


def _next(worker: Any, made: Any, epoch: int) -> Any:
    while True:
        alive = worker.is_alive()
        try:
            return made.get(timeout=_WAIT)
        except queue.Empty:
            # What it had made before it ended has arrived by now.
            if not alive:
                raise RuntimeError(f"the process that makes batches ended before epoch {epoch}") from None
