"""One program's process: shut in, it takes requests from its own socket and answers them there.

A request is a line of JSON; a reply is a line too, the request's number before its JSON. The socket leads to the
application and the worker sees none of it: nothing of one program is in the memory that the next is forked from.
"""

import json
import os
import socket
from collections.abc import Callable
from typing import Any

from . import algebra, checks, libraries, program

_SOCKET = 3
_DESCRIPTORS = 65_536


def live(channel: socket.socket, shut_in: Callable[[], None]) -> None:
    """Serve the requests on ``channel`` until it ends. Never returns."""
    try:
        os.dup2(channel.fileno(), _SOCKET)
        os.closerange(_SOCKET + 1, _DESCRIPTORS)
        seed = os.urandom(4)
        shut_in()
        libraries.fresh(seed)
        known = program.names()
        for request in _requests():
            # The number tells a reply from what a program may have written here itself before it.
            _write(f"{request['order']} {json.dumps(answer(request, known))}\n".encode())
    finally:
        os._exit(0)


def answer(request: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    """The report on one request; ``known`` holds the names of the program's notebook, and is changed."""
    if "task" in request:
        return program.observed(lambda: algebra.outcome(request["task"]), seconds=request["seconds"])
    for former in request.get("former", ()):
        # The cells of a notebook whose process was lost: their names come back, what they say was said before.
        program.run(former, known, seconds=request["seconds"])
    run = _checked if request.get("checked") else program.run
    return run(request["code"], known, seconds=request["seconds"])


def _checked(code: str, known: dict[str, Any], *, seconds: float) -> dict[str, Any]:
    """Run ``code``, and recompute what it finds another way where there is one: ``checks`` tells what came of it."""
    with checks.Watch() as seen:
        report = program.run(code, known, seconds=seconds)
    # Random numbers would differ, too.
    if "error" not in report and "limit" not in report and "random" not in code and (again := checks.exactly(code)):
        exact = program.run(again, {**program.names(), **checks.helpers()}, seconds=seconds)
        if (check := checks.arithmetic(report, exact)) is not None:
            seen.append(check)
    return {**report, "checks": seen}


def _requests() -> Any:
    waiting = b""
    while part := os.read(_SOCKET, 65_536):
        waiting += part
        while b"\n" in waiting:
            line, _, waiting = waiting.partition(b"\n")
            yield json.loads(line)


def _write(data: bytes) -> None:
    while data:
        data = data[os.write(_SOCKET, data) :]
