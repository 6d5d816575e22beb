"""One request on its way: what is still to be sent to its process, and what that has said so far."""

import json
import socket
from concurrent.futures import Future
from dataclasses import dataclass, field

from .engine import Request
from .notebooks import Notebook
from .verdict import Verdict, read_verdict
from .worker import Libraries, Worker

REPLY_LIMIT = 8_000_000
"""Bytes; what a program reports beyond that is dropped, and the program with it."""
_LINES = 1_000
_PART = 1 << 18


@dataclass(eq=False)
class Job:
    """A request, and its process while it has one."""

    request: Request
    number: int
    """Of the request, which its reports begin with."""
    libraries: Libraries = "core"
    future: Future[Verdict] = field(default_factory=Future)
    notebook: Notebook | None = None
    order: int = 0
    """Of its process."""
    worker: Worker | None = None
    channel: socket.socket | None = None
    limit: str | None = None
    """Why its process was told to end, where it was."""
    began: float = 0.0
    attempts: int = 0
    replays: bool = False
    """Whether former cells of the notebook are run again before it."""
    _outgoing: memoryview = field(default_factory=lambda: memoryview(b""))
    _incoming: bytearray = field(default_factory=bytearray)
    _lines: int = 0

    @property
    def key(self) -> str:
        """Whose turn it is."""
        return self.request.caller or self.request.notebook

    def prepare(self, seconds: float) -> None:
        """Write the request down; former cells are those of its notebook, where its process is new."""
        told = {"order": self.number, "seconds": seconds, "code": self.request.code, "checked": self.request.checked}
        if self.request.task is not None:
            told["task"] = self.request.task
        if self.replays and self.notebook is not None:
            told["former"] = list(self.notebook.cells)
        self._outgoing = memoryview(json.dumps(told).encode() + b"\n")
        self._incoming, self._lines = bytearray(), 0

    def send(self) -> bool:
        """Send as much as goes without waiting; true when all is sent.

        Raises:
            OSError: The process is gone.
        """
        assert self.channel is not None
        try:
            while self._outgoing:
                self._outgoing = self._outgoing[self.channel.send(self._outgoing) :]
        except BlockingIOError:
            return False
        if self.notebook is None:
            # Nothing more will come: a program by itself ends with its first request.
            self.channel.shutdown(socket.SHUT_WR)
        return True

    def receive(self) -> bool | None:
        """Take what has come; false at the end, ``None`` where nothing is there."""
        assert self.channel is not None
        try:
            part = self.channel.recv(_PART)
        except BlockingIOError:
            return None
        except OSError:
            part = b""
        self._incoming += part
        self._lines += part.count(b"\n")
        return bool(part)

    @property
    def overflows(self) -> bool:
        """Whether it says more than anybody wants to know."""
        return len(self._incoming) > REPLY_LIMIT or self._lines > _LINES

    @property
    def reported(self) -> bool:
        """Whether all reports have come: a second one tells of checks."""
        expected = 2 if self.request.checked or self.request.task is not None else 1
        return self._lines >= expected and len(self._reports()) >= expected

    def verdict(self, *, limit: str | None = None, seconds: float, memory: int = 0) -> Verdict:
        """What came of it. A program that has reported was done: what took too long then was its check."""
        first, *rest = self._reports()[:2] or [b""]
        limit = self.limit or (None if first else limit)
        return read_verdict(first, *rest, limit=limit, seconds=seconds, memory=memory)

    def _reports(self) -> list[bytes]:
        """The reports that are whole; lines that do not begin with the request's number are none."""
        mine = f"{self.number} ".encode()
        return [bytes(line[len(mine) :]) for line in self._incoming.split(b"\n")[:-1] if line.startswith(mine)]
