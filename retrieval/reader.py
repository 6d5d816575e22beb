"""Documents read in a process of its own: a file made to harm its reader harms no one else.

The process has a limit of memory, writes no file, and is ended when a page takes too long. It is started when it is
first needed and ends when it has had nothing to do for a while. What is plain text needs none of this and is read here.
"""

import atexit
import base64
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any

from reckoner.core import UnreadableDocument, UnsupportedDocument

from .load import Loaded, Read, gathered, kind_of, load

FULL = 3
"""How the process ends when its memory is full."""
_START_SECONDS = 60
_ENVIRONMENT = frozenset({"PATH", "LANG", "LC_ALL", "SYSTEMROOT"})
"""What it may know of this one's: no key and no address."""
_PLAIN = frozenset({"text", "markdown", "csv", "code"})
_ERRORS = {"UnreadableDocument": UnreadableDocument, "UnsupportedDocument": UnsupportedDocument}


class Reader:
    """Reads documents in another process, one at a time. Safe to use from several threads.

    Args:
        seconds: How long a page may take.
        altogether: How long a document may take.
        megabytes: The addresses that the process may take; about 900 are the libraries' before anything is read.
    """

    def __init__(self, *, seconds: float = 60, altogether: float = 1_800, megabytes: int = 3_072) -> None:
        self._seconds, self._altogether, self._megabytes = seconds, altogether, megabytes
        self._guard = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def load(self, name: str, data: bytes, *, limit_mb: int = 100) -> Loaded:
        """As ``load.load``.

        Raises:
            UnsupportedDocument: Nothing here reads its kind.
            UnreadableDocument: It is empty, too large, damaged or locked, holds no text, or takes more time or memory
                than a document may.
        """
        # What an archive is can only be told by opening it.
        archive = data.startswith(b"PK")
        if len(data) > limit_mb * 2**20 or not data.strip() or (not archive and kind_of(name, data) in _PLAIN):
            return load(name, data, limit_mb=limit_mb)
        with self._guard:
            told = self._asked(name, {"do": "load", "name": name, "limit_mb": limit_mb}, data)
            kind = next(told)["kind"]
            return gathered(name, kind, (_read(each) for each in told))

    def picture(self, data: bytes, number: int, quote: str = "") -> bytes:
        """As ``pdf.picture``.

        Raises:
            UnreadableDocument: There is no such page, or it cannot be drawn.
        """
        with self._guard:
            [drawn] = self._asked("PDF", {"do": "picture", "page": number, "quote": quote}, data)
        return base64.b64decode(drawn["png"])

    def close(self) -> None:
        """End the process."""
        with self._guard:
            self._end()

    def _asked(self, name: str, request: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
        """What the process has to say, until it is done."""
        watch = _Watch(self._running(name), self._seconds, self._altogether)
        over = False
        try:
            for told in watch.lines(json.dumps({**request, "size": len(data)}).encode() + b"\n" + data):
                over = "done" in told or "error" in told
                if "error" in told:
                    raise _ERRORS[told["error"]](told["key"], **told["facts"])
                if over:
                    return
                yield told
        finally:
            if not over:
                # It is dead, or still busy with what nobody waits for.
                code = self._end()
        why = "slow" if watch.late else "heavy" if code == FULL else "damaged"
        raise UnreadableDocument(f"document.{why}", name=name, seconds=int(self._seconds))

    def _running(self, name: str) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            environment = {each: value for each, value in os.environ.items() if each in _ENVIRONMENT}
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "reckoner.retrieval.worker", str(self._megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # A library for matrices would take its memory for every processor.
                env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            )
            if next(_Watch(self._process, _START_SECONDS, _START_SECONDS).lines(b""), None) is None:
                self._end()
                raise UnreadableDocument("document.no_reader", name=name)
        return self._process

    def _end(self) -> int | None:
        process, self._process = self._process, None
        if process is None:
            return None
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(OSError):  # What was still to be written to it is lost with it.
                    pipe.close()
        return process.wait()


class _Watch:
    """What a process writes, line by line; it is killed when a line, or all of them, take too long."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float, altogether: float) -> None:
        self._process, self._seconds = process, seconds
        self._until = time.monotonic() + altogether
        self.late = False

    def lines(self, request: bytes) -> Iterator[dict[str, Any]]:
        """What it answers to ``request``; it ends early where the process does."""
        process = self._process
        assert process.stdin
        assert process.stdout
        timer = self._timer()
        try:
            process.stdin.write(request)
            process.stdin.flush()
            while line := process.stdout.readline():
                timer.cancel()
                yield json.loads(line)
                timer = self._timer()
        except (OSError, ValueError):
            return  # It died while it was read from or written to.
        finally:
            timer.cancel()

    def _timer(self) -> threading.Timer:
        timer = threading.Timer(min(self._seconds, max(0.0, self._until - time.monotonic())), self._kill)
        timer.daemon = True
        timer.start()
        return timer

    def _kill(self) -> None:
        self.late = True
        self._process.kill()


def _read(told: dict[str, Any]) -> Read:
    return int(told["page"]), str(told["text"]), str(told["why"])


@cache
def reader() -> Reader:
    """The one that reads documents in this process."""
    return _ending(Reader())


@cache
def painter() -> Reader:
    """The one that draws pages, so that nobody who looks at one waits for a document that is read."""
    return _ending(Reader(seconds=20))


def _ending(made: Reader) -> Reader:
    atexit.register(made.close)
    return made
