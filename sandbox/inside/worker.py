"""The sandbox's process: imports the libraries once, then forks a shut-in child for each program.

It takes orders on standard input, a socket that keeps messages apart: ``start`` with the child's own socket, ``go`` and
``pause`` for a notebook that lives on, ``kill``. It tells ``ready`` once, and ``ended`` for each child. What programs
say never passes through here.
"""

import array
import gc
import json
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import namespaces, seccomp, walls

_MESSAGE = 4_096
_GRACE = 0.5
"""Seconds between the moment when a program is told that its time is up and the moment when it is killed."""


@dataclass
class _Running:
    order: int
    pid: int
    handle: int
    """A descriptor that becomes readable when the process ends."""
    started: float
    deadline: float
    limit: str | None = None


def main(wanted: str) -> None:
    """Serve orders until the application goes away.

    Args:
        wanted: Which libraries; see ``libraries.prepare``.
    """
    control = socket.socket(fileno=os.dup(0))
    nowhere = os.open(os.devnull, os.O_RDWR)
    namespaced = namespaces.enter()
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    try:
        worker = _ready(control, wanted, namespaced=namespaced)
    except Exception as error:  # Whatever is wrong here, the application can tell it to somebody.
        control.send(json.dumps({"closed": f"{type(error).__name__}: {error}"[:1_000]}).encode())
        return
    worker.serve()


def _ready(control: socket.socket, wanted: str, *, namespaced: bool) -> "_Worker":
    # Only here: the process that waits outside the namespaces stays small.
    from . import child, libraries

    libraries.prepare(wanted)
    size, filters = _mapped(), seccomp.program()
    standing = walls.shut_in_worker(namespaced=namespaced)
    gc.collect()
    # The collector would otherwise write into every page that the children share with this process.
    gc.freeze()
    control.send(json.dumps({"ready": standing}).encode())
    return _Worker(control, filters, size, child.live)


def _mapped() -> int:
    """Bytes of address space in use."""
    with open("/proc/self/statm", "rb") as sizes:
        return int(sizes.read().split()[0]) * resource.getpagesize()


class _Worker:
    def __init__(self, control: socket.socket, filters: bytes, size: int, live: Callable[..., None]) -> None:
        self._control = control
        self._live = live
        self._filters = filters
        self._size = size
        self._running: dict[int, _Running] = {}
        self._poll = select.epoll()
        self._poll.register(control.fileno(), select.EPOLLIN)

    def serve(self) -> None:
        while True:
            deadlines = [each.deadline for each in self._running.values()]
            wait = max(0.0, min(deadlines) - time.monotonic()) if deadlines else -1
            for descriptor, _ in self._poll.poll(wait if wait != float("inf") else -1):
                if descriptor == self._control.fileno():
                    message, ancillary, _, _ = self._control.recvmsg(_MESSAGE, socket.CMSG_SPACE(4))
                    if not message:
                        return  # The application is gone; the children die with this process.
                    self._obey(json.loads(message), _descriptors(ancillary))
                else:
                    self._bury(descriptor)
            self._stop_the_late()

    def _obey(self, message: dict[str, Any], descriptors: list[int]) -> None:
        order = message["order"]
        if message["do"] == "start":
            self._start(message, socket.socket(fileno=descriptors[0]))
        elif (running := self._running.get(order)) is not None:
            if message["do"] == "go":
                running.deadline = time.monotonic() + message["seconds"] + _GRACE
                os.kill(running.pid, signal.SIGCONT)
            elif message["do"] == "pause":
                running.deadline = float("inf")
                os.kill(running.pid, signal.SIGSTOP)
            else:
                os.kill(running.pid, signal.SIGKILL)

    def _start(self, message: dict[str, Any], channel: socket.socket) -> None:
        order, seconds, memory = message["order"], message["seconds"], self._size + message["memory"]
        # A notebook lives through many cells, each with a time of its own.
        processor = 0 if message["lives"] else seconds
        started, worker = time.monotonic(), os.getpid()
        try:
            pid = os.fork()
        except OSError:
            channel.close()
            self._tell(order, "memory", 0.0, 0)
            return
        if pid == 0:
            self._live(
                channel,
                lambda: walls.shut_in_program(self._filters, parent=worker, seconds=processor, memory=memory),
            )
        channel.close()
        running = _Running(order, pid, os.pidfd_open(pid), started, started + seconds + _GRACE)
        self._running[order] = running
        self._poll.register(running.handle, select.EPOLLIN)

    def _bury(self, handle: int) -> None:
        running = next(each for each in self._running.values() if each.handle == handle)
        self._poll.unregister(handle)
        os.close(handle)
        del self._running[running.order]
        used = os.wait4(running.pid, 0)[2]
        self._tell(running.order, running.limit, time.monotonic() - running.started, used.ru_maxrss * 1024)

    def _stop_the_late(self) -> None:
        now = time.monotonic()
        for running in self._running.values():
            if running.deadline <= now:
                running.limit, running.deadline = "time", float("inf")
                os.kill(running.pid, signal.SIGKILL)

    def _tell(self, order: int, limit: str | None, seconds: float, memory: int) -> None:
        told = {"ended": order, "limit": limit, "seconds": seconds, "memory": memory}
        self._control.send(json.dumps(told).encode())


def _descriptors(ancillary: list[tuple[int, int, bytes]]) -> list[int]:
    found = array.array("i")
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            found.frombytes(data[: len(data) - len(data) % found.itemsize])
    return list(found)
