"""The engine behind walls: one thread hands programs to workers and collects what they report.

A program's socket leads from here to its own process; the worker only starts, stops and buries it.
"""

import itertools
import json
import logging
import queue
import re
import selectors
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass, field
from typing import Any

from reckoner.core import ToolError

from .engine import Request
from .fair import FairQueue
from .notebooks import Notebook, Notebooks
from .verdict import Verdict, read_verdict
from .worker import Libraries, Worker

log = logging.getLogger(__name__)

REPLY_LIMIT = 12_000_000
"""Bytes; what a program reports beyond that is dropped, and the program with it."""
_PART = 1 << 18
_SLACK = 5.0
"""Seconds beyond a program's time after which its worker counts as stuck."""
_START = 60.0
"""Seconds that a worker may take to import its libraries."""
_SCIENCE = re.compile(r"\b(?:scipy|matplotlib|pandas|seaborn|altair)\b")


@dataclass(eq=False)
class _Job:
    request: Request
    future: Future[Verdict] = field(default_factory=Future)
    libraries: Libraries = "core"
    notebook: Notebook | None = None
    order: int = 0
    """Of its process."""
    number: int = 0
    """Of the request, which its reply begins with."""
    worker: Worker | None = None
    channel: socket.socket | None = None
    data: bytearray = field(default_factory=bytearray)
    limit: str | None = None
    began: float = 0.0
    attempts: int = 0
    replays: bool = False
    """Whether former cells of the notebook are run again before it."""

    def reply(self) -> bytes:
        """The reply, once it is whole; lines that do not begin with the request's number are none of it."""
        lines = self.data.split(b"\n")
        mine = f"{self.number} ".encode()
        return next((bytes(line[len(mine) :]) for line in lines[:-1] if line.startswith(mine)), b"")


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
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._open = True
        # From here on everything belongs to the one thread.
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._workers: dict[Libraries, Worker] = {}
        self._queue: FairQueue[_Job] = FairQueue()
        self._running: dict[int, _Job] = {}
        self._notebooks = Notebooks()
        self._asked: list[Future[list[str]]] = []

    # ── from any thread ──────────────────────────────────────────────────────────────────────────────────────

    def submit(self, request: Request) -> Future[Verdict]:
        job = _Job(request, libraries="science" if _SCIENCE.search(request.code) else "core")
        job.future.add_done_callback(lambda done: self._do(lambda: self._stop(job)) if done.cancelled() else None)
        self._do(lambda: self._enqueue(job))
        return job.future

    def forget(self, notebook: str) -> None:
        self._do(lambda: self._forget(notebook))

    def defences(self) -> Future[list[str]]:
        asked: Future[list[str]] = Future()
        self._do(lambda: self._answer_defences(asked))
        return asked

    def close(self) -> None:
        with self._starting:
            if not self._open:
                return
            self._open = False
            thread = self._thread
        if thread is not None:
            self._ring(self._shut)
            thread.join()
        else:
            self._shut()
        self._bell.close()
        self._ear.close()

    def _do(self, command: Callable[[], None]) -> None:
        with self._starting:
            if not self._open:
                return
            if self._thread is None:
                # A worker dies with the thread that started it, so this one lives as long as the engine.
                self._thread = threading.Thread(target=self._loop, name="sandbox", daemon=True)
                self._thread.start()
        self._ring(command)

    def _ring(self, command: Callable[[], None]) -> None:
        self._commands.put(command)
        self._bell.send(b"!")

    # ── in the one thread ────────────────────────────────────────────────────────────────────────────────────

    def _loop(self) -> None:
        while self._open or not self._commands.empty():
            # Nothing but a stuck worker needs the clock.
            for key, _ in self._selector.select(1.0 if self._running or self._unready() else None):
                if key.fileobj is self._ear:
                    self._ear.recv(4_096)
                elif isinstance(key.data, Worker):
                    self._hear(key.data)
                else:
                    self._read(key.data)
            while not self._commands.empty():
                self._commands.get()()
            self._end_the_stuck()

    def _unready(self) -> list[Worker]:
        return [worker for worker in self._workers.values() if worker.standing is None]

    def _enqueue(self, job: _Job) -> None:
        self._queue.add(job.request.caller or job.request.notebook, job)
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

    def _begin(self, job: _Job) -> None:
        job.number = next(self._orders)
        request = {"code": job.request.code, "seconds": self._seconds, "order": job.number}
        request["checked"] = job.request.checked
        if job.request.task is not None:
            request["task"] = job.request.task
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
                request["former"] = list(notebook.cells)
                job.replays = bool(notebook.cells)
        job.began = time.monotonic()
        self._running[job.order] = job
        assert job.channel is not None
        self._selector.register(job.channel, selectors.EVENT_READ, job)
        try:
            job.channel.setblocking(True)
            job.channel.sendall(json.dumps(request).encode() + b"\n")
            if notebook is None:
                job.channel.shutdown(socket.SHUT_WR)
        except OSError:
            # The process is gone already; its worker is about to say so.
            return
        finally:
            job.channel.setblocking(False)

    def _start(self, job: _Job) -> None:
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

    def _read(self, job: _Job) -> None:
        """Take what a program reports; the end of a notebook's line is the end of the cell."""
        assert job.channel is not None
        part = _received(job.channel)
        if part is None:
            return
        job.data += part
        if not part:
            self._unwatch(job.channel)
        elif len(job.data) > REPLY_LIMIT:
            job.limit = "output"
            self._unwatch(job.channel)
            self._order(job, "kill")
        elif job.notebook is not None and b"\n" in part and (reply := job.reply()):
            self._unwatch(job.channel)
            self._order(job, "pause")
            self._finish(job, read_verdict(reply, seconds=time.monotonic() - job.began))

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
        while part := _received(job.channel):
            job.data += part
        self._unwatch(job.channel)
        job.channel.close()
        limit = job.limit or message["limit"]
        self._finish(job, read_verdict(job.reply(), limit=limit, seconds=message["seconds"], memory=message["memory"]))

    def _finish(self, job: _Job, verdict: Verdict | ToolError) -> None:
        self._running.pop(job.order, None)
        if (notebook := job.notebook) is not None:
            notebook.busy = False
            self._keep(notebook, job, verdict)
            while notebook.waiting:
                self._queue.add(job.request.caller or notebook.name, notebook.waiting.popleft())
            for surplus in self._notebooks.surplus():
                self._let_go(surplus)
        _settle(job.future, verdict)
        self._fill()

    def _keep(self, notebook: Notebook, job: _Job, verdict: Verdict | ToolError) -> None:
        """Remember the cell where it could be run again: cells bring a notebook back whose process is gone."""
        alive = bool(job.reply()) and job.limit is None
        if not alive:
            notebook.lose()
        if isinstance(verdict, Verdict) and verdict.limit is None:
            notebook.cells.append(job.request.code)
        elif not alive and time.monotonic() - job.began > self._seconds and job.replays:
            # They are what takes so long: a notebook that can never come back is better empty.
            notebook.cells.clear()

    def _stop(self, job: _Job) -> None:
        if job.order in self._running:
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
            if job.notebook is not None:
                job.notebook.busy = False
                job.notebook.lose()
            job.attempts += 1
            if why is not None or job.attempts > 1:
                _settle(job.future, why or ToolError("sandbox.busy"))
            else:
                job.data.clear()
                self._queue.add(job.request.caller or job.request.notebook, job)
        while why is not None and self._asked:
            _settle(self._asked.pop(), why)
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
        for job in [*self._running.values(), *self._queue.drain()]:
            if job.channel is not None:
                job.channel.close()
            _settle(job.future, ToolError("sandbox.busy"))
        self._running.clear()
        for worker in self._workers.values():
            for notebook in self._notebooks.of_worker(worker):
                notebook.lose()
            worker.kill()
        self._workers.clear()
        self._selector.close()

    def _order(self, job: _Job, do: str) -> None:
        if job.worker is not None:
            job.worker.order(do, job.order)

    def _unwatch(self, channel: socket.socket) -> None:
        if channel.fileno() >= 0 and channel in self._selector.get_map():
            self._selector.unregister(channel)


def _received(channel: socket.socket) -> bytes | None:
    """What is there to read; empty at the end, ``None`` where nothing is there yet."""
    try:
        return channel.recv(_PART)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _settle(future: "Future[Any]", outcome: Any) -> None:
    """Give ``future`` its outcome, unless it was cancelled."""
    try:
        if isinstance(outcome, Exception):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)
    except InvalidStateError:
        return
