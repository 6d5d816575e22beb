"""Workers, each a process of its own that runs one program after another, and the queue before them.

It knows how to start, ask, stop and replace a worker; what a program may do is settled inside.
"""

import asyncio
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from reckoner.core import ToolError

from .inside.walls import missing
from .verdict import Verdict, read_verdict

_START = "import sys; sys.path.insert(0, sys.argv[1]); from inside.worker import main; main()"


class _Worker:
    """One process. It is asked by one thread at a time, and may be killed by any."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-c", _START, str(Path(__file__).parent)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
            start_new_session=True,
        )
        self._ready = False

    def ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        """The worker's reply, or ``None`` if it died."""
        if not self._ready:
            self._ready = self._read() is not None
        process = self._process
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return None
        return self._read()

    def _read(self) -> dict[str, Any] | None:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    # What was still to be written had no reader any more.
                    continue


class Sandbox:
    """Runs programs that are not trusted; safe to use from several threads and event loops.

    Args:
        seconds: Wall-clock and processor time that one program may take.
        megabytes: Memory that one program may take, the interpreter and its libraries included.
        workers: How many programs may run at once; more wait their turn.
    """

    def __init__(self, *, seconds: float = 10, megabytes: int = 1024, workers: int = 2) -> None:
        self._limits = {"seconds": seconds, "memory": megabytes * 2**20}
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)

    @staticmethod
    def closed_because() -> str:
        """Why programs cannot be run safely on this computer, or nothing."""
        return missing()

    def warm(self) -> None:
        """Start a worker now, so that the first program need not wait for it."""
        if self.closed_because():
            return
        worker = self._idle.get()
        self._idle.put(worker or _Worker())

    async def run(self, code: str) -> Verdict:
        """Run a Python program. Cancelling stops it at once.

        Raises:
            ToolError: This computer lacks the defences, or the worker does not start.
        """
        return await self._in_thread({"kind": "program", "code": code})

    async def algebra(self, **task: Any) -> Verdict:
        """Perform one of SymPy's verbs; see ``inside.algebra.perform`` for the task's fields.

        Raises:
            ToolError: As for ``run``.
        """
        return await self._in_thread({"kind": "algebra", "task": task})

    def close(self) -> None:
        """Stop every idle worker."""
        waiting = []
        while not self._idle.empty():
            waiting.append(self._idle.get_nowait())
        for worker in waiting:
            if worker is not None:
                worker.kill()
            self._idle.put(None)

    async def _in_thread(self, request: dict[str, Any]) -> Verdict:
        if why := self.closed_because():
            raise ToolError("sandbox.closed", why=why)
        cancelled = threading.Event()
        held: list[_Worker] = []
        asked = asyncio.get_running_loop().run_in_executor(None, self._ask, request, held, cancelled)
        try:
            return await asyncio.shield(asked)
        except asyncio.CancelledError:
            cancelled.set()
            for worker in held:
                worker.kill()
            raise

    def _ask(self, request: dict[str, Any], held: list[_Worker], cancelled: threading.Event) -> Verdict:
        worker = self._idle.get()
        healthy = None
        try:
            for _ in range(2):  # A worker that died while idle is replaced once.
                if cancelled.is_set():
                    return Verdict(limit="crash")
                worker = worker or _Worker()
                held.append(worker)
                reply = worker.ask({**request, **self._limits})
                if reply is not None:
                    healthy = worker
                    return read_verdict(reply)
                worker.kill()
                worker = None
            raise ToolError("sandbox.busy")
        finally:
            self._idle.put(healthy)
