"""The engine behind walls: one thread hands programs to workers and collects what they report.

A program's socket leads from here to its own process; the worker only starts, stops and buries it.
"""

import contextlib
import itertools
import logging
import queue
import re
import selectors
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from typing import Any

from reckoner.core import ToolError

from .engine import Request
from .fair import FairQueue
from .job import Job
from .notebooks import Notebook, Notebooks
from .verdict import Verdict
from .worker import Libraries, Worker

log = logging.getLogger(__name__)

_SLACK = 5.0
"""Seconds beyond a program's time after which its worker counts as stuck."""
_START = 60.0
"""Seconds that a worker may take to import its libraries."""
_SCIENCE = re.compile(r"\b(?:scipy|matplotlib|pandas|seaborn|altair)\b")


class Walled:
    """Programs in walled-in processes, forked from a worker that has imported what they need.

    Args:
        seconds: Wall-clock time that one program may take.
        memory: Bytes that one program may take, beyond what its libraries take.
        at_once: How many programs may run at the same time; more wait their turn.
    """

    def __init__(self, *, seconds: float, memory: int, at_once: int) -> None:
        self._seconds, self._memory, self._at_once = seconds, memory, at_once
        self._orders = itertools.count(1)
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._bell, self._ear = socket.socketpair()
        self._bell.setblocking(False)
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._open = True
        # From here on everything belongs to the one thread.
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._workers: dict[Libraries, Worker] = {}
        self._queue: FairQueue[Job] = FairQueue()
        self._running: dict[int, Job] = {}
        self._notebooks = Notebooks()
        self._asked: list[Future[list[str]]] = []

    # ── from any thread ──────────────────────────────────────────────────────────────────────────────────────

    def submit(self, request: Request) -> Future[Verdict]:
        job = Job(request, next(self._orders), "science" if _SCIENCE.search(request.code) else "core")
        # What cannot be written as JSON fails here, with the caller.
        job.prepare(self._seconds)
        job.future.add_done_callback(lambda done: self._do(lambda: self._stop(job)) if done.cancelled() else None)
        if not self._do(lambda: self._enqueue(job)):
            _settle(job.future, ToolError("sandbox.busy"))
        return job.future

    def forget(self, notebook: str) -> None:
        self._do(lambda: self._forget(notebook))

    def defences(self) -> Future[list[str]]:
        asked: Future[list[str]] = Future()
        if not self._do(lambda: self._answer_defences(asked)):
            _settle(asked, ToolError("sandbox.busy"))
        return asked

    def close(self) -> None:
        with self._starting:
            if not self._open:
                return
            self._open = False
            thread = self._thread
        if thread is not None:
            self._ring(lambda: None)
            thread.join()
        self._shut()
        self._bell.close()
        self._ear.close()

    def _do(self, command: Callable[[], None]) -> bool:
        """Have the one thread do something; false where there is none any more."""
        with self._starting:
            if not self._open:
                return False
            if self._thread is None:
                # A worker dies with the thread that started it, so this one lives as long as the engine.
                self._thread = threading.Thread(target=self._loop, name="sandbox", daemon=True)
                self._thread.start()
            self._ring(command)
        return True

    def _ring(self, command: Callable[[], None]) -> None:
        self._commands.put(command)
        with contextlib.suppress(BlockingIOError):  # It rings already.
            self._bell.send(b"!")

    # ── in the one thread ────────────────────────────────────────────────────────────────────────────────────

    def _loop(self) -> None:
        while self._open:
            # Nothing but a stuck worker needs the clock, and only when nobody has anything to say.
            events = self._selector.select(1.0 if self._running or self._unready() else None)
            for key, mask in events:
                self._guarded(self._attend, key, mask)
            while not self._commands.empty():
                self._guarded(self._commands.get())
            if not events:
                self._guarded(self._end_the_stuck)

    @staticmethod
    def _guarded(do: Callable[..., None], *given: Any) -> None:
        """Whatever one program makes go wrong must not end the others."""
        try:
            do(*given)
        except Exception:
            log.exception("The sandbox stumbled.")

    def _attend(self, key: selectors.SelectorKey, mask: int) -> None:
        if key.fileobj is self._ear:
            self._ear.recv(4_096)
        elif isinstance(key.data, Worker):
            self._hear(key.data)
        else:
            if mask & selectors.EVENT_WRITE:
                self._send(key.data)
            if mask & selectors.EVENT_READ:
                self._read(key.data)

    def _unready(self) -> list[Worker]:
        return [worker for worker in self._workers.values() if worker.standing is None]

    def _enqueue(self, job: Job) -> None:
        self._queue.add(job.key, job)
        self._fill()

    def _fill(self) -> None:
        while len(self._running) < self._at_once and (job := self._queue.take()) is not None:
            if job.future.cancelled():
                continue
            if job.request.notebook:
                job.notebook = self._notebooks.get(job.request.notebook)
                if job.notebook.busy:
                    job.notebook.waiting.append(job)
                    continue
            self._begin(job)

    def _begin(self, job: Job) -> None:
        notebook = job.notebook
        if notebook is not None:
            notebook.busy = True
            if job.libraries == "science" and notebook.libraries != "science":
                self._let_go(notebook)
                notebook.libraries = "science"
            job.libraries = notebook.libraries
        if notebook is not None and notebook.order:
            job.order, job.worker, job.channel = notebook.order, notebook.worker, notebook.channel
            notebook.worker.order("go", job.order, seconds=self._seconds)
        else:
            self._start(job)
            if notebook is not None:
                notebook.order, notebook.worker, notebook.channel = job.order, job.worker, job.channel
                job.replays = bool(notebook.cells)
        job.prepare(self._seconds)
        job.began = time.monotonic()
        self._running[job.order] = job
        assert job.channel is not None
        job.channel.setblocking(False)
        self._selector.register(job.channel, selectors.EVENT_READ | selectors.EVENT_WRITE, job)

    def _send(self, job: Job) -> None:
        try:
            if not job.send():
                return
        except OSError:
            # The process is gone; its worker is about to say so.
            log.debug("A program ended before it was read.")
        if job.channel is not None and self._watches(job.channel):
            self._selector.modify(job.channel, selectors.EVENT_READ, job)

    def _start(self, job: Job) -> None:
        job.order, job.worker = next(self._orders), self._worker(job.libraries)
        job.channel, theirs = socket.socketpair()
        with theirs:
            lives = job.notebook is not None
            limits = {"seconds": self._seconds, "memory": self._memory, "lives": lives}
            job.worker.order("start", job.order, channel=theirs, **limits)

    def _worker(self, libraries: Libraries) -> Worker:
        if libraries not in self._workers:
            worker = self._workers[libraries] = Worker(libraries)
            self._selector.register(worker.socket, selectors.EVENT_READ, worker)
        return self._workers[libraries]

    def _read(self, job: Job) -> None:
        """Take what a program reports; the last report of a notebook's cell is the end of the cell."""
        came = job.receive()
        if came is None or job.channel is None:
            return
        if not came:
            self._unwatch(job.channel)
        elif job.overflows:
            self._stop(job, "output")
            self._unwatch(job.channel)
        elif job.notebook is not None and job.limit is None and job.reported:
            self._unwatch(job.channel)
            self._order(job, "pause")
            self._finish(job, job.verdict(seconds=time.monotonic() - job.began), alive=True)

    def _hear(self, worker: Worker) -> None:
        message = worker.hear()
        if message is None:
            self._lose(worker)
        elif "ready" in message:
            worker.standing = [str(each) for each in message["ready"]]
            for job in self._running.values():
                job.began = time.monotonic() if job.worker is worker else job.began
            while self._asked:
                _settle(self._asked.pop(), worker.standing)
        elif "closed" in message:
            self._lose(worker, ToolError("sandbox.closed", why=message["closed"]))
        else:
            self._ended(message)

    def _ended(self, message: dict[str, Any]) -> None:
        order = message["ended"]
        job = self._running.get(order)
        if job is None:
            if (notebook := self._notebooks.of_order(order)) is not None:
                notebook.lose()
            return
        assert job.channel is not None
        while not job.overflows and job.receive():
            continue
        self._unwatch(job.channel)
        job.channel.close()
        spent = {"seconds": message["seconds"], "memory": message["memory"]}
        self._finish(job, job.verdict(limit=message["limit"], **spent), alive=False)

    def _finish(self, job: Job, verdict: Verdict | ToolError, *, alive: bool) -> None:
        self._running.pop(job.order, None)
        if (notebook := job.notebook) is not None:
            self._free(notebook, job)
            self._keep(notebook, job, verdict, alive=alive)
            for surplus in self._notebooks.surplus():
                self._let_go(surplus)
        _settle(job.future, verdict)
        self._fill()

    def _free(self, notebook: Notebook, job: Job) -> None:
        """The next cell of a notebook may have its turn."""
        notebook.busy = False
        while notebook.waiting:
            self._queue.add(job.key, notebook.waiting.popleft())

    def _keep(self, notebook: Notebook, job: Job, verdict: Verdict | ToolError, *, alive: bool) -> None:
        """Remember the cell where it could be run again: cells bring a notebook back whose process is gone."""
        if not alive:
            notebook.lose()
        if isinstance(verdict, Verdict):
            # What it says of itself counts no further than it could be true.
            notebook.memory = min(notebook.memory + verdict.memory, self._memory) if alive else 0
        if isinstance(verdict, Verdict) and verdict.limit is None:
            notebook.cells.append(job.request.code)
        elif not alive and time.monotonic() - job.began > self._seconds and job.replays:
            # They are what takes so long: a notebook that can never come back is better empty.
            notebook.cells.clear()
        if not self._notebooks.knows(notebook):
            self._let_go(notebook)

    def _stop(self, job: Job, limit: str = "crash") -> None:
        """End a job's process, if it is the job that runs there."""
        if self._running.get(job.order) is job and job.limit is None:
            job.limit = limit
            self._order(job, "kill")

    def _let_go(self, notebook: Notebook) -> None:
        """End a notebook's process; its cells would bring it back."""
        if notebook.order:
            notebook.worker.order("kill", notebook.order)
        notebook.lose()

    def _forget(self, name: str) -> None:
        if (notebook := self._notebooks.pop(name)) is not None and not notebook.busy:
            self._let_go(notebook)

    def _lose(self, worker: Worker, why: ToolError | None = None) -> None:
        """A worker is gone: its programs, which changed nothing anywhere, are run again once."""
        log.warning("A worker of the sandbox ended: %s", why or "unexpectedly")
        self._selector.unregister(worker.socket)
        worker.kill()
        self._workers = {name: each for name, each in self._workers.items() if each is not worker}
        for notebook in self._notebooks.of_worker(worker):
            if not notebook.busy:
                notebook.lose()
        for job in [each for each in self._running.values() if each.worker is worker]:
            del self._running[job.order]
            assert job.channel is not None
            self._unwatch(job.channel)
            job.channel.close()
            job.attempts += 1
            if job.notebook is not None:
                job.notebook.lose()
            again = why is None and job.attempts < 2 and job.limit is None
            if again:  # Before the cells that wait for it.
                self._queue.add(job.key, job)
            if job.notebook is not None:
                self._free(job.notebook, job)
            if not again:
                _settle(job.future, why or ToolError("sandbox.busy"))
        while self._asked:
            _settle(self._asked.pop(), why or ToolError("sandbox.busy"))
        self._fill()

    def _end_the_stuck(self) -> None:
        now = time.monotonic()
        stuck = {
            job.worker
            for job in self._running.values()
            if job.worker and job.worker.standing is not None and now - job.began > self._seconds + _SLACK
        }
        stuck |= {worker for worker in self._unready() if now - worker.started > _START}
        for worker in stuck:
            self._lose(worker)

    def _answer_defences(self, asked: Future[list[str]]) -> None:
        worker = self._worker("core")
        if worker.standing is None:
            self._asked.append(asked)
        else:
            _settle(asked, worker.standing)

    def _shut(self) -> None:
        waiting = [job for notebook in self._notebooks.all() for job in notebook.waiting]
        for job in [*self._running.values(), *self._queue.drain(), *waiting]:
            if job.channel is not None:
                job.channel.close()
            _settle(job.future, ToolError("sandbox.busy"))
        for asked in self._asked:
            _settle(asked, ToolError("sandbox.busy"))
        self._running.clear()
        while not self._commands.empty():
            # What came too late finds nothing open.
            self._commands.get()
        for worker in self._workers.values():
            worker.kill()
        for notebook in self._notebooks.all():
            notebook.lose()
        self._workers.clear()
        self._selector.close()

    def _order(self, job: Job, do: str) -> None:
        if job.worker is not None:
            job.worker.order(do, job.order)

    def _watches(self, channel: socket.socket) -> bool:
        return channel.fileno() >= 0 and channel in self._selector.get_map()

    def _unwatch(self, channel: socket.socket) -> None:
        if self._watches(channel):
            self._selector.unregister(channel)


def _settle(future: "Future[Any]", outcome: Any) -> None:
    """Give ``future`` its outcome, unless it was cancelled."""
    try:
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
    except InvalidStateError:
        return
