"""The engine without defences: a fresh process for each program, and nothing between it and this computer.

It exists for computers that have no walls and people who trust what their model writes; it is never chosen for them.
"""

import json
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from .engine import Request
from .verdict import Verdict, read_verdict

_START = "import sys; sys.path.insert(0, sys.argv[1]); from inside.unwalled import main; main()"
_GRACE = 2.0


class Unsafe:
    """Programs as ordinary processes of this user, with a limit on their time alone; cancelled ones use theirs up.

    Args:
        seconds: Wall-clock time that one program may take.
        at_once: How many programs may run at the same time.
    """

    def __init__(self, *, seconds: float, at_once: int) -> None:
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="sandbox")
        self._lock = threading.Lock()
        self._notebooks: dict[str, subprocess.Popen[bytes]] = {}
        self._turns: dict[str, threading.Lock] = {}

    def submit(self, request: Request) -> Future[Verdict]:
        return self._threads.submit(self._run, request)

    def forget(self, notebook: str) -> None:
        with self._lock:
            process = self._notebooks.pop(notebook, None)
        if process is not None:
            _end(process)

    def defences(self) -> Future[list[str]]:
        return self._threads.submit(lambda: [])

    def close(self) -> None:
        for notebook in list(self._notebooks):
            self.forget(notebook)
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _run(self, request: Request) -> Verdict:
        if not request.notebook:
            process = _started()
            try:
                return self._asked(process, request)
            finally:
                _end(process)
        with self._lock:
            turn = self._turns.setdefault(request.notebook, threading.Lock())
        with turn:  # One cell of a notebook at a time.
            with self._lock:
                process = self._notebooks.get(request.notebook) or _started()
                self._notebooks[request.notebook] = process
            verdict = self._asked(process, request)
            if process.poll() is not None:
                self.forget(request.notebook)
        return verdict

    def _asked(self, process: "subprocess.Popen[bytes]", request: Request) -> Verdict:
        assert process.stdin is not None
        assert process.stdout is not None
        told: dict[str, Any] = {"code": request.code, "seconds": self._seconds, "checked": request.checked}
        if request.task is not None:
            told["task"] = request.task
        late = threading.Event()

        def time_is_up() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(self._seconds + _GRACE, time_is_up)
        clock.start()
        try:
            process.stdin.write(json.dumps(told).encode() + b"\n")
            process.stdin.flush()
            reply = process.stdout.readline()
        except (OSError, ValueError):
            # It was ended, or its notebook forgotten.
            reply = b""
        finally:
            clock.cancel()
        return read_verdict(reply, limit="time" if late.is_set() else None)


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _START, str(Path(__file__).parent)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
    )


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except BrokenPipeError:
                # What was still to be written had no reader any more.
                continue
